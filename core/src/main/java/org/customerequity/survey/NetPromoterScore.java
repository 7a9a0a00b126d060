package org.customerequity.survey;

import java.io.Serializable;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;

/**
 * The Net Promoter Score: the share of promoters less the share of detractors among answers from 0 to 10, in points from -100
 * to 100. Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003.
 *
 * <pre>{@code
 *   promoters 9-10, passives 7-8, detractors 0-6
 *   NPS = 100 (p - q)                   p, q  shares of promoters and detractors
 *   se  = 100 sqrt((p + q - (p - q)^2) / n)
 * }</pre>
 *
 * <p>Counts merge: the score of two regions is the score of their answers together, not the mean of two scores.
 *
 * @param promoters answers 9 and 10
 * @param passives answers 7 and 8
 * @param detractors answers 0 to 6
 */
public record NetPromoterScore(long promoters, long passives, long detractors) implements Serializable {
    public NetPromoterScore {
        Require.nonNegative(promoters, "promoters", "how many answered 9 or 10");
        Require.nonNegative(passives, "passives", "how many answered 7 or 8");
        Require.nonNegative(detractors, "detractors", "how many answered 0 to 6");
        Math.addExact(Math.addExact(promoters, passives), detractors);
    }

    /** {@code NetPromoterScore.ofCounts(333, 210, 157)} is 25.1. */
    public static NetPromoterScore ofCounts(long promoters, long passives, long detractors) {
        return new NetPromoterScore(promoters, passives, detractors);
    }

    /**
     * One answer a rating.
     *
     * @param ratings each from 0 to 10; none at all leave the score undefined
     */
    public static NetPromoterScore ofResponses(int... ratings) {
        long promoters = 0;
        long passives = 0;
        long detractors = 0;
        for (int i = 0; i < ratings.length; i++) {
            int rating = ratings[i];
            if (rating < 0 || rating > 10) {
                throw Require.bad("ratings[" + i + "]", "must be from 0 to 10", "leave out who did not answer", rating);
            }
            if (rating >= 9) {
                promoters++;
            } else if (rating >= 7) {
                passives++;
            } else {
                detractors++;
            }
        }
        return new NetPromoterScore(promoters, passives, detractors);
    }

    /**
     * The score of counted answers.
     *
     * @param ratings on {@link RatingScale#ZERO_TO_TEN}
     */
    public static NetPromoterScore from(RatingCounts ratings) {
        if (!ratings.scale().equals(RatingScale.ZERO_TO_TEN)) {
            throw Require.bad("ratings", "must be on the scale " + RatingScale.ZERO_TO_TEN, "", ratings.scale());
        }
        long[] answers = new long[3];
        for (int rating = 0; rating <= 10; rating++) {
            int group = rating >= 9 ? 0 : rating >= 7 ? 1 : 2;
            answers[group] = Math.addExact(answers[group], ratings.count(rating));
        }
        return new NetPromoterScore(answers[0], answers[1], answers[2]);
    }

    /** How many answered. */
    public long responses() {
        return promoters + passives + detractors;
    }

    /** Whether anybody answered. */
    public boolean isDefined() {
        return responses() > 0;
    }

    /**
     * The score, in [-100, 100].
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double value() {
        return 100.0 * (promoters - detractors) / answered();
    }

    /** The value, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(value()) : OptionalDouble.empty();
    }

    /**
     * The standard error of the score, in points, with n below the line.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double standardError() {
        return 100 * Math.sqrt(variance() / answered());
    }

    /**
     * The standard error with n - 1 below the line, from the unbiased sample variance; a little larger.
     *
     * @throws UndefinedRatioException if fewer than two answered
     */
    public double sampleStandardError() {
        long n = answered();
        if (n < 2) {
            throw new UndefinedRatioException(
                    "sample standard error of the net promoter score is undefined, because there is one response only");
        }
        return 100 * Math.sqrt(variance() / (n - 1));
    }

    /** Value and {@link #standardError()}. */
    public Estimate estimate() {
        return Estimate.of(value(), standardError());
    }

    /**
     * The normal interval from {@link #standardError()}, clipped to [-100, 100]. Where all answers fall in one group it has no
     * width, which says too much for a small sample: there {@link #adjustedConfidenceInterval} is better.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if nobody answered
     */
    public Interval confidenceInterval(double level) {
        return estimate().confidenceInterval(level).clippedTo(-100, 100);
    }

    /**
     * The adjusted Wald interval: the normal one with 3/4 of a promoter, 3/4 of a detractor and 3/2 of a passive added to the
     * answers, clipped to [-100, 100]. It keeps its coverage with few answers and near the ends, where the plain one is too narrow;
     * with many, both agree. Its centre is drawn towards 0.
     *
     * <pre>{@code
     *   n' = n + 3,  p' = (promoters + 3/4) / n',  q' = (detractors + 3/4) / n'
     *   100 (p' - q' -+ z sqrt((p' + q' - (p' - q')^2) / n'))
     * }</pre>
     *
     * <p>B. Rocks, Interval Estimation for the Net Promoter Score, The American Statistician 70(4), 2016.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if nobody answered
     */
    public Interval adjustedConfidenceInterval(double level) {
        double n = answered() + 3.0;
        double p = (promoters + 0.75) / n;
        double q = (detractors + 0.75) / n;
        double passive = (passives + 1.5) / n;
        double error = Math.sqrt((passive * (p + q) + 4 * p * q) / n);
        return Estimate.of(100 * (p - q), 100 * error).confidenceInterval(level).clippedTo(-100, 100);
    }

    /**
     * This score less that of another wave or group of other people: difference, z and p. Of the same people asked twice, see
     * {@link ScoreDifference#ofPaired}.
     */
    public ScoreDifference minus(NetPromoterScore other) {
        return ScoreDifference.ofIndependent(estimate(), other.estimate());
    }

    /** The answers of both together. */
    public NetPromoterScore plus(NetPromoterScore other) {
        return new NetPromoterScore(
                Math.addExact(promoters, other.promoters),
                Math.addExact(passives, other.passives),
                Math.addExact(detractors, other.detractors));
    }

    private long answered() {
        if (!isDefined()) {
            throw new UndefinedRatioException("net promoter score is undefined, because responses is 0");
        }
        return responses();
    }

    // p + q - (p - q)^2 without a difference of like numbers, so that answers all in one group give exactly 0
    private double variance() {
        double n = answered();
        double p = promoters / n;
        double q = detractors / n;
        return passives / n * (p + q) + 4 * p * q;
    }
}
