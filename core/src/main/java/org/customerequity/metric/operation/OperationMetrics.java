package org.customerequity.metric.operation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.AmountMetric;
import org.customerequity.metric.EventRate;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Merging;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.RatioMetric;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;

/**
 * How operations ran in one period.
 *
 * <pre>{@code
 *   error rate            erroneous units / units checked                    at most 1: a unit counts once
 *   defects per unit      errors / units                                     may exceed 1
 *   DPMO                  1e6 errors / (units x opportunities a unit)
 *   perfect order rate    orders right on all criteria / orders
 *   inventory turnover    cost of goods sold / average inventory at cost
 *   inventory days        days of the period / turnover
 *   stock-out rate        item-days out / (items x days)
 *   fill rate             units shipped at once / units ordered
 *   DSO                   receivables / credit sales x days of the period
 * }</pre>
 *
 * <p>On-time rates are {@code DueCases}, times are {@code DurationDefinition}, in the package of service figures.
 *
 * @param period the days they are about
 */
public record OperationMetrics(ReportingPeriod period) implements Serializable {
    /** Erroneous units, of units checked. */
    public static final MetricDefinition ERROR_RATE =
            lower(MetricDefinition.of("error rate", "erroneous units", "units checked", "units checked in the period"));

    /** Defects over units. */
    public static final MetricDefinition DEFECTS_PER_UNIT =
            lower(MetricDefinition.of("defects per unit", "defects", "units", "units checked in the period"));

    /** Defects over millions of opportunities. */
    public static final MetricDefinition DEFECTS_PER_MILLION_OPPORTUNITIES = lower(MetricDefinition.of(
            "defects per million opportunities (DPMO)",
            "defects",
            "million opportunities",
            "opportunities for a defect in units checked in the period"));

    /** Orders right on all criteria, of orders. */
    public static final MetricDefinition PERFECT_ORDER_RATE =
            MetricDefinition.of("perfect order rate", "perfect orders", "orders", "orders of the period");

    /** Cost of goods sold over average inventory at cost. */
    public static final MetricDefinition INVENTORY_TURNOVER = MetricDefinition.of(
                    "inventory turnover", "cost of goods sold", "average inventory at cost", "goods of the period")
            .withMerging(Merging.DISTINCT_UNITS);

    /** Average inventory times days, over cost of goods sold. */
    public static final MetricDefinition INVENTORY_DAYS = lower(MetricDefinition.of(
                    "inventory days", "average inventory at cost x days", "cost of goods sold", "goods of the period"))
            .withMerging(Merging.DISTINCT_UNITS);

    /** Item-days out of stock over item-days. */
    public static final MetricDefinition STOCK_OUT_RATE =
            lower(MetricDefinition.of("stock-out rate", "item-days out", "item-days", "items on offer in the period"));

    /** Units shipped at once over units ordered. */
    public static final MetricDefinition FILL_RATE =
            MetricDefinition.of("fill rate", "units shipped at once", "units ordered", "orders of the period");

    /** Receivables times days, over credit sales. */
    public static final MetricDefinition DAYS_SALES_OUTSTANDING = lower(MetricDefinition.of(
                    "days sales outstanding (DSO)",
                    "receivables at the end x days",
                    "credit sales",
                    "credit sales of the period"))
            .withMerging(Merging.DISTINCT_UNITS);

    /** Revenue over full-time equivalents. */
    public static final MetricDefinition REVENUE_PER_FTE = MetricDefinition.of(
                    "revenue per FTE", "revenue", "full-time equivalents", "mean staff of the period")
            .withMerging(Merging.DISTINCT_UNITS);

    /** Contribution over operating profit. */
    public static final MetricDefinition OPERATING_LEVERAGE = MetricDefinition.of(
                    "degree of operating leverage", "contribution", "operating profit", "business of the period")
            .withPolarity(Polarity.NEUTRAL);

    public OperationMetrics {
        Objects.requireNonNull(period, "period");
    }

    /** The figures of these days. */
    public static OperationMetrics during(ReportingPeriod period) {
        return new OperationMetrics(period);
    }

    private static MetricDefinition lower(MetricDefinition definition) {
        return definition.withPolarity(Polarity.LOWER_IS_BETTER);
    }

