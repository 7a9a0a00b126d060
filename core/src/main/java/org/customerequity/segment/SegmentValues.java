package org.customerequity.segment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/** The values of the customers of one segment: their number, total, mean, median and spread. Immutable; may be empty. */
public final class SegmentValues implements Serializable {
    private static final long serialVersionUID = 1;

    private final String name;
    private final double[] ascending;
    private final double baseTotal;
    private final double total;

    /** Values in any order, which are taken over and sorted. */
    SegmentValues(String name, double[] values, double baseTotal) {
        this.name = Require.nonBlank(name, "name", "such as gold");
        this.ascending = values;
        this.baseTotal = Require.finite(baseTotal, "baseTotal", "");
        for (int i = 0; i < values.length; i++) {
            values[i] = Require.finite(values[i], "values", "one value a customer");
        }
        Arrays.sort(values);
        this.total = Require.finite(Sum.of(values).getAsDouble(), "sum of values", "scale the values down");
    }

    /** The segment. */
    public String name() {
        return name;
    }

    /** How many customers. */
    public int customers() {
        return ascending.length;
    }

    /** The sum of their values. */
    public double total() {
        return total;
    }

    /**
     * The share of the value of all customers.
     *
     * @throws UndefinedRatioException if the value of all customers is not positive
     */
    public double shareOfTotal() {
        if (!(baseTotal > 0)) {
            throw new UndefinedRatioException("share of value of " + name
                    + " is undefined, because the value of all customers is not positive, " + baseTotal);
        }
        return total / baseTotal;
    }

    /**
     * The mean.
     *
     * @throws UndefinedRatioException if the segment is empty
     */
    public double mean() {
        requireCustomers(1, "mean");
        return total / ascending.length;
    }

    /** The mean of what values have above a number. */
    double meanAbove(double number) {
        requireCustomers(1, "mean");
        Sum sum = Sum.create();
        for (double v : ascending) {
            sum.add(v - number);
        }
        return sum.getAsDouble() / ascending.length;
    }

    /**
     * The variance of a customer's value, by n - 1.
     *
     * @throws UndefinedRatioException if there are fewer than two customers
     */
    public double variance() {
        requireCustomers(2, "variance");
        double mean = mean();
        double squares = 0;
        double rest = 0;
        for (double v : ascending) {
            double d = v - mean;
            squares += d * d;
            rest += d;
        }
        int n = ascending.length;
        // what rounding of the mean left
        return Require.finite(
                Math.max(0, squares - rest * rest / n) / (n - 1), "variance of " + name, "scale the values down");
    }

    /**
     * The standard error of the mean.
     *
     * @throws UndefinedRatioException if there are fewer than two customers
     */
    public double standardErrorOfMean() {
        return Math.sqrt(variance() / ascending.length);
    }

    /**
     * The interval of the mean by Student's t: exact for normal values; for skewed ones it wants many customers.
     *
     * <pre>{@code
     *   mean -+ t_(n-1) s / sqrt(n)
     * }</pre>
     *
     * @throws UndefinedRatioException if there are fewer than two customers
     */
    public Interval meanInterval(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        double half = standardErrorOfMean()
                * TDistribution.of(ascending.length - 1.0).inverseSurvivalProbability((1 - level) / 2);
        return new Interval(mean() - half, mean() + half, level);
    }

    /**
     * The median; of an even number, the mean of the two in the middle.
     *
     * @throws UndefinedRatioException if the segment is empty
     */
    public double median() {
        requireCustomers(1, "median");
        return Quantiles.ofSorted(ascending, 0.5);
    }

    /**
     * The interval of the median by order statistics, which takes nothing for granted of how values are spread.
     *
     * <pre>{@code
     *   [v_(d), v_(n+1-d)],  d the largest with P(Binomial(n, 1/2) < d) <= (1 - level) / 2
     * }</pre>
     *
     * <p>It holds at least {@code level}. Where there are too few customers for it (5 or fewer for 95 %), it has no limits. David
     * and Nagaraja, Order Statistics, 3rd edition, 2003, section 7.1.
     *
     * @throws UndefinedRatioException if the segment is empty
     */
    public Interval medianInterval(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        requireCustomers(1, "median");
        int n = ascending.length;
        BinomialDistribution heads = BinomialDistribution.of(n, 0.5);
        double tail = (1 - level) / 2;
        // the smallest x with P(X <= x) >= tail, so P(X < x) < tail; one more where it is met exactly
        int d = heads.inverseCumulativeProbability(tail);
        if (d < n && heads.cumulativeProbability(d) <= tail) {
            d++;
        }
        if (d == 0) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level);
        }
        return new Interval(ascending[d - 1], ascending[n - d], level);
    }

    /**
     * A quantile, linear between customers (type 7 of Hyndman and Fan, 1996).
     *
     * @param p in [0, 1]; {@code 0.9} for the value that nine in ten stay below
     * @throws UndefinedRatioException if the segment is empty
     */
    public double quantile(double p) {
        Require.fraction(p, "p", "0.9 means the ninth decile");
        requireCustomers(1, "quantile");
        return Quantiles.ofSorted(ascending, p);
    }

    void requireCustomers(int least, String what) {
        if (ascending.length < least) {
            throw new UndefinedRatioException(what + " of " + name + " is undefined, because it has "
                    + (ascending.length == 0 ? "no customer" : "one customer only"));
        }
    }

    /** Equal names, values in any order, and equal totals of all customers. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SegmentValues other
                && name.equals(other.name)
                && baseTotal == other.baseTotal
                && Arrays.equals(ascending, other.ascending);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, baseTotal, Arrays.hashCode(ascending));
    }

    /** A summary, not the values. */
    @Override
    public String toString() {
        return "SegmentValues[" + name + ": " + ascending.length + " customers, total " + total + "]";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new SegmentValues(name, ascending, baseTotal);
    }
}
