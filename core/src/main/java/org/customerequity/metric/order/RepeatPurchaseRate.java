package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;

/**
 * Repeat purchase rate: customers with two orders or more over customers with at least one, both in the same window.
 *
 * <p>The longer customers have been observed, the more of them have come back; a rate that mixes new and old customers falls
 * when many new ones arrive. Compare rates of windows of equal length, or of customers observed for equally long.
 *
 * @param counts customers with two orders or more, of customers with at least one
 */
public record RepeatPurchaseRate(Proportion counts) implements Serializable {
    public RepeatPurchaseRate {
        Objects.requireNonNull(counts, "counts");
    }

    /** {@code RepeatPurchaseRate.of(150, 400)} is 0.375: 150 of 400 buyers ordered more than once. */
    public static RepeatPurchaseRate of(long repeaters, long customers) {
        Require.nonNegative(repeaters, "repeaters", "customers with two orders or more");
        if (repeaters > customers) {
            throw Require.bad(
                    "repeaters", "must be <= customers " + customers, "a repeater is a customer too", repeaters);
        }
        return new RepeatPurchaseRate(Proportion.of(repeaters, customers));
    }

    /** Of all customers, since the first purchase of each: who came long ago had more time to come back. */
    public static RepeatPurchaseRate of(PurchaseHistories histories) {
        return observedFor(histories, 0);
    }

    /**
     * Of the customers whose first purchase lies at least {@code minimumAge} periods back, since that purchase. That keeps out
     * those too young to have come back, but is not the share who came back within that time, which a history does not hold.
     *
     * @param minimumAge in the unit of the histories, {@code >= 0}
     */
    public static RepeatPurchaseRate observedFor(PurchaseHistories histories, double minimumAge) {
        Require.nonNegative(minimumAge, "minimumAge", "in the unit of the histories");
        long customers = 0;
        long repeaters = 0;
        for (int i = 0; i < histories.size(); i++) {
            if (histories.age(i) >= minimumAge) {
                customers++;
                if (histories.frequency(i) > 0) {
                    repeaters++;
                }
            }
        }
        return of(repeaters, customers);
    }

    /** Whether there was any customer. */
    public boolean isDefined() {
        return counts.isDefined();
    }

    /**
     * The share, in [0, 1].
     *
     * @throws UndefinedRatioException if there were no customers
     */
    public double value() {
        return counts.toRatio("repeat customers", "customers").value();
    }

    /** The value, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(value()) : OptionalDouble.empty();
    }

    /**
     * Wilson's interval.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if there were no customers
     */
    public Interval confidenceInterval(double level) {
        value();
        return counts.confidenceInterval(level);
    }

    /** The customers of both, in windows of one length; none may be in both. */
    public RepeatPurchaseRate plus(RepeatPurchaseRate other) {
        return new RepeatPurchaseRate(counts.plus(other.counts));
    }
}
