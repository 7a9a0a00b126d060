package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Ending;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.retention.covariate.CovariateEffect;
import org.customerequity.retention.covariate.CovariateRetention;
import org.customerequity.retention.covariate.CovariateSpells;
import org.customerequity.retention.covariate.CurveFamily;
import org.customerequity.retention.covariate.TenurePath;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Each contract at the curve of its own covariates: every figure is that of the customers valued one by one. */
class CovariateSubscriptionTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final DiscountRate DISCOUNT = DiscountRate.ofAnnualPercent(10);
    private static final CovariateTable BASE = CovariateTable.of(CustomerIds.of(List.of("a", "b", "c", "d", "e")))
            .withCategories("channel", List.of("ads", "organic", "ads", "organic", "ads"))
            // not in the model
            .withNumbers("age", 30, 40, 50, 60, 70);
    private static final double[] TENURES = {0, 3, 3, 12, 0};
    private static final double[] PRICES = {10, 12, 8, 20, 15};
    private static final FitOutcome<CovariateRetention> FIT = fit();

    private static Covariates channel(String name) {
        return Covariates.none().with("channel", name);
    }

    private static FitOutcome<CovariateRetention> fit() {
        int n = 400;
        SplittableRandom random = new SplittableRandom(5);
        CovariateTable table = CovariateTable.ofRows(n)
                .withCategories(
                        "channel",
                        IntStream.range(0, n)
                                .mapToObj(i -> i % 3 == 0 ? "ads" : "organic")
                                .toList());
        CovariateCoding coding = CovariateCoding.of(table);
        CovariateRetention truth = CovariateRetention.of(
                new ShiftedBetaGeometric(1.5, 9, PeriodUnit.MONTH), coding, CovariateEffect.PROPORTIONAL_HAZARD, 0.8);
        int[] last = new int[n];
        boolean[] lapsed = new boolean[n];
        for (int i = 0; i < n; i++) {
            double tenure = truth.curve(table.row(i)).simulateTenure(0, random);
            lapsed[i] = tenure <= 24;
            last[i] = (int) Math.min(24, tenure);
        }
        return CovariateRetention.fit(
                CovariateSpells.of(Spells.ofRenewals(new int[n], last, lapsed, PeriodUnit.MONTH), table),
                coding,
                CurveFamily.SHIFTED_BETA_GEOMETRIC,
                CovariateEffect.PROPORTIONAL_HAZARD);
    }

    private static SubscriptionValueModel terms(SubscriptionValueModel model) {
        return model.withMargin(0.6)
                .withDiscount(DISCOUNT)
                .withHorizon(Horizon.FOREVER)
                .withTiming(CashFlowTiming.AFTER_FIRST);
    }

    private static SubscriptionValues values() {
        return terms(SubscriptionValueModel.ofCovariates(FIT)).value(BASE, TENURES, PRICES, EUR);
    }

    private static SubscriptionValues alone(int i) {
        return terms(SubscriptionValueModel.of(
                        FIT.orThrow().curve(channel(BASE.categories("channel").get(i)))))
                .value(new double[] {TENURES[i]}, new double[] {PRICES[i]}, EUR);
    }

    @Test
    void eachIsValuedByTheOwnCurve() {
        SubscriptionValues values = values();
        assertEquals(BASE.ids(), values.ids());
        double total = 0;
        double variance = 0;
        for (int i = 0; i < 5; i++) {
            LifetimeValue one = alone(i).row(0);
            assertEquals(one.amount().value(), values.value(i), 1e-13 * values.value(i));
            assertEquals(one.outcomeDeviation(), values.row(i).outcomeDeviation(), 1e-12 * one.outcomeDeviation());
            assertEquals(FIT.orThrow().curve(channel(BASE.categories("channel").get(i))), values.curve(i));
            total += one.amount().value();
            variance += one.outcomeDeviation() * one.outcomeDeviation();
        }
        assertEquals(total, values.total().total().value(), 1e-12 * total);
        assertEquals(Math.sqrt(variance), values.total().outcomeDeviation(), 1e-12 * Math.sqrt(variance));
        // the same hazard makes the ads customer of tenure 0 leave sooner
        assertTrue(values.discountedPayments(0) < values.discountedPayments(1));
    }

    @Test
    void aNewCustomerPaysFromAcquisitionOnByTheCurveOfTheOwnCovariates() {
        SubscriptionValueModel model = terms(SubscriptionValueModel.ofCovariates(FIT));
        CurrencyAmount price = CurrencyAmount.of("EUR", 29);
        for (String channel : List.of("ads", "organic")) {
            LifetimeValue one = model.valueOfNewCustomer(channel(channel).with("age", 30), price);
            double payments = FIT.orThrow()
                    .curve(channel(channel))
                    .discountedLifetime(0, DISCOUNT, CashFlowTiming.IMMEDIATE_COUNTED, Horizon.FOREVER);
            assertEquals(
                    0.6 * 29 * payments,
                    one.amount().value(),
                    1e-12 * one.amount().value());
            assertEquals(EUR, one.amount().currency());
            // what a base of one such customer says of the next
            SubscriptionValues base = model.value(
                    CovariateTable.ofRows(List.of(channel(channel))), new double[] {7}, new double[] {29}, EUR);
            assertEquals(base.valueOfNewCustomer().amount(), one.amount());
            assertEquals(base.valueOfNewCustomer().standardError(), one.standardError(), 1e-12);
            // and where one curve holds for all
            LifetimeValue given = terms(SubscriptionValueModel.of(FIT.orThrow().curve(channel(channel))))
                    .valueOfNewCustomer(price);
            assertEquals(
                    one.amount().value(),
                    given.amount().value(),
                    1e-12 * one.amount().value());
            assertEquals(0, given.standardError());
        }
        assertEquals(
                0.6
                        * 29
                        * FIT.orThrow()
                                .curve(channel("ads"))
                                .discountedLifetime(0, DISCOUNT, CashFlowTiming.END_OF_PERIOD, Horizon.ofYears(2)),
                model.withTiming(CashFlowTiming.END_OF_PERIOD)
                        .withHorizon(Horizon.ofYears(2))
                        .valueOfNewCustomer(channel("ads"), price)
                        .amount()
                        .value(),
                1e-11);
        assertEquals(
                "each customer is valued by their own covariates: value takes them (CovariateTable or paths)",
                assertThrows(IllegalStateException.class, () -> model.valueOfNewCustomer(price))
                        .getMessage());
        assertEquals(
                "one curve holds for all: value takes no covariates (see ofCovariates)",
                assertThrows(
                                IllegalStateException.class,
                                () -> terms(SubscriptionValueModel.of(new ShiftedBetaGeometric(1, 2, PeriodUnit.MONTH)))
                                        .valueOfNewCustomer(channel("ads"), price))
                        .getMessage());
    }

    /** The parameters move all customers together: the delta method on the whole, by way of the model itself. */
    @Test
    void totalsHaveTheErrorOfTheFit() {
        SubscriptionValues values = values();
        Estimate total = DeltaMethod.of(
                FIT,
                model -> {
                    double sum = 0;
                    for (int i = 0; i < 5; i++) {
                        sum += 0.6
                                * PRICES[i]
                                * model.curve(channel(BASE.categories("channel").get(i)))
                                        .discountedLifetime(
                                                TENURES[i], DISCOUNT, CashFlowTiming.AFTER_FIRST, Horizon.FOREVER);
                    }
                    return sum;
                },
                Estimate.Scale.LINEAR);
        assertEquals(total.standardError(), values.total().parameterError(), 1e-7 * total.standardError());
        List<ValueTotal> groups = values.totals(new int[] {0, 1, 0, 1, 0}, 2);
        assertTrue(groups.get(0).parameterError() > 0);
        assertEquals(
                values.total().total().value(),
                groups.get(0).total().value() + groups.get(1).total().value(),
                1e-10);
        assertEquals(0, values.parameterErrorOfDifference(values), 1e-9);
        assertEquals(values.total().parameterError(), values.parameterErrorWithNew(0), 1e-9 * total.standardError());
    }

    /** A mean over three of one channel and two of the other; its variance has a part between the channels. */
    @Test
    void aNewCustomerIsLikeAPresentOne() {
        SubscriptionValueModel model =
                terms(SubscriptionValueModel.ofCovariates(FIT)).withTiming(CashFlowTiming.IMMEDIATE_COUNTED);
        LifetimeValue drawn = model.value(BASE, TENURES, PRICES, EUR).valueOfNewCustomer();
        LifetimeValue[] ofChannel = new LifetimeValue[2];
        for (int k = 0; k < 2; k++) {
            ofChannel[k] = terms(SubscriptionValueModel.of(FIT.orThrow().curve(channel(k == 0 ? "ads" : "organic"))))
                    .withTiming(CashFlowTiming.IMMEDIATE_COUNTED)
                    .value(new double[1], new double[] {13}, EUR)
                    .row(0);
        }
        double mean = 0.6 * ofChannel[0].amount().value()
                + 0.4 * ofChannel[1].amount().value();
        assertEquals(mean, drawn.amount().value(), 1e-12 * mean);
        double square = 0;
        for (int k = 0; k < 2; k++) {
            double value = ofChannel[k].amount().value();
            double deviation = ofChannel[k].outcomeDeviation();
            square += (k == 0 ? 0.6 : 0.4) * (deviation * deviation + value * value);
        }
        assertEquals(Math.sqrt(square - mean * mean), drawn.outcomeDeviation(), 1e-9 * drawn.outcomeDeviation());
        assertEquals(13, drawn.meanSpend(), 1e-12);
        assertEquals(mean / (0.6 * 13), drawn.discountedPurchases(), 1e-12 * mean);
        assertTrue(drawn.standardError() > 0);
    }

    @Test
    void aSimulatedBaseScattersAboutItsTotal() {
        SubscriptionValues values = values();
        int draws = 4000;
        Interval half = values.simulatedInterval(0.5, draws, new SplittableRandom(3));
        assertEquals(half, values.simulatedInterval(0.5, draws, new SplittableRandom(3)));
        double total = values.total().total().value();
        double spread =
                Math.hypot(values.total().outcomeDeviation(), values.total().parameterError());
        assertTrue(half.lower() < total && total < half.upper() + 0.3 * spread, () -> half + " about " + total);
        assertEquals(1.35 * spread, half.upper() - half.lower(), 0.35 * spread);
    }

    @Test
    void coefficientsOfZeroAreOneCurveForAll() {
        ShiftedBetaGeometric base = new ShiftedBetaGeometric(1.5, 9, PeriodUnit.MONTH);
        CovariateRetention plain =
                CovariateRetention.of(base, FIT.orThrow().coding(), CovariateEffect.PROPORTIONAL_HAZARD, 0);
        SubscriptionValues values =
                terms(SubscriptionValueModel.ofCovariates(plain)).value(BASE, TENURES, PRICES, EUR);
        SubscriptionValues same = terms(SubscriptionValueModel.of(base)).value(TENURES, PRICES, EUR);
        for (int i = 0; i < 5; i++) {
            assertEquals(same.value(i), values.value(i), 1e-12 * same.value(i));
        }
        assertEquals(0, values.total().parameterError());
        assertEquals(
                same.valueOfNewCustomer().outcomeDeviation(),
                values.valueOfNewCustomer().outcomeDeviation(),
                1e-10 * same.valueOfNewCustomer().outcomeDeviation());
    }

    @Test
    void pathsThatDoNotChangeAreTheirCovariates() {
        SubscriptionValueModel model = terms(SubscriptionValueModel.ofCovariates(FIT));
        List<TenurePath> paths = BASE.categories("channel").stream()
                .map(name -> TenurePath.constant(channel(name)))
                .toList();
        assertArrayEquals(
                values().toArray(), model.value(paths, TENURES, PRICES, EUR).toArray());
        // an ad that ended at tenure 6 counts less than one that goes on, more for the new than for the old
        List<TenurePath> ended = BASE.categories("channel").stream()
                .map(name -> TenurePath.until(6, channel(name)).thenForEver(channel("organic")))
                .toList();
        SubscriptionValues changed = model.value(ended, TENURES, PRICES, EUR);
        assertTrue(changed.value(0) > values().value(0));
        assertEquals(values().value(3), changed.value(3), 1e-10 * changed.value(3));
        // known to tenure 15 only: enough for three periods from tenure 12
        List<TenurePath> known = ended.stream()
                .map(path -> new TenurePath(path.pieces().subList(0, 1)).thenUntil(15, channel("organic")))
                .toList();
        SubscriptionValueModel near = model.withHorizon(Horizon.of(3, PeriodUnit.MONTH));
        assertArrayEquals(
                near.value(ended, TENURES, PRICES, EUR).toArray(),
                near.value(known, TENURES, PRICES, EUR).toArray(),
                1e-12);
        assertEquals(
                "horizon must not go beyond tenure 15.0, where the multipliers end, was 3.0 from tenure 13.0 (say what holds later)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> model.withHorizon(Horizon.of(4, PeriodUnit.MONTH))
                                        .value(known, TENURES, PRICES, EUR))
                        .getMessage());
    }

    @Test
    void aLogIsJoinedByCustomer() {
        ContractLog log = ContractLog.per(PeriodUnit.MONTH)
                .withCurrency("EUR")
                .builder()
                .add("ann", LocalDate.of(2025, 1, 31), 10)
                .add("bob", LocalDate.of(2025, 1, 10), LocalDate.of(2025, 3, 10), 10, Ending.VOLUNTARY)
                .add("cid", LocalDate.of(2025, 1, 1), 25)
                .build();
        CovariateTable customers = CovariateTable.of(CustomerIds.of(List.of("cid", "zoe", "ann")))
                .withCategories("channel", List.of("organic", "ads", "ads"));
        SubscriptionValueModel model = terms(SubscriptionValueModel.ofCovariates(FIT));
        SubscriptionValues values = model.value(log, LocalDate.of(2025, 4, 5), 0, customers);
        assertEquals(List.of("ann", "cid"), values.ids().asList());
        assertEquals(FIT.orThrow().curve(channel("ads")), values.curve(0));
        assertEquals(FIT.orThrow().curve(channel("organic")), values.curve(1));
        assertEquals(3, values.tenure(1));
        CovariateTable few =
                CovariateTable.of(CustomerIds.of(List.of("cid"))).withCategories("channel", List.of("ads"));
        assertEquals(
                "covariates must be there for every customer of the histories, was \"ann\" (none were found for these)",
                assertThrows(IllegalArgumentException.class, () -> model.value(log, LocalDate.of(2025, 4, 5), 0, few))
                        .getMessage());
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        SubscriptionValueModel own = terms(SubscriptionValueModel.ofCovariates(FIT));
        SubscriptionValueModel one = terms(SubscriptionValueModel.of(new ShiftedBetaGeometric(1, 5, PeriodUnit.MONTH)));
        assertEquals(
                "each customer is valued by their own covariates: value takes them (CovariateTable or paths)",
                assertThrows(IllegalStateException.class, () -> own.value(TENURES, PRICES, EUR))
                        .getMessage());
        assertEquals(
                "one curve holds for all: value takes no covariates (see ofCovariates)",
                assertThrows(IllegalStateException.class, () -> one.value(BASE, TENURES, PRICES, EUR))
                        .getMessage());
        assertEquals(
                "customers have curves of their own, by their covariates: ask SubscriptionValues.curve(i)",
                assertThrows(IllegalStateException.class, own::curve).getMessage());
        assertEquals(
                "covariates must be one row a customer, 1, was 5",
                assertThrows(IllegalArgumentException.class, () -> own.value(BASE, new double[1], new double[1], EUR))
                        .getMessage());
        assertTrue(own.hasCovariates() && own.hasParameterUncertainty());
        assertFalse(one.hasCovariates());
        assertEquals(own, terms(SubscriptionValueModel.ofCovariates(FIT)));
        assertNotEquals(own, terms(SubscriptionValueModel.ofCovariates(FIT.orThrow())));
        assertEquals(values(), values());
        assertNotEquals(values(), own.value(BASE, new double[5], PRICES, EUR));
    }
}
