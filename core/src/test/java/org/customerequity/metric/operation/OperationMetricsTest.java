package org.customerequity.metric.operation;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.customerequity.metric.EventRate;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.RatioMetric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Errors, orders, stock, receivables, output, cost to serve. */
@Seeded
class OperationMetricsTest {
    private static final ReportingPeriod APRIL = ReportingPeriod.ofMonth(2026, 4);
    private static final ReportingPeriod MAY = ReportingPeriod.ofMonth(2026, 5);
    private static final OperationMetrics METRICS = OperationMetrics.during(APRIL);
    private static final OperationMetrics YEAR = OperationMetrics.during(ReportingPeriod.ofYear(2026));
    private static final OperationMetrics QUARTER = OperationMetrics.during(ReportingPeriod.ofQuarter(2026, 1));

    private static CurrencyAmount euro(double value) {
        return CurrencyAmount.of("EUR", value);
    }

    private static CreditSales sales(int month, double value) {
        return new CreditSales(ReportingPeriod.ofMonth(2026, month), Revenue.of("EUR", value));
    }

    /** Sheet 22, section 0: exact Poisson intervals. */
    @Test
    void defectsOfTheSheet() {
        EventRate rate = METRICS.defectsPerUnit(17, 4200);
        close(17 / 4200.0, rate.value(), 1e-15);
        Interval interval = rate.confidenceInterval(0.95);
        close(0.00235788725467, interval.lower(), 1e-11);
        close(0.00648063019426, interval.upper(), 1e-11);
        Interval none = METRICS.defectsPerUnit(0, 4200).confidenceInterval(0.95);
        assertEquals(0, none.lower());
        close(0.000878304631932, none.upper(), 1e-11);
        EventRate dpmo = METRICS.defectsPerMillionOpportunities(17, 4200, 5);
        close(1e6 * 17 / (4200 * 5), dpmo.value(), 1e-14);
        close(1e6 / 5 * interval.upper(), dpmo.confidenceInterval(0.95).upper(), 1e-13);
        assertEquals(0.0125, METRICS.errorRate(5, 400).value());
        assertEquals(
                Polarity.LOWER_IS_BETTER, METRICS.errorRate(5, 400).definition().polarity());
        assertFalse(METRICS.defectsPerUnit(0, 0).isDefined());
        travels(dpmo);
        travels(METRICS);
    }

    /** A unit has one error or more: the share of erroneous units is at most the defects per unit. */
    @Property
    void errorsAndDefects(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int units) {
        SplittableRandom random = new SplittableRandom(seed);
        long defects = 0;
        long erroneous = 0;
        for (int i = 0; i < units; i++) {
            int found = Math.max(0, random.nextInt(7) - 3);
            defects += found;
            erroneous += found > 0 ? 1 : 0;
        }
        assertTrue(METRICS.errorRate(erroneous, units).value()
                <= METRICS.defectsPerUnit(defects, units).value());
        assertEquals(
                METRICS.defectsPerUnit(defects, units).value() * 1e6 / 8,
                METRICS.defectsPerMillionOpportunities(defects, units, 8).value(),
                1e-8);
        EventRate both = METRICS.defectsPerUnit(defects, units)
                .plus(OperationMetrics.during(MAY).defectsPerUnit(1, 10));
        assertEquals((defects + 1) / (units + 10.0), both.value(), 1e-15);
    }

    /** Sheet 22, section 4. */
    @Test
    void perfectOrders() {
        close(0.90805968, OperationMetrics.perfectOrderRateIfIndependent(0.97, 0.985, 0.96, 0.99), 1e-12);
        assertEquals(0.92, METRICS.perfectOrderRate(920, 1000).value());
        assertEquals(1, OperationMetrics.perfectOrderRateIfIndependent(1));
    }

