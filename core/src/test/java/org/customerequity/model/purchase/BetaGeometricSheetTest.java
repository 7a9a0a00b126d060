package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.Distribution;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The next purchase and the customer's own rates, of the BG/NBD and the MBG/NBD, against 16 digits and by second routes. */
class BetaGeometricSheetTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static void near(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    private static RatesModel model(double early, double r, double alpha, double a, double b) {
        return early == 0 ? new BgNbd(r, alpha, a, b, WEEK) : new MbgNbd(r, alpha, a, b, WEEK);
    }

    private static RatesModel model(OracleTable t, int i) {
        return model(t.get(i, "early"), t.get(i, "r"), t.get(i, "alpha"), t.get(i, "a"), t.get(i, "b"));
    }

    private static PurchaseHistory history(OracleTable t, int i) {
        return PurchaseHistory.of((int) t.get(i, "x"), t.get(i, "t_x"), t.get(i, "T"), WEEK);
    }

    @Test
    void timeToTheNextPurchase() {
        OracleTable t = OracleTable.resource("beta-geometric-next.csv");
        assertEquals(7, t.size());
        for (int i = 0; i < t.size(); i++) {
            NextPurchase next = model(t, i).nextPurchase(history(t, i));
            String at = t.where(i);
            near(t.get(i, "ever"), next.probabilityEver(), 1e-13, at);
            near(t.get(i, "within4"), next.probabilityWithin(4), 1e-13, at);
            near(t.get(i, "within26"), next.probabilityWithin(26), 1e-13, at);
            quantile(t.get(i, "quarter"), next.quantile(0.25).orElse(Double.POSITIVE_INFINITY), at);
            quantile(t.get(i, "median"), next.median().orElse(Double.POSITIVE_INFINITY), at);
        }
    }

    private static void quantile(double expected, double actual, String at) {
        // where F is nearly flat an error of the last digit of P(alive) moves the quantile by more
        assertEquals(expected, actual, Double.isInfinite(expected) ? 0 : 2e-13 * expected, at);
    }

    @Test
    void ratesOfACustomer() {
        OracleTable t = OracleTable.resource("beta-geometric-rates.csv");
        assertEquals(6, t.size());
        for (int i = 0; i < t.size(); i++) {
            CustomerRates rates = model(t, i).rates(history(t, i));
            Distribution dropout = rates.dropout().orElseThrow();
            String at = t.where(i);
            near(t.get(i, "alive"), rates.probabilityAlive(), 1e-13, at);
            near(t.get(i, "rate_mean"), rates.purchaseRate().mean(), 1e-13, at);
            near(t.get(i, "rate_variance"), rates.purchaseRate().variance(), 1e-13, at);
            near(t.get(i, "dropout_mean"), dropout.mean(), 1e-13, at);
            near(t.get(i, "dropout_variance"), dropout.variance(), 1e-13, at);
            near(t.get(i, "covariance"), rates.covariance(), 1e-13, at);
        }
    }

    /**
     * {@code E[lambda] = (r/alpha) L(r+1)/L}, {@code E[lambda^2] = r (r+1)/alpha^2 L(r+2)/L}, the same of p with a and a + b,
     * and {@code E[lambda p]} with both.
     */
    @Test
    void momentsOfTheRatesAreRatiosOfLikelihoods() {
        double r = 0.6;
        double alpha = 7;
        double a = 0.8;
        double b = 2.2;
        for (double early : new double[] {0, 1}) {
            for (PurchaseHistory h : new PurchaseHistory[] {
                PurchaseHistory.newCustomer(WEEK),
                PurchaseHistory.of(0, 0, 30, WEEK),
                PurchaseHistory.of(1, 2, 30, WEEK),
                PurchaseHistory.of(4, 28, 30, WEEK),
                PurchaseHistory.of(12, 20, 30, WEEK)
            }) {
                double base = model(early, r, alpha, a, b).logLikelihood(h);
                double rate = r / alpha * ratio(model(early, r + 1, alpha, a, b), h, base);
                double rate2 = r * (r + 1) / (alpha * alpha) * ratio(model(early, r + 2, alpha, a, b), h, base);
                double drop = a / (a + b) * ratio(model(early, r, alpha, a + 1, b), h, base);
                double drop2 = a * (a + 1) / ((a + b) * (a + b + 1)) * ratio(model(early, r, alpha, a + 2, b), h, base);
                double both = r / alpha * (a / (a + b)) * ratio(model(early, r + 1, alpha, a + 1, b), h, base);
                CustomerRates rates = model(early, r, alpha, a, b).rates(h);
                Distribution dropout = rates.dropout().orElseThrow();
                String of = "early " + early + ", " + h;
                near(rate, rates.purchaseRate().mean(), 1e-13, of);
                assertEquals(rate2 - rate * rate, rates.purchaseRate().variance(), 1e-12 * rate2, of);
                near(drop, dropout.mean(), 1e-13, of);
                assertEquals(drop2 - drop * drop, dropout.variance(), 1e-12 * drop2, of);
                assertEquals(both - rate * drop, rates.covariance(), 1e-12 * both, of);
            }
        }
    }

    private static double ratio(PurchaseModel model, PurchaseHistory h, double base) {
        return Math.exp(model.logLikelihood(h) - base);
    }

    /** F is linear in the smallest u, where 1 - P(none) has no digits, and ends at P(alive). */
    @Test
    void nextPurchaseAtBothEnds() {
        for (double early : new double[] {0, 1}) {
            RatesModel model = model(early, 0.31, 5.2, 0.85, 2.7);
            PurchaseHistory h = PurchaseHistory.of(3, 21, 30, WEEK);
            NextPurchase next = model.nextPurchase(h);
            double slope = model.probabilityAlive(h) * 3.31 / 35.2;
            for (double u : new double[] {1e-300, 1e-100, 1e-20, 1e-14}) {
                near(slope * u, next.probabilityWithin(u), 1e-13, "F(" + u + ")");
            }
            near(next.probabilityEver(), next.probabilityWithin(1e12), 1e-13, "F(1e12)");
            double tiny = next.quantile(1e-12).orElseThrow();
            near(1e-12 / slope, tiny, 1e-11, "quantile of 1e-12");
            double last = next.quantile(next.probabilityEver() * (1 - 1e-9)).orElseThrow();
            near(next.probabilityEver() * (1 - 1e-9), next.probabilityWithin(last), 1e-13, "F near its end");
            assertTrue(next.quantile(Math.nextUp(next.probabilityEver())).isEmpty());
        }
    }

    /** Column forms of the next purchase and of rates, over customers who never bought again and who did, alive and gone. */
    @Test
    void columns() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 500;
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = 60 * random.nextDouble();
            x[i] = random.nextInt(5) * random.nextInt(8);
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
        }
        PurchaseHistories all = PurchaseHistories.ofColumns(x, tx, age, WEEK);
        for (double early : new double[] {0, 1}) {
            RatesModel model = model(early, 0.31, 5.2, 0.85, 2.7);
            double[] within = model.probabilityOfBuyingWithin(all, 8);
            double[] median = model.nextPurchaseQuantile(all, 0.5);
            double[] covariance = model.rates(all, CustomerRates::covariance);
            int never = 0;
            for (int i = 0; i < n; i++) {
                PurchaseHistory h = all.row(i);
                assertEquals(model.nextPurchase(h).probabilityWithin(8), within[i], 0.0);
                assertEquals(model.nextPurchase(h).median().orElse(Double.POSITIVE_INFINITY), median[i], 0.0);
                assertEquals(model.rates(h).covariance(), covariance[i], 0.0);
                never += Double.isInfinite(median[i]) ? 1 : 0;
            }
            assertTrue(never > 50 && never < 450, "never: " + never);
        }
    }
}
