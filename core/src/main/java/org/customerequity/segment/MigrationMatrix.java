package org.customerequity.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How customers moved between segments from one date to another. Who is there at one date only moves from or to a state of its own,
 * {@link #NOT_IN_BASE}: leaving out who disappeared makes every segment look loyal. Immutable; matrices of disjoint customers add.
 *
 * <p>The row of a segment counts where those who were in it before are after. As a Markov chain ({@link #transitionProbabilities})
 * its shares estimate the probabilities of one step, by maximum likelihood: Anderson and Goodman, Statistical Inference about
 * Markov Chains, Annals of Mathematical Statistics 28(1), 1957.
 */
public final class MigrationMatrix implements Serializable {
    private static final long serialVersionUID = 1;

    /** Not a customer at that date. */
    public static final String NOT_IN_BASE = "not in base";

    private final List<String> names;

    /** One more row and column than names; the last is outside, and outside to outside is 0. */
    private final long[][] counts;

    private MigrationMatrix(List<String> names, long[][] counts) {
        this.names = List.copyOf(Objects.requireNonNull(names, "names"));
        this.counts = counts;
        Segmentation.checkNames(this.names, "names");
        if (this.names.contains(NOT_IN_BASE)) {
            throw Require.bad("names", "must not contain " + NOT_IN_BASE, "it is added", this.names);
        }
        int states = this.names.size() + 1;
        if (counts.length != states) {
            throw Require.bad("counts", "must have " + states + " rows", "the last: who appeared", counts.length);
        }
        long sum = 0;
        for (int i = 0; i < states; i++) {
            if (counts[i].length != states) {
                throw Require.bad(
                        "counts[" + i + "]",
                        "must have " + states + " columns",
                        "the last: who disappeared",
                        counts[i].length);
            }
            for (int j = 0; j < states; j++) {
                Require.nonNegative(counts[i][j], "counts[" + i + "][" + j + "]", "");
                sum = Require.sum(sum, counts[i][j], "sum of counts");
            }
        }
        if (counts[states - 1][states - 1] != 0) {
            throw Require.bad(
                    "counts",
                    "must have 0 in the last row and column",
                    "who was never a customer is not counted",
                    counts[states - 1][states - 1]);
        }
    }

    /**
     * From the segments at two dates, matched by identifier.
     *
     * @throws IllegalArgumentException if the two have not the same segments in the same order
     * @throws IllegalStateException if one of them has no identifiers
     */
    public static MigrationMatrix of(Segmentation before, Segmentation after) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        if (!before.names().equals(after.names())) {
            throw Require.bad("after", "must have the segments " + before.names(), "of before", after.names());
        }
        int k = before.names().size();
        long[][] counts = new long[k + 1][k + 1];
        int[] rows = after.ids().rowsOf(before.ids());
        boolean[] known = new boolean[after.size()];
        for (int i = 0; i < rows.length; i++) {
            int to = k;
            if (rows[i] >= 0) {
                to = after.segment(rows[i]);
                known[rows[i]] = true;
            }
            counts[before.segment(i)][to]++;
        }
        for (int i = 0; i < known.length; i++) {
            if (!known[i]) {
                counts[k][after.segment(i)]++;
            }
        }
        return new MigrationMatrix(before.names(), counts);
    }

    /**
     * From counts.
     *
     * @param names of the segments; of tiers, best first
     * @param counts one row and one column more than names: the last row counts who appeared, the last column who disappeared, and
     *     their crossing is 0. Copied
     */
    public static MigrationMatrix ofCounts(List<String> names, long[][] counts) {
        return new MigrationMatrix(names, copy(Objects.requireNonNull(counts, "counts")));
    }

    /** The segments, without {@link #NOT_IN_BASE}. */
    public List<String> names() {
        return names;
    }

    /** How many moved so; either may be {@link #NOT_IN_BASE}. */
    public long count(String from, String to) {
        return counts[state(from, "from")][state(to, "to")];
    }

    /** All counts, a copy; the last row and column are {@link #NOT_IN_BASE}. */
    public long[][] counts() {
        return copy(counts);
    }

    /**
     * How many of those who were in {@code from}, the disappeared included, are in {@code to}, with an interval by Wilson. From
     * {@link #NOT_IN_BASE} it is how many of those who appeared did so in {@code to}.
     */
    public Proportion share(String from, String to) {
        long[] row = counts[state(from, "from")];
        return Proportion.of(row[state(to, "to")], Arrays.stream(row).sum());
    }

    /** Stability: how many of those there at both dates are in the same segment. */
    public Proportion unchangedOfThoseInBoth() {
        return Proportion.of(unchanged(), total() - appeared() - disappeared());
    }

    /** Stability: how many of all those there before are in the same segment; who disappeared is not. */
    public Proportion unchangedOfThoseBefore() {
        return Proportion.of(unchanged(), total() - appeared());
    }

    /** How many of those there before disappeared. */
    public Proportion disappearedShare() {
        return Proportion.of(disappeared(), total() - appeared());
    }

    /** How many of those there after have appeared. */
    public Proportion appearedShare() {
        return Proportion.of(appeared(), total() - disappeared());
    }

    /** How many of those there at both dates moved to a segment named earlier: up, where names are best first. */
    public Proportion movedUp() {
        return moved(true);
    }

    /** How many of those there at both dates moved to a segment named later: down, where names are best first. */
    public Proportion movedDown() {
        return moved(false);
    }

    /**
     * The probabilities of one step as a square matrix whose rows add up to 1, the last state {@link #NOT_IN_BASE} and absorbing:
     * row from, column to. Without its last row and column it holds those of staying a customer, and rows add up to less than 1
     * by who leaves.
     *
     * <p>Who appeared is no transition of a customer and has no part in it. A customer who comes back counts as one who appeared.
     *
     * @throws UndefinedRatioException if nobody was in some segment before
     */
    public double[][] transitionProbabilities() {
        int k = names.size();
        double[][] out = new double[k + 1][k + 1];
        for (int i = 0; i < k; i++) {
            long from = Arrays.stream(counts[i]).sum();
            if (from == 0) {
                throw new UndefinedRatioException("transition probabilities from " + names.get(i)
                        + " are undefined, because nobody was in it (merge it with another segment)");
            }
            for (int j = 0; j <= k; j++) {
                out[i][j] = (double) counts[i][j] / from;
            }
        }
        out[k][k] = 1;
        return out;
    }

    /**
     * How many of today's customers are expected in each segment after {@code steps} more steps of the same kind, without anyone
     * appearing: a projection, which takes it that moves depend on the present segment only and stay as likely as they were.
     *
     * @param customers today, one number a segment, {@code >= 0}
     * @param steps of the length between the two dates, {@code >= 0}
     * @throws UndefinedRatioException if nobody was in some segment before
     */
    public double[] project(double[] customers, int steps) {
        int k = names.size();
        if (Objects.requireNonNull(customers, "customers").length != k) {
            throw Require.bad("customers", "must be one a segment, " + k, "", customers.length);
        }
        Require.nonNegative(steps, "steps", "");
        double[] now = new double[k];
        for (int i = 0; i < k; i++) {
            now[i] = Require.nonNegative(customers[i], "customers[" + i + "]", "");
        }
        double[][] p = transitionProbabilities();
        for (int step = 0; step < steps; step++) {
            double[] next = new double[k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    next[j] += now[i] * p[i][j];
                }
            }
            now = next;
        }
        return now;
    }

    /**
     * Whether customers of the two move alike: of two periods, or of two groups. For each segment the two rows are a table of two
     * by the states; chi-squares and degrees of freedom add (Anderson and Goodman, 1957). Who appeared has no part.
     *
     * @throws UndefinedRatioException if no segment has customers in both who moved to more than one state
     */
    public ChiSquareTest homogeneityTest(MigrationMatrix other) {
        requireSameNames(other);
        ChiSquareTest.Partial sum = new ChiSquareTest.Partial();
        for (int i = 0; i < names.size(); i++) {
            sum.add(new long[][] {counts[i], other.counts[i]});
        }
        return sum.toTest("homogeneity test");
    }

    /**
     * Whether as many move each way between every two segments, so that the segments neither grow nor shrink by moves: Bowker, A
     * Test for Symmetry in Contingency Tables, Journal of the American Statistical Association 43, 1948. Only customers there at
     * both dates have a part.
     *
     * <pre>{@code
     *   sum over i < j of (n_ij - n_ji)^2 / (n_ij + n_ji)        one degree of freedom a pair with any move
     * }</pre>
     *
     * @throws UndefinedRatioException if nobody moved
     */
    public ChiSquareTest symmetryTest() {
        ChiSquareTest.Partial sum = new ChiSquareTest.Partial();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                sum.addPair(counts[i][j], counts[j][i]);
            }
        }
        return sum.toTest("symmetry test");
    }

    /**
     * Both together; the customers must be disjoint.
     *
     * @throws IllegalArgumentException if the segments differ
     */
    public MigrationMatrix plus(MigrationMatrix other) {
        requireSameNames(other);
        long[][] sum = copy(counts);
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[i][j] = Math.addExact(sum[i][j], other.counts[i][j]);
            }
        }
        return new MigrationMatrix(names, sum);
    }

    private void requireSameNames(MigrationMatrix other) {
        if (!names.equals(Objects.requireNonNull(other, "other").names)) {
            throw Require.bad("other", "must have the segments " + names, "", other.names);
        }
    }

    private Proportion moved(boolean up) {
        long moved = 0;
        long both = 0;
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                both += counts[i][j];
                moved += up && j < i || !up && j > i ? counts[i][j] : 0;
            }
        }
        return Proportion.of(moved, both);
    }

    private long unchanged() {
        long sum = 0;
        for (int i = 0; i < names.size(); i++) {
            sum += counts[i][i];
        }
        return sum;
    }

    private long appeared() {
        return Arrays.stream(counts[names.size()]).sum();
    }

    private long disappeared() {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[names.size()];
        }
        return sum;
    }

    private long total() {
        long sum = 0;
        for (long[] row : counts) {
            for (long count : row) {
                sum += count;
            }
        }
        return sum;
    }

    private int state(String name, String argument) {
        List<String> states = new ArrayList<>(names);
        states.add(NOT_IN_BASE);
        return Require.indexOf(name, states, argument, "");
    }

    private static long[][] copy(long[][] counts) {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** Equal segments and counts. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof MigrationMatrix other
                && names.equals(other.names)
                && Arrays.deepEquals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return "MigrationMatrix[" + names.size() + " segments, " + total() + " customers: " + unchanged()
                + " unchanged, " + appeared() + " appeared, " + disappeared() + " disappeared]";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new MigrationMatrix(names, counts);
    }
}
