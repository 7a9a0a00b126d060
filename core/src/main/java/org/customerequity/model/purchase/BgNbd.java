package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * The BG/NBD model of repeat purchases: customers buy at random at a rate of their own, and after each repeat purchase
 * leave for good with a chance of their own.
 *
 * <pre>{@code
 *   lambda ~ Gamma(shape r, rate alpha)     purchases per period while a customer
 *   p      ~ Beta(a, b)                     chance to leave after a repeat purchase
 * }</pre>
 *
 * <p>A customer with x repeat purchases, the last at t_x, observed for T, is alive with a probability that
 * {@link #probabilityAlive} gives, and then has lambda ~ Gamma(r + x, alpha + T) and p ~ Beta(a, b + x), independent. All
 * predictions are means over these two. Who has not bought again cannot have left: for x = 0 the probability is 1, a
 * property of the model and not of the customer; the MBG/NBD does not have it.
 *
 * <p>Range: counts to 100,000, times 1e-6 to 1e6 periods, parameters 1e-4 to 1e4, to 1e-12 relative where there is a
 * formula in elementary functions and 1e-10 elsewhere, or to a few units in the last place of the largest logarithm in
 * the formula where that is more. Nothing special happens at a = 1, a + b = 1 or b = 1. The column forms interpolate
 * between rows of one frequency, and agree with the single forms to 1e-12 relative ({@link #probabilityAlive} and
 * {@link #logLikelihood} to the bit).
 *
 * <p>P. S. Fader, B. G. S. Hardie and K. L. Lee, "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD
 * Model, Marketing Science 24(2), 2005, 275-284.
 *
 * @param r shape of the purchase rates
 * @param alpha rate of the purchase rates, a time in {@code unit}: r / alpha is the mean rate
 * @param a first shape of the dropout chances
 * @param b second shape of the dropout chances: a / (a + b) is their mean
 * @param unit what {@code alpha}, recency and age are counted in
 */
public record BgNbd(double r, double alpha, double a, double b, PeriodUnit unit) implements RatesModel, Serializable {
    static final List<String> NAMES = List.of("r", "alpha", "a", "b");

    /** Nobody leaves before the first repeat purchase. */
    private static final int EARLY_CHANCES = 0;

    public BgNbd {
        Require.positive(r, "r", "shape of the purchase rates");
        Require.positive(alpha, "alpha", "rate of the purchase rates, a time in the model's unit");
        Require.positive(a, "a", "first shape of the dropout chances");
        Require.positive(b, "b", "second shape of the dropout chances");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with the default options. */
    public static FitOutcome<BgNbd> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * Maximum likelihood over all customers: Newton's method on the logarithms of the parameters with both derivatives in
     * closed form, from a start computed from the data; where that maximum is flat or at a limit, also from three others, as
     * dropout that is nearly the same for all, for nearly nobody, or all or nothing can each have a maximum of its own.
     *
     * <p>The cost grows with the number of distinct (x, t_x, T). The fit does not depend on the order of the rows, nor,
     * but for the unit of alpha, on that of time. Customers who never bought again say little alone: where there is no
     * repeat purchase at all, the outcome is not converged and says so.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static FitOutcome<BgNbd> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        PeriodUnit unit = Objects.requireNonNull(histories, "histories").unit();
        return toMaximise(histories).fit(options, p -> new BgNbd(p[0], p[1], p[2], p[3], unit));
    }

    /**
     * What {@link #fit(PurchaseHistories)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static Likelihood likelihood(PurchaseHistories histories) {
        return toMaximise(histories);
    }

    private static BgNbdLikelihood toMaximise(PurchaseHistories histories) {
        ModelChecks.requireCustomers(histories);
        DistinctRows rows = DistinctRows.of(histories.frequencies(), histories.recencies(), histories.ages());
        return new BgNbdLikelihood(rows, EARLY_CHANCES);
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {r, alpha, a, b};
    }

    @Override
    public BgNbd withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new BgNbd(parameters[0], parameters[1], parameters[2], parameters[3], unit);
    }

    private BetaGeometric work() {
        return new BetaGeometric(r, alpha, a, b, EARLY_CHANCES, unit);
    }

    // --- the past

    /**
     * ln of the density of the purchase times.
     *
     * <pre>{@code
     *   L = G(r+x) alpha^r / G(r) [ B(a,b+x)/B(a,b) (alpha+T)^-(r+x) + [x>0] B(a+1,b+x-1)/B(a,b) (alpha+t_x)^-(r+x) ]
     * }</pre>
     *
     * <p>Eq. 6 of the paper. For x = 0 it is the logarithm of the probability of no purchase.
     */
    @Override
    public double logLikelihood(PurchaseHistory history) {
        return work().logLikelihood(history);
    }

    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        return work().logLikelihood(histories);
    }

    /**
     * ln of the odds that the customer has left by the end of observation, (1 - P) / P with P of
     * {@link #probabilityAlive(PurchaseHistory)}, also where P itself is too small for a {@code double}; minus infinity for
     * x = 0.
     *
     * <pre>{@code
     *   ln(a / (b+x-1)) + (r+x) ln((alpha+T) / (alpha+t_x))
     * }</pre>
     */
    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        return work().logOddsOfHavingLeft(history);
    }

    /**
     * The probability that the customer has not left by the end of observation.
     *
     * <pre>{@code
     *   P = 1 / (1 + a/(b+x-1) ((alpha+T)/(alpha+t_x))^(r+x))      x > 0
     *   P = 1                                                      x = 0
     * }</pre>
     *
     * @return in [0, 1]; 0 where it is below the smallest {@code double}, see {@link #logOddsOfHavingLeft}
     */
    @Override
    public double probabilityAlive(PurchaseHistory history) {
        return work().probabilityAlive(history);
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        return work().probabilityAlive(histories);
    }

    // --- the customer's own rates

    /**
     * What lambda and p may be, given the history: with the weight P of {@link #probabilityAlive(PurchaseHistory)} the first
     * line, else the second; within each the two are independent.
     *
     * <pre>{@code
     *   alive    lambda ~ Gamma(r+x, alpha+T)       p ~ Beta(a, b+x)
     *   left     lambda ~ Gamma(r+x, alpha+t_x)     p ~ Beta(a+1, b+x-1)
     *
     *   E[lambda] = (r/alpha) L(r+1) / L(r)         E[p] = a/(a+b) L(a+1) / L(a)
     *   Cov       = P (1-P) (r+x) (T-t_x) / ((alpha+T) (alpha+t_x) (a+b+x))
     * }</pre>
     *
     * <p>For x = 0 nobody has left: p is then as in the population.
     *
     * @return rates of which the dropout is the chance to leave after a purchase
     */
    @Override
    public CustomerRates rates(PurchaseHistory history) {
        return work().rates(history);
    }

    // --- the future

    /**
     * The probability that the customer has not left by {@code later} periods after the end of observation.
     *
     * <pre>{@code
     *   P E[exp(-lambda p later)] = P 2F1(r+x, a; a+b+x; -later / (alpha+T))
     * }</pre>
     */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        return work().probabilityAlive(history, later);
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        return work().probabilityAlive(histories, later);
    }

    /**
     * Expected purchases ahead.
     *
     * <pre>{@code
     *   P (a+b+x-1)/(a-1) [1 - ((alpha+T)/(alpha+T+t))^(r+x) 2F1(r+x, b+x; a+b+x-1; t/(alpha+T+t))]     in (0, t]
     *     = P E[(1 - (1 + p t/(alpha+T))^-(r+x)) / p],  p ~ Beta(a, b+x)
     * }</pre>
     *
     * <p>Eq. 10 of the paper; for a new customer eq. 9. Computed from the second line, or from a sum of positive terms that
     * equals it, and so also at a = 1, where the first is 0/0.
     */
    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        return work().expectedPurchases(history, ahead);
    }

    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        return work().expectedPurchases(histories, ahead);
    }

    /**
     * The variance of the number of purchases ahead, given the history.
     *
     * <pre>{@code
     *   P (M2 - M1^2) + P (1-P) M1^2,     M1, M2  first and second moment if alive
     *   M2 = M1 + 2 E[lambda^2 (1-p) integral of u exp(-lambda p u) du]  in (0, t]
     * }</pre>
     *
     * <p>M2 is right to 1e-12 relative; where the variance is a small part of it, the variance has the digits that are left.
     */
    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        return work().varianceOfPurchases(history, ahead);
    }

    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        return work().varianceOfPurchases(histories, ahead);
    }

    /**
     * The probability of exactly n purchases ahead: eq. 8 of the paper with the posterior in place of the prior, and its
     * mean over p where the stretch does not begin now. A sum of positive terms.
     */
    @Override
    public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return work().probabilityOfPurchases(history, n, ahead);
    }

    @Override
    public double[] probabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        return work().probabilityOfPurchases(histories, n, ahead);
    }

    /**
     * ln of {@link #probabilityOfPurchases(PurchaseHistory, int, Span)}, also where that is too small for a
     * {@code double}; minus infinity only for n > 0 in an empty span.
     */
    @Override
    public double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return work().logProbabilityOfPurchases(history, n, ahead);
    }

    /**
     * Expected purchases ahead, discounted to the end of observation.
     *
     * <pre>{@code
     *   P integral from 0 to H of exp(-delta u) E[lambda exp(-lambda p u)] du
     *   P E[lambda / (delta + lambda p)]                                         for ever
     * }</pre>
     *
     * <p>Computed as the mean over p of exponential integrals E_{r+x+1}. For ever it is what the literature calls DERT, which
     * for this model has no closed form.
     */
    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        return work().discountedPurchases(history, discount, horizon);
    }

    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        return work().discountedPurchases(histories, discount, horizon);
    }

    /**
     * The variance of the discounted number of purchases D ahead, given the history.
     *
     * <pre>{@code
     *   E[D^2] = E[D at 2 delta] + 2 P E[lambda^2 (1-p) integral of exp(-delta v) (1 - exp(-delta v))/delta exp(-lambda p v) dv]
     * }</pre>
     *
     * <p>The two moments are right to 1e-10 relative; where the variance is a small part of the second, it has the digits
     * that are left.
     */
    @Override
    public double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        return work().varianceOfDiscountedPurchases(history, discount, horizon);
    }

    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        return work().varianceOfDiscountedPurchases(histories, discount, horizon);
    }

    /**
     * How long until the customer buys next. Who is alive surely buys again, so that never has the probability 1 - P.
     *
     * <pre>{@code
     *   F(u) = P [1 - ((alpha+T) / (alpha+T+u))^(r+x)]
     *   u(p) = (alpha+T) [(1 - p/P)^(-1/(r+x)) - 1]          p < P
     * }</pre>
     *
     * <p>F to full relative precision, also for the smallest u. A quantile above the largest {@code double} is never.
     */
    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        return work().nextPurchase(history);
    }

    @Override
    public double[] probabilityOfBuyingWithin(PurchaseHistories histories, double u) {
        return work().probabilityOfBuyingWithin(histories, u);
    }

    @Override
    public double[] nextPurchaseQuantile(PurchaseHistories histories, double p) {
        return work().nextPurchaseQuantile(histories, p);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if more than 100 million purchases are to be expected
     */
    @Override
    public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        return work().simulatePurchases(history, length, random);
    }
}
