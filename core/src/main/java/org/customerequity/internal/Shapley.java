package org.customerequity.internal;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.apache.commons.numbers.core.Sum;

/**
 * Who is how much to blame: the change from v(none) to v(all) split over n players, whatever the order in which they move.
 *
 * <pre>{@code
 *   phi_k = sum over S without k of |S|! (n-|S|-1)! / n!  [v(S + k) - v(S)]
 *   phi_1 + ... + phi_n = v(all) - v(none)
 * }</pre>
 *
 * <p>A set of players is a bit mask: bit k stands for player k. The parts add up to the change within half a unit in the last place
 * of the largest of them: what rounding leaves over is given to that one. A player who changes nothing has exactly 0.
 *
 * <p>Shapley, A value for n-person games, Contributions to the Theory of Games II, 1953. Sampling: Castro, Gomez and Tejada,
 * Polynomial calculation of the Shapley value based on sampling, Computers and Operations Research 36(5), 2009.
 */
public final class Shapley {
    /** Players up to which all sets are valued, 4,096 of them. */
    public static final int MOST_EXACT = 12;

    /** Players that fit into a mask of 64 bits with a sign. */
    public static final int MOST_SAMPLED = 63;

    private Shapley() {}

    /**
     * The part of each player, from the value of every set.
     *
     * @param players at most {@link #MOST_EXACT}
     * @param valueOfSet asked once for every mask from 0 (nobody) to 2^players - 1 (all), in ascending order
     */
    public static double[] exact(int players, IntToDoubleFunction valueOfSet) {
        checkExact(players);
        double[] value = new double[1 << players];
        for (int set = 0; set < value.length; set++) {
            value[set] = finite(valueOfSet.applyAsDouble(set), set);
        }
        return exact(players, value);
    }

    /**
     * The same for sets with several values each, such as the equity of every brand.
     *
     * @return {@code [component][player]}
     */
    public static double[][] exactColumns(int players, IntFunction<double[]> valuesOfSet) {
        checkExact(players);
        int sets = 1 << players;
        double[][] value = new double[0][];
        for (int set = 0; set < sets; set++) {
            double[] at = valuesOfSet.apply(set);
            if (set == 0) {
                value = new double[at.length][sets];
            }
            checkLength(at, value.length, set);
            for (int c = 0; c < value.length; c++) {
                value[c][set] = finite(at[c], set);
            }
        }
        double[][] phi = new double[value.length][];
        for (int c = 0; c < phi.length; c++) {
            phi[c] = exact(players, value[c]);
        }
        return phi;
    }

    private static double[] exact(int players, double[] value) {
        double[] phi = new double[players];
        Sum[] marginal = new Sum[players];
        for (int k = 0; k < players; k++) {
            int self = 1 << k;
            for (int size = 0; size < players; size++) {
                marginal[size] = Sum.create();
            }
            for (int set = 0; set < value.length; set++) {
                if ((set & self) == 0) {
                    marginal[Integer.bitCount(set)].add(value[set | self]).add(-value[set]);
                }
            }
            Sum part = Sum.create();
            double sets = 1;
            for (int size = 0; size < players; size++) {
                part.add(marginal[size].getAsDouble() / sets);
                // sets of so many of the others; exact
                sets = sets * (players - 1 - size) / (size + 1);
            }
            phi[k] = part.getAsDouble() / players;
        }
        return settled(phi, value[0], value[value.length - 1]);
    }

