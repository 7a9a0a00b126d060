package org.customerequity.metric.change;

import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.apache.commons.statistics.distribution.TDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;

/**
 * The change of a mean, by Student's t.
 *
 * <pre>{@code
 *   paired     d_i = after_i - before_i, change = mean of d, se = s_d / sqrt(n), n - 1 degrees of freedom
 *   unpaired   se^2 = s0^2/n0 + s1^2/n1,  degrees of freedom se^4 / [(s0^2/n0)^2/(n0-1) + (s1^2/n1)^2/(n1-1)]
 * }</pre>
 *
 * <p>Student, The probable error of a mean, Biometrika 6, 1908; unpaired by Welch, Biometrika 34, 1947.
 *
 * @param change after less before
 * @param standardError of it; 0 where nothing varies beyond rounding
 * @param degreesOfFreedom {@code > 0}; whole where paired
 * @param evidence what it is evidence of
 */
public record MeanChange(double change, double standardError, double degreesOfFreedom, Evidence evidence)
        implements MeasuredChange {
    public MeanChange {
        change = Require.finite(change, "change", "");
        standardError = Require.nonNegative(standardError, "standardError", "");
        Require.positive(degreesOfFreedom, "degreesOfFreedom", "");
        Objects.requireNonNull(evidence, "evidence");
    }

    /**
     * The same units twice.
     *
     * @param before finite, at least two
     * @param after of the same units in the same order
     */
    public static MeanChange paired(double[] before, double[] after) {
        int n = require(before, "before");
        if (require(after, "after") != n) {
            throw Require.bad("after", "must have as many rows as before, " + n, "the same units", after.length);
        }
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = after[i] - before[i];
        }
        Spread spread = Spread.of(d);
        double error = orNothing(spread.errorOfMean, mean(before), mean(after));
        return new MeanChange(spread.mean + spread.rest, error, n - 1, Evidence.ASSOCIATION);
    }

    /**
     * Other units after than before, by Welch's test, which does not take their variances to be equal.
     *
     * @param before finite, at least two
     * @param after finite, at least two
     */
    public static MeanChange unpaired(double[] before, double[] after) {
        double n0 = require(before, "before");
        double n1 = require(after, "after");
        Spread spread0 = Spread.of(before);
        Spread spread1 = Spread.of(after);
        double error0 = spread0.errorOfMean;
        double error1 = spread1.errorOfMean;
        double error = Math.hypot(error0, error1);
        // of the variance; shares first, so that squares of tiny ones do not vanish
        double share0 = error0 / error * (error0 / error);
        double share1 = error1 / error * (error1 / error);
        // nothing varies: as if all were one group
        double degrees = error == 0 ? n0 + n1 - 2 : 1 / (share0 * share0 / (n0 - 1) + share1 * share1 / (n1 - 1));
        return new MeanChange(
                spread1.mean - spread0.mean + (spread1.rest - spread0.rest),
                orNothing(error, spread0.mean, spread1.mean),
                degrees,
                Evidence.ASSOCIATION);
    }

    /** An error that rounding alone can make is none. */
    static double orNothing(double error, double before, double after) {
        return error <= 0x1p-49 * Math.max(Math.abs(before), Math.abs(after)) ? 0 : error;
    }

    private static int require(double[] values, String name) {
        Objects.requireNonNull(values, name);
        if (values.length < 2) {
            throw Require.bad(name, "must have at least two rows", "one has no error", values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw Require.bad(name + "[" + i + "]", "must be finite", "", values[i]);
            }
        }
        return values.length;
    }

    private static double mean(double[] values) {
        return Sum.of(values).getAsDouble() / values.length;
    }

    /** A mean, what rounding left out of it, which counts where values are large and alike, and its standard error. */
    private static final class Spread {
        private final double mean;
        private final double rest;
        private final double errorOfMean;

        private Spread(double mean, double rest, double errorOfMean) {
            this.mean = mean;
            this.rest = rest;
            this.errorOfMean = errorOfMean;
        }

        static Spread of(double[] values) {
            int n = values.length;
            double mean = MeanChange.mean(values);
            double[] off = new double[n];
            for (int i = 0; i < n; i++) {
                off[i] = values[i] - mean;
            }
            double rest = MeanChange.mean(off);
            for (int i = 0; i < n; i++) {
                off[i] -= rest;
            }
            return new Spread(mean, rest, norm(off) / Math.sqrt(n * (n - 1.0)));
        }
    }

    /** The root of the sum of squares, which neither vanish nor overflow where it does not. */
    static double norm(double[] off) {
        double largest = 0;
        for (double x : off) {
            largest = Math.max(largest, Math.abs(x));
        }
        if (largest == 0) {
            return 0;
        }
        Sum sum = Sum.create();
        for (double x : off) {
            double share = x / largest;
            sum.addProduct(share, share);
        }
        return largest * Math.sqrt(sum.getAsDouble());
    }

    /** The change with its standard error; its own interval is normal, that of {@link #confidenceInterval} is Student's. */
    public Estimate changeEstimate() {
        return Estimate.of(change, standardError);
    }

    @Override
    public Interval confidenceInterval(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        requireError();
        double half = TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - level) / 2) * standardError;
        return new Interval(change - half, change + half, level);
    }

    @Override
    public double pValue() {
        requireError();
        return 2 * TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(change) / standardError);
    }

    private void requireError() {
        if (standardError == 0) {
            throw new UndefinedRatioException("error of the change is undefined, because nothing varies between units");
        }
    }

    @Override
    public MeanChange withEvidence(Evidence newEvidence) {
        return new MeanChange(change, standardError, degreesOfFreedom, newEvidence);
    }
}
