package org.customerequity.model.diagnosis;

import java.io.Serializable;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;

/**
 * The expected purchases of a group of customers and its two uncertainties, kept apart because they behave differently:
 *
 * <ul>
 *   <li><em>parameters</em>: the model was fitted to a sample. Common to all customers, so it does not average out.
 *   <li><em>outcomes</em>: customers do as chance has it, were the parameters certain. Independent between customers, so the
 *       variances add and the share of the total shrinks as the group grows.
 * </ul>
 *
 * <p>Neither holds the error of a model that is wrong; see {@link HoldoutScores} for that.
 *
 * @param expected purchases, finite and {@code >= 0}
 * @param customers in the group
 * @param parameterError standard error of the expectation; 0 where parameters were given, not fitted
 * @param outcomeDeviation standard deviation of the outcome, were the parameters certain
 * @param largestShare share of the largest single customer in the outcome variance, in [0, 1]: above 0.05 the normal
 *     approximation of {@link #predictionInterval} is rough
 */
public record PurchaseTotal(
        double expected, int customers, double parameterError, double outcomeDeviation, double largestShare)
        implements Serializable {
    public PurchaseTotal {
        expected = Require.nonNegative(expected, "expected", "purchases");
        Require.nonNegative(customers, "customers", "");
        parameterError = Require.nonNegative(parameterError, "parameterError", "");
        outcomeDeviation = Require.nonNegative(outcomeDeviation, "outcomeDeviation", "");
        largestShare = Require.fraction(largestShare, "largestShare", "");
    }

    /** Both uncertainties together: {@code sqrt(parameterError^2 + outcomeDeviation^2)}. */
    public double totalDeviation() {
        return Math.hypot(parameterError, outcomeDeviation);
    }

    /**
     * Where the expectation lies: parameter uncertainty only, normal, and not below 0.
     *
     * @throws IllegalStateException if the parameters were given, not fitted, so that nothing is known of their uncertainty
     */
    public Interval confidenceInterval(double level) {
        if (parameterError == 0 && expected > 0) {
            throw new IllegalStateException(
                    "an expectation must come from a fit to have a confidence interval, was from given"
                            + " parameters or from a fit without standard errors (PurchaseForecast.of takes a fit)");
        }
        return interval(parameterError, level);
    }

    /** Where the number of purchases will turn out: both uncertainties, normal, and not below 0. */
    public Interval predictionInterval(double level) {
        return interval(totalDeviation(), level);
    }

    private Interval interval(double deviation, double level) {
        return Estimate.of(expected, deviation).confidenceInterval(level).clippedTo(0, Double.POSITIVE_INFINITY);
    }
}
