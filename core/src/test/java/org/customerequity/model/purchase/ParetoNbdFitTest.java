package org.customerequity.model.purchase;

import static org.customerequity.model.purchase.ParetoNbdOracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.RandomDraws;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The maximum-likelihood fit of the Pareto/NBD. */
class ParetoNbdFitTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    /** Customers drawn from the model, with ages spread evenly over [youngest, oldest]. */
    static PurchaseHistories simulate(
            int n, double r, double alpha, double s, double beta, double youngest, double oldest, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = youngest + (oldest - youngest) * random.nextDouble();
            double lambda = RandomDraws.gamma(r, alpha, random);
            double mu = RandomDraws.gamma(s, beta, random);
            double end = Math.min(age[i], mu == 0 ? Double.POSITIVE_INFINITY : random.nextExponential() / mu);
            if (lambda > 0) {
                for (double t = random.nextExponential() / lambda; t <= end; t += random.nextExponential() / lambda) {
                    x[i]++;
                    tx[i] = t;
                }
            }
        }
        return PurchaseHistories.ofColumns(x, tx, age, WEEK);
    }

    private static void assertModel(ParetoNbd expected, ParetoNbd actual, double relative) {
        double[] e = expected.parameters();
        double[] a = actual.parameters();
        for (int j = 0; j < e.length; j++) {
            assertClose(e[j], a[j], relative, expected.parameterNames().get(j));
        }
    }

    /** The maximum by Newton's method at 40 digits, and its standard errors. */
    @Test
    void findsTheMaximumOfCdnow() {
        FitOutcome<ParetoNbd> outcome = ParetoNbd.fit(Cdnow.calibration());
        assertModel(new ParetoNbd(.5532770469, 10.57768346, .6062399891, 11.66873529, WEEK), outcome.orThrow(), 1e-9);
        FitReport report = outcome.report();
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(-9594.9761789395, report.logLikelihood(), 1e-9);
        assertEquals(2357, report.observations());
        assertTrue(report.warnings().isEmpty(), () -> report.warnings().toString());
        double[] se = {0.04762792598, 0.8427225338, 0.1872813423, 6.211113591};
        for (int j = 0; j < se.length; j++) {
            assertClose(se[j], report.standardErrors()[j], 1e-6, "standard error " + j);
        }
    }

    /** The file with times rounded to a hundredth of a week. */
    @Test
    void findsTheMaximumOfTheRoundedFile() {
        OracleTable table = OracleTable.shared("data/cdnow_summary_rounded.csv");
        int n = table.size();
        PurchaseHistories rounded = PurchaseHistories.ofColumns(
                IntStream.range(0, n).map(i -> (int) table.get(i, "x")).toArray(),
                IntStream.range(0, n).mapToDouble(i -> table.get(i, "t_x")).toArray(),
                IntStream.range(0, n).mapToDouble(i -> table.get(i, "T")).toArray(),
                WEEK);
        FitOutcome<ParetoNbd> outcome = ParetoNbd.fit(rounded);
        assertModel(new ParetoNbd(.5532755087, 10.57761224, .6062135687, 11.66791124, WEEK), outcome.orThrow(), 1e-8);
        assertEquals(-9594.9739298269, outcome.report().logLikelihood(), 1e-9);
    }

    /** The fit's likelihood is the model's own, and neither order nor unit matters. */
    @Test
    void doesNotDependOnOrderOrUnit() {
        PurchaseHistories weeks = simulate(4000, .6, 9, .7, 14, 20, 50, 11);
        FitOutcome<ParetoNbd> fit = ParetoNbd.fit(weeks);
        double sum = Arrays.stream(fit.orThrow().logLikelihood(weeks)).sum();
        assertEquals(sum, fit.report().logLikelihood(), 1e-8);

        int[] order = IntStream.range(0, weeks.size()).toArray();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        assertModel(fit.orThrow(), ParetoNbd.fit(weeks.select(order)).orThrow(), 1e-8);

        PurchaseHistories days = PurchaseHistories.ofColumns(
                weeks.frequencies(),
                Arrays.stream(weeks.recencies()).map(t -> 7 * t).toArray(),
                Arrays.stream(weeks.ages()).map(t -> 7 * t).toArray(),
                PeriodUnit.DAY);
        ParetoNbd m = fit.orThrow();
        FitOutcome<ParetoNbd> inDays = ParetoNbd.fit(days);
        assertModel(new ParetoNbd(m.r(), 7 * m.alpha(), m.s(), 7 * m.beta(), PeriodUnit.DAY), inDays.orThrow(), 1e-8);
        double purchases = Arrays.stream(weeks.frequencies()).sum();
        assertEquals(fit.report().logLikelihood(), inDays.report().logLikelihood() + purchases * Math.log(7), 1e-8);
    }

    /** Gradient and Hessian against differences, where the integral is short, long, steep, and led by alpha or by beta. */
    @ParameterizedTest
    @CsvSource({
        "0.3, 1.5, 0.2, 3",
        "-0.6, 2.4, -0.5, 2.5",
        "-2, -1, 0.5, 4",
        "1, 5, -3, -2",
        "3, 3, 3, 3",
        "0, 2, -6, 2",
        "-5, 0, 3, 8"
    })
    void derivativesAgreeWithDifferences(double r, double alpha, double s, double beta) {
        PurchaseHistories mixed = PurchaseHistories.ofColumns(
                new int[] {0, 0, 1, 1, 3, 7, 40, 400, 2},
                new double[] {0, 0, 2, 30, 29.9, 12, 39, 30, 1e-3},
                new double[] {39, .01, 30, 30, 30, 39, 39, 31, 2000},
                WEEK);
        ParetoNbdObjective objective = new ParetoNbdObjective(ParetoNbdRows.of(mixed, 1));
        double[] u = {r, alpha, s, beta};
        double[] gradient = new double[4];
        double[][] hessian = new double[4][4];
        double value = objective.evaluate(u, gradient, hessian);
        double exact = Arrays.stream(new ParetoNbd(Math.exp(r), Math.exp(alpha), Math.exp(s), Math.exp(beta), WEEK)
                        .logLikelihood(mixed))
                .sum();
        assertEquals(exact, value, 1e-12 * Math.abs(exact));
        double h = 1e-3;
        double[] weights = {-1 / 60.0, 3 / 20.0, -3 / 4.0, 3 / 4.0, -3 / 20.0, 1 / 60.0};
        int[] moves = {-3, -2, -1, 1, 2, 3};
        for (int j = 0; j < 4; j++) {
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
                    double[] g = new double[4];
                    objective.evaluate(at, g, new double[4][4]);
                    return g;
                },
                u);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertEquals(differences[i][j], hessian[i][j], 1e-7 * (1 + Math.abs(value)), i + "," + j);
            }
        }
    }

    /**
     * Bases that are hard to fit: few repeaters, one cohort, heavy buyers, short and long observation, little or much
     * dropout. The fit equals the best of many starts, or says that the likelihood has its maximum at a limit.
     */
    @ParameterizedTest
    @CsvSource({
        // customers, r, alpha, s, beta, youngest, oldest
        "300, 0.5, 10, 0.6, 12, 27, 39",
        "300, 0.1, 20, 0.6, 12, 27, 39",
        "1000, 0.05, 5, 2, 60, 10, 60",
        "1000, 0.5, 10, 0.6, 12, 39, 39",
        "1000, 5, 1, 1, 20, 20, 40",
        "500, 20, 2, 0.5, 10, 30, 30",
        "1000, 0.5, 10, 0.6, 12, 1, 3",
        "1000, 0.5, 10, 0.6, 12, 1000, 3000",
        "1000, 0.5, 10, 8, 400, 20, 60",
        "1000, 0.5, 10, 0.1, 1, 20, 60",
        "1000, 0.5, 10, 0.02, 40, 20, 60",
        "1000, 3, 60, 3, 60, 20, 60",
        "1000, 1, 1, 1, 1, 5, 50",
        "2000, 0.2, 0.01, 0.3, 5, 5, 10",
        "1000, 0.9, 1e-4, 1.8, 1e-3, 1e-4, 1e-3",
        "1000, 0.9, 1e5, 1.8, 1e6, 1e5, 1e6",
        "200, 2, 10, 0.3, 2, 20, 30",
        "3000, 0.4, 4, 4, 4, 20, 30",
        "60, 0.5, 10, 0.6, 12, 27, 39",
        "5000, 1.2, 12, 0.7, 30, 2, 52",
        "1000, 50, 200, 0.6, 12, 20, 60",
        "1000, 0.3, 3, 50, 2000, 20, 60"
    })
    void equalsTheBestOfManyStarts(
            int n, double r, double alpha, double s, double beta, double youngest, double oldest) {
        PurchaseHistories base = simulate(n, r, alpha, s, beta, youngest, oldest, 17);
        FitOutcome<ParetoNbd> outcome = ParetoNbd.fit(base);
        ParetoNbdLikelihood likelihood = new ParetoNbdLikelihood(base);
        double best = Double.NEGATIVE_INFINITY;
        SplittableRandom random = new SplittableRandom(5);
        for (int k = 0; k < 6; k++) {
            double[] start = new double[4];
            for (int j = 0; j < 4; j++) {
                start[j] = -3 + 7 * random.nextDouble();
            }
            NewtonMaximizer.Result end = NewtonMaximizer.within(Math.log(1e6)).maximize(likelihood, start);
            best = Math.max(best, end.value() + likelihood.offset());
        }
        double reached = outcome.report().logLikelihood();
        assertTrue(reached >= best - 1e-6, () -> outcome + " but " + likelihood.names());
        if (!outcome.isConverged()) {
            assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict(), outcome::toString);
        }
    }

    @Test
    void withoutRepeatPurchasesThereIsNoFit() {
        FitOutcome<ParetoNbd> outcome =
                ParetoNbd.fit(PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {10, 20, 30}, WEEK));
        FitOutcome.NotConverged<ParetoNbd> not = (FitOutcome.NotConverged<ParetoNbd>) outcome;
        assertEquals(FitVerdict.BOUNDARY, not.report().verdict());
        assertEquals(
                "none of the 3 customers has bought again, so that the data say nothing of rates and of leaving: wait for"
                        + " repeat purchases",
                not.reason());
    }

    /** Everybody bought on the last day: nobody has left, and the likelihood rises as s goes to zero. */
    @Test
    void withoutSilenceNobodyLeaves() {
        PurchaseHistories active = simulate(400, 2, 10, 1e-4, 1e4, 30, 40, 9);
        PurchaseHistories today = PurchaseHistories.ofColumns(
                Arrays.stream(active.frequencies()).map(x -> x + 1).toArray(), active.ages(), active.ages(), WEEK);
        FitOutcome<ParetoNbd> outcome = ParetoNbd.fit(today);
        FitOutcome.NotConverged<ParetoNbd> not = (FitOutcome.NotConverged<ParetoNbd>) outcome;
        assertEquals(FitVerdict.BOUNDARY, not.report().verdict());
        assertTrue(not.reason().contains("s goes to zero: nobody leaves"), not::reason);
    }

    @Test
    void namesTheSimplerModelThatFitsAsWell() {
        FitOutcome<ParetoNbd> outcome = ParetoNbd.fit(simulate(1000, 0.5, 10, 50, 2000, 20, 60, 17));
        assertNotEquals(FitVerdict.CONVERGED, outcome.report().verdict());
        String said = outcome.report().warnings() + outcome.fold(m -> "", no -> no.reason());
        assertTrue(said.contains("all customers leave at one common rate"), said);
    }

    @Test
    void fewRepeatersAreMentioned() {
        FitOutcome<ParetoNbd> outcome = ParetoNbd.fit(simulate(60, 0.5, 30, 0.6, 12, 27, 39, 17));
        assertTrue(
                outcome.report().warnings().stream().anyMatch(w -> w.contains("4 parameters deserve 20 or more")),
                () -> outcome.report().toString());
    }

    /** A large base begins at the maximum for its coarse copy, which is near. */
    @Test
    void coarseCopyKeepsWeightAndNearlyTheLikelihood() {
        PurchaseHistories base = simulate(30_000, .55, 10.6, .6, 11.7, 20, 60, 7);
        ParetoNbdRows rows = ParetoNbdRows.of(base, 0.25);
        ParetoNbdRows few = rows.coarse(2000);
        assertTrue(few.size < 3000, () -> "rows " + few.size);
        assertEquals(30_000, Arrays.stream(few.weight).limit(few.size).sum(), 1e-6);
        for (int i = 0; i < few.size; i++) {
            assertFalse(few.tx[i] > few.age[i], "row " + i);
        }
        double[] u = {-.6, 1, -.5, 1};
        double whole = new ParetoNbdObjective(rows).value(u);
        assertEquals(whole, new ParetoNbdObjective(few).value(u), 1e-4 * Math.abs(whole));
        FitOutcome<ParetoNbd> outcome = ParetoNbd.fit(base);
        assertTrue(outcome.report().iterations() <= 5, outcome::toString);
        double[] se = outcome.report().standardErrors();
        double[] truth = {.55, 10.6, .6, 11.7};
        for (int j = 0; j < 4; j++) {
            assertEquals(truth[j], outcome.orThrow().parameters()[j], 4 * se[j], "parameter " + j);
        }
    }
}
