package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.customerequity.history.PurchaseLog;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.Estimate;

/**
 * How regular purchases are, from the times between them alone: estimates of the shape k of gamma intervals, whatever each
 * customer's own rate. About 1: purchases at random, as the {@code NBD} models have it; clearly above 1: regular, and worth a
 * {@link org.customerequity.model.purchase.BgCnbd}; below 1: in clumps.
 *
 * <pre>{@code
 *   PurchaseRegularity.of(log).conditionalLikelihood()       the one to use
 * }</pre>
 *
 * <p>Customers with a single interval say nothing of k and are left out. Intervals within a customer need not be in order but
 * for {@link #wheatMorrison}, which pairs neighbours. Immutable.
 *
 * <p>Three estimates of k are offered:
 * <ul>
 *   <li>{@link #conditionalLikelihood}: from the shares of a customer's intervals in their total, which do not depend on the
 *       customer's rate. Recommended.
 *   <li>{@link #maximumLikelihood}: with one rate fitted to each customer; biased upwards where customers have few intervals.
 *   <li>{@link #wheatMorrison}: from pairs; simple, and known from the literature.
 * </ul>
 */
public final class PurchaseRegularity implements Serializable {
    private static final long serialVersionUID = 1;

    /** Beyond this k intervals are equal as far as doubles can say. */
    private static final double CLOCKWORK = 1e12;

    private final double[][] intervals;

    private PurchaseRegularity(double[][] intervals) {
        this.intervals = intervals;
    }

    /**
     * Of all customers of a log.
     *
     * @throws IllegalArgumentException if no customer has bought three times, or one twice at the same moment
     */
    public static PurchaseRegularity of(PurchaseLog log) {
        return of(IntStream.range(0, log.size()).mapToObj(log::intervals).toArray(double[][]::new));
    }

    /**
     * Of the times between consecutive purchases of each customer, in any unit.
     *
     * @throws IllegalArgumentException if an interval is not above 0, or no customer has two
     */
    public static PurchaseRegularity ofIntervals(List<double[]> intervalsOfCustomers) {
        return of(intervalsOfCustomers.stream().map(double[]::clone).toArray(double[][]::new));
    }

