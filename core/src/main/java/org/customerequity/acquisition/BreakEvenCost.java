package org.customerequity.acquisition;

import org.customerequity.internal.Require;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodicContribution;

/**
 * The most that may be paid for a customer, by the rule that shall still hold. At most the value of a customer is a rule of
 * wealth; a payback limit is one of cash; a required ratio leaves room for costs that the contribution does not know.
 *
 * <p>Each is a limit for the marginal customer: an average cost below it may hide that the last customers cost more.
 */
public final class BreakEvenCost {
    private BreakEvenCost() {}

    /**
     * At which a customer costs what it is worth: the lifetime value itself.
     *
     * @param lifetimeValue {@code >= 0}: who is worth less than nothing is not bought at any cost
     */
    public static CurrencyAmount byValue(Contribution lifetimeValue) {
        return byRatio(lifetimeValue, 1);
    }

    /**
     * At which the value is {@code ratio} times the cost: {@code lifetime value / ratio}.
     *
     * @param lifetimeValue {@code >= 0}
     * @param ratio {@code > 0}; 3 where LTV:CAC shall be 3 or more
     */
    public static CurrencyAmount byRatio(Contribution lifetimeValue, double ratio) {
        CurrencyAmount value = lifetimeValue.amount();
        Require.nonNegative(value.value(), "lifetimeValue", "who is worth less than nothing is bought at no cost");
        Require.positive(ratio, "ratio", "3 for LTV:CAC of 3");
        return new CurrencyAmount(value.currency(), value.value() / ratio);
    }

    /**
     * At which the cost is paid back exactly at {@code limit}: what a new customer brings until then, linear inside a period, as
     * {@link PaybackPeriod#onCurve} counts it.
     *
     * @param margin {@code >= 0}
     * @param curve in the period of {@code margin}; {@code ConstantRetention} for a constant rate
     * @param limit the longest payback allowed, up to a million periods
     */
    public static CurrencyAmount byPayback(
            PeriodicContribution margin, RetentionCurve curve, DiscountRate discount, PaybackPeriod limit) {
        Require.nonNegative(margin.amount().value(), "margin", "who brings nothing never pays back");
        double last = margin.unit().from(limit.periods(), limit.unit());
        double[] received = PaybackPeriod.receivedPerCustomer(margin, curve, discount, last);
        int k = received.length - 1;
        double cost = k == 0 ? 0 : received[k - 1] + (last - (k - 1)) * (received[k] - received[k - 1]);
        return new CurrencyAmount(margin.amount().currency(), cost);
    }
}
