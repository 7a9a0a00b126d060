package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.UndefinedRatioException;

/**
 * Purchase frequency: orders over buying customers (those with at least one order in the period). Per active or per known
 * customer is another figure, and lower.
 *
 * @param sums orders and customers, one unit a customer; totals only where made from totals
 * @param unit the length of the period
 */
public record PurchaseFrequency(RatioOfSums sums, PeriodUnit unit) implements Serializable {
    public PurchaseFrequency {
        Objects.requireNonNull(sums, "sums");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@code PurchaseFrequency.of(900, 400, PeriodUnit.MONTH)} is 2.25 a month. Totals only, so without an interval. */
    public static PurchaseFrequency of(long orders, long customers, PeriodUnit unit) {
        Require.nonNegative(orders, "orders", "");
        Require.nonNegative(customers, "customers", "with at least one order");
        if (orders < customers) {
            throw Require.bad(
                    "orders", "must be >= customers " + customers, "each of them ordered at least once", orders);
        }
        return new PurchaseFrequency(RatioOfSums.ofTotals(orders, "orders", customers, "customers"), unit);
    }

    /** Whether there was any customer. */
    public boolean isDefined() {
        return sums.isDefined();
    }

    /**
     * Orders per customer in one period, {@code >= 1}.
     *
     * @throws UndefinedRatioException if there were no customers
     */
    public double value() {
        return sums.value();
    }

    /** The value, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(value()) : OptionalDouble.empty();
    }

    /**
     * The interval over customers.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if there are fewer than two customers, or only totals are known
     */
    public Interval confidenceInterval(double level) {
        return sums.confidenceInterval(level);
    }

    /** The customers of both, in one period; none may be in both. */
    public PurchaseFrequency plus(PurchaseFrequency other) {
        Units.check(unit, other.unit);
        return new PurchaseFrequency(sums.plus(other.sums), unit);
    }
}
