package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.ModelText;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The maximum of the correlated Pareto/NBD: derivatives, the bound that CDNOW wants, recovery of an inner point. */
class CorrelatedParetoNbdFitTest {
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;

    /** Rates of the order of one a month, where the form leaves most room: corr 0.021 of at most 0.116. */
    private static final CorrelatedParetoNbd TRUTH =
            CorrelatedParetoNbd.of(new double[] {Math.log(1.5), Math.log(2), Math.log(0.9), Math.log(3), 0.5}, MONTH);

    private static PurchaseHistories base(CorrelatedParetoNbd truth, int n, RandomGenerator random) {
        double[] age = new double[n];
        Arrays.setAll(age, i -> 18 + i % 12);
        return truth.simulateHistories(
                PurchaseHistories.ofColumns(new int[n], new double[n], age, truth.unit()), random);
    }

    /**
     * The maximum of an independent search along the bound, -9591.66575946 (an independent program's fit, at other margins, ends at
     * -9591.7659): r .528790, alpha 9.84732, s .494263, beta 9.17279, m 21.1094076, correlation .0882900.
     */
    @Test
    void cdnowEndsOnTheUpperBoundAndSaysSo() {
        PurchaseHistories cdnow = Cdnow.calibration();
        FitOutcome<CorrelatedParetoNbd> outcome = CorrelatedParetoNbd.fit(cdnow);
        FitReport report = outcome.report();
        assertEquals(FitVerdict.BOUNDARY, report.verdict());
        assertEquals(-9591.66575946, report.logLikelihood(), 1e-6);
        assertFalse(report.hasStandardErrors());
        FitOutcome.NotConverged<CorrelatedParetoNbd> no = (FitOutcome.NotConverged<CorrelatedParetoNbd>) outcome;
        CorrelatedParetoNbd best = no.bestSoFar();
        assertEquals(0.528790, best.r(), 1e-4);
        assertEquals(9.84732, best.alpha(), 1e-3);
        assertEquals(0.494263, best.s(), 1e-4);
        assertEquals(9.17279, best.beta(), 1e-3);
        assertEquals(best.bounds().highest(), best.m(), 1e-7 * best.m());
        assertEquals(0.0882900, best.correlation(), 1e-5);
        assertEquals(Arrays.stream(best.logLikelihood(cdnow)).sum(), report.logLikelihood(), 1e-9 * 9591);
        assertTrue(
                no.reason().startsWith("the likelihood rises up to the upper bound of m, 21.1094, where"), no.reason());
        assertTrue(no.reason().contains("per week is 0.0883"), no.reason());
        assertThrows(FitException.class, outcome::orThrow);
        assertEquals(outcome, ModelText.readFit(ModelText.write(outcome), CorrelatedParetoNbd.class));

        FitReport simpler = ParetoNbd.fit(cdnow).report();
        assertEquals(6.62, 2 * (report.logLikelihood() - simpler.logLikelihood()), 5e-3);
        assertEquals(
                "verdict of richer must be of a maximum inside the range of its parameters, was BOUNDARY"
                        + " (at a bound the statistic is not chi-square; compare by a holdout score)",
                assertThrows(IllegalArgumentException.class, () -> LikelihoodRatioTest.of(simpler, report))
                        .getMessage());
    }

    /** Sheet 19 D: the parameters of an independent program's fit, whose m is within its interval by 4e-4. */
    @Test
    void cdnowAtThePointOfAnIndependentProgram() {
        ParetoNbd margins = new ParetoNbd(0.54318, 10.1001, 0.50885, 9.1792, PeriodUnit.WEEK);
        CorrelatedParetoNbd model = CorrelatedParetoNbd.ofCorrelation(margins, 0.08612);
        assertEquals(20.53528227, model.m(), 1e-8);
        assertEquals(-1.1094887217, model.bounds().lowest(), 1e-10);
        assertEquals(20.5357138736, model.bounds().highest(), 1e-10);
        double logLikelihood =
                Arrays.stream(model.logLikelihood(Cdnow.calibration())).sum();
        assertEquals(-9591.76588714, logLikelihood, 1e-8);
    }

