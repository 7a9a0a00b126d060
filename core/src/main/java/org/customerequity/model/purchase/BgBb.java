package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * The BG/BB model of purchases at discrete opportunities, such as a yearly appeal for donations: customers leave before each
 * opportunity with a chance of their own, and while they are customers buy at it with a chance of their own.
 *
 * <pre>{@code
 *   p     ~ Beta(alpha, beta)      chance to buy at an opportunity while a customer
 *   theta ~ Beta(gamma, delta)     chance to leave for good before an opportunity
 * }</pre>
 *
 * <p>One opportunity falls at the end of every period of {@code unit} after the first purchase. So recency t_x and age n of a
 * history are whole numbers, the last opportunity at which the customer bought and the opportunities so far, with
 * {@code x <= t_x <= n}; a history that is not so is refused.
 * {@link org.customerequity.history.Opportunities} builds them from purchases. A
 * {@link Span} holds the opportunities at the whole numbers in it, and a {@link Horizon} those up to its end; what is bought
 * at the j-th opportunity ahead is worth {@code (1+d)^-j} with d the discount rate per period.
 *
 * <p>Alive means: was still a customer at opportunity n. The literature's "alive at n+1" is
 * {@link #probabilityAlive(PurchaseHistory, double) probabilityAlive(history, 1)}.
 *
 * <p>Range: parameters 1e-4 to 1e4, counts and opportunities to 100,000, to 1e-12 relative, or 1e-10 where thousands of
 * opportunities ahead are summed by quadrature, or to a few units in the last place of the largest logarithm in the formula
 * where that is more. Nothing special happens at gamma = 1. Time grows with the opportunities since the last purchase
 * and, in the distribution of a count, with those ahead. The column forms compute what rows have in common once, and agree
 * with the single forms to the bit.
 *
 * <p>P. S. Fader, B. G. S. Hardie and J. Shang, Customer-Base Analysis in a Discrete-Time Noncontractual Setting, Marketing
 * Science 29(6), 2010, 1086-1108.
 *
 * @param alpha first shape of the chances to buy
 * @param beta second shape of the chances to buy: alpha / (alpha + beta) is their mean
 * @param gamma first shape of the chances to leave
 * @param delta second shape of the chances to leave: gamma / (gamma + delta) is their mean
 * @param unit the period at whose end an opportunity falls
 */
public record BgBb(double alpha, double beta, double gamma, double delta, PeriodUnit unit)
        implements RatesModel, Serializable {
    static final List<String> NAMES = List.of("alpha", "beta", "gamma", "delta");

    public BgBb {
        Require.positive(alpha, "alpha", "first shape of the chances to buy");
        Require.positive(beta, "beta", "second shape of the chances to buy");
        Require.positive(gamma, "gamma", "first shape of the chances to leave");
        Require.positive(delta, "delta", "second shape of the chances to leave");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with the default options. */
    public static FitOutcome<BgBb> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * Maximum likelihood over all customers: Newton's method on the logarithms of the parameters with both derivatives in
     * closed form, from a start computed from the data.
     *
     * <p>The cost grows with the number of distinct (x, t_x, n) and the opportunities since their last purchases. The fit does
     * not depend on the order of the rows. Where there is no repeat purchase at all, the outcome is not converged and says so.
     *
     * @throws IllegalArgumentException if there are no customers, or a history does not count whole opportunities
     */
    public static FitOutcome<BgBb> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        PeriodUnit unit = Objects.requireNonNull(histories, "histories").unit();
        return MaximumLikelihood.fit(likelihood(histories), options, p -> new BgBb(p[0], p[1], p[2], p[3], unit));
    }

    /**
     * What {@link #fit(PurchaseHistories)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if there are no customers, or a history does not count whole opportunities
     */
    public static Likelihood likelihood(PurchaseHistories histories) {
        ModelChecks.requireCustomers(histories);
        return new BgBbLikelihood(OpportunityRows.of(histories));
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {alpha, beta, gamma, delta};
    }

    @Override
    public BgBb withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new BgBb(parameters[0], parameters[1], parameters[2], parameters[3], unit);
    }

    private void check(PurchaseHistory history) {
        ModelChecks.requireUnit(unit, history);
        OpportunityRows.check(history);
    }

    private OpportunityRows rows(PurchaseHistories histories) {
        ModelChecks.requireUnit(unit, histories);
        return OpportunityRows.of(histories);
    }

    /** A figure of (x, t_x, n). */
    private interface Figure {
        double of(int x, int t, int n);
    }

    private static double of(PurchaseHistory history, Figure figure) {
        return figure.of(history.frequency(), (int) history.recency(), (int) history.age());
    }

    private static double[] distinct(OpportunityRows rows, Figure figure) {
        double[] out = new double[rows.size()];
        for (int j = 0; j < out.length; j++) {
            out[j] = figure.of(rows.x(j), rows.t(j), rows.n(j));
        }
        return out;
    }

    // --- the past

    /**
     * ln of the probability of the purchases at exactly these opportunities, whichever they were before the last.
     *
     * <pre>{@code
     *   L = B(alpha+x, beta+n-x)/B(alpha,beta) B(gamma, delta+n)/B(gamma,delta)
     *       + sum over i = 0, ..., n-t_x-1 of
     *           B(alpha+x, beta+t_x-x+i)/B(alpha,beta) B(gamma+1, delta+t_x+i)/B(gamma,delta)
     * }</pre>
     */
    @Override
    public double logLikelihood(PurchaseHistory history) {
        check(history);
        return of(history, this::logLikelihood);
    }

    @Override
    public double[] logLikelihood(PurchaseHistories histories) {
        OpportunityRows rows = rows(histories);
        return rows.spread(distinct(rows, this::logLikelihood));
    }

    private double logLikelihood(int x, int t, int n) {
        return x == 0
                ? BgBbPast.logLikelihoodOfNone(this, n)
                : BgBbPast.of(this, x, t, n).logLikelihood();
    }

    /**
     * ln of the odds that the customer has left by opportunity n, (1 - P) / P with P of
     * {@link #probabilityAlive(PurchaseHistory)}, also where P itself is too small for a {@code double}; minus infinity where
     * the customer bought at the last opportunity.
     */
    @Override
    public double logOddsOfHavingLeft(PurchaseHistory history) {
        check(history);
        return of(history, (x, t, n) -> BgBbPast.of(this, x, t, n).logOdds());
    }

    /**
     * The probability that the customer had not left by opportunity n.
     *
     * <pre>{@code
     *   P = B(alpha+x, beta+n-x)/B(alpha,beta) B(gamma, delta+n)/B(gamma,delta) / L
     * }</pre>
     *
     * @return in [0, 1]; 1 where the customer bought at opportunity n
     */
    @Override
    public double probabilityAlive(PurchaseHistory history) {
        check(history);
        return of(history, this::alive);
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories) {
        OpportunityRows rows = rows(histories);
        return rows.spread(distinct(rows, this::alive));
    }

    private double alive(int x, int t, int n) {
        return BgBbPast.of(this, x, t, n).alive();
    }

    /** The customer's posterior, if alive. */
    BgBbKernel ahead(int x, int n) {
        return new BgBbKernel(alpha + x, beta + (n - x), gamma, delta + n);
    }

    /** The sums over opportunities ahead of an alive customer. */
    private OpportunitySums sums(int n) {
        return new OpportunitySums(gamma, delta + n);
    }

    /** The mean chance to buy of an alive customer. */
    private double chance(int x, int n) {
        return (alpha + x) / (alpha + beta + n);
    }

    /** The mean of its square. */
    private double squaredChance(int x, int n) {
        return chance(x, n) * ((alpha + x + 1) / (alpha + beta + n + 1));
    }

    /** One value for each distinct number of opportunities so far, spread over the distinct rows. */
    private double[] sums(OpportunityRows rows, ToDoubleFunction<OpportunitySums> sum) {
        OpportunityRows ages = rows.ofAges();
        return ages.spread(distinct(ages, (x, t, n) -> sum.applyAsDouble(sums(n))));
    }

    // --- the future

    /**
     * The probability that the customer will not have left by the last opportunity of the next {@code later} periods.
     *
     * <pre>{@code
     *   P B(gamma, delta+n+j) / B(gamma, delta+n),   j = floor(later)
     * }</pre>
     */
    @Override
    public double probabilityAlive(PurchaseHistory history, double later) {
        check(history);
        double j = Math.floor(ModelChecks.later(later));
        return of(history, (x, t, n) -> alive(x, t, n) * sums(n).survival(j));
    }

    @Override
    public double[] probabilityAlive(PurchaseHistories histories, double later) {
        OpportunityRows rows = rows(histories);
        double j = Math.floor(ModelChecks.later(later));
        return rows.spread(timesAlive(rows, sums(rows, sums -> sums.survival(j))));
    }

    private double[] timesAlive(OpportunityRows rows, double[] out) {
        for (int j = 0; j < out.length; j++) {
            out[j] = alive(rows.x(j), rows.t(j), rows.n(j)) * out[j];
        }
        return out;
    }

    /**
     * Expected purchases at the opportunities ahead.
     *
     * <pre>{@code
     *   P (alpha+x)/(alpha+beta+n) sum over k = i+1, ..., j of B(gamma, delta+n+k)/B(gamma, delta+n)
     *   i = floor(from), j = floor(to)
     * }</pre>
     *
     * <p>The paper divides by gamma - 1; here nothing does.
     */
    @Override
    public double expectedPurchases(PurchaseHistory history, Span ahead) {
        check(history);
        Span span = whole(ahead);
        return of(history, (x, t, n) -> alive(x, t, n) * (chance(x, n) * sums(n).expected(span.from(), span.to())));
    }

    @Override
    public double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        OpportunityRows rows = rows(histories);
        Span span = whole(ahead);
        return rows.spread(timesAlive(rows, purchases(rows, sums -> sums.expected(span.from(), span.to()))));
    }

    /** The chance to buy times a sum, for each distinct row. */
    private double[] purchases(OpportunityRows rows, ToDoubleFunction<OpportunitySums> sum) {
        double[] out = sums(rows, sum);
        for (int j = 0; j < out.length; j++) {
            out[j] = chance(rows.x(j), rows.n(j)) * out[j];
        }
        return out;
    }

    private Span whole(Span ahead) {
        Span span = ModelChecks.span(ahead, unit);
        return Span.between(Math.floor(span.from()), Math.floor(span.to()), unit);
    }

    /**
     * The variance of the number of purchases at the opportunities ahead, given the history.
     *
     * <pre>{@code
     *   P (M2 - M1^2) + P (1-P) M1^2,     M1, M2  first and second moment if alive
     *   M2 = M1 + 2 E[p^2] sum over i < k < l <= j of B(gamma, delta+n+l)/B(gamma, delta+n)
     * }</pre>
     *
     * <p>M2 is right to 1e-12 relative; where the variance is a small part of it, the variance has the digits that are left.
     */
    @Override
    public double varianceOfPurchases(PurchaseHistory history, Span ahead) {
        check(history);
        Span span = whole(ahead);
        return of(history, (x, t, n) -> {
            OpportunitySums sums = sums(n);
            double single = sums.expected(span.from(), span.to());
            return variance(x, t, n, single, single, sums.pairs(span.from(), span.to(), 0));
        });
    }

    @Override
    public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
        OpportunityRows rows = rows(histories);
        Span span = whole(ahead);
        double[] single = sums(rows, sums -> sums.expected(span.from(), span.to()));
        double[] pairs = sums(rows, sums -> sums.pairs(span.from(), span.to(), 0));
        return rows.spread(variances(rows, single, single, pairs));
    }

    /**
     * From sums over opportunities to the variance of what is bought at them.
     *
     * @param single sum of what each opportunity weighs
     * @param squares sum of the squares of that
     * @param pairs sum over pairs of opportunities
     */
    private double variance(int x, int t, int n, double single, double squares, double pairs) {
        double alive = alive(x, t, n);
        double mean = chance(x, n) * single;
        double square = chance(x, n) * squares + 2 * squaredChance(x, n) * pairs;
        return alive * (Math.max(0, square - mean * mean) + (1 - alive) * mean * mean);
    }

    private double[] variances(OpportunityRows rows, double[] single, double[] squares, double[] pairs) {
        double[] out = new double[rows.size()];
        for (int j = 0; j < out.length; j++) {
            out[j] = variance(rows.x(j), rows.t(j), rows.n(j), single[j], squares[j], pairs[j]);
        }
        return out;
    }

    /**
     * The probability of purchases at exactly {@code count} of the opportunities ahead: the paper's distribution with the
     * posterior in place of the prior, where the customer is alive at the start of the stretch. A sum of positive terms.
     */
    @Override
    public double probabilityOfPurchases(PurchaseHistory history, int count, Span ahead) {
        check(history);
        ModelChecks.purchases(count);
        Span span = whole(ahead);
        return of(history, (x, t, n) -> probability(x, t, n, count, span, ifAlive(x, n, count, span)));
    }

    @Override
    public double[] probabilityOfPurchases(PurchaseHistories histories, int count, Span ahead) {
        OpportunityRows rows = rows(histories);
        ModelChecks.purchases(count);
        Span span = whole(ahead);
        OpportunityRows counts = rows.withoutRecency();
        double[] ifAlive = counts.spread(distinct(counts, (x, t, n) -> ifAlive(x, n, count, span)));
        double[] out = new double[rows.size()];
        for (int j = 0; j < out.length; j++) {
            out[j] = probability(rows.x(j), rows.t(j), rows.n(j), count, span, ifAlive[j]);
        }
        return rows.spread(out);
    }

    /** What is needed of an alive customer: the probability to buy that often, or for none the probability to buy at all. */
    private double ifAlive(int x, int n, int count, Span span) {
        BgBbKernel kernel = ahead(x, n);
        return count == 0
                ? kernel.some(span.from(), span.to())
                : Math.exp(kernel.logProbability(count, span.from(), span.to()));
    }

    private double probability(int x, int t, int n, int count, Span span, double ifAlive) {
        BgBbPast past = BgBbPast.of(this, x, t, n);
        if (count > 0) {
            return past.alive() * ifAlive;
        }
        double some = past.alive() * ifAlive;
        return some <= 0.5 ? 1 - some : Math.exp(logNone(past, ahead(x, n), span));
    }

    /** ln of the probability of no purchase, from positive terms: no longer a customer, or one who does not buy. */
    private static double logNone(BgBbPast past, BgBbKernel kernel, Span span) {
        double odds = past.logOdds();
        double logAlive = -SpecialFunctions.logSumExp(0, odds);
        double none = SpecialFunctions.logSumExp(
                kernel.logProbability(0, span.from(), span.to()), Math.log(kernel.gone(span.from())));
        return Math.min(0, SpecialFunctions.logSumExp(logAlive + none, logAlive + odds));
    }

    /**
     * ln of {@link #probabilityOfPurchases(PurchaseHistory, int, Span)}, also where that is too small for a
     * {@code double}; minus infinity only for more purchases than opportunities.
     */
    @Override
    public double logProbabilityOfPurchases(PurchaseHistory history, int count, Span ahead) {
        check(history);
        ModelChecks.purchases(count);
        Span span = whole(ahead);
        return of(history, (x, t, n) -> {
            BgBbPast past = BgBbPast.of(this, x, t, n);
            BgBbKernel kernel = ahead(x, n);
            if (count > 0) {
                return -SpecialFunctions.logSumExp(0, past.logOdds())
                        + kernel.logProbability(count, span.from(), span.to());
            }
            double some = past.alive() * kernel.some(span.from(), span.to());
            return some <= 0.5 ? Math.log1p(-some) + 0.0 : logNone(past, kernel, span);
        });
    }

    /**
     * Expected purchases ahead, discounted to opportunity n.
     *
     * <pre>{@code
     *   P (alpha+x)/(alpha+beta+n) sum over k = 1, ..., floor(H) of (1+d)^-k B(gamma, delta+n+k)/B(gamma, delta+n)
     * }</pre>
     *
     * <p>For ever it is the discounted expected residual transactions of the paper, there a 2F1.
     */
    @Override
    public double discountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        check(history);
        double rate = ModelChecks.continuousRate(discount, horizon, unit);
        double end = Math.floor(horizon.lengthPer(unit));
        return of(history, (x, t, n) -> alive(x, t, n) * (chance(x, n) * sums(n).discounted(rate, end)));
    }

    @Override
    public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        OpportunityRows rows = rows(histories);
        double rate = ModelChecks.continuousRate(discount, horizon, unit);
        double end = Math.floor(horizon.lengthPer(unit));
        return rows.spread(timesAlive(rows, purchases(rows, sums -> sums.discounted(rate, end))));
    }

    /**
     * The variance of the discounted number of purchases D ahead, given the history: as {@link #varianceOfPurchases}, with each
     * opportunity weighing {@code (1+d)^-k}.
     */
    @Override
    public double varianceOfDiscountedPurchases(PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        check(history);
        double rate = ModelChecks.continuousRate(discount, horizon, unit);
        double end = Math.floor(horizon.lengthPer(unit));
        return of(history, (x, t, n) -> {
            OpportunitySums sums = sums(n);
            return variance(
                    x, t, n, sums.discounted(rate, end), sums.discounted(2 * rate, end), sums.pairs(0, end, rate));
        });
    }

    @Override
    public double[] varianceOfDiscountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
        OpportunityRows rows = rows(histories);
        double rate = ModelChecks.continuousRate(discount, horizon, unit);
        double end = Math.floor(horizon.lengthPer(unit));
        double[] single = sums(rows, sums -> sums.discounted(rate, end));
        double[] squares = sums(rows, sums -> sums.discounted(2 * rate, end));
        double[] pairs = sums(rows, sums -> sums.pairs(0, end, rate));
        return rows.spread(variances(rows, single, squares, pairs));
    }

    /**
     * How many periods until the opportunity at which the customer buys next.
     *
     * <pre>{@code
     *   F(u) = P sum over k = 1, ..., floor(u) of
     *            B(alpha+x+1, beta+n-x+k-1)/B(alpha+x, beta+n-x) B(gamma, delta+n+k)/B(gamma, delta+n)
     * }</pre>
     *
     * <p>F rises in steps: a quantile is the smallest whole number at which F reaches the probability.
     */
    @Override
    public NextPurchase nextPurchase(PurchaseHistory history) {
        check(history);
        int x = history.frequency();
        int n = (int) history.age();
        return new DiscreteNextPurchase(alive(x, (int) history.recency(), n), ahead(x, n));
    }

    @Override
    public double[] probabilityOfBuyingWithin(PurchaseHistories histories, double u) {
        OpportunityRows rows = rows(histories);
        double last = Math.floor(DiscreteNextPurchase.time(u));
        OpportunityRows counts = rows.withoutRecency();
        double[] ifAlive =
                counts.spread(distinct(counts, (x, t, n) -> ahead(x, n).firstWithin(last)));
        return rows.spread(timesAlive(rows, ifAlive));
    }

    @Override
    public double[] nextPurchaseQuantile(PurchaseHistories histories, double p) {
        OpportunityRows rows = rows(histories);
        DiscreteNextPurchase.level(p);
        return rows.spread(distinct(
                rows,
                (x, t, n) -> new DiscreteNextPurchase(alive(x, t, n), ahead(x, n))
                        .quantile(p)
                        .orElse(Double.POSITIVE_INFINITY)));
    }

    private record DiscreteNextPurchase(double alive, BgBbKernel ahead) implements NextPurchase {
        /** Opportunities after which nothing is looked for. */
        private static final double LAST = 1e15;

        static double time(double u) {
            return Require.nonNegative(u, "u", "periods of the model's unit after the end of observation");
        }

        static double level(double p) {
            return Require.openFraction(p, "p", "0.5 for the median");
        }

        @Override
        public double probabilityWithin(double u) {
            return alive * ahead.firstWithin(Math.floor(time(u)));
        }

        @Override
        public double probabilityEver() {
            return alive * ahead.firstWithin(Double.POSITIVE_INFINITY);
        }

        @Override
        public OptionalDouble quantile(double p) {
            level(p);
            if (p >= probabilityEver() || alive * ahead.firstWithin(LAST) < p) {
                return OptionalDouble.empty();
            }
            return OptionalDouble.of(ahead.firstQuantile(p / alive, LAST));
        }

        @Override
        public String toString() {
            return SolvedNextPurchase.text(this);
        }
    }

    /**
     * The customer's chance to buy at an opportunity, {@link CustomerRates#purchaseRate}, and to leave before one,
     * {@link CustomerRates#dropout}, given the history.
     *
     * <p>A mixture over the opportunities before which the customer may have left: its quantiles take time that grows with the
     * pause since the last purchase.
     */
    @Override
    public CustomerRates rates(PurchaseHistory history) {
        check(history);
        return BgBbRates.of(this, history.frequency(), (int) history.recency(), (int) history.age());
    }

    @Override
    public double[] rates(PurchaseHistories histories, ToDoubleFunction<? super CustomerRates> figure) {
        OpportunityRows rows = rows(histories);
        return rows.spread(distinct(rows, (x, t, n) -> figure.applyAsDouble(BgBbRates.of(this, x, t, n))));
    }

    @Override
    public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
        double alive = probabilityAlive(history);
        double last = Math.floor(ModelChecks.length(length));
        Objects.requireNonNull(random, "random");
        if (random.nextDouble() >= alive) {
            return new double[0];
        }
        int x = history.frequency();
        int n = (int) history.age();
        double p = RandomDraws.beta(alpha + x, beta + (n - x), random);
        double theta = RandomDraws.beta(gamma, delta + n, random);
        // how many opportunities the customer stays for, and how many go by before each purchase, are geometric
        double stays = Math.floor(random.nextExponential() / -Math.log1p(-theta));
        last = Math.min(last, stays);
        double[] times = new double[8];
        int count = 0;
        double rest = -Math.log1p(-p);
        for (double k = 1 + skipped(rest, random); k <= last; k += 1 + skipped(rest, random)) {
            if (count == times.length) {
                if (count >= 100_000_000) {
                    throw Require.bad(
                            "length",
                            "must lead to at most 1e8 purchases",
                            "this customer buys at " + p + " of the opportunities and leaves with a chance of " + theta,
                            length);
                }
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = k;
        }
        return Arrays.copyOf(times, count);
    }

    /** Opportunities that go by. */
    private static double skipped(double rate, RandomGenerator random) {
        return Math.floor(random.nextExponential() / rate);
    }
}
