package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * The NBD model of repeat purchases: customers buy at random at a rate of their own, and nobody ever leaves.
 *
 * <pre>{@code
 *   lambda ~ Gamma(shape r, rate alpha)     purchases per period
 * }</pre>
 *
 * <p>After x repeat purchases in a time T the customer's rate is Gamma(r + x, alpha + T), whenever they were. The yardstick
 * by which the models that let customers leave are measured: where many have left it expects far too much, as it counts
 * every silence as chance.
 *
 * <p>Range: counts to 100,000, times 1e-6 to 1e6 periods, parameters 1e-4 to 1e4, to 1e-12 relative, or to a few units in
 * the last place of the largest logarithm in the formula where that is more. All answers are closed forms; column and single
 * forms agree to the bit.
 *
 * <p>A. S. C. Ehrenberg, The Pattern of Consumer Purchases, Applied Statistics 8(1), 1959, 26-41; conditional on a history:
 * D. C. Schmittlein, A. C. Bemmaor and D. G. Morrison, Why Does the NBD Model Work?, Marketing Science 4(3), 1985, 255-266.
 *
 * @param r shape of the purchase rates
 * @param alpha rate of the purchase rates, a time in {@code unit}: r / alpha is the mean rate
 * @param unit what {@code alpha}, recency and age are counted in
 */
public record Nbd(double r, double alpha, PeriodUnit unit) implements RatesModel, Serializable {
    static final List<String> NAMES = List.of("r", "alpha");

    public Nbd {
        Require.positive(r, "r", "shape of the purchase rates");
        Require.positive(alpha, "alpha", "rate of the purchase rates, a time in the model's unit");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with the default options. */
    public static FitOutcome<Nbd> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * Maximum likelihood over all customers: Newton's method on the logarithms of the parameters with both derivatives in
     * closed form, from a start computed from the data.
     *
     * <p>The cost grows with the number of distinct (x, T). The fit does not depend on the order of the rows, nor, but for
     * the unit of alpha, on that of time. Where the counts vary no more than those of one common rate would, r and alpha grow
     * without bound, and the outcome says so; where there is no repeat purchase at all, it is not converged.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static FitOutcome<Nbd> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        PeriodUnit unit = Objects.requireNonNull(histories, "histories").unit();
        return MaximumLikelihood.fit(likelihood(histories), options, p -> new Nbd(p[0], p[1], unit));
    }