    @Test
    void derivativesAreThoseOfTheValue() {
        PurchaseHistories some = base(TRUTH, 60, new SplittableRandom(3));
        Likelihood likelihood = CorrelatedParetoNbd.likelihood(some);
        for (double z : new double[] {-9, -2, 0, 0.5, 3, 9}) {
            double[] u = {0.3, 0.1, -0.4, 0.6, z};
            double[] gradient = new double[5];
            double[][] hessian = new double[5][5];
            double value = likelihood.evaluate(u, gradient, hessian);
            assertEquals(value, likelihood.value(u), 1e-12 * Math.abs(value));
            for (int j = 0; j < 5; j++) {
                double[] up = new double[5];
                double[] down = new double[5];
                double high = likelihood.evaluate(moved(u, j, 1e-3), up, new double[5][5]);
                double low = likelihood.evaluate(moved(u, j, -1e-3), down, new double[5][5]);
                double[] upper = new double[5];
                double[] lower = new double[5];
                double higher = likelihood.evaluate(moved(u, j, 2e-3), upper, new double[5][5]);
                double lowest = likelihood.evaluate(moved(u, j, -2e-3), lower, new double[5][5]);
                double scale = 1 + Math.abs(gradient[j]);
                int at = j;
                assertEquals(
                        (8 * (high - low) - (higher - lowest)) / 12e-3,
                        gradient[j],
                        1e-8 * scale,
                        () -> "gradient " + at + " at z " + u[4]);
                for (int i = 0; i < 5; i++) {
                    int row = i;
                    assertEquals(
                            (8 * (up[i] - down[i]) - (upper[i] - lower[i])) / 12e-3,
                            hessian[i][j],
                            1e-7 * (1 + Math.abs(hessian[i][j])),
                            () -> "Hessian " + row + ", " + at + " at z " + u[4]);
                }
            }
        }
    }

    private static double[] moved(double[] u, int j, double step) {
        double[] out = u.clone();
        out[j] += step;
        return out;
    }

    /** The likelihood counts time in a unit of its own, in which the step of one of the caller's is another. */
    @Test
    void theLikelihoodIsThatOfTheModel() {
        PurchaseHistories some = base(TRUTH, 60, new SplittableRandom(4));
        Likelihood likelihood = CorrelatedParetoNbd.likelihood(some);
        for (double z : new double[] {-30, -1, 0, 2, 30}) {
            double[] parameters = {0.2, 0.9, -0.3, 1.4, z};
            CorrelatedParetoNbd model = CorrelatedParetoNbd.of(parameters, MONTH);
            double sum = Arrays.stream(model.logLikelihood(some)).sum();
            double value = likelihood.value(likelihood.searchPoint(parameters)) + likelihood.offset();
            assertEquals(sum, value, 1e-11 * Math.abs(sum));
        }
    }

    /** Intervals of all five parameters hold the truth as often as they say; {@code -Dcustomerequity.sweep=1} for 50 bases. */
    @Test
    void innerMaximaAreFoundWithHonestIntervals() {
        int bases = Integer.getInteger("customerequity.sweep", 0) > 0 ? 50 : 5;
        SplittableRandom random = new SplittableRandom(20261123);
        int inner = 0;
        int held = 0;
        int far = 0;
        for (int k = 0; k < bases; k++) {
            PurchaseHistories customers = base(TRUTH, 1500, random);
            FitOutcome<CorrelatedParetoNbd> outcome = CorrelatedParetoNbd.fit(customers);
            FitReport report = outcome.report();
            double truth = Arrays.stream(TRUTH.logLikelihood(customers)).sum();
            assertTrue(report.logLikelihood() >= truth - 1e-9 * Math.abs(truth), "a maximum is above the truth");
            // 11.07 is the 95 % point of chi-square with five degrees of freedom
            far += 2 * (report.logLikelihood() - truth) > 11.07 ? 1 : 0;
            if (outcome.isConverged()) {
                inner++;
                double[] parameters = TRUTH.parameters();
                for (int j = 0; j < 5; j++) {
                    double miss = report.estimates()[j] - parameters[j];
                    held += Math.abs(miss) < 1.96 * report.standardErrors()[j] ? 1 : 0;
                }
            }
        }
        // five intervals of a fit go together: the error of their share is taken as that of single fits
        double error = Math.sqrt(0.95 * 0.05 / Math.max(1, inner));
        assertTrue(inner >= 0.6 * bases, inner + " of " + bases + " inside");
        double share = held / (5.0 * inner);
        assertTrue(share >= 0.95 - 4 * error, share + " of the intervals hold the truth, of " + inner);
        assertTrue(far <= 0.05 * bases + 4 * Math.sqrt(0.05 * 0.95 * bases), far + " of " + bases + " far off");
    }

