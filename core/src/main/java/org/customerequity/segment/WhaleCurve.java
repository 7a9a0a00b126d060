package org.customerequity.segment;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Cumulative profit over customers from the most to the least profitable. It rises while customers earn, and falls with those who
 * lose money: the peak is what the base would earn without them.
 *
 * <p>With p_(1) &gt;= ... &gt;= p_(n) the profits in descending order:
 *
 * <pre>{@code
 *   cumulative_k = p_(1) + ... + p_(k)          share_k = cumulative_k / total
 *   peak         = sum of the positive p
 * }</pre>
 *
 * <p>Kaplan and Narayanan, Measuring and Managing Customer Profitability, Journal of Cost Management 15(5), 2001. Where the total
 * is not positive, shares of it mean nothing and say so by {@link UndefinedRatioException}; amounts remain.
 */
public final class WhaleCurve implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] ascending;
    private final double total;

    private WhaleCurve(double[] profits) {
        ascending = SortedValues.ascending(profits);
        total = SortedValues.total(ascending);
        Require.finite(peak(), "sum of positive values", "scale the values down");
        Require.finite(lost(), "sum of negative values", "scale the values down");
    }

    /** One profit a customer, finite, at least one; may be negative. The array is copied. */
    public static WhaleCurve of(double[] values) {
        return new WhaleCurve(values);
    }

    /** How many customers. */
    public int size() {
        return ascending.length;
    }

    /** The profit of all customers. */
    public double total() {
        return total;
    }

    /** Entry k - 1 is the profit of the best k customers; the last is the total. */
    public double[] cumulative() {
        int n = ascending.length;
        double[] out = new double[n];
        Sum sum = Sum.create();
        for (int k = 0; k < n; k++) {
            out[k] = sum.add(ascending[n - 1 - k]).getAsDouble();
        }
        // the same number, whatever rounding did on the way
        out[n - 1] = total;
        return out;
    }

    /**
     * Entry k - 1 is the profit of the best k customers as a share of the total; the last is 1.
     *
     * @throws UndefinedRatioException if the total is not positive; see {@link #cumulative}
     */
    public double[] shares() {
        requirePositiveTotal();
        double[] out = cumulative();
        for (int k = 0; k < out.length; k++) {
            out[k] /= total;
        }
        return out;
    }

    /** The highest profit that a set of these customers makes: that of those who earn; 0 if none does. */
    public double peak() {
        Sum sum = Sum.create();
        for (int i = ascending.length - 1; i >= 0 && ascending[i] > 0; i--) {
            sum.add(ascending[i]);
        }
        return sum.getAsDouble();
    }

    /**
     * The peak as a share of the total, at least 1.
     *
     * @throws UndefinedRatioException if the total is not positive
     */
    public double peakShare() {
        requirePositiveTotal();
        return Math.max(1, peak() / total);
    }

    /** How many customers make the peak: those with a profit above 0 (of several such numbers the least). */
    public int peakCustomers() {
        int count = 0;
        for (int i = ascending.length - 1; i >= 0 && ascending[i] > 0; i--) {
            count++;
        }
        return count;
    }

    /** What those who lose money take away again, as a positive number: peak less total. */
    public double lost() {
        Sum sum = Sum.create();
        for (int i = 0; i < ascending.length && ascending[i] < 0; i++) {
            sum.add(-ascending[i]);
        }
        return sum.getAsDouble();
    }

    /** How many of all customers lose money. */
    public Proportion unprofitable() {
        int count = 0;
        while (count < ascending.length && ascending[count] < 0) {
            count++;
        }
        return Proportion.of(count, ascending.length);
    }

    private void requirePositiveTotal() {
        if (!(total > 0 && peak() / total < Double.POSITIVE_INFINITY)) {
            throw new UndefinedRatioException("share of the total profit is undefined, because the total is "
                    + (total > 0 ? "too near to 0, " : "not positive, ") + total + " (use WhaleCurve.cumulative)");
        }
    }

    /** Equal profits in any order. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof WhaleCurve other && Arrays.equals(ascending, other.ascending);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ascending);
    }

    /** A summary, not the profits. */
    @Override
    public String toString() {
        return "WhaleCurve[" + size() + " customers, total " + total() + ", peak " + peak() + " at " + peakCustomers()
                + "]";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new WhaleCurve(ascending);
    }
}
