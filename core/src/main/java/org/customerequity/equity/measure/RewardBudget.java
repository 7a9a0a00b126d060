package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.UndefinedRatioException;

/**
 * A reward budget in two tiers: the first rewards what customers do now, the second what they could be worth.
 *
 * <pre>{@code
 *   reward_i = budget * ( share * v_i / sum_j v_j  +  (1 - share) * u_i+ / sum_j u_j+ )
 *
 *   v  current value of a customer, such as spend
 *   u  uplift in lifetime value to be had by rewarding it; u+ = max(u, 0), so that nobody is charged
 * }</pre>
 *
 * <p>In proportion to uplift is a rule, not an optimum: it does not know how uplift grows with the reward.
 *
 * <p>After V. Kumar and D. Shah, Building and Sustaining Profitable Customer Loyalty for the 21st Century, Journal of Retailing
 * 80(4), 2004.
 *
 * @param amount to be shared out, {@code >= 0}
 * @param firstTierShare of it that rewards current behaviour, in [0, 1]; {@code 0.6} means 60 %
 */
public record RewardBudget(CurrencyAmount amount, double firstTierShare) implements Serializable {
    public RewardBudget {
        Require.nonNegative(Objects.requireNonNull(amount, "amount").value(), "amount", "to be shared out");
        firstTierShare = Require.fraction(firstTierShare, "firstTierShare", "0.6 means 60 % rewards current behaviour");
    }

    /** {@code RewardBudget.of(CurrencyAmount.of("EUR", 10_000), 0.6)}. */
    public static RewardBudget of(CurrencyAmount amount, double firstTierShare) {
        return new RewardBudget(amount, firstTierShare);
    }

    /**
     * The first tier: shared out in proportion to current value.
     *
     * @param currentValue one a customer or segment, each {@code >= 0}; such as spend
     * @return as many amounts, in the currency of the budget; they sum to the first tier
     * @throws UndefinedRatioException if nobody has a current value
     */
    public double[] firstTier(double[] currentValue) {
        Objects.requireNonNull(currentValue, "currentValue");
        for (int i = 0; i < currentValue.length; i++) {
            Require.nonNegative(currentValue[i], "currentValue[" + i + "]", "such as spend");
        }
        return inProportion(currentValue, amount.value() * firstTierShare, "currentValue");
    }

    /**
     * The second tier: shared out in proportion to uplift in lifetime value.
     *
     * @param uplift one a customer or segment, finite; who has none, or a negative one, gets nothing
     * @return as many amounts, in the currency of the budget; they sum to the second tier
     * @throws UndefinedRatioException if nobody has a positive uplift
     */
    public double[] secondTier(double[] uplift) {
        Objects.requireNonNull(uplift, "uplift");
        for (int i = 0; i < uplift.length; i++) {
            Require.finite(uplift[i], "uplift[" + i + "]", "in lifetime value");
        }
        return inProportion(uplift, amount.value() * (1 - firstTierShare), "uplift");
    }

    /**
     * Both tiers together; a tier without a share asks nothing of its column.
     *
     * @param currentValue one a customer or segment, each {@code >= 0}
     * @param uplift as many, finite
     * @return as many amounts, in the currency of the budget; they sum to it
     * @throws UndefinedRatioException if a tier has a share and nobody to get it
     */
    public double[] allocate(double[] currentValue, double[] uplift) {
        Objects.requireNonNull(currentValue, "currentValue");
        if (Objects.requireNonNull(uplift, "uplift").length != currentValue.length) {
            throw Require.bad(
                    "uplift", "must have as many rows as currentValue, " + currentValue.length, "", uplift.length);
        }
        double[] out = firstTier(currentValue);
        double[] second = secondTier(uplift);
        for (int i = 0; i < out.length; i++) {
            out[i] += second[i];
        }
        return out;
    }

    /** Negative values get nothing, as 0 does. */
    private static double[] inProportion(double[] values, double budget, String name) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        double[] out = new double[values.length];
        if (budget == 0) {
            return out;
        }
        if (largest == 0) {
            throw new UndefinedRatioException(
                    "shares of the budget are undefined, because no " + name + " is positive");
        }
        double sum = 0;
        for (double value : values) {
            sum += Math.max(value, 0) / largest;
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = budget * (Math.max(values[i], 0) / largest / sum);
        }
        return out;
    }
}
