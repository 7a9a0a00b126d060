package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.Arrays;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A figure under draws of what is uncertain about it: the parameters of the choice model, and spend where that is an estimate.
 * Beside the delta method, which takes the figure as linear in the parameters. Immutable.
 */
public final class SimulatedValue implements Serializable {
    private static final long serialVersionUID = 1;

    /** Draws below which quantiles are noise. */
    static final int FEWEST = 100;

    private final double[] sorted;

    private SimulatedValue(double[] sorted) {
        this.sorted = sorted;
    }

    /** Takes the array over. */
    static SimulatedValue of(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new ArithmeticException(
                        "figure must be finite in every draw, was " + values[i] + " in draw " + i);
            }
        }
        Arrays.sort(values);
        return new SimulatedValue(values);
    }

    /** How many draws. */
    public int draws() {
        return sorted.length;
    }

    /** The mean of the draws. */
    public double mean() {
        return Arrays.stream(sorted).average().orElseThrow();
    }

    /** The standard deviation of the draws, with divisor n - 1: the standard error of the figure. */
    public double standardError() {
        double mean = mean();
        double squares = 0;
        for (double x : sorted) {
            squares += (x - mean) * (x - mean);
        }
        return Math.sqrt(squares / (sorted.length - 1));
    }

    /** The middle of the draws. */
    public double median() {
        return Quantiles.ofSorted(sorted, 0.5);
    }

    /**
     * The quantile of type 7.
     *
     * @param p in (0, 1)
     */
    public double quantile(double p) {
        return Quantiles.ofSorted(sorted, Require.openFraction(p, "p", "0.5 for the median"));
    }

    /**
     * The middle {@code level} of the draws.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval confidenceInterval(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        return new Interval(
                Quantiles.ofSorted(sorted, (1 - level) / 2), Quantiles.ofSorted(sorted, (1 + level) / 2), level);
    }

    /** The share of draws above a threshold. */
    public double probabilityAbove(double threshold) {
        Require.number(threshold, "threshold");
        int above = 0;
        for (double x : sorted) {
            above += x > threshold ? 1 : 0;
        }
        return (double) above / sorted.length;
    }

    /** A copy of the draws, ascending. */
    public double[] toArray() {
        return sorted.clone();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SimulatedValue other && Arrays.equals(sorted, other.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    /** {@code 2.43, [1.71, 3.24] at 95 %, 4000 draws}. */
    @Override
    public String toString() {
        return median() + ", " + confidenceInterval(0.95) + ", " + sorted.length + " draws";
    }
}
