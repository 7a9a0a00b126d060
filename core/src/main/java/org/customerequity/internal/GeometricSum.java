package org.customerequity.internal;

/** Sums of a geometric progression, to full precision next to ratio 1 too. */
public final class GeometricSum {
    private GeometricSum() {}

    /**
     * {@code sum t = 0..n-1 of (1 - gap)^t = (1 - (1 - gap)^n) / gap}, and n where the gap is 0.
     *
     * @param gap 1 minus the ratio of the progression, at most 1; negative where the terms grow
     * @param n number of terms, {@code >= 0}; infinite only where {@code gap > 0}
     */
    public static double of(double gap, double n) {
        if (gap == 0 || n == 0) {
            return n;
        }
        return n == Double.POSITIVE_INFINITY ? 1 / gap : -Math.expm1(n * Math.log1p(-gap)) / gap;
    }
}
