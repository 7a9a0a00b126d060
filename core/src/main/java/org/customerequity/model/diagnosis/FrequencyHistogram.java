package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.util.Arrays;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * How many customers made 0, 1, ... repeat purchases, and how many of them a model expects: whether it describes the very
 * data it was fitted to.
 *
 * <pre>{@code
 *   expected(k) = sum over customers i of P(a new customer makes k purchases in (0, T_i])
 * }</pre>
 *
 * <p>The last line holds all counts from {@link #last()} up. Fader, Hardie and Lee, "Counting Your Customers" the Easy Way,
 * Marketing Science 24(2), 2005, figure 2.
 */
public final class FrequencyHistogram implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] actual;
    private final double[] expected;

    private FrequencyHistogram(long[] actual, double[] expected) {
        this.actual = actual;
        this.expected = expected;
    }

    /**
     * Of these histories under this model.
     *
     * @param last the count from which on all are one line, {@code >= 1}
     */
    public static FrequencyHistogram of(PurchaseModel model, PurchaseHistories histories, int last) {
        Require.positive(last, "last", "the count from which on all are one line");
        PurchaseHistory newCustomer = PurchaseHistory.newCustomer(histories.unit());
        long[] actual = new long[last + 1];
        for (int i = 0; i < histories.size(); i++) {
            actual[Math.min(last, histories.frequency(i))]++;
        }
        double[] expected = new double[last + 1];
        double[] ages = histories.ages();
        Arrays.sort(ages);
        int from = 0;
        while (from < ages.length) {
            int to = from;
            while (to < ages.length && ages[to] == ages[from]) {
                to++;
            }
            Span age = Span.first(ages[from], histories.unit());
            double rest = 1;
            for (int k = 0; k < last; k++) {
                double p = model.probabilityOfPurchases(newCustomer, k, age);
                expected[k] += (to - from) * p;
                rest -= p;
            }
            expected[last] += (to - from) * Math.max(0, rest);
            from = to;
        }
        return new FrequencyHistogram(actual, expected);
    }

    /** The count from which on all are one line. */
    public int last() {
        return actual.length - 1;
    }

    /** Customers with {@code k} repeat purchases; from {@link #last()} up where {@code k} is that. */
    public long actual(int k) {
        return actual[k];
    }

    /** Customers expected there, {@code >= 0}. */
    public double expected(int k) {
        return expected[k];
    }

    /** {@code 0}, {@code 1}, ..., and {@code 7+} for the last line. */
    public String label(int k) {
        return k == last() ? k + "+" : String.valueOf(k);
    }

    /** A copy of the counts, from 0 to {@link #last()}. */
    public long[] actual() {
        return actual.clone();
    }

    /** A copy of the expected counts, from 0 to {@link #last()}. */
    public double[] expected() {
        return expected.clone();
    }

    /** All customers. */
    public long customers() {
        return Arrays.stream(actual).sum();
    }

    /** Equal lines. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof FrequencyHistogram other
                && Arrays.equals(actual, other.actual)
                && Arrays.equals(expected, other.expected);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(actual) + Arrays.hashCode(expected);
    }

    @Override
    public String toString() {
        return "FrequencyHistogram[actual " + Arrays.toString(actual) + ", expected " + Arrays.toString(expected) + "]";
    }
}