    /** Error rate: of the units checked, the share with one error or more. Errors are counted by {@link #defectsPerUnit}. */
    public ShareMetric errorRate(long erroneousUnits, long unitsChecked) {
        return ShareMetric.of(ERROR_RATE, period, erroneousUnits, unitsChecked);
    }

    /** Defects per unit: all errors, of which a unit may have several. */
    public EventRate defectsPerUnit(long defects, long units) {
        return new EventRate(DEFECTS_PER_UNIT, period, defects, Require.nonNegative(units, "units", ""));
    }

    /**
     * Defects per million opportunities (DPMO): {@code 1e6 defects / (units x opportunities)}.
     *
     * @param opportunitiesPerUnit places in a unit where something can be wrong, {@code > 0}: count them before the errors
     */
    public EventRate defectsPerMillionOpportunities(long defects, long units, int opportunitiesPerUnit) {
        Require.nonNegative(units, "units", "");
        Require.positive(opportunitiesPerUnit, "opportunitiesPerUnit", "");
        return new EventRate(
                DEFECTS_PER_MILLION_OPPORTUNITIES, period, defects, (double) units * opportunitiesPerUnit / 1e6);
    }

    /** Perfect order rate: of the orders, the share that was right on all criteria at once, as seen on each order. */
    public ShareMetric perfectOrderRate(long perfect, long orders) {
        return ShareMetric.of(PERFECT_ORDER_RATE, period, perfect, orders);
    }

    /**
     * The perfect order rate as it would be if criteria failed independently: the product of their rates. Where failures come
     * together, as they mostly do, {@link #perfectOrderRate} is higher.
     *
     * @param criterionRates shares of orders in time, in full, undamaged, rightly invoiced; each in [0, 1], at least one
     */
    public static double perfectOrderRateIfIndependent(double... criterionRates) {
        Objects.requireNonNull(criterionRates, "criterionRates");
        Require.notEmpty(criterionRates.length, "criterionRates", "must have at least one", "");
        double product = 1;
        for (int i = 0; i < criterionRates.length; i++) {
            product *= Require.fraction(criterionRates[i], "criterionRates[" + i + "]", "0.97 means 97 %");
        }
        return product;
    }

    /**
     * Inventory turnover: how often the stock was sold in the period. Cost over cost: sales, which hold a margin, would make it too
     * high. Undefined without stock.
     */
    public RatioMetric inventoryTurnover(CostOfGoodsSold sold, AverageInventory inventory) {
        checkInventory(sold, inventory);
        return RatioMetric.ofTotals(
                INVENTORY_TURNOVER,
                period,
                sold.amount().value(),
                inventory.atCost().value());
    }

    /** Inventory days: for how many days the stock lasts at the pace of the period. Undefined where nothing was sold. */
    public RatioMetric inventoryDays(CostOfGoodsSold sold, AverageInventory inventory) {
        checkInventory(sold, inventory);
        return RatioMetric.ofTotals(
                INVENTORY_DAYS,
                period,
                inventory.atCost().value() * period.days(),
                sold.amount().value());
    }

    private static void checkInventory(CostOfGoodsSold sold, AverageInventory inventory) {
        Objects.requireNonNull(sold, "sold");
        Objects.requireNonNull(inventory, "inventory");
        CurrencyMismatchException.check(
                sold.amount().currency(), inventory.atCost().currency());
    }

    /**
     * Stock-out rate: {@code item-days out / (items x days of the period)}. Without a standard error: an item out today is mostly out
     * tomorrow, so that days are not independent; see {@link #stockOutRate(long[])}.
     *
     * @param itemDaysOut at most {@code items x days}
     * @param items on offer all the period
     */
    public RatioMetric stockOutRate(long itemDaysOut, long items) {
        long itemDays = Math.multiplyExact(Require.nonNegative(items, "items", ""), period.days());
        Require.nonNegative(itemDaysOut, "itemDaysOut", "");
        if (itemDaysOut > itemDays) {
            throw Require.bad("itemDaysOut", "must be <= items x days " + itemDays, "", itemDaysOut);
        }
        return RatioMetric.ofTotals(STOCK_OUT_RATE, period, itemDaysOut, itemDays);
    }

