package org.customerequity.model.purchase;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
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
 * The work of the two models in which a customer who buys at a gamma rate has a chance to leave after each purchase: the
 * BG/NBD, where the first purchase brings no such chance, and the MBG/NBD, where it does.
 *
 * <pre>{@code
 *   m    chances to leave before the first repeat purchase: 0 in the BG/NBD, 1 in the MBG/NBD
 *   c    x + m, chances to leave so far
 *
 *   L    = G(r+x) alpha^r / G(r) [ B(a,b+c)/B(a,b) (alpha+T)^-(r+x) + [c>0] B(a+1,b+c-1)/B(a,b) (alpha+t_x)^-(r+x) ]
 *   odds = a/(b+c-1) ((alpha+T)/(alpha+t_x))^(r+x)        of having left; 0 for c = 0
 * }</pre>
 *
 * <p>Who is alive has lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+c), independent, whatever m is; what follows from
 * there is {@link BgNbdKernel}. Formulas, ranges and sources stand with {@link BgNbd} and {@link MbgNbd}.
 */
final class BetaGeometric {
    private static final int SHARED_COUNTS = 1024;

    private final double r;
    private final double alpha;
    private final double a;
    private final double b;
    /** m. */
    private final int early;

    private final PeriodUnit unit;

    BetaGeometric(double r, double alpha, double a, double b, int early, PeriodUnit unit) {
        this.r = r;
        this.alpha = alpha;
        this.a = a;
        this.b = b;
        this.early = early;
        this.unit = unit;
    }

    // --- the past

    double logLikelihood(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        int x = history.frequency();
        return logLikelihood(logConstant(x), x, history.recency(), history.age());
    }

    double[] logLikelihood(PurchaseHistories histories) {
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

    /** What of the log-likelihood depends on x alone. */
    private double logConstant(int x) {
        return SpecialFunctions.logRising(r, x) + SpecialFunctions.logBetaRatio(b, a, x + early) - x * Math.log(alpha);
    }

    private double logLikelihood(double constant, int x, double recency, double age) {
        double aged = (r + x) * BgNbdLikelihood.log1p(age / alpha);
        if (x + early == 0) {
            return constant - aged;
        }
        if (x == 0) {
            return logSilence(aged);
        }
        double d = logOdds(x, recency, age);
        return constant - aged + Math.max(d, 0) + Math.log1p(Math.exp(-Math.abs(d)));
    }

    /** ln of the probability that a customer who may leave at once has not bought again: {@code a/(a+b) + b/(a+b) e^-aged}. */
    private double logSilence(double aged) {
        double silent = (a + b * Math.exp(-aged)) / (a + b);
        // the logarithm of a number next to 1 has few digits
        return silent < 0.98 ? Math.log(silent) : Math.log1p(b / (a + b) * Math.expm1(-aged));
    }

    double logOddsOfHavingLeft(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return history.frequency() + early == 0
                ? Double.NEGATIVE_INFINITY
                : logOdds(history.frequency(), history.recency(), history.age());
    }

    private double logOdds(int x, double recency, double age) {
        return Math.log(a / (b + (x + early - 1))) + logLapse(x, recency, age);
    }

    private double logLapse(int x, double recency, double age) {
        return (r + x) * BgNbdLikelihood.log1p((age - recency) / (alpha + recency));
    }

    double probabilityAlive(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return alive(history.frequency(), history.recency(), history.age());
    }

    double[] probabilityAlive(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = alive(histories.frequency(i), histories.recency(i), histories.age(i));
        }
        return out;
    }

    private double alive(int x, double recency, double age) {
        int chances = x + early;
        if (chances == 0) {
            return 1;
        }
        double lapse = logLapse(x, recency, age);
        double factor = a / (b + (chances - 1));
        return lapse < 690 ? 1 / (1 + factor * Math.exp(lapse)) : Math.exp(-Math.log(factor) - lapse);
    }

    /** 1 - {@link #alive}, to full relative precision. */
    private double gone(PurchaseHistory history) {
        return 1 / (1 + Math.exp(-logOddsOfHavingLeft(history)));
    }

    // --- the customer's own rates

    /**
     * <pre>{@code
     *   Cov(lambda, p) = P (1-P) (E[lambda | left] - E[lambda | alive]) (E[p | left] - E[p | alive])
     *                  = P (1-P) (r+x) (T - t_x) / ((alpha+T) (alpha+t_x)) / (a+b+c)
     * }</pre>
     */
    CustomerRates rates(PurchaseHistory history) {
        double alive = probabilityAlive(history);
        double gone = gone(history);
        int chances = history.frequency() + early;
        double shape = r + history.frequency();
        double rateIfAlive = alpha + history.age();
        double rateIfGone = alpha + history.recency();
        double faster = shape / rateIfGone * ((history.age() - history.recency()) / rateIfAlive);
        double covariance = alive * gone * faster / (a + b + chances);
        return new BetaGeometricRates(
                alive, gone, covariance, shape, rateIfAlive, rateIfGone, a, b + chances, b + (chances - 1));
    }

    // --- the future

    /** The customer's posterior, if alive. */
    private BgNbdKernel ifAlive(int x, double age) {
        return new BgNbdKernel(r + x, alpha + age, a, b + (x + early));
    }

