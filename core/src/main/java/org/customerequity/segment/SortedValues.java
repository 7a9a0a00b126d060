package org.customerequity.segment;

import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;

/** One value a customer, checked, copied and sorted. */
final class SortedValues {
    /** By how much a share that was computed or written in decimals may be off, relative to itself. */
    private static final double ROUNDING = 1e-13;

    private SortedValues() {}

    /** A copy in ascending order, without negative zeros. */
    static double[] ascending(double[] values) {
        double[] copy = Objects.requireNonNull(values, "values").clone();
        if (copy.length == 0) {
            throw Require.bad("values", "must not be empty", "one value a customer", "no customer");
        }
        for (int i = 0; i < copy.length; i++) {
            if (!Double.isFinite(copy[i])) {
                throw Require.bad("values[" + i + "]", "must be finite", "one value a customer", copy[i]);
            }
            copy[i] += 0.0;
        }
        Arrays.sort(copy);
        return copy;
    }

    /**
     * The least number of the best that hold a share of the total. A share reached but for rounding is reached: 7 of 100 equal
     * customers hold 7 %, though 0.07 * 100 is more than 7 in doubles.
     *
     * @param ascending none negative, with a positive total
     */
    static int bestForShare(double[] ascending, double share, double total) {
        int n = ascending.length;
        int taken = 0;
        if (share == 1) {
            // whoever has any, also where it is too little to show in the sum
            while (taken < n && ascending[n - 1 - taken] > 0) {
                taken++;
            }
            return taken;
        }
        double wanted = share * total * (1 - ROUNDING);
        Sum sum = Sum.create();
        while (taken < n && (sum.getAsDouble() < wanted || taken == 0 && share > 0)) {
            sum.add(ascending[n - 1 - taken]);
            taken++;
        }
        return taken;
    }

    /** The least whole number of n customers that is at least this share of them, but for rounding of the share. */
    static int customersOf(double share, int n) {
        return Math.max(share > 0 ? 1 : 0, (int) Math.ceil(share * n * (1 - ROUNDING)));
    }

    /** The sum, correct to the last digit in almost every case. */
    static double total(double[] values) {
        return Require.finite(Sum.of(values).getAsDouble(), "sum of values", "scale the values down");
    }
}
