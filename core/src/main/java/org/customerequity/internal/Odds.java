package org.customerequity.internal;

/** A share as odds, {@code share / (1 - share)}: a positive number whose logarithm knows no bounds. */
public final class Odds {
    private Odds() {}

    /**
     * The odds of a share.
     *
     * @param name of the share, for the message
     * @throws IllegalStateException if the share is 0 or 1, of which no fit knows the error
     */
    public static double of(double share, String name) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalStateException(
                    name + " must be in (0, 1) to be a parameter, was " + share + " (its odds are 0 or infinite)");
        }
        return share / (1 - share);
    }

    /** The share of positive odds; to the bit that of {@link #of} where it is at least 3/4, else to 2e-16 or so. */
    public static double toShare(double odds) {
        return odds > 1 ? 1 - 1 / (1 + odds) : odds / (1 + odds);
    }
}
