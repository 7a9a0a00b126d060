package org.customerequity.history;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how much a customer spends: the number of transactions counted, their mean and, for models of single
 * transactions, the mean and scatter of their logarithms.
 *
 * <pre>{@code
 *   meanOfLogs     ybar = (y_1 + ... + y_n) / n       y_j = ln of amount j, n = count
 *   scatterOfLogs  (y_1 - ybar)^2 + ... + (y_n - ybar)^2
 * }</pre>
 *
 * <p>Immutable, and compared by value. Amounts are in one currency, which the histories name.
 */
public final class SpendSummary implements Serializable {
    private static final long serialVersionUID = 1;

    private static final SpendSummary NONE = new SpendSummary(0, 0);

    /** What rounding may add to a logarithm, beside the same relative to it. */
    private static final double ROUNDING = 1e-9;

    private final int count;
    private final double mean;
    private final boolean logs;
    private final double meanOfLogs;
    private final double scatterOfLogs;

    private SpendSummary(int count, double mean) {
        // of no transaction the logarithms are known too: there are none
        this(count, mean, count == 0, 0, 0);
    }

    private SpendSummary(int count, double mean, boolean logs, double meanOfLogs, double scatterOfLogs) {
        this.count = Require.nonNegative(count, "count", "transactions in the mean");
        this.mean = Require.nonNegative(mean, "mean", "mean amount per transaction");
        if (count == 0 && mean != 0) {
            throw Require.bad("mean", "must be 0 where count is 0", "a mean of nothing", mean);
        }
        this.logs = logs;
        this.meanOfLogs = meanOfLogs + 0.0;
        this.scatterOfLogs = scatterOfLogs + 0.0;
        if (logs && !areLogs(count, mean, meanOfLogs, scatterOfLogs)) {
            throw notLogs(count, mean, meanOfLogs, scatterOfLogs);
        }
    }

    /**
     * {@code count} transactions of {@code mean} on average.
     *
     * @param count transactions in the mean, {@code >= 0}; usually the repeat purchases
     * @param mean mean amount per transaction, finite and {@code >= 0}; 0 where {@code count} is 0
     */
    public static SpendSummary of(int count, double mean) {
        return new SpendSummary(count, mean);
    }

    /**
     * All there is to know of these amounts, logarithms included.
     *
     * @param amounts one a transaction, finite and {@code > 0}; none gives {@link #none()}
     */
    public static SpendSummary ofAmounts(double... amounts) {
        int n = Objects.requireNonNull(amounts, "amounts").length;
        CustomerEvents.CompensatedSum sum = new CustomerEvents.CompensatedSum();
        CustomerEvents.CompensatedSum sumOfLogs = new CustomerEvents.CompensatedSum();
        for (int i = 0; i < n; i++) {
            Require.positive(amounts[i], "amounts[" + i + "]", "a logarithm needs a positive amount");
            sum.add(amounts[i]);
            sumOfLogs.add(Math.log(amounts[i]));
        }
        if (n == 0) {
            return NONE;
        }
        double meanOfLogs = sumOfLogs.value() / n;
        double scatter = 0;
        for (double amount : amounts) {
            double distance = Math.log(amount) - meanOfLogs;
            scatter += distance * distance;
        }
        return new SpendSummary(n, sum.finite("sum of amounts") / n, true, meanOfLogs, n == 1 ? 0 : scatter);
    }

    /** Nothing known, as of a customer not yet acquired: models answer for the population. */
    public static SpendSummary none() {
        return NONE;
    }

    /**
     * This summary with the logarithms of the same transactions.
     *
     * @param newMeanOfLogs mean of the natural logarithms of the amounts, at most {@code ln(mean)}, and equal to it for one
     *     transaction; 0 for none
     * @param newScatterOfLogs sum of their squared distances from that mean, {@code >= 0}; 0 for one transaction or none
     */
    public SpendSummary withLogs(double newMeanOfLogs, double newScatterOfLogs) {
        return new SpendSummary(count, mean, true, newMeanOfLogs, newScatterOfLogs);
    }

