package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** Every number of the BG/BB against references of 25 digits, and against the paper. */
class BgBbOracleTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    /** Fader, Hardie and Shang 2010: the donations, as printed. */
    private static final BgBb PAPER = new BgBb(1.204, 0.750, 0.657, 2.783, YEAR);

    private static final PurchaseHistory NEW = PurchaseHistory.newCustomer(YEAR);

    private static void near(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    private static PurchaseHistory donor(int x, int t, int n) {
        return PurchaseHistory.of(x, t, n, YEAR);
    }

    /** The discount rate whose period's is exactly {@code d}, to rounding. */
    private static DiscountRate perOpportunity(double d) {
        return DiscountRate.ofContinuous(Math.log1p(d), YEAR);
    }

    @Test
    void agreesWithTheFiftyDigitGrid() {
        OracleTable t = OracleTable.resource("bgbb.csv");
        assertEquals(40, t.size());
        for (int i = 0; i < t.size(); i++) {
            BgBb model = new BgBb(t.get(i, "alpha"), t.get(i, "beta"), t.get(i, "gamma"), t.get(i, "delta"), YEAR);
            PurchaseHistory h = donor((int) t.get(i, "x"), (int) t.get(i, "t_x"), (int) t.get(i, "n"));
            Span ahead = Span.first(t.get(i, "n_future"), YEAR);
            Span past = Span.first(t.get(i, "n"), YEAR);
            int k = (int) t.get(i, "k");
            String at = t.where(i);
            near(t.get(i, "log_likelihood"), model.logLikelihood(h), 1e-12, at);
            near(t.get(i, "p_alive_at_n"), model.probabilityAlive(h), 1e-12, at);
            near(t.get(i, "p_alive_at_n_plus_1"), model.probabilityAlive(h, 1), 1e-12, at);
            near(t.get(i, "cond_expected"), model.expectedPurchases(h, ahead), 1e-12, at);
            near(t.get(i, "expected_n_future"), model.expectedPurchases(NEW, ahead), 1e-12, at);
            near(t.get(i, "pmf_k_in_n"), model.probabilityOfPurchases(NEW, k, past), 1e-12, at);
            near(t.get(i, "pmf_k_in_n"), Math.exp(model.logProbabilityOfPurchases(NEW, k, past)), 1e-12, at);
            DiscountRate rate = perOpportunity(t.get(i, "d"));
            near(t.get(i, "dert"), model.discountedPurchases(h, rate, Horizon.FOREVER), 1e-10, at);
        }
    }

    @Test
    void agreesInTheCorners() {
        OracleTable t = OracleTable.resource("bgbb-corners.csv");
        assertEquals(17, t.size());
        for (int i = 0; i < t.size(); i++) {
            BgBb model = new BgBb(t.get(i, "alpha"), t.get(i, "beta"), t.get(i, "gamma"), t.get(i, "delta"), YEAR);
            PurchaseHistory h = donor((int) t.get(i, "x"), (int) t.get(i, "t_x"), (int) t.get(i, "n"));
            double m = t.get(i, "m");
            Span first = Span.first(m, YEAR);
            Span second = Span.between(m, 2 * m, YEAR);
            int k = (int) t.get(i, "k");
            String at = t.where(i);
            near(t.get(i, "log_likelihood"), model.logLikelihood(h), 1e-12, at);
            if (h.recency() == h.age()) {
                assertEquals(Double.NEGATIVE_INFINITY, model.logOddsOfHavingLeft(h), 0.0, at);
            } else {
                near(t.get(i, "log_odds_dead"), model.logOddsOfHavingLeft(h), 1e-12, at);
            }
            near(t.get(i, "p_alive"), model.probabilityAlive(h), 1e-12, at);
            near(t.get(i, "p_alive_later"), model.probabilityAlive(h, m), 1e-12, at);
            near(t.get(i, "expected"), model.expectedPurchases(h, first), 1e-12, at);
            near(t.get(i, "expected_later"), model.expectedPurchases(h, second), 1e-12, at);
            near(t.get(i, "log_pmf"), model.logProbabilityOfPurchases(h, k, first), 1e-12, at);
            near(t.get(i, "log_pmf_later"), model.logProbabilityOfPurchases(h, k, second), 1e-12, at);
            near(Math.exp(t.get(i, "log_pmf")), model.probabilityOfPurchases(h, k, first), 1e-11, at);
            near(t.get(i, "first_within"), model.nextPurchase(h).probabilityWithin(m), 1e-12, at);
            DiscountRate rate = perOpportunity(t.get(i, "d"));
            near(t.get(i, "dert"), model.discountedPurchases(h, rate, Horizon.FOREVER), 1e-11, at);
            // a variance has the digits that the second moment leaves it
            nearVariance(t.get(i, "variance"), t.get(i, "expected"), model.varianceOfPurchases(h, first), at);
            nearVariance(
                    t.get(i, "variance_later"), t.get(i, "expected_later"), model.varianceOfPurchases(h, second), at);
            nearVariance(
                    t.get(i, "dert_variance"),
                    t.get(i, "dert"),
                    model.varianceOfDiscountedPurchases(h, rate, Horizon.FOREVER),
                    at);
        }
    }

    private static void nearVariance(double expected, double mean, double actual, String what) {
        assertEquals(expected, actual, 1e-11 * (expected + mean * mean), what);
    }

    @Test
    void agreesOnWhetherThereIsANextPurchaseAtAll() {
        OracleTable t = OracleTable.resource("bgbb-ever.csv");
        assertEquals(10, t.size());
        for (int i = 0; i < t.size(); i++) {
            BgBb model = new BgBb(t.get(i, "a"), t.get(i, "b"), t.get(i, "g"), t.get(i, "d"), YEAR);
            NextPurchase next = model.nextPurchase(NEW);
            near(t.get(i, "ever"), next.probabilityEver(), 1e-12, t.where(i));
            // the sum with a finite end, by the same formula and by subtraction from the whole
            double byThen = next.probabilityWithin(1e6);
            assertTrue(byThen <= next.probabilityEver(), t.where(i));
            near(byThen, next.probabilityWithin(1e6 - 1) + difference(model, 1_000_000), 1e-11, t.where(i));
        }
    }

    /** E[p (1-p)^(k-1)] E[(1-theta)^k], from four logarithms. */
    private static double difference(BgBb m, int k) {
        double bought = SpecialFunctions.logBetaRatio(m.beta(), m.alpha() + 1, k - 1);
        double stayed = SpecialFunctions.logBetaRatio(m.delta(), m.gamma(), k);
        return m.alpha() / (m.alpha() + m.beta()) * Math.exp(bought + stayed);
    }

    /** Formula sheet 20 C: the posterior of a customer's own chances. */
    @Test
    void ratesOfTheSheet() {
        BgBb first = new BgBb(1.3, 0.8, 0.7, 2.9, YEAR);
        double[][] expected = {
            {
                -5.2872516861779276,
                0.25864647843580074,
                0.62399757024454098,
                0.038094865826235184,
                0.15925844279581181,
                0.01616244816321794,
                0.0053583066738375295
            },
            {
                -1.1839228989183763,
                0.081968414636327399,
                0.50367857279996413,
                0.0906313155441015,
                0.31622828866296156,
                0.042587832202857363,
                0.014410711650922459
            },
            {
                -9.5335962725204523,
                0.78640776699029126,
                0.55218446601941748,
                0.019728237816947874,
                0.10540915395284327,
                0.0046498483539809638,
                0.00039387043345946164
            }
        };
        BgBb[] models = {first, first, new BgBb(0.5, 1.5, 2, 9, YEAR)};
        PurchaseHistory[] donors = {donor(3, 4, 7), donor(0, 0, 7), donor(6, 9, 10)};
        for (int i = 0; i < 3; i++) {
            CustomerRates rates = models[i].rates(donors[i]);
            Distribution theta = rates.dropout().orElseThrow();
            String at = "row " + i;
            near(expected[i][0], models[i].logLikelihood(donors[i]), 1e-14, at);
            near(expected[i][1], rates.probabilityAlive(), 1e-14, at);
            near(expected[i][2], rates.purchaseRate().mean(), 1e-14, at);
            near(expected[i][3], rates.purchaseRate().variance(), 1e-13, at);
            near(expected[i][4], theta.mean(), 1e-14, at);
            near(expected[i][5], theta.variance(), 1e-13, at);
            near(expected[i][6], rates.covariance(), 1e-12, at);
        }
    }

    // --- the donations of Fader, Hardie and Shang 2010, at the printed parameters

    @Test
    void figuresOfThePaper() {
        PurchaseHistory[] donors = {donor(0, 0, 6), donor(2, 4, 6), donor(3, 4, 6), donor(6, 6, 6)};
        double[] aliveNextYear = {0.108016584169, 0.589514116434, Double.NaN, 0.930402542373};
        double[] nextFive = {0.072802877475, 1.05734894191, 1.03422849842, 3.7521156076};
        double[] residual = {0.114646996182, 1.66506990259, 1.62866077306, 5.90867831956};
        for (int i = 0; i < donors.length; i++) {
            String at = donors[i].toString();
            if (i != 2) {
                near(aliveNextYear[i], PAPER.probabilityAlive(donors[i], 1), 1e-11, at);
            }
            near(nextFive[i], PAPER.expectedPurchases(donors[i], Span.first(5, YEAR)), 1e-11, at);
            near(
                    residual[i],
                    PAPER.discountedPurchases(donors[i], DiscountRate.ofAnnualPercent(10), Horizon.FOREVER),
                    1e-11,
                    at);
        }
        // printed to two digits
        assertEquals(0.11, PAPER.probabilityAlive(donors[0], 1), 0.005);
        assertEquals(0.59, PAPER.probabilityAlive(donors[1], 1), 0.005);
        assertEquals(0.93, PAPER.probabilityAlive(donors[3], 1), 0.005);
        near(0.498490276356, PAPER.expectedPurchases(NEW, Span.first(1, YEAR)), 1e-11, "one year");
        near(2.21963139349, PAPER.expectedPurchases(NEW, Span.first(6, YEAR)), 1e-11, "six years");
        near(3.17885432649, PAPER.expectedPurchases(NEW, Span.first(10, YEAR)), 1e-11, "ten years");
    }

    /** Sums over the 11,104 donors. */
    @Test
    void totalsOfThePaper() {
        PurchaseHistories donors = Donations.calibration();
        near(-33225.581755, sum(PAPER.logLikelihood(donors)), 1e-10, "log-likelihood");
        double nextFive = sum(PAPER.expectedPurchases(donors, Span.first(5, YEAR)));
        near(12882.2684911, nextFive, 1e-11, "next five years");
        // published from unrounded parameters
        assertEquals(12884.2, nextFive, 2e-4 * nextFive);
        double residual = sum(PAPER.discountedPurchases(donors, DiscountRate.ofAnnualPercent(10), Horizon.FOREVER));
        near(20286.4699548, residual, 1e-11, "residual purchases");
        double none = 11104 * PAPER.probabilityOfPurchases(NEW, 0, Span.first(6, YEAR));
        double six = 11104 * PAPER.probabilityOfPurchases(NEW, 6, Span.first(6, YEAR));
        near(3455.7618212, none, 1e-10, "donors who never gave again");
        near(1252.3940457, six, 1e-10, "donors who always did");
        assertEquals(3454.9, none, 1e-3 * none);
        assertEquals(1253.1, six, 1e-3 * six);
    }

    private static double sum(double[] column) {
        double sum = 0;
        for (double value : column) {
            sum += value;
        }
        return sum;
    }
}