    /**
     * What {@link #fit(PurchaseHistories)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static Likelihood likelihood(PurchaseHistories histories) {
        ModelChecks.requireCustomers(histories);
        return new NbdLikelihood(
                DistinctRows.of(histories.frequencies(), new double[histories.size()], histories.ages()));
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {r, alpha};
    }

    @Override
    public Nbd withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new Nbd(parameters[0], parameters[1], unit);
    }

    // --- the past

    /**
     * ln of the density of the purchase times.
     *
     * <pre>{@code
     *   L = G(r+x) alpha^r / [G(r) (alpha+T)^(r+x)]
     * }</pre>
     *
     * <p>The probability of x purchases in (0, T], at whatever times, is {@code L T^x / x!}, which
     * {@link #probabilityOfPurchases} of a new customer gives; the two have their maximum at the same parameters.
     */
    @Override
    public double logLikelihood(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return logLikelihood(history.frequency(), history.age());
    }

    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = logLikelihood(histories.frequency(i), histories.age(i));
        }
        return out;
    }

    private double logLikelihood(int x, double age) {
        return SpecialFunctions.logRising(r, x) - x * Math.log(alpha) - (r + x) * BgNbdLikelihood.log1p(age / alpha);
    }

    /** Minus infinity: nobody leaves. */
    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return Double.NEGATIVE_INFINITY;
    }

    /** 1: nobody leaves. */
    @Override
    public double probabilityAlive(PurchaseHistory history) {
        return probabilityAlive(history, 0);
    }

    /** All 1: nobody leaves. */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        return probabilityAlive(histories, 0);
    }

    // --- the customer's own rate

    /**
     * What lambda may be, given the history: Gamma(r + x, alpha + T). There is no dropout.
     *
     * <pre>{@code
     *   E[lambda] = (r+x) / (alpha+T)
     * }</pre>
     */
    @Override
    public CustomerRates rates(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return new GammaRates(r + history.frequency(), alpha + history.age());
    }

    // --- the future

    /** 1: nobody leaves. */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        ModelChecks.requireUnit(unit, history);
        ModelChecks.later(later);
        return 1;
    }

    /** All 1: nobody leaves. */
    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        ModelChecks.requireUnit(unit, histories);
        ModelChecks.later(later);
        double[] out = new double[histories.size()];
        Arrays.fill(out, 1);
        return out;
    }

    /**
     * Expected purchases ahead.
     *
     * <pre>{@code
     *   m = (r+x) / (alpha+T) t,     t the length of the span
     * }</pre>
     */
    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        ModelChecks.requireUnit(unit, history);
        return mean(history.frequency(), history.age(), length(ahead));
    }

    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        return means(histories, length(ahead));
    }

    /** What is expected of purchases that count for {@code worth} periods together. */
    private double[] means(PurchaseHistories histories, double worth) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = mean(histories.frequency(i), histories.age(i), worth);
        }
        return out;
    }

    private double mean(int x, double age, double worth) {
        return (r + x) / (alpha + age) * worth;
    }

    private double length(Span ahead) {
        return ModelChecks.span(ahead, unit).length();
    }

    /**
     * The variance of the number of purchases ahead, given the history: negative binomial.
     *
     * <pre>{@code
     *   m + m^2 / (r+x),     m = expectedPurchases
     * }</pre>
     */
    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        ModelChecks.requireUnit(unit, history);
        double length = length(ahead);
        return variance(history.frequency(), history.age(), length, length);
    }

    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        double length = length(ahead);
        return variances(histories, length, length);
    }

    /** Of purchases that count for {@code worth} periods together, and whose squares count for {@code squared}. */
    private double variance(int x, double age, double worth, double squared) {
        double mean = mean(x, age, worth);
        return mean(x, age, squared) + mean * (mean / (r + x));
    }

    private double[] variances(PurchaseHistories histories, double worth, double squared) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = variance(histories.frequency(i), histories.age(i), worth, squared);
        }
        return out;
    }

    /**
     * The probability of exactly n purchases ahead: negative binomial.
     *
     * <pre>{@code
     *   G(r+x+n) / (G(r+x) n!) (A/(A+t))^(r+x) (t/(A+t))^n,     A = alpha+T, t the length of the span
     * }</pre>
     */
    @Override
    public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        return Math.exp(logProbabilityOfPurchases(history, n, ahead));
    }

    @Override
    public double[] probabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        ModelChecks.purchases(n);
        double length = length(ahead);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp(logProbability(histories.frequency(i), histories.age(i), n, length));
        }
        return out;
    }

    /**
     * ln of {@link #probabilityOfPurchases(PurchaseHistory, int, Span)}, also where that is too small for a
     * {@code double}; minus infinity only for n > 0 in an empty span.
     */
    @Override
    public double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        ModelChecks.requireUnit(unit, history);
        ModelChecks.purchases(n);
        return logProbability(history.frequency(), history.age(), n, length(ahead));
    }

    private double logProbability(int x, double age, int n, double length) {
        double shape = r + x;
        double rate = alpha + age;
        if (n == 0) {
            return -shape * BgNbdLikelihood.log1p(length / rate);
        }
        if (length == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double w = length / (rate + length);
        double v = rate / (rate + length);
        return Math.min(0, IncompleteBeta.logPower(w, v, n, shape) - Math.log(n));
    }

    /**
     * Expected purchases ahead, discounted to the end of observation.
     *
     * <pre>{@code
     *   (r+x)/(alpha+T) (1 - exp(-delta H)) / delta
     *   (r+x)/(alpha+T) / delta                         for ever
     * }</pre>
     */
    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return mean(history.frequency(), history.age(), annuity(delta, horizon));
    }

    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return means(histories, annuity(delta, horizon));
    }

    /** {@code (1 - exp(-delta H)) / delta}: the periods until H, discounted. */
    private double annuity(double delta, Horizon horizon) {
        double end = horizon.lengthPer(unit);
        return delta == 0 ? end : -Math.expm1(-delta * end) / delta;
    }

    /**
     * The variance of the discounted number of purchases D ahead, given the history.
     *
     * <pre>{@code
     *   (r+x)/(alpha+T) (1 - exp(-2 delta H)) / (2 delta) + E[D]^2 / (r+x)
     * }</pre>
     */
    @Override
    public double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return variance(history.frequency(), history.age(), annuity(delta, horizon), annuity(2 * delta, horizon));
    }

    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return variances(histories, annuity(delta, horizon), annuity(2 * delta, horizon));
    }

    /**
     * How long until the customer buys next, which is certain to happen.
     *
     * <pre>{@code
     *   F(u) = 1 - ((alpha+T) / (alpha+T+u))^(r+x)
     *   u(p) = (alpha+T) [(1 - p)^(-1/(r+x)) - 1]
     * }</pre>
     *
     * <p>F to full relative precision, also for the smallest u. A quantile above the largest {@code double} is never.
     */
    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return new GammaNextPurchase(1, r + history.frequency(), alpha + history.age());
    }

    @Override
    public double[] probabilityOfBuyingWithin(PurchaseHistories histories, double u) {
        ModelChecks.requireUnit(unit, histories);
        GammaNextPurchase.time(u);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = GammaNextPurchase.within(1, r + histories.frequency(i), alpha + histories.age(i), u);
        }
        return out;
    }

    @Override
    public double[] nextPurchaseQuantile(PurchaseHistories histories, double p) {
        ModelChecks.requireUnit(unit, histories);
        GammaNextPurchase.probability(p);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = GammaNextPurchase.quantile(1, r + histories.frequency(i), alpha + histories.age(i), p);
        }
        return out;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if more than 100 million purchases are to be expected
     */
    @Override
    public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        ModelChecks.requireUnit(unit, history);
        ModelChecks.length(length);
        Objects.requireNonNull(random, "random");
        double lambda = RandomDraws.gamma(r + history.frequency(), alpha + history.age(), random);
        if (lambda * length > 1e8) {
            throw Require.bad(
                    "length",
                    "must lead to at most 1e8 purchases",
                    "this customer buys " + lambda + " times per " + unit.noun(),
                    length);
        }
        double[] times = new double[8];
        int n = 0;
        for (double t = random.nextExponential() / lambda; t <= length; t += random.nextExponential() / lambda) {
            if (n == times.length) {
                times = Arrays.copyOf(times, 2 * n);
            }
            times[n++] = t;
        }
        return Arrays.copyOf(times, n);
    }
}
