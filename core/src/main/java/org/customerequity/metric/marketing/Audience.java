package org.customerequity.metric.marketing;

/** Whom an engagement rate is about: its denominator, without which it says little. */
public enum Audience {
    /** People who saw it. */
    REACH("people reached"),
    /** People who follow. */
    FOLLOWERS("followers"),
    /** People active in the period. */
    ACTIVE_USERS("active users");

    private final String noun;

    Audience(String noun) {
        this.noun = noun;
    }

    /** {@code people reached}. */
    public String noun() {
        return noun;
    }
}
