package org.customerequity.internal;

/** How the cumulated Gompertz hazard grows, in units of 1/b: {@code c(y) = w + e^y - 1}, w the beta at this age. */
public final class GompertzGrowth {
    /** e^500 is far from overflow and far beyond where the rest of c counts. */
    public static final double LARGE = 500;

    private GompertzGrowth() {}

    /** {@code beta e^(-y) + 1 - e^(-y)}. */
    public static double weightAfter(double beta, double y) {
        return beta * Math.exp(-y) - Math.expm1(-y);
    }

    /** ln((w + e^y - 1)/w), y >= 0. */
    public static double logGrowth(double w, double y) {
        return y < LARGE ? Elementary.log1p(Elementary.expm1(y) / w) : y - Math.log(w);
    }

    /** c vanishes at ln(1-w) where {@code w < 1}. */
    public static double scale(double w) {
        return w < 0.6 ? -Math.log1p(-w) : 1;
    }

    /** c has zeros at ln(w-1) +- i pi for w > 1, at ln(1-w) +- 2 i pi for w < 1. */
    public static double reach(double w, double by) {
        return Math.max(1.5, 1.2 * (by - Math.log(Math.abs(w - 1))));
    }
}
