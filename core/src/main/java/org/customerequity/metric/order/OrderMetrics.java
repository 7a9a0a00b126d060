package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.history.PurchaseLog;
import org.customerequity.internal.Require;
import org.customerequity.metric.AmountMetric;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.metric.MetricDefinition.Merging;
import org.customerequity.metric.RatioMetric;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;

/**
 * Order figures of one period from totals: {@code OrderMetrics.during(ReportingPeriod.ofMonth(2026, 3)).penetration(180, 1_000)}.
 * Totals give no standard error; {@link PeriodOrders} does, from customers.
 *
 * @param period the days they are about
 */
public record OrderMetrics(ReportingPeriod period) implements Serializable {
    /** Revenue net of refunds over orders. */
    public static final MetricDefinition AVERAGE_ORDER_VALUE =
            ofPeople("average order value", "revenue", "orders", "customers who ordered in the period");

    /** Revenue before refunds over orders. */
    public static final MetricDefinition GROSS_AVERAGE_ORDER_VALUE =
            ofPeople("gross average order value", "gross revenue", "orders", "customers who ordered in the period");

    /** The mean over customers of their own average order value. */
    public static final MetricDefinition CUSTOMER_MEAN_ORDER_VALUE =
            ofPeople("customer-mean order value", "own averages", "customers", "customers who ordered in the period");

    /** Orders over customers with at least one. */
    public static final MetricDefinition PURCHASE_FREQUENCY =
            ofPeople("purchase frequency", "orders", "customers", "customers who ordered in the period");

    /** Orders over active customers. */
    public static final MetricDefinition PURCHASE_FREQUENCY_PER_ACTIVE_CUSTOMER = ofPeople(
            "purchase frequency per active customer", "orders", "active customers", "active customers of the period");

    /** Orders over all customers ever seen. */
    public static final MetricDefinition PURCHASE_FREQUENCY_PER_KNOWN_CUSTOMER = ofPeople(
            "purchase frequency per known customer",
            "orders",
            "known customers",
            "customers ever seen by the end of the period");

    /** Customers with two orders or more, of those with at least one. */
    public static final MetricDefinition REPEAT_PURCHASE_RATE =
            ofPeople("repeat purchase rate", "repeat customers", "customers", "customers who ordered in the period");

    /** Of first buyers, those who bought again within a stated time; the time is added to the population of each figure. */
    public static final MetricDefinition COHORT_REPEAT_PURCHASE_RATE = MetricDefinition.of(
                    "cohort repeat purchase rate",
                    "first buyers who bought again",
                    "first buyers",
                    "first buyers of the period")
            .withClock(Clock.COHORT);

    /** Revenue over customers with at least one order. */
    public static final MetricDefinition REVENUE_PER_BUYER =
            ofPeople("revenue per buyer", "revenue", "customers", "customers who ordered in the period");

    /** Revenue over a fixed set of users. */
    public static final MetricDefinition REVENUE_PER_USER =
            ofPeople("revenue per user", "revenue", "users", "users known at the start of the period");

    /** Revenue over the mean of active users at the begin and at the end. */
    public static final MetricDefinition AVERAGE_REVENUE_PER_USER = ofPeople(
            "average revenue per user",
            "revenue",
            "average active users",
            "users active at the begin and at the end of the period");

    /** Revenue over the mean of the active users of each day. */
    public static final MetricDefinition AVERAGE_REVENUE_PER_DAILY_USER = ofPeople(
            "average revenue per user, by daily mean",
            "revenue",
            "mean daily active users",
            "users active on each day");

    /** Revenue over the mean of active accounts at the begin and at the end. */
    public static final MetricDefinition AVERAGE_REVENUE_PER_ACCOUNT = ofPeople(
            "average revenue per account",
            "revenue",
            "average active accounts",
            "accounts active at the begin and at the end of the period");

    /** Revenue over the mean of the active accounts of each day. */
    public static final MetricDefinition AVERAGE_REVENUE_PER_DAILY_ACCOUNT = ofPeople(
            "average revenue per account, by daily mean",
            "revenue",
            "mean daily active accounts",
            "accounts active on each day");

    /** Buyers over population. */
    public static final MetricDefinition PENETRATION =
            ofPeople("penetration", "buyers", "population", "population of the market");

    /** Units sold over units sold of the category. */
    public static final MetricDefinition MARKET_SHARE_BY_UNITS =
            MetricDefinition.of("market share by units", "own units", "category units", "sales of the category");

    /** Revenue over revenue of the category. */
    public static final MetricDefinition MARKET_SHARE_BY_VALUE =
            MetricDefinition.of("market share by value", "own revenue", "category revenue", "sales of the category");

