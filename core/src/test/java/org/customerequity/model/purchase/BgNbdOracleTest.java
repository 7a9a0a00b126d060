package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** Every number of the BG/NBD against references of 20 digits and more, and against the paper. */
class BgNbdOracleTest {
    /** Of a formula in elementary functions. */
    private static final double TIGHT = 1e-12;

    /** Of one that needs a hypergeometric function or a quadrature. */
    private static final double LOOSE = 1e-10;

    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    /** Fader, Hardie and Lee 2005: CDNOW, as printed. */
    private static final BgNbd PAPER = new BgNbd(0.243, 4.414, 0.793, 2.426, WEEK);
    /** The exact maximum for CDNOW, rounded to 10 digits. */
    private static final BgNbd CDNOW = new BgNbd(0.2425945224, 4.413602019, 0.7929220172, 2.425906777, WEEK);

    private static final DiscountRate FIFTEEN_PERCENT = DiscountRate.ofContinuous(Math.log(1.15) / 52, WEEK);
    private static final PurchaseHistory CUSTOMER_1 = PurchaseHistory.of(2, 30.43, 38.86, WEEK);
    private static final PurchaseHistory CUSTOMER_3 = PurchaseHistory.of(0, 0, 38.86, WEEK);
    private static final PurchaseHistory NEW = PurchaseHistory.newCustomer(WEEK);

