package org.customerequity.equity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.segment.TierScheme;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

class CustomerEquityTest {
    private static final BgNbd BUYING = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
    private static final GammaGamma SPENDING = new GammaGamma(6.25, 3.74, 15.44);
    private static final LifetimeValueModel MODEL = LifetimeValueModel.of(BUYING, SPENDING)
            .withMargin(0.30)
            .withDiscount(DiscountRate.ofAnnualPercent(15))
            .withHorizon(Horizon.ofYears(3));

    /** 400 customers of a known shape, without a file. */
    private static PurchaseHistories base() {
        int n = 400;
        int[] x = IntStream.range(0, n).map(i -> i * i % 7).toArray();
        double[] age = IntStream.range(0, n).mapToDouble(i -> 27 + i % 12).toArray();
        double[] recency = IntStream.range(0, n)
                .mapToDouble(i -> x[i] == 0 ? 0 : age[i] * (1 + i % 9) / 10)
                .toArray();
        double[] mean = IntStream.range(0, n)
                .mapToDouble(i -> x[i] == 0 ? 0 : 5 + i % 50)
                .toArray();
        return PurchaseHistories.ofColumns(x, recency, age, PeriodUnit.WEEK)
                .withSpend(x, mean, Currency.getInstance("USD"));
    }

    @Test
    void equityIsTheSumOfWhatCustomersAreWorth() {
        LifetimeValues values = MODEL.value(base());
        CustomerEquity equity = CustomerEquity.ofCurrent(values);
        assertEquals(Arrays.stream(values.toArray()).sum(), equity.total().value(), 1e-10);
        assertEquals(400, equity.customers());
        assertEquals(equity.total().value() / 400, equity.average().value(), 1e-12);
        assertEquals(equity.total() + " of 400 customers", equity.toString());
        assertEquals(equity, CustomerEquity.ofCurrent(MODEL.value(base())));
    }

    @Test
    void tiersAddUpToTheBaseAndFallInValue() {
        CustomerEquity equity = CustomerEquity.ofCurrent(MODEL.value(base()));
        List<EquityTier> tiers = equity.tiers();
        assertEquals(
                List.of("platinum", "gold", "iron", "lead"),
                tiers.stream().map(EquityTier::name).toList());
        assertEquals(400, tiers.stream().mapToInt(t -> t.total().customers()).sum());
        assertEquals(1, tiers.stream().mapToDouble(EquityTier::share).sum(), 1e-12);
        assertEquals(
                equity.uncertainty().outcomeDeviation(),
                Math.sqrt(tiers.stream()
                        .mapToDouble(t -> Math.pow(t.total().outcomeDeviation(), 2))
                        .sum()),
                1e-9);
        for (int t = 1; t < tiers.size(); t++) {
            CurrencyAmount better = tiers.get(t - 1).total().average();
            assertTrue(better.compareTo(tiers.get(t).total().average()) > 0);
        }
        // without ties at the cut, the share of the best tier is the top share
        assertEquals(
                equity.topShare(0.05),
                equity.tiers(TierScheme.of(List.of("top", "rest"), 0.05, 1))
                        .get(0)
                        .share(),
                1e-2);
    }

    @Test
    void concentrationOfEqualCustomersIsNone() {
        PurchaseHistories equal = PurchaseHistories.ofColumns(
                        new int[10],
                        new double[10],
                        IntStream.range(0, 10).mapToDouble(i -> 30).toArray(),
                        PeriodUnit.WEEK)
                .withSpend(new int[10], new double[10], Currency.getInstance("USD"));
        CustomerEquity equity = CustomerEquity.ofCurrent(MODEL.value(equal));
        assertEquals(0, equity.concentration().gini(), 1e-15);
        assertEquals(0.2, equity.topShare(0.2), 1e-15);
    }

