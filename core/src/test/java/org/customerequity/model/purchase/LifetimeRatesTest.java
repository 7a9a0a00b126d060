package org.customerequity.model.purchase;

import static org.customerequity.model.purchase.ParetoNbdOracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.model.purchase.ParetoNbdOracle.Row;
import org.customerequity.value.Distribution;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Time to the next purchase and a customer's own rates, in the Pareto/NBD and the GGompertz/NBD. */
class LifetimeRatesTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final ParetoNbd PARETO = new ParetoNbd(0.6, 9.5, 0.7, 13, WEEK);
    private static final GGompertzNbd RISING = new GGompertzNbd(0.8, 6, 0.05, 0.7, 2, WEEK);
    private static final GGompertzNbd FALLING = new GGompertzNbd(1.2, 9, 0.02, 0.6, 0.03, WEEK);
    private static final GGompertzNbd SUDDEN = new GGompertzNbd(1.5, 8, 0.12, 0.4, 60, WEEK);
    private static final List<RatesModel> MODELS = List.of(PARETO, RISING, FALLING, SUDDEN);

    private static final List<PurchaseHistory> HISTORIES = List.of(
            PurchaseHistory.newCustomer(WEEK),
            PurchaseHistory.of(0, 0, 30, WEEK),
            PurchaseHistory.of(1, 1, 30, WEEK),
            PurchaseHistory.of(3, 21, 30, WEEK),
            PurchaseHistory.of(12, 30, 30, WEEK),
            PurchaseHistory.of(60, 45, 52, WEEK));

    record Case(RatesModel model, PurchaseHistory history) {}

    static Stream<Case> cases() {
        return MODELS.stream().flatMap(m -> HISTORIES.stream().map(h -> new Case(m, h)));
    }

    static List<Row> next() {
        return ParetoNbdOracle.rows("paretonbd-next.csv");
    }

    static List<Row> rates() {
        return ParetoNbdOracle.rows("paretonbd-rates.csv");
    }

    private static ParetoNbd pareto(Row row) {
        return new ParetoNbd(row.get("r"), row.get("alpha"), row.get("s"), row.get("beta"), WEEK);
    }

    private static PurchaseHistory history(Row row) {
        return PurchaseHistory.of((int) row.get("x"), row.get("t_x"), row.get("T"), WEEK);
    }

    /**
     * Customers watched for a moment, whose rates the history hardly changes: 40 digits, by quadrature of the definition with
     * mpmath.
     */
    @Test
    void covarianceOfRatesThatHardlyDiffer() {
        ParetoNbd slow = new ParetoNbd(0.00363190553251712, 5145.258637361089, 0.995, 74.41066253398739, WEEK);
        double covariance = slow.rates(PurchaseHistory.of(0, 0, 2.2834392243098154E-6, WEEK))
                .covariance();
        assertClose(6.4271992141065683804e-26, covariance, 1e-12, "Cov after a second");
        ParetoNbd fast = new ParetoNbd(
                3.8978340120529387, 341.3249741181931, 0.0014306409420670706, 1.2217905521755634E-4, WEEK);
        covariance =
                fast.rates(PurchaseHistory.of(0, 0, 8.36291874609303E-6, WEEK)).covariance();
        assertClose(1.072526582436924362e-10, covariance, 1e-12, "Cov after five seconds");
    }

    // --- next purchase -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("next")
    void nextPurchaseAgreesWithTheSheet(Row row) {
        ParetoNbd m = pareto(row);
        assertClose(row.get("p_alive"), m.probabilityAlive(history(row)), 1e-14, "P(alive) of " + row);
        NextPurchase next = m.nextPurchase(history(row));
        assertClose(row.get("ever"), next.probabilityEver(), 1e-14, "P(ever) of " + row);
        assertClose(row.get("f4"), next.probabilityWithin(4), 1e-14, "F(4) of " + row);
        assertClose(row.get("f26"), next.probabilityWithin(26), 1e-14, "F(26) of " + row);
        assertQuantile(row.get("q25"), next.quantile(0.25), row);
        assertQuantile(row.get("median"), next.median(), row);
    }

    private static void assertQuantile(double expected, OptionalDouble actual, Row row) {
        if (expected == Double.POSITIVE_INFINITY) {
            assertTrue(actual.isEmpty(), () -> actual + ", but never is likelier, of " + row);
        } else {
            assertClose(expected, actual.orElseThrow(), 2e-13, "quantile of " + row);
        }
    }

    @Test
    void nextPurchaseOfANewCustomer() {
        NextPurchase next = PARETO.nextPurchase(PurchaseHistory.newCustomer(WEEK));
        assertClose(0.50569789073447459, next.probabilityEver(), 1e-14, "P(ever)");
        assertClose(0.40593049889401991, next.probabilityWithin(26), 1e-14, "F(26)");
    }

    /** F(u) = 1 - P(no purchase in (0, u]), by two integrals that share nothing; P(never) exceeds P(gone). */
    @ParameterizedTest
    @MethodSource("cases")
    void nextPurchaseIsWhatCountsSay(Case c) {
        NextPurchase next = c.model.nextPurchase(c.history);
        double before = 0;
        for (double u : new double[] {0, 1e-3, 0.5, 4, 26, 300}) {
            double none = c.model.probabilityOfPurchases(c.history, 0, Span.first(u, WEEK));
            assertEquals(1 - none, next.probabilityWithin(u), 1e-13, () -> "F(" + u + ") of " + c);
            assertTrue(next.probabilityWithin(u) >= before * (1 - 1e-14), "F rises");
            before = next.probabilityWithin(u);
        }
        double ever = next.probabilityEver();
        assertTrue(ever >= before * (1 - 1e-14) && ever < c.model.probabilityAlive(c.history), () -> "P(ever) of " + c);
        assertEquals(next.probabilityWithin(1e14), ever, 1e-7, "1e14 weeks are for ever, here");
        for (double p : new double[] {1e-6, 0.3 * ever, 0.999 * ever}) {
            assertClose(
                    p,
                    next.probabilityWithin(next.quantile(p).orElseThrow()),
                    1e-12,
                    "F of quantile " + p + " of " + c);
        }
        if (ever < 1) {
            assertTrue(next.quantile(Math.min(0.999999, ever * 1.0001)).isEmpty(), () -> "never, of " + c);
        }
    }

    /** Where R + s is tiny, buying takes more time than doubles have orders of magnitude. */
    @Test
    void nextPurchaseMayTakeAgesOfTheUniverse() {
        ParetoNbd m = new ParetoNbd(1e-4, 1, 1e-4, 1e4, WEEK);
        NextPurchase next = m.nextPurchase(PurchaseHistory.newCustomer(WEEK));
        // alpha < beta: R/(R+s) (A/D)^R 2F1(R, R+s; R+s+1; 1-A/D), the last factor 1 + O(R (R+s) ln)
        double ever = next.probabilityEver();
        assertEquals(0.5 * Math.pow(1e-4, 1e-4) / Math.pow(1, 1e-4), ever, 1e-3);
        assertTrue(next.probabilityWithin(1e300) < ever);
        assertEquals(
                1 - m.probabilityOfPurchases(PurchaseHistory.newCustomer(WEEK), 0, Span.first(1e6, WEEK)),
                next.probabilityWithin(1e6),
                1e-13);
    }

    @Test
    void columnsOfNextPurchases() {
        PurchaseHistories all =
                PurchaseHistories.ofColumns(new int[] {3, 1}, new double[] {21, 1}, new double[] {30, 30}, WEEK);
        double[] within = PARETO.probabilityOfBuyingWithin(all, 26);
        double[] median = PARETO.nextPurchaseQuantile(all, 0.5);
        assertEquals(PARETO.nextPurchase(all.row(0)).probabilityWithin(26), within[0], 0.0);
        assertClose(16.095131367471064, median[0], 1e-12, "median");
        assertEquals(Double.POSITIVE_INFINITY, median[1], 0.0);
    }

    // --- rates -------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("rates")
    void ratesAgreeWithTheSheet(Row row) {
        CustomerRates rates = pareto(row).rates(history(row));
        Distribution mu = rates.dropout().orElseThrow();
        assertClose(row.get("p_alive"), rates.probabilityAlive(), 1e-12, "P(alive) of " + row);
        assertClose(row.get("lambda"), rates.purchaseRate().mean(), 1e-14, "E[lambda] of " + row);
        assertClose(row.get("lambda_variance"), rates.purchaseRate().variance(), 1e-14, "Var(lambda) of " + row);
        assertClose(row.get("mu"), mu.mean(), 1e-14, "E[mu] of " + row);
        assertClose(row.get("mu_variance"), mu.variance(), 1e-14, "Var(mu) of " + row);
        assertClose(row.get("covariance"), rates.covariance(), 1e-13, "Cov of " + row);
    }

    /** Sheet 20 C: printed to 17 digits. */
    @Test
    void densityAgreesWithTheSheet() {
        assertClose(
                7.2808084258231763,
                PARETO.rates(PurchaseHistory.of(3, 21, 30, WEEK)).purchaseRate().density(0.1),
                1e-14,
                "density");
        assertClose(
                3.9623243379036244,
                PARETO.rates(PurchaseHistory.of(1, 1, 30, WEEK)).purchaseRate().density(0.1),
                1e-14,
                "density");
    }

    /** E[lambda^l mu^m | history] is that of the prior times L(r + l, s + m)/L(r, s). */
    @ParameterizedTest
    @MethodSource("cases")
    void momentsAreRatiosOfLikelihoods(Case c) {
        CustomerRates rates = c.model.rates(c.history);
        Distribution lambda = rates.purchaseRate();
        Distribution mu = rates.dropout().orElseThrow();
        assertClose(c.model.probabilityAlive(c.history), rates.probabilityAlive(), 1e-13, "P(alive) of " + c);
        double mean = moment(c, 1, 0);
        double leaving = moment(c, 0, 1);
        assertClose(mean, lambda.mean(), 1e-12, "E[lambda] of " + c);
        assertClose(leaving, mu.mean(), 1e-12, "E[mu] of " + c);
        assertClose(moment(c, 2, 0) - mean * mean, lambda.variance(), 1e-10, "Var(lambda) of " + c);
        assertClose(moment(c, 0, 2) - leaving * leaving, mu.variance(), 1e-10, "Var(mu) of " + c);
        assertEquals(moment(c, 1, 1) - mean * leaving, rates.covariance(), 1e-12 * mean * leaving, () -> "Cov of " + c);
    }

    private static double moment(Case c, int l, int m) {
        double[] p = c.model.parameters();
        boolean pareto = p.length == 4;
        int s = pareto ? 2 : 3;
        int beta = pareto ? 3 : 4;
        double prior = SpecialFunctions.logRising(p[0], l)
                - l * Math.log(p[1])
                + SpecialFunctions.logRising(p[s], m)
                - m * Math.log(p[beta]);
        double[] shifted = p.clone();
        shifted[0] += l;
        shifted[s] += m;
        return Math.exp(
                prior + c.model.withParameters(shifted).logLikelihood(c.history) - c.model.logLikelihood(c.history));
    }

    /** Density, distribution function, mean, variance and quantiles belong together. */
    @ParameterizedTest
    @MethodSource("cases")
    void distributionsAreConsistent(Case c) {
        CustomerRates rates = c.model.rates(c.history);
        for (Distribution d : List.of(rates.purchaseRate(), rates.dropout().orElseThrow())) {
            double before = 0;
            for (double p : new double[] {1e-8, 0.01, 0.3, 0.5, 0.9, 0.999, 1 - 1e-9}) {
                double q = d.quantile(p);
                assertTrue(q > before, () -> "quantiles rise, of " + c);
                assertEquals(p, d.probabilityBelow(q), 1e-12 * p + 1e-15, () -> "F of quantile of " + c);
                if (before > 0) {
                    double mass = Quadrature.adaptive(
                            y -> Math.exp(y) * d.density(Math.exp(y)), Math.log(before), Math.log(q), 1e-11);
                    assertEquals(p, d.probabilityBelow(before) + mass, 1e-11, () -> "mass to " + p + " of " + c);
                }
                before = q;
            }
            double low = Math.log(d.quantile(1e-14));
            double high = Math.log(d.quantile(1 - 1e-15));
            double mean = Quadrature.adaptive(y -> Math.exp(2 * y) * d.density(Math.exp(y)), low, high, 1e-11);
            assertClose(d.mean(), mean, 1e-10, "mean of " + c);
            double square = Quadrature.adaptive(y -> Math.exp(3 * y) * d.density(Math.exp(y)), low, high, 1e-11);
            assertClose(d.variance() + d.mean() * d.mean(), square, 1e-9, "second moment of " + c);
        }
    }

    @Test
    void edgesOfTheDistributions() {
        CustomerRates rates = PARETO.rates(PurchaseHistory.of(0, 0, 30, WEEK));
        for (Distribution d : List.of(rates.purchaseRate(), rates.dropout().orElseThrow())) {
            assertEquals(0, d.density(-1), 0.0);
            assertEquals(Double.POSITIVE_INFINITY, d.density(0), 0.0, "shapes below 1 have a pole");
            assertEquals(0, d.probabilityBelow(0), 0.0);
            assertEquals(1, d.probabilityBelow(1e9), 0.0);
            assertEquals(
                    "p must be in (0, 1), was 1.0 (0.5 for the median)",
                    assertThrows(IllegalArgumentException.class, () -> d.quantile(1))
                            .getMessage());
        }
        ParetoNbd unitShapes = new ParetoNbd(1, 9, 1, 12, WEEK);
        for (PurchaseHistory h : List.of(PurchaseHistory.of(0, 0, 30, WEEK), PurchaseHistory.newCustomer(WEEK))) {
            Distribution lambda = unitShapes.rates(h).purchaseRate();
            assertClose(lambda.density(1e-14), lambda.density(0), 1e-10, "density of lambda at 0");
            Distribution mu = unitShapes.rates(h).dropout().orElseThrow();
            assertClose(mu.density(1e-14), mu.density(0), 1e-8, "density of mu at 0");
        }
        assertEquals(
                0,
                unitShapes
                        .rates(PurchaseHistory.of(2, 3, 30, WEEK))
                        .purchaseRate()
                        .density(0),
                0.0);
    }

    /** Customers drawn from the prior of whom this history came true. */
    @Test
    void ratesAgreeWithSimulation() {
        GGompertzNbd m = new GGompertzNbd(0.9, 8, 0.1, 0.6, 4, WEEK);
        double t = 12;
        SplittableRandom random = new SplittableRandom(5);
        double n = 0;
        double lambdas = 0;
        double etas = 0;
        double alive = 0;
        for (int i = 0; i < 200_000; i++) {
            double lambda = RandomDraws.gamma(m.r(), m.alpha(), random);
            double eta = RandomDraws.gamma(m.s(), m.beta(), random);
            double life = Math.log1p(random.nextExponential() / eta) / m.b();
            if (random.nextExponential() > lambda * Math.min(life, t)) {
                n++;
                lambdas += lambda;
                etas += eta;
                alive += life > t ? 1 : 0;
            }
        }
        CustomerRates rates = m.rates(PurchaseHistory.of(0, 0, t, WEEK));
        Distribution lambda = rates.purchaseRate();
        Distribution eta = rates.dropout().orElseThrow();
        assertEquals(lambda.mean(), lambdas / n, 4 * lambda.standardDeviation() / Math.sqrt(n));
        assertEquals(eta.mean(), etas / n, 4 * eta.standardDeviation() / Math.sqrt(n));
        assertEquals(rates.probabilityAlive(), alive / n, 4 * 0.5 / Math.sqrt(n));
    }
}
