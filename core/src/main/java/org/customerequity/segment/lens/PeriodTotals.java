package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;
import org.customerequity.metric.change.FactoredValue;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Ratio;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * What some customers did in one period. Mergeable over disjoint customers.
 *
 * <pre>{@code
 *   revenue = customers x orders per customer x average order value
 *   profit  = customers x orders per customer x average order value x margin
 * }</pre>
 *
 * @param period the days
 * @param customers with at least one purchase in it
 * @param orders their purchases in it
 * @param revenue what these came to after refunds, {@code >= 0}
 * @param profit contribution; may be negative
 * @param currencyCode ISO 4217, of both amounts; empty where the log named none
 */
public record PeriodTotals(
        ReportingPeriod period, long customers, long orders, double revenue, double profit, String currencyCode)
        implements Serializable {
    public PeriodTotals {
        Objects.requireNonNull(period, "period");
        Require.nonNegative(customers, "customers", "");
        if (orders < customers || customers == 0 && orders > 0) {
            throw Require.bad("orders", "must be at least one a customer", customers + " customers", orders);
        }
        revenue = Require.nonNegative(revenue, "revenue", "after refunds");
        profit = Require.finite(profit, "profit", "");
        if (!Objects.requireNonNull(currencyCode, "currencyCode").isEmpty()) {
            Currencies.of(currencyCode);
        }
    }

    /** Revenue per active customer. */
    public Ratio revenuePerCustomer() {
        return Ratio.of(revenue, "revenue", customers, "customers");
    }

    /** Profit per active customer. */
    public Ratio profitPerCustomer() {
        return Ratio.of(profit, "profit", customers, "customers");
    }

    /** Orders per active customer. */
    public Ratio ordersPerCustomer() {
        return Ratio.of(orders, "orders", customers, "customers");
    }

    /** Revenue per order. */
    public Ratio averageOrderValue() {
        return Ratio.of(revenue, "revenue", orders, "orders");
    }

    /** Profit per unit of revenue. */
    public Ratio margin() {
        return Ratio.of(profit, "profit", revenue, "revenue");
    }

    /**
     * Customers, orders per customer and order value, whose product is the revenue.
     *
     * @throws UndefinedRatioException if there are no customers
     */
    public FactoredValue revenueFactors() {
        return FactoredValue.of("customers", customers)
                .times("orders per customer", ordersPerCustomer().value())
                .times("order value", averageOrderValue().value());
    }

    /**
     * The same with the margin, whose product is the profit.
     *
     * @throws UndefinedRatioException if there are no customers or no revenue
     */
    public FactoredValue profitFactors() {
        return revenueFactors().times("margin", margin().value());
    }

    /**
     * Both together: of other customers in the same period and currency.
     *
     * @throws CurrencyMismatchException if they are in two currencies
     */
    public PeriodTotals plus(PeriodTotals other) {
        if (!Objects.requireNonNull(other, "other").period.equals(period)) {
            throw Require.bad(
                    "other",
                    "must be of the period " + period,
                    "a customer of two periods would count twice",
                    other.period);
        }
        OneCurrency.check(currencyCode, other.currencyCode);
        return new PeriodTotals(
                period,
                Math.addExact(customers, other.customers),
                Math.addExact(orders, other.orders),
                revenue + other.revenue,
                profit + other.profit,
                currencyCode);
    }
}
