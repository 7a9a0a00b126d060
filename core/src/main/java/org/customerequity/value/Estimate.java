package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;

/**
 * A number with its standard error.
 *
 * @param value the estimate, finite
 * @param standardError finite and {@code >= 0}
 * @param scale on which the estimate is taken to be normally distributed
 */
public record Estimate(double value, double standardError, Scale scale) implements Serializable {
    /** Where an interval is symmetric, so that its limits stay inside the range of the quantity. */
    public enum Scale {
        /** Any number: value -+ z se. */
        LINEAR,
        /** A positive number: value exp(-+ z se / value). */
        LOG,
        /** A number in (0, 1): symmetric in ln(p / (1 - p)). */
        LOGIT
    }

    public Estimate {
        value = Require.finite(value, "value", "");
        standardError = Require.nonNegative(standardError, "standardError", "");
        Objects.requireNonNull(scale, "scale");
        if (scale == Scale.LOG) {
            Require.positive(value, "value", "an estimate on the logarithmic scale");
        } else if (scale == Scale.LOGIT) {
            Require.openFraction(value, "value", "an estimate on the logit scale");
        }
    }

    /** An estimate of an unbounded quantity. */
    public static Estimate of(double value, double standardError) {
        return new Estimate(value, standardError, Scale.LINEAR);
    }

    /** An estimate of a positive quantity; {@code standardError} is that of the quantity, not of its logarithm. */
    public static Estimate ofPositive(double value, double standardError) {
        return new Estimate(value, standardError, Scale.LOG);
    }

    /**
     * The Wald interval, symmetric on this estimate's scale and carried back (delta method).
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval confidenceInterval(double level) {
        double z = NormalQuantile.ofLevel(level);
        return switch (scale) {
            case LINEAR -> new Interval(value - z * standardError, value + z * standardError, level);
            case LOG -> {
                double factor = Math.exp(z * standardError / value);
                yield new Interval(value / factor, value * factor, level);
            }
            case LOGIT -> {
                double half = z * standardError / (value * (1 - value));
                double odds = value / (1 - value);
                double lower = odds * Math.exp(-half);
                double upper = odds * Math.exp(half);
                double upperLimit = upper == Double.POSITIVE_INFINITY ? 1 : upper / (1 + upper);
                // the way there and back may round past the value
                yield new Interval(Math.min(value, lower / (1 + lower)), Math.max(value, upperLimit), level);
            }
        };
    }
}
