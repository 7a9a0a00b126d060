package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.FrequencyTables;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.internal.row.ErlangStates;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * What the {@link BgCnbd} (m = 0) and the {@link MbgCnbd} (m = 1) have in common, which is everything but m: whether a
 * customer may leave right after the first purchase.
 *
 * <p>A history enters by its likelihood factor, times what no question but the likelihood needs:
 *
 * <pre>{@code
 *   alive   lambda^kx exp(-lambda T) p^0 (1-p)^(x+m) sum over j < k of (lambda (T-t_x))^j / j!
 *   left    lambda^kx exp(-lambda t_x) p (1-p)^(x+m-1)                                     x + m > 0
 * }</pre>
 */
final class Cnbd {
    /** Erlang timing of a coefficient of variation of 1/10: beyond, purchases come like clockwork. */
    static final int MOST_EVENTS = 100;

    private static final int SHARED_COUNTS = 1024;

    private final int k;
    private final double r;
    private final double alpha;
    private final double a;
    private final double b;
    private final int m;
    private final PeriodUnit unit;

    Cnbd(int k, double r, double alpha, double a, double b, int m, PeriodUnit unit) {
        this.k = k;
        this.r = r;
        this.alpha = alpha;
        this.a = a;
        this.b = b;
        this.m = m;
        this.unit = unit;
    }

    /** The checks of both records. */
    static void check(int k, double r, double alpha, double a, double b, PeriodUnit unit) {
        checkEvents(k, "k");
        Require.positive(r, "r", "shape of the rates of hidden events");
        Require.positive(alpha, "alpha", "rate of the rates of hidden events, a time in the model's unit");
        Require.positive(a, "a", "first shape of the dropout chances");
        Require.positive(b, "b", "second shape of the dropout chances");
        Objects.requireNonNull(unit, "unit");
    }

    static int checkEvents(int k, String name) {
        if (k < 1 || k > MOST_EVENTS) {
            throw Require.bad(
                    name,
                    "must be in 1.." + MOST_EVENTS,
                    "hidden events a purchase: 1 for purchases at random, more for regular ones",
                    k);
        }
        return k;
    }

    // --- the past

    /** Refuses what has no sum of log intervals where that is needed. */
    private void requireIntervals(boolean known, Object value) {
        if (k > 1 && !known) {
            throw Require.bad(
                    "intervals",
                    "must be known where k is above 1",
                    "the likelihood of regular timing needs the times between purchases: PurchaseHistory.withIntervals,"
                            + " PurchaseHistories.withLogIntervals, or histories from a PurchaseLog",
                    value);
        }
    }

    double logLikelihood(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        requireIntervals(history.hasIntervals(), history.intervals());
        int x = history.frequency();
        return logLikelihood(
                logConstant(x),
                x,
                history.recency(),
                history.age(),
                history.intervals().sumOfLogs(),
                new double[k]);
    }

    double[] logLikelihood(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        double[] weight = new double[k];
        double[] constants = new double[SHARED_COUNTS];
        Arrays.fill(constants, Double.NaN);
        for (int i = 0; i < out.length; i++) {
            int x = histories.frequency(i);
            if (x > 0) {
                requireIntervals(histories.hasIntervals(), "none");
            }
            double constant;
            if (x >= SHARED_COUNTS) {
                constant = logConstant(x);
            } else {
                if (Double.isNaN(constants[x])) {
                    constants[x] = logConstant(x);
                }
                constant = constants[x];
            }
            double logs = k > 1 && x > 0 ? histories.sumOfLogIntervals(i) : 0;
            out[i] = logLikelihood(constant, x, histories.recency(i), histories.age(i), logs, weight);
        }
        return out;
    }

    /** What of the log-likelihood depends on x alone. */
    private double logConstant(int x) {
        double events = (double) k * x;
        return SpecialFunctions.logRising(r, events)
                + SpecialFunctions.logBetaRatio(b, a, x + m)
                - events * Math.log(alpha)
                - (k == 1 ? 0 : x * SpecialFunctions.logGamma(k));
    }

