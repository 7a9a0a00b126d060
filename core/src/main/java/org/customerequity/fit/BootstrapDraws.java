package org.customerequity.fit;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Bootstrap} estimated: any number of statistics can be read off one run. Immutable.
 *
 * <p>Where more than 2 % of the refits failed there is no interval: those that failed are not like those that did not.
 *
 * @param <R> what was estimated, such as a model
 */
public final class BootstrapDraws<R> implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double MOST_FAILURES = 0.02;
    private static final int FEWEST = 100;
    private static final int FEWEST_FOR_BCA = 1000;

    /** Relative difference below which two values of a statistic are one. */
    private static final double EQUAL = 1e-12;

    private final R original;
    private final List<R> draws;
    private final List<String> failures;

    private BootstrapDraws(R original, List<R> draws, List<String> failures) {
        this.original = Objects.requireNonNull(original, "original");
        this.draws = List.copyOf(draws);
        this.failures = List.copyOf(failures);
    }

    /**
     * Draws made elsewhere, such as on the workers of a cluster.
     *
     * @param original the estimate from the data themselves
     * @param draws the estimates that succeeded
     * @param failures why the others failed, one sentence each
     */
    public static <R> BootstrapDraws<R> of(R original, List<R> draws, List<String> failures) {
        return new BootstrapDraws<>(original, draws, failures);
    }

    /** The estimate from the data themselves. */
    public R original() {
        return original;
    }

    /** The estimates that succeeded, in the order of the resamples. */
    public List<R> draws() {
        return draws;
    }

    /** Why the other resamples gave no estimate, one sentence each. */
    public List<String> failures() {
        return failures;
    }

    /** The standard deviation of a statistic over the draws, with divisor B - 1: its standard error. */
    public double standardError(ToDoubleFunction<? super R> statistic) {
        double[] values = values(statistic);
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /**
     * The mean of a statistic over the draws less its value from the data: an estimate of how far the estimator errs on average.
     */
    public double bias(ToDoubleFunction<? super R> statistic) {
        return Arrays.stream(values(statistic)).average().orElseThrow() - statistic.applyAsDouble(original);
    }

    /**
     * The middle {@code level} of the draws, between quantiles of type 7.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws FitException if more than 2 % of the refits failed
     * @throws ArithmeticException if the statistic of a draw is not finite
     */
    public Interval percentileInterval(ToDoubleFunction<? super R> statistic, double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        double[] sorted = values(statistic);
        Arrays.sort(sorted);
        return interval(sorted, (1 - level) / 2, (1 + level) / 2, level);
    }

    /**
     * The percentile interval, corrected for bias and for a standard error that changes with the value (BCa).
     *
     * <pre>{@code
     *   z0 = Phi^-1((#{t* < t} + #{t* = t} / 2) / B)
     *   quantile p  ->  Phi(z0 + (z0 + z_p) / (1 - a (z0 + z_p)))
     *
     *   t   statistic of the data,  t* of the draws,  a  acceleration of the jackknife
     * }</pre>
     *
     * <p>B. Efron, Better Bootstrap Confidence Intervals, Journal of the American Statistical Association 82(397), 1987, 171-185.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @param jackknife the same estimate with each customer, or group of customers, left out in turn
     * @throws IllegalStateException if there are fewer than 1,000 draws
     * @throws FitException if more than 2 % of the refits failed
     * @throws ArithmeticException if the statistic is not finite in a draw, or all draws are equal or on one side of the data's
     *     statistic, or the correction has no solution
     */
    public Interval bcaInterval(ToDoubleFunction<? super R> statistic, double level, Jackknife<? extends R> jackknife) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        if (draws.size() + failures.size() < FEWEST_FOR_BCA) {
            throw new IllegalStateException("draws must be >= " + FEWEST_FOR_BCA + " for the corrected interval, were "
                    + (draws.size() + failures.size()) + " (percentileInterval takes " + FEWEST + ")");
        }
        double[] sorted = values(statistic);
        Arrays.sort(sorted);
        double here = statistic.applyAsDouble(original);
        if (!(sorted[sorted.length - 1] - sorted[0] > EQUAL * Math.abs(here))) {
            throw new ArithmeticException("statistic must differ between draws, was always " + sorted[0]);
        }
        double below = 0;
        for (double value : sorted) {
            boolean same = Math.abs(value - here) <= EQUAL * Math.max(1, Math.abs(here));
            below += same ? 0.5 : value < here ? 1 : 0;
        }
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double z0 = normal.inverseCumulativeProbability(below / sorted.length);
        if (Double.isInfinite(z0)) {
            throw new ArithmeticException("statistic of the data must lie among those of the draws, was " + here
                    + " outside [" + sorted[0] + ", " + sorted[sorted.length - 1] + "]");
        }
        double a = jackknife.acceleration(statistic);
        double lower = corrected((1 - level) / 2, z0, a, normal);
        double upper = corrected((1 + level) / 2, z0, a, normal);
        return interval(sorted, lower, upper, level);
    }

    private static double corrected(double p, double z0, double a, NormalDistribution normal) {
        double z = z0 + normal.inverseCumulativeProbability(p);
        double shrink = 1 - a * z;
        if (!(shrink > 0)) {
            throw new ArithmeticException("acceleration must leave 1 - a (z0 + z) above 0, was a = " + a + ", z0 = "
                    + z0 + " (the draws are too skewed for a corrected interval)");
        }
        return normal.cumulativeProbability(z0 + z / shrink);
    }

    private Interval interval(double[] sorted, double lower, double upper, double level) {
        int all = sorted.length + failures.size();
        if (failures.size() > MOST_FAILURES * all) {
            throw new FitException(String.format(
                    Locale.ROOT,
                    "bootstrap gives no interval: %d of %d refits failed, and at most 2 %% may; the first: %s",
                    failures.size(),
                    all,
                    failures.get(0)));
        }
        if (all < FEWEST) {
            throw new IllegalStateException("draws must be >= " + FEWEST + " for an interval, were " + all);
        }
        return new Interval(Quantiles.ofSorted(sorted, lower), Quantiles.ofSorted(sorted, upper), level);
    }

    /** The statistic of every draw, finite. */
    private double[] values(ToDoubleFunction<? super R> statistic) {
        if (draws.size() < 2) {
            throw new FitException("bootstrap gives nothing: " + failures.size() + " refits failed and " + draws.size()
                    + " did not" + (failures.isEmpty() ? "" : "; the first: " + failures.get(0)));
        }
        return finite(draws, statistic, "draw");
    }

    static <R> double[] finite(List<? extends R> results, ToDoubleFunction<? super R> statistic, String what) {
        double[] out = new double[results.size()];
        for (int b = 0; b < out.length; b++) {
            out[b] = statistic.applyAsDouble(results.get(b));
            if (!Double.isFinite(out[b])) {
                throw new ArithmeticException(
                        "statistic must be finite, was " + out[b] + " in " + what + " " + b + ", " + results.get(b));
            }
        }
        return out;
    }

    /** Equal estimates and failures. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BootstrapDraws<?> other
                && original.equals(other.original)
                && draws.equals(other.draws)
                && failures.equals(other.failures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(original, draws, failures);
    }

    /** A summary, not the draws. */
    @Override
    public String toString() {
        return "BootstrapDraws[" + draws.size() + " of " + original + ", " + failures.size() + " failed]";
    }
}
