package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * How much above or below the trend each season is: 1.31 in the fourth quarter. By the ratio to a centred moving average over one
 * cycle of m seasons:
 *
 * <pre>{@code
 *   MA_t   = (y_(t-m/2) / 2 + y_(t-m/2+1) + .. + y_(t+m/2-1) + y_(t+m/2) / 2) / m        m even
 *   MA_t   = (y_(t-(m-1)/2) + .. + y_(t+(m-1)/2)) / m                                      m odd
 *   index  = mean of y_t / MA_t over the t of one season, rescaled to a mean of 1 over seasons
 * }</pre>
 *
 * <p>The classical multiplicative decomposition. It takes the pattern to be the same in every cycle, and a single outlier moves the
 * index of its season.
 *
 * <p>Compared by value; immutable.
 */
public final class SeasonalIndex implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] index;

    private SeasonalIndex(double[] index) {
        this.index = index;
    }

    /**
     * From a series without gaps; its first value belongs to season 0.
     *
     * @param series each finite and {@code > 0}; long enough for two averages of each season, which is three cycles, or one value
     *     less where m is odd
     * @param seasons of one cycle, {@code >= 2}: 4 for quarters, 12 for months, 7 for days of the week
     */
    public static SeasonalIndex of(double[] series, int seasons) {
        Objects.requireNonNull(series, "series");
        if (seasons < 2) {
            throw Require.bad("seasons", "must be >= 2", "4 for quarters, 12 for months", seasons);
        }
        int half = seasons / 2;
        if (series.length - 2L * half < 2L * seasons) {
            throw Require.bad(
                    "series",
                    "must have at least " + (2L * seasons + 2 * half) + " values",
                    "two averages of each season, and half a cycle at either end",
                    series.length);
        }
        for (int t = 0; t < series.length; t++) {
            Require.positive(series[t], "series[" + t + "]", "ratios need positive values");
        }
        // to below 2, which is exact, so that no window overflows
        int exponent = Math.getExponent(Arrays.stream(series).max().orElseThrow());
        double[] y = new double[series.length];
        for (int t = 0; t < y.length; t++) {
            y[t] = Math.scalb(series[t], -exponent);
        }
        boolean even = seasons % 2 == 0;
        double[] sum = new double[seasons];
        int[] count = new int[seasons];
        for (int t = half; t < series.length - half; t++) {
            double window = even ? (y[t - half] + y[t + half]) / 2 : y[t - half] + y[t + half];
            for (int u = t - half + 1; u < t + half; u++) {
                window += y[u];
            }
            sum[t % seasons] += y[t] * seasons / window;
            count[t % seasons]++;
        }
        double total = 0;
        for (int s = 0; s < seasons; s++) {
            sum[s] /= count[s];
            total += sum[s];
        }
        for (int s = 0; s < seasons; s++) {
            sum[s] *= seasons / total;
        }
        return new SeasonalIndex(sum);
    }

    /** How many seasons a cycle has. */
    public int seasons() {
        return index.length;
    }

    /** Of one season, counted from 0; their mean is 1. */
    public double index(int season) {
        return index[Objects.checkIndex(season, index.length)];
    }

    /** Of all seasons. */
    public double[] indices() {
        return index.clone();
    }

    /**
     * A series over the index of its seasons: what is left is trend and chance.
     *
     * @param series finite
     * @param firstSeason the season of its first value, from 0
     */
    public double[] deseasonalised(double[] series, int firstSeason) {
        Objects.requireNonNull(series, "series");
        Objects.checkIndex(firstSeason, index.length);
        double[] out = new double[series.length];
        for (int t = 0; t < out.length; t++) {
            out[t] = Require.finite(series[t], "series[" + t + "]", "") / index[(firstSeason + t) % index.length];
        }
        return out;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SeasonalIndex other && Arrays.equals(index, other.index);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(index);
    }

    /** {@code SeasonalIndex[0.81, 0.97, 0.90, 1.31]}; of a cycle of many seasons, the first ones. */
    @Override
    public String toString() {
        return index.length <= 12
                ? "SeasonalIndex" + Arrays.toString(index)
                : "SeasonalIndex of " + index.length + " seasons from " + Arrays.toString(Arrays.copyOf(index, 3));
    }
}
