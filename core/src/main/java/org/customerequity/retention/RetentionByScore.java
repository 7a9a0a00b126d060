package org.customerequity.retention;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingCounts;
import org.customerequity.survey.RatingScale;
import org.customerequity.value.PeriodUnit;

/**
 * How many customers gave each score in a survey, and how many of those were still customers one period later: what links
 * satisfaction or recommendation to retention ({@link RetentionLogit}). Mergeable and immutable.
 *
 * <p>The score must have been given before the period in which retention is counted begins: an answer given when leaving is an
 * effect of leaving. Customers who were not asked, or did not answer, are not in it, and may stay at another rate.
 *
 * @param asked how often each score was given
 * @param retained how many of those customers were retained, on the same scale
 * @param unit the length of the period in which they were retained or lost
 */
public record RetentionByScore(RatingCounts asked, RatingCounts retained, PeriodUnit unit) implements Serializable {
    public RetentionByScore {
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(retained, "retained");
        Objects.requireNonNull(unit, "unit");
        RatingScale scale = asked.scale();
        if (!scale.equals(retained.scale())) {
            throw Require.bad("retained", "must be on the scale " + scale, "the one of asked", retained.scale());
        }
        for (int i = 0; i < scale.points(); i++) {
            int score = scale.lowest() + i;
            if (retained.count(score) > asked.count(score)) {
                throw Require.bad(
                        "retained with score " + score,
                        "must be <= asked " + asked.count(score),
                        "of those who gave the score",
                        retained.count(score));
            }
        }
    }

    /**
     * One count a point of the scale, from the lowest to the highest.
     *
     * @param scale of the question, {@link RatingScale#ZERO_TO_TEN} for recommendation
     * @param asked how many gave each score
     * @param retained how many of those were retained
     * @param unit the length of the period
     */
    public static RetentionByScore ofCounts(RatingScale scale, long[] asked, long[] retained, PeriodUnit unit) {
        Objects.requireNonNull(scale, "scale");
        return new RetentionByScore(
                RatingCounts.of(scale, Objects.requireNonNull(asked, "asked")),
                RatingCounts.of(scale, Objects.requireNonNull(retained, "retained")),
                unit);
    }

    /**
     * One row a customer.
     *
     * @param scale of the question
     * @param scores each a point of the scale
     * @param retained whether the customer was still one at the end of the period
     * @param unit the length of the period
     */
    public static RetentionByScore ofCustomers(RatingScale scale, int[] scores, boolean[] retained, PeriodUnit unit) {
        RatingCounts asked = RatingCounts.ofResponses(
                Objects.requireNonNull(scale, "scale"), Objects.requireNonNull(scores, "scores"));
        if (Objects.requireNonNull(retained, "retained").length != scores.length) {
            throw Require.bad("retained", "must be as many as scores, " + scores.length, "", retained.length);
        }
        long[] stayed = new long[scale.points()];
        for (int i = 0; i < scores.length; i++) {
            stayed[scores[i] - scale.lowest()] += retained[i] ? 1 : 0;
        }
        return new RetentionByScore(asked, RatingCounts.of(scale, stayed), unit);
    }

    /** The scale of the question. */
    public RatingScale scale() {
        return asked.scale();
    }

    /** How many customers answered. */
    public long customers() {
        return asked.responses();
    }

    /** The share retained of those who gave {@code score}; undefined where nobody did. */
    public RetentionRate rate(int score) {
        return RetentionRate.ofRetained(retained.count(score), asked.count(score), unit);
    }

    /** The share retained of all who answered. */
    public RetentionRate rate() {
        return RetentionRate.ofRetained(retained.responses(), asked.responses(), unit);
    }

    /** Both together: other customers, asked on the same scale and followed as long. */
    public RetentionByScore plus(RetentionByScore other) {
        if (unit != Objects.requireNonNull(other, "other").unit) {
            throw Require.bad("other", "must be per " + unit, "counts merge within one period length", other.unit);
        }
        return new RetentionByScore(asked.plus(other.asked), retained.plus(other.retained), unit);
    }
}
