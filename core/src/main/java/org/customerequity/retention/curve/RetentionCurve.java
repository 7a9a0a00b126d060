package org.customerequity.retention.curve;

import java.util.random.RandomGenerator;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

/**
 * Who is still a customer after so many periods, where the business sees it when one leaves.
 *
 * <pre>{@code
 *   T      tenure: the periods a customer stays, the first included
 *   S(t)   P(T > t), survival to tenure t; S(0) = 1
 *   r(t)   S(t) / S(t-1), retention at the t-th renewal
 * }</pre>
 *
 * <p>A discrete curve counts renewals: who signs up for a first period and leaves at the first renewal has T = 1, and S is a step
 * function with its steps at 1, 2, 3, ... A continuous curve lets customers leave at any time. Asked about a customer, a method
 * takes the tenure that was reached: the renewals made (discrete, a whole number) or the time since the start (continuous). A new
 * customer has reached 0; one in the n-th contract, n - 1.
 *
 * <p>Bring your own: implement the four methods without a body and inherit the contract test
 * {@code org.customerequity.retention.curve.RetentionCurveContract} of the test artifact. Everything else has a general default
 * by summation or quadrature; override what you can do better. Implementations are immutable.
 */
public interface RetentionCurve {
    /** What tenure is counted in, and how often a customer who stays pays. */
    PeriodUnit unit();

    /** Whether customers leave at whole numbers of periods only. */
    boolean isDiscrete();

    /**
     * ln of {@link #survival}, at most 0; minus infinity where that is 0.
     *
     * @param tenure finite and {@code >= 0}
     */
    double logSurvival(double tenure);

    /**
     * The hazard of leaving. Discrete: the chance to leave at renewal {@code tenure} of a customer who reaches it,
     * {@code 1 - r(t)}, for whole tenures from 1. Continuous: the rate per period at which customers of that tenure leave,
     * {@code -d ln S(t) / dt}, positive infinity at a pole.
     */
    double hazard(double tenure);

    /** The probability to be a customer beyond this tenure, S(t), in [0, 1]. */
    default double survival(double tenure) {
        return Math.exp(logSurvival(tenure));
    }

    /** S(0), S(1), ... S(periods): the share of a cohort that is left after each period. */
    default double[] survivals(int periods) {
        return CurveDefaults.survivals(this, periods);
    }

    /**
     * The probability that a customer who has reached tenure {@code tenure - 1} stays to the next, r(t) = S(t) / S(t-1).
     *
     * @param tenure at least 1
     */
    default double retention(double tenure) {
        return CurveDefaults.retention(this, tenure);
    }

    /**
     * ln of the probability that T is {@code tenure} (discrete) or of its density there (continuous).
     *
     * @param tenure discrete: a whole number, at least 1
     */
    default double logDensity(double tenure) {
        return CurveDefaults.logDensity(this, tenure);
    }

    /**
     * The tenure that a share {@code p} of customers does not exceed: discrete, the first renewal by which at least that many
     * have left.
     *
     * @param p strictly between 0 and 1
     * @return positive infinity where more than {@code 1 - p} stay for longer than a {@code double} can say
     */
    default double tenureQuantile(double p) {
        return CurveDefaults.quantile(this, p);
    }

    /** E[T], the mean tenure of a new customer; positive infinity where it does not exist. */
    default double expectedTenure() {
        return expectedResidualTenure(0);
    }

    /**
     * The mean time still to come of a customer who has reached a tenure, {@code E[T - t | T > t]}; positive infinity where it
     * does not exist. Discrete: the contract under way counts whole, so that it is 1 more than the expected renewals.
     *
     * <p>This default is {@link #discountedTenure} for ever without discount, and refuses where that cannot be shown to be
     * finite.
     *
     * @throws ArithmeticException if this default cannot bound the tail of the curve
     */
    default double expectedResidualTenure(double tenure) {
        return discountedTenure(tenure, DiscountRate.NONE, Horizon.FOREVER);
    }

    /**
     * The time still to come, each moment worth what money then is worth today: the value of a steady flow of 1 per period
     * while a customer.
     *
     * <pre>{@code
     *   integral over 0 < u < H of exp(-delta u) S(t+u) / S(t)        delta  continuous discount rate per period
     * }</pre>
     *
     * <p>Discrete: S is a step function, and a contract once begun runs its whole period. This default integrates to 1e-12
     * relative.
     *
     * @param tenure reached
     * @param horizon how far ahead
     * @return positive infinity only for ever, without discount, and where the mean tenure does not exist
     * @throws ArithmeticException if this default cannot bound the tail of the curve
     */
    default double discountedTenure(double tenure, DiscountRate discount, Horizon horizon) {
        return CurveDefaults.discountedTenure(this, tenure, discount, horizon);
    }

