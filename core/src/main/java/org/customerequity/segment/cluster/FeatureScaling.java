package org.customerequity.segment.cluster;

import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;

/** How features are made comparable before distances are taken: without, the one with the largest numbers decides alone. */
public enum FeatureScaling {
    /** {@code (x - mean) / standard deviation}, by n - 1. */
    Z_SCORE,
    /**
     * {@code (x - median) / (1.4826 median of |x - median|)}: a few extreme customers do not squeeze the others together. The factor
     * makes it a standard deviation for normal values.
     */
    ROBUST,
    /** As they are: for features that the caller has brought to one unit, such as shares. */
    NONE;

    /** 1 over the third quartile of the standard normal distribution. */
    private static final double NORMAL_MAD = 1.482602218505602;

    /** What is taken off, then what it is divided by. */
    double[] locationAndScale(String name, double[] column) {
        return switch (this) {
            case NONE -> new double[] {0, 1};
            case Z_SCORE -> {
                int n = column.length;
                double mean = Sum.of(column).getAsDouble() / n;
                double squares = 0;
                for (double x : column) {
                    squares += (x - mean) * (x - mean);
                }
                yield checked(name, mean, n < 2 ? 0 : Math.sqrt(squares / (n - 1)), column);
            }
            case ROBUST -> {
                double[] sorted = column.clone();
                Arrays.sort(sorted);
                double median = Quantiles.ofSorted(sorted, 0.5);
                double[] away = new double[sorted.length];
                for (int i = 0; i < away.length; i++) {
                    away[i] = Math.abs(column[i] - median);
                }
                Arrays.sort(away);
                yield checked(name, median, NORMAL_MAD * Quantiles.ofSorted(away, 0.5), column);
            }
        };
    }

    private double[] checked(String name, double location, double scale, double[] column) {
        if (!Double.isFinite(location) || !Double.isFinite(scale)) {
            throw Require.bad(name, "must have a finite spread", "scale the values down", "spread " + scale);
        }
        // of equal numbers, rounding may leave a spread
        boolean differs = false;
        for (double x : column) {
            differs |= x != column[0];
        }
        if (!(differs && scale > 0)) {
            throw Require.bad(
                    name,
                    this == ROBUST
                            ? "must differ for more than half of the customers"
                            : "must differ between customers",
                    this == ROBUST ? "take Z_SCORE, or leave it out" : "leave it out: it cannot tell customers apart",
                    "spread " + (differs ? scale : 0.0));
        }
        return new double[] {location, scale};
    }
}
