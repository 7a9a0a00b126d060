package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Arrays;
import org.customerequity.internal.DistinctRows;
import org.jspecify.annotations.Nullable;

/**
 * The tenures of many customers, each distinct one of a curve once: what a curve says of a tenure is computed once for all who have
 * both.
 */
final class Tenures implements Serializable {
    private static final long serialVersionUID = 1;

    /** Renewals are few whole numbers, which need no sorting. */
    private static final int MOST_COUNTED = 10_000;

    /** Those that occur, rising. */
    private final double[] distinct;

    /** Which curve each of them is asked of; null where there is one for all. */
    private final int @Nullable [] kind;

    /** Where that of each row is among them. */
    private final int[] place;

    /**
     * One a row, none negative and without negative zeros.
     *
     * @param kinds which curve each row has, or {@code null} where there is one for all
     */
    Tenures(double[] tenures, int @Nullable [] kinds) {
        if (kinds == null) {
            distinct = distinct(tenures);
            place = places(tenures, distinct);
            kind = null;
            return;
        }
        int[] alike = DistinctRows.firstAlike(kinds, tenures, tenures);
        place = new int[alike.length];
        double[] values = new double[alike.length];
        int[] curves = new int[alike.length];
        int size = 0;
        for (int i = 0; i < alike.length; i++) {
            if (alike[i] == i) {
                values[size] = tenures[i];
                curves[size] = kinds[i];
                place[i] = size++;
            } else {
                place[i] = place[alike[i]];
            }
        }
        distinct = Arrays.copyOf(values, size);
        kind = Arrays.copyOf(curves, size);
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

    /** Which curve the {@code u}-th of the different ones is asked of. */
    int kind(int u) {
        return kind == null ? 0 : kind[u];
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
