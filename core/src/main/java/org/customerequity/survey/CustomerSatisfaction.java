package org.customerequity.survey;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.ProportionDifference;
import org.customerequity.value.UndefinedRatioException;

/**
 * Customer satisfaction (CSAT): the share of answers in the best two points of the scale, and the mean rating beside it.
 *
 * <p>The two answer different questions: the share counts satisfied customers, the mean also moves when the unhappy become
 * less so. The scale is part of the value, so that a 5-point and a 7-point score never meet in one sum.
 *
 * @param ratings how often each point was chosen
 */
public record CustomerSatisfaction(RatingCounts ratings) implements Serializable {
    public CustomerSatisfaction {
        Objects.requireNonNull(ratings, "ratings");
    }

    /** {@code CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 12, 18, 40, 180, 250)}: 86 % chose 4 or 5. */
    public static CustomerSatisfaction ofCounts(RatingScale scale, long... counts) {
        return new CustomerSatisfaction(RatingCounts.of(scale, counts));
    }

    /** One answer a rating. */
    public static CustomerSatisfaction ofResponses(RatingScale scale, int... answers) {
        return new CustomerSatisfaction(RatingCounts.ofResponses(scale, answers));
    }

    /** Whether anybody answered. */
    public boolean isDefined() {
        return ratings.responses() > 0;
    }

    /** Answers in the best two points, of all answers. */
    public Proportion topTwoBox() {
        return ratings.bestBox(2);
    }

    /**
     * The share in the best two points, in [0, 1].
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double value() {
        return topTwoBox().toRatio("satisfied customers", "responses").value();
    }

    /** The value, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(value()) : OptionalDouble.empty();
    }

    /**
     * Wilson's interval of {@link #value()}.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if nobody answered
     */
    public Interval confidenceInterval(double level) {
        value();
        return topTwoBox().confidenceInterval(level);
    }

    /**
     * The mean rating.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double mean() {
        return ratings.mean();
    }

    /**
     * The mean rating with its standard error.
     *
     * @throws UndefinedRatioException if fewer than two answered
     */
    public Estimate meanEstimate() {
        return ratings.meanEstimate();
    }

    /**
     * The interval of {@link #mean()} by Student's t, clipped to the scale.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if fewer than two answered
     */
    public Interval meanConfidenceInterval(double level) {
        return ratings.meanConfidenceInterval(level);
    }

    /**
     * The share in the best two points less that of another wave or group of other people, with Newcombe's interval and the test
     * of whether it is more than chance.
     *
     * @throws UndefinedRatioException if nobody answered in one of them
     */
    public ProportionDifference minus(CustomerSatisfaction other) {
        return ratings.bestBoxMinus(other.ratings, 2);
    }

    /**
     * The mean rating less that of another wave or group of other people, by Welch's test.
     *
     * @throws UndefinedRatioException if fewer than two answered in one of them
     */
    public ScoreDifference meanMinus(CustomerSatisfaction other) {
        return ratings.meanMinus(other.ratings);
    }

    /** The answers of both together, on one scale. */
    public CustomerSatisfaction plus(CustomerSatisfaction other) {
        return new CustomerSatisfaction(ratings.plus(other.ratings));
    }
}
