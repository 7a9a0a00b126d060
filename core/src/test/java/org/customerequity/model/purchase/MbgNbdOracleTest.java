package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** Every number of the MBG/NBD against references of 12 digits and more. */
class MbgNbdOracleTest {
    /** Of a formula in elementary functions. */
    private static final double TIGHT = 1e-12;

    /** Of one that needs a hypergeometric function or a quadrature. */
    private static final double LOOSE = 1e-10;

    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    /** As printed in the public tests of other programs. */
    private static final MbgNbd PRINTED = new MbgNbd(0.525, 6.183, 0.891, 1.614, WEEK);
    /** The exact maximum for CDNOW, rounded to 10 digits. */
    private static final MbgNbd CDNOW = new MbgNbd(0.5248431591, 6.18308528, 0.8913593907, 1.61400224, WEEK);

    private static final PurchaseHistory CUSTOMER_1 = PurchaseHistory.of(2, 30.43, 38.86, WEEK);
    private static final PurchaseHistory CUSTOMER_3 = PurchaseHistory.of(0, 0, 38.86, WEEK);
    private static final PurchaseHistory NEW = PurchaseHistory.newCustomer(WEEK);

    private static void near(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    private static MbgNbd model(OracleTable t, int i) {
        return new MbgNbd(t.get(i, "r"), t.get(i, "alpha"), t.get(i, "a"), t.get(i, "b"), WEEK);
    }

    private static PurchaseHistory history(OracleTable t, int i) {
        return PurchaseHistory.of((int) t.get(i, "x"), t.get(i, "t_x"), t.get(i, "T"), WEEK);
    }

    @Test
    void agreesWithTheFiftyDigitGrid() {
        OracleTable t = OracleTable.resource("mbgnbd.csv");
        assertEquals(40, t.size());
        for (int i = 0; i < t.size(); i++) {
            MbgNbd model = model(t, i);
            PurchaseHistory h = history(t, i);
            Span span = Span.first(t.get(i, "t"), WEEK);
            Horizon horizon = Horizon.of(t.get(i, "t"), WEEK);
            DiscountRate discount = DiscountRate.ofContinuous(t.get(i, "delta"), WEEK);
            int k = (int) t.get(i, "k");
            String at = t.where(i);
            near(t.get(i, "log_likelihood"), model.logLikelihood(h), TIGHT, at);
            near(t.get(i, "p_alive"), model.probabilityAlive(h), TIGHT, at);
            near(t.get(i, "log_odds_dead"), model.logOddsOfHavingLeft(h), TIGHT, at);
            near(t.get(i, "cond_expected"), model.expectedPurchases(h, span), LOOSE, at);
            near(t.get(i, "expected"), model.expectedPurchases(NEW, span), LOOSE, at);
            near(t.get(i, "pmf_k"), model.probabilityOfPurchases(NEW, k, span), LOOSE, at);
            near(t.get(i, "pmf_k"), Math.exp(model.logProbabilityOfPurchases(NEW, k, span)), LOOSE, at);
            near(t.get(i, "det"), model.discountedPurchases(h, discount, horizon), LOOSE, at);
            near(t.get(i, "dert"), model.discountedPurchases(h, discount, Horizon.FOREVER), LOOSE, at);
        }
    }

    @Test
    void countsInAnInterval() {
        OracleTable t = OracleTable.resource("mbgnbd-intervals.csv");
        assertEquals(20, t.size());
        for (int i = 0; i < t.size(); i++) {
            Span span = Span.between(t.get(i, "t1"), t.get(i, "t2"), WEEK);
            double reference = t.get(i, "probability");
            int k = (int) t.get(i, "k");
            near(reference, model(t, i).probabilityOfPurchases(history(t, i), k, span), TIGHT, t.where(i));
            double log = model(t, i).logProbabilityOfPurchases(history(t, i), k, span);
            assertEquals(Math.log(reference), log, TIGHT * Math.max(1, -log), t.where(i));
        }
    }

    /**
     * Who bought again is, from then on, a customer of the BG/NBD with b + 1: the corners computed for that model, variances and
     * later spans among them, hold for this one.
     */
    @Test
    void agreesInTheCornersOfTheBgNbd() {
        OracleTable t = OracleTable.resource("bgnbd-corners.csv");
        int rows = 0;
        for (int i = 0; i < t.size(); i++) {
            PurchaseHistory h = history(t, i);
            // b - 1 below has a rounding error of its own, of which little is left where b is not near 1
            if (h.frequency() == 0 || t.get(i, "b") < 1.5) {
                continue;
            }
            rows++;
            MbgNbd model = new MbgNbd(t.get(i, "r"), t.get(i, "alpha"), t.get(i, "a"), t.get(i, "b") - 1, WEEK);
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
        assertTrue(rows >= 4, "rows " + rows);
    }

    @Test
    void twelveDigitsAtThePrintedParameters() {
        double tolerance = 1e-11;
        Span ahead = Span.ofWeeks(0, 39);
        near(-9.48555131453, PRINTED.logLikelihood(CUSTOMER_1), tolerance, "LL");
        near(0.706202265118, PRINTED.probabilityAlive(CUSTOMER_1), tolerance, "P(alive)");
        near(1.26296062327, PRINTED.expectedPurchases(CUSTOMER_1, ahead), tolerance, "E[Y(39)]");
        near(0.389735080919, PRINTED.probabilityAlive(CUSTOMER_3), tolerance, "P(alive) without repeats");
        double[] t = {1, 39, 78};
        double[] expected = {0.0530847952637, 1.1829536656, 1.80475757755};
        for (int i = 0; i < t.length; i++) {
            near(expected[i], PRINTED.expectedPurchases(NEW, Span.ofWeeks(0, t[i])), tolerance, "E[X(" + t[i] + ")]");
        }
    }

    /** Where nearly nothing has happened yet, and where nearly nobody who is silent can be alive: mpmath, 50 digits. */
    @Test
    void logLikelihoodOfTheSilent() {
        double[][] rows = {
            {0.3, 5, 0.9, 3, 1e-6, -4.6153841218935583032e-8},
            {0.3, 5, 1e-4, 1e4, 1e6, -3.6618229143327462737},
            {1e4, 1, 1e-4, 1e4, 1, -18.420680753952365374},
            {1e-4, 1e4, 1e4, 1e-4, 1e-6, -9.999999899499951511e-23},
            {2, 1, 1, 1, 1, -0.47000362924573555365}
        };
        for (double[] row : rows) {
            MbgNbd model = new MbgNbd(row[0], row[1], row[2], row[3], WEEK);
            near(row[5], model.logLikelihood(PurchaseHistory.of(0, 0, row[4], WEEK)), 1e-14, Arrays.toString(row));
        }
    }

    @Test
    void cdnowCustomers() {
        OracleTable t = OracleTable.shared("oracles/cdnow_customers.csv");
        for (int i = 0; i < t.size(); i++) {
            PurchaseHistory h =
                    PurchaseHistory.of((int) t.get(i, "x"), t.get(i, "t_x_days") / 7, t.get(i, "T_days") / 7, WEEK);
            String at = t.where(i);
            near(t.get(i, "mbgnbd_ll"), CDNOW.logLikelihood(h), TIGHT, at);
            near(t.get(i, "mbgnbd_palive"), CDNOW.probabilityAlive(h), TIGHT, at);
            for (int weeks : new int[] {1, 13, 39, 52}) {
                double expected = CDNOW.expectedPurchases(h, Span.ofWeeks(0, weeks));
                near(t.get(i, "mbgnbd_cet" + weeks), expected, TIGHT, at);
            }
        }
        assertEquals(40, t.size());
    }

    @Test
    void cdnowNewCustomers() {
        OracleTable expected = OracleTable.shared("oracles/cdnow_expected.csv");
        for (int i = 0; i < expected.size(); i++) {
            Span span = Span.ofWeeks(0, expected.get(i, "t"));
            near(expected.get(i, "mbgnbd_expected"), CDNOW.expectedPurchases(NEW, span), TIGHT, expected.where(i));
        }
        OracleTable pmf = OracleTable.shared("oracles/cdnow_pmf.csv");
        for (int i = 0; i < pmf.size(); i++) {
            Span span = Span.ofWeeks(0, pmf.get(i, "t"));
            double p = CDNOW.probabilityOfPurchases(NEW, (int) pmf.get(i, "k"), span);
            near(pmf.get(i, "mbgnbd_pmf"), p, TIGHT, pmf.where(i));
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
            near(t.get(week - 1, "mbgnbd"), sum, TIGHT, t.where(week - 1));
        }
    }

    /** Sum of the expected purchases in the 39 weeks after the data, by repeat purchases so far: 1,882 happened. */
    @Test
    void cdnowHoldout() {
        PurchaseHistories all = Cdnow.calibration();
        double[] expected = CDNOW.expectedPurchases(all, Span.ofWeeks(0, 39));
        double[] alive = CDNOW.probabilityAlive(all);
        double[] byFrequency = new double[8];
        int[] customers = new int[8];
        for (int i = 0; i < expected.length; i++) {
            int x = Math.min(7, all.frequency(i));
            byFrequency[x] += expected[i];
            customers[x]++;
        }
        assertEquals(1576.728302, Arrays.stream(expected).sum(), 1e-5);
        assertEquals(0.44872141, Arrays.stream(alive).sum() / alive.length, 1e-8);
        double[] means = {0.185161, 0.551358, 1.048952, 1.492933, 2.104309, 2.563553, 3.360821, 5.848509};
        for (int x = 0; x < means.length; x++) {
            assertEquals(means[x], byFrequency[x] / customers[x], 1e-6, "x = " + x);
        }
    }
}
