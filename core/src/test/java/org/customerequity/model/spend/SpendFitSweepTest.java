package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.internal.NewtonMaximizer;
import org.junit.jupiter.api.Test;

/**
 * Fits to simulated sets of customers, hard ones among them: the best of many starts, or an honest no. 50 sets, and 200 with
 * {@code -Dcustomerequity.sweep=100000}.
 */
class SpendFitSweepTest {
    private static final int SETS = Integer.getInteger("customerequity.sweep", 0) > 0 ? 200 : 50;
    private static final int STARTS = 6;

    @Test
    void gammaGammaReachesTheBestOfManyStarts() {
        SplittableRandom random = new SplittableRandom(1);
        int converged = 0;
        for (int s = 0; s < SETS; s++) {
            GammaGamma truth = new GammaGamma(wide(random, 0.2, 60), wide(random, 0.4, 40), wide(random, 1e-3, 1e5));
            PurchaseHistories data = simulated(truth, random);
            converged += check(truth + " set " + s, GammaGamma.likelihoodOfTransactions(data), random);
        }
        assertTrue(converged > SETS * 3 / 4, converged + " converged");
    }

    @Test
    void logNormalReachesTheBestOfManyStarts() {
        SplittableRandom random = new SplittableRandom(2);
        int converged = 0;
        for (int s = 0; s < SETS; s++) {
            LogNormalSpend truth =
                    new LogNormalSpend(wide(random, 1e-6, 1e12), wide(random, 1e-5, 10), wide(random, 1e-4, 10));
            PurchaseHistories data = simulated(truth, random);
            converged += check(truth + " set " + s, LogNormalSpend.likelihood(data), random);
            check(truth + " restricted, set " + s, LogNormalSpend.restrictedLikelihood(data), random);
        }
        assertTrue(converged > SETS / 2, converged + " converged");
    }

    private static int check(String what, Likelihood likelihood, SplittableRandom random) {
        FitOutcome<double[]> outcome = MaximumLikelihood.fit(likelihood, FitOptions.defaults(), theta -> theta);
        double reached = outcome.report().logLikelihood() - likelihood.offset();
        for (int k = 0; k < STARTS; k++) {
            double[] start = random.doubles(3, -4, 4).toArray();
            NewtonMaximizer.Result end = NewtonMaximizer.within(Math.log(1e6))
                    .maximize(
                            new NewtonMaximizer.Objective() {
                                @Override
                                public double value(double[] u) {
                                    return likelihood.value(u);
                                }

                                @Override
                                public double evaluate(double[] u, double[] gradient, double[][] hessian) {
                                    return likelihood.evaluate(u, gradient, hessian);
                                }
                            },
                            start);
            assertTrue(
                    end.value() <= reached + 1e-6,
                    () -> what + ": " + outcome.report() + " but " + end + " from another start");
        }
        FitVerdict verdict = outcome.report().verdict();
        assertTrue(verdict != FitVerdict.NOT_CONVERGED, () -> what + ": " + outcome);
        return outcome.isConverged() ? 1 : 0;
    }

    /** 20 to 200 customers of one to a few, or to a few hundred, transactions. */
    private static PurchaseHistories simulated(SpendModel truth, SplittableRandom random) {
        int customers = random.nextInt(20, 200);
        double mean = wide(random, 0.3, 100);
        List<SpendSummary> spends = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            int n = i == 0 ? 2 : 1 + (int) (mean * random.nextExponential());
            spends.add(SpendSummary.ofAmounts(truth.simulateSpend(SpendSummary.none(), n, random)));
        }
        PurchaseHistories data = SpendModelContract.histories(spends);
        assertEquals(customers, data.size());
        return data;
    }

    private static double wide(SplittableRandom random, double low, double high) {
        return Math.exp(random.nextDouble(Math.log(low), Math.log(high)));
    }
}
