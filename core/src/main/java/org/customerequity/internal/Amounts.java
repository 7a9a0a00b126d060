package org.customerequity.internal;

/** Amounts of money that were added up. */
public final class Amounts {
    /** Far below a cent, far above the rounding of thousands of summands. */
    private static final double ROUNDING = 1e-12;

    private Amounts() {}

    /**
     * Whether a sum is at least what is owed, to within the rounding of its summands: seven times 35.70 pay 249.90 back, though in
     * doubles they add up to less.
     *
     * @param owed {@code >= 0}
     */
    public static boolean reach(double sum, double owed) {
        return sum >= owed * (1 - ROUNDING);
    }

    /** The whole periods that so many are, a hair above a whole number being that number. */
    public static double wholePeriods(double periods) {
        return Math.ceil(periods * (1 - ROUNDING));
    }
}
