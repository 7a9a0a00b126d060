package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

@Seeded
class PredictiveScoresTest {
    private static final Span WEEKS = Span.ofWeeks(0, 39);

    /** Sheet 21, section 8, at the printed digits. */
    @Test
    void cdnow() {
        PurchaseHistories histories = Cdnow.calibration();
        PredictiveScores scores = PredictiveScores.of(CdnowLog.BG_NBD, histories, WEEKS, Cdnow.holdout(), 0.9);
        assertAll(
                () -> assertEquals(0.510371373, scores.crps(), 5e-10),
                () -> assertEquals(0.3381447689, scores.crps(0), 5e-10),
                () -> assertEquals(0.9465422, scores.coverage(), 5e-8),
                () -> assertEquals(0.960311, scores.nominalCoverage(), 5e-7),
                () -> assertEquals(2357, scores.customers()));
    }

    /** The second formula of the score, by the double sum over both distributions. */
    @Property(tries = 100)
    void agreesWithMeanDistances(
            @ForAll @DoubleRange(min = 0.1, max = 3) double r,
            @ForAll @DoubleRange(min = 0.5, max = 9) double alpha,
            @ForAll @IntRange(max = 12) int y) {
        Nbd model = new Nbd(r, alpha, PeriodUnit.WEEK);
        PurchaseHistory history = PurchaseHistory.of(1, 2, 4, PeriodUnit.WEEK);
        Span ahead = Span.ofWeeks(0, 3);
        double[] p = new double[1000];
        for (int k = 0; k < p.length; k++) {
            p[k] = model.probabilityOfPurchases(history, k, ahead);
        }
        double near = 0;
        double spread = 0;
        for (int k = 0; k < p.length; k++) {
            near += p[k] * Math.abs(k - y);
            for (int j = 0; j < k; j++) {
                spread += 2 * p[k] * p[j] * (k - j);
            }
        }
        PredictiveScores scores = PredictiveScores.of(model, one(1, 2, 4), ahead, new int[] {y}, 0.8);
        // both sums lose what a subtraction of numbers of this size loses
        assertEquals(near - spread / 2, scores.crps(), 1e-12 * (1 + near));
        assertTrue(scores.nominalCoverage() >= 0.8 - 1e-12);
        assertTrue(scores.lower(0) <= scores.upper(0));
    }

    /** A proper score: in expectation lowest for the model that made the counts; and its coverage is the nominal one. */
    @Test
    void theTrueModelScoresBest() {
        int n = 4000;
        Nbd truth = new Nbd(0.8, 3, PeriodUnit.WEEK);
        SplittableRandom random = new SplittableRandom(21);
        int[] y = new int[n];
        for (int i = 0; i < n; i++) {
            y[i] = truth.simulatePurchases(PurchaseHistory.newCustomer(PeriodUnit.WEEK), 10, random).length;
        }
        PurchaseHistories nothing =
                PurchaseHistories.ofColumns(new int[n], new double[n], new double[n], PeriodUnit.WEEK);
        Span ahead = Span.ofWeeks(0, 10);
        PredictiveScores best = PredictiveScores.of(truth, nothing, ahead, y, 0.9);
        assertTrue(best.crps()
                < PredictiveScores.of(new Nbd(0.8, 4, PeriodUnit.WEEK), nothing, ahead, y, 0.9)
                        .crps());
        assertTrue(best.crps()
                < PredictiveScores.of(new Nbd(3, 11, PeriodUnit.WEEK), nothing, ahead, y, 0.9)
                        .crps());
        // three standard errors of a share
        double p = best.nominalCoverage();
        assertEquals(p, best.coverage(), 3 * Math.sqrt(p * (1 - p) / n));
    }

    /** An empty stretch of time is certain to bring nothing: the score is how much came. */
    @Test
    void certainty() {
        BgNbd model = CdnowLog.BG_NBD;
        PredictiveScores scores = PredictiveScores.of(model, one(2, 10, 20), Span.ofWeeks(3, 3), new int[] {4}, 0.9);
        assertEquals(4, scores.crps());
        assertEquals(0, scores.coverage());
        assertEquals(1, scores.nominalCoverage());
        assertEquals(0, scores.upper(0));
    }

    /** A heavy buyer a long time ahead: thousands of likely counts. */
    @Test
    void largeCounts() {
        PredictiveScores scores = PredictiveScores.of(
                new Nbd(2, 1, PeriodUnit.WEEK), one(500, 99, 100), Span.ofWeeks(0, 2000), new int[] {9950}, 0.9);
        assertTrue(scores.lower(0) > 8000 && scores.upper(0) < 12000, scores.toString());
        assertEquals(1, scores.coverage());
        // near the score of a normal distribution at its centre, sd (sqrt 2 - 1) / sqrt pi = 0.2337 sd
        double mean = 502.0 / 101 * 2000;
        double sd = Math.sqrt(mean + mean * mean / 502);
        assertEquals(0.2337 * sd, scores.crps(), 0.01 * sd);
    }

    @Test
    void badArgumentsAreNamed() {
        assertMessage("level must be in (0, 1), was 90.0 (0.90 means 90 %)", new int[] {1}, 90);
        assertMessage("actual must have as many customers as histories, 1, was 2", new int[] {1, 2}, 0.9);
        assertMessage("actual[0] must be >= 0, was -1 (purchases)", new int[] {-1}, 0.9);
    }

    private static void assertMessage(String message, int[] actual, double level) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> PredictiveScores.of(CdnowLog.BG_NBD, one(1, 2, 4), WEEKS, actual, level));
        assertEquals(message, e.getMessage());
    }

    private static PurchaseHistories one(int x, double recency, double age) {
        return PurchaseHistories.ofColumns(new int[] {x}, new double[] {recency}, new double[] {age}, PeriodUnit.WEEK);
    }
}
