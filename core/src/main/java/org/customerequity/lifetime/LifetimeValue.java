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
 * What one customer is expected to be worth from now on, and what that expectation is made of.
 *
 * @param amount expected discounted contribution (or revenue, see {@code basis}) after the end of observation
 * @param basis what the value counts
 * @param probabilityAlive that the customer is still one
 * @param discountedPurchases expected purchases ahead, each discounted
 * @param meanSpend expected revenue of one of them, in the currency of {@code amount}
 * @param standardError of the expectation, from the uncertainty of the fitted parameters; 0 where they were given
 * @param outcomeDeviation standard deviation of the outcome around the expectation, were the parameters certain; positive
 *     infinity where the spend model has no variance
 */
public record LifetimeValue(
        CurrencyAmount amount,
        ValueBasis basis,
        double probabilityAlive,
        double discountedPurchases,
        double meanSpend,
        double standardError,
        double outcomeDeviation)
        implements Serializable {
    public LifetimeValue {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(basis, "basis");
        probabilityAlive = Require.fraction(probabilityAlive, "probabilityAlive", "");
        discountedPurchases = Require.nonNegative(discountedPurchases, "discountedPurchases", "");
        meanSpend = Require.nonNegative(meanSpend, "meanSpend", "");
        standardError = Require.nonNegative(standardError, "standardError", "");
        if (!(outcomeDeviation >= 0)) {
            throw Require.bad("outcomeDeviation", "must be >= 0", "", outcomeDeviation);
        }
    }

    /**
     * The amount, for whatever takes contribution only, such as a ratio to acquisition cost.
     *
     * @throws IllegalStateException if it is revenue, because the model was given no margin
     */
    public Contribution contribution() {
        return ValueTotal.contribution(amount, basis);
    }

    /**
     * Where the <em>expectation</em> lies, given the uncertainty of the fitted parameters: delta method, symmetric in the
     * logarithm where the value is positive. The outcome of one customer scatters far wider; see
     * {@link LifetimeValueModel#predictionInterval}.
     *
     * @throws IllegalStateException if the parameters were given, not fitted, so that nothing is known of their uncertainty
     */
    public Interval confidenceInterval(double level) {
        ValueTotal.requireUncertain(amount.value(), standardError);
        Estimate estimate = amount.value() > 0
                ? Estimate.ofPositive(amount.value(), standardError)
                : Estimate.of(amount.value(), standardError);
        return estimate.confidenceInterval(level);
    }
}
