package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.equity.AcquisitionPlan;
import org.customerequity.equity.CustomerEquity;
import org.customerequity.equity.EquityBridge;
import org.customerequity.equity.EquityMovement;
import org.customerequity.equity.EquityWithFuture;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Ending;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

@Seeded
class SubscriptionValuesTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final DiscountRate TEN = DiscountRate.ofAnnualPercent(10);
    /** Fader and Hardie, How to Project Customer Retention, 2007, high end. */
    private static final CohortCounts HIGH_END =
            CohortCounts.of(PeriodUnit.YEAR, new long[] {1000, 869, 743, 653, 593, 551, 517, 491});

    private static final FitOutcome<ShiftedBetaGeometric> FIT = ShiftedBetaGeometric.fit(HIGH_END);

    private static SubscriptionValueModel model(CashFlowTiming timing, Horizon horizon) {
        return SubscriptionValueModel.of(FIT)
                .withMargin(0.75)
                .withDiscount(TEN)
                .withHorizon(horizon)
                .withTiming(timing);
    }

    private static SubscriptionValues values(CashFlowTiming timing, Horizon horizon) {
        return model(timing, horizon).value(new double[] {0, 4, 4, 9}, new double[] {100, 80, 20, 50}, EUR);
    }

    @Test
    void theResidualLifetimeOfTheCurveTimesPriceAndMargin() {
        SubscriptionValues values = values(CashFlowTiming.JUST_BEFORE_RENEWAL, Horizon.FOREVER);
        ShiftedBetaGeometric curve = FIT.orThrow();
        double[] expected = {100, 80, 20, 50};
        double[] tenure = {0, 4, 4, 9};
        double total = 0;
        for (int i = 0; i < 4; i++) {
            expected[i] *= 0.75 * curve.discountedResidualLifetime(tenure[i], TEN);
            total += expected[i];
            assertEquals(expected[i], values.value(i), 1e-12 * expected[i]);
        }
        assertEquals(total, values.total().total().value(), 1e-12 * total);
        assertEquals(1, values.probabilityAlive(0));
    }

    /** Sheet 00: m = 100, r = 0.8, d = 0.10 in all four timings, for ever and over five periods. */
    @Test
    void aConstantRateGivesTheFourConventions() {
        double[][] published = {
            {366.666666667, 312.409733563},
            {266.666666667, 212.409733563},
            {333.333333333, 265.512166953},
            {293.333333333, 233.650706919}
        };
        List<CashFlowTiming> timings = List.of(
                CashFlowTiming.IMMEDIATE_COUNTED,
                CashFlowTiming.AFTER_FIRST,
                CashFlowTiming.END_OF_PERIOD,
                CashFlowTiming.JUST_BEFORE_RENEWAL);
        for (int t = 0; t < 4; t++) {
            SubscriptionValueModel model = SubscriptionValueModel.of(new ConstantRetention(0.8, PeriodUnit.YEAR))
                    .withMargin(1)
                    .withDiscount(TEN)
                    .withTiming(timings.get(t));
            double[] zero = {0};
            double[] hundred = {100};
            assertEquals(
                    published[t][0],
                    model.withHorizon(Horizon.FOREVER).value(zero, hundred, EUR).value(0),
                    1e-9);
            assertEquals(
                    published[t][1],
                    model.withHorizon(Horizon.ofYears(5))
                            .value(zero, hundred, EUR)
                            .value(0),
                    1e-9);
        }
    }

    /** The variance by its definition: every pair of payments, and every tenure that may end. */
    @Property(tries = 300)
    void theVarianceIsThatOfAllTenures(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double r,
            @ForAll @DoubleRange(max = 0.5) double d,
            @ForAll @IntRange(min = 1, max = 40) int periods,
            @ForAll CashFlowTiming timing) {
        SubscriptionValues one = SubscriptionValueModel.of(new ConstantRetention(r, PeriodUnit.YEAR))
                .withMargin(0.5)
                .withDiscount(DiscountRate.ofAnnual(d))
                .withHorizon(Horizon.ofYears(periods))
                .withTiming(timing)
                .value(new double[] {3}, new double[] {10}, EUR);
        double mean = 0;
        double square = 0;
        for (int renewals = 0; renewals <= periods; renewals++) {
            double p = renewals == periods ? Math.pow(r, renewals) : Math.pow(r, renewals) * (1 - r);
            double value = 0;
            for (int j = 0; j <= periods; j++) {
                boolean paid = switch (timing) {
                    case IMMEDIATE_COUNTED -> j <= renewals;
                    case AFTER_FIRST, JUST_BEFORE_RENEWAL -> j >= 1 && j <= renewals;
                    case END_OF_PERIOD -> j >= 1 && j - 1 <= renewals;
                };
                int at = timing == CashFlowTiming.JUST_BEFORE_RENEWAL ? j - 1 : j;
                value += paid ? 5 * Math.pow(1 + d, -at) : 0;
            }
            mean += p * value;
            square += p * value * value;
        }
        ValueTotal total = one.total();
        assertEquals(mean, total.total().value(), 1e-11 * (1 + mean));
        double variance = total.outcomeDeviation() * total.outcomeDeviation();
        assertEquals(square - mean * mean, variance, 1e-5 * (d < 1e-6 ? 1 : 1e-3) * (1 + square));
    }

    @Test
    void errorsOfTheTotalAreNotAddedUp() {
        SubscriptionValues values = values(CashFlowTiming.AFTER_FIRST, Horizon.ofYears(5));
        Estimate expected = DeltaMethod.of(
                FIT,
                curve -> 0.75
                        * (100 * curve.discountedLifetime(0, TEN, CashFlowTiming.AFTER_FIRST, Horizon.ofYears(5))
                                + 100 * curve.discountedLifetime(4, TEN, CashFlowTiming.AFTER_FIRST, Horizon.ofYears(5))
                                + 50
                                        * curve.discountedLifetime(
                                                9, TEN, CashFlowTiming.AFTER_FIRST, Horizon.ofYears(5))),
                Estimate.Scale.LINEAR);
        assertEquals(expected.standardError(), values.total().parameterError(), 1e-8 * expected.standardError());
        List<ValueTotal> groups = values.totals(new int[] {0, 1, 1, 0}, 2);
        assertEquals(
                values.total().total().value(),
                groups.get(0).total().value() + groups.get(1).total().value(),
                1e-10);
        assertTrue(groups.get(0).parameterError() + groups.get(1).parameterError()
                > values.total().parameterError() * (1 - 1e-9));
    }

    @Test
    void simulationAgreesWithTheMoments() {
        double[] tenure = new double[400];
        double[] price = new double[400];
        Arrays.setAll(tenure, i -> i % 7);
        Arrays.setAll(price, i -> 10 + i % 13);
        for (CashFlowTiming timing : CashFlowTiming.values()) {
            SubscriptionValues values = model(timing, Horizon.ofYears(8)).value(tenure, price, EUR);
            Interval simulated = values.simulatedInterval(0.95, 1500, new SplittableRandom(5));
            Interval normal = values.total().predictionInterval(0.95);
            assertEquals(normal.lower(), simulated.lower(), 0.2 * normal.width(), timing.toString());
            assertEquals(normal.upper(), simulated.upper(), 0.2 * normal.width(), timing.toString());
        }
    }

    @Test
    void makesCustomerEquityLikeAnyOtherBase() {
        CustomerIds ids = CustomerIds.of(List.of("ann", "bob", "cid"));
        SubscriptionValueModel model = model(CashFlowTiming.AFTER_FIRST, Horizon.FOREVER);
        CustomerEquity before =
                CustomerEquity.ofCurrent(model.value(ids, new double[] {0, 2, 5}, new double[] {10, 20, 30}, EUR));
        CustomerEquity after = CustomerEquity.ofCurrent(model.value(
                CustomerIds.of(List.of("ann", "cid", "dan")), new double[] {1, 6, 0}, new double[] {10, 40, 10}, EUR));
        assertEquals(3, before.customers());
        assertTrue(before.confidenceInterval(0.95).contains(before.total().value()));
        assertTrue(before.predictionInterval(0.95).width()
                > before.confidenceInterval(0.95).width());
        EquityBridge bridge = EquityBridge.between(before, after);
        assertTrue(bridge.hasSameTerms());
        assertEquals(1, bridge.line(EquityMovement.LOST).customers());
        assertEquals(1, bridge.line(EquityMovement.NEW).customers());
        assertEquals(2, bridge.line(EquityMovement.GROWN).customers());
        assertTrue(bridge.confidenceInterval(0.95).width() > 0);
        EquityWithFuture future =
                before.withFuture(AcquisitionPlan.constant(PeriodUnit.YEAR, AcquisitionPlan.Moment.END, 10, 3));
        assertEquals(
                before.total().value()
                        + future.newCustomer().amount().value()
                                * AcquisitionPlan.constant(PeriodUnit.YEAR, AcquisitionPlan.Moment.END, 10, 3)
                                        .discountedCustomers(TEN),
                future.totalBeforeCost().value(),
                1e-9);
        assertEquals(
                before.average().value() / 5,
                before.averageToCost(
                                AcquisitionCost.of(Contribution.of("EUR", 5).amount(), 1))
                        .value(),
                1e-12);
    }

    @Test
    void valuesWhoHasAContractAtTheRenewalsMade() {
        ContractLog log = ContractLog.per(PeriodUnit.MONTH)
                .withCurrency("EUR")
                .builder()
                .add("ann", LocalDate.of(2025, 1, 31), 10)
                .add("bob", LocalDate.of(2025, 1, 10), LocalDate.of(2025, 3, 10), 10, Ending.VOLUNTARY)
                .add("cid", LocalDate.of(2025, 1, 1), LocalDate.of(2025, 3, 1), 10, Ending.UNKNOWN)
                .add("cid", LocalDate.of(2025, 3, 1), 25)
                .add("dan", LocalDate.of(2025, 1, 1), LocalDate.of(2025, 2, 1), 10, Ending.UNKNOWN)
                .add("dan", LocalDate.of(2025, 2, 5), 10)
                .build();
        LocalDate day = LocalDate.of(2025, 4, 5);
        assertArrayEquals(new int[] {2, -1, 3, 2}, log.renewalsOn(day, 0));
        assertArrayEquals(new int[] {2, -1, 3, 3}, log.renewalsOn(day, 4));
        assertArrayEquals(new int[] {0, 0, 0, 0}, log.renewalsOn(LocalDate.of(2025, 1, 31), 0));
        SubscriptionValues values = SubscriptionValueModel.of(new ConstantRetention(0.9, PeriodUnit.MONTH))
                .withMargin(0.5)
                .withDiscount(TEN)
                .withHorizon(Horizon.FOREVER)
                .withTiming(CashFlowTiming.JUST_BEFORE_RENEWAL)
                .value(log, day, 0);
        assertEquals(List.of("ann", "cid", "dan"), values.ids().asList());
        assertEquals(3, values.tenure(1));
        assertEquals(25, values.price(1));
        double d = TEN.perPeriod(PeriodUnit.MONTH);
        assertEquals(
                0.5 * 25 * 0.9 * (1 + d) / (1 + d - 0.9),
                values.row("cid").amount().value(),
                1e-10);
        assertMessage(
                IllegalArgumentException.class,
                "log must be per year, was per month (as the curve is)",
                () -> model(CashFlowTiming.AFTER_FIRST, Horizon.FOREVER).value(log, day, 0));
    }

    @Test
    void saysWhatIsMissing() {
        SubscriptionValueModel bare = SubscriptionValueModel.of(FIT);
        double[] one = {1};
        assertMessage(
                IllegalStateException.class,
                "horizon must be given (withHorizon; Horizon.FOREVER for no end)",
                () -> bare.value(one, one, EUR));
        assertMessage(
                IllegalStateException.class,
                "timing must be given (withTiming; the four differ by a payment or a period)",
                () -> bare.withHorizon(Horizon.FOREVER).withDiscount(TEN).value(one, one, EUR));
        SubscriptionValueModel full = model(CashFlowTiming.AFTER_FIRST, Horizon.FOREVER);
        assertMessage(
                IllegalArgumentException.class,
                "tenures[0] must be a whole number of renewals, was 1.5 (as the curve counts)",
                () -> full.value(new double[] {1.5}, one, EUR));
        assertMessage(
                IllegalArgumentException.class,
                "prices[0] must be finite and >= 0, was -1.0 (what the customer pays per period)",
                () -> full.value(one, new double[] {-1}, EUR));
        assertMessage(
                IllegalArgumentException.class,
                "prices must be one a row, 1, was 2",
                () -> full.value(one, new double[2], EUR));
        SubscriptionValues given = SubscriptionValueModel.of(
                        (org.customerequity.retention.curve.RetentionCurve) FIT.orThrow())
                .withDiscount(TEN)
                .withHorizon(Horizon.FOREVER)
                .withTiming(CashFlowTiming.AFTER_FIRST)
                .value(one, one, EUR);
        assertThrows(IllegalStateException.class, () -> given.total().confidenceInterval(0.95));
        assertThrows(IllegalStateException.class, given::ids);
        assertThrows(IllegalArgumentException.class, () -> CustomerEquity.ofCurrent(given));
    }

    private static void assertMessage(
            Class<? extends Exception> type, String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(type, call).getMessage());
    }
}
