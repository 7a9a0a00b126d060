package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.customerequity.segment.Concentration;
import org.customerequity.segment.WhaleCurve;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/** How a figure differs between customers: one value a customer, in ascending order. Immutable. */
public final class CustomerDistribution implements Serializable {
    private static final long serialVersionUID = 1;

    private final String what;
    private final double[] ascending;

    /** Takes over the array. */
    CustomerDistribution(String what, double[] values) {
        this.what = what;
        this.ascending = values;
        Arrays.sort(ascending);
    }

    /** How many customers have the figure. */
    public int size() {
        return ascending.length;
    }

    /** The sum over customers. */
    public double total() {
        return Sum.of(ascending).getAsDouble();
    }

    /** The mean over customers, each with the same weight; undefined where there is none. */
    public Ratio mean() {
        return Ratio.of(total(), what, ascending.length, "customers");
    }

    /**
     * The value that a share of customers do not exceed, linear between order statistics (type 7 of Hyndman and Fan, 1996).
     *
     * @param p in [0, 1]; {@code 0.5} for the median, 0 and 1 for the least and the greatest value
     * @throws UndefinedRatioException if there are no customers
     */
    public double quantile(double p) {
        Require.fraction(p, "p", "0.5 for the median");
        if (ascending.length == 0) {
            throw new UndefinedRatioException("quantile of " + what + " is undefined, because there are no customers");
        }
        return Quantiles.ofSorted(ascending, p);
    }

    /**
     * Customers by classes: below the first break, from each break up to the next, and from the last break on.
     *
     * @param breaks rising, at least one
     * @return one count more than breaks; they add up to {@link #size()}
     */
    public int[] histogram(double... breaks) {
        Require.notEmpty(Objects.requireNonNull(breaks, "breaks").length, "breaks", "must be at least one", "");
        int[] counts = new int[breaks.length + 1];
        int below = 0;
        for (int b = 0; b < breaks.length; b++) {
            if (!(b == 0 ? Double.isFinite(breaks[0]) : breaks[b] > breaks[b - 1])) {
                throw Require.bad("breaks[" + b + "]", "must be finite and rise", "1, 2, 5", breaks[b]);
            }
            int upTo = below(breaks[b]);
            counts[b] = upTo - below;
            below = upTo;
        }
        counts[breaks.length] = ascending.length - below;
        return counts;
    }

    private int below(double x) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The share of the total that the best customers hold: of whole customers, {@code round(fraction n)} and at least one. Of 6
     * customers the top 20 % are one. {@link Concentration#topShare} takes part of a customer instead, 1.2 of them.
     *
     * @param fraction in (0, 1]; {@code 0.20} for the top fifth
     * @throws UndefinedRatioException if there are no customers, or the total is not positive
     */
    public double shareOfTopCustomers(double fraction) {
        if (!(fraction > 0 && fraction <= 1)) {
            throw Require.bad("fraction", "must be in (0, 1]", "0.20 means the top 20 %", fraction);
        }
        double total = total();
        if (!(total > 0)) {
            throw new UndefinedRatioException("share of the top customers in " + what
                    + " is undefined, because its total is not positive, " + total);
        }
        int n = ascending.length;
        int top = Math.max(1, Bands.round(fraction, n));
        Sum sum = Sum.create();
        for (int i = n - top; i < n; i++) {
            sum.add(ascending[i]);
        }
        return sum.getAsDouble() / total;
    }

    /**
     * Lorenz curve, Gini and Herfindahl index.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public Concentration concentration() {
        return Concentration.of(ascending);
    }

    /**
     * What the best customers come to together, and what those lose who are worth less than nothing.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public WhaleCurve whaleCurve() {
        return WhaleCurve.of(ascending);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CustomerDistribution other
                && what.equals(other.what)
                && Arrays.equals(ascending, other.ascending);
    }

    @Override
    public int hashCode() {
        return 31 * what.hashCode() + Arrays.hashCode(ascending);
    }

    /** A summary, not the values. */
    @Override
    public String toString() {
        return "CustomerDistribution[" + what + " of " + ascending.length + " customers, total " + total() + "]";
    }
}
