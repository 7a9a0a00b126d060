package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The fit of the NBD: its maximum on CDNOW, its derivatives, and the Poisson limit. */
class NbdFitTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static NbdLikelihood likelihood(PurchaseHistories h) {
        return new NbdLikelihood(DistinctRows.of(h.frequencies(), new double[h.size()], h.ages()));
    }

    @Test
    void cdnow() {
        PurchaseHistories h = Cdnow.calibration();
        FitOutcome<Nbd> outcome = Nbd.fit(h);
        FitReport report = outcome.report();
        double[] exact = {0.3847661358, 12.07202284};
        double[] se = {0.02098537616, 0.8087231818};
        for (int j = 0; j < 2; j++) {
            assertEquals(exact[j], outcome.orThrow().parameters()[j], 5e-10 * exact[j]);
            assertEquals(se[j], report.standardErrors()[j], 1e-8 * se[j]);
        }
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(List.of(), report.warnings());
        // of the times, as published, and of the counts: L T^x / x!
        assertEquals(-9763.6576146727, report.logLikelihood(), 1e-6);
        double counts = report.logLikelihood();
        for (int i = 0; i < h.size(); i++) {
            counts += h.frequency(i) * Math.log(h.age(i));
            for (int j = 2; j <= h.frequency(i); j++) {
                counts -= Math.log(j);
            }
        }
        assertEquals(-3193.0586751599, counts, 1e-8);
        double[] each = outcome.orThrow().logLikelihood(h);
        assertEquals(report.logLikelihood(), Arrays.stream(each).sum(), 1e-8);
    }

    @Test
    void orderAndUnitDoNotMatter() {
        PurchaseHistories h = MbgNbdFitTest.simulate(new Nbd(0.6, 5, WEEK), 2000, 20, 60, 13);
        double[] p = Nbd.fit(h).orThrow().parameters();
        int[] backwards =
                IntStream.range(0, h.size()).map(i -> h.size() - 1 - i).toArray();
        double[] permuted = Nbd.fit(h.select(backwards)).orThrow().parameters();
        double[] days = Nbd.fit(PurchaseHistories.ofColumns(
                        h.frequencies(),
                        new double[h.size()],
                        Arrays.stream(h.ages()).map(t -> 7 * t).toArray(),
                        PeriodUnit.DAY))
                .orThrow()
                .parameters();
        assertEquals(p[0], permuted[0], 1e-10 * p[0]);
        assertEquals(p[1], permuted[1], 1e-10 * p[1]);
        assertEquals(p[0], days[0], 1e-10 * p[0]);
        assertEquals(p[1], days[1] / 7, 1e-10 * p[1]);
    }

    @Test
    void derivativesAgreeWithDifferences() {
        NbdLikelihood likelihood = likelihood(MbgNbdFitTest.simulate(new Nbd(0.6, 5, WEEK), 400, 20, 60, 11));
        for (double[] u : new double[][] {{-0.5, 1.2}, {2, 3}, {-4, -3}, {8, 9}, {0, -6}, {6, 2}}) {
            double[] gradient = new double[2];
            double[][] hessian = new double[2][2];
            double value = likelihood.evaluate(u, gradient, hessian);
            assertEquals(value, likelihood.value(u), 1e-13 * Math.abs(value), "value alone");
            double[] differences = new double[2];
            for (int j = 0; j < 2; j++) {
                double[] weights = {1.0 / 12, -2.0 / 3, 2.0 / 3, -1.0 / 12};
                double[] moves = {-2, -1, 1, 2};
                for (int k = 0; k < 4; k++) {
                    double[] v = u.clone();
                    v[j] += moves[k] * 1e-3;
                    differences[j] += weights[k] * likelihood.value(v) / 1e-3;
                }
            }
            double scale = Math.max(Math.abs(gradient[0]), Math.abs(gradient[1]));
            assertArrayEquals(differences, gradient, 2e-9 * Math.max(scale, Math.abs(value)));
            double[][] second = NewtonMaximizer.hessianByDifferences(
                    v -> {
                        double[] g = new double[2];
                        likelihood.evaluate(v, g, new double[2][2]);
                        return g;
                    },
                    u);
            assertArrayEquals(second[0], hessian[0], 1e-8 * Math.max(scale, Math.abs(hessian[0][0])));
            assertArrayEquals(second[1], hessian[1], 1e-8 * Math.max(scale, Math.abs(hessian[1][1])));
        }
    }

    /** Few repeaters, one cohort, heavy buyers, times of any size: the best of many starts, or the Poisson limit named. */
    @Test
    void hardDataReachTheBestOfManyStartsOrSayWhyNot() {
        Nbd[] truths = {
            new Nbd(0.02, 8, WEEK), new Nbd(0.3, 5, WEEK), new Nbd(2, 0.2, WEEK), new Nbd(30, 300, WEEK),
            new Nbd(0.3, 5e-6, WEEK), new Nbd(0.3, 5e5, WEEK), new Nbd(1e4, 1e5, WEEK), new Nbd(5, 4000, WEEK)
        };
        int converged = 0;
        int boundary = 0;
        for (Nbd truth : truths) {
            double scale = truth.alpha() < 1e-3 ? 1e-6 : truth.alpha() == 5e5 ? 1e5 : 1;
            for (long seed = 1; seed <= 5; seed++) {
                PurchaseHistories h = MbgNbdFitTest.simulate(truth, 800, 20 * scale, 60 * scale, seed);
                FitOutcome<Nbd> outcome = Nbd.fit(h);
                NbdLikelihood likelihood = likelihood(h);
                double best = Double.NEGATIVE_INFINITY;
                for (double r : new double[] {-4, 0, 4}) {
                    for (double alpha : new double[] {-3, 1, 5}) {
                        best = Math.max(
                                best,
                                NewtonMaximizer.within(Math.log(1e6))
                                        .maximize(objective(likelihood), new double[] {r, alpha})
                                        .value());
                    }
                }
                double slack = outcome.isConverged() ? 1e-7 : 1e-2;
                double known = best + likelihood.offset();
                assertTrue(
                        outcome.report().logLikelihood() >= known - slack,
                        () -> truth + ": " + outcome + ", but there is " + known);
                converged += outcome.isConverged() ? 1 : 0;
                if (outcome instanceof FitOutcome.NotConverged<Nbd> no) {
                    boundary++;
                    assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict(), no::toString);
                    // r and alpha together, of which one may not have come as far as to count as without bound
                    assertTrue(
                            no.reason()
                                    .endsWith(" grows without bound: all customers buy at one common rate, r / alpha"),
                            no::reason);
                }
            }
        }
        int of = converged;
        assertTrue(converged >= 25, () -> "converged " + of);
        assertTrue(boundary >= 1, "no data set was without spread");
    }

    private static NewtonMaximizer.Objective objective(NbdLikelihood likelihood) {
        return new NewtonMaximizer.Objective() {
            @Override
            public double value(double[] u) {
                return likelihood.value(u);
            }

            @Override
            public double evaluate(double[] u, double[] gradient, double[][] hessian) {
                return likelihood.evaluate(u, gradient, hessian);
            }
        };
    }

    /** Counts that vary no more than chance: either the limit is reached, or it is said to fit as well. */
    @Test
    void poissonPurchasesAreNamed() {
        for (long seed = 1; seed <= 4; seed++) {
            FitOutcome<Nbd> outcome = Nbd.fit(MbgNbdFitTest.simulate(new Nbd(1e8, 1e9, WEEK), 500, 20, 60, seed));
            String said = outcome.fold(m -> outcome.report().warnings().toString(), FitOutcome.NotConverged::reason);
            assertTrue(said.contains("all customers buy at one common rate"), said);
            assertFalse(outcome.report().verdict() == FitVerdict.CONVERGED);
            NbdLikelihood likelihood = likelihood(MbgNbdFitTest.simulate(new Nbd(1e8, 1e9, WEEK), 500, 20, 60, seed));
            double poisson = likelihood.limits().get(0).logLikelihood().getAsDouble();
            // the limit of the likelihood along r = rate alpha, and never above the maximum by more than the way left
            // to it
            assertTrue(outcome.report().logLikelihood() - likelihood.offset() >= poisson - 1e-3);
        }
    }

    /** Of x = 2, 2, 2 in T = 10: less spread than Poisson's, whose maximum has rate 6/30. */
    @Test
    void lessSpreadThanPoisson() {
        PurchaseHistories h = PurchaseHistories.ofColumns(
                new int[] {2, 2, 2}, new double[] {1, 2, 3}, new double[] {10, 10, 10}, WEEK);
        FitOutcome<Nbd> outcome = Nbd.fit(h);
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
        assertEquals(6 * Math.log(0.2) - 6, outcome.report().logLikelihood(), 1e-4);
        Nbd best = ((FitOutcome.NotConverged<Nbd>) outcome).bestSoFar();
        assertEquals(0.2, best.r() / best.alpha(), 1e-4);
    }

    @Test
    void nobodyBoughtAgain() {
        PurchaseHistories h = PurchaseHistories.ofColumns(new int[3], new double[3], new double[] {5, 6, 7}, WEEK);
        FitOutcome.NotConverged<?> no = assertInstanceOf(FitOutcome.NotConverged.class, Nbd.fit(h));
        assertTrue(no.reason().startsWith("none of the 3 customers has bought again"), no.reason());
    }

    /** All purchases at the moment of the first: the rate has no bound. */
    @Test
    void noTimeAtAll() {
        PurchaseHistories h = PurchaseHistories.ofColumns(new int[] {2, 0, 1}, new double[3], new double[3], WEEK);
        FitOutcome<Nbd> outcome = Nbd.fit(h);
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
    }

    @Test
    void recoversWhatItSimulated() {
        Nbd truth = new Nbd(0.6, 8, WEEK);
        FitOutcome<Nbd> outcome = Nbd.fit(MbgNbdFitTest.simulate(truth, 20_000, 30, 90, 8));
        double[] se = outcome.report().standardErrors();
        assertEquals(truth.r(), outcome.orThrow().r(), 4 * se[0]);
        assertEquals(truth.alpha(), outcome.orThrow().alpha(), 4 * se[1]);
    }

    @Test
    void refusesNothingToFit() {
        PurchaseHistories none = PurchaseHistories.ofColumns(new int[0], new double[0], new double[0], WEEK);
        assertEquals(
                "histories must have at least one customer, was empty (there is nothing to fit to)",
                assertThrows(IllegalArgumentException.class, () -> Nbd.fit(none))
                        .getMessage());
    }
}
