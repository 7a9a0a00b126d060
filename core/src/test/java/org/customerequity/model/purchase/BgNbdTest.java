package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** What the BG/NBD refuses, and the ends of its range. */
class BgNbdTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final BgNbd CDNOW = new BgNbd(0.243, 4.414, 0.793, 2.426, WEEK);

    private static String refusal(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }

    @Test
    void refusesParametersThatAreNotPositive() {
        assertEquals(
                "r must be finite and > 0, was 0.0 (shape of the purchase rates)",
                refusal(() -> new BgNbd(0, 4.414, 0.793, 2.426, WEEK)));
        assertEquals(
                "alpha must be finite and > 0, was NaN (rate of the purchase rates, a time in the model's unit)",
                refusal(() -> new BgNbd(0.243, Double.NaN, 0.793, 2.426, WEEK)));
        assertEquals(
                "a must be finite and > 0, was -1.0 (first shape of the dropout chances)",
                refusal(() -> new BgNbd(0.243, 4.414, -1, 2.426, WEEK)));
        assertEquals(
                "b must be finite and > 0, was Infinity (second shape of the dropout chances)",
                refusal(() -> new BgNbd(0.243, 4.414, 0.793, Double.POSITIVE_INFINITY, WEEK)));
        assertEquals("parameters must be 4 values, was 2 (r, alpha, a, b)", refusal(() -> CDNOW.withParameters(1, 2)));
        assertThrows(NullPointerException.class, () -> new BgNbd(0.243, 4.414, 0.793, 2.426, null));
    }

    @Test
    void refusesHistoriesInAnotherUnit() {
        PurchaseHistory days = PurchaseHistory.of(2, 213, 272, PeriodUnit.DAY);
        for (Runnable call : new Runnable[] {
            () -> CDNOW.probabilityAlive(days),
            () -> CDNOW.logLikelihood(days),
            () -> CDNOW.logOddsOfHavingLeft(days),
            () -> CDNOW.logProbabilityOfPurchases(days, 1, Span.ofWeeks(0, 1)),
            () -> CDNOW.expectedPurchases(days, Span.ofWeeks(0, 1))
        }) {
            assertTrue(refusal(call).startsWith("histories must be in the model's unit WEEK, were in DAY"));
        }
    }

    @Test
    void refusesNegativeCountsAndTimes() {
        PurchaseHistory h = PurchaseHistory.of(2, 30, 39, WEEK);
        assertEquals(
                "n must be >= 0, was -1 (purchases in the span)",
                refusal(() -> CDNOW.logProbabilityOfPurchases(h, -1, Span.ofWeeks(0, 1))));
        assertEquals(
                "later must be finite and >= 0, was -1.0 (periods of the model's unit after the end of observation)",
                refusal(() -> CDNOW.probabilityAlive(h, -1)));
    }

    /** A spreadsheet and the first packages overflow at a few hundred purchases. */
    @Test
    void heavyBuyersDoNotOverflow() {
        PurchaseHistory heavy = PurchaseHistory.of(100_000, 51, 52, WEEK);
        assertTrue(Double.isFinite(CDNOW.logLikelihood(heavy)));
        PurchaseHistory gone = PurchaseHistory.of(100_000, 10, 52, WEEK);
        assertEquals(0, CDNOW.probabilityAlive(gone), 0.0);
        // 100,000.243 ln(56.414 / 14.414) + ln(0.793 / 100,001.426), to the digits of the sum
        assertEquals(
                100_000.243 * Math.log(56.414 / 14.414) + Math.log(0.793 / 100_001.426),
                CDNOW.logOddsOfHavingLeft(gone),
                1e-7);
        assertEquals(0, CDNOW.expectedPurchases(gone, Span.ofWeeks(0, 52)), 0.0);
        assertEquals(1, CDNOW.probabilityOfPurchases(gone, 0, Span.ofWeeks(0, 52)), 0.0);
    }

    /** P(alive) where exp overflows but the probability does not vanish. */
    @Test
    void probabilitiesNearTheSmallestDouble() {
        BgNbd model = new BgNbd(1, 1, 1e-4, 1, WEEK);
        // (r+x) ln((alpha+T)/alpha) = 715, and ln(a / (b+x-1)) = -9.2 - ln x: the odds are e^700
        PurchaseHistory h = PurchaseHistory.of(99, 0, Math.expm1(7.15), WEEK);
        assertEquals(
                Math.exp(-model.logOddsOfHavingLeft(h)), model.probabilityAlive(h), 1e-12 * model.probabilityAlive(h));
        assertTrue(model.probabilityAlive(h) > 0);
    }

    @Test
    void logProbabilitiesGoOnWhereProbabilitiesEnd() {
        PurchaseHistory h = PurchaseHistory.newCustomer(WEEK);
        Span moment = Span.ofWeeks(0, 1e-4);
        assertEquals(0, CDNOW.probabilityOfPurchases(h, 200, moment), 0.0);
        double log = CDNOW.logProbabilityOfPurchases(h, 200, moment);
        // each purchase in so short a time has odds of about t / alpha = 2.3e-5
        assertEquals(200 * Math.log(1e-4 / 4.414), log, 20);
        assertEquals(Double.NEGATIVE_INFINITY, CDNOW.logProbabilityOfPurchases(h, 1, Span.ofWeeks(2, 2)), 0.0);
        assertEquals(0, CDNOW.logProbabilityOfPurchases(h, 0, Span.ofWeeks(2, 2)), 0.0);
    }

    /** The history of a customer first seen at this moment: nothing is known, nothing has happened. */
    @Test
    void newCustomers() {
        PurchaseHistory h = PurchaseHistory.newCustomer(WEEK);
        assertEquals(0, CDNOW.logLikelihood(h), 0.0);
        assertEquals(1, CDNOW.probabilityAlive(h), 0.0);
        assertEquals(Double.NEGATIVE_INFINITY, CDNOW.logOddsOfHavingLeft(h), 0.0);
    }

    @Test
    void refusesToSimulateMorePurchasesThanMemoryHolds() {
        BgNbd tireless = new BgNbd(1e4, 1e-4, 1e-4, 1e4, WEEK);
        PurchaseHistory h = PurchaseHistory.newCustomer(WEEK);
        String message = refusal(() -> tireless.simulatePurchases(h, 1e6, new SplittableRandom(1)));
        assertTrue(
                message.startsWith("length must lead to at most 1e8 purchases, was 1000000.0 (this customer buys "),
                message);
        // many opportunities, and gone after a few
        assertTrue(new BgNbd(1e4, 1e-4, 30, 1, WEEK).simulatePurchases(h, 1e6, new SplittableRandom(1)).length < 10);
    }

    /** Sheet 21, section 7: P(Y >= 1, 2, 5) of customer 1 in 39 weeks are 0.5546, 0.3153 and 0.0467 at CDNOW's maximum. */
    @Test
    void purchasesOfCustomerOneLieBetweenNoneAndFive() {
        BgNbd cdnow = new BgNbd(0.24259452243, 4.41360201901, 0.792922017226, 2.42590677683, WEEK);
        PurchaseHistory one = PurchaseHistory.of(2, 213 / 7.0, 272 / 7.0, WEEK);
        Span ahead = Span.first(39, WEEK);
        assertEquals(0, cdnow.purchasesQuantile(one, 1 - 0.5547, ahead));
        assertEquals(1, cdnow.purchasesQuantile(one, 1 - 0.5546, ahead));
        assertEquals(1, cdnow.purchasesQuantile(one, 1 - 0.31530, ahead));
        assertEquals(2, cdnow.purchasesQuantile(one, 1 - 0.31529, ahead));
        assertEquals(4, cdnow.purchasesQuantile(one, 1 - 0.04673, ahead));
        assertEquals(5, cdnow.purchasesQuantile(one, 1 - 0.04672, ahead));
        assertEquals(new Interval(0, 4, 0.90), cdnow.predictionInterval(one, ahead, 0.90));
    }
}
