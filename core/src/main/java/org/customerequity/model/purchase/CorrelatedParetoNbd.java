package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * The Pareto/NBD in which how often customers buy and how soon they leave may go together: the two gamma margins of
 * {@link ParetoNbd}, joined in Sarmanov's form.
 *
 * <pre>{@code
 *   g(lambda, mu) = gamma(lambda; r, alpha) gamma(mu; s, beta) [1 + m (e^-lambda - c1)(e^-mu - c2)]
 *   c1 = (alpha/(alpha+1))^r,  c2 = (beta/(beta+1))^s
 *   -1/max(c1 c2, (1-c1)(1-c2)) <= m <= 1/max(c1 (1-c2), (1-c1) c2)
 *   corr(lambda, mu) = m c1 c2 sqrt(r s) / ((1+alpha)(1+beta))
 *
 *   R = r + x,  A = alpha + T,  D = beta + T     for a history (x, t_x, T)
 * }</pre>
 *
 * <p>With m = 0 it is the Pareto/NBD. With m above 0, who buys more often leaves sooner. The margins allow little correlation, up to
 * about 0.1 where customers differ as much as is usual: {@link #bounds()} says how much. A maximum of the likelihood is then often
 * at a bound: see {@link #fit(PurchaseHistories)}.
 *
 * <p>The form depends on the unit of time, because e^-lambda does: for the same customers counted per day it is another model, with
 * another m, other bounds and another likelihood. Report the correlation with the unit; do not compare m between units.
 *
 * <p>Every formula is that of the Pareto/NBD with the bracket as a further factor of the integrand, written as a sum of positive
 * terms: digits are lost nowhere, not at a bound either. Stated range and precision are those of {@link ParetoNbd}, with three
 * exceptions: variances are sums and lose as many digits as the mean of the number has; columns of 256 rows and more are within
 * 1e-10 relative of the single form; distributions in {@link #rates} are signed sums and have 1e-12 times {@code 1 + 4 m c1 c2}.
 *
 * <p>O. V. Sarmanov, Generalized Normal Correlation and Two-Dimensional Frechet Classes, Doklady 168, 1966; M.-L. Ting Lee,
 * Properties and Applications of the Sarmanov Family of Bivariate Distributions, Communications in Statistics 25(6), 1996.
 *
 * @param r shape of the purchase rates
 * @param alpha rate parameter of the purchase rates, a time in {@code unit}
 * @param s shape of the dropout rates
 * @param beta rate parameter of the dropout rates, a time in {@code unit}
 * @param m strength of the association, within {@link #bounds()}; what is beyond by less than 1e-12 of it is the bound
 * @param unit the period in which alpha, beta, recency and age are counted, and per which the rates are
 */
public record CorrelatedParetoNbd(double r, double alpha, double s, double beta, double m, PeriodUnit unit)
        implements RatesModel, Serializable {
    private static final long serialVersionUID = 1;
    static final List<String> NAMES = List.of("ln r", "ln alpha", "ln s", "ln beta", "ln odds ratio");
    private static final double ROUNDING = 1e-12;
    private static final double LARGEST = 1e300;

    /** Shares of the size of this leave four digits of their sum. */
    private static final double LOST = 1e12;

    public CorrelatedParetoNbd {
        ParetoNbd margins = new ParetoNbd(r, alpha, s, beta, unit);
        Association limits = margins(margins);
        double slack = ROUNDING * Math.abs(m);
        if (!(m >= limits.lowest() - slack && m <= limits.highest() + slack) || Double.isInfinite(m)) {
            throw Require.bad(
                    "m",
                    "must be from " + limits.lowest() + " to " + limits.highest() + " with these margins",
                    "beyond, some rates would have a negative density; see CorrelatedParetoNbd.bounds",
                    m);
        }
        m = Math.max(limits.lowest(), Math.min(limits.highest(), m)) + 0.0;
    }

    /**
     * How far two margins can be associated in Sarmanov's form.
     *
     * @param lowest m, below 0
     * @param highest m, above 0
     * @param lowestCorrelation of lambda and mu, that of the lowest m
     * @param highestCorrelation of lambda and mu, that of the highest m
     * @param unit of time, per which the rates are: per another unit the bounds are others
     */
    public record Bounds(
            double lowest, double highest, double lowestCorrelation, double highestCorrelation, PeriodUnit unit)
            implements Serializable {
        private static final long serialVersionUID = 1;

        public Bounds {
            Objects.requireNonNull(unit, "unit");
            if (!(lowest < 0 && highest > 0 && lowestCorrelation <= 0 && highestCorrelation >= 0)) {
                throw Require.bad("bounds", "must have 0 between lowest and highest", "", lowest + " and " + highest);
            }
        }

        /** Of a Pareto/NBD whose rates are to be correlated. */
        public static Bounds of(ParetoNbd margins) {
            Association limits = margins(Objects.requireNonNull(margins, "margins"));
            return new Bounds(
                    limits.lowest(),
                    limits.highest(),
                    limits.lowest() * correlationPerM(margins, limits),
                    limits.highest() * correlationPerM(margins, limits),
                    margins.unit());
        }
    }

    private static Association margins(ParetoNbd of) {
        return Association.of(of.r(), of.alpha(), of.s(), of.beta(), 1);
    }

    private static double correlationPerM(ParetoNbd margins, Association limits) {
        return limits.c1()
                * limits.c2()
                * (Math.sqrt(margins.r()) / (1 + margins.alpha()))
                * (Math.sqrt(margins.s()) / (1 + margins.beta()));
    }

    /**
     * The model with these margins and this correlation of lambda and mu.
     *
     * @param correlation within the {@link Bounds} of the margins
     */
    public static CorrelatedParetoNbd ofCorrelation(ParetoNbd margins, double correlation) {
        Bounds bounds = Bounds.of(margins);
        double perM = correlationPerM(margins, margins(margins));
        if (!(correlation >= bounds.lowestCorrelation * (1 + ROUNDING)
                && correlation <= bounds.highestCorrelation * (1 + ROUNDING))) {
            throw Require.bad(
                    "correlation",
                    "must be from " + bounds.lowestCorrelation + " to " + bounds.highestCorrelation
                            + " with these margins",
                    "see CorrelatedParetoNbd.Bounds",
                    correlation);
        }
        double strength = perM == 0 ? 0 : correlation / perM;
        return new CorrelatedParetoNbd(
                margins.r(),
                margins.alpha(),
                margins.s(),
                margins.beta(),
                Math.max(bounds.lowest, Math.min(bounds.highest, strength)),
                margins.unit());
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with the defaults. */
    public static FitOutcome<CorrelatedParetoNbd> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * The maximum-likelihood model of a customer base, in the unit of the histories.
     *
     * <p>Newton's method with analytic derivatives from the maximum of the {@link ParetoNbd}. The strength is searched for, and has
     * its standard error, as the logarithm of an odds ratio: 0 without association, infinite at a bound of m, without the corner
     * that the bounds themselves have.
     *
     * <pre>{@code
     *   ln odds ratio = ln [ (1 + m (1-c1)(1-c2)) (1 + m c1 c2) / ((1 - m (1-c1) c2) (1 - m c1 (1-c2))) ]
     * }</pre>
     *
     * <p>Where the likelihood rises up to a bound of m, as it does for many customer bases, the outcome is not converged: its verdict
     * is {@code BOUNDARY}, the reason names the bound, and {@code bestSoFar} is the best model on it, without standard errors.
     * Twice the difference of log-likelihoods from the {@link ParetoNbd} is no chi-square there, and
     * {@link org.customerequity.fit.LikelihoodRatioTest#of} refuses it; compare by a holdout score. Inside, m = 0 is an inner
     * point and that test has one degree of freedom.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static FitOutcome<CorrelatedParetoNbd> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        ModelChecks.requireCustomers(histories);
        return new CorrelatedParetoNbdLikelihood(histories).fit(options);
    }

    /**
     * What {@link #fit(PurchaseHistories)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static Likelihood likelihood(PurchaseHistories histories) {
        ModelChecks.requireCustomers(histories);
        return new CorrelatedParetoNbdLikelihood(histories);
    }

    /** The Pareto/NBD of the same margins, without correlation. */
    public ParetoNbd margins() {
        return new ParetoNbd(r, alpha, s, beta, unit);
    }

    /** The correlation of lambda and mu over customers, rates per {@link #unit()}. */
    public double correlation() {
        ParetoNbd margins = margins();
        return m * correlationPerM(margins, margins(margins));
    }

    /** How far m and the correlation can go with these margins. */
    public Bounds bounds() {
        return Bounds.of(margins());
    }

    /**
     * The association without bounds, as it is estimated: 0 where m is 0, of the sign of m, and 64 or -64 where m is at a bound to
     * rounding. See {@link #fit(PurchaseHistories, FitOptions)}.
     */
    public double logOddsRatio() {
        return association().logOddsRatio(m);
    }

    private Association association() {
        return Association.of(r, alpha, s, beta, 1);
    }

    SarmanovTilt tilt() {
        return association().tilt(m);
    }

    /** m c1 c2. */
    double k() {
        Association a = association();
        return m * a.c1() * a.c2();
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    /** {@code {ln r, ln alpha, ln s, ln beta, ln odds ratio}}, the last in place of m, whose bounds depend on the others. */
    @Override
    public double[] parameters() {
        return new double[] {Math.log(r), Math.log(alpha), Math.log(s), Math.log(beta), logOddsRatio()};
    }

    /** LINEAR: the positive parameters are logarithms. */
    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    /** {@inheritDoc} Equal to rounding, as the logarithms are. What is beyond the doubles is the nearest of them. */
    @Override
    public CorrelatedParetoNbd withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        for (int j = 0; j < parameters.length; j++) {
            Require.finite(parameters[j], NAMES.get(j), "");
        }
        return of(parameters, unit);
    }

    static CorrelatedParetoNbd of(double[] parameters, PeriodUnit unit) {
        double r = positive(parameters[0]);
        double alpha = positive(parameters[1]);
        double s = positive(parameters[2]);
        double beta = positive(parameters[3]);
        double m = Association.of(r, alpha, s, beta, 1).ofLogOddsRatio(parameters[4]);
        return new CorrelatedParetoNbd(r, alpha, s, beta, m, unit);
    }

    private static double positive(double log) {
        return Math.max(Double.MIN_NORMAL, Math.min(Math.exp(log), LARGEST));
    }

    /**
     * ln of the density of the purchase times.
     *
     * <pre>{@code
     *   L = L00 + m c1 c2 (L11 - L10 - L01 + L00)        L_ij  that of a Pareto/NBD with alpha + i, beta + j
     * }</pre>
     */
    @Override
    public double logLikelihood(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return CorrelatedKernel.logLikelihood(
                tilt(), r, alpha, s, beta, history.frequency(), history.recency(), history.age());
    }

    /** {@inheritDoc} See {@link #logOddsOfHavingLeft}. */
    @Override
    public double probabilityAlive(PurchaseHistory history) {
        return ParetoNbdKernel.aliveFromLogOdds(logOddsOfHavingLeft(history));
    }

    /** {@code P(alive) (D/(D + later))^s}, times what survival so long changes in the mean of the bracket. */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        double ahead = ModelChecks.later(later);
        double alive = probabilityAlive(history);
        if (ahead == 0) {
            return alive;
        }
        SarmanovTilt tilt = tilt();
        double bigR = r + history.frequency();
        double a = alpha + history.age();
        double d = beta + history.age();
        return alive
                * Math.exp(ParetoNbdKernel.logSurvival(s, d, ahead))
                * (tilt.mean(bigR, a, s, d + ahead) / tilt.mean(bigR, a, s, d));
    }

    /**
     * {@code ln((1 - P(alive)) / P(alive))}: P(alive) without the limits of a double.
     *
     * <pre>{@code
     *   K = s * integral from t_x to T of (A/(alpha+u))^R (D/(beta+u))^s f(u)/f(T) du/(beta+u)
     *
     *   f  mean of the bracket over the rates of who left at u, or is alive at T
     * }</pre>
     *
     * @return minus infinity where recency is age: whoever has just bought is alive
     */
    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return CorrelatedKernel.logOddsOfHavingLeft(
                tilt(), r, alpha, s, beta, history.frequency(), history.recency(), history.age());
    }

    /** {@code P(alive) E[lambda W | alive]}, W the time alive in (t1, t2]. */
    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        Span span = ModelChecks.span(ahead, unit);
        return probabilityAlive(history) * meanIfAlive(tilt(), history, 0, span.from(), span.length());
    }

    /** {@code P(alive) E[lambda (1 - e^(-delta W))/delta | alive]}, W the time alive within the horizon. */
    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return probabilityAlive(history) * meanIfAlive(tilt(), history, delta, 0, horizon.lengthPer(unit));
    }

    private double meanIfAlive(SarmanovTilt tilt, PurchaseHistory history, double delta, double t1, double length) {
        double bigR = r + history.frequency();
        double a = alpha + history.age();
        double d = beta + history.age();
        double time = CorrelatedKernel.timeAlive(
                s, d, delta, t1, length, tilt.ofStaying(bigR + 1, a), tilt.ofLeaving(bigR + 1, a));
        return bigR / a * time / tilt.mean(bigR, a, s, d);
    }

    /**
     * The variance of the number of purchases in (t1, t2], over the customer's rates, lifetime and chance: {@code E[Y] + E[(lambda
     * W)^2] - E[Y]^2}.
     */
    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        Span span = ModelChecks.span(ahead, unit);
        return variance(history, 0, span.from(), span.length());
    }

    /** The same of the discounted number: {@code E[lambda (1 - e^(-2 delta W))/(2 delta)] + E[(lambda a)^2] - E[lambda a]^2}. */
    @Override
    public double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return variance(history, delta, 0, horizon.lengthPer(unit));
    }

    private double variance(PurchaseHistory history, double delta, double t1, double length) {
        double alive = probabilityAlive(history);
        SarmanovTilt tilt = tilt();
        double bigR = r + history.frequency();
        double a = alpha + history.age();
        double d = beta + history.age();
        double mean = alive * meanIfAlive(tilt, history, delta, t1, length);
        double chance = delta == 0 ? mean : alive * meanIfAlive(tilt, history, 2 * delta, t1, length);
        double time = CorrelatedKernel.squareOfTimeAlive(
                s, d, delta, t1, length, tilt.ofStaying(bigR + 2, a), tilt.ofLeaving(bigR + 2, a));
        double square = alive * (bigR / a) * ((bigR + 1) / a) * time / tilt.mean(bigR, a, s, d);
        return Math.max(0, chance + square - mean * mean);
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
     * ln of the probability of exactly n purchases in (t1, t2] after the end of observation, far into the tail: as in
     * {@link ParetoNbd#logProbabilityOfPurchases}, each term with the mean of the bracket given n and the time alive.
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
        double ifAlive = CorrelatedKernel.logProbability(
                tilt(),
                n,
                r + history.frequency(),
                alpha + history.age(),
                s,
                beta + history.age(),
                span.from(),
                span.to());
        return ParetoNbdKernel.logAliveOrNone(logOdds, ifAlive, n);
    }

    /** {@inheritDoc} Who is alive may leave before he buys, so that never is likelier than having left. */
    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        double alive = probabilityAlive(history);
        SarmanovTilt tilt = tilt();
        double bigR = r + history.frequency();
        double a = alpha + history.age();
        double d = beta + history.age();
        return new SolvedNextPurchase() {
            @Override
            double within(double u) {
                return alive * CorrelatedKernel.probabilityWithin(tilt, bigR, a, s, d, u);
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
     * <p>Those of the four Pareto/NBDs whose likelihoods add up to this one's, each with its share of it, of which some are negative.
     *
     * @throws ArithmeticException if the shares cancel so far that fewer than four digits are left, as at parameters where next to no
     *     customer has a rate below 1 per period
     */
    @Override
    public CustomerRates rates(PurchaseHistory history) {
        if (m == 0) {
            return margins().rates(history);
        }
        double whole = logLikelihood(history);
        double logK = Math.log(Math.abs(m)) + SarmanovTilt.logSlow(r, alpha) + SarmanovTilt.logSlow(s, beta);
        double sign = Math.signum(m);
        List<CustomerRates> parts = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        double total = 0;
        double size = 0;
        for (int i = 0; i <= 1; i++) {
            for (int j = 0; j <= 1; j++) {
                ParetoNbd part = new ParetoNbd(r, alpha + i, s, beta + j, unit);
                double logFactor = i + j == 0 ? Math.log(Math.max(0, 1 + k())) : logK;
                parts.add(part.rates(history));
                // a factor below the smallest double may meet a likelihood beyond the largest
                double weight = (i + j == 0 ? 1 : i + j == 2 ? sign : -sign)
                        * Math.exp(logFactor + part.logLikelihood(history) - whole);
                weights.add(weight);
                total += weight;
                size += Math.abs(weight);
            }
        }
        if (!(size < LOST)) {
            throw new ArithmeticException(
                    "the shares of the four Pareto/NBDs must be of a size that leaves digits, were " + size
                            + " together (" + this + " and " + history
                            + "; margins() has the rates without correlation)");
        }
        double sum = total;
        weights.replaceAll(weight -> weight / sum);
        return MixedRates.of(probabilityAlive(history), parts, weights);
    }

    /** What is believed of the rates where the densities are signed sums. */
    private record MixedRates(
            double probabilityAlive, Distribution purchaseRate, Distribution leaving, double covariance)
            implements CustomerRates, Serializable {
        private static final long serialVersionUID = 1;

        static MixedRates of(double alive, List<CustomerRates> parts, List<Double> weights) {
            List<Distribution> leaving =
                    parts.stream().map(part -> part.dropout().orElseThrow()).toList();
            Distribution lambda = SignedMixture.of(
                    "purchase rate",
                    parts.stream().map(CustomerRates::purchaseRate).toList(),
                    weights);
            Distribution mu = SignedMixture.of("rate of leaving", leaving, weights);
            double covariance = 0;
            for (int i = 0; i < parts.size(); i++) {
                double off = parts.get(i).purchaseRate().mean() - lambda.mean();
                covariance += weights.get(i)
                        * (parts.get(i).covariance() + off * (leaving.get(i).mean() - mu.mean()));
            }
            return new MixedRates(alive, lambda, mu, covariance);
        }

        @Override
        public Optional<Distribution> dropout() {
            return Optional.of(leaving);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Exact: with probability P(alive) the customer is alive, with rates drawn from a mixture of gammas; else nothing.
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
        double[] rates = CorrelatedKernel.drawRates(
                tilt(), r + history.frequency(), alpha + history.age(), s, beta + history.age(), random);
        double end = rates[1] == 0 ? length : Math.min(length, random.nextExponential() / rates[1]);
        return LifetimeKernel.purchases(rates[0], end, length, unit, random);
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        SarmanovTilt tilt = tilt();
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = CorrelatedKernel.logLikelihood(
                    tilt, r, alpha, s, beta, histories.frequency(i), histories.recency(i), histories.age(i));
        }
        return out;
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share the tables of four Pareto/NBDs: within 1e-10 relative of the single form.
     */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        return ParetoNbdColumns.pay(histories)
                ? new CorrelatedColumns(this, histories).probabilityAlive()
                : RatesModel.super.probabilityAlive(histories);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share the tables of four Pareto/NBDs: within 1e-10 relative of the single form.
     */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        ModelChecks.requireUnit(unit, histories);
        return ParetoNbdColumns.pay(histories)
                ? new CorrelatedColumns(this, histories).probabilityAlive(ModelChecks.later(later))
                : RatesModel.super.probabilityAlive(histories, later);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share tables: within 1e-10 relative of the single form.
     */
    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return ParetoNbdColumns.pay(histories)
                ? new CorrelatedColumns(this, histories).purchases(0, span.from(), span.length())
                : RatesModel.super.expectedPurchases(histories, ahead);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share tables: within 1e-10 relative of the single form.
     */
    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return ParetoNbdColumns.pay(histories)
                ? new CorrelatedColumns(this, histories).purchases(delta, 0, horizon.lengthPer(unit))
                : RatesModel.super.discountedPurchases(histories, discount, horizon);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share tables: within 1e-10 relative of the single form.
     */
    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return ParetoNbdColumns.pay(histories)
                ? new CorrelatedColumns(this, histories).variance(0, span.from(), span.length())
                : RatesModel.super.varianceOfPurchases(histories, ahead);
    }

    /**
     * {@inheritDoc}
     *
     * <p>From 256 rows on, rows share tables: within 1e-10 relative of the single form.
     */
    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return ParetoNbdColumns.pay(histories)
                ? new CorrelatedColumns(this, histories).variance(delta, 0, horizon.lengthPer(unit))
                : RatesModel.super.varianceOfDiscountedPurchases(histories, discount, horizon);
    }
}
