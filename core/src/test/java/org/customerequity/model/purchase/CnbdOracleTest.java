package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Supplier;
import org.customerequity.history.IntervalSummary;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** The BG/CNBD-k and the MBG/CNBD-k against values of 16 digits and more. */
class CnbdOracleTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    /** Models of the row: BG, then MBG. */
    private static RatesModel[] models(OracleTable t, int row) {
        int k = (int) t.get(row, "k");
        double r = t.get(row, "r");
        double alpha = t.get(row, "alpha");
        double a = t.get(row, "a");
        double b = t.get(row, "b");
        return new RatesModel[] {new BgCnbd(k, r, alpha, a, b, WEEK), new MbgCnbd(k, r, alpha, a, b, WEEK)};
    }

    private static PurchaseHistory history(OracleTable t, int row) {
        return PurchaseHistory.of((int) t.get(row, "x"), t.get(row, "t_x"), t.get(row, "T"), WEEK);
    }

    private static void assertClose(double exact, double found, double relative, Supplier<String> what) {
        assertEquals(exact, found, relative * Math.abs(exact), what);
    }

    @Test
    void sheet() {
        OracleTable t = OracleTable.resource("cnbd.csv");
        PurchaseHistory newCustomer = PurchaseHistory.newCustomer(WEEK);
        for (int i = 0; i < t.size(); i++) {
            int row = i;
            PurchaseHistory h = history(t, i);
            int k = (int) t.get(i, "k");
            // some of the sums of logs in the file are larger than that of any intervals: they enter linearly
            double lower = h.frequency() <= 1 ? 0 : 0.5;
            PurchaseHistory known = h.withIntervals(IntervalSummary.of(h.frequency(), t.get(i, "litt") - lower));
            Span ahead = Span.first(t.get(i, "t"), WEEK);
            int n = (int) t.get(i, "n");
            RatesModel[] models = models(t, i);
            for (int m = 0; m < 2; m++) {
                RatesModel model = models[m];
                String name = m == 0 ? "bg" : "mbg";
                Supplier<String> what = () -> model + ", " + t.where(row);
                assertClose(t.get(i, "ll_" + name) - (k - 1) * lower, model.logLikelihood(known), 1e-13, what);
                assertClose(t.get(i, "alive_" + name), model.probabilityAlive(h), 1e-13, what);
                assertClose(t.get(i, "new_" + name), model.expectedPurchases(newCustomer, ahead), 1e-12, what);
                assertClose(t.get(i, "expected_" + name), model.expectedPurchases(h, ahead), 1e-12, what);
                assertClose(
                        t.get(i, "new_pmf_" + name), model.probabilityOfPurchases(newCustomer, n, ahead), 1e-12, what);
                assertClose(t.get(i, "pmf_" + name), model.probabilityOfPurchases(h, n, ahead), 1e-12, what);
            }
        }
    }

    /** One by one, where a later interval is answered for all states at once, and by column, where each is asked. */
    @Test
    void corners() {
        OracleTable t = OracleTable.resource("cnbd-corners.csv");
        for (int i = 0; i < t.size(); i++) {
            int row = i;
            PurchaseHistory h = history(t, i);
            PurchaseHistory known = h.withIntervals(IntervalSummary.of(h.frequency(), t.get(i, "litt")));
            PurchaseHistories column = PurchaseHistories.ofColumns(
                    new int[] {h.frequency()}, new double[] {h.recency()}, new double[] {h.age()}, WEEK);
            double t1 = t.get(i, "t1");
            double t2 = t.get(i, "t2");
            Span early = Span.first(t1, WEEK);
            Span late = Span.between(t1, t2, WEEK);
            int n = (int) t.get(i, "n");
            RatesModel[] models = models(t, i);
            for (int m = 0; m < 2; m++) {
                RatesModel model = models[m];
                String name = m == 0 ? "_bg" : "_mbg";
                Supplier<String> what = () -> model + ", " + t.where(row);
                double ll = t.get(i, "ll" + name);
                assertEquals(ll, model.logLikelihood(known), 1e-13 * Math.max(1, Math.abs(ll)), what);
                assertClose(t.get(i, "alive" + name), model.probabilityAlive(h), 1e-12, what);
                assertClose(t.get(i, "later" + name), model.probabilityAlive(h, t1), 1e-11, what);
                assertClose(t.get(i, "early" + name), model.expectedPurchases(h, early), 1e-11, what);
                assertClose(t.get(i, "late" + name), model.expectedPurchases(h, late), 1e-11, what);
                assertClose(t.get(i, "late" + name), model.expectedPurchases(column, late)[0], 1e-11, what);
                assertClose(t.get(i, "next" + name), model.nextPurchase(h).probabilityWithin(t2), 1e-11, what);
                // a logarithm of the probability is worth as many digits of it
                assertEquals(t.get(i, "logp_early" + name), model.logProbabilityOfPurchases(h, n, early), 1e-11, what);
                assertEquals(t.get(i, "logp_late" + name), model.logProbabilityOfPurchases(h, n, late), 1e-10, what);
                assertClose(
                        Math.exp(t.get(i, "logp_late" + name)),
                        model.probabilityOfPurchases(column, n, late)[0],
                        1e-10,
                        what);
                assertClose(model.varianceOfPurchases(h, late), model.varianceOfPurchases(column, late)[0], 1e-9, what);
            }
        }
    }

    @Test
    void longTimes() {
        OracleTable t = OracleTable.resource("cnbd-long.csv");
        for (int i = 0; i < t.size(); i++) {
            int row = i;
            PurchaseHistory h = history(t, i);
            Span ahead = Span.first(t.get(i, "t"), WEEK);
            RatesModel[] models = models(t, i);
            for (int m = 0; m < 2; m++) {
                RatesModel model = models[m];
                double exact = t.get(i, m == 0 ? "expected_bg" : "expected_mbg");
                assertClose(exact, model.expectedPurchases(h, ahead), 1e-11, () -> model + ", " + t.where(row));
            }
        }
    }
}
