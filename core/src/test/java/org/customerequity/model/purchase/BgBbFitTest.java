package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.Checks;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The fit finds the maximum, the curvature there is right, and where there is none it says so. */
class BgBbFitTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;

    private static BgBbLikelihood likelihood(PurchaseHistories h) {
        return new BgBbLikelihood(OpportunityRows.of(h));
    }

    /** The maximum and its standard errors, by Newton's method at 40 digits. */
    @Test
    void donations() {
        FitOutcome<BgBb> outcome = BgBb.fit(Donations.calibration());
        BgBb model = outcome.orThrow();
        FitReport report = outcome.report();
        double[] exact = {1.203522352, 0.7497163582, 0.6567182084, 2.783442233};
        double[] se = {0.06939136239, 0.02944771666, 0.05100985896, 0.320819003};
        for (int j = 0; j < 4; j++) {
            assertEquals(exact[j], model.parameters()[j], 1e-9 * exact[j]);
            assertEquals(se[j], report.standardErrors()[j], 1e-8 * se[j]);
        }
        // published
        assertArrayEquals(new double[] {1.204, 0.750, 0.657, 2.783}, model.parameters(), 5e-4);
        assertEquals(-33225.5812743470, report.logLikelihood(), 1e-8);
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(List.of(), report.warnings());
        assertEquals(11_104, report.observations());
        assertTrue(report.gradientNorm() < 1e-7, () -> "gradient " + report.gradientNorm());
    }

    /** Four parameters cannot be told from the three free shares of two opportunities: a ridge of maxima, without a curvature. */
    @Test
    void twoOpportunitiesDoNotIdentifyTheModel() {
        SplittableRandom random = new SplittableRandom(12);
        int ridges = 0;
        for (int i = 0; i < 200; i++) {
            BgBb truth = new BgBb(
                    random.nextDouble(0.3, 3),
                    random.nextDouble(0.3, 3),
                    random.nextDouble(0.3, 3),
                    random.nextDouble(0.3, 3),
                    YEAR);
            PurchaseHistories like = PurchaseHistories.ofColumns(
                    new int[1000],
                    new double[1000],
                    IntStream.range(0, 1000).mapToDouble(j -> 2).toArray(),
                    YEAR);
            FitOutcome<BgBb> outcome = BgBb.fit(truth.simulateHistories(like, random));
            String said = outcome.fold(model -> "converged", FitOutcome.NotConverged::reason);
            boolean ridge =
                    said.startsWith("the likelihood is level along some combination of the parameters, which these data"
                            + " do not identify (smallest eigenvalue of the information ");
            ridges += ridge ? 1 : 0;
            assertTrue(
                    ridge || outcome.report().verdict() != FitVerdict.CONVERGED, () -> outcome.report() + ": " + said);
        }
        assertTrue(ridges > 20, "ridges " + ridges);
    }

    @Test
    void orderDoesNotMatter() {
        PurchaseHistories h = Donations.calibration();
        int[] order = IntStream.range(0, h.size())
                .map(i -> (int) (i * 5003L % h.size()))
                .toArray();
        assertEquals(BgBb.fit(h).orThrow(), BgBb.fit(h.select(order)).orThrow());
    }

    /** By pairs of different numbers of opportunities, thousands of them, and parameters far from the maximum. */
    @Test
    void derivativesAgreeWithDifferences() {
        PurchaseHistories h = simulate(new BgBb(0.6, 3, 0.7, 40, YEAR), 300, 60, 5);
        PurchaseHistories longer = simulate(new BgBb(1.5, 3, 1, 300, YEAR), 60, 2500, 6);
        for (PurchaseHistories rows : List.of(h, longer)) {
            BgBbLikelihood likelihood = likelihood(rows);
            for (double[] theta :
                    new double[][] {{1, 1, 1, 1}, {0.3, 7, 0.05, 90}, {40, 300, 6, 2}, {0.01, 0.02, 3, 5}}) {
                double[] u = {Math.log(theta[0]), Math.log(theta[1]), Math.log(theta[2]), Math.log(theta[3])};
                double[] gradient = new double[4];
                double[][] hessian = new double[4][4];
                double value = likelihood.evaluate(u, gradient, hessian);
                assertEquals(value, likelihood.value(u), 1e-12 * Math.abs(value));
                double scale = 0;
                for (int j = 0; j < 4; j++) {
                    int at = j;
                    double step = 1e-3;
                    double[] d = new double[4];
                    for (int s = 0; s < 4; s++) {
                        double[] moved = u.clone();
                        moved[at] += new double[] {-2, -1, 1, 2}[s] * step;
                        d[s] = likelihood.value(moved);
                    }
                    double difference = (d[0] - 8 * d[1] + 8 * d[2] - d[3]) / (12 * step);
                    assertEquals(difference, gradient[j], 1e-8 * Math.abs(value), () -> "slope " + at);
                    scale = Math.max(scale, Math.abs(gradient[j]));
                }
                double[][] byDifferences = NewtonMaximizer.hessianByDifferences(
                        v -> {
                            double[] g = new double[4];
                            likelihood.evaluate(v, g, new double[4][4]);
                            return g;
                        },
                        u);
                for (int j = 0; j < 4; j++) {
                    for (int k = 0; k < 4; k++) {
                        assertEquals(byDifferences[j][k], hessian[j][k], 1e-8 * (scale + Math.abs(hessian[j][j])));
                    }
                }
            }
        }
    }

    @Test
    void likelihoodIsThatOfTheModel() {
        PurchaseHistories h = simulate(new BgBb(0.6, 3, 0.7, 40, YEAR), 500, 400, 7);
        BgBb model = new BgBb(0.9, 2, 1.4, 11, YEAR);
        double sum = 0;
        for (double one : model.logLikelihood(h)) {
            sum += one;
        }
        double[] u = {Math.log(0.9), Math.log(2), Math.log(1.4), Math.log(11)};
        assertEquals(sum, likelihood(h).value(u), 1e-12 * Math.abs(sum));
    }

    /** Customers of different age up to {@code most} opportunities. */
    static PurchaseHistories simulate(BgBb model, int customers, int most, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] x = new int[customers];
        double[] t = new double[customers];
        double[] n = new double[customers];
        for (int i = 0; i < customers; i++) {
            n[i] = most - random.nextInt(most / 2);
            double[] times = model.simulatePurchases(PurchaseHistory.newCustomer(YEAR), n[i], random);
            x[i] = times.length;
            t[i] = times.length == 0 ? 0 : times[times.length - 1];
        }
        return PurchaseHistories.ofColumns(x, t, n, YEAR);
    }

    /** Far out of sample the parameters come back, within what their standard errors say. */
    @Test
    void simulatedParametersComeBack() {
        for (double[] truth : new double[][] {{1.2, 0.75, 0.66, 2.8}, {2, 18, 1, 30}, {0.3, 0.9, 3, 40}}) {
            BgBb model = new BgBb(truth[0], truth[1], truth[2], truth[3], YEAR);
            FitOutcome<BgBb> outcome = BgBb.fit(simulate(model, 20_000, 24, 12));
            double[] found = outcome.orThrow().parameters();
            double[] se = outcome.report().standardErrors();
            for (int j = 0; j < 4; j++) {
                assertEquals(
                        truth[j], found[j], 4 * se[j], () -> outcome.report().toString());
            }
        }
    }

    /** From elsewhere nothing higher is found, or the fit says that it is not at a maximum. */
    @Test
    void noOtherStartIsBetter() {
        SplittableRandom random = new SplittableRandom(99);
        int converged = 0;
        int sets = 30;
        for (int set = 0; set < sets; set++) {
            double[] truth = random.doubles(4, -2.5, 2.5).map(Math::exp).toArray();
            BgBb model = new BgBb(truth[0], truth[1], truth[2], truth[3], YEAR);
            PurchaseHistories h = simulate(model, 400, new int[] {3, 6, 12, 52}[set % 4], set);
            FitOutcome<BgBb> outcome = BgBb.fit(h);
            assertFalse(outcome.report().verdict() == FitVerdict.NOT_CONVERGED, () -> outcome.toString());
            converged += outcome.isConverged() ? 1 : 0;
            BgBbLikelihood likelihood = likelihood(h);
            for (int start = 0; start < 6; start++) {
                double[] u = random.doubles(4, -3, 3).toArray();
                double other = NewtonMaximizer.within(Math.log(1e6))
                        .maximize(likelihood, u)
                        .value();
                assertTrue(
                        other <= outcome.report().logLikelihood() + 1e-6, () -> other + " is higher than " + outcome);
            }
        }
        int found = converged;
        assertTrue(found > sets / 3, () -> "only " + found + " of " + sets + " converged");
    }

    @Test
    void simplerModelsAreNamed() {
        SplittableRandom random = new SplittableRandom(4);
        int[] x = new int[3000];
        double[] t = new double[3000];
        double[] n = new double[3000];
        for (int i = 0; i < x.length; i++) {
            n[i] = 12;
            for (int k = 1; k <= 12; k++) {
                if (random.nextDouble() < 0.3) {
                    x[i]++;
                    t[i] = k;
                }
            }
        }
        FitOutcome<BgBb> outcome = BgBb.fit(PurchaseHistories.ofColumns(x, t, n, YEAR));
        String said = outcome.fold(model -> String.join(" ", outcome.report().warnings()), no -> no.reason());
        assertTrue(said.contains("nobody ever leaves"), said);
        assertTrue(said.contains("all customers buy with one common chance"), said);
    }

    @Test
    void withoutRepeatPurchasesThereIsNoFit() {
        FitOutcome<BgBb> outcome =
                BgBb.fit(PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {3, 4, 5}, YEAR));
        assertFalse(outcome.isConverged());
        FitOutcome.NotConverged<BgBb> not = (FitOutcome.NotConverged<BgBb>) outcome;
        assertTrue(not.reason().startsWith("none of the 3 customers has bought again"), not.reason());
        Checks.rejects(
                "histories must have at least one customer, was empty (there is nothing to fit to)",
                () -> BgBb.fit(PurchaseHistories.ofColumns(new int[0], new double[0], new double[0], YEAR)));
    }
}
