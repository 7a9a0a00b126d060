package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
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
import org.customerequity.equity.EquityRollForward;
import org.customerequity.equity.EquityWithFuture;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Ending;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.EmpiricalCurve;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertEquals(square - mean * mean, variance, 1e-12 * (1 + square));
    }

    private static SubscriptionValues one(RetentionCurve curve, double d, Horizon horizon, CashFlowTiming timing) {
        return SubscriptionValueModel.of(curve)
                .withMargin(1)
                .withDiscount(new DiscountRate(d))
                .withHorizon(horizon)
                .withTiming(timing)
                .value(new double[] {0}, new double[] {1}, EUR);
    }

    private static double deviation(RetentionCurve curve, double d, Horizon horizon) {
        return one(curve, d, horizon, CashFlowTiming.AFTER_FIRST).total().outcomeDeviation();
    }

    /** By every tenure, in 60 digits: rates next to 0 and 1 and discounts next to none, over near and far horizons. */
    @Test
    void theVarianceKeepsItsDigits() {
        for (double r : new double[] {1e-9, 0.01, 0.5, 0.9, 0.99, 0.999, 0.99999, 0.9999999}) {
            for (double d : new double[] {0, 1e-12, 1e-9, 9.9e-7, 1.01e-6, 1e-5, 1e-3, 0.1}) {
                for (int periods : new int[] {1, 3, 30, 200}) {
                    double sd = deviation(new ConstantRetention(r, PeriodUnit.YEAR), d, Horizon.ofYears(periods));
                    double exact = varianceInDecimals(r, d, periods);
                    assertEquals(exact, sd * sd, 1e-12 * exact, () -> "r = " + r + ", d = " + d + ", " + periods);
                }
            }
        }
    }

    private static double varianceInDecimals(double r, double d, int periods) {
        MathContext digits = new MathContext(60);
        BigDecimal stays = new BigDecimal(r);
        BigDecimal v = BigDecimal.ONE.divide(BigDecimal.ONE.add(new BigDecimal(d)), digits);
        BigDecimal payments = BigDecimal.ZERO;
        BigDecimal mean = BigDecimal.ZERO;
        BigDecimal square = BigDecimal.ZERO;
        BigDecimal reached = BigDecimal.ONE;
        BigDecimal factor = BigDecimal.ONE;
        for (int renewals = 0; renewals <= periods; renewals++) {
            BigDecimal p = renewals == periods ? reached : reached.multiply(BigDecimal.ONE.subtract(stays), digits);
            mean = mean.add(p.multiply(payments, digits), digits);
            square = square.add(p.multiply(payments, digits).multiply(payments, digits), digits);
            reached = reached.multiply(stays, digits);
            factor = factor.multiply(v, digits);
            payments = payments.add(factor, digits);
        }
        return square.subtract(mean.multiply(mean, digits), digits).doubleValue();
    }

    /** For ever, with heavy tails and hardly any discount: mpmath 1.3.0 in 50 digits, by 2F1(1, b; a + b; v). */
    @ParameterizedTest
    @CsvSource({
        "0.7, 1e-9, 767934.582429568",
        "0.7, 9.9e-7, 8670.65818498211",
        "1.5, 1e-9, 395.234119331623",
        "1.5, 9.9e-7, 70.2925666736428",
        "1.5, 1e-12, 2222.73340695648",
        "2.0, 1e-9, 9.67148603081002",
        "2.0, 9.9e-7, 7.55765938866231",
        "2.5, 1e-9, 2.6830502675144",
        "2.5, 9.9e-7, 2.67601421083304",
        "3.5, 1e-9, 1.28747814253902",
        "3.5, 1e-12, 1.28747815514187"
    })
    void theVarianceForEver(double alpha, double d, double expected) {
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(alpha, 1.2, PeriodUnit.YEAR);
        assertEquals(expected, deviation(curve, d, Horizon.FOREVER), 1e-6 * expected);
    }

    /** Renewal by renewal and by two sums: the same at the horizon where one takes over from the other. */
    @Test
    void bothWaysToTheVarianceMeet() {
        for (RetentionCurve curve : List.of(
                new ShiftedBetaGeometric(0.7, 1.2, PeriodUnit.MONTH),
                new ConstantRetention(0.99, PeriodUnit.MONTH),
                new WeibullGamma(0.8, 12, 1.3, PeriodUnit.MONTH))) {
            for (double d : new double[] {1e-9, 0.05, 0.5}) {
                double near = deviation(curve, d, Horizon.of(1200, PeriodUnit.MONTH));
                double far = deviation(curve, d, Horizon.of(1201, PeriodUnit.MONTH));
                assertEquals(near, far, (d < 0.1 ? 3e-3 : 1e-8) * near, () -> curve + " at " + d);
            }
        }
    }

    /** Of 100 all have left by the third renewal: 50, 30 and 20 after 0, 1 and 2 payments, and nobody beyond. */
    @Test
    void theVarianceWhereEverybodyLeaves() {
        RetentionCurve curve = EmpiricalCurve.of(CohortCounts.of(PeriodUnit.YEAR, new long[] {100, 50, 20, 0, 0}));
        assertEquals(Math.sqrt(1.1 - 0.7 * 0.7), deviation(curve, 0, Horizon.ofYears(20)), 1e-14);
        assertEquals(Math.sqrt(1.1 - 0.7 * 0.7), deviation(curve, 0, Horizon.FOREVER), 1e-12);
    }

    /** A mean of 2.4 payments exists, its variance does not: the value stands, and nothing claims to know where it will turn out. */
    @Test
    void aMeanWithoutAVariance() {
        SubscriptionValues heavy = one(
                new ShiftedBetaGeometric(1.5, 1.2, PeriodUnit.YEAR), 0, Horizon.FOREVER, CashFlowTiming.AFTER_FIRST);
        assertEquals(2.4, CustomerEquity.ofCurrent(heavy).total().value(), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, heavy.total().outcomeDeviation());
        assertEquals(1, heavy.total().largestShare());
        assertThrows(IllegalStateException.class, () -> heavy.total().predictionInterval(0.95));
        // who pays nothing is worth nothing for certain
        SubscriptionValues free = heavy.model().value(new double[] {0}, new double[] {0}, EUR);
        assertEquals(0, free.total().outcomeDeviation());
    }

    @Test
    void whoNeverLeavesPaysForEver() {
        SubscriptionValues certain =
                one(new ConstantRetention(1, PeriodUnit.YEAR), 0.10, Horizon.FOREVER, CashFlowTiming.AFTER_FIRST);
        assertEquals(10, certain.value(0), 1e-12);
        Interval simulated = certain.simulatedInterval(0.95, 100, new SplittableRandom(1));
        assertEquals(10, simulated.lower(), 1e-12);
        assertEquals(10, simulated.upper(), 1e-12);
    }

    /** A million customers at ten cents, not 100000.00000133288. */
    @Test
    void totalsKeepTheirDigits() {
        double[] tenCents = new double[1_000_000];
        Arrays.fill(tenCents, 0.1);
        SubscriptionValues values = one(
                        new ConstantRetention(0.5, PeriodUnit.YEAR),
                        0,
                        Horizon.ofYears(1),
                        CashFlowTiming.IMMEDIATE_COUNTED)
                .model()
                .value(new double[1_000_000], tenCents, EUR);
        assertEquals(150_000, values.total().total().value());
    }

    /** What comes before the second date and what the base is worth then are all there is, in every timing. */
    @Property(tries = 200)
    void noPaymentIsBeforeAndAfterADate(
            @ForAll @DoubleRange(min = 0.05, max = 0.99) double r,
            @ForAll @DoubleRange(min = 0.01, max = 0.5) double d,
            @ForAll @IntRange(min = 1, max = 30) int years,
            @ForAll CashFlowTiming timing) {
        SubscriptionValues first = one(new ConstantRetention(r, PeriodUnit.YEAR), d, Horizon.FOREVER, timing);
        double then = Math.pow(r, years) * first.value(0) / Math.pow(1 + d, years);
        assertEquals(
                first.value(0), first.expectedUntil(Horizon.ofYears(years)).value() + then, 1e-11 * first.value(0));
    }

    /** With the first payment now, two payments of 100 come before the date two years ahead: 100 and 80 a year later. */
    @Test
    void theRollForwardExpectsWhatComesBeforeTheSecondDate() {
        SubscriptionValueModel model = SubscriptionValueModel.of(new ConstantRetention(0.8, PeriodUnit.YEAR))
                .withMargin(1)
                .withDiscount(TEN)
                .withHorizon(Horizon.FOREVER)
                .withTiming(CashFlowTiming.IMMEDIATE_COUNTED);
        CustomerIds ids = CustomerIds.of(List.of("ann"));
        CustomerEquity before = CustomerEquity.ofCurrent(model.value(ids, new double[] {0}, new double[] {100}, EUR));
        CustomerEquity after = CustomerEquity.ofCurrent(model.value(ids, new double[] {2}, new double[] {100}, EUR));
        EquityRollForward told =
                EquityBridge.between(before, after).rollForward(Horizon.ofYears(2), Contribution.of("EUR", 209));
        assertEquals(100 * 1.21 + 80 * 1.1, told.expected().value(), 1e-10);
        assertEquals(0, told.surplus().value(), 1e-10);
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

    /** From nobody to three customers: the change is as uncertain as what they are worth, and back again. */
    @Test
    void aBaseThatBeganWithNobodyHasAnInterval() {
        SubscriptionValueModel model = model(CashFlowTiming.AFTER_FIRST, Horizon.FOREVER);
        double[] none = {};
        CustomerEquity nobody = CustomerEquity.ofCurrent(model.value(CustomerIds.of(List.of()), none, none, EUR));
        CustomerEquity three = CustomerEquity.ofCurrent(model.value(
                CustomerIds.of(List.of("ann", "bob", "cid")), new double[] {0, 2, 5}, new double[] {10, 20, 30}, EUR));
        Interval change = EquityBridge.between(nobody, three).confidenceInterval(0.95);
        assertEquals(three.confidenceInterval(0.95).width(), change.width(), 1e-9);
        Interval back = EquityBridge.between(three, nobody).confidenceInterval(0.95);
        assertEquals(-change.upper(), back.lower(), 1e-9);
        assertEquals(0, nobody.uncertainty().parameterError());
    }

    /** Whole tenures are counted, others sorted; both must find the payments of each row's own tenure. */
    @Property(tries = 100)
    void everyRowHasThePaymentsOfItsTenure(@ForAll long seed, @ForAll boolean fractions, @ForAll boolean long_) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] tenure = new double[50];
        double[] price = new double[50];
        Arrays.setAll(tenure, i -> random.nextInt(long_ ? 30_000 : 20) + (fractions ? random.nextInt(3) / 2.0 : 0));
        Arrays.setAll(price, i -> 1 + random.nextInt(9));
        ExponentialGamma curve = new ExponentialGamma(1.5, 20, PeriodUnit.YEAR);
        SubscriptionValues values = SubscriptionValueModel.of((RetentionCurve) curve)
                .withDiscount(TEN)
                .withHorizon(Horizon.ofYears(4))
                .withTiming(CashFlowTiming.AFTER_FIRST)
                .value(tenure, price, EUR);
        for (int i = 0; i < 50; i++) {
            assertEquals(
                    curve.discountedLifetime(tenure[i], TEN, CashFlowTiming.AFTER_FIRST, Horizon.ofYears(4)),
                    values.discountedPayments(i),
                    0);
        }
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
                "prices[0] must have a finite value ahead, was 1.7E308",
                () -> full.value(one, new double[] {1.7e308}, EUR));
        assertMessage(
                IllegalArgumentException.class,
                "prices must be one a row, 1, was 2",
                () -> full.value(one, new double[2], EUR));
        SubscriptionValues given = SubscriptionValueModel.of((RetentionCurve) FIT.orThrow())
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
