package org.customerequity.retention.curve;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;

/**
 * Whether groups of customers leave alike: the log-rank test of k samples that may be censored and left-truncated.
 *
 * <pre>{@code
 *   O(g) = sum over t of w d(g)
 *   E(g) = sum over t of w d n(g) / n
 *   V(g, h) = sum over t of w^2 d (n - d) / (n - 1) * n(g) / n * ([g = h] - n(h) / n)
 *   chi-squared = (O - E)' V^- (O - E)        with as many degrees of freedom as V has rank: groups less one
 *
 *   t            each tenure at which a customer of any group left
 *   d(g), n(g)   departures and customers at risk of group g there; d, n of all groups
 *   w            the weight of that tenure, see LogRankWeights
 * }</pre>
 *
 * <p>Strata, such as countries, are compared each within itself: O, E and V are summed over them. A group in which nobody was at
 * risk when anybody left adds nothing, and no degree of freedom.
 *
 * <p>N. Mantel, Evaluation of Survival Data and Two New Rank Order Statistics Arising in Its Consideration, Cancer Chemotherapy
 * Reports 50, 1966, 163-170; the variance of k samples after J. P. Klein and M. L. Moeschberger, Survival Analysis, 2nd edition,
 * 2003, section 7.3.
 *
 * @param weights that were used
 * @param statistic chi-squared, finite and {@code >= 0}
 * @param degreesOfFreedom {@code >= 1}
 * @param pValue probability of a statistic as large if the groups are alike, in [0, 1]; from the large-sample distribution
 * @param groups observed and expected, in the order given
 */
