package org.customerequity.acquisition.prospect;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;

/**
 * What a referral is worth, and from it the referral value of a customer (CRV), which is not part of its lifetime value.
 *
 * <pre>{@code
 *   per referral   v   = q V + (1 - q) S - I
 *   referrals n_t  CRV = sum t = 1..T of n_t v / (1 + d)^t
 *   chain of K     CRV = sum g = 1..n of K^g v / (1 + d)^g
 *
 *   q  share of the referred who would not have joined otherwise
 *   V  lifetime value of one of them, its own referrals not counted
 *   S  acquisition cost saved on one who would have joined anyway
 *   I  incentive paid for a referral, to both sides together
 * }</pre>
 *
 * <p>Kumar, Petersen and Leone, Driving Profitability by Encouraging Customer Referrals, Journal of Marketing 74(5), 2010. With
 * q = 1 taken for granted, referral value is overstated; q comes from asking, or better from an experiment.
 *
 * @param incrementalShare q, in [0, 1]
 * @param customerValue V
 * @param savedCost S, {@code >= 0}
 * @param incentive I, {@code >= 0}
 */
public record ReferralTerms(
        double incrementalShare, Contribution customerValue, CurrencyAmount savedCost, CurrencyAmount incentive)
        implements Serializable {
    public ReferralTerms {
        incrementalShare = Require.fraction(
                incrementalShare, "incrementalShare", "the share of the referred who would not have joined otherwise");
        Objects.requireNonNull(customerValue, "customerValue");
        Objects.requireNonNull(savedCost, "savedCost");
        Objects.requireNonNull(incentive, "incentive");
        Require.nonNegative(savedCost.value(), "savedCost", "of one who would have joined anyway");
        Require.nonNegative(incentive.value(), "incentive", "paid for a referral");
        CurrencyMismatchException.check(customerValue.amount().currency(), savedCost.currency());
        CurrencyMismatchException.check(customerValue.amount().currency(), incentive.currency());
    }

    /** What one referral is worth on the day it joins; negative where the incentive is more than it brings. */
    public CurrencyAmount perReferral() {
        return customerValue
                .amount()
                .times(incrementalShare)
                .plus(savedCost.times(1 - incrementalShare))
                .minus(incentive);
    }

    /**
     * The referral value of a customer with known or expected referrals.
     *
     * @param unit the period in which referrals are counted
     * @param referrals n_1, n_2, ...: in the first period from now, the second, ...; each {@code >= 0}, joined at its end
     */
    public CurrencyAmount value(DiscountRate discount, PeriodUnit unit, double... referrals) {
        double delta = discount.continuousPer(unit);
        double sum = 0;
        for (int t = 0; t < referrals.length; t++) {
            sum += Require.nonNegative(referrals[t], "referrals[" + t + "]", "in a period")
                    * Math.exp(-delta * (t + 1));
        }
        return perReferral().times(sum);
    }

    /**
     * The referral value of a customer whose referrals refer in turn, over a number of cycles.
     *
     * @param cycle how long it takes from a customer to those it brings
     * @param cycles n, {@code >= 0}
     */
    public CurrencyAmount valueOfChain(ReferralChain chain, DiscountRate discount, PeriodUnit cycle, int cycles) {
        Require.nonNegative(cycles, "cycles", "");
        return perReferral().times(discountedReferrals(chain, discount, cycle, cycles));
    }

    /**
     * The same to the end of the chain: {@code v K / (1 + d - K)}.
     *
     * @throws UndefinedRatioException if K is 1 or more
     */
    public CurrencyAmount valueOfEndingChain(ReferralChain chain, DiscountRate discount, PeriodUnit cycle) {
        chain.requireEnding();
        return perReferral().times(discountedReferrals(chain, discount, cycle, Double.POSITIVE_INFINITY));
    }

    private static double discountedReferrals(
            ReferralChain chain, DiscountRate discount, PeriodUnit cycle, double cycles) {
        double k = chain.factor();
        double d = discount.perPeriod(cycle);
        return k / (1 + d) * GeometricSum.of(((1 - k) + d) / (1 + d), cycles);
    }
}
