package org.customerequity.history;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * What is known of the times between one customer's consecutive purchases: what tells regular buyers from random ones.
 *
 * <pre>{@code
 *   sumOfLogs = ln(t_1 - 0) + ln(t_2 - t_1) + ... + ln(t_x - t_(x-1))
 *
 *   t_j  time of repeat purchase j since the first purchase, in the unit of the history
 * }</pre>
 *
 * <p>the statistic {@code litt} of models with Erlang-k timing (Platzer and Reutterer, Ticking Away the Moments, Marketing
 * Science 35(5), 2016). Of a customer with repeat purchases, {@link #none()} means that it is not known.
 *
 * @param count intervals in the sum, {@code >= 0}; where known, the frequency of the history
 * @param sumOfLogs sum of their natural logarithms, finite; 0 where {@code count} is 0
 */
public record IntervalSummary(int count, double sumOfLogs) implements Serializable {
    private static final IntervalSummary NONE = new IntervalSummary(0, 0);

    /** What rounding may add to a sum of logarithms, for each of them and relative to the sum. */
    private static final double ROUNDING = 1e-9;

    public IntervalSummary {
        Require.nonNegative(count, "count", "times between consecutive purchases");
        sumOfLogs = Require.finite(sumOfLogs, "sumOfLogs", "purchases at the same moment have no log interval");
        if (count == 0 && sumOfLogs != 0) {
            throw Require.bad("sumOfLogs", "must be 0 where count is 0", "a sum of nothing", sumOfLogs);
        }
    }

    /** {@code count} intervals whose natural logarithms add up to {@code sumOfLogs}. */
    public static IntervalSummary of(int count, double sumOfLogs) {
        return new IntervalSummary(count, sumOfLogs);
    }

    /** No interval, or none known. */
    public static IntervalSummary none() {
        return NONE;
    }

    /**
     * Whether {@code count} intervals that add up to {@code total} can have this sum of logarithms: at most that of equal
     * intervals, and that of the one where there is one, but for rounding.
     */
    static boolean isPossible(double sumOfLogs, int count, double total) {
        if (count == 0) {
            return sumOfLogs == 0;
        }
        double most = count * Math.log(total / count);
        double rounding = ROUNDING * (count + Math.abs(most));
        return Math.abs(sumOfLogs) < Double.POSITIVE_INFINITY
                && sumOfLogs <= most + rounding
                && (count > 1 || sumOfLogs >= most - rounding);
    }

    /** The message for a sum of logarithms that is not possible. */
    static IllegalArgumentException impossible(double sumOfLogs, int count, double total) {
        return Require.bad(
                "sumOfLogs",
                (count == 1 ? "must be ln(recency), " : "must be at most frequency * ln(recency / frequency), ")
                        + count * Math.log(total / count),
                "natural logarithms of intervals in the unit of the history",
                sumOfLogs);
    }
}