    private double logLikelihood(
            double constant, int x, double recency, double age, double sumOfLogs, double[] weight) {
        double n = r + (double) k * x;
        double fewer = states(n, recency, age, weight);
        double timing = k == 1 ? 0 : (k - 1) * sumOfLogs;
        double alive = constant + timing - n * BgNbdLikelihood.log1p(age / alpha) + fewer;
        if (x + m == 0) {
            return alive;
        }
        double d = logOdds(x, n, recency, age, fewer);
        return alive + Math.max(d, 0) + Math.log1p(Math.exp(-Math.abs(d)));
    }

    /** {@link ErlangStates#of} of a customer with n = r + kx. */
    private double states(double n, double recency, double age, double[] weight) {
        return ErlangStates.of(k, n, (age - recency) / (alpha + age), weight);
    }

    /** ln of the odds of having left, given ln of the sum of the c_j; minus infinity where leaving is impossible. */
    private double logOdds(int x, double n, double recency, double age, double fewer) {
        return x + m == 0
                ? Double.NEGATIVE_INFINITY
                : Math.log(a / (b + (x + m - 1)))
                        + n * BgNbdLikelihood.log1p((age - recency) / (alpha + recency))
                        - fewer;
    }

    private double logOdds(PurchaseHistory history, double[] weight) {
        double n = r + (double) k * history.frequency();
        double fewer = states(n, history.recency(), history.age(), weight);
        return logOdds(history.frequency(), n, history.recency(), history.age(), fewer);
    }

    double logOddsOfHavingLeft(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return logOdds(history, new double[k]);
    }

    double probabilityAlive(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        return alive(logOdds(history, new double[k]));
    }

    double[] probabilityAlive(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        double[] out = new double[histories.size()];
        double[] weight = new double[k];
        for (int i = 0; i < out.length; i++) {
            out[i] = alive(logOdds(histories, i, weight));
        }
        return out;
    }

    /** ln of the odds of having left of a row, with the probabilities of its states written into {@code weight}. */
    private double logOdds(PurchaseHistories histories, int i, double[] weight) {
        int x = histories.frequency(i);
        double n = r + (double) k * x;
        double fewer = states(n, histories.recency(i), histories.age(i), weight);
        return logOdds(x, n, histories.recency(i), histories.age(i), fewer);
    }

    private static double alive(double logOdds) {
        return logOdds < 690 ? 1 / (1 + Math.exp(logOdds)) : Math.exp(-logOdds);
    }

    // --- the future

    private CnbdKernel ifAlive(int x, int j, double age) {
        return new CnbdKernel(k, j, r + (double) k * x + j, alpha + age, a, b + (x + m));
    }

    /** The mean answer of an alive customer over the states, without P(alive). */
    private double ifAlive(PurchaseHistory history, double[] weight, ToDoubleFunction<CnbdKernel> question) {
        double sum = 0;
        for (int j = 0; j < k; j++) {
            if (weight[j] > 0) {
                sum += weight[j] * question.applyAsDouble(ifAlive(history.frequency(), j, history.age()));
            }
        }
        return sum;
    }

    private double timesAlive(PurchaseHistory history, ToDoubleFunction<CnbdKernel> question) {
        double[] weight = new double[k];
        double alive = alive(logOdds(history, weight));
        return alive * ifAlive(history, weight, question);
    }