    /** Units sold over units sold of the largest rival. The largest of one period need not be that of the next. */
    public static final MetricDefinition RELATIVE_SHARE_BY_UNITS = MetricDefinition.of(
                    "relative market share by units",
                    "own units",
                    "units of the largest rival",
                    "sales of the category")
            .withMerging(Merging.NONE);

    /** Revenue over revenue of the largest rival. */
    public static final MetricDefinition RELATIVE_SHARE_BY_VALUE = MetricDefinition.of(
                    "relative market share by value",
                    "own revenue",
                    "revenue of the largest rival",
                    "sales of the category")
            .withMerging(Merging.NONE);

    public OrderMetrics {
        Objects.requireNonNull(period, "period");
    }

    private static MetricDefinition ofPeople(String name, String numerator, String denominator, String population) {
        return MetricDefinition.of(name, numerator, denominator, population).withMerging(Merging.DISTINCT_UNITS);
    }

    /** The figures of these days. */
    public static OrderMetrics during(ReportingPeriod period) {
        return new OrderMetrics(period);
    }

    /**
     * AOV: revenue net of refunds over orders.
     *
     * @param revenue net of refunds
     */
    public AmountMetric averageOrderValue(Revenue revenue, long orders) {
        return amount(AVERAGE_ORDER_VALUE, revenue, Require.nonNegative(orders, "orders", ""));
    }

    /**
     * Orders over customers with at least one.
     *
     * @param orders at least one a customer
     * @param customers who ordered in the period
     */
    public RatioMetric purchaseFrequency(long orders, long customers) {
        Require.nonNegative(customers, "customers", "with at least one order");
        if (orders < customers || customers == 0 && orders > 0) {
            throw Require.bad("orders", "must be at least one a customer", customers + " customers", orders);
        }
        return RatioMetric.ofTotals(PURCHASE_FREQUENCY, period, orders, customers);
    }

    /**
     * Repeat purchase rate: customers with two orders or more over customers with at least one, both in the period.
     *
     * @param repeatCustomers with two orders or more
     * @param customers with at least one
     */
    public ShareMetric repeatPurchaseRate(long repeatCustomers, long customers) {
        return ShareMetric.of(REPEAT_PURCHASE_RATE, period, repeatCustomers, customers);
    }

    /**
     * AOV before refunds.
     *
     * @param grossRevenue before refunds, {@code >= 0}
     */
    public AmountMetric grossAverageOrderValue(Revenue grossRevenue, long orders) {
        Objects.requireNonNull(grossRevenue, "grossRevenue");
        Require.nonNegative(grossRevenue.amount().value(), "grossRevenue", "before refunds");
        return amount(GROSS_AVERAGE_ORDER_VALUE, grossRevenue, Require.nonNegative(orders, "orders", ""));
    }

    /**
     * ARPU: revenue over {@code (begin + end) / 2} active users.
     *
     * @param begin active users at the begin of the period
     * @param end active users at its end
     */
    public AmountMetric averageRevenuePerUser(Revenue revenue, long begin, long end) {
        return amount(AVERAGE_REVENUE_PER_USER, revenue, ofBeginAndEnd(begin, end));
    }

    /**
     * ARPU over the mean of daily counts, which sees users who came and went between begin and end.
     *
     * @param dailyUsers active users of each day of the period, one a day
     */
    public AmountMetric averageRevenuePerDailyUser(Revenue revenue, long[] dailyUsers) {
        return amount(AVERAGE_REVENUE_PER_DAILY_USER, revenue, dailyMean(dailyUsers, "dailyUsers"));
    }

    /**
     * ARPA: revenue over {@code (begin + end) / 2} active accounts. An account has one user or more, so that ARPA is at least
     * ARPU.
     *
     * @param begin active accounts at the begin of the period
     * @param end active accounts at its end
     */
    public AmountMetric averageRevenuePerAccount(Revenue revenue, long begin, long end) {
        return amount(AVERAGE_REVENUE_PER_ACCOUNT, revenue, ofBeginAndEnd(begin, end));
    }

    /**
     * ARPA over the mean of daily counts.
     *
     * @param dailyAccounts active accounts of each day of the period, one a day
     */
    public AmountMetric averageRevenuePerDailyAccount(Revenue revenue, long[] dailyAccounts) {
        return amount(AVERAGE_REVENUE_PER_DAILY_ACCOUNT, revenue, dailyMean(dailyAccounts, "dailyAccounts"));
    }

    /** Buyers over population, with Wilson's interval: who is asked must be a random sample of it, or all of it. */
    public ShareMetric penetration(long buyers, long population) {
        return ShareMetric.of(PENETRATION, period, buyers, population);
    }

