package org.customerequity.model.purchase;

import static org.customerequity.model.purchase.ParetoNbdOracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.ParetoNbdOracle.Row;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Pareto/NBD against reference values of 22 and more digits. */
class ParetoNbdOracleTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    static final ParetoNbd CDNOW = new ParetoNbd(.5532770469, 10.57768346, .6062399891, 11.66873529, WEEK);

    private static void check(Row row) {
        ParetoNbd model = new ParetoNbd(row.get("r"), row.get("alpha"), row.get("s"), row.get("beta"), WEEK);
        PurchaseHistory h = PurchaseHistory.of((int) row.get("x"), row.get("t_x"), row.get("T"), WEEK);
        Span ahead = Span.first(row.get("t"), WEEK);
        DiscountRate rate = DiscountRate.ofContinuous(row.get("delta"), WEEK);
        PurchaseHistory fresh = PurchaseHistory.newCustomer(WEEK);
        String at = row.toString();
        // rounding of the largest logarithm: R ln(A) and the like
        double slack = 2e-15 * (1 + h.frequency()) * Math.log(1 + model.alpha() + h.age());
        assertClose(row.get("log_likelihood"), model.logLikelihood(h), 1e-12, "log_likelihood " + at);
        double odds = row.get("log_odds_dead");
        assertEquals(
                odds,
                model.logOddsOfHavingLeft(h),
                odds == model.logOddsOfHavingLeft(h) ? 0 : 1e-13 * Math.abs(odds) + slack,
                "log_odds_dead " + at);
        // the result of an exponential carries the rounding error of its argument
        double relative = 1e-12 + 4e-16 * Math.min(750, Math.abs(odds));
        assertClose(row.get("p_alive"), model.probabilityAlive(h), relative, "p_alive " + at);
        assertClose(row.get("cond_expected"), model.expectedPurchases(h, ahead), relative, "cond_expected " + at);
        assertClose(row.get("expected"), model.expectedPurchases(fresh, ahead), 1e-12, "expected " + at);
        assertClose(
                row.get("pmf_k"), model.probabilityOfPurchases(fresh, (int) row.get("k"), ahead), 1e-11, "pmf_k " + at);
        assertClose(
                row.get("det"),
                model.discountedPurchases(h, rate, Horizon.of(ahead.to(), WEEK)),
                relative,
                "det " + at);
        assertClose(row.get("dert"), model.discountedPurchases(h, rate, Horizon.FOREVER), relative, "dert " + at);
    }

    @Test
    void agreesWithTheGrid() {
        List<Row> rows = ParetoNbdOracle.rows("paretonbd.csv");
        assertEquals(40, rows.size());
        rows.forEach(ParetoNbdOracleTest::check);
    }

    /** Ends of the stated range, and both sides of the removable singularities. */
    @Test
    void agreesAtHardCorners() {
        List<Row> rows = ParetoNbdOracle.rows("paretonbd-hard.csv");
        assertEquals(28, rows.size());
        for (Row row : rows) {
            ParetoNbd model = new ParetoNbd(row.get("r"), row.get("alpha"), row.get("s"), row.get("beta"), WEEK);
            PurchaseHistory h = PurchaseHistory.of((int) row.get("x"), row.get("t_x"), row.get("T"), WEEK);
            Span later = Span.between(row.get("t1"), row.get("t2"), WEEK);
            Span all = Span.first(later.to(), WEEK);
            Horizon horizon = Horizon.of(later.to(), WEEK);
            DiscountRate rate = DiscountRate.ofContinuous(row.get("delta"), WEEK);
            String at = row.toString();
            // a few units in the last place of the largest logarithm: R ln A in the likelihood, the odds where they are
            // large
            double bigR = model.r() + h.frequency();
            double slack = 4e-16
                    * (bigR * Math.abs(Math.log(model.alpha() + h.age()))
                            + model.r() * Math.abs(Math.log(model.alpha()))
                            + model.s() * (1 + Math.abs(Math.log(model.beta() + h.age()))));
            double ll = row.get("log_likelihood");
            assertEquals(ll, model.logLikelihood(h), 1e-12 * Math.abs(ll) + slack, "log_likelihood " + at);
            double odds = row.get("log_odds_dead");
            assertEquals(odds, model.logOddsOfHavingLeft(h), 1e-13 * Math.abs(odds) + 1e-13, "log_odds_dead " + at);
            double relative = 1e-12 + 4e-16 * Math.abs(odds);
            assertClose(row.get("cond_expected"), model.expectedPurchases(h, later), relative, "expected " + at);
            int k = (int) row.get("k");
            double logPmf = row.get("log_pmf");
            assertEquals(
                    logPmf,
                    model.logProbabilityOfPurchases(h, k, later),
                    1e-12 * Math.abs(logPmf) + 1e-12,
                    "pmf " + at);
            assertClose(row.get("det"), model.discountedPurchases(h, rate, horizon), relative, "det " + at);
            assertClose(row.get("dert"), model.discountedPurchases(h, rate, Horizon.FOREVER), relative, "dert " + at);
            assertClose(row.get("variance"), model.varianceOfPurchases(h, all), 1e-11, "variance " + at);
            assertClose(
                    row.get("det_variance"),
                    model.varianceOfDiscountedPurchases(h, rate, horizon),
                    1e-11,
                    "det_variance " + at);
            assertClose(
                    row.get("dert_variance"),
                    model.varianceOfDiscountedPurchases(h, rate, Horizon.FOREVER),
                    1e-11,
                    "dert_variance " + at);
        }
    }

    @Test
    void agreesOnCustomersOfCdnow() {
        List<Row> rows = ParetoNbdOracle.shared("oracles/cdnow_customers.csv");
        assertEquals(40, rows.size());
        DiscountRate rate = DiscountRate.ofContinuous(0.0027, WEEK);
        for (Row row : rows) {
            PurchaseHistory h =
                    PurchaseHistory.of((int) row.get("x"), row.get("t_x_days") / 7, row.get("T_days") / 7, WEEK);
            assertClose(row.get("paretonbd_ll"), CDNOW.logLikelihood(h), 1e-12, row.toString());
            assertClose(row.get("paretonbd_palive"), CDNOW.probabilityAlive(h), 1e-12, row.toString());
            for (int t : new int[] {1, 13, 39, 52}) {
                assertClose(
                        row.get("paretonbd_cet" + t),
                        CDNOW.expectedPurchases(h, Span.first(t, WEEK)),
                        1e-12,
                        row.toString());
            }
            assertClose(
                    row.get("paretonbd_dert_0.0027"),
                    CDNOW.discountedPurchases(h, rate, Horizon.FOREVER),
                    1e-12,
                    row.toString());
            assertClose(
                    row.get("paretonbd_det52_0.0027"),
                    CDNOW.discountedPurchases(h, rate, Horizon.of(52, WEEK)),
                    1e-12,
                    row.toString());
        }
    }

    @Test
    void agreesOnNewCustomersOfCdnow() {
        PurchaseHistory fresh = PurchaseHistory.newCustomer(WEEK);
        for (Row row : ParetoNbdOracle.shared("oracles/cdnow_expected.csv")) {
            assertClose(
                    row.get("paretonbd_expected"),
                    CDNOW.expectedPurchases(fresh, Span.first(row.get("t"), WEEK)),
                    1e-12,
                    row.toString());
        }
        for (Row row : ParetoNbdOracle.shared("oracles/cdnow_pmf.csv")) {
            // the table says 9.1227737e-82 at t = 2, k = 100; a series at 60 digits gives what stands here
            boolean misprint = row.get("t") == 2 && row.get("k") == 100;
            assertClose(
                    misprint ? 9.122774908184377871e-82 : row.get("paretonbd_pmf"),
                    CDNOW.probabilityOfPurchases(fresh, (int) row.get("k"), Span.first(row.get("t"), WEEK)),
                    1e-12,
                    row.toString());
        }
    }

    /** Expected cumulative repeat purchases of all customers, each from the day of the first purchase. */
    @Test
    void agreesWithTheTrackingTable() {
        PurchaseHistories customers = Cdnow.calibration();
        PurchaseHistory fresh = PurchaseHistory.newCustomer(WEEK);
        for (Row row : ParetoNbdOracle.shared("oracles/cdnow_tracking.csv")) {
            // the first customers came on day 0, and observation ended on day 272
            double day = 7 * row.get("week");
            double sum = 0;
            for (int i = 0; i < customers.size(); i++) {
                double since = day - (272 - Math.rint(7 * customers.age(i)));
                sum += since > 0 ? CDNOW.expectedPurchases(fresh, Span.first(since / 7, WEEK)) : 0;
            }
            assertClose(row.get("paretonbd"), sum, 1e-12, row.toString());
        }
    }

    static List<Row> intervals() {
        return ParetoNbdOracle.rows("paretonbd-intervals.csv");
    }

    /** Sheet 20 A: tails down to 1e-115, spans that do not begin now. */
    @ParameterizedTest
    @MethodSource("intervals")
    void countsInAnyIntervalAgreeWithTheSheet(Row row) {
        ParetoNbd m = new ParetoNbd(row.get("r"), row.get("alpha"), row.get("s"), row.get("beta"), WEEK);
        PurchaseHistory h = PurchaseHistory.of((int) row.get("x"), row.get("t_x"), row.get("T"), WEEK);
        Span ahead = Span.between(row.get("t1"), row.get("t2"), WEEK);
        // t2 - t1 and the exponential of a logarithm in the hundreds
        assertClose(row.get("p"), m.probabilityOfPurchases(h, (int) row.get("k"), ahead), 2e-13, row.toString());
    }
}