    /** The same for every row. What a state answers depends on (x, T) alone and is shared between rows. */
    private double[] ifAlive(PurchaseHistories histories, ToDoubleFunction<CnbdKernel> question) {
        int rows = histories.size();
        double[] out = new double[rows];
        double[] answer = new double[rows];
        double[] weight = new double[k];
        int[] frequencies = histories.frequencies();
        double[] ages = histories.ages();
        for (int state = 0; state < k; state++) {
            int j = state;
            FrequencyTables.fill(
                    frequencies,
                    ages,
                    alpha,
                    x -> {
                        CnbdKernel shared = ifAlive(x, j, 0);
                        return age -> question.applyAsDouble(shared.atRate(alpha + age));
                    },
                    answer);
            for (int i = 0; i < rows; i++) {
                states(r + (double) k * frequencies[i], histories.recency(i), ages[i], weight);
                // as the single form, which does not ask a state that cannot be
                out[i] += weight[j] > 0 ? weight[j] * answer[i] : 0;
            }
        }
        return out;
    }

    private double[] timesAlive(PurchaseHistories histories, ToDoubleFunction<CnbdKernel> question) {
        double[] out = ifAlive(histories, question);
        double[] weight = new double[k];
        for (int i = 0; i < out.length; i++) {
            out[i] *= alive(logOdds(histories, i, weight));
        }
        return out;
    }

    double probabilityAlive(PurchaseHistory history, double later) {
        ModelChecks.requireUnit(unit, history);
        ModelChecks.later(later);
        return later == 0
                ? probabilityAlive(history)
                : Math.min(1, timesAlive(history, state -> state.survival(later)));
    }