    /**
     * The expected payments of a customer, in money of today: 1 for each period that the customer stays.
     *
     * <pre>{@code
     *   s(j) = S(t+j) / S(t)                                  chance to stay j more periods
     *
     *   IMMEDIATE_COUNTED     sum j = 0..H of s(j)   (1+d)^-j
     *   AFTER_FIRST           sum j = 1..H of s(j)   (1+d)^-j
     *   END_OF_PERIOD         sum j = 1..H of s(j-1) (1+d)^-j
     *   JUST_BEFORE_RENEWAL   sum j = 1..H of s(j)   (1+d)^-(j-1)
     * }</pre>
     *
     * <p>The timings are those of {@link CashFlowTiming}, with the customer's own retention in place of one rate. This default adds
     * up terms until the rest is proven to be below 1e-16 of the sum, since survival does not rise: {@code s(K) (1+d)^-K / d}.
     *
     * @param tenure reached: renewals made, or time since the start
     * @param discount {@code d} per period of the curve; 0 only over a finite horizon, or where the mean tenure exists
     * @param horizon a whole number of periods, or for ever
     * @return payments, finite and {@code >= 0}
     * @throws IllegalArgumentException if the sum diverges, or the horizon is not a whole number of periods
     * @throws ArithmeticException if the rate is above 0 but so small that this default would not end
     */
    default double discountedLifetime(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.lifetime(this, new StepwiseSums(this), tenure, discount, timing, horizon);
    }

    /**
     * DEL, the discounted expected lifetime of a customer not yet acquired: the first payment now and certain.
     *
     * <pre>{@code
     *   DEL = sum t >= 0 of S(t) / (1+d)^t
     * }</pre>
     */
    default double discountedExpectedLifetime(DiscountRate discount) {
        return discountedLifetime(0, discount, CashFlowTiming.IMMEDIATE_COUNTED, Horizon.FOREVER);
    }

    /**
     * DERL, the discounted expected residual lifetime of a customer on the eve of the next renewal.
     *
     * <pre>{@code
     *   DERL = sum j >= n of S(j) / S(n-1) (1+d)^-(j-n)         n = renewals + 1, the contract under way
     * }</pre>
     *
     * <p>Fader and Hardie, Customer-Base Valuation in a Contractual Setting, Marketing Science 29(1), 2010. One period earlier,
     * just after the last payment, it is this divided by 1 + d: {@link CashFlowTiming#AFTER_FIRST}.
     *
     * @param renewals made so far
     */
    default double discountedResidualLifetime(double renewals, DiscountRate discount) {
        return discountedLifetime(renewals, discount, CashFlowTiming.JUST_BEFORE_RENEWAL, Horizon.FOREVER);
    }

    /**
     * {@link #discountedResidualLifetime(double, DiscountRate)} of many customers, one value a row; each distinct number of
     * renewals is computed once.
     */
    default double[] discountedResidualLifetime(int[] renewals, DiscountRate discount) {
        return CurveDefaults.residualLifetimes(this, renewals, discount);
    }

    /**
     * By how many per cent {@link #discountedLifetime} rises if every retention from now on rises by 1 per cent (of itself).
     *
     * <pre>{@code
     *   sum of k(j) s(j) (1+d)^-j  /  sum of s(j) (1+d)^-j        k  the renewals the payment waits for
     * }</pre>
     *
     * <p>The derivative of ln value by ln(1 + e) at e = 0, with r(t) (1 + e) in place of r(t). With one constant rate r and
     * {@code JUST_BEFORE_RENEWAL} for ever it is {@code (1+d) / (1+d-r)}.
     */
    default double retentionElasticity(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.elasticity(this, new StepwiseSums(this), tenure, discount, timing, horizon);
    }

    /**
     * One draw of the whole tenure T of a customer who has reached {@code tenure}: above it, positive infinity where it is longer
     * than a {@code double} can say.
     */
    default double simulateTenure(double tenure, RandomGenerator random) {
        return CurveDefaults.simulate(this, tenure, random);
    }
}
