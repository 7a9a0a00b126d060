package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.ValueBasis;

/**
 * The expected value of a group of customers and its two uncertainties, kept apart because they behave differently:
 *
 * <ul>
 *   <li><em>parameters</em>: the models were fitted to a sample. Common to all customers, so it does not average out.
 *   <li><em>outcomes</em>: customers do as chance has it, were the parameters certain. Independent between customers, so the
 *       variances add and the share of the total shrinks as the group grows.
 * </ul>
 *
 * <p>Neither holds the error of a model that is wrong; see the holdout check for that.
 *
 * @param total expected value
 * @param basis what it counts
 * @param customers in the group
 * @param parameterError standard error of the expectation; 0 where parameters were given, not fitted
 * @param outcomeDeviation standard deviation of the outcome; positive infinity where the spend model has no variance
 * @param largestShare share of the largest single customer in the outcome variance, in [0, 1]: above 0.05 the normal
 *     approximation of {@link #predictionInterval} is rough
 */
public record ValueTotal(
        CurrencyAmount total,
        ValueBasis basis,
        int customers,
        double parameterError,
        double outcomeDeviation,
        double largestShare)
        implements Serializable {
    public ValueTotal {
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(basis, "basis");
        Require.nonNegative(customers, "customers", "");
        parameterError = Require.nonNegative(parameterError, "parameterError", "");
        if (!(outcomeDeviation >= 0)) {
            throw Require.bad("outcomeDeviation", "must be >= 0", "", outcomeDeviation);
        }
        largestShare = Require.fraction(largestShare, "largestShare", "");
    }

    /**
     * The total, for whatever takes contribution only.
     *
     * @throws IllegalStateException if it is revenue, because the model was given no margin
     */
    public Contribution contribution() {
        return contribution(total, basis);
    }

    static Contribution contribution(CurrencyAmount amount, ValueBasis basis) {
        if (basis != ValueBasis.CONTRIBUTION) {
            throw new IllegalStateException(
                    "value must count contribution, was " + basis + " (give the value model a margin with withMargin)");
        }
        return new Contribution(amount);
    }

    /** The mean value of a customer of the group. */
    public CurrencyAmount average() {
        Require.positive(customers, "customers", "an average needs at least one");
        return total.times(1.0 / customers);
    }

    /**
     * Where the expected total lies: parameter uncertainty only, normal.
     *
     * @throws IllegalStateException if the parameters were given, not fitted, so that nothing is known of their uncertainty
     */
    public Interval confidenceInterval(double level) {
        requireUncertain(total.value(), parameterError);
        return Estimate.of(total.value(), parameterError).confidenceInterval(level);
    }

    /** An interval of width 0 would claim what nobody knows. */
    static void requireUncertain(double value, double error) {
        if (error == 0 && value != 0) {
            throw new IllegalStateException("a value must come from fits to have a confidence interval, was from given"
                    + " parameters or from fits without standard errors (make the value model from fits)");
        }
    }

    /**
     * Where the total will turn out: both uncertainties, normal.
     *
     * @throws IllegalStateException if the outcome has no finite variance
     */
    public Interval predictionInterval(double level) {
        if (outcomeDeviation == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("the outcome has no finite variance, because the spend model has none"
                    + " (simulate instead, or use confidenceInterval for the expectation)");
        }
        return Estimate.of(total.value(), Math.hypot(parameterError, outcomeDeviation))
                .confidenceInterval(level);
    }
}
