package org.customerequity.segment;

import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;

/** One value a customer, checked, copied and sorted. */
final class SortedValues {
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

    /** The sum, correct to the last digit in almost every case. */
    static double total(double[] values) {
        return Require.finite(Sum.of(values).getAsDouble(), "sum of values", "scale the values down");
    }
}
