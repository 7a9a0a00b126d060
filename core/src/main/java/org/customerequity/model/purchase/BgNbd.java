package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.FrequencyTables;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
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
public record BgNbd(double r, double alpha, double a, double b, PeriodUnit unit)
        implements PurchaseModel, Serializable {
    static final List<String> NAMES = List.of("r", "alpha", "a", "b");

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
     * closed form, from a start computed from the data.
     *
     * <p>The cost grows with the number of distinct (x, t_x, T). The fit does not depend on the order of the rows, nor,
     * but for the unit of alpha, on that of time. Customers who never bought again say little alone: where there is no
     * repeat purchase at all, the outcome is not converged and says so.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public static FitOutcome<BgNbd> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        ModelChecks.requireCustomers(histories);
        DistinctRows rows = DistinctRows.of(histories.frequencies(), histories.recencies(), histories.ages());
        PeriodUnit unit = histories.unit();
        return MaximumLikelihood.fit(new BgNbdLikelihood(rows), options, p -> new BgNbd(p[0], p[1], p[2], p[3], unit));
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
        ModelChecks.requireUnit(unit, history);
        int x = history.frequency();
        return logLikelihood(logConstant(x), x, history.recency(), history.age());
    }

    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        double[] constants = new double[SHARED_COUNTS];
        Arrays.fill(constants, Double.NaN);
        for (int i = 0; i < out.length; i++) {
            int x = histories.frequency(i);
            double constant;
            if (x >= SHARED_COUNTS) {
                constant = logConstant(x);
            } else {
                if (Double.isNaN(constants[x])) {
                    constants[x] = logConstant(x);
                }
                constant = constants[x];
            }
            out[i] = logLikelihood(constant, x, histories.recency(i), histories.age(i));
        }
        return out;
    }

    private static final int SHARED_COUNTS = 1024;

    /** What of the log-likelihood depends on x alone. */
    private double logConstant(int x) {
        return SpecialFunctions.logRising(r, x) + BgNbdKernel.logBetaRatio(b, a, x) - x * Math.log(alpha);
    }

    private double logLikelihood(double constant, int x, double recency, double age) {
        double alive = constant - (r + x) * BgNbdLikelihood.log1p(age / alpha);
        if (x == 0) {
            return alive;
        }
        double d = logOdds(x, recency, age);
        return alive + Math.max(d, 0) + Math.log1p(Math.exp(-Math.abs(d)));
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
        ModelChecks.requireUnit(unit, history);
        return history.frequency() == 0
                ? Double.NEGATIVE_INFINITY
                : logOdds(history.frequency(), history.recency(), history.age());
    }

    private double logOdds(int x, double recency, double age) {
        return Math.log(a / (b + (x - 1))) + logLapse(x, recency, age);
    }

    private double logLapse(int x, double recency, double age) {
        return (r + x) * BgNbdLikelihood.log1p((age - recency) / (alpha + recency));
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
        ModelChecks.requireUnit(unit, history);
        return alive(history.frequency(), history.recency(), history.age());
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = alive(histories.frequency(i), histories.recency(i), histories.age(i));
        }
        return out;
    }

    private double alive(int x, double recency, double age) {
        if (x == 0) {
            return 1;
        }
        double lapse = logLapse(x, recency, age);
        double factor = a / (b + (x - 1));
        return lapse < 690 ? 1 / (1 + factor * Math.exp(lapse)) : Math.exp(-Math.log(factor) - lapse);
    }

    /** 1 - {@link #alive}, to full relative precision. */
    private double gone(PurchaseHistory history) {
        return history.frequency() == 0 ? 0 : 1 / (1 + Math.exp(-logOddsOfHavingLeft(history)));
    }

    // --- the future

    /** The customer's posterior, if alive. */
    private BgNbdKernel ifAlive(int x, double age) {
        return new BgNbdKernel(r + x, alpha + age, a, b + x);
    }

    private double ifAlive(PurchaseHistory history, ToDoubleFunction<BgNbdKernel> question) {
        return question.applyAsDouble(ifAlive(history.frequency(), history.age()));
    }

    /** The answer for an alive customer for every row, shared between rows of one frequency. */
    private double[] ifAlive(PurchaseHistories histories, ToDoubleFunction<BgNbdKernel> question) {
        double[] out = new double[histories.size()];
        FrequencyTables.fill(
                histories.frequencies(),
                histories.ages(),
                alpha,
                x -> {
                    BgNbdKernel shared = ifAlive(x, 0);
                    return age -> question.applyAsDouble(shared.atRate(alpha + age));
                },
                out);
        return out;
    }

    private double[] timesAlive(PurchaseHistories histories, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] *= alive(histories.frequency(i), histories.recency(i), histories.age(i));
        }
        return out;
    }

    /**
     * The probability that the customer has not left by {@code later} periods after the end of observation.
     *
     * <pre>{@code
     *   P E[exp(-lambda p later)] = P 2F1(r+x, a; a+b+x; -later / (alpha+T))
     * }</pre>
     */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        double alive = probabilityAlive(history);
        ModelChecks.later(later);
        return alive * ifAlive(history, k -> k.survival(later));
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        ModelChecks.later(later);
        if (later == 0) {
            return probabilityAlive(histories);
        }
        ModelChecks.requireUnit(unit, histories);
        return timesAlive(histories, ifAlive(histories, k -> k.survival(later)));
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
        double alive = probabilityAlive(history);
        Span span = ModelChecks.span(ahead, unit);
        return alive * ifAlive(history, k -> k.expected(span.from(), span.to()));
    }

    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return timesAlive(histories, ifAlive(histories, k -> k.expected(span.from(), span.to())));
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
        double alive = probabilityAlive(history);
        Span span = ModelChecks.span(ahead, unit);
        return variance(
                alive,
                ifAlive(history, k -> k.expected(span.from(), span.to())),
                ifAlive(history, k -> k.secondMoment(span.from(), span.to())));
    }

    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return variances(
                histories,
                ifAlive(histories, k -> k.expected(span.from(), span.to())),
                ifAlive(histories, k -> k.secondMoment(span.from(), span.to())));
    }

    private static double variance(double alive, double mean, double square) {
        return alive * (Math.max(0, square - mean * mean) + (1 - alive) * mean * mean);
    }

    private double[] variances(PurchaseHistories histories, double[] mean, double[] square) {
        for (int i = 0; i < mean.length; i++) {
            double alive = alive(histories.frequency(i), histories.recency(i), histories.age(i));
            square[i] = variance(alive, mean[i], square[i]);
        }
        return square;
    }

    /**
     * The probability of exactly n purchases ahead: eq. 8 of the paper with the posterior in place of the prior, and its
     * mean over p where the stretch does not begin now. A sum of positive terms.
     */
    @Override
    public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        double alive = probabilityAlive(history);
        Span span = ModelChecks.span(ahead, unit);
        double ifAlive = ifAlive(history, k -> probability(k, ModelChecks.purchases(n), span));
        return n == 0 ? none(alive * ifAlive, history, span) : alive * ifAlive;
    }

    @Override
    public double[] probabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        ModelChecks.purchases(n);
        Span span = ModelChecks.span(ahead, unit);
        double[] out = timesAlive(histories, ifAlive(histories, k -> probability(k, n, span)));
        for (int i = 0; n == 0 && i < out.length; i++) {
            out[i] = none(out[i], histories.row(i), span);
        }
        return out;
    }

    private double none(double aliveAndNone, PurchaseHistory history, Span span) {
        return span.length() == 0 ? 1 : Math.min(1, aliveAndNone + gone(history));
    }

    private static double probability(BgNbdKernel kernel, int n, Span span) {
        return n == 0
                ? kernel.probabilityOfNone(span.from(), span.to())
                : Math.exp(kernel.logProbability(n, span.from(), span.to()));
    }

    /**
     * ln of {@link #probabilityOfPurchases(PurchaseHistory, int, Span)}, also where that is too small for a
     * {@code double}; minus infinity only for n > 0 in an empty span.
     */
    @Override
    public double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        ModelChecks.requireUnit(unit, history);
        ModelChecks.purchases(n);
        Span span = ModelChecks.span(ahead, unit);
        double odds = logOddsOfHavingLeft(history);
        double logAlive = -SpecialFunctions.logSumExp(0, odds);
        if (n > 0) {
            return logAlive + ifAlive(history, k -> k.logProbability(n, span.from(), span.to()));
        }
        double none = logAlive + ifAlive(history, k -> k.logProbabilityOfNone(span.from(), span.to()));
        return Math.min(0, SpecialFunctions.logSumExp(none, logAlive + odds));
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
        double alive = probabilityAlive(history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return alive * ifAlive(history, k -> k.discounted(delta, end));
    }

    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return timesAlive(histories, ifAlive(histories, k -> k.discounted(delta, end)));
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
    public double discountedPurchasesVariance(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double alive = probabilityAlive(history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return variance(
                alive,
                ifAlive(history, k -> k.discounted(delta, end)),
                ifAlive(history, k -> k.discountedSecondMoment(delta, end)));
    }

    @Override
    public double[] discountedPurchasesVariance(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return variances(
                histories,
                ifAlive(histories, k -> k.discounted(delta, end)),
                ifAlive(histories, k -> k.discountedSecondMoment(delta, end)));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if more than 100 million purchases are to be expected
     */
    @Override
    public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        double alive = probabilityAlive(history);
        ModelChecks.length(length);
        if (random.nextDouble() >= alive) {
            return new double[0];
        }
        double lambda = RandomDraws.gamma(r + history.frequency(), alpha + history.age(), random);
        double p = RandomDraws.beta(a, b + history.frequency(), random);
        // purchases end with the length, or at the latest after 1/p of them on average
        if (lambda * length > 1e8 && p < 1e-8) {
            throw Require.bad(
                    "length",
                    "must lead to at most 1e8 purchases",
                    "this customer buys " + lambda + " times per " + unit.noun() + " and leaves with a chance of " + p,
                    length);
        }
        double[] times = new double[8];
        int n = 0;
        for (double t = random.nextExponential() / lambda; t <= length; t += random.nextExponential() / lambda) {
            if (n == times.length) {
                times = Arrays.copyOf(times, 2 * n);
            }
            times[n++] = t;
            if (random.nextDouble() < p) {
                break;
            }
        }
        return Arrays.copyOf(times, n);
    }
}
