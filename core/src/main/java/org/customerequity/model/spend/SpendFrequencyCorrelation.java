package org.customerequity.model.spend;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;

/**
 * How far customers who buy more often spend more, or less, each time. A spend model of this library takes the two as
 * independent, so that expected purchases and expected spend multiply; this says how wrong that is.
 *
 * <p>Pearson's correlation is the one that biases a product of means; a few enormous amounts can make it or hide it. Spearman's
 * is Pearson's of the ranks, with the mean of the ranks where values tie, and sees any rising relation.
 *
 * <pre>{@code
 *   t = rho sqrt((n - 2) / (1 - rho^2))      of Student's distribution with n - 2 degrees of freedom, if independent
 * }</pre>
 *
 * @param pearson Pearson's correlation of repeat purchases and mean spend, in [-1, 1]
 * @param spearman Spearman's, in [-1, 1]
 * @param customers repeat buyers with a positive mean spend, at least 4
 */
public record SpendFrequencyCorrelation(double pearson, double spearman, long customers) implements Serializable {
    public SpendFrequencyCorrelation {
        requireCorrelation(pearson, "pearson");
        requireCorrelation(spearman, "spearman");
        if (customers < 4) {
            throw Require.bad("customers", "must be >= 4", "fewer say nothing of a correlation", customers);
        }
    }

    private static void requireCorrelation(double rho, String name) {
        if (!(rho >= -1 && rho <= 1)) {
            throw Require.bad(name, "must be in [-1, 1]", "", rho);
        }
    }

    /**
     * The correlations over customers with a repeat purchase and a positive mean spend.
     *
     * @throws IllegalArgumentException if there are fewer than 4 of them, or all buy equally often, or all spend the same
     */
    public static SpendFrequencyCorrelation of(PurchaseHistories histories) {
        Pairs pairs = Pairs.of(Objects.requireNonNull(histories, "histories"));
        SpendColumns.requireSpend(histories);
        if (pairs.size < 4) {
            throw Require.bad(
                    "histories",
                    "must have 4 or more repeat buyers with a positive mean spend",
                    "fewer say nothing of a correlation",
                    pairs.size);
        }
        if (pairs.isConstant(pairs.frequency) || pairs.isConstant(pairs.spend)) {
            throw new IllegalArgumentException(
                    "histories must differ in frequency and in mean spend for a correlation, were all the same in "
                            + (pairs.isConstant(pairs.frequency) ? "frequency" : "mean spend"));
        }
        double spearman = pairs.correlation(pairs.ranks(pairs.frequency), pairs.ranks(pairs.spend));
        return new SpendFrequencyCorrelation(pairs.correlation(pairs.frequency, pairs.spend), spearman, pairs.size);
    }

    /** What a fit says of a notable correlation by Pearson, for which nothing need be sorted; empty where there is none. */
    static Optional<String> warning(PurchaseHistories histories) {
        Pairs pairs = Pairs.of(histories);
        if (pairs.size < 4 || pairs.isConstant(pairs.frequency) || pairs.isConstant(pairs.spend)) {
            return Optional.empty();
        }
        double pearson = pairs.correlation(pairs.frequency, pairs.spend);
        if (!isNotable(pearson, pairs.size)) {
            return Optional.empty();
        }
        Interval at95 = interval(pearson, pairs.size, 0.95);
        return Optional.of("Spend and frequency are correlated, which the model does not know: Pearson "
                + GammaGammaLikelihood.number(pearson) + ", 95 % [" + GammaGammaLikelihood.number(at95.lower()) + ", "
                + GammaGammaLikelihood.number(at95.upper()) + "], over " + pairs.size + " repeat buyers"
                + (Math.abs(pearson) > 0.1 ? "; beyond 0.1 either way is large." : "; small but not by chance."));
    }

    /** Fisher's interval of Pearson's correlation, {@code tanh(atanh r -+ z / sqrt(n - 3))} (Fisher 1915). */
    public Interval confidenceInterval(double level) {
        return interval(pearson, customers, level);
    }

