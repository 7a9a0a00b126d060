package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.CustomerRates;
import org.customerequity.model.purchase.NextPurchase;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.RatesModel;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * The Pareto/NBD model with covariates that change with time: season, promotion, price, contacts. P. Bachmann, M. Meierer and J. Näf,
 * The Role of Time-Varying Contextual Factors in Latent Attrition Models for Customer Base Analysis, Marketing Science 40(4), 2021.
 *
 * <pre>{@code
 *   purchases at rate lambda a(u),  a = exp(g1'z1(u))       lambda ~ gamma(r, alpha)
 *   leaving at rate   mu d(u),      d = exp(g2'z2(u))       mu ~ gamma(s, beta), independent
 *
 *   A(u) = integral of a over (0, u),  D(u) = integral of d over (0, u),  u since the first purchase
 *   R = r + x,  A = alpha + A(T),  D = beta + D(T)         for a history (x, t_x, T) and its path
 * }</pre>
 *
 * <p>A positive g1 means that customers buy more often, a positive g2 that they leave sooner. The baseline is the
 * {@linkplain #baseline plain model} of a customer whose coded covariates are all 0. Without coefficients this is the Pareto/NBD;
 * with covariates that do not change, its form with static covariates.
 *
 * <p>Histories carry their paths ({@link PurchaseHistories#withPaths}, {@link PurchaseHistory#withPath}); a customer to come is
 * {@code newCustomer(unit).withPath(path)}. What lies ahead is asked of the path too: a path that does not reach so far is refused,
 * with how far it reaches, and nothing is assumed beyond it. For ever is answered only where the path
 * {@linkplain CovariatePath#forEver was declared} to hold for ever.
 *
 * <p>Integrals are by Gauss and Legendre within each period, in panels over which the integrand bends so little that a rule of 4
 * to 16 nodes is right to about 1e-15; expectations are closed forms by period. Stated range as for {@link ParetoNbd}, with
 * effects g'z in [-50, 50]; results are within 1e-12 relative, probabilities of a count and variances within 1e-10.
 */
public final class TimeVaryingParetoNbd implements RatesModel, Serializable {
    private static final long serialVersionUID = 1;

    private final PathLayout layout;
    private final PeriodUnit unit;

    /** Logarithms of the baseline, coefficients of purchases, those of dropout that are not equal to them. */
    private final double[] parameters;

    private TimeVaryingParetoNbd(PathLayout layout, PeriodUnit unit, double[] parameters) {
        this.layout = layout;
        this.unit = unit;
        this.parameters = parameters;
    }

    /**
     * A model of given parameters.
     *
     * @param baseline of a customer whose coded covariates are 0; its unit is the unit of the model
     * @param purchaseCoding the covariates of purchases, numbers all, and how they are measured
     * @param purchaseCoefficients g1, one for each of them
     * @param dropoutCoding the covariates of dropout; may be the same
     * @param dropoutCoefficients g2, one for each of them
     */
    public static TimeVaryingParetoNbd of(
            ParetoNbd baseline,
            CovariateCoding purchaseCoding,
            double[] purchaseCoefficients,
            CovariateCoding dropoutCoding,
            double[] dropoutCoefficients) {
        Objects.requireNonNull(baseline, "baseline");
        Objects.requireNonNull(purchaseCoefficients, "purchaseCoefficients");
        Objects.requireNonNull(dropoutCoefficients, "dropoutCoefficients");
        double[] p = Arrays.copyOf(
                new double[] {
                    Math.log(baseline.r()),
                    Math.log(baseline.alpha()),
                    Math.log(baseline.s()),
                    Math.log(baseline.beta())
                },
                4 + purchaseCoefficients.length + dropoutCoefficients.length);
        System.arraycopy(purchaseCoefficients, 0, p, 4, purchaseCoefficients.length);
        System.arraycopy(dropoutCoefficients, 0, p, 4 + purchaseCoefficients.length, dropoutCoefficients.length);
        sameLength(purchaseCoding, "purchaseCoding", purchaseCoefficients, "purchaseCoefficients");
        sameLength(dropoutCoding, "dropoutCoding", dropoutCoefficients, "dropoutCoefficients");
        return ofParameters(purchaseCoding, dropoutCoding, List.of(), baseline.unit(), p);
    }

    private static void sameLength(CovariateCoding coding, String codingName, double[] coefficients, String name) {
        int columns = Objects.requireNonNull(coding, codingName).columns().size();
        if (coefficients.length != columns) {
            throw Require.bad(name, "must be one for each of " + coding.columns(), "", coefficients.length);
        }
    }

    /**
     * A model again, from what {@link #parameters()} said.
     *
     * @param equalCoefficients names of covariates of both processes that have one coefficient; none in most models
     * @param parameters ln r, ln alpha, ln s, ln beta, then the coefficients of purchases and those of dropout but for equal ones;
     *     all finite
     */
    public static TimeVaryingParetoNbd ofParameters(
            CovariateCoding purchaseCoding,
            CovariateCoding dropoutCoding,
            List<String> equalCoefficients,
            PeriodUnit unit,
            double... parameters) {
        Objects.requireNonNull(purchaseCoding, "purchaseCoding");
        Objects.requireNonNull(dropoutCoding, "dropoutCoding");
        Objects.requireNonNull(equalCoefficients, "equalCoefficients");
        Objects.requireNonNull(unit, "unit");
        return of(new PathLayout(purchaseCoding, dropoutCoding, equalCoefficients), unit, parameters);
    }

    static TimeVaryingParetoNbd of(PathLayout layout, PeriodUnit unit, double... parameters) {
        List<String> names = layout.names();
        double[] p = Require.parameters(parameters, names).clone();
        for (int j = 0; j < p.length; j++) {
            p[j] = Require.finite(p[j], names.get(j), j < 4 ? "logarithm of a baseline parameter" : "a coefficient");
            if (j < 4) {
                Require.positive(Math.exp(p[j]), "exp of " + names.get(j), "a baseline parameter");
            }
        }
        return new TimeVaryingParetoNbd(layout, unit, p);
    }

    // --- fitting

    /**
     * How the covariates of a customer base are best measured: each number centred at its mean and scaled by its standard deviation
     * over the time in which customers were observed, flags of zeros and ones as they are.
     *
     * @param names of covariates of the paths
     * @throws IllegalArgumentException if a covariate never changes, or some are made up of others; the message names it
     */
    public static CovariateCoding codingOf(PurchaseHistories histories, String... names) {
        return PathCoding.learn(histories, List.of(names));
    }

    /**
     * The maximum-likelihood model of a customer base in which all of these covariates bear on buying and on leaving, measured as
     * {@link #codingOf} says; {@link TimeVaryingSpecification} for anything else.
     *
     * @param histories with paths
     * @throws IllegalArgumentException if there are no customers, somebody has no path with these covariates, or a covariate is the
     *     same throughout or made up of others
     */
    public static FitOutcome<TimeVaryingParetoNbd> fit(PurchaseHistories histories, String... names) {
        CovariateCoding coding = codingOf(histories, names);
        return TimeVaryingSpecification.of(coding, coding).fit(histories);
    }

    /**
     * The same with these covariates of buying and those of leaving; {@link TimeVaryingSpecification} for constraints, priors and
     * options.
     */
    public static FitOutcome<TimeVaryingParetoNbd> fit(
            PurchaseHistories histories, CovariateCoding purchaseCoding, CovariateCoding dropoutCoding) {
        return TimeVaryingSpecification.of(purchaseCoding, dropoutCoding).fit(histories);
    }

    // --- parameters

    @Override
    public PeriodUnit unit() {
        return unit;
    }

    @Override
    public List<String> parameterNames() {
        return layout.names();
    }

    /** ln r, ln alpha, ln s, ln beta, then the coefficients of purchases and those of dropout, but for equal ones. */
    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    /** LINEAR: coefficients may have either sign, and baselines are logarithms. */
    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public TimeVaryingParetoNbd withParameters(double... newParameters) {
        return of(layout, unit, newParameters);
    }

    /** The model of a customer whose coded covariates are all 0, always. */
    public ParetoNbd baseline() {
        return new ParetoNbd(
                Math.exp(parameters[0]),
                Math.exp(parameters[1]),
                Math.exp(parameters[2]),
                Math.exp(parameters[3]),
                unit);
    }

    /** The covariates of purchases, and how they are measured. */
    public CovariateCoding purchaseCoding() {
        return layout.purchases();
    }

    /** The covariates of dropout, and how they are measured. */
    public CovariateCoding dropoutCoding() {
        return layout.dropout();
    }

    /** Names of the covariates that have one coefficient for both processes; most models have none. */
    public List<String> equalCoefficients() {
        return layout.equal();
    }

    /** g1, in the order of {@link #purchaseCoding}: a covariate higher by one scale multiplies the rate of purchases by exp(g1). */
    public double[] purchaseCoefficients() {
        return Arrays.copyOfRange(
                parameters, 4, 4 + layout.purchases().columns().size());
    }

    /** g2, in the order of {@link #dropoutCoding}: a covariate higher by one scale multiplies the rate of leaving by exp(g2). */
    public double[] dropoutCoefficients() {
        double[] all = layout.expand(parameters);
        return Arrays.copyOfRange(all, 4 + layout.purchases().columns().size(), all.length);
    }

    // --- one customer

    /** A kernel with the coefficients beside it: what a column method makes once. */
    private final class Reader {
        private final double[] g1 = purchaseCoefficients();
        private final double[] g2 = dropoutCoefficients();
        private final PathKernel kernel;

        Reader() {
            ParetoNbd b = baseline();
            kernel = new PathKernel(
                    new PathWalk(layout.purchases(), layout.dropout()), b.r(), b.alpha(), b.s(), b.beta());
        }

        /** The kernel of a customer, for questions up to {@code ahead} periods after the age. */
        PathKernel read(CovariatePath path, int x, double recency, double age, double ahead) {
            if (path.isNone()) {
                if (g1.length + g2.length > 0) {
                    throw noPath();
                }
                kernel.walk.stand();
            } else {
                if (ahead > 0) {
                    path.requireReach(age + ahead, "the forecast goes as far");
                }
                if (!kernel.walk.read(path, age + ahead, 1, g1, g2, false)) {
                    throw PathWalk.tooLarge(path.customer());
                }
            }
            kernel.know(x, recency, age);
            return kernel;
        }
    }

    static IllegalArgumentException noPath() {
        return Require.bad(
                "history",
                "must have a path",
                "PurchaseHistories.withPaths or PurchaseHistory.withPath, for covariates that change with time",
                "without");
    }

    private PathKernel read(PurchaseHistory history, double ahead) {
        requireUnit(Objects.requireNonNull(history, "history").unit());
        return new Reader().read(history.path(), history.frequency(), history.recency(), history.age(), ahead);
    }

    private void requireUnit(PeriodUnit other) {
        if (other != unit) {
            throw new IllegalArgumentException("histories must be in the model's unit " + unit + ", were in " + other
                    + " (build them per " + unit + ", or fit the model to histories per " + other + ")");
        }
    }

    private Span inUnit(Span ahead) {
        return Objects.requireNonNull(ahead, "ahead").per(unit);
    }

    private static double checkedLater(double later) {
        return Require.nonNegative(later, "later", "periods of the model's unit after the end of observation");
    }

    private double rate(DiscountRate discount, Horizon horizon) {
        Objects.requireNonNull(horizon, "horizon");
        double delta = Objects.requireNonNull(discount, "discount").continuousPer(unit);
        if (horizon.isForever() && !(delta > 0)) {
            throw Require.bad(
                    "discount",
                    "must be > 0 for a horizon without end",
                    "the sum need not converge; use Horizon.ofYears for an end",
                    discount.effectiveAnnual());
        }
        return delta;
    }

    /**
     * ln of the density of the purchase times.
     *
     * <pre>{@code
     *   L = Gamma(R)/Gamma(r) alpha^r beta^s (product of a over the repeat purchases)
     *         { A^-R D^-s + s * integral from t_x to T of d(u) (alpha+A(u))^-R (beta+D(u))^-(s+1) du }
     * }</pre>
     *
     * @throws IllegalArgumentException if the history has no path with the covariates of the model
     */
    @Override
    public double logLikelihood(PurchaseHistory history) {
        return read(history, 0).logLikelihood();
    }

    /** {@code 1/(1 + K)} with the K of {@link #logOddsOfHavingLeft}: 1 where recency is age. */
    @Override
    public double probabilityAlive(PurchaseHistory history) {
        return read(history, 0).alive();
    }

    /** {@code P(alive) (D/(beta + D(T + later)))^s}. */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        return alive(read(history, checkedLater(later)), history.age(), later);
    }

    private static double alive(PathKernel kernel, double age, double later) {
        return later == 0 ? kernel.alive() : kernel.alive() * Math.exp(kernel.logSurvival(age + later));
    }

    /**
     * {@code ln((1 - P(alive)) / P(alive))}: P(alive) without the limits of a double.
     *
     * <pre>{@code
     *   K = s * integral from t_x to T of d(u) (A/(alpha+A(u)))^R (D/(beta+D(u)))^s du/(beta+D(u))
     * }</pre>
     *
     * @return minus infinity where recency is age
     */
    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        return read(history, 0).logOddsOfHavingLeft();
    }

    /**
     * Expected purchases in (t1, t2] after the end of observation, closed by period.
     *
     * <pre>{@code
     *   P(alive) R/A * integral over the span of a(u) (D/(beta+D(u)))^s du
     *   a period of it: a/d (D/d1)^s d1 [1 - (d1/d2)^(s-1)]/(s-1),  d1 and d2 = beta + D at its ends; ln(d2/d1) at s = 1
     * }</pre>
     *
     * @throws IllegalArgumentException if the path does not reach as far as the span; the message says whose and how far
     */
    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        Span span = inUnit(ahead);
        return expected(read(history, span.to()), history.age(), span);
    }

    private static double expected(PathKernel kernel, double age, Span span) {
        return kernel.alive() * kernel.rate() * kernel.timeAlive(age + span.from(), age + span.to());
    }

    @Override
    public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return Math.exp(logProbabilityOfPurchases(history, n, ahead));
    }

    /**
     * ln of the probability of exactly n purchases in (t1, t2] after the end of observation.
     *
     * <pre>{@code
     *   P(alive) { NB(n; Y(T+t2)) S(T+t2) + integral over the span of s d(u)/(beta+D(u)) S(u) NB(n; Y(u)) du }
     *     + [n = 0] { 1 - P(alive) S(T+t1) }
     *
     *   Y(u) = A(u) - A(T+t1),  S(u) = (D/(beta+D(u)))^s
     *   NB(n; y) = Gamma(R+n)/(Gamma(R) n!) (A/(A+y))^R (y/(A+y))^n
     * }</pre>
     *
     * @throws IllegalArgumentException if the path does not reach as far as the span
     */
    @Override
    public double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        Require.nonNegative(n, "n", "purchases in the span");
        Span span = inUnit(ahead);
        PathKernel kernel = read(history, span.to());
        if (span.length() == 0) {
            return n == 0 ? 0 : Double.NEGATIVE_INFINITY;
        }
        return kernel.logProbability(n, history.age() + span.from(), history.age() + span.to());
    }

    /**
     * Expected discounted purchases ahead.
     *
     * <pre>{@code
     *   P(alive) R/A * integral from 0 to H of e^(-delta u) a(T+u) (D/(beta+D(T+u)))^s du
     * }</pre>
     *
     * @throws IllegalArgumentException if the path does not reach as far as the horizon
     */
    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double delta = rate(discount, horizon);
        double end = horizon.lengthPer(unit);
        return discounted(read(history, end), history.age(), delta, end);
    }

    private static double discounted(PathKernel kernel, double age, double delta, double end) {
        double time = delta == 0 ? kernel.timeAlive(age, age + end) : kernel.discountedTimeAlive(delta, end);
        return kernel.alive() * kernel.rate() * time;
    }

    /**
     * The variance of the number of purchases in a span.
     *
     * <pre>{@code
     *   P(alive) R/A { E[W] + (E[W^2] + R Var(W) + R E[W]^2 (1 - P(alive))) / A }
     *
     *   W  growth of A(u) in the span while alive, of a customer alive at T
     * }</pre>
     */
    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        Span span = inUnit(ahead);
        PathKernel kernel = read(history, span.to());
        return span.length() == 0 ? 0 : kernel.variance(history.age() + span.from(), history.age() + span.to(), 0);
    }

    /** As {@link #varianceOfPurchases}, with the growth of A(u) discounted; the first E[W] at twice the rate. */
    @Override
    public double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double delta = rate(discount, horizon);
        double end = horizon.lengthPer(unit);
        return read(history, end).variance(history.age(), history.age() + end, delta);
    }

    /**
     * {@inheritDoc}
     *
     * <pre>{@code
     *   F(u) = P(alive) * integral from 0 to u of R a(T+y)/A (A/(alpha+A(T+y)))^(R+1) (D/(beta+D(T+y)))^s dy
     * }</pre>
     *
     * <p>Asked for more than the path reaches it refuses: a time beyond, a quantile that is not reached before, and whether the
     * customer buys at all, unless the path holds for ever.
     */
    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        return new PathNextPurchase(read(history, 0).alive(), history, ahead -> read(history, ahead));
    }

    /**
     * What the customer's own lambda and mu may be: purchases and leaving per period where the coded covariates are 0.
     *
     * <p>A mixture: who is alive has lambda ~ gamma(R, A) and mu ~ gamma(s, D); who left at u in (t_x, T) lambda ~ gamma(R,
     * alpha+A(u)) and mu ~ gamma(s+1, beta+D(u)). Times of leaving are the nodes of the integral of the likelihood, so that means
     * and variances are right to 1e-12; densities far out in a tail less.
     */
    @Override
    public CustomerRates rates(PurchaseHistory history) {
        return PathRates.of(read(history, 0), history.recency());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Exact: with probability P(alive) the customer is alive, with lambda ~ gamma(R, A) and mu ~ gamma(s, D), buys and leaves at
     * constant rates by clocks of A(u) and D(u), and these are read back into time.
     *
     * @throws IllegalArgumentException if the path does not reach as far, or more than 100 million purchases are to be expected
     */
    @Override
    public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        Require.nonNegative(length, "length", "periods of the model's unit to look ahead");
        Objects.requireNonNull(random, "random");
        PathKernel kernel = read(history, length);
        return simulate(kernel, history.age(), length, random);
    }

    private double[] simulate(PathKernel kernel, double age, double length, RandomGenerator random) {
        if (random.nextDouble() >= kernel.alive()) {
            return new double[0];
        }
        double lambda = RandomDraws.gamma(kernel.shape(), kernel.clockOfBuying(), random);
        double mu = RandomDraws.gamma(Math.exp(parameters[2]), kernel.clockOfLeaving(), random);
        return kernel.purchases(
                lambda, mu == 0 ? Double.POSITIVE_INFINITY : random.nextExponential() / mu, length, random);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of the same paths, which carry the purchases of the new customers.
     */
    @Override
    public PurchaseHistories simulateHistories(PurchaseHistories like, RandomGenerator random) {
        requireUnit(Objects.requireNonNull(like, "like").unit());
        Objects.requireNonNull(random, "random");
        int n = like.size();
        Reader reader = new Reader();
        int[] x = new int[n];
        double[] recency = new double[n];
        double[] logIntervals = new double[n];
        List<CovariatePath> paths = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            CovariatePath path = like.path(i);
            CovariatePath clear = path.withPurchases();
            double[] times = simulate(reader.read(clear, 0, 0, 0, like.age(i)), 0, like.age(i), random);
            x[i] = times.length;
            for (double time : times) {
                // at enormous rates two purchases may fall on one double
                logIntervals[i] += Math.log(Math.max(time - recency[i], Double.MIN_NORMAL));
                recency[i] = time;
            }
            paths.add(path.isNone() ? path : clear.withPurchases(times));
        }
        return PurchaseHistories.ofColumns(x, recency, like.ages(), unit)
                .withLogIntervals(logIntervals)
                .withPaths(paths);
    }

    // --- columns

    /** What a column asks of each customer. */
    private interface Question {
        double of(PathKernel kernel, double age);
    }

    private double[] column(PurchaseHistories histories, double ahead, Question question) {
        requireUnit(Objects.requireNonNull(histories, "histories").unit());
        Reader reader = new Reader();
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            double age = histories.age(i);
            PathKernel kernel =
                    reader.read(histories.path(i), histories.frequency(i), histories.recency(i), age, ahead);
            out[i] = question.of(kernel, age);
        }
        return out;
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        return column(histories, 0, (kernel, age) -> kernel.logLikelihood());
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        return column(histories, 0, (kernel, age) -> kernel.alive());
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        return column(histories, checkedLater(later), (kernel, age) -> alive(kernel, age, later));
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] logOddsOfHavingLeft(PurchaseHistories histories) {
        return column(histories, 0, (kernel, age) -> kernel.logOddsOfHavingLeft());
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        Span span = inUnit(ahead);
        return column(histories, span.to(), (kernel, age) -> expected(kernel, age, span));
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        double delta = rate(discount, horizon);
        double end = horizon.lengthPer(unit);
        return column(histories, end, (kernel, age) -> discounted(kernel, age, delta, end));
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        Span span = inUnit(ahead);
        return column(
                histories,
                span.to(),
                (kernel, age) -> span.length() == 0 ? 0 : kernel.variance(age + span.from(), age + span.to(), 0));
    }

    /** {@inheritDoc} Equal to the single form. */
    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        double delta = rate(discount, horizon);
        double end = horizon.lengthPer(unit);
        return column(histories, end, (kernel, age) -> kernel.variance(age, age + end, delta));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TimeVaryingParetoNbd other
                && unit == other.unit
                && layout.equals(other.layout)
                && Arrays.equals(parameters, other.parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(layout, unit, Arrays.hashCode(parameters));
    }

    /** {@code TimeVaryingParetoNbd[ln r=0.26, …, purchases: promotion=0.6, dropout: promotion=-0.4, unit WEEK]}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("TimeVaryingParetoNbd[");
        List<String> names = parameterNames();
        for (int j = 0; j < parameters.length; j++) {
            out.append(names.get(j)).append('=').append(parameters[j]).append(", ");
        }
        return out.append("unit ").append(unit).append(']').toString();
    }
}
