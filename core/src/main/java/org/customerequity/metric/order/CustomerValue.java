package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.UndefinedRatioException;

/**
 * Customer value of a period: revenue over buying customers, which is average order value x purchase frequency. It is revenue;
 * {@code value().times(margin)} is the contribution that {@code UnitEconomics} asks for.
 *
 * @param sums revenue and customers, one unit a customer; totals only where made from totals
 * @param currency of the revenue
 * @param unit the length of the period
 */
public record CustomerValue(RatioOfSums sums, Currency currency, PeriodUnit unit) implements Serializable {
    public CustomerValue {
        Objects.requireNonNull(sums, "sums");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(unit, "unit");
    }

    /**
     * The product of the two, which must be of the same orders: revenue / orders x orders / customers. Totals only, so without
     * an interval; {@link CustomerOrders#customerValue()} has one.
     */
    public static CustomerValue of(AverageOrderValue orderValue, PurchaseFrequency frequency) {
        double orders = orderValue.sums().ratio().denominator();
        if (orders != frequency.sums().ratio().numerator()) {
            throw Require.bad(
                    "frequency",
                    "must count the same orders as the order value, " + orders,
                    "one period, one set of customers",
                    frequency.sums().ratio().numerator());
        }
        return new CustomerValue(
                RatioOfSums.ofTotals(
                        orderValue.sums().ratio().numerator(),
                        "revenue",
                        frequency.sums().ratio().denominator(),
                        "customers"),
                orderValue.currency(),
                frequency.unit());
    }

    /** Whether there was any customer. */
    public boolean isDefined() {
        return sums.isDefined();
    }

    /**
     * Revenue per customer and period.
     *
     * @throws UndefinedRatioException if there were no customers
     */
    public PeriodicRevenue value() {
        return new PeriodicRevenue(new CurrencyAmount(currency, sums.value()), unit);
    }

    /** The value, or empty where it is undefined. */
    public Optional<PeriodicRevenue> asOptional() {
        return isDefined() ? Optional.of(value()) : Optional.empty();
    }

    /**
     * The interval, in the currency, over customers.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if there are fewer than two customers, or only totals are known
     */
    public Interval confidenceInterval(double level) {
        return sums.confidenceInterval(level);
    }

    /** The customers of both, in one currency and period; none may be in both. */
    public CustomerValue plus(CustomerValue other) {
        CurrencyMismatchException.check(currency, other.currency);
        Units.check(unit, other.unit);
        return new CustomerValue(sums.plus(other.sums), currency, unit);
    }
}