    private double ifAlive(PurchaseHistory history, ToDoubleFunction<BgNbdKernel> question) {
        return question.applyAsDouble(ifAlive(history.frequency(), history.age()));
    }

    /** The answer for an alive customer for every row, shared between rows of one frequency. */
    private double[] ifAlive(PurchaseHistories histories, ToDoubleFunction<BgNbdKernel> question) {
        double[] out = new double[histories.size()];
        fill(histories.frequencies(), histories.ages(), question, out);
        return out;
    }

    private void fill(int[] x, double[] age, ToDoubleFunction<BgNbdKernel> question, double[] out) {
        FrequencyTables.fill(
                x,
                age,
                alpha,
                count -> {
                    BgNbdKernel shared = ifAlive(count, 0);
                    return observed -> question.applyAsDouble(shared.atRate(alpha + observed));
                },
                out);
    }

    /** {@link #ifAlive(PurchaseHistories, ToDoubleFunction)} of a question so slow that rows of equal x and T are worth finding. */
    private double[] ifAliveOnce(PurchaseHistories histories, ToDoubleFunction<BgNbdKernel> question) {
        int[] x = histories.frequencies();
        double[] age = histories.ages();
        int[] alike = DistinctRows.firstAlike(x, age, age);
        int[] place = new int[x.length];
        int distinct = 0;
        for (int i = 0; i < x.length; i++) {
            if (alike[i] == i) {
                x[distinct] = x[i];
                age[distinct] = age[i];
                place[i] = distinct++;
            }
        }
        double[] answer = new double[distinct];
        fill(Arrays.copyOf(x, distinct), Arrays.copyOf(age, distinct), question, answer);
        double[] out = new double[alike.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = answer[place[alike[i]]];
        }
        return out;
    }

    private double[] timesAlive(PurchaseHistories histories, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] *= alive(histories.frequency(i), histories.recency(i), histories.age(i));
        }
        return out;
    }

    double probabilityAlive(PurchaseHistory history, double later) {
        double alive = probabilityAlive(history);
        ModelChecks.later(later);
        return alive * ifAlive(history, k -> k.survival(later));
    }

    double[] probabilityAlive(PurchaseHistories histories, double later) {
        ModelChecks.later(later);
        if (later == 0) {
            return probabilityAlive(histories);
        }
        ModelChecks.requireUnit(unit, histories);
        return timesAlive(histories, ifAlive(histories, k -> k.survival(later)));
    }

    double expectedPurchases(PurchaseHistory history, Span ahead) {
        double alive = probabilityAlive(history);
        Span span = ModelChecks.span(ahead, unit);
        return alive * ifAlive(history, k -> k.expected(span.from(), span.to()));
    }

    double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return timesAlive(histories, ifAlive(histories, k -> k.expected(span.from(), span.to())));
    }

    double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        double alive = probabilityAlive(history);
        Span span = ModelChecks.span(ahead, unit);
        return variance(
                alive,
                ifAlive(history, k -> k.expected(span.from(), span.to())),
                ifAlive(history, k -> k.secondMoment(span.from(), span.to())));
    }

    double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
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

    double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        double alive = probabilityAlive(history);
        Span span = ModelChecks.span(ahead, unit);
        double ifAlive = ifAlive(history, k -> probability(k, ModelChecks.purchases(n), span));
        return n == 0 ? none(alive * ifAlive, history, span) : alive * ifAlive;
    }

    double[] probabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
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

    double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
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

    double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double alive = probabilityAlive(history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return alive * ifAlive(history, k -> k.discounted(delta, end));
    }

    double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return timesAlive(histories, ifAliveOnce(histories, k -> k.discounted(delta, end)));
    }

    double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        double alive = probabilityAlive(history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return variance(
                alive,
                ifAlive(history, k -> k.discounted(delta, end)),
                ifAlive(history, k -> k.discountedSecondMoment(delta, end)));
    }

    double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return variances(
                histories,
                ifAlive(histories, k -> k.discounted(delta, end)),
                ifAlive(histories, k -> k.discountedSecondMoment(delta, end)));
    }

    NextPurchase nextPurchase(PurchaseHistory history) {
        double alive = probabilityAlive(history);
        return new GammaNextPurchase(alive, r + history.frequency(), alpha + history.age());
    }

    double[] probabilityOfBuyingWithin(PurchaseHistories histories, double u) {
        ModelChecks.requireUnit(unit, histories);
        GammaNextPurchase.time(u);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            int x = histories.frequency(i);
            double age = histories.age(i);
            out[i] = GammaNextPurchase.within(alive(x, histories.recency(i), age), r + x, alpha + age, u);
        }
        return out;
    }

    double[] nextPurchaseQuantile(PurchaseHistories histories, double p) {
        ModelChecks.requireUnit(unit, histories);
        GammaNextPurchase.probability(p);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            int x = histories.frequency(i);
            double age = histories.age(i);
            out[i] = GammaNextPurchase.quantile(alive(x, histories.recency(i), age), r + x, alpha + age, p);
        }
        return out;
    }

    double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        double alive = probabilityAlive(history);
        ModelChecks.length(length);
        Objects.requireNonNull(random, "random");
        if (random.nextDouble() >= alive) {
            return new double[0];
        }
        double lambda = RandomDraws.gamma(r + history.frequency(), alpha + history.age(), random);
        double p = RandomDraws.beta(a, b + (history.frequency() + early), random);
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
