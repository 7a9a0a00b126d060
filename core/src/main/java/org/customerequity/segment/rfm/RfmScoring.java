package org.customerequity.segment.rfm;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * How customers are scored by rank: the classes of recency, frequency and money are of equal size, 5 of each unless said otherwise,
 * and the best has the highest number unless said otherwise.
 *
 * <pre>{@code
 *   score = floor((rank - 1) k / n) + 1     rank 1 the worst of n, k classes
 *
 *   independent  ranks of each of the three over all customers
 *   nested       recency over all; frequency inside each class of recency; money inside each class of both
 * }</pre>
 *
 * <p>Independent scores compare customers by each measure alone, and some of the cells they make are nearly empty. Nested ones make
 * cells of nearly equal size, in which a 5 of frequency means something else in every class of recency: Hughes, Strategic Database
 * Marketing, 1994.
 *
 * @param nested whether classes are made inside classes
 * @param ties where a class ends among equal values
 * @param recencyClasses from 2 to 100
 * @param frequencyClasses from 2 to 100
 * @param moneyClasses from 2 to 100
 * @param oneIsBest whether 1 is written for the best class
 */
public record RfmScoring(
        boolean nested, RfmTies ties, int recencyClasses, int frequencyClasses, int moneyClasses, boolean oneIsBest)
        implements Serializable {
    public RfmScoring {
        Objects.requireNonNull(ties, "ties");
        classes(recencyClasses, "recencyClasses");
        classes(frequencyClasses, "frequencyClasses");
        classes(moneyClasses, "moneyClasses");
    }

    private static void classes(int k, String name) {
        if (k < 2 || k > 100) {
            throw Require.bad(name, "must be in [2, 100]", "5 makes quintiles", k);
        }
    }

    /** Five classes of each, every measure ranked alone, 5 the best. */
    public static RfmScoring independent(RfmTies ties) {
        return new RfmScoring(false, ties, 5, 5, 5, false);
    }

    /** Five classes of each, made inside one another, 5 the best. */
    public static RfmScoring nested(RfmTies ties) {
        return new RfmScoring(true, ties, 5, 5, 5, false);
    }

    /** This with other numbers of classes. */
    public RfmScoring withClasses(int recency, int frequency, int money) {
        return new RfmScoring(nested, ties, recency, frequency, money, oneIsBest);
    }

    /** This with 1 written for the best class. */
    public RfmScoring withOneAsBest() {
        return new RfmScoring(nested, ties, recencyClasses, frequencyClasses, moneyClasses, true);
    }

    /** The scores of these customers: O(n log n), by three sorts. */
    public RfmScores score(RfmMeasures measures) {
        Objects.requireNonNull(measures, "measures");
        int n = measures.size();
        int[] r = new int[n];
        int[] f = new int[n];
        int[] m = new int[n];
        int[] all = {};
        QuantileClasses.assign(measures.freshness(), n, recencyClasses, ties, all, 0, r);
        if (nested) {
            within(measures.sharedPurchases(), r, recencyClasses, frequencyClasses, f);
            int[] cell = new int[n];
            for (int i = 0; i < n; i++) {
                cell[i] = (r[i] - 1) * frequencyClasses + f[i];
            }
            within(measures.sharedMoney(), cell, recencyClasses * frequencyClasses, moneyClasses, m);
        } else {
            QuantileClasses.assign(noNegativeZeros(measures.sharedPurchases()), n, frequencyClasses, ties, all, 0, f);
            QuantileClasses.assign(noNegativeZeros(measures.sharedMoney()), n, moneyClasses, ties, all, 0, m);
        }
        return new RfmScores(
                new int[] {recencyClasses, frequencyClasses, moneyClasses}, r, f, m, oneIsBest, measures.idsOrNull());
    }

    /** Classes inside each of {@code groups} groups, which are numbered from 1. */
    private void within(double[] values, int[] group, int groups, int k, int[] out) {
        int n = values.length;
        int[] start = new int[groups + 2];
        for (int g : group) {
            start[g + 1]++;
        }
        for (int g = 1; g < start.length; g++) {
            start[g] += start[g - 1];
        }
        int[] next = start.clone();
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            rows[next[group[i]]++] = i;
        }
        double[] buffer = new double[n];
        for (int g = 1; g <= groups; g++) {
            int size = start[g + 1] - start[g];
            for (int i = 0; i < size; i++) {
                buffer[i] = values[rows[start[g] + i]] + 0.0;
            }
            QuantileClasses.assign(buffer, size, k, ties, rows, start[g], out);
        }
    }

    private static double[] noNegativeZeros(double[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i] + 0.0;
        }
        return out;
    }
}
