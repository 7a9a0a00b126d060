package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.history.PurchaseLog;
import org.customerequity.internal.Require;
import org.customerequity.metric.AmountMetric;
import org.customerequity.metric.RatioMetric;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * What the customers who ordered in one reporting period ordered, summed up over customers: every order figure of that period, with
 * an interval.
 *
 * <pre>{@code
 *   PeriodOrders march = PeriodOrders.of(log, ReportingPeriod.ofMonth(2026, 3));
 *   march.averageOrderValue();                          revenue / orders
 *   march.customerMeanOrderValue();                     mean over customers of their own revenue / orders
 *   march.purchaseFrequency();                          orders / customers who ordered
 *   march.purchaseFrequencyPerKnownCustomer(12_400);    orders / customers ever seen
 * }</pre>
 *
 * <p>Mergeable over disjoint customers of the same period. A customer may order in two months, so that two months are not the sum
 * of both: count anew over both.
 *
 * @param period the days
 * @param currency of all revenue
 * @param revenuePerOrder revenue net of refunds, and orders; one unit a customer
 * @param grossPerOrder revenue before refunds, and orders; empty where it is not known
 * @param ordersPerCustomer orders and 1
 * @param ownAverages each customer's own revenue per order, and 1
 * @param revenuePerCustomer revenue net of refunds and 1
 * @param repeaters customers with two orders or more, of all with at least one
 */
