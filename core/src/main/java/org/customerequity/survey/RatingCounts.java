package org.customerequity.survey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.statistics.distribution.TDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.ProportionDifference;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How often each point of a rating scale was chosen: what every score of a rating question is computed from. Mergeable and
 * immutable.
 */
public final class RatingCounts implements Serializable {
    private static final long serialVersionUID = 1;

    private final RatingScale scale;
    private final long[] counts;

    private RatingCounts(RatingScale scale, long[] counts) {
        this.scale = Objects.requireNonNull(scale, "scale");
        this.counts = counts.clone();
        if (counts.length != scale.points()) {
            throw Require.bad(
                    "counts",
                    "must have one count a point, " + scale.points(),
                    "from " + scale.lowest() + " to " + scale.highest(),
                    counts.length);
        }
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            Require.nonNegative(counts[i], "count of " + (scale.lowest() + i), "how many chose that point");
            sum = Math.addExact(sum, counts[i]);
        }
    }

    /** One count a point, from the lowest to the highest. */
    public static RatingCounts of(RatingScale scale, long... counts) {
        return new RatingCounts(scale, counts);
    }

    /**
     * One answer a rating.
     *
     * @param ratings each a point of the scale
     */
    public static RatingCounts ofResponses(RatingScale scale, int... ratings) {
        long[] counts = new long[scale.points()];
        for (int i = 0; i < ratings.length; i++) {
            if (ratings[i] < scale.lowest() || ratings[i] > scale.highest()) {
                throw Require.bad(
                        "ratings[" + i + "]",
                        "must be from " + scale.lowest() + " to " + scale.highest(),
                        "leave out who did not answer",
                        ratings[i]);
            }
            counts[ratings[i] - scale.lowest()]++;
        }
        return new RatingCounts(scale, counts);
    }

    /** The scale. */
    public RatingScale scale() {
        return scale;
    }

    /** How many chose {@code rating}, a point of the scale. */
    public long count(int rating) {
        if (rating < scale.lowest() || rating > scale.highest()) {
            throw Require.bad("rating", "must be from " + scale.lowest() + " to " + scale.highest(), "", rating);
        }
        return counts[rating - scale.lowest()];
    }

    /** How many answered. */
    public long responses() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The share of answers in the best {@code points} points of the scale: its high end, or its low end where lower is better.
     *
     * @param points from 1 to one less than the scale has
     */
    public Proportion bestBox(int points) {
        if (points < 1 || points >= counts.length) {
            throw Require.bad("points", "must be from 1 to " + (counts.length - 1), "2 for top-2-box", points);
        }
        return box(points, scale.polarity() == RatingScale.Polarity.HIGHER_IS_BETTER);
    }

    /**
     * The share of answers in the worst {@code points} points of the scale: its low end, or its high end where lower is better.
     *
     * @param points from 1 to one less than the scale has
     */
    public Proportion worstBox(int points) {
        if (points < 1 || points >= counts.length) {
            throw Require.bad("points", "must be from 1 to " + (counts.length - 1), "2 for bottom-2-box", points);
        }
        return box(points, scale.polarity() == RatingScale.Polarity.LOWER_IS_BETTER);
    }

    private Proportion box(int points, boolean high) {
        int from = high ? counts.length - points : 0;
        return Proportion.of(Arrays.stream(counts, from, from + points).sum(), responses());
    }

    /**
     * The share of the best {@code best} points less that of the worst {@code worst}, in [-1, 1], with its standard error: the
     * construction of the net promoter score for any scale.
     *
     * <pre>{@code
     *   p - q,     se = sqrt((p + q - (p - q)^2) / n)
     * }</pre>
     *
     * @param best at least 1
     * @param worst at least 1; both together no more points than the scale has
     * @throws UndefinedRatioException if nobody answered
     */
    public Estimate netBoxEstimate(int best, int worst) {
        Proportion good = bestBox(best);
        Proportion bad = worstBox(worst);
        if (best + worst > counts.length) {
            throw Require.bad(
                    "best + worst", "must be <= " + counts.length, "no point is both good and bad", best + worst);
        }
        double p = good.toRatio("best answers", "responses").value();
        double q = bad.value();
        double middle = (double) (good.trials() - good.successes() - bad.successes()) / good.trials();
        return Estimate.of(p - q, Math.sqrt((middle * (p + q) + 4 * p * q) / good.trials()));
    }

    /**
     * The normal interval of {@link #netBoxEstimate}, clipped to [-1, 1].
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if nobody answered
     */
    public Interval netBoxConfidenceInterval(int best, int worst, double level) {
        return netBoxEstimate(best, worst).confidenceInterval(level).clippedTo(-1, 1);
    }

    /**
     * The mean rating, on the scale as it is.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double mean() {
        long n = responses();
        if (n == 0) {
            throw new UndefinedRatioException("mean rating is undefined, because responses is 0");
        }
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += (double) i * counts[i];
        }
        return scale.lowest() + sum / n;
    }

    /**
     * The mean rating with its standard error {@code s / sqrt(n)}, s^2 the sample variance (n - 1 below the line).
     *
     * @throws UndefinedRatioException if fewer than two answered
     */
    public Estimate meanEstimate() {
        double mean = mean();
        long n = responses();
        if (n < 2) {
            throw new UndefinedRatioException(
                    "standard error of the mean rating is undefined, because there is one response only");
        }
        double squares = 0;
        for (int i = 0; i < counts.length; i++) {
            double deviation = scale.lowest() + i - mean;
            squares += counts[i] * deviation * deviation;
        }
        return Estimate.of(mean, Math.sqrt(squares / (n - 1) / n));
    }

    /**
     * The interval of the mean rating by Student's t with n - 1 degrees of freedom, clipped to the scale.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if fewer than two answered
     */
    public Interval meanConfidenceInterval(double level) {
        double tail = (1 - Require.openFraction(level, "level", "0.95 means 95 %")) / 2;
        Estimate mean = meanEstimate();
        double half = TDistribution.of(responses() - 1.0).inverseSurvivalProbability(tail) * mean.standardError();
        return new Interval(mean.value() - half, mean.value() + half, level).clippedTo(scale.lowest(), scale.highest());
    }

    /**
     * The mean rating less that of another wave or group of other people, on one scale, by Welch's test.
     *
     * @throws UndefinedRatioException if fewer than two answered in one of them
     */
    public ScoreDifference meanMinus(RatingCounts other) {
        requireScale(other);
        return ScoreDifference.ofMeans(meanEstimate(), responses(), other.meanEstimate(), other.responses());
    }

    /**
     * The share in the best {@code points} points less that of another wave or group of other people, on one scale: Newcombe's
     * interval and the pooled test, which hold for few answers and for shares of 0 and 1 too.
     *
     * @throws UndefinedRatioException if nobody answered in one of them
     */
    public ProportionDifference bestBoxMinus(RatingCounts other, int points) {
        requireScale(other);
        return share(points).minus(other.share(points));
    }

    private Proportion share(int points) {
        Proportion box = bestBox(points);
        // says why where nobody answered
        box.toRatio("best answers", "responses").value();
        return box;
    }

    /** The answers of both together, on one scale. */
    public RatingCounts plus(RatingCounts other) {
        requireScale(other);
        long[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(sum[i], other.counts[i]);
        }
        return new RatingCounts(scale, sum);
    }

    private void requireScale(RatingCounts other) {
        if (!scale.equals(other.scale)) {
            throw Require.bad("other", "must be on the scale " + scale, "recode before you combine", other.scale);
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RatingCounts other && scale.equals(other.scale) && Arrays.equals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return 31 * scale.hashCode() + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "ratings " + scale.lowest() + " to " + scale.highest() + ": " + Arrays.toString(counts);
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new RatingCounts(scale, counts);
    }
}
