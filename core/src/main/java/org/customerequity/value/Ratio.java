package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;

/**
 * A ratio that keeps its numerator and denominator, so that it merges and re-divides: the ratio of two months together is
 * the sum of both numerators over the sum of both denominators, never the mean of two ratios.
 *
 * <p>With a denominator of zero the ratio is undefined, and says so: {@link #isDefined()} is false, {@link #value()} throws
 * {@link UndefinedRatioException} with the reason, {@link #asOptional()} is empty. It is never 0 and never NaN.
 *
 * @param numerator finite
 * @param denominator finite and {@code >= 0}; not so near 0 that the ratio would be infinite
 * @param numeratorName what is counted above the line, for messages and merging: {@code revenue}
 * @param denominatorName what is counted below the line: {@code orders}
 */
public record Ratio(double numerator, double denominator, String numeratorName, String denominatorName)
        implements Serializable {
    public Ratio {
        Require.nonBlank(numeratorName, "numeratorName", "such as revenue");
        Require.nonBlank(denominatorName, "denominatorName", "such as orders");
        numerator = Require.finite(numerator, numeratorName, "numerator of a ratio");
        denominator = Require.nonNegative(denominator, denominatorName, "denominator of a ratio");
        if (denominator > 0 && !Double.isFinite(numerator / denominator)) {
            throw Require.bad(
                    denominatorName,
                    "must be 0 or large enough to divide " + numeratorName + " " + numerator,
                    "their ratio is beyond all numbers",
                    denominator);
        }
    }

    /** A ratio without names of its own. */
    public static Ratio of(double numerator, double denominator) {
        return new Ratio(numerator, denominator, "numerator", "denominator");
    }

    /** A ratio that can say in a message what it is: {@code Ratio.of(54_000, "revenue", 900, "orders")}. */
    public static Ratio of(double numerator, String numeratorName, double denominator, String denominatorName) {
        return new Ratio(numerator, denominator, numeratorName, denominatorName);
    }

    /** Whether the denominator is not zero. */
    public boolean isDefined() {
        return denominator > 0;
    }

    /**
     * Numerator over denominator.
     *
     * @throws UndefinedRatioException if the denominator is zero
     */
    public double value() {
        if (!isDefined()) {
            throw new UndefinedRatioException(
                    numeratorName + " per " + denominatorName + " is undefined, because " + denominatorName + " is 0");
        }
        return numerator / denominator;
    }

    /** The value, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(numerator / denominator) : OptionalDouble.empty();
    }

    /** Both together: numerators added, denominators added. Ratios of different things do not add. */
    public Ratio plus(Ratio other) {
        Objects.requireNonNull(other, "other");
        if (!numeratorName.equals(other.numeratorName) || !denominatorName.equals(other.denominatorName)) {
            throw Require.bad(
                    "other",
                    "must be " + numeratorName + " per " + denominatorName,
                    "only like ratios merge",
                    other.numeratorName + " per " + other.denominatorName);
        }
        return new Ratio(numerator + other.numerator, denominator + other.denominator, numeratorName, denominatorName);
    }

    /** {@code revenue per orders = 60.0 (54000.0 / 900.0)}, or {@code undefined} in place of the value. */
    @Override
    public String toString() {
        return numeratorName + " per " + denominatorName + " = " + (isDefined() ? value() : "undefined") + " ("
                + numerator + " / " + denominator + ")";
    }
}
