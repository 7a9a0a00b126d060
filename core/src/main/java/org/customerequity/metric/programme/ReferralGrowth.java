package org.customerequity.metric.programme;

import java.io.Serializable;
import java.util.OptionalDouble;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Require;
import org.customerequity.metric.EventRate;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.value.ReportingPeriod;

/**
 * Growth by referral. Each customer invites others once, in the cycle after joining, and so do those who come:
 *
 * <pre>{@code
 *   K                          invitations per customer x conversion
 *   customers after n cycles   N0 (1 + K + .. + K^n) = N0 (K^(n+1) - 1) / (K - 1)        N0 (n + 1) at K = 1
 *   in the limit               N0 / (1 - K)        K < 1 only
 * }</pre>
 *
 * <p>K counts only people who were not customers before. K above 1 is never sustained, because those who can be invited run out, so
 * that cycles are always a number, never infinite.
 *
 * @param invitationsPerCustomer {@code >= 0}
 * @param conversion share of invitations that bring a new customer, in [0, 1]
 */
public record ReferralGrowth(double invitationsPerCustomer, double conversion) implements Serializable {
    /** New customers by referral over customers who could invite them: K as it was observed. */
    public static final MetricDefinition K_FACTOR = MetricDefinition.of(
                    "referral K factor",
                    "new customers by referral",
                    "customers",
                    "customers of the period who may refer")
            .withClock(Clock.COHORT);

    public ReferralGrowth {
        invitationsPerCustomer = Require.nonNegative(invitationsPerCustomer, "invitationsPerCustomer", "");
        conversion = Require.fraction(conversion, "conversion", "0.14 means 14 % of invitations bring a new customer");
    }

    /** {@code ReferralGrowth.of(3.2, 0.14)}: K is 0.448. */
    public static ReferralGrowth of(double invitationsPerCustomer, double conversion) {
        return new ReferralGrowth(invitationsPerCustomer, conversion);
    }

    /**
     * K as observed, with the exact interval of a Poisson rate: one customer may bring several.
     *
     * @param newCustomers who came by a referral of these customers and were none before
     * @param customers who could refer, with time to do so
     */
    public static EventRate observedKFactor(ReportingPeriod period, long newCustomers, long customers) {
        Require.nonNegative(newCustomers, "newCustomers", "by referral");
        Require.nonNegative(customers, "customers", "who may refer");
        return new EventRate(K_FACTOR, period, newCustomers, customers);
    }

    /** {@code K = invitations per customer x conversion}. */
    public double kFactor() {
        return invitationsPerCustomer * conversion;
    }

    /** Customers after {@code cycles} for each one at the start, that one included: {@code 1 + K + .. + K^cycles}. */
    public double multiplierAfter(int cycles) {
        Require.nonNegative(cycles, "cycles", "");
        return Require.finite(
                GeometricSum.of(1 - kFactor(), cycles + 1.0), "multiplier", "K > 1 is not sustained: fewer cycles");
    }

    /**
     * Customers after {@code cycles}, in expectation.
     *
     * @param initial customers at the start, {@code >= 0}
     */
    public double customersAfter(int cycles, long initial) {
        return Require.nonNegative(initial, "initial", "") * multiplierAfter(cycles);
    }

    /** Customers in the limit for each one at the start: {@code 1 / (1 - K)}. Empty where K is 1 or more: there is no limit. */
    public OptionalDouble limitMultiplier() {
        double k = kFactor();
        return k < 1 ? OptionalDouble.of(1 / (1 - k)) : OptionalDouble.empty();
    }

    /** {@code ReferralGrowth[K=0.448]}. */
    @Override
    public String toString() {
        return "ReferralGrowth[invitationsPerCustomer=" + invitationsPerCustomer + ", conversion=" + conversion + ", K="
                + kFactor() + "]";
    }
}
