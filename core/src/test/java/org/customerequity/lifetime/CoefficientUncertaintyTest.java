package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.internal.ParameterSteps;
import org.customerequity.model.diagnosis.PurchaseForecast;
import org.customerequity.model.diagnosis.PurchaseTotal;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.testing.InLogarithms;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** A model of coefficients has the same values, and the same intervals, as the same model of positive parameters. */
class CoefficientUncertaintyTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final Currency USD = Currency.getInstance("USD");
    private static final BgNbd TRUTH = new BgNbd(0.6, 6, 0.8, 2.4, WEEK);
    private static final PurchaseHistories BASE = base();
    private static final FitOutcome<BgNbd> POSITIVE = BgNbd.fit(BASE);
    private static final FitOutcome<InLogarithms.Buying> LINEAR = InLogarithms.buying(POSITIVE);
    private static final FitOutcome<GammaGamma> SPEND = new FitOutcome.Converged<>(
            new GammaGamma(6, 12, 55),
            FitReport.ofMaximum(
                    new GammaGamma(6, 12, 55).parameterNames(),
                    new double[] {6, 12, 55},
                    new double[][] {{0.01, 0, 0}, {0, 0.02, 0}, {0, 0, 0.01}},
                    -100,
                    50));

    private static PurchaseHistories base() {
        int n = 300;
        double[] age = new double[n];
        Arrays.setAll(age, i -> 30 + i % 10);
        PurchaseHistories like = PurchaseHistories.ofColumns(new int[n], new double[n], age, WEEK);
        PurchaseHistories bought = TRUTH.simulateHistories(like, new SplittableRandom(19));
        double[] mean = new double[n];
        Arrays.setAll(mean, i -> bought.frequency(i) == 0 ? 0 : 20 + i % 40);
        return bought.withSpend(bought.frequencies(), mean, USD);
    }

    private static LifetimeValues values(FitOutcome<? extends PurchaseModel> buying) {
        return LifetimeValueModel.of(buying, SPEND)
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0.15))
                .withHorizon(Horizon.ofYears(2))
                .withCurrency(USD)
                .value(BASE);
    }

    private static void assertClose(Interval a, Interval b, double relative) {
        double width = a.upper() - a.lower();
        assertTrue(width > 0, "an interval has a width");
        assertEquals(a.lower(), b.lower(), relative * width);
        assertEquals(a.upper(), b.upper(), relative * width);
    }

    @Test
    void lifetimeValues() {
        ValueTotal positive = values(POSITIVE).total();
        ValueTotal linear = values(LINEAR).total();
        assertEquals(positive.parameterError(), linear.parameterError(), 1e-6 * positive.parameterError());
        assertClose(positive.confidenceInterval(0.95), linear.confidenceInterval(0.95), 1e-6);
        assertClose(positive.predictionInterval(0.95), linear.predictionInterval(0.95), 1e-6);
        LifetimeValue one = values(POSITIVE).valueOfNewCustomer();
        assertEquals(
                one.standardError(), values(LINEAR).valueOfNewCustomer().standardError(), 1e-6 * one.standardError());
    }

    @Test
    void simulatedTotals() {
        Interval positive = values(POSITIVE).simulatedInterval(0.9, 100, new SplittableRandom(5));
        Interval linear = values(LINEAR).simulatedInterval(0.9, 100, new SplittableRandom(5));
        assertClose(positive, linear, 1e-9);
    }

    @Test
    void forecastOfPurchases() {
        Span ahead = Span.first(26, WEEK);
        PurchaseTotal positive = PurchaseForecast.of(POSITIVE, BASE, ahead).total();
        PurchaseTotal linear = PurchaseForecast.of(LINEAR, BASE, ahead).total();
        assertClose(positive.confidenceInterval(0.95), linear.confidenceInterval(0.95), 1e-6);
        assertClose(positive.predictionInterval(0.95), linear.predictionInterval(0.95), 1e-6);
    }

    @Test
    void subscriptions() {
        FitOutcome<ShiftedBetaGeometric> fit = ShiftedBetaGeometric.fit(
                CohortCounts.of(PeriodUnit.YEAR, new long[] {1000, 869, 743, 653, 593, 551, 517, 491}));
        SubscriptionValues positive = subscriptions(fit);
        SubscriptionValues linear = subscriptions(InLogarithms.staying(fit));
        assertClose(positive.total().confidenceInterval(0.95), linear.total().confidenceInterval(0.95), 1e-6);
        assertClose(
                positive.simulatedInterval(0.9, 400, new SplittableRandom(6)),
                linear.simulatedInterval(0.9, 400, new SplittableRandom(6)),
                1e-9);
    }

    private static SubscriptionValues subscriptions(FitOutcome<? extends ParametricCurve> fit) {
        return SubscriptionValueModel.of(fit)
                .withMargin(0.75)
                .withDiscount(DiscountRate.ofAnnual(0.1))
                .withHorizon(Horizon.ofYears(5))
                .withTiming(CashFlowTiming.JUST_BEFORE_RENEWAL)
                .value(new double[] {0, 1, 4}, new double[] {100, 120, 80}, USD);
    }

    /** A coefficient of a price in cents takes a hundredth of the step of that in euros; one that no datum knows, a finite step. */
    @Test
    void stepsFollowTheStandardErrorOfACoefficient() {
        assertEquals(1e-3, ParameterSteps.step(1e-3, 7, 4, true), 0.0);
        assertEquals(2e-4, ParameterSteps.step(1e-3, 0.5, 0.04, false), 1e-18);
        assertEquals(2e-6, ParameterSteps.step(1e-3, 0.005, 4e-6, false), 1e-18);
        assertEquals(1e-3, ParameterSteps.step(1e-3, 0.5, 1e12, false), 0.0);
        assertEquals(5e-3, ParameterSteps.step(1e-3, -5, 0, false), 1e-18);
        assertArrayEquals(new double[] {2, 3 * Math.exp(0.1)}, ParameterSteps.moved(new double[] {2, 3}, 1, 0.1, true));
        assertArrayEquals(new double[] {2, -2.9}, ParameterSteps.moved(new double[] {2, -3}, 1, 0.1, false));
    }
}