    /**
     * Estimates for any number of players: pairs of a random order and its reverse. Each order adds up, so the estimates do.
     *
     * @param players at most {@link #MOST_SAMPLED}
     * @param pairs of orders, at least 2; each asks for {@code 2 (players - 1)} values
     */
    public static Sampled sampled(int players, LongFunction<double[]> valuesOfSet, int pairs, RandomGenerator random) {
        if (players < 1 || players > MOST_SAMPLED) {
            throw Require.bad("players", "must be from 1 to " + MOST_SAMPLED, "", players);
        }
        if (pairs < 2) {
            throw Require.bad("pairs", "must be >= 2", "a standard error needs two", pairs);
        }
        long all = -1L >>> Long.SIZE - players;
        double[] none = valuesOfSet.apply(0);
        double[] every = valuesOfSet.apply(all);
        int columns = none.length;
        check(none, columns, 0);
        check(every, columns, all);
        double[][] mean = new double[columns][players];
        double[][] scatter = new double[columns][players];
        double[][] pair = new double[columns][players];
        int[] order = new int[players];
        for (int k = 0; k < players; k++) {
            order[k] = k;
        }
        for (int p = 1; p <= pairs; p++) {
            for (int k = players - 1; k > 0; k--) {
                swap(order, k, random.nextInt(k + 1));
            }
            for (double[] column : pair) {
                Arrays.fill(column, 0);
            }
            walk(order, valuesOfSet, none, every, pair);
            for (int i = 0, j = players - 1; i < j; i++, j--) {
                swap(order, i, j);
            }
            walk(order, valuesOfSet, none, every, pair);
            for (int c = 0; c < columns; c++) {
                for (int k = 0; k < players; k++) {
                    double off = pair[c][k] - mean[c][k];
                    mean[c][k] += off / p;
                    scatter[c][k] += off * (pair[c][k] - mean[c][k]);
                }
            }
        }
        for (int c = 0; c < columns; c++) {
            for (int k = 0; k < players; k++) {
                scatter[c][k] = Math.sqrt(scatter[c][k] / ((double) pairs * (pairs - 1)));
            }
            settled(mean[c], none[c], every[c]);
        }
        return new Sampled(mean, scatter, 2 + 2L * pairs * (players - 1));
    }

    /** Adds half of what each player changes when the players move in this order. */
    private static void walk(
            int[] order, LongFunction<double[]> valuesOfSet, double[] none, double[] every, double[][] pair) {
        double[] before = none;
        long set = 0;
        for (int i = 0; i < order.length; i++) {
            set |= 1L << order[i];
            double[] after = every;
            if (i < order.length - 1) {
                after = valuesOfSet.apply(set);
                check(after, none.length, set);
            }
            for (int c = 0; c < pair.length; c++) {
                pair[c][order[i]] += 0.5 * (after[c] - before[c]);
            }
            before = after;
        }
    }

    /** What rounding leaves over goes to the largest part. */
    private static double[] settled(double[] phi, double none, double all) {
        Sum rest = Sum.create().add(all).add(-none);
        int largest = 0;
        for (int k = 0; k < phi.length; k++) {
            rest.add(-phi[k]);
            largest = Math.abs(phi[k]) > Math.abs(phi[largest]) ? k : largest;
        }
        phi[largest] += rest.getAsDouble();
        if (!Double.isFinite(phi[largest])) {
            throw new ArithmeticException("values must be so small that their differences are finite, were " + none
                    + " of nobody and " + all + " of all");
        }
        return phi;
    }

    private static void swap(int[] order, int i, int j) {
        int held = order[i];
        order[i] = order[j];
        order[j] = held;
    }

    private static void checkExact(int players) {
        if (players < 1 || players > MOST_EXACT) {
            throw Require.bad("players", "must be from 1 to " + MOST_EXACT, "for more, sample orders", players);
        }
    }

    private static void check(double[] values, int columns, long set) {
        checkLength(values, columns, set);
        for (double x : values) {
            finite(x, set);
        }
    }

    private static void checkLength(double[] values, int columns, long set) {
        if (values.length != columns) {
            throw Require.bad("values of set " + set, "must be " + columns, "as of set 0", values.length);
        }
    }

    private static double finite(double x, long set) {
        if (!Double.isFinite(x)) {
            throw new ArithmeticException("value of set " + Long.toBinaryString(set) + " must be finite, was " + x);
        }
        return x;
    }

    /** Estimated parts with the standard errors of the sampling; of each component in turn. */
    public static final class Sampled {
        private final double[][] phi;
        private final double[][] standardErrors;
        private final long evaluations;

        private Sampled(double[][] phi, double[][] standardErrors, long evaluations) {
            this.phi = phi;
            this.standardErrors = standardErrors;
            this.evaluations = evaluations;
        }

        /** {@code [component][player]}. */
        public double[][] phi() {
            return phi;
        }

        /** Of each part, from the scatter of the pairs; {@code [component][player]}. */
        public double[][] standardErrors() {
            return standardErrors;
        }

        /** How many sets were valued. */
        public long evaluations() {
            return evaluations;
        }
    }
}
