package org.customerequity.survey;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * The whole numbers a question may be answered with, and which end is good.
 *
 * @param lowest first point
 * @param highest last point, above {@code lowest} and at most 1,000 points above it
 * @param polarity which end is good
 */
public record RatingScale(int lowest, int highest, Polarity polarity) implements Serializable {
    /** Which end of a scale is good. */
    public enum Polarity {
        /** A high rating is good: satisfaction, agreement, recommendation. */
        HIGHER_IS_BETTER,
        /** A low rating is good: effort, number of contacts. */
        LOWER_IS_BETTER
    }

    /** 1 to 5, higher is better. */
    public static final RatingScale FIVE_POINT = of(1, 5);

    /** 1 to 7, higher is better. */
    public static final RatingScale SEVEN_POINT = of(1, 7);

    /** 0 to 10, higher is better. */
    public static final RatingScale ZERO_TO_TEN = of(0, 10);

    public RatingScale {
        if (highest <= lowest || (long) highest - lowest > 1000) {
            throw Require.bad(
                    "highest", "must be > lowest " + lowest + " by at most 1000", "a scale such as 1 to 5", highest);
        }
        Objects.requireNonNull(polarity, "polarity");
    }

    /** {@code RatingScale.of(1, 5)}, higher is better. */
    public static RatingScale of(int lowest, int highest) {
        return new RatingScale(lowest, highest, Polarity.HIGHER_IS_BETTER);
    }

    /** The same points, of which the low ones are good. */
    public RatingScale lowerIsBetter() {
        return new RatingScale(lowest, highest, Polarity.LOWER_IS_BETTER);
    }

    /** How many points. */
    public int points() {
        return highest - lowest + 1;
    }
}
