package org.customerequity.metric.service;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Durations held exactly, those of finished cases and those reached by cases that are still open. For what fits in memory; {@link
 * DurationSketch} is for the rest.
 *
 * <p>{@link #quantile} is of all cases: an open one counts as one that takes longer than it has so far. Figures named after the
 * finished cases leave open ones out and are too short where there are many; so are {@link #mean} and {@link #geometricMean}.
 * Intervals of censored times are in {@code TimeInStage} of the journey and in the empirical curve of retention.
 *
 * <p>Immutable; compared by value.
 */
public final class DurationSample implements Serializable {
    private static final long serialVersionUID = 1;

    private final DurationDefinition definition;
    private final double[] finished;
    private final double[] open;

    private DurationSample(DurationDefinition definition, double[] finished, double[] open) {
        this.definition = definition;
        this.finished = finished;
        this.open = open;
        Arrays.sort(finished);
        Arrays.sort(open);
    }

    /**
     * Of finished cases, with none open.
     *
     * @param finished in the unit of the definition and any order: each 0, or from 1e-9 to 1e12
     */
    public static DurationSample of(DurationDefinition definition, double... finished) {
        return ofCases(definition, finished, new double[0]);
    }

    /**
     * Of finished and open cases.
     *
     * @param finished durations, in the unit of the definition and any order: each 0, or from 1e-9 to 1e12
     * @param open how long the open cases have been open, likewise
     */
    public static DurationSample ofCases(DurationDefinition definition, double[] finished, double[] open) {
        Objects.requireNonNull(definition, "definition");
        return new DurationSample(definition, checked(finished, "finished"), checked(open, "open"));
    }

    private static double[] checked(double[] durations, String name) {
        double[] own = Objects.requireNonNull(durations, name).clone();
        for (int i = 0; i < own.length; i++) {
            if (!(own[i] == 0 || own[i] >= 1e-9 && own[i] <= 1e12)) {
                throw Require.bad(
                        name + "[" + i + "]", "must be 0 or in [1e-9, 1e12]", "or choose another unit", own[i]);
            }
            own[i] += 0.0;
        }
        return own;
    }

    /** The cases of both; none may be in both. */
    public DurationSample plus(DurationSample other) {
        Objects.requireNonNull(other, "other");
        definition.requireLike(other.definition);
        return new DurationSample(definition, joined(finished, other.finished), joined(open, other.open));
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, Math.addExact(a.length, b.length));
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Which durations. */
    public DurationDefinition definition() {
        return definition;
    }

    /** How many cases have finished. */
    public int finished() {
        return finished.length;
    }

    /** How many cases were still open. */
    public int open() {
        return open.length;
    }

    /** Open cases of all. */
    public Proportion openShare() {
        return Proportion.of(open.length, (long) open.length + finished.length);
    }

    /** The sum over finished cases, to the nearest double. */
    public double sum() {
        ExactSum sum = new ExactSum();
        for (double x : finished) {
            if (x > 0) {
                sum.add(x);
            }
        }
        return sum.value();
    }

    /**
     * The mean of finished cases.
     *
     * @throws UndefinedRatioException if nothing has finished, as all figures of finished cases
     */
    public double mean() {
        requireFinished("mean");
        return sum() / finished.length;
    }

    /**
     * The mean of finished cases and {@code s / sqrt(n)}.
     *
     * @throws UndefinedRatioException if fewer than two cases have finished
     */
    public Estimate meanEstimate() {
        double mean = mean();
        if (finished.length < 2) {
            throw new UndefinedRatioException("standard error of the mean of " + definition.name()
                    + " is undefined, because one case only has finished");
        }
        double squares = 0;
        for (double x : finished) {
            squares += (x - mean) * (x - mean);
        }
        return Estimate.of(mean, Math.sqrt(squares / (finished.length - 1.0) / finished.length));
    }

    /** {@code exp(mean of ln x)} of finished cases; 0 if any duration is 0. */
    public double geometricMean() {
        requireFinished("geometric mean");
        if (finished[0] == 0) {
            return 0;
        }
        ExactSum logs = new ExactSum();
        for (double x : finished) {
            logs.addRounded(Math.log(x));
        }
        return Math.exp(logs.roundedValue() / finished.length);
    }

    /** The shortest of finished cases. */
    public double min() {
        requireFinished("min");
        return finished[0];
    }

    /** The longest of finished cases. */
    public double max() {
        requireFinished("max");
        return finished[finished.length - 1];
    }

    /**
     * Of all cases, open ones too, the duration within which a share p are done (Kaplan and Meier, Journal of the American
     * Statistical Association 53, 1958):
     *
     * <pre>{@code
     *   the least t with S(t) <= 1 - p,   S(t) = product over finished u <= t of (1 - d_u / n_u)
     *
     *   d_u  cases that finished after exactly u
     *   n_u  cases, finished later or open, that had reached u
     * }</pre>
     *
     * <p>With no case open it is the nearest rank, as {@link #finishedQuantile}. It takes open cases to be like the others of their
     * age: right for cases that are open because they came lately.
     *
     * @param p in [0, 1]; {@code 0.95} is the 95th percentile
     * @return empty where the data do not reach so far, because too many cases are open
     */
    public OptionalDouble quantile(double p) {
        Require.fraction(p, "p", "0.95 is the 95th percentile");
        // a product of many factors may miss the share by rounding
        double left = (1 - p) * (1 + 1e-12);
        double survival = 1;
        int stillOpen = 0;
        // between two open cases the factors telescope, so that nothing is rounded on the way
        double since = 1;
        double atRiskSince = (double) finished.length + open.length;
        for (int i = 0; i < finished.length; ) {
            double t = finished[i];
            int before = stillOpen;
            while (stillOpen < open.length && open[stillOpen] < t) {
                stillOpen++;
            }
            int next = i;
            while (next < finished.length && finished[next] == t) {
                next++;
            }
            double atRisk = (double) (finished.length - i) + (open.length - stillOpen);
            if (stillOpen > before) {
                since = survival;
                atRiskSince = atRisk;
            }
            survival = since * ((atRisk - (next - i)) / atRiskSince);
            if (survival <= left) {
                return OptionalDouble.of(t);
            }
            i = next;
        }
        return OptionalDouble.empty();
    }

    /**
     * Of finished cases only, the duration of the nearest rank, {@code x_(ceil(n p))}.
     *
     * @param p in [0, 1]; {@code 0.95} is the 95th percentile
     */
    public double finishedQuantile(double p) {
        requireFinished("quantile");
        return finished[(int) QuantileInterval.nearestRank(finished.length, p) - 1];
    }

    /**
     * Of a quantile of finished cases, the interval between order statistics.
     *
     * @param p in (0, 1)
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public QuantileInterval finishedQuantileInterval(double p, double level) {
        requireFinished("interval of a quantile");
        QuantileInterval.Ranks ranks = QuantileInterval.Ranks.of(finished.length, p, level);
        double lower = ranks.lower() == 0 ? 0 : finished[(int) ranks.lower() - 1];
        double upper = ranks.upper() > finished.length ? Double.POSITIVE_INFINITY : finished[(int) ranks.upper() - 1];
        return new QuantileInterval(ranks.lower(), ranks.upper(), ranks.coverage(), new Interval(lower, upper, level));
    }

    /** Finished cases that took at most so long, of all finished ones: answered within 20 seconds. */
    public Proportion finishedWithin(double limit) {
        Require.nonNegative(limit, "limit", "in the unit of the definition");
        int within = 0;
        int end = finished.length;
        while (within < end) {
            int middle = (within + end) >>> 1;
            if (finished[middle] <= limit) {
                within = middle + 1;
            } else {
                end = middle;
            }
        }
        return Proportion.of(within, finished.length);
    }

    /** The same in bounded memory, with percentiles of this relative error. */
    public DurationSketch toSketch(double relativeError) {
        DurationSketch sketch = DurationSketch.of(definition, relativeError);
        sketch.addAll(finished);
        sketch.addOpen(open.length);
        return sketch;
    }

    private void requireFinished(String figure) {
        if (finished.length == 0) {
            throw new UndefinedRatioException(
                    figure + " of " + definition.name() + " is undefined, because no case has finished");
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DurationSample other
                && definition.equals(other.definition)
                && Arrays.equals(finished, other.finished)
                && Arrays.equals(open, other.open);
    }

    @Override
    public int hashCode() {
        return Objects.hash(definition, Arrays.hashCode(finished), Arrays.hashCode(open));
    }

    /** {@code first response time in minutes, ..: 16 finished, 2 open}. */
    @Override
    public String toString() {
        return definition + ": " + finished.length + " finished, " + open.length + " open";
    }
}
