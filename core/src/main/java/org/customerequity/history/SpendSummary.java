package org.customerequity.history;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * What is known of how much a customer spends: the number of transactions counted and their mean.
 *
 * @param count transactions in the mean, {@code >= 0}; usually the repeat purchases
 * @param mean mean amount per transaction, finite and {@code >= 0}; 0 where {@code count} is 0
 */
public record SpendSummary(int count, double mean) implements Serializable {
    private static final SpendSummary NONE = new SpendSummary(0, 0);

    public SpendSummary {
        Require.nonNegative(count, "count", "transactions in the mean");
        mean = Require.nonNegative(mean, "mean", "mean amount per transaction");
        if (count == 0 && mean != 0) {
            throw Require.bad("mean", "must be 0 where count is 0", "a mean of nothing", mean);
        }
    }

    /** {@code count} transactions of {@code mean} on average. */
    public static SpendSummary of(int count, double mean) {
        return new SpendSummary(count, mean);
    }

    /** Nothing known, as of a customer not yet acquired: models answer for the population. */
    public static SpendSummary none() {
        return NONE;
    }
}
