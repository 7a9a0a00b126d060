package org.customerequity.acquisition;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.retention.ChurnRate;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.UndefinedRatioException;
import org.customerequity.value.ValueBasis;
import org.junit.jupiter.api.Test;

/** The business case of one customer, and of channels side by side. */
@Seeded
class UnitEconomicsReportTest {
    private static final PeriodicRevenue ARPA = PeriodicRevenue.of("USD", 40, PeriodUnit.MONTH);
    private static final MarginRatio MARGIN = MarginRatio.ofPercent(75);
    private static final AcquisitionCost COST = AcquisitionCost.of(usd(150_000), 600);
    private static final UnitEconomicsReport SHEET = UnitEconomicsReport.of(
            ARPA,
            MARGIN,
            new ConstantRetention(0.97, PeriodUnit.MONTH),
            COST,
            DiscountRate.NONE,
            CashFlowTiming.IMMEDIATE_COUNTED);

    private static CurrencyAmount usd(double value) {
        return CurrencyAmount.of("USD", value);
    }

    /** Sheet 01: LTV 1000, ratio 4, payback 9.4486; without discount it is the simple form. */
    @Test
    void withoutDiscountItIsTheSimpleForm() {
        UnitEconomics simple = UnitEconomics.of(ARPA.times(MARGIN), ChurnRate.of(0.03, PeriodUnit.MONTH), COST);
        close(1_000, SHEET.lifetimeValue().amount().value(), 1e-13);
        close(4, SHEET.valueToCost().value(), 1e-13);
        close(simple.netValue().value(), SHEET.netValue().value(), 1e-13);
        close(9.44859425908, SHEET.payback(Horizon.ofYears(5)).orElseThrow().periods(), 1e-11);
        UnitEconomicsReport.Waterfall steps = SHEET.waterfall();
        close(40 / 0.03, steps.revenue().value(), 1e-13);
        close(10 / 0.03, steps.variableCost().value(), 1e-13);
        close(1_000, steps.lifetimeValue().amount().value(), 1e-13);
        assertEquals(usd(250), steps.acquisitionCost());
        close(750, steps.netValue().value(), 1e-13);
    }

    /** Sheet 13: m 100 (se 4), r 0.8 (se 0.02), d 0.1: se 26.6703701132. */
    @Test
    void errorOfTheSheet() {
        UnitEconomicsReport report = UnitEconomicsReport.of(
                        PeriodicRevenue.of("USD", 100, PeriodUnit.YEAR),
                        MarginRatio.of(1),
                        new ConstantRetention(0.8, PeriodUnit.YEAR),
                        AcquisitionCost.of(usd(50), 1),
                        DiscountRate.ofAnnual(0.1),
                        CashFlowTiming.AFTER_FIRST)
                .withRevenueError(4)
                .withRelativeRetentionError(0.02 / 0.8);
        Estimate value = report.lifetimeValueEstimate();
        close(800 / 3.0, value.value(), 1e-14);
        close(26.6703701132, value.standardError(), 1e-11);
        assertEquals(Estimate.Scale.LOG, value.scale());
        close(26.6703701132 / 50, report.valueToCostEstimate().standardError(), 1e-11);
        close(800 / 3.0 - 50, report.netValueEstimate().value(), 1e-14);
        close(26.6703701132, report.netValueEstimate().standardError(), 1e-11);
        fails(
                IllegalStateException.class,
                "the errors of revenue or retention must be known for that of a result, were 0 (use"
                        + " withRevenueError or withRelativeRetentionError)",
                SHEET::lifetimeValueEstimate);
    }

    /** The delta method against simulation. */
    @Test
    void errorBySimulation() {
        UnitEconomicsReport report = SHEET.withHorizon(Horizon.of(24, PeriodUnit.MONTH))
                .withRevenueError(1.5)
                .withRelativeRetentionError(0.004);
        SplittableRandom random = new SplittableRandom(20261123);
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        double centre = report.lifetimeValue().amount().value();
        for (int i = 0; i < draws; i++) {
            double r = 0.97 * (1 + 0.004 * random.nextGaussian());
            double arpa = 40 + 1.5 * random.nextGaussian();
            // 25 payments, the first now
            double value = 0.75 * arpa * (1 - Math.pow(r, 25)) / (1 - r) - centre;
            sum += value;
            squares += value * value;
        }
        double deviation = Math.sqrt((squares - sum * sum / draws) / (draws - 1));
        // 3 standard errors of a standard deviation, and 1 % for what is not linear
        assertEquals(
                deviation,
                report.lifetimeValueEstimate().standardError(),
                deviation * (3 / Math.sqrt(2 * draws) + 0.01));
    }

