package org.customerequity.lifetime.formula;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.customerequity.lifetime.formula.ValueDefinition.AFTER_FIRST;
import static org.customerequity.lifetime.formula.ValueDefinition.BAREMETRICS;
import static org.customerequity.lifetime.formula.ValueDefinition.CHARTMOGUL;
import static org.customerequity.lifetime.formula.ValueDefinition.CONTRIBUTION_OVER_CHURN;
import static org.customerequity.lifetime.formula.ValueDefinition.CONTRIBUTION_OVER_REVENUE_CHURN;
import static org.customerequity.lifetime.formula.ValueDefinition.END_OF_PERIOD;
import static org.customerequity.lifetime.formula.ValueDefinition.GUPTA_LEHMANN;
import static org.customerequity.lifetime.formula.ValueDefinition.GUPTA_LEHMANN_WITH_GROWTH;
import static org.customerequity.lifetime.formula.ValueDefinition.IMMEDIATE_COUNTED;
import static org.customerequity.lifetime.formula.ValueDefinition.JUST_BEFORE_RENEWAL;
import static org.customerequity.lifetime.formula.ValueDefinition.NET_OF_ACQUISITION_COST;
import static org.customerequity.lifetime.formula.ValueDefinition.PROFITWELL;
import static org.customerequity.lifetime.formula.ValueDefinition.REVENUE_OF_EXPECTED_LIFETIME;
import static org.customerequity.lifetime.formula.ValueDefinition.REVENUE_OVER_CHURN;
import static org.customerequity.lifetime.formula.ValueDefinition.REVENUE_TO_HORIZON;
import static org.customerequity.lifetime.formula.ValueDefinition.UNDISCOUNTED_CONTRIBUTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.retention.RetentionRate;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.ValueBasis;
import org.junit.jupiter.api.Test;

