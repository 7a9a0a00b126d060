package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;

/**
 * Average order value (AOV): net revenue over orders. Revenue before refunds gives gross AOV, another figure; so does the mean
 * over customers of their own averages.
 *
 * @param sums revenue and orders, one unit a customer; totals only where made from totals
 * @param currency of the revenue
 */
public record AverageOrderValue(RatioOfSums sums, Currency currency) implements Serializable {
    public AverageOrderValue {
        Objects.requireNonNull(sums, "sums");
        Objects.requireNonNull(currency, "currency");
    }

    /** {@code AverageOrderValue.of(Revenue.of("USD", 10_000), 2_000)} is USD 5. Totals only, so without an interval. */
    public static AverageOrderValue of(Revenue revenue, long orders) {
        return new AverageOrderValue(
                RatioOfSums.ofTotals(
                        revenue.amount().value(), "revenue", Require.nonNegative(orders, "orders", ""), "orders"),
                revenue.amount().currency());
    }

    /**
     * Of the transactions that are counted in the spend of {@code histories}, one unit a customer. Histories leave out the first
     * purchase unless they were summarised with {@code MeanSpend.OF_ALL_PURCHASES}; without it, this is the average of repeat
     * orders, not the AOV of a shop's report.
     *
     * @throws IllegalStateException if the histories have no amounts or name no currency
     */
    public static AverageOrderValue ofCountedSpend(PurchaseHistories histories) {
        Currency currency = histories
                .currency()
                .orElseThrow(() -> new IllegalStateException(
                        "histories must have amounts in a named currency (see PurchaseHistories.withSpend)"));
        int n = histories.size();
        double[] revenue = new double[n];
        double[] orders = new double[n];
        int buyers = 0;
        for (int i = 0; i < n; i++) {
            int count = histories.spendCount(i);
            if (count > 0) {
                revenue[buyers] = count * histories.meanSpend(i);
                orders[buyers] = count;
                buyers++;
            }
        }
        return new AverageOrderValue(
                RatioOfSums.ofColumns(
                        Arrays.copyOf(revenue, buyers), "revenue", Arrays.copyOf(orders, buyers), "orders"),
                currency);
    }

    /** Whether there was any order. */
    public boolean isDefined() {
        return sums.isDefined();
    }

    /**
     * Revenue over orders.
     *
     * @throws UndefinedRatioException if there were no orders
     */
    public CurrencyAmount value() {
        return new CurrencyAmount(currency, sums.value());
    }

    /** The value, or empty where it is undefined. */
    public Optional<CurrencyAmount> asOptional() {
        return isDefined() ? Optional.of(value()) : Optional.empty();
    }

    /**
     * The interval, in the currency, over customers: many orders of one customer are one unit.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if there are fewer than two customers, or only totals are known
     */
    public Interval confidenceInterval(double level) {
        return sums.confidenceInterval(level);
    }

    /** The orders of both, in one currency; no customer in both. */
    public AverageOrderValue plus(AverageOrderValue other) {
        CurrencyMismatchException.check(currency, other.currency);
        return new AverageOrderValue(sums.plus(other.sums), currency);
    }
}
