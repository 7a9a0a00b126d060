package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Require;

/**
 * What customers bought after the calibration, and what was expected of them, by what they had done in it: whether a model
 * forecasts as well for each kind of customer as for all together.
 *
 * <p>Groups of nobody are left out. Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005,
 * figure 5.
 *
 * @param groups in ascending order, each with at least one customer
 */
public record ConditionalExpectations(List<Group> groups) implements Serializable {
    public ConditionalExpectations {
        groups = List.copyOf(groups);
    }

    /**
     * Customers whose frequency, recency or silence lies in {@code [from, to)}.
     *
     * @param from the least value of the group
     * @param to the value from which on a customer is not in the group; positive infinity for the last
     * @param customers in the group, {@code >= 1}
     * @param actual their purchases after the calibration
     * @param predicted what was expected of them
     */
    public record Group(double from, double to, int customers, long actual, double predicted) implements Serializable {
        public Group {
            from = Require.nonNegative(from, "from", "");
            if (!(to > from)) {
                throw Require.bad("to", "must be > from " + from, "", to);
            }
            Require.positive(customers, "customers", "groups of nobody are left out");
            Require.nonNegative(actual, "actual", "");
            predicted = Require.nonNegative(predicted, "predicted", "");
        }

        /** Purchases per customer. */
        public double meanActual() {
            return (double) actual / customers;
        }

        /** Expected purchases per customer. */
        public double meanPredicted() {
            return predicted / customers;
        }
    }

    /**
     * By repeat purchases in the calibration: one group for each of 0, 1, ..., and one from {@code last} up.
     *
     * @param predicted expected purchases of each customer after the calibration, finite and {@code >= 0}
     * @param actual purchases there were, {@code >= 0}
     * @param last the frequency from which on all are one group, {@code >= 1}
     */
    public static ConditionalExpectations byFrequency(
            PurchaseHistories calibration, double[] predicted, int[] actual, int last) {
        Require.positive(last, "last", "the frequency from which on all are one group");
        return by(calibration, calibration::frequency, 1, last, predicted, actual);
    }

    /**
     * By recency, the time from the first purchase to the last: groups {@code [0, width)}, {@code [width, 2 width)}, and so on.
     * Those who never bought again have recency 0 and are in the first.
     *
     * @param width of a group, in the unit of the histories, finite and {@code > 0}; at least a millionth of the longest recency
     */
    public static ConditionalExpectations byRecency(
            PurchaseHistories calibration, double[] predicted, int[] actual, double width) {
        return by(calibration, calibration::recency, width, Integer.MAX_VALUE, predicted, actual);
    }

    /** By silence, the time from the last purchase to the end of the calibration; groups as in {@link #byRecency}. */
    public static ConditionalExpectations bySilence(
            PurchaseHistories calibration, double[] predicted, int[] actual, double width) {
        return by(
                calibration,
                i -> calibration.age(i) - calibration.recency(i),
                width,
                Integer.MAX_VALUE,
                predicted,
                actual);
    }

    private static ConditionalExpectations by(
            PurchaseHistories calibration,
            IntToDoubleFunction value,
            double width,
            int last,
            double[] predicted,
            int[] actual) {
        Require.positive(width, "width", "of a group, in the unit of the histories");
        int n = calibration.size();
        HoldoutScores.requireColumns(predicted, actual);
        if (actual.length != n) {
            throw Require.bad("actual", "must have as many customers as calibration, " + n, "", actual.length);
        }
        double longest = 0;
        for (int i = 0; i < n; i++) {
            longest = Math.max(longest, value.applyAsDouble(i));
        }
        if (longest / width > 1e6 && last == Integer.MAX_VALUE) {
            throw Require.bad("width", "must be at least a millionth of the longest, " + longest, "", width);
        }
        int size = (int) Math.min(last, longest / width) + 1;
        int[] customers = new int[size];
        long[] came = new long[size];
        double[] expected = new double[size];
        for (int i = 0; i < n; i++) {
            int g = (int) Math.min(size - 1, value.applyAsDouble(i) / width);
            customers[g]++;
            came[g] += actual[i];
            expected[g] += predicted[i];
        }
        List<Group> groups = new ArrayList<>();
        for (int g = 0; g < size; g++) {
            if (customers[g] > 0) {
                double to = g == last ? Double.POSITIVE_INFINITY : (g + 1) * width;
                groups.add(new Group(g * width, to, customers[g], came[g], expected[g]));
            }
        }
        return new ConditionalExpectations(groups);
    }
}
