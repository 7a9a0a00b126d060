package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.RatioOfSums;

/**
 * What the buying customers of one period ordered, summed up over customers: the source of the order metrics, with what their
 * intervals need. Mergeable over disjoint customers, so that a stream or a cluster can build it piecewise; a customer whose
 * orders are split between two pieces has to be added up first.
 *
 * @param revenuePerOrder revenue and orders, one unit a customer
 * @param ordersPerCustomer orders and 1, one unit a customer
 * @param revenuePerCustomer revenue and 1, one unit a customer
 * @param repeaters customers with two orders or more, of all with at least one
 * @param currency of the revenue
 * @param unit the length of the period
 */
public record CustomerOrders(
        RatioOfSums revenuePerOrder,
        RatioOfSums ordersPerCustomer,
        RatioOfSums revenuePerCustomer,
        Proportion repeaters,
        Currency currency,
        PeriodUnit unit)
        implements Serializable {
    public CustomerOrders {
        Objects.requireNonNull(revenuePerOrder, "revenuePerOrder");
        Objects.requireNonNull(ordersPerCustomer, "ordersPerCustomer");
        Objects.requireNonNull(revenuePerCustomer, "revenuePerCustomer");
        Objects.requireNonNull(repeaters, "repeaters");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(unit, "unit");
    }

    /** Nobody yet: what a stream or a partition starts from. */
    public static CustomerOrders none(Currency currency, PeriodUnit unit) {
        return ofColumns(new double[0], new int[0], currency, unit);
    }

    /**
     * One row a buying customer.
     *
     * @param revenue of the customer in the period, net of refunds; finite
     * @param orders of the customer in the period, {@code >= 1}: who did not order is no buyer and has no row
     * @param currency of the revenue
     * @param unit the length of the period
     */
    public static CustomerOrders ofColumns(double[] revenue, int[] orders, Currency currency, PeriodUnit unit) {
        if (orders.length != revenue.length) {
            throw Require.bad("orders", "must have as many rows as revenue, " + revenue.length, "", orders.length);
        }
        double[] count = new double[orders.length];
        double[] one = new double[orders.length];
        long repeaters = 0;
        for (int i = 0; i < orders.length; i++) {
            if (orders[i] < 1) {
                throw Require.bad(
                        "orders[" + i + "]", "must be >= 1", "leave out customers without an order", orders[i]);
            }
            count[i] = orders[i];
            one[i] = 1;
            if (orders[i] > 1) {
                repeaters++;
            }
        }
        return new CustomerOrders(
                RatioOfSums.ofColumns(revenue, "revenue", count, "orders"),
                RatioOfSums.ofColumns(count, "orders", one, "customers"),
                RatioOfSums.ofColumns(revenue, "revenue", one, "customers"),
                Proportion.of(repeaters, orders.length),
                currency,
                unit);
    }

    /** With one more customer, of the given revenue and number of orders in the period. */
    public CustomerOrders plusCustomer(double revenue, int orders) {
        return plus(ofColumns(new double[] {revenue}, new int[] {orders}, currency, unit));
    }

    /** The customers of both; none may be in both. */
    public CustomerOrders plus(CustomerOrders other) {
        CurrencyMismatchException.check(currency, other.currency);
        Units.check(unit, other.unit);
        return new CustomerOrders(
                revenuePerOrder.plus(other.revenuePerOrder),
                ordersPerCustomer.plus(other.ordersPerCustomer),
                revenuePerCustomer.plus(other.revenuePerCustomer),
                repeaters.plus(other.repeaters),
                currency,
                unit);
    }

    /** How many customers ordered. */
    public long customers() {
        return repeaters.trials();
    }

    /** Revenue per order. */
    public AverageOrderValue averageOrderValue() {
        return new AverageOrderValue(revenuePerOrder, currency);
    }

    /** Orders per buying customer. */
    public PurchaseFrequency purchaseFrequency() {
        return new PurchaseFrequency(ordersPerCustomer, unit);
    }

    /** The share of buying customers with two orders or more in the period. */
    public RepeatPurchaseRate repeatPurchaseRate() {
        return new RepeatPurchaseRate(repeaters);
    }

    /** Revenue per buying customer. */
    public CustomerValue customerValue() {
        return new CustomerValue(revenuePerCustomer, currency, unit);
    }
}
