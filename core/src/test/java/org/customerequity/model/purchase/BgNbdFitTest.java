package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The fit finds the maximum, the curvature there is right, and where there is none it says so. */
class BgNbdFitTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static BgNbdLikelihood likelihood(PurchaseHistories h) {
        return new BgNbdLikelihood(DistinctRows.of(h.frequencies(), h.recencies(), h.ages()), 0);
    }

    // --- CDNOW

    @Test
    void cdnow() {
        FitOutcome<BgNbd> outcome = BgNbd.fit(Cdnow.calibration());
        BgNbd model = outcome.orThrow();
        FitReport report = outcome.report();
        double[] exact = {0.24259452243, 4.41360201901, 0.792922017226, 2.42590677683};
        double[] se = {0.012557378068, 0.37822405985, 0.18573382137, 0.70541425978};
        for (int j = 0; j < 4; j++) {
            assertEquals(exact[j], model.parameters()[j], 1e-10 * exact[j]);
            assertEquals(se[j], report.standardErrors()[j], 1e-8 * se[j]);
        }
        assertEquals(-9582.4292066739, report.logLikelihood(), 1e-9);
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(List.of(), report.warnings());
        assertEquals(2357, report.observations());
        assertTrue(report.gradientNorm() < 1e-8, () -> "gradient " + report.gradientNorm());
        assertEquals(0.01974317, shareError(report, model), 1e-8);
    }

    /** Standard error of a / (a + b) by the delta method. */
    private static double shareError(FitReport report, BgNbd m) {
        double[][] cov = report.covariance();
        double s = m.a() + m.b();
        double da = m.b() / (s * s);
        double db = -m.a() / (s * s);
        return Math.sqrt(da * da * cov[2][2] + 2 * da * db * cov[2][3] + db * db * cov[3][3]);
    }

    @Test
    void cdnowInformation() {
        PurchaseHistories h = Cdnow.calibration();
        double[][] covariance = BgNbd.fit(h).report().logCovariance();
        double[] eigenvalues = SymmetricMatrix.eigenvalues(SymmetricMatrix.inverse(covariance));
        double[] exact = {7.3818649, 105.33194, 272.93531, 1217.0223};
        for (int j = 0; j < 4; j++) {
            assertEquals(exact[j], eigenvalues[j], 1e-7 * exact[j]);
        }
        double[] se = {0.051762826, 0.085695099, 0.23423971, 0.29078375};
        for (int j = 0; j < 4; j++) {
            assertEquals(se[j], Math.sqrt(covariance[j][j]), 1e-8);
        }
        assertEquals(0.7803807, covariance[0][1] / se[0] / se[1], 1e-7);
        assertEquals(0.9404552, covariance[2][3] / se[2] / se[3], 1e-7);
        assertEquals(-0.03766493, covariance[0][2] / se[0] / se[2], 1e-7);
    }

    @Test
    void cdnowRoundedAsPublished() {
        OracleTable t = OracleTable.shared("data/cdnow_summary_rounded.csv");
        int n = t.size();
        int[] x = IntStream.range(0, n).map(i -> (int) t.get(i, "x")).toArray();
        double[] tx = IntStream.range(0, n).mapToDouble(i -> t.get(i, "t_x")).toArray();
        double[] age = IntStream.range(0, n).mapToDouble(i -> t.get(i, "T")).toArray();
        FitOutcome<BgNbd> outcome = BgNbd.fit(PurchaseHistories.ofColumns(x, tx, age, WEEK));
        double[] exact = {0.2425929072, 4.413531561, 0.7928861481, 2.425753436};
        for (int j = 0; j < 4; j++) {
            assertEquals(exact[j], outcome.orThrow().parameters()[j], 2e-9 * exact[j]);
        }
        assertEquals(-9582.4255605674, outcome.report().logLikelihood(), 1e-9);
    }

    /** The order of the rows and the unit of time change nothing, but for the unit of alpha. */
    @Test
    void orderAndUnitDoNotMatter() {
        PurchaseHistories h = Cdnow.calibration();
        BgNbd model = BgNbd.fit(h).orThrow();
        int[] order = shuffled(h.size());
        BgNbd permuted = BgNbd.fit(h.select(order)).orThrow();
        FitOutcome<BgNbd> inDays = BgNbd.fit(
                PurchaseHistories.ofColumns(h.frequencies(), days(h.recencies()), days(h.ages()), PeriodUnit.DAY));
        double[] days = inDays.orThrow().parameters();
        days[1] /= 7;
        for (int j = 0; j < 4; j++) {
            assertEquals(model.parameters()[j], permuted.parameters()[j], 1e-10 * model.parameters()[j]);
            assertEquals(model.parameters()[j], days[j], 1e-10 * model.parameters()[j]);
        }
        double purchases = Arrays.stream(h.frequencies()).sum();
        assertEquals(-9582.4292066739 - purchases * Math.log(7), inDays.report().logLikelihood(), 1e-8);
    }

    private static double[] days(double[] weeks) {
        return Arrays.stream(weeks).map(w -> 7 * w).toArray();
    }

    private static int[] shuffled(int n) {
        int[] order = IntStream.range(0, n).toArray();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    // --- derivatives

    @Test
    void derivativesAgreeWithDifferences() {
        BgNbdLikelihood likelihood = likelihood(simulate(new BgNbd(0.6, 5, 0.9, 3, WEEK), 400, 20, 60, 11));
        double[][] points = {
            {-0.5, 1.2, -0.3, 1}, {2, 3, 1, -1}, {-3, -2, -4, 3}, {5, 6, 4, 4}, {0, -6, 3, -5}, {6, 2, -6, 6}
        };
        for (double[] u : points) {
            double[] gradient = new double[4];
            double[][] hessian = new double[4][4];
            double value = likelihood.evaluate(u, gradient, hessian);
            assertEquals(value, likelihood.value(u), 1e-13 * Math.abs(value), "value alone");
            double[] byDifference = gradientByDifferences(likelihood, u);
            double scale = Arrays.stream(gradient).map(Math::abs).max().orElse(1);
            assertArrayEquals(
                    byDifference, gradient, 2e-8 * Math.max(scale, Math.abs(value)), () -> Arrays.toString(u));
            double[][] differences = NewtonMaximizer.hessianByDifferences(
                    v -> {
                        double[] g = new double[4];
                        likelihood.evaluate(v, g, new double[4][4]);
                        return g;
                    },
                    u);
            double size = Arrays.stream(hessian)
                    .flatMapToDouble(Arrays::stream)
                    .map(Math::abs)
                    .max()
                    .orElse(1);
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(differences[i], hessian[i], 1e-8 * Math.max(size, scale), () -> Arrays.toString(u));
            }
        }
    }

    private static double[] gradientByDifferences(BgNbdLikelihood likelihood, double[] u) {
        double[] g = new double[4];
        double h = 1e-3;
        for (int j = 0; j < 4; j++) {
            double[] weights = {1.0 / 12, -2.0 / 3, 2.0 / 3, -1.0 / 12};
            double[] moves = {-2, -1, 1, 2};
            for (int k = 0; k < 4; k++) {
                double[] v = u.clone();
                v[j] += moves[k] * h;
                g[j] += weights[k] * likelihood.value(v) / h;
            }
        }
        return g;
    }

    /** The sum over distinct rows is the sum of what the model says of each customer. */
    @Test
    void likelihoodIsThatOfTheModel() {
        PurchaseHistories h = simulate(new BgNbd(0.6, 5, 0.9, 3, WEEK), 500, 20, 60, 12);
        BgNbdLikelihood likelihood = likelihood(h);
        for (double[] u : new double[][] {{-0.5, 1.2, -0.3, 1}, {2, 3, 1, -1}, {-3, -2, -4, 3}, {8, 9, 7, 8}}) {
            double[] theta = likelihood.units();
            for (int j = 0; j < 4; j++) {
                theta[j] *= Math.exp(u[j]);
            }
            BgNbd model = new BgNbd(theta[0], theta[1], theta[2], theta[3], WEEK);
            double sum = 0;
            for (int i = 0; i < h.size(); i++) {
                sum += model.logLikelihood(h.row(i));
            }
            assertEquals(sum, likelihood.value(u) + likelihood.offset(), 1e-11 * Math.abs(sum));
        }
    }

    // --- hard data

    /** Customers of a model, first bought between {@code youngest} and {@code oldest} ago. */
    static PurchaseHistories simulate(BgNbd model, int customers, double youngest, double oldest, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] x = new int[customers];
        double[] tx = new double[customers];
        double[] age = new double[customers];
        PurchaseHistory newCustomer = PurchaseHistory.newCustomer(model.unit());
        for (int i = 0; i < customers; i++) {
            age[i] = youngest + (oldest - youngest) * random.nextDouble();
            double[] times = model.simulatePurchases(newCustomer, age[i], random);
            x[i] = times.length;
            tx[i] = times.length == 0 ? 0 : times[times.length - 1];
        }
        return PurchaseHistories.ofColumns(x, tx, age, model.unit());
    }

    private static List<PurchaseHistories> hardData() {
        List<PurchaseHistories> data = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            data.add(simulate(new BgNbd(0.02, 8, 0.8, 2.5, WEEK), 3000, 20, 60, seed)); // few repeaters
            data.add(simulate(new BgNbd(0.3, 5, 0.8, 2.5, WEEK), 2000, 40, 40, seed)); // one cohort
            data.add(simulate(new BgNbd(2, 0.2, 0.5, 20, WEEK), 500, 20, 60, seed)); // heavy buyers
            data.add(simulate(new BgNbd(0.3, 5e-6, 0.8, 2.5, WEEK), 1000, 2e-5, 6e-5, seed)); // tiny times
            data.add(simulate(new BgNbd(0.3, 5e5, 0.8, 2.5, WEEK), 1000, 2e6, 6e6, seed)); // huge times
            data.add(simulate(new BgNbd(0.3, 5, 0.2, 0.1, WEEK), 1000, 20, 60, seed)); // most leave at once
            data.add(simulate(new BgNbd(0.3, 5, 1e-3, 10, WEEK), 1000, 20, 60, seed)); // nobody leaves
            data.add(simulate(new BgNbd(1000, 10000, 0.8, 2.5, WEEK), 1000, 20, 60, seed)); // one rate
            data.add(simulate(new BgNbd(0.3, 5, 800, 2500, WEEK), 1000, 20, 60, seed)); // one dropout chance
            data.add(simulate(new BgNbd(0.25, 4.4, 0.8, 2.4, WEEK), 60, 27, 39, seed)); // few customers
        }
        return data;
    }

    /** The best maximum found from a grid of starts. */
    private static double bestOfManyStarts(BgNbdLikelihood likelihood) {
        double best = Double.NEGATIVE_INFINITY;
        for (double r : new double[] {-3, 0, 3}) {
            for (double alpha : new double[] {-2, 1, 4}) {
                for (double a : new double[] {-3, 0, 3}) {
                    for (double b : new double[] {-2, 1, 4}) {
                        double[] start = {r, alpha, a, b};
                        best = Math.max(
                                best,
                                NewtonMaximizer.within(Math.log(1e6))
                                        .maximize(likelihood, start)
                                        .value());
                    }
                }
            }
        }
        return best;
    }

    @Test
    void hardDataReachTheBestOfManyStartsOrSayWhyNot() {
        int converged = 0;
        for (PurchaseHistories h : hardData()) {
            FitOutcome<BgNbd> outcome = BgNbd.fit(h);
            FitReport report = outcome.report();
            BgNbdLikelihood likelihood = likelihood(h);
            double best = bestOfManyStarts(likelihood) + likelihood.offset();
            double slack = outcome.isConverged() ? 1e-6 : 1e-2;
            assertTrue(report.logLikelihood() >= best - slack, () -> h + ": " + outcome + ", but there is " + best);
            converged += outcome.isConverged() ? 1 : 0;
            if (outcome instanceof FitOutcome.NotConverged<BgNbd> no) {
                assertEquals(FitVerdict.BOUNDARY, report.verdict(), () -> outcome.toString());
                assertFalse(no.reason().isEmpty());
            }
        }
        assertTrue(converged >= 15, "converged " + converged + " of 30");
    }

    // --- verdicts

    @Test
    void nobodyBoughtAgain() {
        PurchaseHistories h = PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {5, 6, 7}, WEEK);
        FitOutcome<BgNbd> outcome = BgNbd.fit(h);
        FitOutcome.NotConverged<?> no = assertInstanceOf(FitOutcome.NotConverged.class, outcome);
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
        assertEquals(
                "none of the 3 customers has bought again, so that the data say nothing of rates and of leaving: wait for"
                        + " repeat purchases",
                no.reason());
        assertThrows(FitException.class, outcome::orThrow);
    }

    @Test
    void fewRepeatBuyersAreWarnedOf() {
        PurchaseHistories h = simulate(new BgNbd(0.3, 20, 0.8, 2.5, WEEK), 30, 20, 40, 4);
        assertTrue(
                BgNbd.fit(h).report().warnings().stream()
                        .anyMatch(w ->
                                w.matches("Only \\d+ of 30 customers bought again: 4 parameters deserve 20 or more.")),
                () -> BgNbd.fit(h).report().warnings().toString());
    }

    private static void assertNames(String limit, FitOutcome<BgNbd> outcome) {
        String said = outcome.fold(m -> outcome.report().warnings().toString(), FitOutcome.NotConverged::reason);
        assertTrue(said.contains(limit), () -> outcome.report() + " says " + said);
        assertFalse(outcome.report().verdict() == FitVerdict.CONVERGED);
    }

    @Test
    void namesTheSimplerModel() {
        assertNames("nobody ever leaves", BgNbd.fit(simulate(new BgNbd(0.5, 5, 1e-4, 10, WEEK), 1000, 20, 60, 5)));
        assertNames("one common rate", BgNbd.fit(simulate(new BgNbd(5000, 50000, 0.8, 2.5, WEEK), 1000, 20, 60, 6)));
        assertNames(
                "one common chance to leave",
                BgNbd.fit(simulate(new BgNbd(0.5, 5, 1000, 3000, WEEK), 1000, 20, 60, 7)));
    }

    @Test
    void recoversWhatItSimulated() {
        BgNbd truth = new BgNbd(0.6, 8, 0.9, 3, WEEK);
        FitOutcome<BgNbd> outcome = BgNbd.fit(simulate(truth, 40_000, 30, 90, 8));
        double[] se = outcome.report().standardErrors();
        for (int j = 0; j < 4; j++) {
            assertEquals(truth.parameters()[j], outcome.orThrow().parameters()[j], 4 * se[j]);
        }
    }

    @Test
    void refusesNothingToFit() {
        PurchaseHistories none = PurchaseHistories.ofColumns(new int[0], new double[0], new double[0], WEEK);
        assertEquals(
                "histories must have at least one customer, was empty (there is nothing to fit to)",
                assertThrows(IllegalArgumentException.class, () -> BgNbd.fit(none))
                        .getMessage());
    }

    @Test
    void givesUpWhenTold() {
        PurchaseHistories h = simulate(new BgNbd(0.6, 5, 0.9, 3, WEEK), 400, 20, 60, 11);
        FitOutcome<BgNbd> outcome = BgNbd.fit(h, FitOptions.defaults().withMaxIterations(1));
        assertEquals(FitVerdict.NOT_CONVERGED, outcome.report().verdict());
        assertEquals(1, outcome.report().iterations());
    }
}
