package org.customerequity.internal;

/** Shares of a number of things. */
public final class Shares {
    private Shares() {}

    /** Whether so many are at least this share of all: 7 of 25 are 0.28 of them, though in doubles 0.28 * 25 is more than 7. */
    public static boolean isAtLeast(int count, int all, double share) {
        return count >= share * all * (1 - 1e-12);
    }
}