    /**
     * Of the customers whose first purchase lies in the period, the share that bought again within {@code days} days of it. All of
     * them have had that time, unlike those of a {@link #REPEAT_PURCHASE_RATE}, where both orders lie in one window.
     *
     * @param log of purchases that begins early enough to tell first purchases
     * @param days {@code >= 1}
     * @throws IllegalArgumentException if the youngest first buyers have not had that time by the last day of the log
     */
    public ShareMetric cohortRepeatPurchaseRate(PurchaseLog log, int days) {
        Objects.requireNonNull(log, "log");
        Require.positive(days, "days", "to buy again in");
        if (period.lastDay().plusDays(days).isAfter(log.lastDay())) {
            throw Require.bad(
                    "days",
                    "must have passed for all by the last day of the log, " + log.lastDay(),
                    "an older period, or fewer days",
                    days);
        }
        long from = period.from().toEpochDay();
        long to = period.to().toEpochDay();
        long buyers = 0;
        long again = 0;
        for (int i = 0; i < log.size(); i++) {
            int[] day = log.epochDays(i);
            if (day[0] >= from && day[0] < to) {
                buyers++;
                if (day.length > 1 && day[1] - day[0] <= days) {
                    again++;
                }
            }
        }
        MetricDefinition general = COHORT_REPEAT_PURCHASE_RATE;
        MetricDefinition definition = MetricDefinition.of(
                        general.name(),
                        general.numerator(),
                        general.denominator(),
                        general.population() + ", within " + days + " days")
                .withClock(Clock.COHORT);
        return ShareMetric.of(definition, period, again, buyers);
    }

    /** Own units over units of the category, own ones included. */
    public RatioMetric marketShareByUnits(double ownUnits, double categoryUnits) {
        Require.nonNegative(ownUnits, "ownUnits", "");
        if (!(ownUnits <= categoryUnits)) {
            throw Require.bad(
                    "ownUnits", "must be <= categoryUnits " + categoryUnits, "the category has them too", ownUnits);
        }
        return RatioMetric.ofTotals(MARKET_SHARE_BY_UNITS, period, ownUnits, categoryUnits);
    }

    /** Own revenue over revenue of the category, own one included; both in one currency. */
    public RatioMetric marketShareByValue(Revenue own, Revenue category) {
        oneCurrency(own, "own", category, "category");
        double part = Require.nonNegative(own.amount().value(), "own", "");
        double whole = category.amount().value();
        if (!(part <= whole)) {
            throw Require.bad(
                    "own", "must be <= category " + category.amount(), "the category has it too", own.amount());
        }
        return RatioMetric.ofTotals(MARKET_SHARE_BY_VALUE, period, part, whole);
    }

    /** Own units over those of the largest rival; above 1 for the leader. */
    public RatioMetric relativeShareByUnits(double ownUnits, double largestRivalUnits) {
        return RatioMetric.ofTotals(
                RELATIVE_SHARE_BY_UNITS,
                period,
                Require.nonNegative(ownUnits, "ownUnits", ""),
                Require.nonNegative(largestRivalUnits, "largestRivalUnits", ""));
    }

    /** Own revenue over that of the largest rival, in one currency; above 1 for the leader. */
    public RatioMetric relativeShareByValue(Revenue own, Revenue largestRival) {
        oneCurrency(own, "own", largestRival, "largestRival");
        return RatioMetric.ofTotals(
                RELATIVE_SHARE_BY_VALUE,
                period,
                Require.nonNegative(own.amount().value(), "own", ""),
                Require.nonNegative(largestRival.amount().value(), "largestRival", ""));
    }

    private AmountMetric amount(MetricDefinition definition, Revenue revenue, double units) {
        CurrencyAmount amount = Objects.requireNonNull(revenue, "revenue").amount();
        return AmountMetric.ofTotals(definition, period, amount, units);
    }

    private static double ofBeginAndEnd(long begin, long end) {
        Require.nonNegative(begin, "begin", "active at the begin of the period");
        Require.nonNegative(end, "end", "active at its end");
        return 0.5 * begin + 0.5 * end;
    }

    private double dailyMean(long[] daily, String name) {
        Objects.requireNonNull(daily, name);
        if (daily.length != period.days()) {
            throw Require.bad(name, "must have one row a day, " + period.days(), "of " + period, daily.length);
        }
        double sum = 0;
        for (int i = 0; i < daily.length; i++) {
            sum += Require.nonNegative(daily[i], name + "[" + i + "]", "");
        }
        return sum / daily.length;
    }

    private static void oneCurrency(Revenue first, String firstName, Revenue second, String secondName) {
        CurrencyMismatchException.check(
                Objects.requireNonNull(first, firstName).amount().currency(),
                Objects.requireNonNull(second, secondName).amount().currency());
    }
}
