package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.List;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * The MBG/CNBD-k model of repeat purchases: customers who buy at regular times, and after each purchase, the first included,
 * leave for good with a chance of their own. Unlike in the {@link BgCnbd}, who has not bought again may have left.
 *
 * <pre>{@code
 *   every k-th event of a Poisson process of rate lambda is a purchase, from the first purchase on
 *   lambda ~ Gamma(shape r, rate alpha)     hidden events per period while a customer; lambda / k is the purchase rate
 *   p      ~ Beta(a, b)                     chance to leave after a purchase
 * }</pre>
 *
 * <p>Times between purchases are Erlang-k, the one before the first repeat purchase like all others. The likelihood is of all
 * purchase times and needs, where k is above 1, the sum of the logarithms of the times between them
 * ({@link org.customerequity.history.IntervalSummary}); predictions need (x, t_x, T) alone. {@code k = 1} is the
 * MBG/NBD. alpha is the rate of hidden events, and not to be compared between different k.
 *
 * <p>Range: k to 12, counts to 100,000, times 1e-6 to 1e6 periods, parameters 1e-4 to 1e4, to 1e-10 relative, or to a few units
 * in the last place of the largest logarithm in the formula where that is more. Larger k are accepted and slower. The column
 * forms interpolate between rows of one frequency, and agree with the single forms to 1e-12 relative
 * ({@link #probabilityAlive} and {@link #logLikelihood} to the bit).
 *
 * <p>M. Platzer and T. Reutterer, Ticking Away the Moments: Timing Regularity Helps to Better Predict Customer Activity,
 * Marketing Science 35(5), 2016, 779-799, for regular timing, and their BG/CNBD-k; the answers here are derived anew and exact.
 *
 * @param k hidden events a purchase, 1 to 100; intervals between purchases have a coefficient of variation of 1/sqrt(k)
 * @param r shape of the rates of hidden events
 * @param alpha rate of the rates of hidden events, a time in {@code unit}: r / (k alpha) is the mean purchase rate
 * @param a first shape of the dropout chances
 * @param b second shape of the dropout chances: a / (a + b) is their mean
 * @param unit what {@code alpha}, recency and age are counted in
 */
public record MbgCnbd(int k, double r, double alpha, double a, double b, PeriodUnit unit)
        implements RatesModel, Serializable {
    private static final int CHANCE_AT_FIRST = 1;

    public MbgCnbd {
        Cnbd.check(k, r, alpha, a, b, unit);
    }

    /** {@link #fit(PurchaseHistories, int, FitOptions)} with the default options. */
    public static FitOutcome<MbgCnbd> fit(PurchaseHistories histories, int k) {
        return fit(histories, k, FitOptions.defaults());
    }

    /**
     * Maximum likelihood for a given k over all customers: Newton's method on the logarithms of the parameters with both
     * derivatives in closed form, from a start computed from the data.
     *
     * <p>The cost grows with the number of distinct (x, t_x, T), and with k. Where k is given, the logarithms of the
     * intervals are no matter to the parameters, but they are to the log-likelihood, by which k is chosen.
     *
     * @throws IllegalArgumentException if there are no customers, or k is above 1 and the intervals are not known
     */
    public static FitOutcome<MbgCnbd> fit(PurchaseHistories histories, int k, FitOptions options) {
        return Timing.fit(histories, k, CHANCE_AT_FIRST, options, MbgCnbd::of);
    }

    /**
     * What {@link #fit(PurchaseHistories, int)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a
     * fit.
     *
     * @throws IllegalArgumentException if there are no customers, or k is above 1 and the intervals are not known
     */
    public static Likelihood likelihood(PurchaseHistories histories, int k) {
        return Timing.likelihood(histories, k, CHANCE_AT_FIRST);
    }

    /** {@link #fitChoosingK(PurchaseHistories, int, FitOptions)} among k = 1 to 12 with the default options. */
    public static TimingChoice<MbgCnbd> fitChoosingK(PurchaseHistories histories) {
        return fitChoosingK(histories, Timing.MOST_TRIED, FitOptions.defaults());
    }

    /**
     * One fit for each of k = 1, 2, 3, ..., and the k with the highest likelihood.
     *
     * <p>Ends where three in a row have not reached the best. All are fits to the same data, so that their likelihoods may be
     * compared; which k is chosen depends neither on the unit of time nor on the order of the rows.
     *
     * @param mostK the largest k to try, 1 to 100
     * @throws IllegalArgumentException if there are no customers, or the intervals are not known
     */
    public static TimingChoice<MbgCnbd> fitChoosingK(PurchaseHistories histories, int mostK, FitOptions options) {
        return Timing.choose(histories, mostK, CHANCE_AT_FIRST, options, MbgCnbd::of);
    }

    private static MbgCnbd of(int k, double[] p, PeriodUnit unit) {
        return new MbgCnbd(k, p[0], p[1], p[2], p[3], unit);
    }

    private Cnbd cnbd() {
        return new Cnbd(k, r, alpha, a, b, CHANCE_AT_FIRST, unit);
    }

    /** {@code r, alpha, a, b}; k is no parameter in this sense but part of the model. */
    @Override
    public List<String> parameterNames() {
        return BgNbd.NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {r, alpha, a, b};
    }

    /** The same k with other parameters. */
    @Override
    public MbgCnbd withParameters(double... parameters) {
        return of(k, Require.parameters(parameters, BgNbd.NAMES), unit);
    }

    // --- the past

    /**
     * ln of the density of all the purchase times.
     *
     * <pre>{@code
     *   L      = exp((k-1) litt) / G(k)^x  G(n)/G(r) alpha^r (alive + left),    n = r + kx
     *   alive  = B(a,b+x+1)/B(a,b) sum over j < k of G(n+j)/(G(n) j!) (T-t_x)^j (alpha+T)^-(n+j)
     *   left   = B(a+1,b+x)/B(a,b) (alpha+t_x)^-n
     *   litt   = sum of the logarithms of the times between purchases
     * }</pre>
     *
     * @throws IllegalArgumentException if k is above 1 and the intervals of the history are not known
     */
    @Override
    public double logLikelihood(PurchaseHistory history) {
        return cnbd().logLikelihood(history);
    }

    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        return cnbd().logLikelihood(histories);
    }

    /**
     * ln of the odds that the customer has left by the end of observation.
     *
     * <pre>{@code
     *   ln(a / (b+x)) - ln I((alpha+t_x)/(alpha+T); r+kx, k)
     * }</pre>
     *
     * <p>I is the regularized incomplete beta function, here the probability of fewer than k hidden events in (t_x, T].
     */
    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        return cnbd().logOddsOfHavingLeft(history);
    }

    /**
     * The probability that the customer has not left by the end of observation.
     *
     * <pre>{@code
     *   P = 1 / (1 + a/(b+x) / I((alpha+t_x)/(alpha+T); r+kx, k))
     * }</pre>
     *
     * @return in [0, 1]; 0 where it is below the smallest {@code double}, see {@link #logOddsOfHavingLeft}
     */
    @Override
    public double probabilityAlive(PurchaseHistory history) {
        return cnbd().probabilityAlive(history);
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        return cnbd().probabilityAlive(histories);
    }

    // --- the future

    /**
     * The probability that the customer has not left by {@code later} periods after the end of observation.
     *
     * <pre>{@code
     *   P sum over j, i of omega_j NB(i; R_j, A, later) B(a,b'+floor((j+i)/k)) / B(a,b')
     *
     *   omega_j  chance that j < k hidden events have happened since t_x, ~ G(n+j)/j! ((T-t_x)/A)^j
     *   R_j, A   n + j and alpha + T: the rate of hidden events is Gamma(R_j, A)
     *   b'       b + x+1
     *   NB       negative binomial probability of i hidden events
     * }</pre>
     */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        return cnbd().probabilityAlive(history, later);
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        return cnbd().probabilityAlive(histories, later);
    }

    /**
     * Expected purchases ahead, exact where the literature has an approximation from k = 1.
     *
     * <pre>{@code
     *   P sum over j of omega_j sum over n >= 1 of B(a,b'+n-1)/B(a,b') I(t/(A+t); kn-j, R_j)      in (0, t]
     * }</pre>
     *
     * <p>in the letters of {@link #probabilityAlive(PurchaseHistory, double)}. Of a later stretch (t1, t2] it is the difference
     * of two of these, or where they are close the mean over the states that the customer may be in at t1.
     */
    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        return cnbd().expectedPurchases(history, ahead);
    }

    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        return cnbd().expectedPurchases(histories, ahead);
    }

    /**
     * The variance of the number of purchases ahead, given the history.
     *
     * <pre>{@code
     *   P (M2 - M1^2) + P (1-P) M1^2,     M1, M2  first and second moment if alive
     *   M2 as the expectation, with its terms times 2n - 1
     * }</pre>
     *
     * <p>M2 is right to 1e-11 relative; where the variance is a small part of it, the variance has the digits that are left.
     */
    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        return cnbd().varianceOfPurchases(history, ahead);
    }

    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        return cnbd().varianceOfPurchases(histories, ahead);
    }

    /**
     * The probability of exactly n purchases ahead, a sum of positive terms.
     *
     * <pre>{@code
     *   if alive with j events since t_x, in (0, t]:
     *     s(n) P(kn-j <= N < k(n+1)-j) + [n>0] s(n-1) a/(a+b'+n-1) P(N >= kn-j),     s(n) = B(a,b'+n)/B(a,b')
     *
     *   N  hidden events in (0, t], negative binomial
     * }</pre>
     *
     * <p>For a stretch (t1, t2] it is the mean of that over the states (events since the last purchase, chances survived) that
     * the customer may be in at t1, which are known from the number of hidden events in (0, t1].
     */
    @Override
    public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return cnbd().probabilityOfPurchases(history, n, ahead);
    }

    @Override
    public double[] probabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        return cnbd().probabilityOfPurchases(histories, n, ahead);
    }

    /**
     * ln of {@link #probabilityOfPurchases(PurchaseHistory, int, Span)}, also where that is too small for a {@code double};
     * minus infinity only for n > 0 in an empty span.
     */
    @Override
    public double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return cnbd().logProbabilityOfPurchases(history, n, ahead);
    }

    /**
     * Expected purchases ahead, discounted to the end of observation.
     *
     * <pre>{@code
     *   exp(-delta H) E(H) + integral over u < H of delta exp(-delta u) E(u)             E(u) expected in (0, u]
     *   P sum over j of omega_j E_j[rho^(k-j) / (1 - (1-p) rho^k)]                       for ever
     *
     *   rho  lambda / (lambda + delta); E_j the mean over lambda and p in state j
     * }</pre>
     */
    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        return cnbd().discountedPurchases(history, discount, horizon);
    }

    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        return cnbd().discountedPurchases(histories, discount, horizon);
    }

    /**
     * The variance of the discounted number of purchases D ahead, given the history.
     *
     * <p>Both moments of D are sums and integrals of positive terms, right to 1e-10 relative, or to 1e-7 where more than some
     * hundred purchases are to be expected within a finite horizon; where the variance is a small part of the second, it has
     * the digits that are left.
     */
    @Override
    public double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        return cnbd().varianceOfDiscountedPurchases(history, discount, horizon);
    }

    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        return cnbd().varianceOfDiscountedPurchases(histories, discount, horizon);
    }

    /**
     * How long until the customer buys next. An alive customer buys again for certain.
     *
     * <pre>{@code
     *   F(u) = P sum over j of omega_j I(u/(alpha+T+u); k-j, r+kx+j),     P(ever) = P
     * }</pre>
     */
    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        return cnbd().nextPurchase(history);
    }

    /**
     * The customer's purchase rate lambda / k, which is the inverse of the mean time between purchases, and chance p to leave
     * after a purchase.
     *
     * <pre>{@code
     *   alive, weight P omega_j   lambda ~ Gamma(r+kx+j, alpha+T)    p ~ Beta(a, b+x+1)
     *   left, weight 1 - P        lambda ~ Gamma(r+kx, alpha+t_x)    p ~ Beta(a+1, b+x)
     * }</pre>
     */
    @Override
    public CustomerRates rates(PurchaseHistory history) {
        return cnbd().rates(history);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if more than 100 million purchases are to be expected
     */
    @Override
    public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        return cnbd().simulatePurchases(history, length, random);
    }
}