    /** The value is that of the calculator; the steps add up. */
    @Property
    void stepsAddUp(
            @ForAll @Scale(2) @DoubleRange(max = 1_000) double arpa,
            @ForAll @Scale(2) @DoubleRange(min = -1, max = 1) double margin,
            @ForAll @Scale(3) @DoubleRange(max = 0.99) double r,
            @ForAll @IntRange(min = 1, max = 60) int months,
            @ForAll CashFlowTiming timing) {
        DiscountRate discount = DiscountRate.ofAnnual(0.1);
        Horizon horizon = Horizon.of(months, PeriodUnit.MONTH);
        UnitEconomicsReport report = UnitEconomicsReport.of(
                        PeriodicRevenue.of("USD", arpa, PeriodUnit.MONTH),
                        MarginRatio.of(margin),
                        new ConstantRetention(r, PeriodUnit.MONTH),
                        COST,
                        discount,
                        timing)
                .withHorizon(horizon);
        double value = LifetimeValueCalculator.of(discount, timing)
                .withHorizon(horizon)
                .value(report.contribution(), RetentionRate.of(r, PeriodUnit.MONTH))
                .amount()
                .value();
        close(value, report.lifetimeValue().amount().value(), 1e-12);
        UnitEconomicsReport.Waterfall steps = report.waterfall();
        double scale = steps.revenue().value() + 250;
        assertEquals(
                steps.netValue().value(),
                steps.revenue().value()
                        - steps.variableCost().value()
                        - steps.acquisitionCost().value(),
                1e-12 * scale);
    }

