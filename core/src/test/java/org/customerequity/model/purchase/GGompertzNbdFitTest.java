package org.customerequity.model.purchase;

import static org.customerequity.model.purchase.ParetoNbdOracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The maximum-likelihood fit of the GGompertz/NBD. */
class GGompertzNbdFitTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static PurchaseHistories simulate(PurchaseModel model, int n, double youngest, double oldest, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = youngest + (oldest - youngest) * random.nextDouble();
            double[] times = model.simulatePurchases(PurchaseHistory.newCustomer(WEEK), age[i], random);
            x[i] = times.length;
            tx[i] = x[i] == 0 ? 0 : times[x[i] - 1];
        }
        return PurchaseHistories.ofColumns(x, tx, age, WEEK);
    }

    /** Gradient and Hessian against differences: slow and sudden ends, b T from nearly 0 to 2,000. */
    @ParameterizedTest
    @CsvSource({
        "-0.6, 2.4, -6, -0.5, -3.7",
        "0.3, 1.5, -2.1, 0.2, 3",
        "-2, -1, -3, 0.5, 4",
        "1, 5, -1, -2, -2",
        "0, 2, -4, 2, 0",
        "-0.6, 2.4, -12, -0.5, -9.5",
        "-5, 0, 0, -3, 8"
    })
    void derivativesAgreeWithDifferences(double r, double alpha, double b, double s, double beta) {
        PurchaseHistories mixed = PurchaseHistories.ofColumns(
                new int[] {0, 0, 1, 1, 3, 7, 40, 400, 2},
                new double[] {0, 0, 2, 30, 29.9, 12, 39, 30, 1e-3},
                new double[] {39, .01, 30, 30, 30, 39, 39, 31, 2000},
                WEEK);
        GGompertzNbdObjective objective = new GGompertzNbdObjective(ParetoNbdRows.of(mixed, 1));
        double[] u = {r, alpha, b, s, beta};
        double[] gradient = new double[5];
        double[][] hessian = new double[5][5];
        double value = objective.evaluate(u, gradient, hessian);
        double[] p = Arrays.stream(u).map(Math::exp).toArray();
        double exact = Arrays.stream(new GGompertzNbd(p[0], p[1], p[2], p[3], p[4], WEEK).logLikelihood(mixed))
                .sum();
        assertEquals(exact, value, 1e-12 * Math.abs(exact));
        double h = 1e-3;
        double[] weights = {-1 / 60.0, 3 / 20.0, -3 / 4.0, 3 / 4.0, -3 / 20.0, 1 / 60.0};
        int[] moves = {-3, -2, -1, 1, 2, 3};
        for (int j = 0; j < 5; j++) {
            double difference = 0;
            for (int k = 0; k < 6; k++) {
                double[] at = u.clone();
                at[j] += moves[k] * h;
                difference += weights[k] * objective.value(at) / h;
            }
            assertEquals(difference, gradient[j], 1e-8 * (1 + Math.abs(value)), "derivative " + j);
        }
        double[][] differences = NewtonMaximizer.hessianByDifferences(
                at -> {
                    double[] g = new double[5];
                    objective.evaluate(at, g, new double[5][5]);
                    return g;
                },
                u);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                assertEquals(differences[i][j], hessian[i][j], 1e-7 * (1 + Math.abs(value)), i + "," + j);
            }
        }
    }

    /** CDNOW asks for no more than the Pareto/NBD, whose maximum is -9594.97617894: b and beta run to zero. */
    @Test
    void saysThatCdnowIsTheParetoLimit() {
        FitOutcome<GGompertzNbd> outcome = GGompertzNbd.fit(Cdnow.calibration());
        FitReport report = outcome.report();
        assertEquals(-9594.9761789395, report.logLikelihood(), 1e-3);
        assertTrue(report.logLikelihood() >= -9594.9762, report::toString);
        FitOutcome.NotConverged<GGompertzNbd> not = (FitOutcome.NotConverged<GGompertzNbd>) outcome;
        assertEquals(FitVerdict.BOUNDARY, report.verdict());
        assertEquals(
                "b goes to zero and beta goes to zero: the hazard of leaving does not rise, and the Pareto/NBD with"
                        + " beta = 11.67, the limit of beta/b, describes these data",
                not.reason());
    }

    /** A base whose customers leave suddenly: the parameters come back, and the Pareto/NBD is told apart. */
    @Test
    void recoversAGompertzBase() {
        GGompertzNbd truth = new GGompertzNbd(1.2, 4, 0.12, 0.8, 30, WEEK);
        PurchaseHistories base = simulate(truth, 4000, 10, 60, 4);
        FitOutcome<GGompertzNbd> outcome = GGompertzNbd.fit(base);
        GGompertzNbd found = outcome.orThrow();
        FitReport report = outcome.report();
        assertEquals(FitVerdict.CONVERGED, report.verdict(), report::toString);
        double[][] covariance = report.logCovariance();
        for (int j = 0; j < 5; j++) {
            assertEquals(
                    Math.log(truth.parameters()[j]),
                    Math.log(found.parameters()[j]),
                    4 * Math.sqrt(covariance[j][j]),
                    truth.parameterNames().get(j));
        }
        double pareto = ParetoNbd.fit(base).report().logLikelihood();
        assertTrue(report.logLikelihood() > pareto + 50, () -> report + " but Pareto/NBD " + pareto);
        assertEquals(
                Arrays.stream(found.logLikelihood(base)).sum(),
                report.logLikelihood(),
                1e-8,
                "likelihood of the model");
    }

    /** Neither order nor unit matters. */
    @Test
    void doesNotDependOnOrderOrUnit() {
        PurchaseHistories weeks = simulate(new GGompertzNbd(1.2, 4, 0.15, 0.8, 30, WEEK), 1000, 10, 60, 11);
        GGompertzNbd m = GGompertzNbd.fit(weeks).orThrow();
        int[] order = IntStream.range(0, weeks.size())
                .map(i -> (int) ((i * 1237L + 5) % weeks.size()))
                .toArray();
        assertModel(m, GGompertzNbd.fit(weeks.select(order)).orThrow());
        PurchaseHistories days = PurchaseHistories.ofColumns(
                weeks.frequencies(),
                Arrays.stream(weeks.recencies()).map(t -> 7 * t).toArray(),
                Arrays.stream(weeks.ages()).map(t -> 7 * t).toArray(),
                PeriodUnit.DAY);
        assertModel(
                new GGompertzNbd(m.r(), 7 * m.alpha(), m.b() / 7, m.s(), m.beta(), PeriodUnit.DAY),
                GGompertzNbd.fit(days).orThrow());
    }

    private static void assertModel(GGompertzNbd expected, GGompertzNbd actual) {
        for (int j = 0; j < 5; j++) {
            assertClose(
                    expected.parameters()[j],
                    actual.parameters()[j],
                    1e-6,
                    expected.parameterNames().get(j));
        }
    }

    /** Hard bases: the fit equals the best of many starts, or says that the likelihood has its maximum at a limit. */
    @ParameterizedTest
    @CsvSource({
        // customers, r, alpha, b, s, beta, youngest, oldest
        "300, 0.5, 10, 0.05, 0.6, 2, 27, 39",
        "300, 0.1, 20, 0.1, 0.6, 12, 27, 39",
        "250, 0.5, 10, 0.002, 0.6, 0.025, 27, 39",
        "250, 5, 1, 0.2, 1, 20, 20, 40",
        "300, 20, 2, 0.5, 0.5, 1000, 30, 30",
        "250, 0.5, 10, 1, 0.6, 5, 1, 3",
        "250, 0.5, 10, 0.01, 8, 400, 20, 60",
        "250, 0.5, 10, 0.1, 0.02, 1, 20, 60",
        "250, 1, 1, 0.3, 0.3, 1000, 5, 50",
        "60, 0.5, 10, 0.1, 0.6, 12, 27, 39",
        "250, 0.9, 1e-4, 2000, 0.8, 3, 1e-4, 1e-3"
    })
    void equalsTheBestOfManyStarts(
            int n, double r, double alpha, double b, double s, double beta, double youngest, double oldest) {
        PurchaseHistories base = simulate(new GGompertzNbd(r, alpha, b, s, beta, WEEK), n, youngest, oldest, 17);
        FitOutcome<GGompertzNbd> outcome = GGompertzNbd.fit(base);
        GGompertzNbdLikelihood likelihood = new GGompertzNbdLikelihood(base);
        double best = Double.NEGATIVE_INFINITY;
        SplittableRandom random = new SplittableRandom(5);
        int starts = Integer.getInteger("customerequity.sweep", 2);
        for (int k = 0; k < Math.min(starts, 50); k++) {
            double[] start = new double[5];
            for (int j = 0; j < 5; j++) {
                start[j] = -3 + 6 * random.nextDouble();
            }
            start[2] -= 1;
            NewtonMaximizer.Result end =
                    NewtonMaximizer.within(Math.log(1e6)).withMaxIterations(60).maximize(likelihood, start);
            best = Math.max(best, end.value() + likelihood.offset());
        }
        double reached = outcome.report().logLikelihood();
        double highest = best;
        assertTrue(reached >= best - 1e-6, () -> highest + " can be reached, but " + outcome);
        double pareto = ParetoNbd.fit(base).report().logLikelihood();
        assertTrue(reached >= pareto - 0.01, () -> outcome + " but Pareto/NBD " + pareto);
        if (!outcome.isConverged()) {
            assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict(), outcome::toString);
        }
    }

    /** Three hills within half a unit of log-likelihood: -1160.454, -1160.394 and, where many leave at once, -1160.149. */
    @Test
    void findsTheHighestOfThreeHills() {
        PurchaseHistories base = simulate(new GGompertzNbd(0.5, 10, 0.002, 0.6, 0.025, WEEK), 250, 27, 39, 17);
        FitReport report = GGompertzNbd.fit(base).report();
        assertEquals(-1160.1491591, report.logLikelihood(), 1e-6);
        assertEquals(FitVerdict.BOUNDARY, report.verdict());
    }

    @Test
    void namesTheSimplerModelThatFitsAsWell() {
        FitOutcome<GGompertzNbd> outcome =
                GGompertzNbd.fit(simulate(new ParetoNbd(0.5, 10, 0.7, 12, WEEK), 1000, 20, 60, 17));
        assertNotEquals(FitVerdict.CONVERGED, outcome.report().verdict());
        String said = outcome.report().warnings() + outcome.fold(m -> "", no -> no.reason());
        assertTrue(said.contains("Pareto/NBD"), said);
    }

    @Test
    void withoutRepeatPurchasesThereIsNoFit() {
        FitOutcome<GGompertzNbd> outcome = GGompertzNbd.fit(
                PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {10, 20, 30}, WEEK));
        FitOutcome.NotConverged<GGompertzNbd> not = (FitOutcome.NotConverged<GGompertzNbd>) outcome;
        assertEquals(FitVerdict.BOUNDARY, not.report().verdict());
        assertEquals(
                "none of the 3 customers has bought again, so that the data say nothing of rates and of leaving: wait for"
                        + " repeat purchases",
                not.reason());
    }
}