    /** Where criteria do fail independently, the measured rate is the product; in any case both keep the bounds of Frechet. */
    @Property(tries = 50)
    void theProductIsRightUnderIndependenceOnly(@ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 1) double p) {
        SplittableRandom random = new SplittableRandom(seed);
        double q = 0.9;
        double product = OperationMetrics.perfectOrderRateIfIndependent(p, q);
        assertTrue(product <= Math.min(p, q) && product >= p + q - 1 - 1e-15);
        int n = 4000;
        int perfect = 0;
        int together = 0;
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            perfect += u < p && random.nextDouble() < q ? 1 : 0;
            together += u < p && u < q ? 1 : 0;
        }
        double spread = 5 * Math.sqrt(0.25 / n);
        assertEquals(product, METRICS.perfectOrderRate(perfect, n).value(), spread);
        assertTrue(METRICS.perfectOrderRate(together, n).value() >= product - spread);
    }

    /** Sheet 22, section 4. */
    @Test
    void stockOfTheSheet() {
        CostOfGoodsSold sold = CostOfGoodsSold.of("EUR", 720_000);
        AverageInventory stock = AverageInventory.of("EUR", 140_000);
        close(5.14285714286, YEAR.inventoryTurnover(sold, stock).value(), 1e-11);
        close(70.9722222222, YEAR.inventoryDays(sold, stock).value(), 1e-11);
        CarryingRate rate = new CarryingRate(0.10, 0.06, 0.02, 0.06);
        close(0.24, rate.total(), 1e-15);
        close(33_600, stock.holdingCostPerYear(rate).value(), 1e-14);
        assertEquals(stock, AverageInventory.ofBeginAndEnd(euro(120_000), euro(160_000)));
        assertEquals(
                euro(2), AverageInventory.ofLevels(euro(1), euro(3), euro(2)).atCost());
        close(0.0525, METRICS.stockOutRate(63, 40).value(), 1e-14);
        assertEquals(0.9, METRICS.fillRate(90, 100).value());
        Contribution lost = OperationMetrics.lostContribution(63, 4.5, Contribution.of("EUR", 18), 0.7);
        close(3572.1, lost.amount().value(), 1e-14);
        assertFalse(YEAR.inventoryTurnover(sold, AverageInventory.of("EUR", 0)).isDefined());
        assertFalse(YEAR.inventoryDays(CostOfGoodsSold.of("EUR", 0), stock).isDefined());
        travels(sold);
        travels(stock);
        travels(rate);
    }

    /** Days times turnover are the days of the period; two stores add cost and stock, not turnovers. */
    @Property
    void turnover(
            @ForAll @DoubleRange(min = 1, max = 1e6) double cost,
            @ForAll @DoubleRange(min = 1, max = 1e6) double stock,
            @ForAll @DoubleRange(min = 1, max = 1e6) double otherCost,
            @ForAll @DoubleRange(min = 1, max = 1e6) double otherStock) {
        CostOfGoodsSold sold = CostOfGoodsSold.of("EUR", cost);
        AverageInventory inventory = AverageInventory.of("EUR", stock);
        CostOfGoodsSold soldThere = CostOfGoodsSold.of("EUR", otherCost);
        AverageInventory there = AverageInventory.of("EUR", otherStock);
        close(
                365,
                YEAR.inventoryTurnover(sold, inventory).value()
                        * YEAR.inventoryDays(sold, inventory).value(),
                1e-14);
        RatioMetric both = YEAR.inventoryTurnover(sold, inventory).plus(YEAR.inventoryTurnover(soldThere, there));
        close((cost + otherCost) / (stock + otherStock), both.value(), 1e-14);
        assertEquals(both, YEAR.inventoryTurnover(sold.plus(soldThere), inventory.plus(there)));
        // two months: the average stocks do not add
        assertThrows(
                IllegalArgumentException.class,
                () -> METRICS.inventoryTurnover(sold, inventory)
                        .plus(OperationMetrics.during(MAY).inventoryTurnover(sold, inventory)));
    }

    @Property
    void ratesOverItemsAndOrdersHaveErrors(@ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] out = random.longs(n, 0, 31).toArray();
        RatioMetric byItem = METRICS.stockOutRate(out);
        RatioMetric totals = METRICS.stockOutRate(Arrays.stream(out).sum(), n);
        assertEquals(totals.value(), byItem.value(), 1e-15);
        // items have the same days: the standard error is that of a mean
        double mean = Arrays.stream(out).average().orElseThrow();
        double squares =
                Arrays.stream(out).mapToDouble(d -> (d - mean) * (d - mean)).sum();
        assertEquals(Math.sqrt(squares / (n - 1) / n) / 30, byItem.sums().standardError(), 1e-14);
        long[] ordered = random.longs(n, 1, 50).toArray();
        long[] shipped =
                Arrays.stream(ordered).map(units -> random.nextLong(units + 1)).toArray();
        RatioMetric fill = METRICS.fillRate(shipped, ordered);
        assertEquals(
                METRICS.fillRate(
                                Arrays.stream(shipped).sum(),
                                Arrays.stream(ordered).sum())
                        .value(),
                fill.value(),
                1e-15);
        assertTrue(fill.confidenceInterval(0.95).contains(fill.value()));
        fails(
                UndefinedRatioException.class,
                "standard error of item-days out per item-days is undefined, because only totals are known (give one row a"
                        + " customer)",
                () -> totals.confidenceInterval(0.95));
    }

    /** Sheet 22, section 4. */
    @Test
    void receivablesOfTheSheet() {
        assertEquals(90, QUARTER.period().days());
        close(
                21,
                QUARTER.daysSalesOutstanding(euro(210_000), Revenue.of("EUR", 900_000))
                        .value(),
                1e-15);
        List<CreditSales> months = List.of(sales(1, 290_000), sales(2, 290_000), sales(3, 320_000));
        assertEquals(20.34375, OperationMetrics.daysSalesOutstandingByCountBack(euro(210_000), months));
        // all of March, half of February
        assertEquals(31 + 14, OperationMetrics.daysSalesOutstandingByCountBack(euro(465_000), months));
        assertEquals(90, OperationMetrics.daysSalesOutstandingByCountBack(euro(900_000), months));
        assertEquals(0, OperationMetrics.daysSalesOutstandingByCountBack(euro(0), months));
        assertEquals(0, OperationMetrics.daysSalesOutstandingByCountBack(euro(0), List.of(sales(3, 0))));
        fails(
                UndefinedRatioException.class,
                "days sales outstanding are undefined, because receivables exceed the sales of the 3 months given by 1.0"
                        + " (give older months)",
                () -> OperationMetrics.daysSalesOutstandingByCountBack(euro(900_001), months));
        assertFalse(QUARTER.daysSalesOutstanding(euro(1), Revenue.of("EUR", 0)).isDefined());
        travels(months.get(0));
    }

    /** Day by day from the newest back; on level sales, it is the plain figure. */
    @Property
    void countBackDayByDay(
            @ForAll @LongRange(min = 1, max = 1000) long jan,
            @ForAll @LongRange(min = 1, max = 1000) long feb,
            @ForAll @LongRange(min = 1, max = 1000) long mar,
            @ForAll @DoubleRange(max = 1) double share) {
        List<CreditSales> months = new ArrayList<>(List.of(sales(1, jan), sales(2, feb), sales(3, mar)));
        Collections.shuffle(months, new java.util.Random(jan));
        double owed = share * (jan + feb + mar);
        double days = OperationMetrics.daysSalesOutstandingByCountBack(euro(owed), months);
        double perDay = 0;
        for (int day = 0; day < 90; day++) {
            LocalDate date = LocalDate.of(2026, 3, 31).minusDays(day);
            double daily = date.getMonthValue() == 3 ? mar / 31.0 : date.getMonthValue() == 2 ? feb / 28.0 : jan / 31.0;
            perDay += daily * Math.min(1, Math.max(0, days - day));
        }
        assertEquals(owed, perDay, 1e-9);
        List<CreditSales> level = List.of(sales(1, 310), sales(2, 280), sales(3, 310));
        assertEquals(
                QUARTER.daysSalesOutstanding(euro(share * 900), Revenue.of("EUR", 900))
                        .value(),
                OperationMetrics.daysSalesOutstandingByCountBack(euro(share * 900), level),
                1e-11);
    }

    @Test
    void productivity() {
        RatioMetric rate = METRICS.productivity("orders picked", 4800, "hours", 400);
        assertEquals(12, rate.value());
        assertEquals("productivity: 12.0 (4800.0 / 400.0), 2026-04-01 to 2026-04-30", rate.toString());
        RatioMetric byShift =
                METRICS.productivity("orders picked", new double[] {100, 80}, "hours", new double[] {8, 8});
        assertEquals(11.25, byShift.value());
        close(1.25, byShift.sums().standardError(), 1e-14);
        assertThrows(
                IllegalArgumentException.class,
                () -> rate.plus(METRICS.productivity("orders packed", 4800, "hours", 400)));
        assertEquals(
                euro(62_500),
                METRICS.revenuePerFte(Revenue.of("EUR", 500_000), 8).value());
        assertEquals(
                "revenue per FTE: EUR 62500.0 (500000.0 / 8.0), 2026-04-01 to 2026-04-30",
                METRICS.revenuePerFte(Revenue.of("EUR", 500_000), 8).toString());
    }

    /** Sheet 22, section 4. */
    @Test
    void customerOfTheSheet() {
        CostToServe served = CostToServe.of(
                new Activity("orders", 14, euro(3.2)),
                new Activity("order lines", 52, euro(0.4)),
                new Activity("tickets", 5, euro(7.5)),
                new Activity("returns", 2, euro(11)),
                new Activity("visits", 1, euro(85)));
        close(210.1, served.total().value(), 1e-14);
        CustomerProfit profit = CustomerProfit.of(Revenue.of("EUR", 1900), euro(1235), served, euro(60));
        close(394.9, profit.value().value(), 1e-13);
        assertEquals(2 * profit.value().value(), profit.plus(profit).value().value(), 1e-12);
        close(420.2, served.plus(served).total().value(), 1e-13);
        close(
                2.5,
                METRICS.operatingLeverage(Contribution.of("EUR", 300_000), euro(180_000))
                        .value(),
                1e-15);
        travels(served);
        travels(profit);
    }

    /** Leverage is the elasticity of profit with regard to volume. */
    @Property
    void leverageIsAnElasticity(
            @ForAll @DoubleRange(min = 10, max = 1000) double contribution,
            @ForAll @DoubleRange(max = 0.9) double fixed) {
        double costs = fixed * contribution;
        double leverage = METRICS.operatingLeverage(Contribution.of("EUR", contribution), euro(costs))
                .value();
        double grown = (1.01 * contribution - costs) / (contribution - costs) - 1;
        assertEquals(leverage, grown / 0.01, 1e-9 * leverage);
        assertTrue(leverage >= 1 - 1e-15);
    }

    /** Two customers' profits are those of both, whatever they cost. */
    @Property
    void profitsAdd(
            @ForAll @DoubleRange(min = -100, max = 1000) double revenue,
            @ForAll @DoubleRange(max = 500) double direct,
            @ForAll @DoubleRange(max = 50) double quantity,
            @ForAll @DoubleRange(max = 50) double spend) {
        CostToServe served = CostToServe.of(new Activity("tickets", quantity, euro(7.5)));
        CustomerProfit one = CustomerProfit.of(Revenue.of("EUR", revenue), euro(direct), served, euro(spend));
        CustomerProfit other = CustomerProfit.of(Revenue.of("EUR", 100), euro(spend), served, euro(direct));
        assertEquals(revenue - direct - 7.5 * quantity - spend, one.value().value(), 1e-10);
        assertEquals(
                one.value().plus(other.value()).value(), one.plus(other).value().value(), 1e-10);
        assertEquals(one.plus(other), other.plus(one));
    }

    @Test
    void badInput() {
        rejects("erroneous units must be <= units checked 5, was 6 (a part of them)", () -> METRICS.errorRate(6, 5));
        rejects("units must be >= 0, was -1", () -> METRICS.defectsPerUnit(1, -1));
        rejects("defects must be >= 0, was -1", () -> METRICS.defectsPerUnit(-1, 1));
        rejects("opportunitiesPerUnit must be > 0, was 0", () -> METRICS.defectsPerMillionOpportunities(1, 1, 0));
        rejects(
                "criterionRates[1] must be in [0, 1], was 97.0 (0.97 means 97 %)",
                () -> OperationMetrics.perfectOrderRateIfIndependent(0.9, 97));
        rejects(
                "criterionRates must have at least one, was empty",
                () -> OperationMetrics.perfectOrderRateIfIndependent());
        rejects("amount must be finite and >= 0, was -1.0 (cost of goods sold)", () -> CostOfGoodsSold.of("EUR", -1));
        rejects("atCost must be finite and >= 0, was -1.0 (average inventory)", () -> AverageInventory.of("EUR", -1));
        rejects(
                "levels[1] must be finite and >= 0, was -1.0 (stock at cost)",
                () -> AverageInventory.ofBeginAndEnd(euro(3), euro(-1)));
        rejects("levels must have at least one, was empty", () -> AverageInventory.ofLevels());
        rejects(
                "storage must be in [0, 1], was NaN (0.10 means 10 % a year)",
                () -> new CarryingRate(0.1, Double.NaN, 0, 0));
        rejects("itemDaysOut must be <= items x days 1200, was 1201", () -> METRICS.stockOutRate(1201, 40));
        rejects(
                "daysOut[1] must be 0 to 30, was 31 (days of 2026-04-01 to 2026-04-30)",
                () -> METRICS.stockOutRate(new long[] {0, 31}));
        rejects("shippedAtOnce must be <= ordered 5, was 6 (a part of them)", () -> METRICS.fillRate(6, 5));
        rejects(
                "shippedAtOnce[0] must be <= ordered[0] 5, was 6 (a part of them)",
                () -> METRICS.fillRate(new long[] {6}, new long[] {5}));
        rejects(
                "ordered must have as many rows as shippedAtOnce, 1, was 0",
                () -> METRICS.fillRate(new long[] {6}, new long[0]));
        rejects(
                "lostShare must be in [0, 1], was 70.0 (0.70 means 70 % neither substituted nor back-ordered)",
                () -> OperationMetrics.lostContribution(1, 1, Contribution.of("EUR", 1), 70));
        rejects(
                "receivables must be finite and >= 0, was -1.0 (at the end of the period)",
                () -> QUARTER.daysSalesOutstanding(euro(-1), Revenue.of("EUR", 1)));
        rejects(
                "creditSales must be finite and >= 0, was -1.0 (of the period)",
                () -> QUARTER.daysSalesOutstanding(euro(1), Revenue.of("EUR", -1)));
        rejects(
                "months must follow each other, was 2026-01-01 to 2026-01-31 and 2026-03-01 to 2026-03-31 (without a gap or"
                        + " an overlap)",
                () -> OperationMetrics.daysSalesOutstandingByCountBack(euro(1), List.of(sales(3, 5), sales(1, 5))));
        rejects("sales must be finite and >= 0, was -5.0 (of 2026-03-01 to 2026-03-31)", () -> sales(3, -5));
        rejects(
                "output must not be blank, was \"\" (such as orders picked)",
                () -> METRICS.productivity("", 1, "h", 1));
        rejects(
                "fixedCosts must be <= contribution 10.0, was 11.0 (there is no profit to grow)",
                () -> METRICS.operatingLeverage(Contribution.of("EUR", 10), euro(11)));
        assertFalse(
                METRICS.operatingLeverage(Contribution.of("EUR", 10), euro(10)).isDefined());
        rejects("quantity must be finite and >= 0, was -1.0 (of visits)", () -> new Activity("visits", -1, euro(1)));
        rejects(
                "activities must be at least one, was empty (of quantity 0 where there was none)",
                () -> CostToServe.of());
        CurrencyAmount dollars = CurrencyAmount.of("USD", 1);
        assertThrows(
                CurrencyMismatchException.class,
                () -> CostToServe.of(new Activity("a", 1, euro(1)), new Activity("b", 1, dollars)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> YEAR.inventoryTurnover(CostOfGoodsSold.of("EUR", 1), AverageInventory.of("USD", 1)));
        assertThrows(
                CurrencyMismatchException.class, () -> QUARTER.daysSalesOutstanding(dollars, Revenue.of("EUR", 1)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> OperationMetrics.daysSalesOutstandingByCountBack(dollars, List.of(sales(3, 5))));
        assertThrows(
                CurrencyMismatchException.class,
                () -> new CustomerProfit(Revenue.of("EUR", 1), euro(1), dollars, euro(1)));
        rejectsNull("period", () -> OperationMetrics.during(null));
        rejectsNull("sold", () -> YEAR.inventoryTurnover(null, AverageInventory.of("EUR", 1)));
        rejectsNull("inventory", () -> YEAR.inventoryDays(CostOfGoodsSold.of("EUR", 1), null));
        rejectsNull("rate", () -> AverageInventory.of("EUR", 1).holdingCostPerYear(null));
        rejectsNull("levels[0]", () -> AverageInventory.ofLevels((CurrencyAmount) null));
        rejectsNull("daysOut", () -> METRICS.stockOutRate(null));
        rejectsNull("receivables", () -> QUARTER.daysSalesOutstanding(null, Revenue.of("EUR", 1)));
        rejectsNull("months", () -> OperationMetrics.daysSalesOutstandingByCountBack(euro(1), null));
        rejectsNull("revenue", () -> METRICS.revenuePerFte(null, 1));
        rejectsNull("contribution", () -> METRICS.operatingLeverage(null, euro(1)));
        rejectsNull("activities[0]", () -> CostToServe.of((Activity) null));
        rejectsNull("costToServe", () -> CustomerProfit.of(Revenue.of("EUR", 1), euro(1), null, euro(1)));
    }
}