public record LogRankTest(
        LogRankWeights weights, double statistic, int degreesOfFreedom, double pValue, List<Group> groups)
        implements Serializable {
    /** Share of the largest eigenvalue below which one is rounding. */
    private static final double RANK = 1e-11;

    /**
     * One group.
     *
     * @param customers in it, over all strata
     * @param observed weighted departures; departures under {@link LogRankWeights#LOG_RANK}
     * @param expected of them, if all groups left alike
     */
    public record Group(long customers, double observed, double expected) implements Serializable {
        public Group {
            Require.nonNegative(customers, "customers", "");
            observed = Require.nonNegative(observed, "observed", "weighted departures");
            expected = Require.nonNegative(expected, "expected", "weighted departures");
        }
    }

    public LogRankTest {
        Objects.requireNonNull(weights, "weights");
        statistic = Require.nonNegative(statistic, "statistic", "");
        Require.positive(degreesOfFreedom, "degreesOfFreedom", "");
        pValue = Require.fraction(pValue, "pValue", "");
        groups = List.copyOf(Objects.requireNonNull(groups, "groups"));
    }

    /**
     * The log-rank test of two groups or more.
     *
     * @throws IllegalArgumentException if there are fewer than two groups, their units or kinds differ, or no departure has customers
     *     of two groups at risk, so that nothing is compared
     */
    public static LogRankTest of(Spells... groups) {
        return weighted(LogRankWeights.LOG_RANK, groups);
    }

    /** The test under other weights; to be chosen before the data are seen. */
    public static LogRankTest weighted(LogRankWeights weights, Spells... groups) {
        Objects.requireNonNull(groups, "groups");
        for (int g = 0; g < groups.length; g++) {
            Objects.requireNonNull(groups[g], "groups[" + g + "]");
        }
        return stratified(weights, List.of(List.of(groups)));
    }

    /**
     * The test within strata.
     *
     * @param strata for each stratum its groups, the same ones in the same order; a group may be empty in some
     */
    public static LogRankTest stratified(LogRankWeights weights, List<List<Spells>> strata) {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(strata, "strata");
        Require.notEmpty(strata.size(), "strata", "must have a stratum", "its groups in a list");
        int k = Objects.requireNonNull(strata.get(0), "strata[0]").size();
        if (k < 2) {
            throw Require.bad("groups", "must be at least 2", "a test compares", k);
        }
        Sums sums = new Sums(weights, k);
        for (int s = 0; s < strata.size(); s++) {
            List<Spells> groups = Objects.requireNonNull(strata.get(s), "strata[" + s + "]");
            if (groups.size() != k) {
                throw Require.bad(
                        "strata[" + s + "]", "must have " + k + " groups", "as the first stratum has", groups.size());
            }
            for (Spells group : groups) {
                requireAlike(strata.get(0).get(0), Objects.requireNonNull(group, "strata[" + s + "]"));
            }
            sums.addStratum(groups);
        }
        return sums.toTest();
    }

    private static void requireAlike(Spells first, Spells other) {
        if (other.unit() != first.unit() || other.isDiscrete() != first.isDiscrete()) {
            throw Require.bad("groups", "must all be " + kind(first), "as the first group is", kind(other));
        }
    }

    private static String kind(Spells spells) {
        return (spells.isDiscrete() ? "renewals" : "times") + " per "
                + spells.unit().noun();
    }

    private static final class Sums {
        private final LogRankWeights weights;
        private final long[] customers;
        private final double[] observed;
        private final double[] expected;
        private final double[][] variance;

        private Sums(LogRankWeights weights, int k) {
            this.weights = weights;
            customers = new long[k];
            observed = new double[k];
            expected = new double[k];
            variance = new double[k][k];
        }

        private void addStratum(List<Spells> groups) {
            int k = customers.length;
            double[][] entries = new double[k][];
            double[][] exits = new double[k][];
            double[][] events = new double[k][];
            for (int g = 0; g < k; g++) {
                Spells spells = groups.get(g);
                int n = spells.size();
                customers[g] += n;
                entries[g] = new double[n];
                exits[g] = new double[n];
                events[g] = new double[spells.lapses()];
                int e = 0;
                for (int i = 0; i < n; i++) {
                    entries[g][i] = spells.entry(i);
                    exits[g][i] = spells.last(i);
                    if (spells.lapsed(i)) {
                        events[g][e++] = spells.last(i);
                    }
                }
                Arrays.sort(entries[g]);
                Arrays.sort(exits[g]);
                Arrays.sort(events[g]);
            }
            int[] in = new int[k];
            int[] out = new int[k];
            int[] left = new int[k];
            double[] d = new double[k];
            double[] n = new double[k];
            double before = 1;
            double peto = 1;
            for (double t = next(events, left); t < Double.POSITIVE_INFINITY; t = next(events, left)) {
                double dAll = 0;
                double nAll = 0;
                for (int g = 0; g < k; g++) {
                    // at risk: first observed before t, last seen at t or later
                    while (in[g] < entries[g].length && entries[g][in[g]] < t) {
                        in[g]++;
                    }
                    while (out[g] < exits[g].length && exits[g][out[g]] < t) {
                        out[g]++;
                    }
                    int first = left[g];
                    while (left[g] < events[g].length && events[g][left[g]] == t) {
                        left[g]++;
                    }
                    d[g] = left[g] - first;
                    // who was last seen before t also entered before t
                    n[g] = in[g] - out[g];
                    dAll += d[g];
                    nAll += n[g];
                }
                peto *= 1 - dAll / (nAll + 1);
                addTenure(weights.weight(nAll, before, peto), d, n, dAll, nAll);
                before *= 1 - dAll / nAll;
            }
        }

        private static double next(double[][] events, int[] left) {
            double t = Double.POSITIVE_INFINITY;
            for (int g = 0; g < events.length; g++) {
                if (left[g] < events[g].length) {
                    t = Math.min(t, events[g][left[g]]);
                }
            }
            return t;
        }

        private void addTenure(double w, double[] d, double[] n, double dAll, double nAll) {
            double scale = nAll > 1 ? w * w * dAll * (nAll - dAll) / (nAll - 1) : 0;
            for (int g = 0; g < d.length; g++) {
                double share = n[g] / nAll;
                observed[g] += w * d[g];
                expected[g] += w * dAll * share;
                for (int h = 0; h < d.length; h++) {
                    variance[g][h] += scale * share * (g == h ? (nAll - n[g]) / nAll : -n[h] / nAll);
                }
            }
        }

        private LogRankTest toTest() {
            int k = customers.length;
            double[] difference = new double[k];
            Group[] groups = new Group[k];
            for (int g = 0; g < k; g++) {
                difference[g] = observed[g] - expected[g];
                groups[g] = new Group(customers[g], observed[g], expected[g]);
            }
            SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(variance);
            double largest = eigen.value(k - 1);
            if (!(largest > 0)) {
                throw Require.bad(
                        "groups",
                        "must have customers of two groups at risk when one leaves and others stay",
                        "nothing is compared otherwise",
                        Arrays.toString(groups));
            }
            double statistic = 0;
            int rank = 0;
            for (int j = 0; j < k; j++) {
                double value = eigen.value(j);
                if (value > RANK * largest) {
                    double along = 0;
                    for (int g = 0; g < k; g++) {
                        along += eigen.component(j, g) * difference[g];
                    }
                    statistic += along * along / value;
                    rank++;
                }
            }
            double p = statistic > 0 ? ChiSquaredDistribution.of(rank).survivalProbability(statistic) : 1;
            return new LogRankTest(weights, statistic, rank, p, List.of(groups));
        }
    }
}
