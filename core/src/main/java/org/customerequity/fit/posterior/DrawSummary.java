package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.jspecify.annotations.Nullable;

/**
 * What the draws of one quantity say: where it lies, and how well the draws say so. Keeps the sorted draws, not their order.
 * Immutable.
 */
public final class DrawSummary implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] sorted;
    private final ChainDiagnostics diagnostics;

    private DrawSummary(double[][] draws) {
        ChainDiagnostics.requireChains(draws);
        this.sorted = ChainDiagnostics.sorted(draws);
        this.diagnostics = ChainDiagnostics.of(draws, sorted);
    }

    /**
     * Of the chains of one quantity.
     *
     * @param draws one row a chain, all of the same length, at least 4; finite
     */
    public static DrawSummary of(double[][] draws) {
        return new DrawSummary(draws);
    }

    /** How many draws, all chains together. */
    public int size() {
        return sorted.length;
    }

    /** The mean. */
    public double mean() {
        return diagnostics.mean();
    }

    /** The standard deviation, with divisor S - 1. */
    public double standardDeviation() {
        return diagnostics.standardDeviation();
    }

    /** The middle draw, or the mean of the two. */
    public double median() {
        return Quantiles.ofSorted(sorted, 0.5);
    }

    /**
     * The quantile of type 7.
     *
     * @param p in [0, 1]
     */
    public double quantile(double p) {
        return Quantiles.ofSorted(sorted, Require.fraction(p, "p", "0.95 for the 95 % quantile"));
    }

    /**
     * The middle {@code level} of the draws, as much on either side outside. Of a parameter or an expectation it is a credible
     * interval, of an outcome a prediction interval.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval interval(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        return new Interval(quantile((1 - level) / 2), quantile((1 + level) / 2), level);
    }

    /** The share of draws above a threshold: the probability that the quantity is. */
    public double probabilityAbove(double threshold) {
        Require.number(threshold, "threshold");
        int above = 0;
        while (above < sorted.length && sorted[sorted.length - 1 - above] > threshold) {
            above++;
        }
        return (double) above / sorted.length;
    }

    /** Whether the chains of this quantity agree, and how many independent draws they are worth. */
    public ChainDiagnostics diagnostics() {
        return diagnostics;
    }

    /** {@link ChainDiagnostics#monteCarloError}: how far the mean may be off because draws are finitely many. */
    public double monteCarloError() {
        return diagnostics.monteCarloError();
    }

    /** Equal draws, chain by chain up to their diagnostics. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DrawSummary other
                && Arrays.equals(sorted, other.sorted)
                && diagnostics.equals(other.diagnostics);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sorted) + diagnostics.hashCode();
    }

    /** {@code 0.668 (sd 0.1037; 95 % in [0.49, 0.92])}, without the draws. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.6g (sd %.4g; 95 %% in [%.6g, %.6g])",
                mean(),
                standardDeviation(),
                quantile(0.025),
                quantile(0.975));
    }
}
