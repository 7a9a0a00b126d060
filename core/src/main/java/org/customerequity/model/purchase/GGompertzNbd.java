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
import org.customerequity.model.purchase.ParetoNbdKernel.AliveMoments;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * The gamma-Gompertz/NBD model of repeat purchases (Bemmaor and Glady, Modeling Purchasing Behavior with Sudden "Death": A
 * Flexible Customer Lifetime Model, Management Science 58(5), 2012): the Pareto/NBD with lives whose hazard may rise or fall.
 *
 * <pre>{@code
 *   purchases   Poisson with rate lambda,              lambda ~ gamma(shape r, rate alpha) over customers
 *   lifetime    P(life > t) = exp(-eta (e^(b t) - 1)),  eta ~ gamma(shape s, rate beta), independent of lambda
 *
 *   over customers  P(life > t) = (beta/G(t))^s,  hazard b s e^(b t)/G(t),  G(t) = beta + e^(b t) - 1
 *   R = r + x,  A = alpha + T     for a history (x, t_x, T)
 * }</pre>
 *
 * <p>The hazard of leaving moves from b s/beta to b s: it rises for beta above 1, falls below, and at beta = 1 lives are
 * exponential with rate b s for everyone. As b and beta go to zero together the model becomes the {@link ParetoNbd} with
 * their ratio beta/b in the place of its beta; a fit says where the data ask for no more than that.
 *
 * <p>Fit with {@link #fit(PurchaseHistories)}; ask with a {@link PurchaseHistory}, or by column with
 * {@link PurchaseHistories}. A customer not yet seen is {@link PurchaseHistory#newCustomer}.
 *
 * <p>Every formula is an integral of positive terms over the time of leaving, evaluated in logarithms to a relative, never
 * an absolute, tolerance; it holds for b T above 700 too, where e^(b T) overflows. Stated range: parameters 1e-4 to 1e4,
 * counts to 100,000, times 1e-6 to 1e6. There results are within 1e-10 relative of the exact ones, or a few units in the
 * last place of the largest logarithm in the formula where that is coarser. Columns of 256 rows and more share work between
 * rows by interpolation and are within 1e-11 relative of the single form; shorter ones are equal to it.
 *
 * @param r shape of the purchase rates
 * @param alpha rate parameter of the purchase rates, a time in {@code unit}; the mean rate is r / alpha
 * @param b growth of the hazard of leaving, per {@code unit}
 * @param s shape of the frailties eta, a pure number
 * @param beta rate parameter of the frailties eta, a pure number
 * @param unit the period in which alpha, 1/b, recency and age are counted
 */
public record GGompertzNbd(double r, double alpha, double b, double s, double beta, PeriodUnit unit)
        implements RatesModel, Serializable {
    static final List<String> NAMES = List.of("r", "alpha", "b", "s", "beta");

    public GGompertzNbd {
        Require.positive(r, "r", "shape of the purchase rates");
        Require.positive(alpha, "alpha", "a time, in the model's unit");
        Require.positive(b, "b", "growth of the hazard of leaving per period of the model");
        Require.positive(s, "s", "shape of the frailties");
        Require.positive(beta, "beta", "rate parameter of the frailties, a pure number");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with the defaults. */
    public static FitOutcome<GGompertzNbd> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * The maximum-likelihood model of a customer base, in the unit of the histories.
     *
     * <p>Newton's method on the logarithms of the parameters with analytic derivatives, on distinct (x, t_x, T). Starts from
     * the maximum of the Pareto/NBD with several growths b of the hazard, for a large base by way of a coarse copy of it.
     * Only b/beta is known from data in which b T is small: where they ask for no more than the Pareto/NBD, b and beta run
     * to zero, and the outcome says so with the limit of beta/b. Others of its simpler models are named as well: nobody
     * leaves (s to 0), one frailty for all (s and beta to infinity), one purchase rate for all (r and alpha to infinity).
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static FitOutcome<GGompertzNbd> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        PeriodUnit unit = Objects.requireNonNull(histories, "histories").unit();
        return MaximumLikelihood.fit(
                likelihood(histories), options, p -> new GGompertzNbd(p[0], p[1], p[2], p[3], p[4], unit));
    }

    /**
     * What {@link #fit(PurchaseHistories)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static Likelihood likelihood(PurchaseHistories histories) {
        ModelChecks.requireCustomers(histories);
        return new GGompertzNbdLikelihood(histories);
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {r, alpha, b, s, beta};
    }

    @Override
    public GGompertzNbd withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new GGompertzNbd(parameters[0], parameters[1], parameters[2], parameters[3], parameters[4], unit);
    }

    /** The life of a new customer. */
    private GompertzLife life() {
        return GompertzLife.ofNew(b, s, beta);
    }

    private GompertzLife lifeAfter(double age) {
        return life().after(age);
    }

    /**
     * ln of the density of the purchase times.
     *
     * <pre>{@code
     *   L = Gamma(R)/Gamma(r) alpha^r beta^s { A^-R G(T)^-s + b s * integral from t_x to T of e^(b u) (alpha+u)^-R G(u)^-(s+1) du }
     * }</pre>
     */
    @Override
    public double logLikelihood(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return LifetimeKernel.logLikelihood(r, alpha, life(), history.frequency(), history.recency(), history.age());
    }

    /**
     * {@code P(alive) = 1/(1 + K)} with the K of {@link #logOddsOfHavingLeft}. It is 1 where recency is age, and 0 where it is
     * below the smallest double.
     */
    @Override
    public double probabilityAlive(PurchaseHistory history) {
        return ParetoNbdKernel.aliveFromLogOdds(logOddsOfHavingLeft(history));
    }

    /** {@code P(alive) (G(T)/G(T + later))^s}. */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        double ahead = ModelChecks.later(later);
        return probabilityAlive(history) * Math.exp(lifeAfter(history.age()).logSurvival(ahead));
    }

    /**
     * {@code ln((1 - P(alive)) / P(alive))}: P(alive) without the limits of a double.
     *
     * <pre>{@code
     *   K = b s * integral from t_x to T of e^(b u)/G(u) (A/(alpha+u))^R (G(T)/G(u))^s du
     * }</pre>
     *
     * @return minus infinity where recency is age: whoever has just bought is alive
     */
    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return LifetimeKernel.logOddsOfHavingLeft(
                r + history.frequency(),
                alpha + history.recency(),
                lifeAfter(history.recency()),
                history.age() - history.recency());
    }

    /**
     * Expected purchases in (t1, t2] after the end of observation.
     *
     * <pre>{@code
     *   P(alive) (R/A) * integral from t1 to t2 of (G(T)/G(T+u))^s du
     * }</pre>
     *
     * <p>For a new customer P(alive) is 1, R/A is r/alpha and G(T) is beta.
     */
    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        Span span = ModelChecks.span(ahead, unit);
        double alive = probabilityAlive(history);
        double time = LifetimeKernel.timeAlive(lifeAfter(history.age()), span.from(), span.to());
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
     *   P(alive) { NB(n; t2-t1) S(t2) + integral over 0 < y < t2-t1 of f(t1+y) NB(n; y) dy } + [n = 0] { 1 - P(alive) S(t1) }
     *
     *   NB(n; y) = Gamma(R+n)/(Gamma(R) n!) (A/(A+y))^R (y/(A+y))^n
     *   S(u) = (G(T)/G(T+u))^s,  f(u) = b s e^(b (T+u))/G(T+u) S(u)
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
        double ifAlive = LifetimeKernel.logProbability(
                n, r + history.frequency(), alpha + history.age(), lifeAfter(history.age()), span.from(), span.to());
        return ParetoNbdKernel.logAliveOrNone(logOdds, ifAlive, n);
    }

    /**
     * Expected discounted purchases ahead.
     *
     * <pre>{@code
     *   P(alive) (R/A) * integral from 0 to H of e^(-delta u) (G(T)/G(T+u))^s du
     * }</pre>
     *
     * <p>For ever, too, only at a rate above 0, as in every model: here the undiscounted sum converges, and
     * {@link #expectedPurchases} over a span of many times 1/(b s) is it.
     */
    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double alive = probabilityAlive(history);
        double time = LifetimeKernel.discountedTimeAlive(lifeAfter(history.age()), delta, horizon.lengthPer(unit));
        return alive * meanRate(history.frequency(), history.age()) * time;
    }

    /**
     * The variance of the number of purchases in (t1, t2], over the customer's rates, lifetime and chance.
     *
     * <pre>{@code
     *   P(alive) R/A { E[W] + (E[W^2] + R Var(W) + R E[W]^2 (1 - P(alive))) / A }
     *
     *   W  time alive in (t1, t2] of a customer alive at T;  E[W^2] = 2 * integral of (u - t1) (G(T)/G(T+u))^s du
     * }</pre>
     */
    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        Span span = ModelChecks.span(ahead, unit);
        double logOdds = logOddsOfHavingLeft(history);
        if (span.length() == 0) {
            return 0;
        }
        AliveMoments w = LifetimeKernel.aliveMoments(lifeAfter(history.age()), 0, span.from(), span.to());
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
        GompertzLife life = lifeAfter(history.age());
        return ParetoNbdKernel.variance(
                r + history.frequency(),
                alpha + history.age(),
                logOdds,
                LifetimeKernel.discountedTimeAlive(life, 2 * delta, end),
                LifetimeKernel.aliveMoments(life, delta, 0, end));
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
     *   F(u) = P(alive) * integral from 0 to u of (R/A) (A/(A+y))^(R+1) (G(T)/G(T+y))^s dy
     * }</pre>
     */
    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        double alive = probabilityAlive(history);
        double bigR = r + history.frequency();
        double a = alpha + history.age();
        GompertzLife life = lifeAfter(history.age());
        return new SolvedNextPurchase() {
            @Override
            double within(double u) {
                return alive * LifetimeKernel.probabilityWithin(bigR, a, life, u);
            }

            @Override
            public double probabilityEver() {
                return within(Double.POSITIVE_INFINITY);
            }
        };
    }

    /**
     * What the customer's own lambda and eta may be: purchases per period, and the frailty eta of the life, in which the
     * hazard of leaving at time t since the first purchase is {@code b eta e^(b t)}.
     *
     * <p>Exact, a mixture: who is alive has lambda ~ gamma(R, A) and eta ~ gamma(s, G(T)); who left at u in (t_x, T), with the
     * density of the likelihood's integrand, lambda ~ gamma(R, alpha+u) and eta ~ gamma(s+1, G(u)). An eta below the smallest
     * double, after b T above 700, is counted as such.
     */
    @Override
    public CustomerRates rates(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return LifetimeRates.of(
                r + history.frequency(),
                alpha + history.recency(),
                lifeAfter(history.recency()),
                history.age() - history.recency());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Exact: with probability P(alive) the customer is alive, with lambda ~ gamma(R, A) and eta ~ gamma(s, G(T)), and then
     * stays for {@code ln(1 + E/(eta e^(b T)))/b}, E standard exponential; else nothing.
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
        // eta e^(b T)
        double frailty = RandomDraws.gamma(s, lifeAfter(history.age()).w(), random);
        double stays = frailty == 0 ? length : Math.log1p(random.nextExponential() / frailty) / b;
        return LifetimeKernel.purchases(lambda, Math.min(length, stays), length, unit, random);
    }

    /** {@inheritDoc} Equal to the single form; an integral for each distinct (x, t_x, T). */
    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        return new GGompertzNbdColumns(this, histories).logLikelihood();
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables: within 1e-11 relative of the single form.
     */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        return ParetoNbdColumns.pay(histories)
                ? new GGompertzNbdColumns(this, histories).probabilityAlive()
                : RatesModel.super.probabilityAlive(histories);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables: within 1e-11 relative of the single form.
     */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        ModelChecks.requireUnit(unit, histories);
        return ParetoNbdColumns.pay(histories)
                ? new GGompertzNbdColumns(this, histories).probabilityAlive(ModelChecks.later(later))
                : RatesModel.super.probabilityAlive(histories, later);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables: within 1e-11 relative of the single form.
     */
    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return ParetoNbdColumns.pay(histories)
                ? new GGompertzNbdColumns(this, histories).expectedPurchases(span.from(), span.to())
                : RatesModel.super.expectedPurchases(histories, ahead);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables: within 1e-11 relative of the single form.
     */
    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return ParetoNbdColumns.pay(histories)
                ? new GGompertzNbdColumns(this, histories).discountedPurchases(delta, horizon.lengthPer(unit))
                : RatesModel.super.discountedPurchases(histories, discount, horizon);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables: within 1e-10 relative of the single form.
     */
    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return ParetoNbdColumns.pay(histories)
                ? new GGompertzNbdColumns(this, histories).varianceOfPurchases(span.from(), span.to())
                : RatesModel.super.varianceOfPurchases(histories, ahead);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share interpolation tables: within 1e-10 relative of the single form.
     */
    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return ParetoNbdColumns.pay(histories)
                ? new GGompertzNbdColumns(this, histories).varianceOfDiscountedPurchases(delta, horizon.lengthPer(unit))
                : RatesModel.super.varianceOfDiscountedPurchases(histories, discount, horizon);
    }
}
