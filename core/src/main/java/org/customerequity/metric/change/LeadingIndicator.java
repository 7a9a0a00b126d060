package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;

/**
 * How an indicator goes with an outcome some periods later, at every lag that was looked at.
 *
 * <pre>{@code
 *   r_h = correlation of indicator_t and outcome_(t+h),  h = 0 ... longest lag
 * }</pre>
 *
 * <p>Before that the mean of its season (January, February, ...) is taken from each value of both series, as two figures that both
 * peak in December go together for that alone. A trend is not removed: give changes, not levels, where there is one. All lags are
 * reported, since the best of several is chosen by chance too; it is an association, and leads only in time.
 *
 * @param lags from 0 on
 */
public record LeadingIndicator(List<Lag> lags) implements Serializable {
    private static final double NOISE = 0x1p-49;

    /**
     * One lag.
     *
     * @param lag periods from the indicator to the outcome
     * @param pairs periods compared
     * @param correlation in [-1, 1]
     * @param freePairs pairs less the means that were estimated: {@code pairs - season + 1}
     */
    public record Lag(int lag, int pairs, double correlation, int freePairs) implements Serializable {
        public Lag {
            Require.nonNegative(lag, "lag", "");
            Require.positive(pairs, "pairs", "");
            Require.positive(freePairs, "freePairs", "");
            if (!(correlation >= -1 && correlation <= 1)) {
                throw Require.bad("correlation", "must be in [-1, 1]", "", correlation);
            }
        }

        /**
         * By Fisher's z, {@code tanh(atanh r -+ z / sqrt(freePairs - 3))}, which takes periods to be independent: too narrow where
         * what is high tends to stay high.
         *
         * @throws UndefinedRatioException if there are fewer than four free pairs
         */
        public Interval confidenceInterval(double level) {
            double z = NormalQuantile.ofLevel(level);
            if (freePairs < 4) {
                throw new UndefinedRatioException("interval of a correlation is undefined, because there are "
                        + freePairs + " free pairs and it takes 4");
            }
            // atanh, infinite at -1 and 1, where tanh leads back
            double at = 0.5 * (Math.log1p(correlation) - Math.log1p(-correlation));
            double half = z / Math.sqrt(freePairs - 3.0);
            return new Interval(
                    Math.min(correlation, Math.tanh(at - half)), Math.max(correlation, Math.tanh(at + half)), level);
        }
    }

    public LeadingIndicator {
        lags = List.copyOf(Objects.requireNonNull(lags, "lags"));
        Require.notEmpty(lags.size(), "lags", "must be at least one", "");
    }

    /**
     * From two series of the same periods.
     *
     * @param indicator finite
     * @param outcome finite, as many
     * @param season periods after which seasons return: 12 for months, 1 for none
     * @param longestLag periods to look ahead; at least three pairs, and two more than seasons, must be left
     * @throws UndefinedRatioException if what is left of a series does not vary
     */
    public static LeadingIndicator of(double[] indicator, double[] outcome, int season, int longestLag) {
        int n = Objects.requireNonNull(indicator, "indicator").length;
        if (Objects.requireNonNull(outcome, "outcome").length != n) {
            throw Require.bad("outcome", "must have as many periods as indicator, " + n, "", outcome.length);
        }
        Require.positive(season, "season", "12 for months, 1 for none");
        Require.nonNegative(longestLag, "longestLag", "");
        long least = Math.max(3, season + 2L);
        if (n - (long) longestLag < least) {
            throw Require.bad(
                    "longestLag", "must leave at least " + least + " pairs of " + n + " periods", "", longestLag);
        }
        double[] x = withoutSeason(indicator, season, "indicator");
        double[] y = withoutSeason(outcome, season, "outcome");
        List<Lag> lags = new ArrayList<>(longestLag + 1);
        for (int h = 0; h <= longestLag; h++) {
            int pairs = n - h;
            lags.add(new Lag(h, pairs, correlation(x, y, h), pairs - season + 1));
        }
        return new LeadingIndicator(lags);
    }

    private static double[] withoutSeason(double[] values, int season, String name) {
        double largest = 0;
        for (int t = 0; t < values.length; t++) {
            if (!Double.isFinite(values[t])) {
                throw Require.bad(name + "[" + t + "]", "must be finite", "", values[t]);
            }
            largest = Math.max(largest, Math.abs(values[t]));
        }
        Sum[] sums = new Sum[season];
        int[] count = new int[season];
        double[] scaled = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            // to below 2, which is exact, so that no square vanishes or overflows
            scaled[t] = Math.scalb(values[t], -Math.getExponent(largest));
            int s = t % season;
            sums[s] = count[s] == 0 ? Sum.create() : sums[s];
            sums[s].add(scaled[t]);
            count[s]++;
        }
        double[] out = new double[values.length];
        for (int t = 0; t < out.length; t++) {
            out[t] = scaled[t] - sums[t % season].getAsDouble() / count[t % season];
        }
        return out;
    }

    /** What rounding alone can leave of values below 2 is nothing. */
    private static double orNothing(double left) {
        return Math.abs(left) <= NOISE ? 0 : left;
    }

    private static double correlation(double[] x, double[] y, int h) {
        int n = x.length - h;
        Sum sumX = Sum.create();
        Sum sumY = Sum.create();
        for (int t = 0; t < n; t++) {
            sumX.add(x[t]);
            sumY.add(y[t + h]);
        }
        double meanX = sumX.getAsDouble() / n;
        double meanY = sumY.getAsDouble() / n;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int t = 0; t < n; t++) {
            double a = orNothing(x[t] - meanX);
            double b = orNothing(y[t + h] - meanY);
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        if (!(xx > 0 && yy > 0)) {
            throw new UndefinedRatioException("correlation at lag " + h + " is undefined, because the "
                    + (xx > 0 ? "outcome" : "indicator") + " does not vary besides its season");
        }
        return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
    }
}
