package org.customerequity.metric.investment;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Currency;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Cost of ownership, hours saved, and what an automation returns: numbers of sheet 22. */
@Seeded
class AutomationReturnTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final DiscountRate TEN = DiscountRate.ofAnnual(0.1);

    /** Sheet 22: 68,000 at the start, 18,000 a year for three years. */
    private static final TotalCostOfOwnership COSTS = TotalCostOfOwnership.of("EUR", YEAR)
            .withCosts(CostKind.LICENCE, 0, 12000, 12000, 12000)
            .withCosts(CostKind.IMPLEMENTATION, 50000)
            .withCosts(CostKind.TRAINING, 18000)
            .withCosts(CostKind.MAINTENANCE, 0, 6000, 6000, 6000);

    private static final LabourSaving HOURS = new LabourSaving(1200, CurrencyAmount.of("EUR", 38), 1.25, 0.7, YEAR);

    @Test
    void totalCostOfOwnership() {
        close(112763.335838, COSTS.presentValue(TEN).value(), 1e-11);
        assertEquals(122000, COSTS.undiscounted().value());
        assertArrayEquals(
                new double[] {68000, 18000, 18000, 18000}, COSTS.costs().amounts());
        assertArrayEquals(
                new double[] {50000}, COSTS.costs(CostKind.IMPLEMENTATION).amounts());
        assertEquals(0, COSTS.costs(CostKind.SWITCH_OFF).moments().length);
        assertEquals(-122000, COSTS.toOutflows().total().value());
        assertEquals("EUR 122000.0 undiscounted, [LICENCE, IMPLEMENTATION, TRAINING, MAINTENANCE]", COSTS.toString());
        assertEquals(244000, COSTS.plus(COSTS).undiscounted().value());
        travels(COSTS);
    }

    @Test
    void labourSaving() {
        close(39900, HOURS.perPeriod().value(), 1e-15);
        close(70866.7167543, HOURS.toCashFlows(0.4, 0.8, 1).netPresentValue(TEN).value(), 1e-11);
        travels(HOURS);
    }

    /** Two lines by hand: 70,866.72 times 0.9, and 10,000 a year for three years times 0.5. */
    @Test
    void automation() {
        AutomationReturn automation = AutomationReturn.of(COSTS)
                .withBenefit("hours saved", HOURS.toCashFlows(0.4, 0.8, 1), 0.9)
                .withBenefit("fewer errors", CashFlows.firstAfterOnePeriod(EUR, YEAR, 10000, 10000, 10000), 0.5);
        double cost = 112763.335838;
        double benefits = 0.9 * 70866.7167543 + 5000 * (1 / 1.1 + 1 / 1.21 + 1 / 1.331);
        close(benefits - cost, automation.cashFlows().netPresentValue(TEN).value(), 1e-10);
        close((benefits - cost) / cost, automation.returnOnCost(TEN).value(), 1e-10);
        Contribution change = Contribution.of("EUR", 180000);
        close((180000 - cost) / cost, automation.returnOnEquity(change, TEN).value(), 1e-10);
        close(
                (180000 + benefits - cost) / cost,
                automation.totalReturn(change, TEN).value(),
                1e-10);
        Estimate estimate = automation.returnOnEquityEstimate(Estimate.of(180000, 30000), TEN);
        close((180000 - cost) / cost, estimate.value(), 1e-10);
        close(30000 / cost, estimate.standardError(), 1e-10);
        assertEquals(
                List.of("hours saved", "fewer errors"),
                List.copyOf(automation.benefits().keySet()));
        assertEquals(COSTS, automation.costs());
        travels(automation);
    }

    /** The sheet's flows as costs of 60,000 and one certain line. */
    @Test
    void theSheetsAutomation() {
        CashFlows flows = AutomationReturn.of(
                        TotalCostOfOwnership.of("EUR", YEAR).withCosts(CostKind.LICENCE, 60000))
                .withBenefit("savings", CashFlows.firstAfterOnePeriod(EUR, YEAR, 18000, 26000, 30000, 30000), 1)
                .cashFlows();
        close(20881.0873574, flows.netPresentValue(TEN).value(), 1e-11);
        close(0.238726288744, flows.internalRate().rate(), 2e-12);
    }

    @Property
    void costsMerge(
            @ForAll @Size(max = 6) List<@IntRange(max = 500) Integer> first,
            @ForAll @Size(max = 6) List<@IntRange(max = 500) Integer> second,
            @ForAll CostKind kind,
            @ForAll CostKind other,
            @ForAll @Scale(3) @DoubleRange(max = 0.5) double d) {
        TotalCostOfOwnership none = TotalCostOfOwnership.of("EUR", YEAR);
        assertEquals(none, TotalCostOfOwnership.of(Currency.getInstance("EUR"), YEAR));
        TotalCostOfOwnership a =
                none.withCosts(kind, first.stream().mapToDouble(x -> x).toArray());
        double[] more = second.stream().mapToDouble(x -> x).toArray();
        TotalCostOfOwnership b = none.withCosts(other, more);
        assertEquals(a.withCosts(other, more), a.plus(b));
        assertEquals(a.plus(b), b.plus(a));
        assertEquals(a.plus(b).plus(a), a.plus(b.plus(a)));
        DiscountRate discount = DiscountRate.ofAnnual(d);
        assertEquals(
                a.presentValue(discount).value() + b.presentValue(discount).value(),
                a.plus(b).presentValue(discount).value(),
                1e-8);
    }

    @Test
    void badInput() {
        rejects(
                "byPeriod[1] must be finite and >= 0, was -1.0 (costs are positive)",
                () -> COSTS.withCosts(CostKind.OTHER, 1, -1));
        rejects(
                "loading must be finite and >= 1, was 0.25 (1.25 adds 25 % to the wage)",
                () -> new LabourSaving(1, CurrencyAmount.of("EUR", 1), 0.25, 1, YEAR));
        rejects(
                "realisation must be in [0, 1], was 70.0 (0.70 means 70 % of freed time is used)",
                () -> new LabourSaving(1, CurrencyAmount.of("EUR", 1), 1, 70, YEAR));
        rejects(
                "ramp[0] must be finite and >= 0, was -1.0 (0.4 means 40 % of the full saving)",
                () -> HOURS.toCashFlows(-1));
        AutomationReturn one = AutomationReturn.of(COSTS).withBenefit("hours saved", HOURS.toCashFlows(1), 0.9);
        rejects(
                "name must be new, was \"hours saved\" (one line a benefit)",
                () -> one.withBenefit("hours saved", HOURS.toCashFlows(1), 1));
        rejects(
                "certainty must be in [0, 1], was 80.0 (0.8 counts 80 % of the benefit)",
                () -> one.withBenefit("errors", HOURS.toCashFlows(1), 80));
        rejects(
                "other must be by year, was by month (make both in one unit)",
                () -> one.withBenefit("errors", CashFlows.firstNow(EUR, PeriodUnit.MONTH, 1), 1));
        assertThrows(CurrencyMismatchException.class, () -> one.returnOnEquity(Contribution.of("USD", 1), TEN));
        AutomationReturn free = AutomationReturn.of(TotalCostOfOwnership.of("EUR", YEAR));
        assertFalse(free.returnOnCost(TEN).isDefined());
        assertThrows(UndefinedRatioException.class, () -> free.returnOnEquityEstimate(Estimate.of(1, 1), TEN));
        rejectsNull("costs", () -> AutomationReturn.of(null));
        rejectsNull("flows", () -> one.withBenefit("errors", null, 1));
        rejectsNull("kind", () -> COSTS.withCosts(null, 1));
        rejectsNull("wage", () -> new LabourSaving(1, null, 1, 1, YEAR));
    }
}