    @Test
    void insideItIsComparedWithTheParetoNbd() {
        PurchaseHistories customers = base(TRUTH, 1500, new SplittableRandom(8));
        FitOutcome<CorrelatedParetoNbd> outcome = CorrelatedParetoNbd.fit(customers);
        CorrelatedParetoNbd model = outcome.orThrow();
        FitOutcome<ParetoNbd> without = ParetoNbd.fit(customers);
        LikelihoodRatioTest test = LikelihoodRatioTest.of(without.report(), outcome.report());
        assertEquals(1, test.degreesOfFreedom());
        assertTrue(test.statistic() >= 0 && test.statistic() < 12, test.toString());
        // the score test of z = 0 asks the same
        Estimate z = outcome.report().parameter("ln odds ratio");
        assertEquals(model.logOddsRatio(), z.value(), 1e-9);
        assertEquals(Math.sqrt(test.statistic()), Math.abs(z.value()) / z.standardError(), 0.5);
        Estimate correlation = DeltaMethod.of(outcome, CorrelatedParetoNbd::correlation, Estimate.Scale.LINEAR);
        assertEquals(model.correlation(), correlation.value(), 0.0);
        assertTrue(correlation.standardError() > 0);

        int n = customers.size();
        int[] order = new int[n];
        Arrays.setAll(order, i -> (int) (i * 677L % n));
        CorrelatedParetoNbd permuted =
                CorrelatedParetoNbd.fit(customers.select(order)).orThrow();
        assertEquals(model.m(), permuted.m(), 1e-6 * Math.abs(model.m()));
        assertEquals(model.r(), permuted.r(), 1e-7 * model.r());
    }

    /** In another unit the form is another: the margins and their predictions hardly move, the likelihood and m do. */
    @Test
    void anotherUnitOfTimeIsAnotherModel() {
        PurchaseHistories months = base(TRUTH, 1500, new SplittableRandom(8));
        double scale = PeriodUnit.WEEK.from(1, MONTH);
        double[] recency = months.recencies();
        double[] age = months.ages();
        Arrays.setAll(recency, i -> recency[i] * scale);
        Arrays.setAll(age, i -> age[i] * scale);
        PurchaseHistories weeks = PurchaseHistories.ofColumns(months.frequencies(), recency, age, PeriodUnit.WEEK);
        FitOutcome<CorrelatedParetoNbd> perMonth = CorrelatedParetoNbd.fit(months);
        FitOutcome<CorrelatedParetoNbd> perWeek = CorrelatedParetoNbd.fit(weeks);
        double purchases = Arrays.stream(months.frequencies()).sum();
        double there = perWeek.report().logLikelihood() + purchases * Math.log(scale);
        double here = perMonth.report().logLikelihood();
        assertEquals(here, there, 5, "both describe the same customers");
        assertTrue(Math.abs(here - there) > 1e-4, () -> "and not by the same model: " + here + " and " + there);
    }

    @Test
    void whereNobodyBuysAgainThereIsNothingToFit() {
        PurchaseHistories none = PurchaseHistories.ofColumns(new int[9], new double[9], new double[9], MONTH);
        FitOutcome<CorrelatedParetoNbd> outcome = CorrelatedParetoNbd.fit(none);
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
        String reason = outcome.fold(model -> "", FitOutcome.NotConverged::reason);
        assertTrue(reason.startsWith("none of the 9 customers has bought again"), reason);
        PurchaseHistories nobody = PurchaseHistories.ofColumns(new int[0], new double[0], new double[0], MONTH);
        assertEquals(
                "histories must have at least one customer, was empty (there is nothing to fit to)",
                assertThrows(IllegalArgumentException.class, () -> CorrelatedParetoNbd.fit(nobody))
                        .getMessage());
    }
}
