package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** The NBD against references of 22 digits, what it refuses, and the ends of its range. */
class NbdTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    /** The exact maximum for CDNOW, rounded to 10 digits. */
    private static final Nbd CDNOW = new Nbd(0.3847661358, 12.07202284, WEEK);

    private static void near(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    /** The file has the probability of the count, the model the density of the times: L T^x / x!. */
    @Test
    void agreesWithTheFiftyDigitGrid() {
        OracleTable t = OracleTable.resource("nbd.csv");
        assertEquals(20, t.size());
        for (int i = 0; i < t.size(); i++) {
            Nbd model = new Nbd(t.get(i, "r"), t.get(i, "alpha"), WEEK);
            int x = (int) t.get(i, "x");
            double age = t.get(i, "T");
            PurchaseHistory h = PurchaseHistory.of(x, x == 0 ? 0 : age / 2, age, WEEK);
            double logOfOrders = x * Math.log(age);
            for (int j = 2; j <= x; j++) {
                logOfOrders -= Math.log(j);
            }
            String at = t.where(i);
            double log = t.get(i, "log_pmf");
            // a few units in the last place of the largest logarithm, x ln T or ln x!
            double unit = 1e-15 * (1 + x * (1 + Math.log(1 + x) + Math.abs(Math.log(age))));
            assertEquals(log, model.logLikelihood(h) + logOfOrders, 4 * unit + 1e-13 * Math.abs(log), at);
            PurchaseHistory newCustomer = PurchaseHistory.newCustomer(WEEK);
            Span sinceThen = Span.first(age, WEEK);
            near(log, model.logProbabilityOfPurchases(newCustomer, x, sinceThen), 1e-13, at);
            // exp turns an error of the logarithm into a relative one
            double pmf = t.get(i, "pmf");
            double error = 1e-13 * Math.max(1, -log) * pmf;
            assertEquals(pmf, model.probabilityOfPurchases(newCustomer, x, sinceThen), error, at);
            near(t.get(i, "cond_expected"), model.expectedPurchases(h, Span.first(t.get(i, "t"), WEEK)), 1e-14, at);
        }
    }

    /** Sum and means by repeat purchases so far of the 39 weeks after the data, in which 1,882 happened. */
    @Test
    void cdnowHoldout() {
        PurchaseHistories all = Cdnow.calibration();
        double[] expected = CDNOW.expectedPurchases(all, Span.ofWeeks(0, 39));
        double[] byFrequency = new double[8];
        int[] customers = new int[8];
        for (int i = 0; i < expected.length; i++) {
            int x = Math.min(7, all.frequency(i));
            byFrequency[x] += expected[i];
            customers[x]++;
        }
        assertEquals(2929.820292, Arrays.stream(expected).sum(), 1e-5);
        double[] means = {0.337201, 1.213133, 2.093997, 2.971397, 3.796298, 4.681085, 5.568907, 9.397798};
        for (int x = 0; x < means.length; x++) {
            assertEquals(means[x], byFrequency[x] / customers[x], 1e-6, "x = " + x);
        }
    }

    /** When the purchases were says nothing where nobody leaves. */
    @Test
    void recencyDoesNotMatter() {
        PurchaseHistory early = PurchaseHistory.of(3, 1, 30, WEEK);
        PurchaseHistory late = PurchaseHistory.of(3, 30, 30, WEEK);
        assertEquals(CDNOW.logLikelihood(early), CDNOW.logLikelihood(late), 0.0);
        assertEquals(CDNOW.rates(early), CDNOW.rates(late));
        assertEquals(CDNOW.nextPurchase(early), CDNOW.nextPurchase(late));
        assertEquals(1, CDNOW.probabilityAlive(early, 1e6), 0.0);
        assertEquals(Double.NEGATIVE_INFINITY, CDNOW.logOddsOfHavingLeft(early), 0.0);
    }

    /** {@code E[lambda | data] = (r / alpha) L(r+1) / L(r)}. */
    @Test
    void likelihoodGivesThePosteriorMean() {
        Nbd next = new Nbd(CDNOW.r() + 1, CDNOW.alpha(), WEEK);
        for (int x : new int[] {0, 1, 7, 100}) {
            PurchaseHistory h = PurchaseHistory.of(x, 0, 30, WEEK);
            double mean = CDNOW.r() / CDNOW.alpha() * Math.exp(next.logLikelihood(h) - CDNOW.logLikelihood(h));
            near(mean, CDNOW.rates(h).purchaseRate().mean(), 1e-13 * (1 + x), "x = " + x);
            near((CDNOW.r() + x) / (CDNOW.alpha() + 30), mean, 1e-13 * (1 + x), "x = " + x);
        }
    }

    @Test
    void nextPurchaseOfARateKnownExactly() {
        // exponential with rate 2 a week, in the limit
        NextPurchase next = new Nbd(1e13, 0.5e13, WEEK).nextPurchase(PurchaseHistory.newCustomer(WEEK));
        near(1 - Math.exp(-2 * 0.7), next.probabilityWithin(0.7), 1e-12, "F");
        near(Math.log(2) / 2, next.median().orElseThrow(), 1e-12, "median");
        assertEquals(1, next.probabilityEver(), 0.0);
        near(2e-290, next.probabilityWithin(1e-290), 1e-12, "F of next to no time");
    }

    /** (1 - p)^(-1/R) has no double for small shapes: a time that is never. */
    @Test
    void aQuantileBeyondTheLargestDoubleIsNever() {
        Nbd slow = new Nbd(1e-4, 1, WEEK);
        PurchaseHistory h = PurchaseHistory.newCustomer(WEEK);
        assertEquals(OptionalDouble.empty(), slow.nextPurchase(h).quantile(0.5));
        PurchaseHistories one = PurchaseHistories.ofColumns(new int[1], new double[1], new double[1], WEEK);
        assertEquals(Double.POSITIVE_INFINITY, slow.nextPurchaseQuantile(one, 0.5)[0], 0.0);
        double tenth = slow.nextPurchase(h).quantile(0.01).orElseThrow();
        near(0.01, slow.nextPurchase(h).probabilityWithin(tenth), 1e-12, "F of its quantile");
        // u / alpha overflows, F does not: 1 - exp(-1e-4 (ln u - ln alpha))
        Nbd sooner = new Nbd(1e-4, 1e-4, WEEK);
        double aged = 1e-4 * (Math.log(Double.MAX_VALUE) - Math.log(1e-4));
        near(-Math.expm1(-aged), sooner.nextPurchase(h).probabilityWithin(Double.MAX_VALUE), 1e-14, "F for ever");
    }

    private static String refusal(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }

    @Test
    void refusesParametersThatAreNotPositive() {
        assertEquals(
                "r must be finite and > 0, was 0.0 (shape of the purchase rates)", refusal(() -> new Nbd(0, 12, WEEK)));
        assertEquals(
                "alpha must be finite and > 0, was NaN (rate of the purchase rates, a time in the model's unit)",
                refusal(() -> new Nbd(0.4, Double.NaN, WEEK)));
        assertEquals("parameters must be 2 values, was 1 (r, alpha)", refusal(() -> CDNOW.withParameters(1)));
        assertThrows(NullPointerException.class, () -> new Nbd(0.4, 12, null));
    }

    @Test
    void refusesToSimulateMorePurchasesThanMemoryHolds() {
        String message = refusal(() -> new Nbd(1e4, 1e-4, WEEK)
                .simulatePurchases(PurchaseHistory.newCustomer(WEEK), 1e6, new SplittableRandom(1)));
        assertTrue(
                message.startsWith("length must lead to at most 1e8 purchases, was 1000000.0 (this customer buys "),
                message);
    }

    @Test
    void logProbabilitiesGoOnWhereProbabilitiesEnd() {
        PurchaseHistory h = PurchaseHistory.newCustomer(WEEK);
        assertEquals(0, CDNOW.probabilityOfPurchases(h, 200, Span.ofWeeks(0, 1e-4)), 0.0);
        double log = CDNOW.logProbabilityOfPurchases(h, 200, Span.ofWeeks(0, 1e-4));
        assertEquals(200 * Math.log(1e-4 / 12.07), log, 20);
        assertEquals(Double.NEGATIVE_INFINITY, CDNOW.logProbabilityOfPurchases(h, 1, Span.ofWeeks(2, 2)), 0.0);
        assertEquals(0, CDNOW.logProbabilityOfPurchases(h, 0, Span.ofWeeks(2, 2)), 0.0);
    }
}
