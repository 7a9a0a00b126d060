package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.DiscountRate;
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
}