    double[] probabilityAlive(PurchaseHistories histories, double later) {
        ModelChecks.requireUnit(unit, histories);
        ModelChecks.later(later);
        if (later == 0) {
            return probabilityAlive(histories);
        }
        double[] out = timesAlive(histories, state -> state.survival(later));
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min(1, out[i]);
        }
        return out;
    }

    double expectedPurchases(PurchaseHistory history, Span ahead) {
        ModelChecks.requireUnit(unit, history);
        Span span = ModelChecks.span(ahead, unit);
        return timesAlive(history, state -> state.expected(span.from(), span.to()));
    }

    double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return timesAlive(histories, state -> state.expected(span.from(), span.to()));
    }

    double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        ModelChecks.requireUnit(unit, history);
        Span span = ModelChecks.span(ahead, unit);
        double[] weight = new double[k];
        double alive = alive(logOdds(history, weight));
        return variance(
                alive,
                ifAlive(history, weight, state -> state.expected(span.from(), span.to())),
                ifAlive(history, weight, state -> state.secondMoment(span.from(), span.to())));
    }

    /** A customer whose time runs from the last purchase. */
    private CnbdKernel sincePurchase(PurchaseHistory history) {
        return ifAlive(history.frequency(), 0, history.recency());
    }

    /** ln of the probability of fewer than k events from t_x to T, for such a customer. */
    private double logFewer(PurchaseHistory history) {
        double n = r + (double) k * history.frequency();
        double gap = history.age() - history.recency();
        return states(n, history.recency(), history.age(), new double[k])
                - n * BgNbdLikelihood.log1p(gap / (alpha + history.recency()));
    }

    double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        Span span = ModelChecks.span(ahead, unit);
        return variances(
                histories,
                ifAlive(histories, state -> state.expected(span.from(), span.to())),
                ifAlive(histories, state -> state.secondMoment(span.from(), span.to())));
    }

    private double[] variances(PurchaseHistories histories, double[] mean, double[] square) {
        double[] weight = new double[k];
        for (int i = 0; i < mean.length; i++) {
            square[i] = variance(alive(logOdds(histories, i, weight)), mean[i], square[i]);
        }
        return square;
    }

    private static double variance(double alive, double mean, double square) {
        return alive * (Math.max(0, square - mean * mean) + (1 - alive) * mean * mean);
    }

    double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        ModelChecks.requireUnit(unit, history);
        ModelChecks.purchases(n);
        Span span = ModelChecks.span(ahead, unit);
        double[] weight = new double[k];
        double logOdds = logOdds(history, weight);
        double ifAlive = ifAlive(history, weight, state -> probability(state, n, span));
        return probability(ifAlive, logOdds, n, span);
    }

    double[] probabilityOfPurchases(PurchaseHistories histories, int n, Span ahead) {
        ModelChecks.requireUnit(unit, histories);
        ModelChecks.purchases(n);
        Span span = ModelChecks.span(ahead, unit);
        double[] out = ifAlive(histories, state -> probability(state, n, span));
        double[] weight = new double[k];
        for (int i = 0; i < out.length; i++) {
            out[i] = probability(out[i], logOdds(histories, i, weight), n, span);
        }
        return out;
    }

    private static double probability(CnbdKernel state, int n, Span span) {
        return Math.exp(state.logProbability(n, span.from(), span.to()));
    }

    /** Of an alive customer or of all: who has left buys nothing. */
    private static double probability(double ifAlive, double logOdds, int n, Span span) {
        double alive = alive(logOdds) * Math.min(1, ifAlive);
        if (n > 0) {
            return alive;
        }
        return span.length() == 0 ? 1 : Math.min(1, alive + gone(logOdds));
    }

    /** 1 - {@link #alive(double)}, to full relative precision. */
    private static double gone(double logOdds) {
        return alive(-logOdds);
    }

    double logProbabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
        ModelChecks.requireUnit(unit, history);
        ModelChecks.purchases(n);
        Span span = ModelChecks.span(ahead, unit);
        if (span.length() == 0) {
            return n == 0 ? 0 : Double.NEGATIVE_INFINITY;
        }
        double[] weight = new double[k];
        double odds = logOdds(history, weight);
        double logAlive = -SpecialFunctions.logSumExp(0, odds);
        double sum = span.from() == 0
                ? logIfAlive(history, weight, state -> state.logProbability(n, 0, span.to()))
                : logLaterIfAlive(history, weight, n, span);
        double alive = logAlive + sum;
        return Math.min(0, n == 0 ? SpecialFunctions.logSumExp(alive, logAlive + odds) : alive);
    }

    private double logLaterIfAlive(PurchaseHistory history, double[] weight, int n, Span span) {
        double gap = history.age() - history.recency();
        double alive = sincePurchase(history).logLaterProbability(gap, n, span.from(), span.to()) - logFewer(history);
        return n > 0
                ? alive
                : SpecialFunctions.logSumExp(alive, logIfAlive(history, weight, state -> state.logGoneBy(span.from())));
    }

    private double logIfAlive(PurchaseHistory history, double[] weight, ToDoubleFunction<CnbdKernel> logAnswer) {
        double sum = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < k; j++) {
            if (weight[j] > 0) {
                double log = logAnswer.applyAsDouble(ifAlive(history.frequency(), j, history.age()));
                sum = SpecialFunctions.logSumExp(sum, Math.log(weight[j]) + log);
            }
        }
        return sum;
    }

    /** The model of random moments, which this is where every hidden event is a purchase, and which answers faster. */
    private BetaGeometric random() {
        return new BetaGeometric(r, alpha, a, b, m, unit);
    }

    double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        if (k == 1) {
            return random().discountedPurchases(history, discount, horizon);
        }
        ModelChecks.requireUnit(unit, history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return timesAlive(history, state -> state.discounted(delta, end));
    }

    double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        if (k == 1) {
            return random().discountedPurchases(histories, discount, horizon);
        }
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return timesAlive(histories, state -> state.discounted(delta, end));
    }

    double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        if (k == 1) {
            return random().varianceOfDiscountedPurchases(history, discount, horizon);
        }
        ModelChecks.requireUnit(unit, history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        double[] weight = new double[k];
        double alive = alive(logOdds(history, weight));
        return variance(
                alive,
                ifAlive(history, weight, state -> state.discounted(delta, end)),
                ifAlive(history, weight, state -> state.discountedSecondMoment(delta, end)));
    }

    double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        if (k == 1) {
            return random().varianceOfDiscountedPurchases(histories, discount, horizon);
        }
        ModelChecks.requireUnit(unit, histories);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        return variances(
                histories,
                ifAlive(histories, state -> state.discounted(delta, end)),
                ifAlive(histories, state -> state.discountedSecondMoment(delta, end)));
    }

    NextPurchase nextPurchase(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        double[] weight = new double[k];
        double alive = alive(logOdds(history, weight));
        return new SolvedNextPurchase() {
            @Override
            double within(double u) {
                return u == 0 ? 0 : alive * Math.min(1, ifAlive(history, weight, state -> state.purchaseWithin(u)));
            }

            @Override
            public double probabilityEver() {
                return alive;
            }
        };
    }

    CustomerRates rates(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        double[] weight = new double[k];
        double logOdds = logOdds(history, weight);
        double alive = alive(logOdds);
        double gone = gone(logOdds);
        int x = history.frequency();
        double events = r + (double) k * x;
        List<Distribution> rates = new ArrayList<>();
        double[] rateWeights = new double[k + 1];
        double rateIfAlive = 0;
        for (int j = 0; j < k; j++) {
            Distribution rate = Distribution.gamma(events + j, k * (alpha + history.age()));
            rates.add(rate);
            rateWeights[j] = alive * weight[j];
            rateIfAlive += weight[j] * rate.mean();
        }
        Distribution rateIfGone = Distribution.gamma(events, k * (alpha + history.recency()));
        rates.add(rateIfGone);
        rateWeights[k] = gone;
        Distribution stays = Distribution.beta(a, b + (x + m));
        // where nobody can have left, the second has no weight
        Distribution leaves = x + m == 0 ? stays : Distribution.beta(a + 1, b + (x + m - 1));
        double covariance = alive * gone * (rateIfAlive - rateIfGone.mean()) * (stays.mean() - leaves.mean());
        return new Rates(
                alive,
                Distribution.mixture(rates, rateWeights),
                Distribution.mixture(List.of(stays, leaves), alive, gone),
                covariance);
    }

    /** What is believed of the rates, with the chance to leave where it can travel as bytes. */
    private record Rates(
            double probabilityAlive, Distribution purchaseRate, Distribution chanceToLeave, double covariance)
            implements CustomerRates, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Optional<Distribution> dropout() {
            return Optional.of(chanceToLeave);
        }
    }

    double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        ModelChecks.requireUnit(unit, history);
        ModelChecks.length(length);
        double[] weight = new double[k];
        double alive = alive(logOdds(history, weight));
        if (random.nextDouble() >= alive) {
            return new double[0];
        }
        int state = 0;
        if (k > 1) {
            for (double left = random.nextDouble() - weight[0]; left >= 0 && state < k - 1; left -= weight[state]) {
                state++;
            }
        }
        double events = r + (double) k * history.frequency() + state;
        double lambda = RandomDraws.gamma(events, alpha + history.age(), random);
        double p = RandomDraws.beta(a, b + (history.frequency() + m), random);
        // purchases end with the length, or at the latest after 1/p of them on average
        if (lambda / k * length > 1e8 && p < 1e-8) {
            throw Require.bad(
                    "length",
                    "must lead to at most 1e8 purchases",
                    "this customer buys " + lambda / k + " times per " + unit.noun() + " and leaves with a chance of "
                            + p,
                    length);
        }
        double[] times = new double[8];
        int n = 0;
        double t = 0;
        while (true) {
            for (; state < k; state++) {
                t += random.nextExponential() / lambda;
            }
            if (!(t <= length)) {
                return Arrays.copyOf(times, n);
            }
            state = 0;
            if (n == times.length) {
                times = Arrays.copyOf(times, 2 * n);
            }
            times[n++] = t;
            if (random.nextDouble() < p) {
                return Arrays.copyOf(times, n);
            }
        }
    }
}
