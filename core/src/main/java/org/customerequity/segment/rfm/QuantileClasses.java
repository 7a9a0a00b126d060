package org.customerequity.segment.rfm;

import java.util.Arrays;

/** Classes of equal size by rank, 1 the least, without an array of ranks: only values at which a class begins are looked at. */
final class QuantileClasses {
    private QuantileClasses() {}

    /**
     * The class of each of {@code n} values into {@code out[rows[from + i]]}, or {@code out[i]} where rows is empty.
     *
     * <p>With p the rank from 0: class = floor(p k / n) + 1. Only for values equal to one at which a class begins must ranks be
     * known; all others lie inside one class.
     *
     * @param values in the order of the rows; without negative zeros
     */
    static void assign(double[] values, int n, int k, RfmTies ties, int[] rows, int from, int[] out) {
        double[] sorted = Arrays.copyOf(values, n);
        Arrays.sort(sorted);
        double[] cuts = new double[k - 1];
        // classes above and at each distinct cut, how many values are below it and how many equal it
        int[] classAbove = new int[k];
        long[] below = new long[k - 1];
        long[] equal = new long[k - 1];
        int distinct = 0;
        for (int j = 1; j < k; j++) {
            int position = (int) (((long) j * n + k - 1) / k);
            if (position >= n) {
                break;
            }
            double v = sorted[position];
            if (distinct == 0 || v > cuts[distinct - 1]) {
                cuts[distinct] = v;
                below[distinct] = first(sorted, v, position);
                equal[distinct] = end(sorted, v, position) - below[distinct];
                distinct++;
            }
            classAbove[distinct] = j;
        }
        long[] seen = new long[distinct];
        for (int i = 0; i < n; i++) {
            double v = values[i];
            int c = 0;
            while (c < distinct && cuts[c] < v) {
                c++;
            }
            int score;
            if (c < distinct && cuts[c] == v) {
                long twiceRank = 2 * below[c] + (ties == RfmTies.BY_ROW ? 2 * seen[c]++ : equal[c] - 1);
                score = (int) (twiceRank * k / (2L * n));
            } else {
                score = classAbove[c];
            }
            out[rows.length == 0 ? i : rows[from + i]] = score + 1;
        }
    }

    /** The first place of a value known to be at {@code at}. */
    private static int first(double[] sorted, double v, int at) {
        int low = -1;
        int high = at;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < v) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The place behind the last of a value known to be at {@code at}. */
    private static int end(double[] sorted, double v, int at) {
        int low = at;
        int high = sorted.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > v) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