    @Test
    void fittedParametersWidenTheInterval() {
        PurchaseHistories cdnow = Cdnow.calibration();
        LifetimeValueModel fitted = LifetimeValueModel.of(BgNbd.fit(cdnow), GammaGamma.fit(cdnow))
                .withMargin(0.30)
                .withDiscount(DiscountRate.ofAnnualPercent(15))
                .withHorizon(Horizon.ofYears(3));
        CustomerEquity equity = CustomerEquity.ofCurrent(fitted.value(cdnow));
        ValueTotal both = equity.uncertainty();
        Interval expected = equity.confidenceInterval(0.95);
        Interval outcome = equity.predictionInterval(0.95);
        assertTrue(both.parameterError() > 0 && both.outcomeDeviation() > 0);
        // normal 95 %: 1.959964 standard deviations on each side
        assertEquals(2 * 1.959963984540054 * both.parameterError(), expected.width(), 1e-6);
        assertEquals(
                2 * 1.959963984540054 * Math.hypot(both.parameterError(), both.outcomeDeviation()),
                outcome.width(),
                1e-6);
        // the same by simulating parameters, purchases and spend; 300 draws give an end to a tenth of the width
        Interval simulated = equity.simulatedInterval(0.95, 300, new SplittableRandom(5));
        assertArrayEquals(
                new double[] {outcome.lower(), outcome.upper()},
                new double[] {simulated.lower(), simulated.upper()},
                0.15 * outcome.width());
    }

    @Test
    void revenueIsNoEquity() {
        LifetimeValues revenue = LifetimeValueModel.of(BUYING, SPENDING)
                .withDiscount(DiscountRate.ofAnnualPercent(15))
                .withHorizon(Horizon.ofYears(3))
                .value(base());
        assertEquals(
                "values must count contribution, was REVENUE (give the value model a margin with withMargin)",
                assertThrows(IllegalArgumentException.class, () -> CustomerEquity.ofCurrent(revenue))
                        .getMessage());
    }

    @Test
    void equityStandsNextToWhatCustomersCost() {
        LifetimeValues values = MODEL.value(base());
        CustomerEquity equity = CustomerEquity.ofCurrent(values);
        AcquisitionCost cost = AcquisitionCost.of(CurrencyAmount.of("USD", 1_250), 100);
        assertEquals(equity.average().value() / 12.5, equity.averageToCost(cost).value(), 1e-12);
        assertThrows(
                CurrencyMismatchException.class,
                () -> equity.averageToCost(AcquisitionCost.of(CurrencyAmount.of("EUR", 1_250), 100)));
        assertEquals(values.row(3).amount(), values.row(3).contribution().amount());
        assertEquals(equity.total(), equity.uncertainty().contribution().amount());
        LifetimeValues revenue = LifetimeValueModel.of(BUYING, SPENDING)
                .withDiscount(DiscountRate.ofAnnualPercent(15))
                .withHorizon(Horizon.ofYears(3))
                .value(base());
        String message = "value must count contribution, was REVENUE (give the value model a margin with withMargin)";
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> revenue.row(0).contribution())
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> revenue.total().contribution())
                        .getMessage());
    }

    @Test
    void anEmptyOrWorthlessBaseSaysSo() {
        PurchaseHistories nobody = base().select();
        CustomerEquity empty = CustomerEquity.ofCurrent(MODEL.value(nobody));
        CustomerEquity loss = CustomerEquity.ofCurrent(MODEL.withMargin(-0.1).value(base()));
        assertAll(
                () -> assertEquals(0, empty.total().value()),
                () -> assertEquals(
                        "customers must be > 0, was 0 (an average needs at least one)",
                        assertThrows(IllegalArgumentException.class, empty::average)
                                .getMessage()),
                () -> assertTrue(loss.total().value() < 0),
                () -> assertThrows(UndefinedRatioException.class, () -> loss.topShare(0.1)),
                () -> assertEquals(
                        "share of equity of tier platinum is undefined, because the equity of the base is not positive, "
                                + loss.total().value(),
                        assertThrows(
                                        UndefinedRatioException.class,
                                        () -> loss.tiers().get(0).share())
                                .getMessage()));
    }

    @Test
    void survivesSerialisation() throws Exception {
        CustomerEquity equity = CustomerEquity.ofCurrent(MODEL.value(base()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(equity);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            CustomerEquity back = (CustomerEquity) in.readObject();
            assertEquals(equity.total(), back.total());
            assertEquals(equity.uncertainty(), back.uncertainty());
            assertEquals(equity.tiers(), back.tiers());
        }
    }
}
