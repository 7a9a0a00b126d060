package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * The Pareto/NBD model of repeat purchases (Schmittlein, Morrison and Colombo, Counting Your Customers, Management Science
 * 33(1), 1987): a customer buys at random at a rate of his own until he leaves, at a moment nobody sees.
 *
 * <pre>{@code
 *   purchases   Poisson with rate lambda,        lambda ~ gamma(shape r, rate alpha) over customers
 *   lifetime    exponential with rate mu,        mu ~ gamma(shape s, rate beta), independent of lambda
 *
 *   R = r + x,  A = alpha + T,  D = beta + T     for a history (x, t_x, T)
 * }</pre>
 *
 * <p>Fit with {@link #fit(PurchaseHistories)}; ask with a {@link PurchaseHistory}, or by column with
 * {@link PurchaseHistories}. A customer not yet seen is {@link PurchaseHistory#newCustomer}. Unlike the BG/NBD, a customer
 * may leave between purchases and before the first repeat: P(alive) falls with time for everyone.
 *
 * <p>Every formula is evaluated as a sum or integral of positive terms, in logarithms where numbers get large, and is
 * smooth through s = 1 and alpha = beta. Stated range: parameters 1e-4 to 1e4, counts to 100,000, times 1e-6 to 1e6. There
 * results are within 1e-12 relative of the exact ones, 1e-10 for probabilities of a count and variances, or a few units in
 * the last place of the largest logarithm in the formula where that is coarser. Columns of 256 rows and more share work
 * between rows by interpolation and are within 1e-12 relative of the single form; shorter ones are equal to it.
 *
 * @param r shape of the purchase rates
 * @param alpha rate parameter of the purchase rates, a time in {@code unit}; the mean rate is r / alpha
 * @param s shape of the dropout rates
 * @param beta rate parameter of the dropout rates, a time in {@code unit}; the mean dropout rate is s / beta
 * @param unit the period in which alpha, beta, recency and age are counted
 */
public record ParetoNbd(double r, double alpha, double s, double beta, PeriodUnit unit)
        implements RatesModel, Serializable {
    private static final List<String> NAMES = List.of("r", "alpha", "s", "beta");

    public ParetoNbd {
        Require.positive(r, "r", "shape of the purchase rates");
        Require.positive(alpha, "alpha", "a time, in the model's unit");
        Require.positive(s, "s", "shape of the dropout rates");
        Require.positive(beta, "beta", "a time, in the model's unit");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with the defaults. */
    public static FitOutcome<ParetoNbd> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * The maximum-likelihood model of a customer base, in the unit of the histories.
     *
     * <p>Newton's method on the logarithms of the parameters with analytic derivatives, on distinct (x, t_x, T); starts from
     * moments of the data, for a large base by way of a coarse copy of it. Cost is linear in the distinct rows. The outcome
     * says when the data favour a simpler model: no dropout (s to 0), one dropout rate for all (s and beta to infinity) or
     * one purchase rate for all (r and alpha to infinity).
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static FitOutcome<ParetoNbd> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        PeriodUnit unit = Objects.requireNonNull(histories, "histories").unit();
        return MaximumLikelihood.fit(likelihood(histories), options, p -> new ParetoNbd(p[0], p[1], p[2], p[3], unit));
    }

    /**
     * What {@link #fit(PurchaseHistories)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static Likelihood likelihood(PurchaseHistories histories) {
        ModelChecks.requireCustomers(histories);
        return new ParetoNbdLikelihood(histories);
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {r, alpha, s, beta};
    }

    @Override
    public ParetoNbd withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new ParetoNbd(parameters[0], parameters[1], parameters[2], parameters[3], unit);
    }

    /**
     * ln of the density of the purchase times.
     *
     * <pre>{@code
     *   L = Gamma(R)/Gamma(r) alpha^r beta^s { A^-R D^-s + s * integral from t_x to T of (alpha+u)^-R (beta+u)^-(s+1) du }
     * }</pre>
     *
     * <p>Fader and Hardie, A Note on Deriving the Pareto/NBD Model and Related Expressions, note 009, 2005, where the integral
     * is written as a difference of two hypergeometric functions.
     */
    @Override
    public double logLikelihood(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return ParetoNbdKernel.logLikelihood(r, alpha, s, beta, history.frequency(), history.recency(), history.age());
    }

    /**
     * {@code P(alive) = 1/(1 + K)} with the K of {@link #logOddsOfHavingLeft}; Schmittlein, Morrison and Colombo 1987, equations 11
     * to 13. It is 1 where recency is age, and 0 where it is below the smallest double.
     */
    @Override
    public double probabilityAlive(PurchaseHistory history) {
        return ParetoNbdKernel.aliveFromLogOdds(logOddsOfHavingLeft(history));
    }

    /** {@code P(alive) (D/(D + later))^s}. */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        double ahead = ModelChecks.later(later);
        return probabilityAlive(history) * Math.exp(ParetoNbdKernel.logSurvival(s, beta + history.age(), ahead));
    }

    /**
     * {@code ln((1 - P(alive)) / P(alive))}: P(alive) without the limits of a double.
     *
     * <pre>{@code
     *   K = s * integral from t_x to T of (A/(alpha+u))^R (D/(beta+u))^s du/(beta+u)
     * }</pre>
     *
     * @return minus infinity where recency is age: whoever has just bought is alive
     */
    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return ParetoNbdKernel.logOddsOfHavingLeft(
                r, alpha, s, beta, history.frequency(), history.recency(), history.age());
    }

    /**
     * Expected purchases in (t1, t2] after the end of observation.
     *
     * <pre>{@code
     *   P(alive) (R/A) D/(s-1) [ (D/(D+t1))^(s-1) - (D/(D+t2))^(s-1) ]       at s = 1: D ln((D+t2)/(D+t1))
     * }</pre>
     *
     * <p>Schmittlein, Morrison and Colombo 1987, equation 22; for a new customer R/A is r/alpha and P(alive) is 1.
     */
    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        Span span = ModelChecks.span(ahead, unit);
        double alive = probabilityAlive(history);
        double time = ParetoNbdKernel.timeAlive(s, beta + history.age(), span.from(), span.to());
        return alive * meanRate(history.frequency(), history.age()) * time;
    }

    /**
     * {@inheritDoc}
     *
     * <p>See {@link #logProbabilityOfPurchases}, of which this is the exponential.
     */
    @Override
    public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return Math.exp(logProbabilityOfPurchases(history, n, ahead));
    }

    /**
     * ln of the probability of exactly n purchases in (t1, t2] after the end of observation, far into the tail.
     *
     * <pre>{@code
     *   P(alive) { NB(n; t2-t1) (D/(D+t2))^s + integral over 0 < y < t2-t1 of s/(D+t1+y) (D/(D+t1+y))^s NB(n; y) dy }
     *     + [n = 0] { 1 - P(alive) (D/(D+t1))^s }
     *
     *   NB(n; y) = Gamma(R+n)/(Gamma(R) n!) (A/(A+y))^R (y/(A+y))^n
     * }</pre>
     *
     * @param n {@code >= 0}
     * @return at most 0; minus infinity for n > 0 in an empty span
     */
    @Override
    public double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        ModelChecks.purchases(n);
        Span span = ModelChecks.span(ahead, unit);
        double logOdds = logOddsOfHavingLeft(history);
        if (span.length() == 0) {
            return n == 0 ? 0 : Double.NEGATIVE_INFINITY;
        }
        double ifAlive = ParetoNbdKernel.logProbability(
                n, r + history.frequency(), alpha + history.age(), s, beta + history.age(), span.from(), span.to());
        return ParetoNbdKernel.logAliveOrNone(logOdds, ifAlive, n);
    }

    /**
     * Expected discounted purchases ahead; without end, what the literature calls DERT.
     *
     * <pre>{@code
     *   P(alive) (R/A) * integral from 0 to H of e^(-delta u) (D/(D+u))^s du
     *   for ever: P(alive) (R/A) D e^z E_s(z),  z = delta D
     * }</pre>
     *
     * <p>Fader, Hardie and Lee, RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, Journal of Marketing Research
     * 42(4), 2005, equation 2; {@code e^z E_s(z) = Psi(1, 2-s; z)} is their {@code z^(s-1) Psi(s, s; z)}, free of overflow.
     */
    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        double alive = probabilityAlive(history);
        double time = ParetoNbdKernel.discountedTimeAlive(s, beta + history.age(), delta, end);
        return alive * meanRate(history.frequency(), history.age()) * time;
    }

    /**
     * The variance of the number of purchases in (t1, t2], over the customer's rates, lifetime and chance.
     *
     * <pre>{@code
     *   P(alive) R/A { E[W] + (E[W^2] + R Var(W) + R E[W]^2 (1 - P(alive))) / A }
     *
     *   W  time alive in (t1, t2] of a customer alive at T;  E[W^2] = 2 * integral of (u - t1) (D/(D+u))^s du
     * }</pre>
     *
     * <p>By total variance: purchases are Poisson given lambda W, and E[lambda^2] = R (R+1)/A^2.
     */
    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        Span span = ModelChecks.span(ahead, unit);
        double logOdds = logOddsOfHavingLeft(history);
        if (span.length() == 0) {
            return 0;
        }
        ParetoNbdKernel.AliveMoments w =
                ParetoNbdKernel.aliveMoments(s, beta + history.age(), 0, span.from(), span.to());
        return ParetoNbdKernel.variance(r + history.frequency(), alpha + history.age(), logOdds, w.mean(), w);
    }

    /**
     * The variance of the discounted number of purchases.
     *
     * <pre>{@code
     *   P(alive) R/A { E[(1 - e^(-2 delta W))/(2 delta)] + (E[a^2] + R Var(a) + R E[a]^2 (1 - P(alive))) / A }
     *
     *   W  time alive in (0, H] of a customer alive at T;  a = (1 - e^(-delta W))/delta
     * }</pre>
     */
    @Override
    public double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        double logOdds = logOddsOfHavingLeft(history);
        double d = beta + history.age();
        return ParetoNbdKernel.variance(
                r + history.frequency(),
                alpha + history.age(),
                logOdds,
                ParetoNbdKernel.discountedTimeAlive(s, d, 2 * delta, end),
                ParetoNbdKernel.aliveMoments(s, d, delta, 0, end));
    }

    private double meanRate(int x, double age) {
        return (r + x) / (alpha + age);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Who is alive may leave before he buys, so that never is likelier than having left:
     *
     * <pre>{@code
     *   F(u)     = P(alive) * integral from 0 to u of (R/A) (A/(A+y))^(R+1) (D/(D+y))^s dy
     *   P(ever)  = P(alive) R/(R+s) (D/A)^s 2F1(s, R+s; R+s+1; 1 - D/A)
     * }</pre>
     */
    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        double alive = probabilityAlive(history);
        double bigR = r + history.frequency();
        double a = alpha + history.age();
        double d = beta + history.age();
        return new SolvedNextPurchase() {
            @Override
            double within(double u) {
                return alive * ParetoNbdKernel.probabilityWithin(bigR, a, s, d, u);
            }

            @Override
            public double probabilityEver() {
                return within(Double.POSITIVE_INFINITY);
            }
        };
    }

    /**
     * What the customer's own lambda and mu may be: purchases per period, and the rate of leaving per period.
     *
     * <p>Exact, a mixture: who is alive has lambda ~ gamma(R, A) and mu ~ gamma(s, D); who left at u in (t_x, T), with the
     * density of the likelihood's integrand, lambda ~ gamma(R, alpha+u) and mu ~ gamma(s+1, beta+u).
     */
    @Override
    public CustomerRates rates(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return LifetimeRates.of(
                r + history.frequency(),
                alpha + history.recency(),
                new ParetoLife(s, beta + history.recency()),
                history.age() - history.recency());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Exact: with probability P(alive) the customer is alive, with lambda ~ gamma(R, A) and mu ~ gamma(s, D); else nothing.
     *
     * @throws IllegalArgumentException if more than 100 million purchases are to be expected
     */
    @Override
    public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        ModelChecks.length(length);
        Objects.requireNonNull(random, "random");
        if (random.nextDouble() >= probabilityAlive(history)) {
            return new double[0];
        }
        double lambda = RandomDraws.gamma(r + history.frequency(), alpha + history.age(), random);
        double mu = RandomDraws.gamma(s, beta + history.age(), random);
        double end = mu == 0 ? length : Math.min(length, random.nextExponential() / mu);
        return LifetimeKernel.purchases(lambda, end, length, unit, random);
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = ParetoNbdKernel.logLikelihood(
                    r, alpha, s, beta, histories.frequency(i), histories.recency(i), histories.age(i));
        }
        return out;
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows of one frequency share interpolation tables: within 1e-12 relative of the single form.
     */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        return ParetoNbdColumns.pay(histories)
                ? new ParetoNbdColumns(this, histories).probabilityAlive()
                : RatesModel.super.probabilityAlive(histories);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows of one frequency share interpolation tables: within 1e-12 relative of the single form.
     */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        ModelChecks.requireUnit(unit, histories);
        return ParetoNbdColumns.pay(histories)
                ? new ParetoNbdColumns(this, histories).probabilityAlive(ModelChecks.later(later))
                : RatesModel.super.probabilityAlive(histories, later);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows of one frequency share interpolation tables: within 1e-12 relative of the single form.
     */
    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return ParetoNbdColumns.pay(histories)
                ? new ParetoNbdColumns(this, histories).expectedPurchases(span.from(), span.to())
                : RatesModel.super.expectedPurchases(histories, ahead);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables in the age: within 1e-12 relative of the single form.
     */
    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return ParetoNbdColumns.pay(histories)
                ? new ParetoNbdColumns(this, histories).discountedPurchases(delta, horizon.lengthPer(unit))
                : RatesModel.super.discountedPurchases(histories, discount, horizon);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables in the age: within 1e-11 relative of the single form.
     */
    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return ParetoNbdColumns.pay(histories)
                ? new ParetoNbdColumns(this, histories).varianceOfPurchases(span.from(), span.to())
                : RatesModel.super.varianceOfPurchases(histories, ahead);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables in the age: within 1e-11 relative of the single form.
     */
    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return ParetoNbdColumns.pay(histories)
                ? new ParetoNbdColumns(this, histories).varianceOfDiscountedPurchases(delta, horizon.lengthPer(unit))
                : RatesModel.super.varianceOfDiscountedPurchases(histories, discount, horizon);
    }
}