    /**
     * The stock-out rate with a standard error over items.
     *
     * @param daysOut one an item: on how many days of the period it was out
     */
    public RatioMetric stockOutRate(long[] daysOut) {
        Objects.requireNonNull(daysOut, "daysOut");
        double[] out = new double[daysOut.length];
        double[] days = new double[daysOut.length];
        Arrays.fill(days, period.days());
        for (int i = 0; i < out.length; i++) {
            if (daysOut[i] < 0 || daysOut[i] > period.days()) {
                throw Require.bad(
                        "daysOut[" + i + "]", "must be 0 to " + period.days(), "days of " + period, daysOut[i]);
            }
            out[i] = daysOut[i];
        }
        return RatioMetric.ofColumns(STOCK_OUT_RATE, period, out, days);
    }

    /**
     * Fill rate: {@code units shipped at once / units ordered}. Without a standard error, as units of one order are not independent;
     * see {@link #fillRate(long[], long[])}.
     */
    public RatioMetric fillRate(long shippedAtOnce, long ordered) {
        checkFill(shippedAtOnce, "shippedAtOnce", ordered, "ordered");
        return RatioMetric.ofTotals(FILL_RATE, period, shippedAtOnce, ordered);
    }

    /** The fill rate with a standard error over orders, one row each. */
    public RatioMetric fillRate(long[] shippedAtOnce, long[] ordered) {
        Objects.requireNonNull(shippedAtOnce, "shippedAtOnce");
        Objects.requireNonNull(ordered, "ordered");
        if (ordered.length != shippedAtOnce.length) {
            throw Require.bad(
                    "ordered", "must have as many rows as shippedAtOnce, " + shippedAtOnce.length, "", ordered.length);
        }
        double[] shipped = new double[ordered.length];
        double[] units = new double[ordered.length];
        for (int i = 0; i < units.length; i++) {
            checkFill(shippedAtOnce[i], "shippedAtOnce[" + i + "]", ordered[i], "ordered[" + i + "]");
            shipped[i] = shippedAtOnce[i];
            units[i] = ordered[i];
        }
        return RatioMetric.ofColumns(FILL_RATE, period, shipped, units);
    }

    private static void checkFill(long shipped, String name, long ordered, String orderedName) {
        Require.nonNegative(shipped, name, "");
        Require.nonNegative(ordered, orderedName, "");
        if (shipped > ordered) {
            throw Require.bad(name, "must be <= " + orderedName + " " + ordered, "a part of them", shipped);
        }
    }

    /**
     * Contribution lost while items were out of stock:
     *
     * <pre>{@code
     *   item-days out x mean daily demand of an item in stock x margin a unit x share lost
     * }</pre>
     *
     * <p>Demand is that of days in stock: days out show none. Purchases lost later, of customers who did not come back, are not in
     * it.
     *
     * @param itemDaysOut {@code >= 0}
     * @param dailyDemandInStock units an item and day in stock, {@code >= 0}
     * @param marginPerUnit contribution of a unit
     * @param lostShare of the demand, neither met by a substitute nor back-ordered, in [0, 1]
     */
    public static Contribution lostContribution(
            long itemDaysOut, double dailyDemandInStock, Contribution marginPerUnit, double lostShare) {
        Require.nonNegative(itemDaysOut, "itemDaysOut", "");
        Require.nonNegative(dailyDemandInStock, "dailyDemandInStock", "units an item and day");
        Objects.requireNonNull(marginPerUnit, "marginPerUnit");
        Require.fraction(lostShare, "lostShare", "0.70 means 70 % neither substituted nor back-ordered");
        return marginPerUnit.times(itemDaysOut * dailyDemandInStock * lostShare);
    }

    /**
     * Days sales outstanding (DSO): {@code receivables / credit sales x days of the period}. Where sales grow it is too high for what
     * is due from the last weeks, and {@link #daysSalesOutstandingByCountBack} is better.
     *
     * @param receivables at the end of the period, {@code >= 0}
     * @param creditSales of the period; the figure is undefined where they are 0
     */
    public RatioMetric daysSalesOutstanding(CurrencyAmount receivables, Revenue creditSales) {
        double owed = Require.nonNegative(
                Objects.requireNonNull(receivables, "receivables").value(), "receivables", "at the end of the period");
        CurrencyAmount sales =
                Objects.requireNonNull(creditSales, "creditSales").amount();
        CurrencyMismatchException.check(sales.currency(), receivables.currency());
        Require.nonNegative(sales.value(), "creditSales", "of the period");
        return RatioMetric.ofTotals(DAYS_SALES_OUTSTANDING, period, owed * period.days(), sales.value());
    }

