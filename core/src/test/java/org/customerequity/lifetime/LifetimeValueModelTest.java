package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.model.CustomerSimulator;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.SpendModel;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.customerequity.value.ValueBasis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimeValueModelTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    /** 15 % a year of 52 weeks, as the papers count: not of 365.25 days. */
    private static final DiscountRate FIFTEEN = DiscountRate.ofContinuous(Math.log(1.15) / 52, WEEK);

    // Fader, Hardie and Lee 2005: CDNOW, rounded
    private static final ParetoNbd PARETO = new ParetoNbd(0.553, 10.578, 0.606, 11.669, WEEK);
    private static final BgNbd BG = new BgNbd(0.243, 4.414, 0.793, 2.426, WEEK);
    private static final GammaGamma SPEND = new GammaGamma(6.25, 3.74, 15.44);
    private static final PurchaseHistory FIRST =
            PurchaseHistory.of(2, 30.43, 38.86, WEEK).withSpend(SpendSummary.of(2, 22.35));

    private static LifetimeValueModel model(PurchaseModel buying) {
        return LifetimeValueModel.of(buying, SPEND)
                .withMargin(0.30)
                .withDiscount(FIFTEEN)
                .withHorizon(Horizon.FOREVER)
                .withCurrency(USD);
    }

    @Test
    void customerOneOfCdnowIsWorthWhatTheSheetSays() {
        LifetimeValue value = model(PARETO).value(FIRST);
        // formula sheet 08: margin 30 %, DERT 6.50173053756, E[Z] 24.6637139108
        assertEquals(48.107046571, value.amount().value(), 1e-9);
        assertEquals(6.50173053756, value.discountedPurchases(), 1e-10);
        assertEquals(24.6637139108, value.meanSpend(), 1e-9);
        assertEquals(0.869167559153, value.probabilityAlive(), 1e-11);
        assertEquals(ValueBasis.CONTRIBUTION, value.basis());
    }

    @Test
    void aNewCustomerIsWorthTheFirstPurchaseToo() {
        LifetimeValue value = model(PARETO).valueOfNewCustomer();
        // sheet 08: E[Z] 35.2189781022, DET 3.96407055188
        assertEquals(0.30 * 35.2189781022 * (1 + 3.96407055188), value.amount().value(), 1e-8);
        assertEquals(1 + 3.96407055188, value.discountedPurchases(), 1e-10);
    }

    @Test
    void everyCdnowCustomerIsWorthWhatTheReferenceSays() {
        OracleTable table = OracleTable.shared("oracles/cdnow_customers.csv");
        // parameters of oracles.md, "Scoring"; revenue, because the reference has no margin
        LifetimeValueModel model = LifetimeValueModel.of(
                        new ParetoNbd(0.5532770469, 10.57768346, 0.6062399891, 11.66873529, WEEK),
                        new GammaGamma(6.249572271, 3.744224667, 15.44352096))
                .withDiscount(DiscountRate.ofContinuous(0.0027, WEEK))
                .withHorizon(Horizon.FOREVER)
                .withCurrency(USD);
        for (int i = 0; i < table.size(); i++) {
            int x = (int) table.get(i, "x");
            PurchaseHistory history = PurchaseHistory.of(
                            x, table.get(i, "t_x_days") / 7, table.get(i, "T_days") / 7, WEEK)
                    .withSpend(SpendSummary.of(x, table.get(i, "m_x")));
            double reference = table.get(i, "clv_dert_paretonbd_x_spend");
            assertEquals(reference, model.value(history).amount().value(), 1e-10 * reference, "row " + i);
            assertEquals(ValueBasis.REVENUE, model.value(history).basis());
        }
    }

    @Test
    void monthsOfTheirOwnGiveTheFigureOfLifetimes() {
        OracleTable table = OracleTable.shared("oracles/cdnow_customers.csv");
        BgNbd buying = new BgNbd(0.2425945224, 4.413602019, 0.7929220172, 2.425906777, WEEK);
        GammaGamma spending = new GammaGamma(6.249572271, 3.744224667, 15.44352096);
        for (int i = 0; i < table.size(); i++) {
            int x = (int) table.get(i, "x");
            PurchaseHistory history =
                    PurchaseHistory.of(x, table.get(i, "t_x_days") / 7, table.get(i, "T_days") / 7, WEEK);
            double sum = 0;
            for (int month = 1; month <= 12; month++) {
                // their month is 4.345 weeks, their discount 1 % a month, paid at its end
                sum += buying.expectedPurchases(history, Span.ofWeeks(4.345 * (month - 1), 4.345 * month))
                        / Math.pow(1.01, month);
            }
            double value = sum * spending.expectedSpend(SpendSummary.of(x, table.get(i, "m_x")));
            double reference = table.get(i, "clv_lifetimes_bgnbd_12months_1pct");
            assertEquals(reference, value, 1e-10 * reference, "row " + i);
        }
    }

    @Test
    void totalOfHeavyBuyersHasTheUncertaintyOfTheSheet() {
        PurchaseHistories heavy = Cdnow.calibration().select(Cdnow.rows((x, mean) -> x >= 4 && mean > 0));
        ValueTotal total = LifetimeValueModel.of(BgNbd.fit(Cdnow.calibration()), GammaGamma.fit(Cdnow.calibration()))
                .withDiscount(DiscountRate.NONE)
                .withHorizon(Horizon.of(39, WEEK))
                .value(heavy)
                .total();
        // formula sheet 21, section 7: segment spend of 193 customers over 39 weeks, undiscounted
        assertEquals(193, total.customers());
        assertEquals(27657.048374, total.total().value(), 0.02);
        assertEquals(2390.00102, total.outcomeDeviation(), 0.01);
        assertEquals(Math.hypot(1928.805, 55.301), total.parameterError(), 0.05);
        assertEquals(0.0666, total.largestShare(), 5e-5);
        assertEquals(3071.7181, Math.hypot(total.parameterError(), total.outcomeDeviation()), 0.05);
    }

    @Test
    void parameterErrorIsThatOfRedrawnParameters() {
        PurchaseHistories base = Cdnow.calibration();
        FittedPair fitted = FittedPair.of(BgNbd.fit(base), GammaGamma.fit(base));
        LifetimeValueModel model = new LifetimeValueModel(fitted, Terms.NONE)
                .withMargin(0.3)
                .withDiscount(FIFTEEN)
                .withHorizon(Horizon.ofYears(3));
        double expected = model.value(base).total().parameterError();
        RandomGenerator random = new SplittableRandom(21);
        double sum = 0;
        double squares = 0;
        int draws = 400;
        for (int i = 0; i < draws; i++) {
            LifetimeValueModel drawn = new LifetimeValueModel(fitted.draw(random), Terms.NONE)
                    .withMargin(0.3)
                    .withDiscount(FIFTEEN)
                    .withHorizon(Horizon.ofYears(3));
            double total = 0;
            for (double v : drawn.value(base).toArray()) {
                total += v;
            }
            sum += total;
            squares += total * total;
        }
        double deviation = Math.sqrt((squares - sum * sum / draws) / (draws - 1));
        // a standard deviation of 400 draws is itself known to 1 / sqrt(800) = 3.5 %; four of these
        assertEquals(1, deviation / expected, 0.15);
    }

    @Test
    void outcomesScatterAsTheirDeviationSays() {
        LifetimeValueModel model = model(BG).withHorizon(Horizon.ofYears(2));
        LifetimeValue value = model.value(FIRST);
        OutcomeSimulation simulation = new OutcomeSimulation(new FittedPair(BG, SPEND, null, null, null), model);
        RandomGenerator random = new SplittableRandom(8);
        int draws = 200_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            double v = simulation.draw(FIRST, random);
            sum += v;
            squares += v * v;
        }
        double mean = sum / draws;
        double deviation = Math.sqrt(squares / draws - mean * mean);
        assertEquals(value.amount().value(), mean, 4 * deviation / Math.sqrt(draws));
        assertEquals(1, deviation / value.outcomeDeviation(), 0.05);
    }

    @Test
    void theOutcomeOfOneCustomerIsSkewed() {
        Interval interval = model(BG).predictionInterval(FIRST, 0.90, 2_000, new SplittableRandom(1));
        double mean = model(BG).value(FIRST).amount().value();
        assertEquals(0, interval.lower());
        assertTrue(interval.upper() > 2 * mean, () -> interval + " around " + mean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "MIDDLE", "END"})
    void periodsAreSummedAsTheyAreDefined(PurchaseTiming.Moment moment) {
        PurchaseTiming monthly = new PurchaseTiming(moment, PeriodUnit.MONTH);
        LifetimeValueModel model = model(BG).withTiming(monthly).withHorizon(Horizon.of(7.5, PeriodUnit.MONTH));
        double shift = moment == PurchaseTiming.Moment.START ? 1 : moment == PurchaseTiming.Moment.MIDDLE ? 0.5 : 0;
        double sum = 0;
        for (int k = 1; k <= 8; k++) {
            Span span = Span.between(k - 1, Math.min(k, 7.5), PeriodUnit.MONTH);
            sum += BG.expectedPurchases(FIRST, span) * Math.pow(1 + FIFTEEN.perPeriod(PeriodUnit.MONTH), shift - k);
        }
        assertEquals(sum, model.value(FIRST).discountedPurchases(), 1e-12 * sum);
    }

    @Test
    void periodsWithoutEndAreSummedToTheEnd() {
        DiscountRate rate = DiscountRate.ofAnnual(0.5);
        LifetimeValueModel monthly =
                model(PARETO).withDiscount(rate).withTiming(PurchaseTiming.endOf(PeriodUnit.MONTH));
        double sum = 0;
        for (int k = 1; k <= 1_200; k++) {
            sum += PARETO.expectedPurchases(FIRST, Span.between(k - 1, k, PeriodUnit.MONTH))
                    * rate.factor(k, PeriodUnit.MONTH);
        }
        // what is left after 100 years at 50 % is below 1e-17
        assertEquals(sum, monthly.value(FIRST).discountedPurchases(), 1e-10 * sum);
    }

    @ParameterizedTest
    @ValueSource(doubles = {256, 256.5, 257, 1095.75})
    void manyPeriodsAreSummedAsTheyAreDefined(double days) {
        for (PurchaseModel buying : List.of(PARETO, BG)) {
            for (double annual : new double[] {0, 1e-9, 0.15, 10}) {
                DiscountRate rate = new DiscountRate(annual);
                double sum = 0;
                for (int k = 1; k - 1 < days; k++) {
                    Span day = Span.between(k - 1, Math.min(k, days), PeriodUnit.DAY);
                    sum += rate.factor(k, PeriodUnit.DAY) * buying.expectedPurchases(FIRST, day);
                }
                double value = model(buying)
                        .withDiscount(rate)
                        .withHorizon(Horizon.of(days, PeriodUnit.DAY))
                        .withTiming(PurchaseTiming.endOf(PeriodUnit.DAY))
                        .value(FIRST)
                        .discountedPurchases();
                assertEquals(sum, value, 1e-10 * sum, buying + " at " + rate);
            }
        }
    }

    @Test
    void aVastHorizonByPeriodTakesNoLongerAndLiesJustBelowTheMomentsOfPurchase() {
        LifetimeValueModel vast =
                model(PARETO).withHorizon(Horizon.ofYears(1e8)).withDiscount(DiscountRate.ofAnnual(1e-3));
        double atPurchase = vast.value(FIRST).discountedPurchases();
        // 4e10 days one by one would take hours
        double endOfDay = vast.withTiming(PurchaseTiming.endOf(PeriodUnit.DAY))
                .value(FIRST)
                .discountedPurchases();
        double oneDay = vast.discount().factor(1, PeriodUnit.DAY);
        assertTrue(endOfDay < atPurchase && endOfDay > oneDay * atPurchase, endOfDay + " of " + atPurchase);
    }

    @Test
    void anAbsurdDiscountLeavesNothingAndDoesNotThrow() {
        LifetimeValue value =
                model(PARETO).withDiscount(new DiscountRate(1e300)).value(FIRST);
        assertTrue(value.amount().value() > 0 && value.amount().value() < 0.1, value.toString());
        assertTrue(value.outcomeDeviation() > 0 && value.outcomeDeviation() < 10, value.toString());
    }

    @Test
    void aMeanThatHardlyExistsStillHasAParameterError() {
        // the mean p gamma / (q - 1) exists at q, not at q exp(-1e-4): d ln mean / d ln q is -q / (q - 1)
        GammaGamma spend = new GammaGamma(6, 1.00003, 15);
        double[][] covariance = {{0, 0, 0}, {0, 1e-12, 0}, {0, 0, 0}};
        LifetimeValue value = new LifetimeValueModel(new FittedPair(PARETO, spend, null, covariance, null), Terms.NONE)
                .withDiscount(FIFTEEN)
                .withHorizon(Horizon.FOREVER)
                .withCurrency(USD)
                .valueOfNewCustomer();
        double expected = 1e-6 * spend.q() / (spend.q() - 1) * value.amount().value();
        assertEquals(expected, value.standardError(), 0.1 * expected);
    }

    @Test
    void drawnParametersArePositiveHoweverFlatTheFit() {
        double[][] flat = {{1e6, 0}, {0, 1e6}};
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            for (double drawn : ParameterDraw.of(new Nbd(2, 3, WEEK), flat, random)) {
                assertTrue(drawn > 0 && drawn < Double.POSITIVE_INFINITY, () -> "drawn " + drawn);
            }
        }
    }

    @Test
    void laterCashIsWorthLess() {
        double start = value(PurchaseTiming.startOf(PeriodUnit.MONTH));
        double middle = value(PurchaseTiming.middleOf(PeriodUnit.MONTH));
        double end = value(PurchaseTiming.endOf(PeriodUnit.MONTH));
        double atPurchase = value(PurchaseTiming.AT_PURCHASE);
        assertTrue(start > atPurchase && atPurchase > end, start + " > " + atPurchase + " > " + end);
        assertEquals(atPurchase, middle, 1e-4 * atPurchase);
    }

    private static double value(PurchaseTiming timing) {
        return model(BG).withTiming(timing).value(FIRST).amount().value();
    }

    @Test
    void groupsAddUpAndOneCustomerIsTheSameInAColumn() {
        PurchaseHistories three = PurchaseHistories.ofColumns(
                        new int[] {2, 0, 7}, new double[] {30.43, 0, 35}, new double[] {38.86, 38.86, 38.86}, WEEK)
                .withSpend(new int[] {2, 0, 7}, new double[] {22.35, 0, 73.74}, USD)
                .withIds(CustomerIds.of(List.of("ann", "bob", "cem")));
        LifetimeValues values = model(BG).value(three);
        assertEquals(values.row("ann"), model(BG).value(FIRST));
        List<ValueTotal> groups = values.totals(new int[] {1, 0, 1}, 3);
        ValueTotal all = values.total();
        assertEquals(
                all.total().value(),
                groups.get(0).total().plus(groups.get(1).total()).value(),
                1e-12 * all.total().value());
        assertEquals(
                all.outcomeDeviation(),
                Math.hypot(groups.get(0).outcomeDeviation(), groups.get(1).outcomeDeviation()),
                1e-12 * all.outcomeDeviation());
        assertEquals(0, groups.get(2).customers());
        assertEquals(0, groups.get(2).total().value());
        assertEquals(0, all.parameterError(), "parameters were given, not fitted");
    }

    @Test
    void whatIsNotGivenIsAskedFor() {
        LifetimeValueModel bare = LifetimeValueModel.of(BG, SPEND);
        LifetimeValueModel priced = bare.withDiscount(FIFTEEN);
        LifetimeValueModel whole = priced.withHorizon(Horizon.FOREVER);
        assertAll(
                () -> assertEquals(
                        "currency must be given (LifetimeValueModel.withCurrency)",
                        assertThrows(IllegalStateException.class, () -> whole.value(FIRST))
                                .getMessage()),
                () -> assertEquals(
                        "discount must be given (withDiscount; there is no default rate)",
                        assertThrows(
                                        IllegalStateException.class,
                                        () -> bare.withCurrency(USD).value(FIRST))
                                .getMessage()),
                () -> assertEquals(
                        "horizon must be given (withHorizon; Horizon.FOREVER for no end)",
                        assertThrows(
                                        IllegalStateException.class,
                                        () -> priced.withCurrency(USD).value(FIRST))
                                .getMessage()));
    }

    @Test
    void badInputIsNamed() {
        PurchaseHistories euros = PurchaseHistories.ofColumns(new int[1], new double[1], new double[] {1}, WEEK)
                .withSpend(new int[1], new double[1], Currency.getInstance("EUR"));
        SpendModel heavyTail = new GammaGamma(1.7, 0.8, 12);
        LifetimeValueModel tail = LifetimeValueModel.of(BG, heavyTail)
                .withDiscount(FIFTEEN)
                .withHorizon(Horizon.FOREVER)
                .withCurrency(USD);
        assertAll(
                () -> assertEquals(
                        "currency must be USD, was EUR (convert before you combine)",
                        assertThrows(
                                        CurrencyMismatchException.class,
                                        () -> model(BG).value(euros))
                                .getMessage()),
                () -> assertEquals(
                        "p * count + q must be > 1 for an expected spend, was 0.8 (p 1.7, q 0.8, count 0)",
                        assertThrows(ArithmeticException.class, () -> tail.value(PurchaseHistory.newCustomer(WEEK)))
                                .getMessage()),
                () -> assertEquals(
                        "row 1: p * count + q must be > 1 for an expected spend, was 0.8 (p 1.7, q 0.8, count 0)",
                        assertThrows(
                                        ArithmeticException.class,
                                        () -> tail.value(PurchaseHistories.ofColumns(
                                                        new int[] {1, 0},
                                                        new double[] {1, 0},
                                                        new double[] {2, 2},
                                                        WEEK)
                                                .withSpend(new int[] {1, 0}, new double[] {9, 0}, USD)))
                                .getMessage()),
                () -> assertEquals(
                        "draws must be >= 100, was 99 (2,000 give limits within a few per cent)",
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> model(BG).predictionInterval(FIRST, 0.9, 99, new SplittableRandom(1)))
                                .getMessage()),
                () -> assertEquals(
                        "discount must be finite and > 0, was 0.0 (a horizon without end needs a rate above zero)",
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> model(BG)
                                                .withDiscount(DiscountRate.NONE)
                                                .predictionInterval(FIRST, 0.9, 100, new SplittableRandom(1)))
                                .getMessage()));
    }

    /** A fit knows the currency of its amounts, so that it neither values another one nor has to be told. */
    @Test
    void aFitIsHeldToItsCurrency() {
        PurchaseHistories dollars = simulated(USD);
        PurchaseHistories euros = simulated(Currency.getInstance("EUR"));
        FitOutcome<BgNbd> buying = BgNbd.fit(dollars);
        FitOutcome<GammaGamma> spending = GammaGamma.fit(dollars);
        assertEquals(Optional.of(USD), spending.report().currency());
        assertEquals(Optional.empty(), buying.report().currency());
        assertEquals(spending, GammaGamma.fit(dollars));
        assertNotEquals(spending, GammaGamma.fit(euros));

        LifetimeValueModel model = LifetimeValueModel.of(buying, spending)
                .withMargin(0.30)
                .withDiscount(FIFTEEN)
                .withHorizon(Horizon.ofYears(1));
        assertEquals(USD, model.value(FIRST).amount().currency());
        String message = "currency must be USD, was EUR (convert before you combine)";
        assertAll(
                () -> assertEquals(
                        message,
                        assertThrows(CurrencyMismatchException.class, () -> model.value(euros))
                                .getMessage()),
                () -> assertEquals(
                        message,
                        assertThrows(CurrencyMismatchException.class, () -> model.withCurrency("EUR"))
                                .getMessage()),
                () -> assertEquals(model, model.withCurrency(USD)),
                () -> assertEquals(model.value(dollars), model.value(dollars)),
                () -> assertNotEquals(
                        model.value(dollars), model.withMargin(0.31).value(dollars)),
                () -> assertEquals(
                        "LifetimeValues[1000 customers, CONTRIBUTION in USD]",
                        model.value(dollars).toString()));
    }

    private static PurchaseHistories simulated(Currency currency) {
        return CustomerSimulator.of(BG, SPEND, currency)
                .acquiredBetween(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 3, 31))
                .until(LocalDate.of(2025, 12, 31))
                .simulateHistories(1_000, new SplittableRandom(5));
    }

    @Test
    void revenueIsNotHandedOutAsContribution() {
        LifetimeValueModel revenue = LifetimeValueModel.of(BG, new GammaGamma(6.25, 3.74, 15.44))
                .withDiscount(FIFTEEN)
                .withHorizon(Horizon.ofYears(1))
                .withCurrency(USD);
        LifetimeValueModel contribution = revenue.withMargin(0.30);
        String message = "value must count contribution, was REVENUE (give the value model a margin with withMargin)";
        assertAll(
                () -> assertEquals(
                        contribution.value(FIRST).amount(),
                        contribution.value(FIRST).contribution().amount()),
                () -> assertEquals(
                        message,
                        assertThrows(
                                        IllegalStateException.class,
                                        () -> revenue.valueOfNewCustomer().contribution())
                                .getMessage()),
                () -> assertEquals(
                        message,
                        assertThrows(
                                        IllegalStateException.class,
                                        () -> revenue.value(PurchaseHistories.ofColumns(
                                                        new int[1], new double[1], new double[] {1}, WEEK))
                                                .total()
                                                .contribution())
                                .getMessage()),
                () -> assertEquals(
                        "probabilityAlive must be in [0, 1], was NaN",
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> new LifetimeValue(
                                                CurrencyAmount.of("USD", 1),
                                                ValueBasis.REVENUE,
                                                Double.NaN,
                                                1,
                                                1,
                                                0,
                                                0))
                                .getMessage()));
    }

    @Test
    void hardlyAnyDiscountForEverIsNamed() {
        // leaving is so rare that the value grows like 1 / discount^0.9
        ParetoNbd faithful = new ParetoNbd(0.553, 10.578, 0.1, 11.669, WEEK);
        double[][] covariance = {{1, 0, 0, -0.5}, {0, 1, 0, 0}, {0, 0, 1, 0}, {-0.5, 0, 0, 1}};
        FittedPair fitted = new FittedPair(faithful, SPEND, covariance, null, USD);
        LifetimeValueModel model = new LifetimeValueModel(fitted, Terms.NONE)
                .withDiscount(DiscountRate.ofAnnual(1e-300))
                .withHorizon(Horizon.FOREVER)
                .withCurrency(USD);
        String message = assertThrows(ArithmeticException.class, () -> model.value(FIRST))
                .getMessage();
        assertEquals(
                "the uncertainty of the value is not finite: purchases ahead are hardly discounted (discount 1.0E-300 a"
                        + " year, horizon for ever; give a larger rate or a finite horizon)",
                message);
    }

    @Test
    void aSpendModelWithoutVarianceLeavesTheTotalToSimulation() {
        // q = 1.5: the mean of a one-time buyer exists, its variance does not
        LifetimeValueModel model = LifetimeValueModel.of(BG, new GammaGamma(6.25, 1.5, 15.44))
                .withMargin(0.3)
                .withDiscount(FIFTEEN)
                .withHorizon(Horizon.ofYears(1))
                .withCurrency(USD);
        PurchaseHistories one = PurchaseHistories.ofColumns(new int[1], new double[1], new double[] {10}, WEEK);
        ValueTotal total = model.value(one).total();
        assertEquals(Double.POSITIVE_INFINITY, total.outcomeDeviation());
        assertEquals(
                "the outcome has no finite variance, because the spend model has none (simulate instead, or use"
                        + " confidenceInterval for the expectation)",
                assertThrows(IllegalStateException.class, () -> total.predictionInterval(0.95))
                        .getMessage());
        Interval simulated = model.value(one).simulatedInterval(0.95, 1_000, new SplittableRandom(3));
        assertTrue(simulated.upper() > 0 && simulated.upper() < Double.POSITIVE_INFINITY);
    }

    /** An interval of width 0 would claim to know what nobody asked of given parameters. */
    @Test
    void givenParametersHaveNoConfidenceInterval() {
        LifetimeValueModel model = LifetimeValueModel.of(BG, SPEND)
                .withMargin(0.3)
                .withDiscount(FIFTEEN)
                .withHorizon(Horizon.ofYears(1))
                .withCurrency(USD);
        String expected =
                "a value must come from fits to have a confidence interval, was from given parameters or from fits"
                        + " without standard errors (make the value model from fits)";
        ValueTotal total = model.value(PurchaseHistories.ofColumns(new int[1], new double[1], new double[] {10}, WEEK)
                        .withSpend(new int[1], new double[1], USD))
                .total();
        LifetimeValue one = model.value(FIRST);
        assertEquals(
                expected,
                assertThrows(IllegalStateException.class, () -> total.confidenceInterval(0.95))
                        .getMessage());
        assertEquals(
                expected,
                assertThrows(IllegalStateException.class, () -> one.confidenceInterval(0.95))
                        .getMessage());
        assertTrue(total.predictionInterval(0.95).width() > 0);
    }
}