/** The same business by every definition. */
@Seeded
class ValueConventionsTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;

    private static ValueConventions of(double arpa, double margin, double r, double d) {
        return ValueConventions.of(
                PeriodicRevenue.of("USD", arpa, YEAR),
                MarginRatio.of(margin),
                RetentionRate.of(r, YEAR),
                DiscountRate.ofAnnual(d));
    }

    private static double value(ValueConventions conventions, ValueDefinition definition) {
        return conventions.row(definition).value().value();
    }

    /** ChartMogul's own example: 100 and 5 % make 2,000. ProfitWell's: 10 and 4 % make 250. Both from their help pages. */
    @Test
    void theVendorsOwnExamples() {
        close(2000, value(of(100, 0.5, 0.95, 0.1), CHARTMOGUL), 1e-14);
        close(250, value(of(10, 0.5, 0.9, 0.1).withRevenueRetention(0.96), PROFITWELL), 1e-13);
        close(250, value(of(10, 0.5, 0.96, 0.1), BAREMETRICS), 1e-13);
    }

    /** Margin 100 a year from revenue 250, r = 0.8, d = 0.10: sheet 00, for ever and over five periods. */
    @Test
    void theNumbersOfTheSheet() {
        ValueConventions forever = of(250, 0.4, 0.8, 0.1);
        close(366.666666667, value(forever, IMMEDIATE_COUNTED), 2e-12);
        close(266.666666667, value(forever, AFTER_FIRST), 2e-12);
        close(333.333333333, value(forever, END_OF_PERIOD), 2e-12);
        close(293.333333333, value(forever, JUST_BEFORE_RENEWAL), 2e-12);
        close(266.666666667, value(forever, GUPTA_LEHMANN), 2e-12);
        close(1250, value(forever, REVENUE_OVER_CHURN), 1e-14);
        close(1250, value(forever, REVENUE_OF_EXPECTED_LIFETIME), 1e-14);
        close(500, value(forever, CONTRIBUTION_OVER_CHURN), 1e-14);
        close(500, value(forever, UNDISCOUNTED_CONTRIBUTION), 1e-14);
        ValueConventions five = forever.withHorizon(Horizon.ofYears(5));
        close(312.409733563, value(five, IMMEDIATE_COUNTED), 2e-12);
        close(212.409733563, value(five, AFTER_FIRST), 2e-12);
        close(265.512166953, value(five, END_OF_PERIOD), 2e-12);
        close(233.650706919, value(five, JUST_BEFORE_RENEWAL), 2e-12);
        close(266.666666667, value(five, GUPTA_LEHMANN), 2e-12);
        close(1250, value(five, REVENUE_TO_HORIZON), 1e-15);
        close(250 * (1 - Math.pow(0.8, 5)) / 0.2, value(five, REVENUE_OF_EXPECTED_LIFETIME), 1e-14);
        ValueConventions grown = of(250, 0.4, 0.8, 0.12)
                .withGrowth(0.06)
                .withRevenueRetention(0.848)
                .withAcquisitionCost(CurrencyAmount.of("USD", 90));
        close(294.117647059, value(grown, GUPTA_LEHMANN_WITH_GROWTH), 2e-12);
        close(250, value(grown, GUPTA_LEHMANN), 1e-12);
        close(100 / 0.152, value(grown, CONTRIBUTION_OVER_REVENUE_CHURN), 1e-13);
        // 100 * 1.12 / (1.12 - 0.848), less 90
        close(112 / 0.272 - 90, value(grown, NET_OF_ACQUISITION_COST), 1e-13);
        close(100 / 0.152, value(grown, UNDISCOUNTED_CONTRIBUTION), 1e-13);
    }

    @Test
    void reasons() {
        Map<ValueDefinition, String> why = of(250, 0.4, 0.8, 0.1)
                .withHorizon(Horizon.ofYears(5))
                .withGrowth(0.02)
                .withRevenueRetention(0.9)
                .withAcquisitionCost(CurrencyAmount.of("USD", 90))
                .against(IMMEDIATE_COUNTED)
                .stream()
                .collect(Collectors.toMap(d -> d.row().definition(), ValueConventions.Difference::reason));
        assertEquals("the reference", why.get(IMMEDIATE_COUNTED));
        assertEquals("leaves out the first payment; is paid one period from now at the earliest", why.get(AFTER_FIRST));
        assertEquals("is paid at the end of periods; has a payment less", why.get(END_OF_PERIOD));
        assertEquals(
                "counts revenue, so that the cost of serving is still in it; does not discount; goes on for ever;"
                        + " keeps payments constant",
                why.get(BAREMETRICS));
        assertEquals(
                "counts revenue, so that the cost of serving is still in it; does not discount; goes on for ever;"
                        + " divides by net churn of revenue, in which expansion offsets customers lost",
                why.get(PROFITWELL));
        assertEquals(
                "counts revenue, so that the cost of serving is still in it; does not discount; lets nobody leave;"
                        + " keeps payments constant; has a payment less",
                why.get(REVENUE_TO_HORIZON));
        assertEquals("is net of the acquisition cost", why.get(NET_OF_ACQUISITION_COST));
        ValueConventions plain = of(250, 0.4, 0.8, 0.1);
        ValueConventions.Difference twin = plain.against(GUPTA_LEHMANN).stream()
                .filter(d -> d.row().definition() == AFTER_FIRST)
                .findFirst()
                .orElseThrow();
        assertEquals("the same here under another name", twin.reason());
        assertEquals(0, twin.difference().value());
    }

    /** Whatever has the same reason as another definition has its value; and a difference has a reason. */
    @Property
    void aDifferenceHasAReason(
            @ForAll @Scale(3) @DoubleRange(min = 0.05, max = 0.95) double r,
            @ForAll @Scale(3) @DoubleRange(min = 0.01, max = 0.5) double d,
            @ForAll @Scale(3) @DoubleRange(min = -0.04, max = 0.005) double g,
            @ForAll @IntRange(max = 12) int periods,
            @ForAll ValueDefinition reference) {
        ValueConventions conventions = of(250, 0.4, r, d)
                .withGrowth(g)
                .withRevenueRetention(r * 1.01)
                .withAcquisitionCost(CurrencyAmount.of("USD", 90));
        if (periods > 0) {
            conventions = conventions.withHorizon(Horizon.ofYears(periods));
        }
        if (conventions.absent().containsKey(reference)) {
            return;
        }
        for (ValueConventions.Difference difference : conventions.against(reference)) {
            boolean same =
                    Set.of("the reference", "the same here under another name").contains(difference.reason());
            double scale = Math.abs(difference.row().value().value()) + 1;
            if (same) {
                assertEquals(0, difference.difference().value(), 1e-12 * scale, difference.toString());
            }
        }
    }

    /** Orders that hold for any business: revenue above contribution, undiscounted above discounted, the timings. */
    @Property
    void orders(
            @ForAll @Scale(3) @DoubleRange(min = 0.05, max = 0.95) double r,
            @ForAll @Scale(3) @DoubleRange(min = 0.01, max = 0.5) double d) {
        ValueConventions v = of(250, 0.4, r, d);
        assertTrue(value(v, REVENUE_OVER_CHURN) > value(v, CONTRIBUTION_OVER_CHURN));
        assertTrue(value(v, CONTRIBUTION_OVER_CHURN) > value(v, IMMEDIATE_COUNTED));
        assertTrue(value(v, IMMEDIATE_COUNTED) > value(v, END_OF_PERIOD));
        assertTrue(value(v, END_OF_PERIOD) > value(v, AFTER_FIRST));
        assertTrue(value(v, JUST_BEFORE_RENEWAL) > value(v, AFTER_FIRST));
        close(value(v, AFTER_FIRST) + 100, value(v, IMMEDIATE_COUNTED), 1e-13);
    }

    @Test
    void whatIsAbsentSaysWhy() {
        ValueConventions loyal = of(250, 0.4, 1, 0).withRevenueRetention(1.05);
        assertEquals("churn is 0", loyal.absent().get(BAREMETRICS));
        assertEquals("net churn of revenue is not above 0", loyal.absent().get(PROFITWELL));
        assertEquals(
                "diverges: retention x (1 + growth) is not below 1 + discount",
                loyal.absent().get(GUPTA_LEHMANN));
        assertEquals("needs a finite horizon: withHorizon", loyal.absent().get(REVENUE_TO_HORIZON));
        assertEquals(
                "needs the acquisition cost: withAcquisitionCost",
                loyal.absent().get(NET_OF_ACQUISITION_COST));
        assertTrue(loyal.rows().isEmpty());
        rejects("definition must be defined here, was BAREMETRICS (churn is 0)", () -> loyal.row(BAREMETRICS));
        ValueConventions plain = of(250, 0.4, 0.8, 0.1);
        assertEquals(
                ValueDefinition.values().length,
                plain.rows().size() + plain.absent().size());
        assertEquals(
                "needs the net retention of revenue: withRevenueRetention",
                plain.absent().get(PROFITWELL));
    }

    /** A definition whose number no double can hold is absent, and the others are there. */
    @Test
    void whatIsBeyondTheRangeIsAbsent() {
        ValueConventions explosive = of(250, 0.4, 0.8, 0.1).withGrowth(1e3).withHorizon(Horizon.ofYears(240));
        assertEquals("is more than a double can say", explosive.absent().get(IMMEDIATE_COUNTED));
        close(250 * 0.4 / 0.2, explosive.row(CONTRIBUTION_OVER_CHURN).value().value(), 1e-14);
    }

    @Test
    void ratioToAcquisitionCost() {
        ValueConventions v = of(250, 0.4, 0.8, 0.1);
        CurrencyAmount cost = CurrencyAmount.of("USD", 125);
        close(4, v.row(CONTRIBUTION_OVER_CHURN).perAcquisitionCost(cost), 1e-14);
        fails(
                IllegalStateException.class,
                "a ratio to acquisition cost needs contribution, and Baremetrics counts revenue (use a definition whose"
                        + " basis is CONTRIBUTION)",
                () -> v.row(BAREMETRICS).perAcquisitionCost(cost));
        fails(
                IllegalStateException.class,
                "a ratio to acquisition cost needs a value before that cost, and first payment now, less acquisition"
                        + " cost would count it twice (use IMMEDIATE_COUNTED)",
                () -> v.withAcquisitionCost(cost).row(NET_OF_ACQUISITION_COST).perAcquisitionCost(cost));
        for (ValueConventions.Row row : v.rows()) {
            assertEquals(
                    row.definition().leavesOut().contains("cost"),
                    row.definition().basis() == ValueBasis.REVENUE);
        }
    }

    @Test
    void badInput() {
        rejects(
                "retention must be per year, as the revenue is, was per month (convert it with RetentionRate.per)",
                () -> ValueConventions.of(
                        PeriodicRevenue.of("USD", 9, YEAR),
                        MarginRatio.of(0.4),
                        RetentionRate.of(0.9, PeriodUnit.MONTH),
                        DiscountRate.NONE));
        ValueConventions v = of(250, 0.4, 0.8, 0.1);
        rejects("newHorizon must be a whole number of years, was 2.5 years", () -> v.withHorizon(Horizon.ofYears(2.5)));
        rejects("perPeriod must be > -1, was -1.0 (0.01 means 1 %)", () -> v.withGrowth(-1));
        rejects(
                "netPerPeriod must be finite and >= 0, was NaN (0.98 means 98 % of revenue a period)",
                () -> v.withRevenueRetention(Double.NaN));
        rejectsNull(
                "revenue",
                () -> ValueConventions.of(null, MarginRatio.of(0.4), RetentionRate.of(0.9, YEAR), DiscountRate.NONE));
        rejectsNull("definition", () -> v.row(null));
        travels(v.withAcquisitionCost(CurrencyAmount.of("USD", 90)).withRevenueRetention(0.9));
    }
}