    /**
     * Days sales outstanding by count-back: whole months are subtracted from the receivables, from the newest back, and the last one
     * in proportion.
     *
     * @param receivables at the end of the newest month, {@code >= 0}
     * @param months in any order; each follows another
     * @throws UndefinedRatioException if the receivables exceed the sales of all months given
     */
    public static double daysSalesOutstandingByCountBack(CurrencyAmount receivables, List<CreditSales> months) {
        double owed = Require.nonNegative(
                Objects.requireNonNull(receivables, "receivables").value(),
                "receivables",
                "at the end of the newest month");
        List<CreditSales> newestFirst = new ArrayList<>(List.copyOf(Objects.requireNonNull(months, "months")));
        newestFirst.sort(
                Comparator.comparing((CreditSales month) -> month.period().from())
                        .reversed());
        for (int i = 0; i < newestFirst.size(); i++) {
            ReportingPeriod here = newestFirst.get(i).period();
            CurrencyMismatchException.check(
                    receivables.currency(), newestFirst.get(i).sales().amount().currency());
            if (i > 0 && !newestFirst.get(i - 1).period().from().equals(here.to())) {
                throw Require.bad(
                        "months",
                        "must follow each other",
                        "without a gap or an overlap",
                        here + " and " + newestFirst.get(i - 1).period());
            }
        }
        double days = 0;
        for (CreditSales month : newestFirst) {
            double sales = month.sales().amount().value();
            if (owed <= sales) {
                return sales == 0 ? days : days + month.period().days() * (owed / sales);
            }
            owed -= sales;
            days += month.period().days();
        }
        throw new UndefinedRatioException(
                "days sales outstanding are undefined, because receivables exceed the sales of the "
                        + newestFirst.size() + " months given by " + owed + " (give older months)");
    }

    /**
     * Productivity: output over input, both named, and so part of the definition.
     *
     * @param output what is counted: {@code orders picked}
     * @param input of what: {@code hours}
     */
    public RatioMetric productivity(String output, double outputs, String input, double inputs) {
        return RatioMetric.ofTotals(productivityOf(output, input), period, outputs, inputs);
    }

    /** Productivity with a standard error over shifts, teams or whoever varies independently, one row each. */
    public RatioMetric productivity(String output, double[] outputs, String input, double[] inputs) {
        return RatioMetric.ofColumns(productivityOf(output, input), period, outputs, inputs);
    }

    private static MetricDefinition productivityOf(String output, String input) {
        Require.nonBlank(output, "output", "such as orders picked");
        Require.nonBlank(input, "input", "such as hours");
        return MetricDefinition.of("productivity", output, input, "work of the period");
    }

    /** Revenue of the period over the mean number of full-time equivalents. */
    public AmountMetric revenuePerFte(Revenue revenue, double fullTimeEquivalents) {
        Objects.requireNonNull(revenue, "revenue");
        Require.nonNegative(fullTimeEquivalents, "fullTimeEquivalents", "mean of the period");
        return AmountMetric.ofTotals(REVENUE_PER_FTE, period, revenue.amount(), fullTimeEquivalents);
    }

    /**
     * Degree of operating leverage: {@code contribution / (contribution - fixed costs)}: by how many per cent profit grows when volume
     * grows by one. Undefined where profit is 0.
     *
     * @param fixedCosts {@code >= 0}, at most {@code contribution}: of a loss, a percentage has no meaning
     */
    public RatioMetric operatingLeverage(Contribution contribution, CurrencyAmount fixedCosts) {
        CurrencyAmount earned =
                Objects.requireNonNull(contribution, "contribution").amount();
        double fixed = Require.nonNegative(
                Objects.requireNonNull(fixedCosts, "fixedCosts").value(), "fixedCosts", "");
        double profit = earned.minus(fixedCosts).value();
        if (profit < 0) {
            throw Require.bad(
                    "fixedCosts", "must be <= contribution " + earned.value(), "there is no profit to grow", fixed);
        }
        return RatioMetric.ofTotals(OPERATING_LEVERAGE, period, earned.value(), profit);
    }
}