    /** Transactions in the mean. */
    public int count() {
        return count;
    }

    /** Mean amount per transaction; 0 where {@link #count()} is 0. */
    public double mean() {
        return mean;
    }

    /** Whether the logarithms are known, as they are of no transaction. */
    public boolean hasLogs() {
        return logs;
    }

    /**
     * Mean of the natural logarithms of the amounts; 0 where {@link #count()} is 0.
     *
     * @throws IllegalStateException if they are not known
     */
    public double meanOfLogs() {
        requireLogs();
        return meanOfLogs;
    }

    /**
     * Sum of the squared distances of the logarithms from their mean; 0 where {@link #count()} is 0 or 1.
     *
     * @throws IllegalStateException if they are not known
     */
    public double scatterOfLogs() {
        requireLogs();
        return scatterOfLogs;
    }

    private void requireLogs() {
        if (!logs) {
            throw new IllegalStateException("spend must have the logarithms of its amounts, was " + this
                    + " (SpendSummary.ofAmounts or SpendSummary.withLogs)");
        }
    }

    /** Whether the amounts of a summary can have these logarithms, but for rounding. */
    static boolean areLogs(int count, double mean, double meanOfLogs, double scatterOfLogs) {
        if (count == 0) {
            return meanOfLogs == 0 && scatterOfLogs == 0;
        }
        double most = Math.log(mean);
        double rounding = ROUNDING * (1 + Math.abs(most));
        return mean > 0
                && scatterOfLogs >= 0
                && scatterOfLogs < Double.POSITIVE_INFINITY
                && meanOfLogs <= most + rounding
                && meanOfLogs > Double.NEGATIVE_INFINITY
                && (count > 1 || (scatterOfLogs == 0 && meanOfLogs >= most - rounding));
    }

    private static IllegalArgumentException notLogs(int count, double mean, double meanOfLogs, double scatterOfLogs) {
        if (count == 0) {
            return Require.bad(
                    "meanOfLogs and scatterOfLogs",
                    "must be 0 where count is 0",
                    "logarithms of nothing",
                    meanOfLogs + " and " + scatterOfLogs);
        }
        if (mean == 0) {
            return Require.bad("mean", "must be > 0 for logarithms of amounts", "amounts of zero have none", mean);
        }
        if (!(scatterOfLogs >= 0 && scatterOfLogs < Double.POSITIVE_INFINITY)) {
            return Require.bad(
                    "scatterOfLogs",
                    "must be finite and >= 0",
                    "sum of squared distances from the mean",
                    scatterOfLogs);
        }
        if (count == 1 && scatterOfLogs != 0) {
            return Require.bad(
                    "scatterOfLogs", "must be 0 where count is 1", "one amount has no scatter", scatterOfLogs);
        }
        return Require.bad(
                "meanOfLogs",
                (count == 1 ? "must be ln(mean), " : "must be finite and at most ln(mean), ") + Math.log(mean),
                "mean of natural logarithms, not logarithm of the mean",
                meanOfLogs);
    }

    /** Equal count, mean and logarithms, or absence of them. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SpendSummary other
                && count == other.count
                && logs == other.logs
                && Double.compare(mean, other.mean) == 0
                && Double.compare(meanOfLogs, other.meanOfLogs) == 0
                && Double.compare(scatterOfLogs, other.scatterOfLogs) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(count, mean, logs, meanOfLogs, scatterOfLogs);
    }

    @Override
    public String toString() {
        return "SpendSummary[count=" + count + ", mean=" + mean
                + (logs && count > 0 ? ", meanOfLogs=" + meanOfLogs + ", scatterOfLogs=" + scatterOfLogs : "") + "]";
    }

    /** What comes out of a stream passes the same checks. */
    private Object readResolve() {
        return new SpendSummary(count, mean, logs, meanOfLogs, scatterOfLogs);
    }
}
