package org.customerequity.value;

import java.io.Serializable;
import java.math.BigDecimal;
import org.customerequity.internal.Require;

/**
 * A range that holds a quantity with a stated confidence or probability. Which of the two is said by the method that
 * returns it: {@code confidenceInterval} of an expectation or parameter, {@code predictionInterval} of an outcome.
 *
 * @param lower may be negative infinity where the data set no limit
 * @param upper at least {@code lower}; may be infinite
 * @param level in (0, 1); {@code 0.95} for 95 %
 */
public record Interval(double lower, double upper, double level) implements Serializable {
    public Interval {
        if (!(lower <= upper)) {
            throw Require.bad("lower", "must be <= upper " + upper, "", lower);
        }
        Require.openFraction(level, "level", "0.95 means 95 %");
        lower += 0.0;
        upper += 0.0;
    }

    /** The part of this interval that lies in [least, greatest]: the range the quantity cannot leave. */
    public Interval clippedTo(double least, double greatest) {
        if (!(least <= greatest)) {
            throw Require.bad("least", "must be <= greatest " + greatest, "", least);
        }
        return new Interval(
                Math.min(Math.max(lower, least), greatest), Math.max(Math.min(upper, greatest), least), level);
    }

    /** {@code upper - lower}. */
    public double width() {
        return upper - lower;
    }

    /** Whether {@code x} lies inside or on a limit. */
    public boolean contains(double x) {
        return x >= lower && x <= upper;
    }

    /** {@code [0.851, 0.934] at 95 %}, with all digits, in every locale. */
    @Override
    public String toString() {
        BigDecimal percent = BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros();
        return "[" + lower + ", " + upper + "] at " + percent.toPlainString() + " %";
    }
}