public record PeriodOrders(
        ReportingPeriod period,
        Currency currency,
        RatioOfSums revenuePerOrder,
        RatioOfSums grossPerOrder,
        RatioOfSums ordersPerCustomer,
        RatioOfSums ownAverages,
        RatioOfSums revenuePerCustomer,
        Proportion repeaters)
        implements Serializable {
    public PeriodOrders {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(revenuePerOrder, "revenuePerOrder");
        Objects.requireNonNull(grossPerOrder, "grossPerOrder");
        Objects.requireNonNull(ordersPerCustomer, "ordersPerCustomer");
        Objects.requireNonNull(ownAverages, "ownAverages");
        Objects.requireNonNull(revenuePerCustomer, "revenuePerCustomer");
        Objects.requireNonNull(repeaters, "repeaters");
    }

    /**
     * The purchases of a log that fall in the period. Its amounts are net: refunds have been taken from the purchases they belong
     * to, by the rules the log was made with, so that gross order value is not known. Days before the first of the log count as
     * days without orders.
     *
     * @throws IllegalStateException if the log names no currency
     * @throws IllegalArgumentException if the period ends after the log
     */
    public static PeriodOrders of(PurchaseLog log, ReportingPeriod period) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        Currency currency = log.currency()
                .orElseThrow(() ->
                        new IllegalStateException("log must name a currency (see TransactionSummarizer.withCurrency)"));
        if (period.lastDay().isAfter(log.lastDay())) {
            throw Require.bad(
                    "period",
                    "must end by the last day of the log, " + log.lastDay(),
                    "what is later is not known",
                    period);
        }
        long from = period.from().toEpochDay();
        long to = period.to().toEpochDay();
        double[] revenue = new double[log.size()];
        int[] orders = new int[log.size()];
        int buyers = 0;
        for (int i = 0; i < log.size(); i++) {
            int[] days = log.epochDays(i);
            int first = firstFrom(days, from);
            int end = firstFrom(days, to);
            if (end > first) {
                double[] amounts = log.amounts(i);
                double sum = 0;
                for (int j = first; j < end; j++) {
                    sum += amounts[j];
                }
                revenue[buyers] = sum;
                orders[buyers] = end - first;
                buyers++;
            }
        }
        return ofColumns(period, currency, Arrays.copyOf(revenue, buyers), Arrays.copyOf(orders, buyers));
    }

    /**
     * How many customers of a log had made a purchase by the end of the period: the known ones of {@link
     * #purchaseFrequencyPerKnownCustomer}.
     */
    public static long knownCustomers(PurchaseLog log, ReportingPeriod period) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        long known = 0;
        for (int i = 0; i < log.size(); i++) {
            if (log.firstDay(i).isBefore(period.to())) {
                known++;
            }
        }
        return known;
    }

    /** The first of ascending days that is not before {@code day}; of equal days, the first. */
    private static int firstFrom(int[] days, long day) {
        int low = 0;
        int high = days.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (days[middle] < day) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * One row a customer who ordered.
     *
     * @param revenue of the customer in the period, net of refunds; finite
     * @param orders of the customer in the period, {@code >= 1}
     */
    public static PeriodOrders ofColumns(ReportingPeriod period, Currency currency, double[] revenue, int[] orders) {
        return ofColumns(period, currency, revenue, orders, RatioOfSums.empty("gross revenue", "orders"));
    }

    /**
     * One row a customer who ordered, revenue before refunds included.
     *
     * @param revenue of the customer in the period, net of refunds; finite
     * @param grossRevenue before refunds, {@code >= 0} and at least {@code revenue}
     * @param orders of the customer in the period, {@code >= 1}
     */
    public static PeriodOrders ofColumns(
            ReportingPeriod period, Currency currency, double[] revenue, double[] grossRevenue, int[] orders) {
        Objects.requireNonNull(revenue, "revenue");
        if (Objects.requireNonNull(grossRevenue, "grossRevenue").length != revenue.length) {
            throw Require.bad(
                    "grossRevenue", "must have as many rows as revenue, " + revenue.length, "", grossRevenue.length);
        }
        for (int i = 0; i < grossRevenue.length; i++) {
            Require.nonNegative(grossRevenue[i], "grossRevenue[" + i + "]", "before refunds");
            if (grossRevenue[i] < revenue[i]) {
                throw Require.bad(
                        "grossRevenue[" + i + "]",
                        "must be >= revenue[" + i + "] " + revenue[i],
                        "net revenue first, and then what it was before refunds",
                        grossRevenue[i]);
            }
        }
        return ofColumns(
                period,
                currency,
                revenue,
                orders,
                RatioOfSums.ofColumns(grossRevenue, "gross revenue", counts(orders, grossRevenue.length), "orders"));
    }

    private static PeriodOrders ofColumns(
            ReportingPeriod period, Currency currency, double[] revenue, int[] orders, RatioOfSums gross) {
        Objects.requireNonNull(revenue, "revenue");
        double[] count = counts(orders, revenue.length);
        double[] one = new double[orders.length];
        double[] own = new double[orders.length];
        long repeaters = 0;
        for (int i = 0; i < orders.length; i++) {
            one[i] = 1;
            own[i] = revenue[i] / count[i];
            if (orders[i] > 1) {
                repeaters++;
            }
        }
        return new PeriodOrders(
                period,
                currency,
                RatioOfSums.ofColumns(revenue, "revenue", count, "orders"),
                gross,
                RatioOfSums.ofColumns(count, "orders", one, "customers"),
                RatioOfSums.ofColumns(own, "own averages", one, "customers"),
                RatioOfSums.ofColumns(revenue, "revenue", one, "customers"),
                Proportion.of(repeaters, orders.length));
    }

    private static double[] counts(int[] orders, int rows) {
        Objects.requireNonNull(orders, "orders");
        if (orders.length != rows) {
            throw Require.bad("orders", "must have as many rows as revenue, " + rows, "", orders.length);
        }
        double[] count = new double[rows];
        for (int i = 0; i < rows; i++) {
            if (orders[i] < 1) {
                throw Require.bad(
                        "orders[" + i + "]", "must be >= 1", "leave out customers without an order", orders[i]);
            }
            count[i] = orders[i];
        }
        return count;
    }

    /** The customers of both, of one period and currency; none may be in both. */
    public PeriodOrders plus(PeriodOrders other) {
        Objects.requireNonNull(other, "other");
        CurrencyMismatchException.check(currency, other.currency);
        if (!period.equals(other.period)) {
            throw Require.bad(
                    "other",
                    "must be of the period " + period,
                    "who ordered in both would count twice: count anew over both",
                    other.period);
        }
        if (customers() > 0 && other.customers() > 0 && hasGross() != other.hasGross()) {
            throw Require.bad(
                    "other",
                    "must " + (hasGross() ? "" : "not ") + "have gross revenue",
                    "known of all customers or of none",
                    other.hasGross() ? "with" : "without");
        }
        return new PeriodOrders(
                period,
                currency,
                revenuePerOrder.plus(other.revenuePerOrder),
                grossPerOrder.plus(other.grossPerOrder),
                ordersPerCustomer.plus(other.ordersPerCustomer),
                ownAverages.plus(other.ownAverages),
                revenuePerCustomer.plus(other.revenuePerCustomer),
                repeaters.plus(other.repeaters));
    }

    /** How many customers ordered. */
    public long customers() {
        return repeaters.trials();
    }

    private boolean hasGross() {
        return grossPerOrder.units() > 0;
    }

    /** AOV: revenue net of refunds over orders. Many orders of one customer are one unit of the standard error. */
    public AmountMetric averageOrderValue() {
        return new AmountMetric(OrderMetrics.AVERAGE_ORDER_VALUE, period, revenuePerOrder, currency);
    }

    /**
     * Gross AOV: revenue before refunds over orders.
     *
     * @throws UndefinedRatioException if revenue before refunds was not given
     */
    public AmountMetric grossAverageOrderValue() {
        if (customers() > 0 && !hasGross()) {
            throw new UndefinedRatioException(
                    "gross average order value is undefined, because gross revenue is not known (give its column)");
        }
        return new AmountMetric(OrderMetrics.GROSS_AVERAGE_ORDER_VALUE, period, grossPerOrder, currency);
    }

    /**
     * The mean over customers of their own average order value: who orders often counts no more than who ordered once. It is not
     * AOV, and times purchase frequency it is not revenue.
     */
    public AmountMetric customerMeanOrderValue() {
        return new AmountMetric(OrderMetrics.CUSTOMER_MEAN_ORDER_VALUE, period, ownAverages, currency);
    }

    /** Orders over customers with at least one. */
    public RatioMetric purchaseFrequency() {
        return new RatioMetric(OrderMetrics.PURCHASE_FREQUENCY, period, ordersPerCustomer);
    }

    /**
     * Orders over active customers, by whatever rule they are active; those who did not order count with none.
     *
     * @param activeCustomers at least as many as ordered
     */
    public RatioMetric purchaseFrequencyPerActiveCustomer(long activeCustomers) {
        return new RatioMetric(
                OrderMetrics.PURCHASE_FREQUENCY_PER_ACTIVE_CUSTOMER,
                period,
                withOthers(ordersPerCustomer, activeCustomers, "activeCustomers", "active customers"));
    }

    /**
     * Orders over all customers ever seen by the end of the period; those who did not order count with none.
     *
     * @param knownCustomers at least as many as ordered
     */
    public RatioMetric purchaseFrequencyPerKnownCustomer(long knownCustomers) {
        return new RatioMetric(
                OrderMetrics.PURCHASE_FREQUENCY_PER_KNOWN_CUSTOMER,
                period,
                withOthers(ordersPerCustomer, knownCustomers, "knownCustomers", "known customers"));
    }

    /** Revenue over customers with at least one order: order value x frequency. */
    public AmountMetric revenuePerBuyer() {
        return new AmountMetric(OrderMetrics.REVENUE_PER_BUYER, period, revenuePerCustomer, currency);
    }

    /**
     * Revenue over a fixed set of users, who all count, those without an order too. For users who come and go see {@link
     * OrderMetrics#averageRevenuePerUser}.
     *
     * @param users at least as many as ordered
     */
    public AmountMetric revenuePerUser(long users) {
        return new AmountMetric(
                OrderMetrics.REVENUE_PER_USER,
                period,
                withOthers(revenuePerCustomer, users, "users", "users"),
                currency);
    }

    /** The share of customers who ordered that ordered twice or more in the period. */
    public ShareMetric repeatPurchaseRate() {
        return new ShareMetric(OrderMetrics.REPEAT_PURCHASE_RATE, period, repeaters);
    }

    /**
     * The share of a population that ordered.
     *
     * @param population at least as many as ordered
     */
    public ShareMetric penetration(long population) {
        return ShareMetric.of(OrderMetrics.PENETRATION, period, customers(), population);
    }

    /**
     * The same sums as figures per {@code unit}, which is what unit economics take.
     *
     * @param unit the length of the period; a calendar month is a {@link PeriodUnit#MONTH}, of 28 days or of 31
     * @throws IllegalArgumentException if the period has not that length
     */
    public CustomerOrders toCustomerOrders(PeriodUnit unit) {
        Objects.requireNonNull(unit, "unit");
        boolean calendar = ReportingPeriod.containing(period.from(), unit).equals(period);
        if (!calendar && (unit.days() != period.days())) {
            throw Require.bad("unit", "must be the length of " + period, "a calendar " + unit.noun() + " here", unit);
        }
        return new CustomerOrders(revenuePerOrder, ordersPerCustomer, revenuePerCustomer, repeaters, currency, unit);
    }

    /** With units who count 1 below the line and 0 above it. */
    private static RatioOfSums withOthers(RatioOfSums sums, long all, String name, String denominatorName) {
        long others = all - sums.units();
        if (others < 0) {
            throw Require.bad(name, "must be >= customers with an order " + sums.units(), "they are among them", all);
        }
        String numeratorName = sums.ratio().numeratorName();
        RatioOfSums renamed = new RatioOfSums(
                Ratio.of(sums.ratio().numerator(), numeratorName, sums.ratio().denominator(), denominatorName),
                sums.units(),
                sums.numeratorSquares(),
                sums.crossProducts(),
                sums.denominatorSquares());
        return renamed.plus(new RatioOfSums(Ratio.of(0, numeratorName, others, denominatorName), others, 0, 0, 0));
    }
}