    private static void near(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    private static BgNbd model(OracleTable t, int i) {
        return new BgNbd(t.get(i, "r"), t.get(i, "alpha"), t.get(i, "a"), t.get(i, "b"), WEEK);
    }

    private static PurchaseHistory history(OracleTable t, int i) {
        return PurchaseHistory.of((int) t.get(i, "x"), t.get(i, "t_x"), t.get(i, "T"), WEEK);
    }

    @Test
    void agreesWithTheFiftyDigitGrid() {
        OracleTable t = OracleTable.resource("bgnbd.csv");
        for (int i = 0; i < t.size(); i++) {
            BgNbd model = model(t, i);
            PurchaseHistory h = history(t, i);
            Span span = Span.first(t.get(i, "t"), WEEK);
            Horizon horizon = Horizon.of(t.get(i, "t"), WEEK);
            DiscountRate discount = DiscountRate.ofContinuous(t.get(i, "delta"), WEEK);
            int k = (int) t.get(i, "k");
            String at = t.where(i);
            near(t.get(i, "log_likelihood"), model.logLikelihood(h), TIGHT, at);
            near(t.get(i, "p_alive"), model.probabilityAlive(h), TIGHT, at);
            if (h.frequency() == 0) {
                assertEquals(Double.NEGATIVE_INFINITY, model.logOddsOfHavingLeft(h), 0.0, at);
            } else {
                near(t.get(i, "log_odds_dead"), model.logOddsOfHavingLeft(h), TIGHT, at);
            }
            near(t.get(i, "cond_expected"), model.expectedPurchases(h, span), LOOSE, at);
            near(t.get(i, "expected"), model.expectedPurchases(NEW, span), LOOSE, at);
            near(t.get(i, "pmf_k"), model.probabilityOfPurchases(NEW, k, span), LOOSE, at);
            near(t.get(i, "pmf_k"), Math.exp(model.logProbabilityOfPurchases(NEW, k, span)), LOOSE, at);
            near(t.get(i, "det"), model.discountedPurchases(h, discount, horizon), LOOSE, at);
            near(t.get(i, "dert"), model.discountedPurchases(h, discount, Horizon.FOREVER), LOOSE, at);
        }
    }

    @Test
    void agreesInTheCorners() {
        OracleTable t = OracleTable.resource("bgnbd-corners.csv");
        for (int i = 0; i < t.size(); i++) {
            BgNbd model = model(t, i);
            PurchaseHistory h = history(t, i);
            double length = t.get(i, "t");
            Span first = Span.first(length, WEEK);
            Span second = Span.between(length, 2 * length, WEEK);
            Horizon horizon = Horizon.of(length, WEEK);
            DiscountRate discount = DiscountRate.ofContinuous(t.get(i, "delta"), WEEK);
            int k = (int) t.get(i, "k");
            String at = t.where(i);
            near(t.get(i, "p_alive"), model.probabilityAlive(h), TIGHT, at);
            near(t.get(i, "p_alive_later"), model.probabilityAlive(h, length), LOOSE, at);
            near(t.get(i, "expected"), model.expectedPurchases(h, first), LOOSE, at);
            near(t.get(i, "expected_later"), model.expectedPurchases(h, second), LOOSE, at);
            near(t.get(i, "variance"), model.varianceOfPurchases(h, first), LOOSE, at);
            near(t.get(i, "det"), model.discountedPurchases(h, discount, horizon), LOOSE, at);
            near(t.get(i, "dert"), model.discountedPurchases(h, discount, Horizon.FOREVER), LOOSE, at);
            near(t.get(i, "det_variance"), model.varianceOfDiscountedPurchases(h, discount, horizon), LOOSE, at);
            near(
                    t.get(i, "dert_variance"),
                    model.varianceOfDiscountedPurchases(h, discount, Horizon.FOREVER),
                    LOOSE,
                    at);
            near(t.get(i, "log_pmf"), model.logProbabilityOfPurchases(h, k, first), LOOSE, at);
            near(t.get(i, "log_pmf_later"), model.logProbabilityOfPurchases(h, k, second), LOOSE, at);
        }
    }

    @Test
    void countsInAnInterval() {
        OracleTable t = OracleTable.resource("bgnbd-intervals.csv");
        for (int i = 0; i < t.size(); i++) {
            Span span = Span.between(t.get(i, "t1"), t.get(i, "t2"), WEEK);
            double reference = t.get(i, "probability");
            int k = (int) t.get(i, "k");
            near(reference, model(t, i).probabilityOfPurchases(history(t, i), k, span), TIGHT, t.where(i));
            double log = model(t, i).logProbabilityOfPurchases(history(t, i), k, span);
            assertEquals(Math.log(reference), log, TIGHT * Math.max(1, -log), t.where(i));
        }
    }

    /** The values printed in the paper, at its printed parameters and to its printed digits. */
    @Test
    void agreesWithThePaper() {
        assertEquals(1.226, PAPER.expectedPurchases(CUSTOMER_1, Span.ofWeeks(0, 39)), 0.5e-3);
        // printed .0078, .0532, .1506, 1.0405, 1.0437, 1.8576 from parameters of more digits
        double[] t = {0.1429, 1, 3, 31.8571, 32, 78};
        double[] printed = {0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576};
        for (int i = 0; i < t.length; i++) {
            assertEquals(printed[i], PAPER.expectedPurchases(NEW, Span.ofWeeks(0, t[i])), 4e-3, "E[X(" + t[i] + ")]");
        }
        assertEquals(0.5737864, PAPER.probabilityOfPurchases(NEW, 0, Span.ofWeeks(0, 39)), 0.5e-7);
    }

    @Test
    void twelveDigitsAtThePrintedParameters() {
        double tolerance = 1e-11;
        Span ahead = Span.ofWeeks(0, 39);
        near(-9.45860630707, PAPER.logLikelihood(CUSTOMER_1), tolerance, "LL");
        near(0.726578570081, PAPER.probabilityAlive(CUSTOMER_1), tolerance, "P(alive)");
        near(1.22602817477, PAPER.expectedPurchases(CUSTOMER_1, ahead), tolerance, "E[Y(39)]");
        near(-0.554713276438, PAPER.logLikelihood(CUSTOMER_3), tolerance, "LL without repeats");
        near(0.195098052011, PAPER.expectedPurchases(CUSTOMER_3, ahead), tolerance, "E[Y(39)] without repeats");
        double[] t = {0.1429, 1, 3, 31.8571, 32, 78};
        double[] expected = {
            0.00782834751607, 0.0532678911717, 0.150865230893, 1.04199606085, 1.04524332837, 1.86051905794
        };
        for (int i = 0; i < t.length; i++) {
            near(expected[i], PAPER.expectedPurchases(NEW, Span.ofWeeks(0, t[i])), tolerance, "E[X(" + t[i] + ")]");
        }
        int[] k = {0, 1, 5, 10};
        double[] pmf = {0.573786352096, 0.199395280836, 0.0179654938666, 0.00359042954019};
        for (int i = 0; i < k.length; i++) {
            near(pmf[i], PAPER.probabilityOfPurchases(NEW, k[i], ahead), tolerance, "P(X(39) = " + k[i] + ")");
        }
        near(5.16955392844, PAPER.discountedPurchases(CUSTOMER_1, FIFTEEN_PERCENT, Horizon.FOREVER), tolerance, "DERT");
        double weekly = 0;
        for (int week = 1; week <= 104; week++) {
            weekly += PAPER.expectedPurchases(CUSTOMER_1, Span.ofWeeks(week - 1, week)) * Math.pow(1.15, -week / 52.0);
        }
        near(2.36277868532, weekly, tolerance, "discounted weekly sum");
        BgNbd removable = new BgNbd(0.243, 4.414, 1, 2.426, WEEK);
        near(1.08427901059, removable.expectedPurchases(NEW, ahead), tolerance, "E[X(39)] at a = 1");
        near(1.10213678604, removable.expectedPurchases(CUSTOMER_1, ahead), tolerance, "E[Y(39)] at a = 1");
    }

    /** Sheet of inference: moments, tails and the discounted sum of customer 1 at the CDNOW maximum. */
    @Test
    void momentsAtTheCdnowMaximum() {
        BgNbd mle = new BgNbd(0.24259452243, 4.41360201901, 0.792922017226, 2.42590677683, WEEK);
        PurchaseHistory h = PurchaseHistory.of(2, 213.0 / 7, 272.0 / 7, WEEK);
        Span ahead = Span.ofWeeks(0, 39);
        near(1.22599445529, mle.expectedPurchases(h, ahead), 1e-9, "E[Y]");
        near(2.5288143761, mle.varianceOfPurchases(h, ahead), 1e-9, "Var[Y]");
        near(5.16980737, mle.discountedPurchases(h, FIFTEEN_PERCENT, Horizon.FOREVER), 2e-9, "E[D]");
        double sd = Math.sqrt(mle.varianceOfDiscountedPurchases(h, FIFTEEN_PERCENT, Horizon.FOREVER));
        near(7.305182, sd, 1e-7, "sd[D]");
        double atLeast5 = 1;
        double[] atLeast = new double[6];
        for (int k = 0; k < 6; k++) {
            atLeast[k] = atLeast5;
            atLeast5 -= mle.probabilityOfPurchases(h, k, ahead);
        }
        assertEquals(0.554627950167, atLeast[1], 1e-10);
        assertEquals(0.315297586314, atLeast[2], 1e-10);
        assertEquals(0.0467261910353, atLeast[5], 1e-10);
    }

    /** P(next purchase within u) is 1 - P(none), and its limit is P(alive). */
    @Test
    void timeToTheNextPurchase() {
        BgNbd a = new BgNbd(0.31, 5.2, 0.85, 2.7, WEEK);
        PurchaseHistory[] h = {
            PurchaseHistory.of(3, 21, 30, WEEK), PurchaseHistory.of(1, 1, 30, WEEK), PurchaseHistory.of(0, 0, 30, WEEK)
        };
        double[] within4 = {0.2024207001140275, 0.032375715908907734, 0.032815016841548478};
        double[] within26 = {0.56713417084399105, 0.126901631631601, 0.15756716680419477};
        double[] ever = {0.67539366442353024, 0.24618937982873968, 1};
        for (int i = 0; i < 3; i++) {
            near(ever[i], a.probabilityAlive(h[i]), TIGHT, "ever");
            near(1 - within4[i], a.probabilityOfPurchases(h[i], 0, Span.ofWeeks(0, 4)), TIGHT, "within 4 weeks");
            near(1 - within26[i], a.probabilityOfPurchases(h[i], 0, Span.ofWeeks(0, 26)), TIGHT, "within 26 weeks");
        }
    }

    /** {@code E[lambda | data] = (r / alpha) L(r+1) / L(r)} and {@code E[p | data] = a/(a+b) L(a+1) / L(a)}. */
    @Test
    void likelihoodGivesThePosteriorMeans() {
        BgNbd a = new BgNbd(0.31, 5.2, 0.85, 2.7, WEEK);
        PurchaseHistory h = PurchaseHistory.of(3, 21, 30, WEEK);
        double ll = a.logLikelihood(h);
        double rate =
                0.31 / 5.2 * Math.exp(a.withParameters(1.31, 5.2, 0.85, 2.7).logLikelihood(h) - ll);
        double dropout =
                0.85 / 3.55 * Math.exp(a.withParameters(0.31, 5.2, 1.85, 2.7).logLikelihood(h) - ll);
        near(0.10451945560463983, rate, TIGHT, "E[lambda]");
        near(0.17932921153839233, dropout, TIGHT, "E[p]");
    }

    @Test
    void cdnowCustomers() {
        OracleTable t = OracleTable.shared("oracles/cdnow_customers.csv");
        DiscountRate discount = DiscountRate.ofContinuous(0.0027, WEEK);
        for (int i = 0; i < t.size(); i++) {
            PurchaseHistory h =
                    PurchaseHistory.of((int) t.get(i, "x"), t.get(i, "t_x_days") / 7, t.get(i, "T_days") / 7, WEEK);
            String at = t.where(i);
            near(t.get(i, "bgnbd_ll"), CDNOW.logLikelihood(h), TIGHT, at);
            near(t.get(i, "bgnbd_palive"), CDNOW.probabilityAlive(h), TIGHT, at);
            for (int weeks : new int[] {1, 13, 39, 52}) {
                double expected = CDNOW.expectedPurchases(h, Span.ofWeeks(0, weeks));
                near(t.get(i, "bgnbd_cet" + weeks), expected, TIGHT, at);
            }
            double residual = CDNOW.discountedPurchases(h, discount, Horizon.FOREVER);
            near(t.get(i, "bgnbd_dert_0.0027"), residual, TIGHT, at);
        }
        assertEquals(40, t.size());
    }

    @Test
    void cdnowNewCustomers() {
        OracleTable expected = OracleTable.shared("oracles/cdnow_expected.csv");
        for (int i = 0; i < expected.size(); i++) {
            Span span = Span.ofWeeks(0, expected.get(i, "t"));
            near(expected.get(i, "bgnbd_expected"), CDNOW.expectedPurchases(NEW, span), TIGHT, expected.where(i));
        }
        OracleTable pmf = OracleTable.shared("oracles/cdnow_pmf.csv");
        for (int i = 0; i < pmf.size(); i++) {
            Span span = Span.ofWeeks(0, pmf.get(i, "t"));
            double p = CDNOW.probabilityOfPurchases(NEW, (int) pmf.get(i, "k"), span);
            near(pmf.get(i, "bgnbd_pmf"), p, TIGHT, pmf.where(i));
        }
        assertTrue(expected.size() > 10 && pmf.size() > 50);
    }

    /** Cumulative expected repeat purchases of the whole cohort, by the week in which each customer was born. */
    @Test
    void cdnowTracking() {
        OracleTable t = OracleTable.shared("oracles/cdnow_tracking.csv");
        int[] born = new int[273];
        for (double age : Cdnow.calibration().ages()) {
            // who is 272 days old on the last day, 1997-09-30, was born on the first, day 0
            born[272 - (int) Math.rint(7 * age)]++;
        }
        for (int week = 1; week <= t.size(); week++) {
            double sum = 0;
            for (int day = 0; day < born.length && day < 7 * week; day++) {
                if (born[day] > 0) {
                    sum += born[day] * CDNOW.expectedPurchases(NEW, Span.ofWeeks(0, (7 * week - day) / 7.0));
                }
            }
            near(t.get(week - 1, "bgnbd"), sum, TIGHT, t.where(week - 1));
        }
    }

    /** Sum of the expected purchases in the 39 weeks after the data: 1653.408698, where 1882 happened. */
    @Test
    void cdnowHoldout() {
        PurchaseHistories all = Cdnow.calibration();
        double sum = 0;
        for (double e : CDNOW.expectedPurchases(all, Span.ofWeeks(0, 39))) {
            sum += e;
        }
        assertEquals(1653.408698, sum, 1e-5);
        double variance = 0;
        for (double v : CDNOW.varianceOfPurchases(all, Span.ofWeeks(0, 39))) {
            variance += v;
        }
        assertEquals(69.549781, Math.sqrt(variance), 1e-5);
    }
}
