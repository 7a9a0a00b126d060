package org.customerequity.model.purchase;

import static org.customerequity.model.purchase.ParetoNbdOracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.ParetoNbdOracle.Row;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The GGompertz/NBD against reference values of many digits. */
class GGompertzNbdOracleTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    static List<Row> table() {
        return ParetoNbdOracle.rows("ggomnbd.csv");
    }

    static List<Row> sheet() {
        return ParetoNbdOracle.rows("ggomnbd-sheet.csv");
    }

    private static GGompertzNbd model(Row row) {
        return new GGompertzNbd(row.get("r"), row.get("alpha"), row.get("b"), row.get("s"), row.get("beta"), WEEK);
    }

    private static PurchaseHistory history(Row row) {
        return PurchaseHistory.of((int) row.get("x"), row.get("t_x"), row.get("T"), WEEK);
    }

    private static void past(Row row) {
        GGompertzNbd m = model(row);
        PurchaseHistory h = history(row);
        assertClose(row.get("log_likelihood"), m.logLikelihood(h), 1e-13, "log-likelihood of " + row);
        double odds = row.get("log_odds_dead");
        if (odds == Double.NEGATIVE_INFINITY) {
            assertEquals(odds, m.logOddsOfHavingLeft(h), 0.0);
            assertEquals(1, m.probabilityAlive(h), 0.0);
        } else {
            assertEquals(odds, m.logOddsOfHavingLeft(h), 2e-13 * Math.max(1, Math.abs(odds)), "log-odds of " + row);
            assertClose(row.get("p_alive"), m.probabilityAlive(h), 1e-12, "P(alive) of " + row);
        }
        double t = row.get("t");
        assertClose(row.get("cond_expected"), m.expectedPurchases(h, Span.first(t, WEEK)), 1e-12, "E of " + row);
    }

    @ParameterizedTest
    @MethodSource("table")
    void agreesWithTheTable(Row row) {
        past(row);
    }

    @ParameterizedTest
    @MethodSource("sheet")
    void agreesWithTheSheet(Row row) {
        past(row);
        GGompertzNbd m = model(row);
        PurchaseHistory anybody = PurchaseHistory.newCustomer(WEEK);
        double t = row.get("t");
        assertClose(row.get("expected_new"), m.expectedPurchases(anybody, Span.first(t, WEEK)), 1e-12, "E of " + row);
        DiscountRate rate = DiscountRate.ofContinuous(row.get("delta"), WEEK);
        assertClose(
                row.get("dert"), m.discountedPurchases(history(row), rate, Horizon.FOREVER), 1e-12, "DERT of " + row);
    }

    static List<Row> hard() {
        return ParetoNbdOracle.rows("ggomnbd-hard.csv");
    }

    @ParameterizedTest
    @MethodSource("hard")
    void agreesAtTheEdgesOfTheRange(Row row) {
        GGompertzNbd m = model(row);
        PurchaseHistory h = history(row);
        double logs = 1 + Math.abs(row.get("log_likelihood")) + row.get("x");
        assertEquals(row.get("log_likelihood"), m.logLikelihood(h), 1e-14 * logs, "log-likelihood of " + row);
        double odds = row.get("log_odds_dead");
        assertEquals(odds, m.logOddsOfHavingLeft(h), 2e-13 * Math.max(1, Math.abs(odds)), "log-odds of " + row);
        // P(alive) is the exponential of minus the log-odds
        double close = 1e-12 + 4e-16 * Math.max(0, odds);
        Span later = Span.between(row.get("t1"), row.get("t2"), WEEK);
        assertClose(row.get("cond_expected"), m.expectedPurchases(h, later), close, "E of " + row);
        double logPmf = row.get("log_pmf");
        assertEquals(
                logPmf,
                m.logProbabilityOfPurchases(h, (int) row.get("n"), later),
                1e-12 * (1 + Math.abs(logPmf)),
                "log pmf of " + row);
        DiscountRate rate = DiscountRate.ofContinuous(row.get("delta"), WEEK);
        assertClose(
                row.get("det"),
                m.discountedPurchases(h, rate, Horizon.of(later.to(), WEEK)),
                close,
                "discounted of " + row);
        assertClose(row.get("dert"), m.discountedPurchases(h, rate, Horizon.FOREVER), close, "for ever of " + row);
    }

    /** Sheet 17: as b and beta go to zero together, the difference from the Pareto/NBD is of the order of b. */
    @Test
    void tendsToTheParetoNbd() {
        ParetoNbd pareto = new ParetoNbd(.5533, 10.578, .6062, 11.6687, WEEK);
        PurchaseHistory h = PurchaseHistory.of(2, 30.43, 38.86, WEEK);
        double[][] published = {{1e-4, -6.084e-4, -2.589e-4}, {1e-6, -6.081e-6, -2.588e-6}, {1e-8, -6.081e-8, -2.588e-8}
        };
        for (double[] p : published) {
            GGompertzNbd m = new GGompertzNbd(.5533, 10.578, p[0], .6062, 11.6687 * p[0], WEEK);
            // the last printed digit
            assertEquals(p[1], m.logLikelihood(h) - pareto.logLikelihood(h), 6e-4 * -p[1] + 1e-14, "at b " + p[0]);
            assertEquals(
                    p[2], m.probabilityAlive(h) - pareto.probabilityAlive(h), 6e-4 * -p[2] + 1e-14, "at b " + p[0]);
        }
    }

    /** beta = 1: everybody's life is exponential with rate b s, whatever the age. */
    @Test
    void isExponentialAtBetaOne() {
        GGompertzNbd m = new GGompertzNbd(0.8, 6, 0.05, 0.7, 1, WEEK);
        double rate = 0.05 * 0.7;
        double t = 26;
        double meanTime = -Math.expm1(-rate * t) / rate;
        PurchaseHistory anybody = PurchaseHistory.newCustomer(WEEK);
        assertClose(0.8 / 6 * meanTime, m.expectedPurchases(anybody, Span.first(t, WEEK)), 1e-14, "new");
        PurchaseHistory active = PurchaseHistory.of(3, 30, 30, WEEK);
        assertClose(3.8 / 36 * meanTime, m.expectedPurchases(active, Span.first(t, WEEK)), 1e-14, "active");
        assertClose(Math.exp(-rate * 7), m.probabilityAlive(active, 7), 1e-15, "alive later");
        DiscountRate discount = DiscountRate.ofContinuous(0.01, WEEK);
        assertClose(
                3.8 / 36 / (0.01 + rate), m.discountedPurchases(active, discount, Horizon.FOREVER), 1e-14, "for ever");
    }

    /** b T = 4,000: e^(b T) has 1,737 digits, and the hazard is b s for whoever is left. */
    @Test
    void doesNotOverflow() {
        GGompertzNbd m = new GGompertzNbd(0.8, 6, 100, 1e-3, 0.5, WEEK);
        PurchaseHistory active = PurchaseHistory.of(3, 40, 40, WEEK);
        double rate = 100 * 1e-3;
        assertClose(
                3.8 / 46 * -Math.expm1(-rate * 10) / rate,
                m.expectedPurchases(active, Span.first(10, WEEK)),
                1e-13,
                "expected");
        // lives of rate 0.1 after some hundredths of a week: by Pareto's formula with s / beta = 0.1, s large
        PurchaseHistory silent = PurchaseHistory.of(3, 10, 40, WEEK);
        ParetoNbd exponential = new ParetoNbd(0.8, 6, 1e9, 1e10, WEEK);
        assertEquals(exponential.logOddsOfHavingLeft(silent), m.logOddsOfHavingLeft(silent), 1e-6);
        assertTrue(Double.isFinite(m.logLikelihood(silent)));
        assertTrue(m.rates(silent).dropout().orElseThrow().mean() >= 0);
    }

    /** Rows that are alike share an integral, and those that are nearly alike do not. */
    @Test
    void logLikelihoodByColumnIsThatOfEachRow() {
        GGompertzNbd m = new GGompertzNbd(0.553, 10.58, 0.0002, 0.603, 0.0026, PeriodUnit.WEEK);
        int n = 400;
        int[] x = new int[n];
        double[] recency = new double[n];
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i % 7;
            recency[i] = x[i] == 0 ? 0 : 3 + i % 5;
            age[i] = i % 11 == 0 ? Math.nextUp(38.0) : 38 + i % 3;
        }
        PurchaseHistories all = PurchaseHistories.ofColumns(x, recency, age, PeriodUnit.WEEK);
        double[] column = m.logLikelihood(all);
        assertEquals(n, column.length);
        for (int i = 0; i < n; i++) {
            assertEquals(m.logLikelihood(all.row(i)), column[i], 0.0, "row " + i);
        }
        PurchaseHistories days = PurchaseHistories.ofColumns(x, recency, age, PeriodUnit.DAY);
        assertThrows(IllegalArgumentException.class, () -> m.logLikelihood(days));
    }
}
