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
 * Customer effort (CES): how easy it was to get something done. Two questions go by this name, with opposite signs, so that the
 * scale is part of the value and scores of one never meet those of the other.
 *
 * <pre>{@code
 *   AGREEMENT   "The company made it easy", 1 (disagree) to 7 (agree)      high is good
 *   EFFORT      "How much effort did you have to put forth?", 1 to 5       low is good
 * }</pre>
 *
 * <p>Reported is the mean rating, on the scale as it is, or the share of answers on the easy side of the middle: 5 to 7 of seven
 * points of agreement, 1 and 2 of five points of effort. EFFORT is the question of Dixon, Freeman and Toman, Stop Trying to
 * Delight Your Customers, Harvard Business Review, July-August 2010.
 *
 * @param ratings how often each point was chosen
 */
public record CustomerEffortScore(RatingCounts ratings) implements Serializable {
    /** 1 to 7, agreement that it was easy. */
    public static final RatingScale AGREEMENT = RatingScale.SEVEN_POINT;

    /** 1 to 5, effort: lower is better. */
    public static final RatingScale EFFORT = RatingScale.FIVE_POINT.lowerIsBetter();

    public CustomerEffortScore {
        Objects.requireNonNull(ratings, "ratings");
    }

    /** {@code CustomerEffortScore.ofCounts(CustomerEffortScore.AGREEMENT, 5, 8, 15, 40, 62, 120, 150)}: 83 % found it easy. */
    public static CustomerEffortScore ofCounts(RatingScale scale, long... counts) {
        return new CustomerEffortScore(RatingCounts.of(scale, counts));
    }

    /** One answer a rating. */
    public static CustomerEffortScore ofResponses(RatingScale scale, int... answers) {
        return new CustomerEffortScore(RatingCounts.ofResponses(scale, answers));
    }

    /** Whether anybody answered. */
    public boolean isDefined() {
        return ratings.responses() > 0;
    }

    /**
     * The mean rating. Whether more is better, {@link RatingScale#polarity} of its scale says.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double mean() {
        return ratings.mean();
    }

    /** The mean, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(mean()) : OptionalDouble.empty();
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

    /** Answers on the easy side of the middle of the scale, of all answers. */
    public Proportion easy() {
        return ratings.bestBox(ratings.scale().points() / 2);
    }

    /**
     * Wilson's interval of {@link #easy()}.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if nobody answered
     */
    public Interval easyConfidenceInterval(double level) {
        easy().toRatio("easy answers", "responses").value();
        return easy().confidenceInterval(level);
    }

    /**
     * The mean less that of another wave or group of other people, by Welch's test. On {@link #EFFORT} a negative difference is an improvement.
     *
     * @throws UndefinedRatioException if fewer than two answered in one of them
     */
    public ScoreDifference meanMinus(CustomerEffortScore other) {
        return ratings.meanMinus(other.ratings);
    }

    /**
     * The share of easy answers less that of another wave or group of other people; positive is an improvement on any scale.
     *
     * @throws UndefinedRatioException if nobody answered in one of them
     */
    public ProportionDifference easyMinus(CustomerEffortScore other) {
        return ratings.bestBoxMinus(other.ratings, ratings.scale().points() / 2);
    }

    /** The answers of both together, on one scale. */
    public CustomerEffortScore plus(CustomerEffortScore other) {
        return new CustomerEffortScore(ratings.plus(other.ratings));
    }
}