    private static PurchaseRegularity of(double[][] all) {
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < all[i].length; j++) {
                Require.positive(
                        all[i][j],
                        "intervals of customer " + i + ", [" + j + "]",
                        "purchases at one moment are one purchase");
            }
        }
        double[][] used = Arrays.stream(all).filter(own -> own.length >= 2).toArray(double[][]::new);
        Require.notEmpty(
                used.length,
                "intervals",
                "must have at least one customer with two intervals or more",
                "one interval says nothing of regularity");
        return new PurchaseRegularity(used);
    }

    /**
     * Of those of these customers who have at least so many intervals.
     *
     * @param count 2 or more
     * @throws IllegalArgumentException if there are none
     */
    public PurchaseRegularity withAtLeast(int count) {
        Require.positive(count, "count", "intervals of a customer");
        return of(Arrays.stream(intervals).filter(own -> own.length >= count).toArray(double[][]::new));
    }

    /** Customers with two intervals or more. */
    public int customers() {
        return intervals.length;
    }

    /** Their intervals. */
    public long intervals() {
        return Arrays.stream(intervals).mapToLong(own -> own.length).sum();
    }

    /** Neighbouring intervals (1, 2), (3, 4), ... of each customer. */
    public long pairs() {
        return Arrays.stream(intervals).mapToLong(own -> own.length / 2).sum();
    }

    /** Whether all intervals of each customer are equal: then all estimates are positive infinity. */
    public boolean isClockwork() {
        return spread() == 0;
    }

    // --- by pairs

    /**
     * The estimate of Wheat and Morrison from pairs of neighbouring intervals.
     *
     * <pre>{@code
     *   k = (1 - 4V) / (8V),   V = mean of (M - 1/2)^2 over all pairs,   M = d1 / (d1 + d2) ~ Beta(k, k)
     * }</pre>
     *
     * <p>Every customer's pairs are (1, 2), (3, 4), ...: nothing is drawn. R. D. Wheat and D. G. Morrison, Estimating Purchase
     * Regularity with Two Interpurchase Times, Journal of Marketing Research 27(1), 1990, 87-93.
     *
     * @return above 0; positive infinity where the intervals of every pair are equal
     */
    public double wheatMorrison() {
        return shapeOf(squaredDistances(0.5) / pairs());
    }

    /**
     * {@link #wheatMorrison()} with the sample variance of M about its own mean in place of that about 1/2: a variant found in
     * programs.
     *
     * @return {@code >= 0}; 0 where the sample variance is 1/4 or more, positive infinity where all M are equal
     * @throws IllegalStateException if there is only one pair
     */
    public double wheatMorrisonBySampleVariance() {
        long n = pairs();
        if (n < 2) {
            throw new IllegalStateException("the sample variance needs at least two pairs of intervals, there is 1");
        }
        double sum = 0;
        for (double[] own : intervals) {
            for (int j = 1; j < own.length; j += 2) {
                sum += own[j - 1] / (own[j - 1] + own[j]);
            }
        }
        return Math.max(0, shapeOf(squaredDistances(sum / n) / (n - 1)));
    }

    private double squaredDistances(double centre) {
        double sum = 0;
        for (double[] own : intervals) {
            for (int j = 1; j < own.length; j += 2) {
                double distance = own[j - 1] / (own[j - 1] + own[j]) - centre;
                sum += distance * distance;
            }
        }
        return sum;
    }

    private static double shapeOf(double variance) {
        return (1 - 4 * variance) / (8 * variance);
    }

    // --- by likelihood

    /**
     * The maximum-likelihood estimate with a rate of its own for each customer, of gamma intervals.
     *
     * <pre>{@code
     *   ln k - digamma(k) = sum over all intervals of ln(mean_i / d) / number of intervals
     * }</pre>
     *
     * <p>mean_i is that of the customer's own intervals. Biased upwards where these are few: a rate is fitted to each customer.
     *
     * @return above 0; positive infinity where all intervals of each customer are equal
     */
    public double maximumLikelihood() {
        double s = spread() / intervals();
        return solve(k -> logLessDigamma(k) - s, start(s));
    }

    /**
     * The conditional maximum-likelihood estimate, from the shares of a customer's intervals in their total, which are
     * Dirichlet(k, ..., k) whatever the customer's rate; with its standard error from the curvature.
     *
     * <pre>{@code
     *   maximum over k of the sum over customers of lnG(nk) - n lnG(k) + (k-1) sum ln(d / total)
     * }</pre>
     *
     * <p>n is the number of the customer's intervals.
     *
     * @throws IllegalStateException if all intervals of each customer are equal ({@link #isClockwork}): k is infinite
     */
    public Estimate conditionalLikelihood() {
        double spread = spread();
        long free = intervals() - customers();
        double k = solve(
                shape -> {
                    double sum = 0;
                    for (double[] own : intervals) {
                        int n = own.length;
                        sum += n * (logLessDigamma(shape) - logLessDigamma(n * shape));
                    }
                    return (sum - spread) / free;
                },
                start(spread / free));
        if (k == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("k is infinite: all intervals of each of the " + customers()
                    + " customers are equal (isClockwork), as regular as can be");
        }
        double information = 0;
        for (double[] own : intervals) {
            double n = own.length;
            information += n * (SpecialFunctions.trigamma(k) - n * SpecialFunctions.trigamma(n * k));
        }
        return Estimate.ofPositive(k, 1 / Math.sqrt(information));
    }

    /**
     * ln of the density of the shares of each customer's intervals in their total, for some k: what
     * {@link #conditionalLikelihood} maximises. Twice the difference between two of them tests one k against another.
     *
     * @param k above 0
     */
    public double conditionalLogLikelihood(double k) {
        Require.positive(k, "k", "shape of the intervals: 1 for purchases at random");
        double sum = 0;
        for (double[] own : intervals) {
            int n = own.length;
            double total = Arrays.stream(own).sum();
            double logs = 0;
            for (double d : own) {
                logs += Math.log(d / total);
            }
            sum += SpecialFunctions.logGamma(n * k) - n * SpecialFunctions.logGamma(k) + (k - 1) * logs;
        }
        return sum;
    }

    /** The sum over all intervals of ln(mean / d), by terms that are not negative: y - ln(1 + y), y = d / mean - 1. */
    private double spread() {
        double sum = 0;
        for (double[] own : intervals) {
            double first = own[0];
            boolean equal = true;
            double total = 0;
            for (double d : own) {
                equal &= d == first;
                total += d;
            }
            double mean = total / own.length;
            for (int j = 0; !equal && j < own.length; j++) {
                double y = (own[j] - mean) / mean;
                sum += y - Math.log1p(y);
            }
        }
        return sum;
    }

    /** Where ln k - digamma(k) is about s. */
    private static double start(double s) {
        return (1 + Math.sqrt(1 + 4 * s / 3)) / (4 * s);
    }

    /** ln k - digamma(k), which falls from infinity to 0 and is about 1/(2k); without cancellation. */
    private static double logLessDigamma(double k) {
        if (k < 50) {
            return Math.log(k) - SpecialFunctions.digamma(k);
        }
        double w = 1 / (k * k);
        return 0.5 / k + w / 12 * (1 - w / 10 * (1 - w / 2.1));
    }

    /** The zero of a function that falls from above 0, in ln k, by bisection with secant steps; infinite where there is none. */
    private static double solve(DoubleUnaryOperator falling, double start) {
        if (!(start < CLOCKWORK)) {
            return Double.POSITIVE_INFINITY;
        }
        double low = Math.log(start);
        double high = low;
        while (falling.applyAsDouble(Math.exp(low)) <= 0) {
            low -= 0.5;
        }
        while (falling.applyAsDouble(Math.exp(high)) > 0) {
            high += 0.5;
        }
        double atLow = falling.applyAsDouble(Math.exp(low));
        double atHigh = falling.applyAsDouble(Math.exp(high));
        for (int i = 0; i < 200 && high - low > 1e-15 * Math.max(1, Math.abs(high)); i++) {
            double secant = low + (high - low) * (atLow / (atLow - atHigh));
            double next = i % 3 == 2 || !(secant > low && secant < high) ? low + (high - low) / 2 : secant;
            double value = falling.applyAsDouble(Math.exp(next));
            if (value > 0) {
                low = next;
                atLow = value;
            } else {
                high = next;
                atHigh = value;
            }
        }
        return Math.exp(low + (high - low) / 2);
    }

    /** {@code PurchaseRegularity[3936 intervals of 1162 customers, conditional k 0.956]}. */
    @Override
    public String toString() {
        String k = isClockwork()
                ? "infinite: all intervals are equal"
                : String.format(Locale.ROOT, "%.3f", conditionalLikelihood().value());
        return "PurchaseRegularity[" + intervals() + " intervals of " + customers() + " customers, conditional k " + k
                + "]";
    }
}
