package org.customerequity.lifetime.formula;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.internal.DiscountedChain;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lifetime value as a Markov chain: a customer is in one of several states, earns the state's reward at the start of each period,
 * and moves to another state by fixed probabilities. Immutable.
 *
 * <pre>{@code
 *   V     = sum t = 0.. of (c P)^t R  =  (I - c P)^-1 R          c = 1 / (1 + d)
 *   V_T   = sum t = 0..T of (c P)^t R
 *   Var   = (I - c^2 P)^-1 (R^2 + 2 c R o (P V)) - V^2           of the discounted reward along the path
 *   CE    = base . V                                             customers in each state times their value
 *
 *   P  transition probabilities, one row a state, each row sums to 1
 *   R  reward of a period in the state
 *   d  discount per period
 * }</pre>
 *
 * <p>P. E. Pfeifer and R. L. Carraway, Modeling Customer Relationships as Markov Chains, Journal of Interactive Marketing 14(2),
 * 2000. The two archetypes of F. R. Dwyer, Customer Lifetime Valuation to Support Marketing Decision Making, Journal of Direct
 * Marketing, 1989 and 1997, are {@link #lostForGood} and {@link #alwaysAShare}; any other states, such as value tiers,
 * are for {@link #of}. States are numbered from 0.
 *
 * <p>The elimination adds and never subtracts, so that with rewards of one sign each value is right to about 1e-14 relative, for
 * any discount. One chain of n states costs n^3 operations when it is made and n^2 a value.
 */
public final class MarkovLifetimeValue implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double SUM_TOLERANCE = 1e-9;

    private final double[][] transitions;
    private final double[] rewards;
    private final Currency currency;
    private final DiscountRate discount;
    private final PeriodUnit unit;

    /** Which states are worth something: all with a discount; without, those that are left for good at some time. */
    private final boolean[] counts;

    private final double[] values;

    private MarkovLifetimeValue(
            double[][] transitions, double[] rewards, Currency currency, DiscountRate discount, PeriodUnit unit) {
        this.transitions = transitions;
        this.rewards = rewards;
        this.currency = currency;
        this.discount = discount;
        this.unit = unit;
        boolean[] transients = transientStates(transitions);
        counts = new boolean[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            counts[i] = d() > 0 || transients[i];
            if (!counts[i] && rewards[i] != 0) {
                throw Require.bad(
                        "discount",
                        "must be > 0 where a state with a reward is never left for good",
                        "state " + i + " earns " + rewards[i] + " for ever: the sum diverges",
                        discount.effectiveAnnual());
            }
        }
        values = solve(1, rewards, counts);
    }

    /**
     * Any states.
     *
     * @param transitions one row a state: the probability to be in each state one period later; rows sum to 1 within 1e-9, and are
     *     divided by their sum
     * @param rewards contribution of a period that starts in the state, in {@code currency}; may be negative
     * @param discount 0 only where every state with a reward is left for good at some time
     * @param unit the length of a period
     */
    public static MarkovLifetimeValue of(
            double[][] transitions, double[] rewards, Currency currency, DiscountRate discount, PeriodUnit unit) {
        Objects.requireNonNull(transitions, "transitions");
        Objects.requireNonNull(rewards, "rewards");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(discount, "discount");
        Objects.requireNonNull(unit, "unit");
        Require.notEmpty(rewards.length, "rewards", "must have a state", "one reward each");
        if (transitions.length != rewards.length) {
            throw Require.bad(
                    "transitions", "must have " + rewards.length + " rows", "one for each reward", transitions.length);
        }
        double[][] p = new double[rewards.length][];
        for (int i = 0; i < p.length; i++) {
            p[i] = row(transitions[i], "transitions[" + i + "]", p.length);
        }
        double[] r = rewards.clone();
        for (int i = 0; i < r.length; i++) {
            r[i] = Require.finite(r[i], "rewards[" + i + "]", "contribution of a period in the state");
        }
        return new MarkovLifetimeValue(p, r, currency, discount, unit);
    }

    private static double[] row(double[] given, String name, int size) {
        double[] p = Objects.requireNonNull(given, name).clone();
        if (p.length != size) {
            throw Require.bad(name, "must have " + size + " probabilities", "one for each state", p.length);
        }
        double sum = 0;
        for (int j = 0; j < size; j++) {
            p[j] = Require.fraction(p[j], name + "[" + j + "]", "the probability of a move");
            sum += p[j];
        }
        if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
            throw Require.bad(name, "must sum to 1", "add a state for lost customers if one is missing", sum);
        }
        for (int j = 0; j < size; j++) {
            p[j] /= sum;
        }
        return p;
    }

    /**
     * Dwyer's customer who is either active or lost for good: state 0 earns {@code margin} and stays with probability
     * {@code retention}, state 1 is lost. Its value is that of
     * {@link org.customerequity.value.CashFlowTiming#IMMEDIATE_COUNTED}, {@code m (1 + d) / (1 + d - r)}.
     *
     * @param margin of a period, in its currency
     * @param retention per period, in [0, 1]
     */
    public static MarkovLifetimeValue lostForGood(
            Contribution margin, double retention, DiscountRate discount, PeriodUnit unit) {
        Require.fraction(retention, "retention", "0.80 means 80 % stay each period");
        return of(
                new double[][] {{retention, 1 - retention}, {0, 1}},
                new double[] {margin.amount().value(), 0},
                margin.amount().currency(),
                discount,
                unit);
    }

    /**
     * Dwyer's customer who comes and goes, with a chance to buy that depends on recency: always a share. State {@code j - 1} is
     * to have bought last {@code j} periods ago; the last state is to be given up, {@code J} periods after a purchase.
     *
     * <pre>{@code
     *   from recency j to recency 1 with p(j), to recency j + 1 with 1 - p(j)
     *   R = (margin - promotion, -promotion, ..., -promotion, 0)
     * }</pre>
     *
     * @param margin of a purchase
     * @param promotion spent on each customer who is not given up, at the start of each period; {@code >= 0}
     * @param purchaseProbabilities p(1), ..., p(J): to buy in the period that begins, by recency
     */
    public static MarkovLifetimeValue alwaysAShare(
            Contribution margin,
            CurrencyAmount promotion,
            double[] purchaseProbabilities,
            DiscountRate discount,
            PeriodUnit unit) {
        CurrencyMismatchException.check(margin.amount().currency(), promotion.currency());
        Require.nonNegative(promotion.value(), "promotion", "a cost; 0 for none");
        int states = Objects.requireNonNull(purchaseProbabilities, "purchaseProbabilities").length;
        Require.notEmpty(states, "purchaseProbabilities", "must have a recency", "p(1) is to buy two periods in a row");
        double[][] p = new double[states + 1][states + 1];
        double[] r = new double[states + 1];
        for (int j = 0; j < states; j++) {
            double buy = Require.fraction(purchaseProbabilities[j], "purchaseProbabilities[" + j + "]", "");
            p[j][0] = buy;
            p[j][j + 1] += 1 - buy;
            r[j] = (j == 0 ? margin.amount().value() : 0) - promotion.value();
        }
        p[states][states] = 1;
        return of(p, r, promotion.currency(), discount, unit);
    }

    /** How many states. */
    public int states() {
        return rewards.length;
    }

    /** The currency of rewards and values. */
    public Currency currency() {
        return currency;
    }

    /** The length of a period. */
    public PeriodUnit unit() {
        return unit;
    }

    /** The time value of money. */
    public DiscountRate discount() {
        return discount;
    }

    /** A copy of P, each row summing to 1. */
    public double[][] transitions() {
        return copy(transitions);
    }

    /** A copy of R. */
    public double[] rewards() {
        return rewards.clone();
    }

    /** The value for ever of a customer who starts in {@code state}, the reward of the first period included. */
    public Contribution value(int state) {
        return new Contribution(new CurrencyAmount(currency, values[state(state)]));
    }

    /** The value for ever of a customer in each state: V. */
    public double[] values() {
        return values.clone();
    }

    /**
     * The value of a customer in each state from periods 0 to {@code periods}, both included: V_T. It needs no discount to
     * converge.
     *
     * @param periods T, {@code >= 0}; with 0 it is the reward of the first period
     */
    public double[] values(int periods) {
        Require.nonNegative(periods, "periods", "the first period is period 0");
        double c = 1 / (1 + d());
        double[] v = rewards.clone();
        for (int t = 0; t < periods; t++) {
            double[] next = rewards.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] += c * dot(transitions[i], v);
            }
            v = next;
        }
        return v;
    }

    /**
     * How much one customer's own discounted reward varies around {@link #values()}: its variance, for each starting state, where
     * the reward of a state is certain and the path is not.
     */
    public double[] variances() {
        double c = 1 / (1 + d());
        int[] reference = referenceStates();
        double[] noise = new double[rewards.length];
        double[] beside = new double[0];
        for (int i = 0; i < noise.length; i++) {
            if (i == 0 || reference[i] != reference[i - 1]) {
                beside = valuesBeside(reference[i]);
            }
            double mean = dot(transitions[i], beside);
            for (int j = 0; j < noise.length; j++) {
                double step = c * (beside[j] - mean);
                noise[i] += transitions[i][j] * step * step;
            }
        }
        return solve(2, noise, counts);
    }

    /**
     * V less that of one state: what a step brings, V(next) - E V(next), is the same of these, which are small where V is large for
     * want of a discount. So that they keep their digits, the reference is a state which the row cannot get away from for good.
     */
    private double[] valuesBeside(int reference) {
        if (!(d() > 0)) {
            return values;
        }
        int[] order = new int[rewards.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i == 0 ? reference : i <= reference ? i - 1 : i;
        }
        double[] right = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            right[i] = rewards[order[i]];
        }
        double[] differences = chain(order, counts, gap(1), 1 - gap(1)).solveDifferences(right);
        double[] out = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            out[order[i]] = differences[i];
        }
        return out;
    }

    /** For each state one of its recurrent class; for one that is left for good, of the first class. */
    private int[] referenceStates() {
        boolean[][] reach = reach(transitions);
        boolean[] passing = transientStates(transitions);
        int[] recurrent = indices(complement(passing));
        int[] out = new int[passing.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = passing[i] ? recurrent[0] : indices(reach[i])[0];
        }
        return out;
    }

    /**
     * The fundamental matrix {@code (I - Q)^-1}: the periods that a customer who starts in the row's state is expected to spend in
     * the column's, undiscounted. Q is P without the states that are never left for good ({@link #transientStates()}), and so
     * are rows and columns.
     */
    public double[][] expectedVisits() {
        int[] at = transientStates();
        boolean[] among = transientStates(transitions);
        double[][] out = new double[at.length][at.length];
        if (at.length == 0) {
            return out;
        }
        DiscountedChain chain = chain(at, among, 0, 1);
        for (int j = 0; j < at.length; j++) {
            double[] b = new double[at.length];
            b[j] = 1;
            double[] column = chain.solve(b);
            for (int i = 0; i < at.length; i++) {
                out[i][j] = column[i];
            }
        }
        return out;
    }

    /** The states that are left for good at some time, in rising order. */
    public int[] transientStates() {
        return indices(transientStates(transitions));
    }

    /**
     * The value of a base of customers: {@code sum of customers[i] V[i]}.
     *
     * @param customers in each state, finite and {@code >= 0}
     */
    public Contribution equity(double... customers) {
        if (Objects.requireNonNull(customers, "customers").length != rewards.length) {
            throw Require.bad(
                    "customers", "must have " + rewards.length + " counts", "one for each state", customers.length);
        }
        double sum = 0;
        for (int i = 0; i < customers.length; i++) {
            sum += Require.nonNegative(customers[i], "customers[" + i + "]", "customers in the state") * values[i];
        }
        return new Contribution(new CurrencyAmount(currency, sum));
    }

    /**
     * The same chain, with the relation ended in these states: they earn nothing from now on, and their customers stay where they
     * are. All other values are solved for anew.
     */
    public MarkovLifetimeValue stoppedIn(int... states) {
        boolean[] stopped = new boolean[rewards.length];
        for (int state : Objects.requireNonNull(states, "states")) {
            stopped[state(state)] = true;
        }
        return stopped(stopped);
    }

    private MarkovLifetimeValue stopped(boolean[] stopped) {
        double[][] p = copy(transitions);
        double[] r = rewards.clone();
        for (int i = 0; i < r.length; i++) {
            if (stopped[i]) {
                Arrays.fill(p[i], 0);
                p[i][i] = 1;
                r[i] = 0;
            }
        }
        return new MarkovLifetimeValue(p, r, currency, discount, unit);
    }

    /**
     * The value of a customer in state 0 if the relation ends in every state from k on, for k = 1, 2, ..., {@link #states()}: with
     * states by recency, how long to go on after the last purchase. The last entry ends nowhere.
     */
    public double[] valuesByCutOff() {
        double[] out = new double[rewards.length];
        for (int k = 1; k <= out.length; k++) {
            boolean[] stopped = new boolean[out.length];
            Arrays.fill(stopped, k, out.length, true);
            out[k - 1] = stopped(stopped).values[0];
        }
        return out;
    }

    /**
     * In which states to end the relation, so that a customer in every state is worth as much as possible.
     *
     * <pre>{@code
     *   V = max(0, R + c P V)
     * }</pre>
     *
     * <p>By policy iteration (Howard, Dynamic Programming and Markov Processes, 1960): values are solved for anew whenever the
     * states that end change, since ending one lowers the cost of all that lead to it. Setting negative values to 0 is not enough.
     * A state where going on is worth exactly nothing ends.
     */
    public StoppingRule bestStopping() {
        boolean[] going = new boolean[rewards.length];
        for (int i = 0; i < going.length; i++) {
            going[i] = rewards[i] > 0;
        }
        double c = 1 / (1 + d());
        MarkovLifetimeValue now = stopped(complement(going));
        for (int round = 1; ; round++) {
            boolean changed = false;
            for (int i = 0; i < going.length; i++) {
                double onward = rewards[i] + c * dot(transitions[i], now.values);
                // from a rule that ends too early upwards: a state once opened stays open, so that rounding cannot
                // cycle
                if (!going[i] && onward > 1e-13 * Math.abs(rewards[i])) {
                    going[i] = true;
                    changed = true;
                }
            }
            if (!changed) {
                return new StoppingRule(indices(complement(going)), now, round);
            }
            now = stopped(complement(going));
        }
    }

    private int state(int state) {
        if (state < 0 || state >= rewards.length) {
            throw Require.bad("state", "must be in 0.." + (rewards.length - 1), "states are numbered from 0", state);
        }
        return state;
    }

    private double d() {
        return discount.perPeriod(unit);
    }

    /** {@code 1 - c^power}. */
    private double gap(int power) {
        return -Math.expm1(-power * Math.log1p(d()));
    }

    /** {@code (I - c^power P)^-1 b} where a state counts, 0 elsewhere. */
    private double[] solve(int power, double[] b, boolean[] among) {
        int[] at = indices(among);
        double[] out = new double[rewards.length];
        if (at.length == 0) {
            return out;
        }
        double gap = gap(power);
        double[] right = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            right[i] = b[at[i]];
        }
        double[] x = chain(at, among, gap, 1 - gap).solve(right);
        for (int i = 0; i < at.length; i++) {
            out[at[i]] = x[i];
        }
        return out;
    }

    /** The chain within these states; {@code gap = 1 - c}, and what leaves them leaves for good. */
    private DiscountedChain chain(int[] at, boolean[] among, double gap, double c) {
        double[][] flow = new double[at.length][at.length];
        double[] leaving = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double[] p = transitions[at[i]];
            double out = 0;
            for (int j = 0; j < p.length; j++) {
                out += among[j] ? 0 : p[j];
            }
            leaving[i] = gap + c * out;
            for (int j = 0; j < at.length; j++) {
                flow[i][j] = c * p[at[j]];
            }
        }
        return new DiscountedChain(flow, leaving);
    }

    /** Which states can be reached from which, in a step or more. */
    private static boolean[][] reach(double[][] p) {
        int n = p.length;
        boolean[][] reach = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                reach[i][j] = p[i][j] > 0;
            }
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                if (reach[i][k]) {
                    for (int j = 0; j < n; j++) {
                        reach[i][j] |= reach[k][j];
                    }
                }
            }
        }
        return reach;
    }

    /** A state is transient if some state that can be reached from it cannot lead back. */
    private static boolean[] transientStates(double[][] p) {
        int n = p.length;
        boolean[][] reach = reach(p);
        boolean[] out = new boolean[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                out[i] |= reach[i][j] && !reach[j][i];
            }
        }
        return out;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static boolean[] complement(boolean[] x) {
        boolean[] out = new boolean[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = !x[i];
        }
        return out;
    }

    private static int[] indices(boolean[] x) {
        int n = 0;
        int[] out = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            if (x[i]) {
                out[n++] = i;
            }
        }
        return Arrays.copyOf(out, n);
    }

    private static double[][] copy(double[][] a) {
        return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * The states in which to end the relation, and what customers are worth then.
     *
     * <p>Immutable; made by {@link MarkovLifetimeValue#bestStopping()}.
     */
    public static final class StoppingRule implements Serializable {
        private static final long serialVersionUID = 1;

        private final int[] stops;
        private final MarkovLifetimeValue chain;
        private final int rounds;

        StoppingRule(int[] stops, MarkovLifetimeValue chain, int rounds) {
            this.stops = stops;
            this.chain = chain;
            this.rounds = rounds;
        }

        /** The states in which the relation ends, in rising order; a lost state, which earns nothing, is among them. */
        public int[] stops() {
            return stops.clone();
        }

        /** Whether the relation ends in {@code state}. */
        public boolean stopsIn(int state) {
            return Arrays.binarySearch(stops, chain.state(state)) >= 0;
        }

        /** The chain under this rule: its values, variances and equity. */
        public MarkovLifetimeValue chain() {
            return chain;
        }

        /** How often values were solved for. */
        public int rounds() {
            return rounds;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof StoppingRule other && Arrays.equals(stops, other.stops) && chain.equals(other.chain);
        }

        @Override
        public int hashCode() {
            return chain.hashCode();
        }

        /** {@code ends in 2 of 5 states}. */
        @Override
        public String toString() {
            return "ends in " + stops.length + " of " + chain.states() + " states";
        }
    }

    /** Equal in transitions, rewards and conventions. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof MarkovLifetimeValue other
                && unit == other.unit
                && discount.equals(other.discount)
                && currency.equals(other.currency)
                && Arrays.equals(rewards, other.rewards)
                && Arrays.deepEquals(transitions, other.transitions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, discount, currency, Arrays.hashCode(rewards), Arrays.deepHashCode(transitions));
    }

    /** {@code 5 states per year in USD}. */
    @Override
    public String toString() {
        return rewards.length + " states per " + unit.noun() + " in " + currency.getCurrencyCode();
    }
}
