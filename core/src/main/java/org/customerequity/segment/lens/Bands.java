package org.customerequity.segment.lens;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.customerequity.internal.Require;

/** Customers in bands of equal number, the best first. */
final class Bands {
    private Bands() {}

    /** {@code round(fraction n)}, half up, in decimals. */
    static int round(double fraction, int n) {
        return BigDecimal.valueOf(fraction)
                .multiply(BigDecimal.valueOf(n))
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    /** The band of each value, {@code floor(rank bands / n)} with rank 0 the greatest; equal values rank by row. */
    static int[] of(double[] values, int bands) {
        int n = values.length;
        if (bands < 1 || bands > n) {
            throw Require.bad("bands", "must be from 1 to the number of customers " + n, "10 for deciles", bands);
        }
        double[] falling = new double[n];
        for (int i = 0; i < n; i++) {
            falling[i] = 0.0 - values[i];
        }
        double[] sorted = falling.clone();
        Arrays.sort(sorted);
        // of equal values, the next place that is free
        int[] taken = new int[n];
        int[] band = new int[n];
        for (int i = 0; i < n; i++) {
            int first = firstOf(sorted, falling[i]);
            band[i] = (int) ((long) (first + taken[first]++) * bands / n);
        }
        return band;
    }

    private static int firstOf(double[] sorted, double x) {
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