    @Test
    void anyCurveWillDo() {
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.MONTH);
        UnitEconomicsReport report = UnitEconomicsReport.of(
                ARPA, MARGIN, curve, COST, DiscountRate.ofAnnual(0.1), CashFlowTiming.IMMEDIATE_COUNTED);
        close(
                30 * curve.discountedExpectedLifetime(DiscountRate.ofAnnual(0.1)),
                report.lifetimeValue().amount().value(),
                1e-14);
        travels(report.withRevenueError(1).withRelativeRetentionError(0.1));
        travels(report.waterfall());
    }

    @Test
    void channelsSideBySide() {
        ChannelReport report = ChannelReport.of(
                Map.of("search", AcquisitionCost.of(usd(1_000), 100), "tv", AcquisitionCost.of(usd(5_000), 100)),
                Map.of("search", Contribution.of("USD", 40), "tv", Contribution.of("USD", 80)));
        ChannelReport.Row search = report.row("search");
        assertEquals(3, search.returnOnSpend().value());
        assertEquals(4, search.valueToCost().value());
        assertEquals(usd(3_000), search.netValue());
        assertEquals(Contribution.of("USD", 40), search.valuePerCustomer());
        ChannelReport.Row total = report.total();
        assertEquals("total", total.channel());
        // 12,000 for 6,000; the mean of the ratios 4 and 1.6 would be 2.8
        assertEquals(2, total.valueToCost().value());
        assertEquals(usd(30), total.cost().perCustomer());
        assertEquals(1 / 6.0, report.shareOfSpend("search").value());
        assertEquals(0.5, report.shareOfCustomers("search").value());
        assertEquals(1 / 3.0, report.shareOfValue("search").value());
        assertEquals(
                List.of("search", "tv"),
                report.rows().stream().map(ChannelReport.Row::channel).toList());
        close(
                4,
                search.payback(
                                PeriodicRevenue.of("USD", 10, PeriodUnit.MONTH).times(MarginRatio.of(0.25)),
                                new ConstantRetention(1, PeriodUnit.MONTH),
                                DiscountRate.NONE,
                                Horizon.ofYears(1))
                        .orElseThrow()
                        .periods(),
                1e-14);
        travels(report);
    }

    /** The mean of a group of customers stands for all that were acquired. */
    @Test
    void valuesOfGroups() {
        Map<String, AcquisitionCost> costs = Map.of("tv", AcquisitionCost.of(usd(5_000), 100));
        ValueTotal group = new ValueTotal(usd(2_000), ValueBasis.CONTRIBUTION, 25, 0, 0, 0);
        assertEquals(
                usd(8_000),
                ChannelReport.ofTotals(costs, Map.of("tv", group))
                        .row("tv")
                        .totalValue()
                        .amount());
        rejects(
                "customers of tv must be > 0, was 0 (a mean needs one)",
                () -> ChannelReport.ofTotals(
                        costs, Map.of("tv", new ValueTotal(usd(0), ValueBasis.CONTRIBUTION, 0, 0, 0, 0))));
        assertThrows(
                IllegalStateException.class,
                () -> ChannelReport.ofTotals(
                        costs, Map.of("tv", new ValueTotal(usd(0), ValueBasis.REVENUE, 1, 0, 0, 0))));
    }

    /** Months merge channel by channel; the total is that of the totals; shares add up to 1. */
    @Property
    void reportsMerge(@ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ChannelReport a = random(random, "search", "tv");
        ChannelReport b = random(random, "tv", "mail");
        ChannelReport both = a.plus(b);
        assertEquals(both, b.plus(a));
        assertEquals(3, both.rows().size());
        close(
                a.total().totalValue().plus(b.total().totalValue()).amount().value(),
                both.total().totalValue().amount().value(),
                1e-13);
        close(
                a.total().cost().plus(b.total().cost()).perCustomer().value(),
                both.total().cost().perCustomer().value(),
                1e-13);
        double shares = 0;
        for (ChannelReport.Row row : both.rows()) {
            shares += both.shareOfValue(row.channel()).value();
            close(row.valueToCost().value() - 1, row.returnOnSpend().value(), 1e-12);
        }
        close(1, shares, 1e-14);
    }

    private static ChannelReport random(SplittableRandom random, String... channels) {
        return new ChannelReport(List.of(channels).stream()
                .map(channel -> new ChannelReport.Row(
                        channel,
                        AcquisitionCost.of(usd(1 + random.nextInt(1_000)), 1 + random.nextInt(100)),
                        Contribution.of("USD", 1 + random.nextInt(5_000))))
                .toList());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "lifetimeValues must be of the channels [a], was [b] (one value a channel)",
                () -> ChannelReport.of(Map.of("a", COST), Map.of("b", Contribution.of("USD", 1))));
        rejects("rows must have at least one channel, was empty", () -> new ChannelReport(List.of()));
        ChannelReport.Row row = new ChannelReport.Row("a", COST, Contribution.of("USD", -1));
        rejects("rows must have one row a channel, was \"a\" twice", () -> new ChannelReport(List.of(row, row)));
        fails(
                UndefinedRatioException.class,
                "share of value is undefined, because the value of all channels is -1.0",
                () -> new ChannelReport(List.of(row)).shareOfValue("a"));
        assertThrows(
                CurrencyMismatchException.class, () -> new ChannelReport.Row("a", COST, Contribution.of("EUR", 1)));
        rejects(
                "channel must be one of [a], was \"b\" (a channel of the report)",
                () -> new ChannelReport(List.of(row)).row("b"));
        rejects(
                "curve must be per month, as the revenue is, was per year",
                () -> UnitEconomicsReport.of(
                        ARPA,
                        MARGIN,
                        new ConstantRetention(0.5, PeriodUnit.YEAR),
                        COST,
                        DiscountRate.NONE,
                        CashFlowTiming.AFTER_FIRST));
        rejects(
                "relativeRetentionError must be finite and >= 0, was -1.0 (0.025 means 2.5 % of the retention)",
                () -> SHEET.withRelativeRetentionError(-1));
        fails(
                UndefinedRatioException.class,
                "acquisition spend in USD per customers acquired is undefined, because customers acquired is 0",
                () -> UnitEconomicsReport.of(
                                ARPA,
                                MARGIN,
                                new ConstantRetention(0.5, PeriodUnit.MONTH),
                                AcquisitionCost.of(usd(1), 0),
                                DiscountRate.NONE,
                                CashFlowTiming.AFTER_FIRST)
                        .netValue());
    }
}