    private static Interval interval(double pearson, long customers, double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        if (Math.abs(pearson) == 1) {
            return new Interval(pearson, pearson, level);
        }
        double z = NormalQuantile.ofLevel(level);
        double centre = 0.5 * (Math.log1p(pearson) - Math.log1p(-pearson));
        double half = z / Math.sqrt(customers - 3);
        return new Interval(Math.tanh(centre - half), Math.tanh(centre + half), level);
    }

    /** t of Pearson's correlation, {@code r sqrt((n - 2) / (1 - r^2))}; infinite where r is 1 or -1. */
    public double tStatistic() {
        return tStatistic(pearson, customers);
    }

    /** The two-sided probability of a Pearson correlation this far from 0 if spend and frequency were independent and normal. */
    public double pValue() {
        return pValue(pearson, customers);
    }

    /** The two-sided probability of a Spearman correlation this far from 0 if spend and frequency were independent. */
    public double spearmanPValue() {
        return pValue(spearman, customers);
    }

    private static double tStatistic(double rho, long n) {
        return rho * Math.sqrt((n - 2) / ((1 - rho) * (1 + rho)));
    }

    private static double pValue(double rho, long n) {
        double t = Math.abs(tStatistic(rho, n));
        return t == Double.POSITIVE_INFINITY ? 0 : 2 * TDistribution.of(n - 2).survivalProbability(t);
    }

    /** Whether independence deserves a second thought: Pearson beyond 0.1 either way, or its p below 0.05. */
    public boolean isNotable() {
        return isNotable(pearson, customers);
    }

    private static boolean isNotable(double pearson, long n) {
        return Math.abs(pearson) > 0.1 || pValue(pearson, n) < 0.05;
    }

    /** Frequency and mean spend of the repeat buyers. */
    private record Pairs(int size, double[] frequency, double[] spend) {
        static Pairs of(PurchaseHistories histories) {
            double[] x = new double[histories.size()];
            double[] z = new double[x.length];
            int n = 0;
            for (int i = 0; i < x.length; i++) {
                if (histories.frequency(i) > 0 && histories.meanSpend(i) > 0) {
                    x[n] = histories.frequency(i);
                    z[n++] = histories.meanSpend(i);
                }
            }
            return new Pairs(n, x, z);
        }

        boolean isConstant(double[] values) {
            for (int i = 1; i < size; i++) {
                if (!SpendColumns.same(values[i], values[0])) {
                    return false;
                }
            }
            return true;
        }

        double correlation(double[] x, double[] z) {
            double meanX = mean(x);
            double meanZ = mean(z);
            double xx = 0;
            double zz = 0;
            double xz = 0;
            for (int i = 0; i < size; i++) {
                double dx = x[i] - meanX;
                double dz = z[i] - meanZ;
                xx += dx * dx;
                zz += dz * dz;
                xz += dx * dz;
            }
            return Math.max(-1, Math.min(1, xz / Math.sqrt(xx) / Math.sqrt(zz)));
        }

        private double mean(double[] values) {
            double mean = 0;
            for (int i = 0; i < size; i++) {
                mean += (values[i] - mean) / (i + 1);
            }
            return mean;
        }

        /** Ranks from 1, the mean of theirs for values that tie. */
        double[] ranks(double[] values) {
            double[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            // of each value, the mean of its first and its last place
            double[] rank = new double[size];
            for (int from = 0; from < size; ) {
                int to = from;
                while (to < size && sorted[to] == sorted[from]) {
                    to++;
                }
                Arrays.fill(rank, from, to, (from + 1 + to) / 2.0);
                from = to;
            }
            double[] ranks = new double[size];
            for (int i = 0; i < size; i++) {
                ranks[i] = rank[Arrays.binarySearch(sorted, values[i])];
            }
            return ranks;
        }
    }
}
