package org.customerequity.internal;

/** Quantiles of a sample. */
public final class Quantiles {
    private Quantiles() {}

    /**
     * Linear between order statistics: that at {@code p (n - 1)}, counted from 0 (type 7 of Hyndman and Fan, American
     * Statistician 50(4), 1996).
     *
     * @param sorted ascending, not empty
     * @param p in [0, 1]
     */
    public static double ofSorted(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        double part = at - below;
        double step = sorted[above] - sorted[below];
        return step < Double.POSITIVE_INFINITY
                ? sorted[below] + part * step
                : (1 - part) * sorted[below] + part * sorted[above];
    }
}
