package org.customerequity.model.purchase;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.Parametric;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * A model of when customers buy and whether they have left for good, where nobody tells the business that they left.
 *
 * <p>Every question is asked about a {@link PurchaseHistory}; a customer not yet seen is the history of age 0,
 * {@link PurchaseHistory#newCustomer}. Time ahead is counted from the end of that history. The first purchase, which made
 * the customer a customer, is never counted.
 *
 * <p>Bring your own: implement the methods without a body and inherit the contract test
 * {@code org.customerequity.model.purchase.PurchaseModelContract} of the test artifact. Everything else has a general default by
 * summation or quadrature, and a column form that calls the single form for each row; override what you can do better.
 * Implementations are immutable and refuse histories in another unit than their own.
 */
public interface PurchaseModel extends Parametric {
    /** The unit in which the model counts time; histories must be in it. */
    PeriodUnit unit();

    /** The same model with other parameters, in the order of {@link #parameterNames()}. */
    @Override
    PurchaseModel withParameters(double... parameters);

    /** ln of the density of this history's purchase times. */
    double logLikelihood(PurchaseHistory history);

    /**
     * The probability that the customer has not left by {@code later} periods after the end of observation, in [0, 1].
     *
     * @param later periods of the model's unit, finite and {@code >= 0}
     */
    double probabilityAlive(PurchaseHistory history, double later);

    /** Expected purchases in a stretch of time after the end of observation: finite and {@code >= 0}. */
    double expectedPurchases(PurchaseHistory history, Span ahead);

    /**
     * The probability of exactly {@code n} purchases in a stretch of time after the end of observation, in [0, 1].
     *
     * @param n {@code >= 0}
     */
    double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead);

    /**
     * One draw of the customer's own rates given the history, and of the purchases they lead to.
     *
     * @param length periods of the model's unit to look ahead, finite and {@code >= 0}
     * @return times of the purchases in (0, length], ascending, counted from the end of observation
     */
    double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random);

    /**
     * ln((1 - P) / P), with P of {@link #probabilityAlive(PurchaseHistory)}: the odds that the customer has left, which keep
     * their digits where P itself rounds to 0 or 1. Minus infinity where leaving is impossible.
     *
     * <p>This default computes it from P, and can be no better; a model that has the odds in closed form overrides it.
     */
    default double logOddsOfHavingLeft(PurchaseHistory history) {
        double alive = probabilityAlive(history);
        return Math.log1p(-alive) - Math.log(alive);
    }

    /**
     * ln of {@link #probabilityOfPurchases(PurchaseHistory, int, Span)}, at most 0. Minus infinity where that is 0.
     *
     * <p>This default takes the logarithm; a model that has tails below the smallest {@code double} overrides it.
     */
    default double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return Math.log(probabilityOfPurchases(history, n, ahead));
    }

    /** The probability that the customer is still a customer at the end of observation, in [0, 1]. */
    default double probabilityAlive(PurchaseHistory history) {
        return probabilityAlive(history, 0);
    }

    /**
     * Expected purchases ahead, each worth {@code exp(-delta u)} of one that happens now, u periods ahead.
     *
     * <pre>{@code
     *   D      = sum over purchases of exp(-delta u)
     *   E[D]   = exp(-delta H) E(0, H) + integral over 0 < u < H of delta exp(-delta u) E(0, u)
     *
     *   E(0,u)  expectedPurchases in (0, u]
     *   delta   continuous discount rate per period of the model, DiscountRate.continuousPer
     *   H       the horizon; without end the first term is 0
     * }</pre>
     *
     * <p>This default integrates by parts as above, to about 1e-11 relative of what {@link #expectedPurchases} gives. For a
     * horizon without end it is what the literature calls discounted expected residual transactions.
     *
     * @param horizon how far ahead; for ever only at a rate above 0
     * @return finite and {@code >= 0}
     * @throws IllegalArgumentException if the horizon has no end and the rate is 0
     */
    default double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        return PurchaseDefaults.discountedPurchases(this, history, discount, horizon);
    }

    /**
     * The variance of the number of purchases in a stretch of time after the end of observation, given the history: over
     * what the customer's rates may be and over chance.
     *
     * <p>This default sums the squared distances from {@link #expectedPurchases} over the whole distribution
     * {@link #probabilityOfPurchases}, to about 1e-11 relative.
     *
     * @return {@code >= 0}
     * @throws ArithmeticException if the probabilities and the expectation of the model contradict each other
     */
    default double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        return PurchaseDefaults.varianceOfPurchases(this, history, ahead);
    }

    /**
     * The variance of the discounted number of purchases D, as {@link #discountedPurchases} defines it.
     *
     * <pre>{@code
     *   E[D^2] = integral of M(0, v) dA(v) - 1/2 double integral of M(u, v) dA(u) dA(v)
     *          = integral of [ M(0, v) - integral over 0 < u < v of M(u, v) delta exp(-delta u) du ] dA(v)
     *
     *   M(u,v)  E[N(u,v)^2], from the distribution of the number of purchases N(u,v) in (u, v]
     *   A       density delta exp(-delta u) on (0, H), and exp(-delta H) at H: its mass is 1
     * }</pre>
     *
     * <p>Holds because {@code D = integral of N(0,u) dA(u)}, and {@code 2 N(0,u) N(0,v) = N(0,u)^2 + N(0,v)^2 - N(u,v)^2} for
     * u before v. This default is general, right to about 1e-7 of E[D^2], and slow: up to some thousand distributions a customer.
     *
     * @param horizon how far ahead; for ever only at a rate above 0
     * @return {@code >= 0}
     * @throws IllegalArgumentException if the horizon has no end and the rate is 0
     * @throws ArithmeticException if the probabilities and the expectation of the model contradict each other
     */
    default double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        return PurchaseDefaults.varianceOfDiscountedPurchases(this, history, discount, horizon);
    }

    /**
     * The number of purchases in a stretch of time that is not exceeded with probability {@code p}: the smallest n with
     * {@code P(N <= n) >= p}.
     *
     * <p>Adds up {@link #probabilityOfPurchases} from 0 on.
     *
     * @param p strictly between 0 and 1
     * @throws ArithmeticException if the probabilities of the model do not reach p
     */
    default int purchasesQuantile(PurchaseHistory history, double p, Span ahead) {
        return PurchaseDefaults.purchasesQuantile(this, history, p, ahead);
    }

    /**
     * Where the number of purchases of this customer will lie, given the history and these parameters: from the
     * {@code (1 - level) / 2} to the {@code (1 + level) / 2} quantile, both included. Counts are whole, so that it holds at
     * least {@code level}. What the parameters may be is not in it; see {@code model.diagnosis.PurchaseForecast} for totals.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    default Interval predictionInterval(PurchaseHistory history, Span ahead, double level) {
        Require.openFraction(level, "level", "0.95 for 95 %");
        return new Interval(
                purchasesQuantile(history, (1 - level) / 2, ahead),
                purchasesQuantile(history, (1 + level) / 2, ahead),
                level);
    }

    /**
     * How long until the customer buys next, which may be never.
     *
     * <pre>{@code
     *   F(u) = 1 - P(no purchase in (0, u])
     * }</pre>
     *
     * <p>This default takes F from {@link #probabilityOfPurchases} and its limit as F of 1e15 periods; a model that has them in
     * closed form overrides it.
     */
    default NextPurchase nextPurchase(PurchaseHistory history) {
        return PurchaseDefaults.nextPurchase(this, history);
    }

    /**
     * As many new customers as in {@code like}, of the same ages, who buy as this model says: a data set that might have been, for
     * {@link org.customerequity.fit.Bootstrap#parametric}. With intervals, without amounts and identifiers.
     */
    default PurchaseHistories simulateHistories(PurchaseHistories like, RandomGenerator random) {
        return PurchaseDefaults.simulateHistories(this, like, random);
    }

    /** {@link #logLikelihood(PurchaseHistory)} for every row. */
    default double[] logLikelihood(PurchaseHistories histories) {
        return PurchaseDefaults.column(histories, this::logLikelihood);
    }

    /** {@link #probabilityAlive(PurchaseHistory)} for every row. */
    default double[] probabilityAlive(PurchaseHistories histories) {
        return PurchaseDefaults.column(histories, this::probabilityAlive);
    }

    /** {@link #logOddsOfHavingLeft(PurchaseHistory)} for every row. */
    default double[] logOddsOfHavingLeft(PurchaseHistories histories) {
        return PurchaseDefaults.column(histories, this::logOddsOfHavingLeft);
    }

    /** {@link #probabilityAlive(PurchaseHistory, double)} for every row. */
    default double[] probabilityAlive(PurchaseHistories histories, double later) {
        ModelChecks.later(later);
        return PurchaseDefaults.column(histories, history -> probabilityAlive(history, later));
    }

    /** {@link #expectedPurchases(PurchaseHistory, Span)} for every row. */
    default double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        Objects.requireNonNull(ahead, "ahead");
        return PurchaseDefaults.column(histories, history -> expectedPurchases(history, ahead));
    }

    /** {@link #probabilityOfPurchases(PurchaseHistory, int, Span)} for every row. */
    default double[] probabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        ModelChecks.purchases(n);
        Objects.requireNonNull(ahead, "ahead");
        return PurchaseDefaults.column(histories, history -> probabilityOfPurchases(history, n, ahead));
    }

    /** {@link #logProbabilityOfPurchases(PurchaseHistory, int, Span)} for every row. */
    default double[] logProbabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        ModelChecks.purchases(n);
        Objects.requireNonNull(ahead, "ahead");
        return PurchaseDefaults.column(histories, history -> logProbabilityOfPurchases(history, n, ahead));
    }

    /** {@link #varianceOfPurchases(PurchaseHistory, Span)} for every row. */
    default double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        Objects.requireNonNull(ahead, "ahead");
        return PurchaseDefaults.column(histories, history -> varianceOfPurchases(history, ahead));
    }

    /** {@link #discountedPurchases(PurchaseHistory, DiscountRate, Horizon)} for every row. */
    default double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        return PurchaseDefaults.column(histories, history -> discountedPurchases(history, discount, horizon));
    }

    /** {@link #varianceOfDiscountedPurchases(PurchaseHistory, DiscountRate, Horizon)} for every row. */
    default double[] varianceOfDiscountedPurchases(
            PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        return PurchaseDefaults.column(histories, history -> varianceOfDiscountedPurchases(history, discount, horizon));
    }

    /** {@link NextPurchase#probabilityWithin} of {@link #nextPurchase} for every row. */
    default double[] probabilityOfBuyingWithin(PurchaseHistories histories, double u) {
        GammaNextPurchase.time(u);
        return PurchaseDefaults.column(
                histories, history -> nextPurchase(history).probabilityWithin(u));
    }

    /** {@link NextPurchase#quantile} of {@link #nextPurchase} for every row; positive infinity where that is never. */
    default double[] nextPurchaseQuantile(PurchaseHistories histories, double p) {
        GammaNextPurchase.probability(p);
        return PurchaseDefaults.column(
                histories, history -> nextPurchase(history).quantile(p).orElse(Double.POSITIVE_INFINITY));
    }
}
