package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Arrays;

/** The tenures of many customers, each distinct one once: what a curve says of a tenure is computed once for all who have it. */
final class Tenures implements Serializable {
    private static final long serialVersionUID = 1;

    /** Renewals are few whole numbers, which need no sorting. */
    private static final int MOST_COUNTED = 10_000;

    /** Those that occur, rising. */
    private final double[] distinct;

    /** Where that of each row is among them. */
    private final int[] place;

    /** One a row, none negative and without negative zeros. */
    Tenures(double[] tenures) {
        distinct = distinct(tenures);
        place = places(tenures, distinct);
    }

    /** How many rows. */
    int rows() {
        return place.length;
    }

    /** How many different ones. */
    int size() {
        return distinct.length;
    }

    /** The {@code u}-th of the different ones. */
    double value(int u) {
        return distinct[u];
    }

    /** Which of the different ones row {@code i} has. */
    int place(int i) {
        return place[i];
    }

    private static double[] distinct(double[] values) {
        boolean[] seen = new boolean[MOST_COUNTED];
        double[] sorted = new double[MOST_COUNTED];
        for (double value : values) {
            if (!isCounted(value)) {
                return distinctBySorting(values);
            }
            seen[(int) value] = true;
        }
        int size = 0;
        for (int k = 0; k < seen.length; k++) {
            if (seen[k]) {
                sorted[size++] = k;
            }
        }
        return Arrays.copyOf(sorted, size);
    }

    private static boolean isCounted(double value) {
        return value < MOST_COUNTED && value == (int) value;
    }

    private static double[] distinctBySorting(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int size = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[size++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, size);
    }

    private static int[] places(double[] values, double[] distinct) {
        int[] at = new int[MOST_COUNTED];
        for (int u = 0; u < distinct.length; u++) {
            if (isCounted(distinct[u])) {
                at[(int) distinct[u]] = u;
            }
        }
        int[] place = new int[values.length];
        for (int i = 0; i < place.length; i++) {
            place[i] = isCounted(values[i]) ? at[(int) values[i]] : Arrays.binarySearch(distinct, values[i]);
        }
        return place;
    }
}
