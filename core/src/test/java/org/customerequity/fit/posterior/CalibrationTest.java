package org.customerequity.fit.posterior;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.Parametric;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/**
 * Simulation-based calibration (S. Talts et al., Validating Bayesian Inference Algorithms with Simulation-Based Calibration, 2018):
 * parameters from the prior, data from the parameters, draws from the posterior; the rank of the true parameter among the draws is
 * uniform. Sheet 21, section 10: 99 draws, 20 bins, at least 20 data sets a bin, chi-square below 43.8202 (p 0.001).
 */
class CalibrationTest {
    private static final int DATA_SETS = 400 * Integer.getInteger("customerequity.sweep", 1);
    private static final int DRAWS = 99;
    private static final int BINS = 20;
    private static final double LIMIT = 43.8202;

    /** 100 draws, as good as independent. */
    private static final SamplingOptions OPTIONS = new SamplingOptions(4, 300, 25, 12, new MixingRule(10, 0));

    private static <M extends Parametric> void check(
            M any,
            Prior prior,
            Likelihood names,
            SplittableRandom random,
            Function<double[], java.util.function.Supplier<Likelihood>> simulate) {
        int p = any.parameterNames().size();
        int[][] bins = new int[p][BINS];
        for (int i = 0; i < DATA_SETS; i++) {
            double[] truth = prior.simulate(names, random);
            ParameterDraws draws = AdaptiveMetropolis.of(simulate.apply(truth), any)
                    .withPrior(prior)
                    .withOptions(OPTIONS)
                    .sample(random)
                    .<Posterior<M>>fold(posterior -> posterior, not -> not.drawsSoFar())
                    .draws();
            for (int j = 0; j < p; j++) {
                double[] values = draws.values(any.parameterNames().get(j));
                double own = truth[j];
                long rank = Arrays.stream(values, 0, DRAWS).filter(v -> v < own).count();
                bins[j][(int) rank * BINS / (DRAWS + 1)]++;
            }
        }
        for (int j = 0; j < p; j++) {
            double expected = (double) DATA_SETS / BINS;
            double chi = Arrays.stream(bins[j])
                    .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                    .sum();
            String name = any.parameterNames().get(j) + ": chi-square " + chi + " of " + Arrays.toString(bins[j]);
            assertTrue(chi < LIMIT, name);
        }
    }

    @Test
    void shiftedBetaGeometric() {
        SplittableRandom random = new SplittableRandom(1);
        ShiftedBetaGeometric any = new ShiftedBetaGeometric(1, 1, PeriodUnit.YEAR);
        CohortCounts small = CohortCounts.of(PeriodUnit.YEAR, new long[] {10, 5, 4, 3});
        check(any, Prior.ofDeviation(0.7), ShiftedBetaGeometric.likelihood(small), random, theta -> {
            CohortCounts data = survivors(any.withParameters(theta), random);
            return () -> ShiftedBetaGeometric.likelihood(data);
        });
    }

    /** Of 100 customers, after each of five renewals. */
    private static CohortCounts survivors(ShiftedBetaGeometric truth, SplittableRandom random) {
        long[] left = new long[6];
        for (int i = 0; i < 100; i++) {
            double tenure = truth.simulateTenure(0, random);
            for (int t = 0; t < left.length && t < tenure; t++) {
                left[t]++;
            }
        }
        return CohortCounts.of(truth.unit(), left);
    }

    /** A prior in the caller's units, which the likelihood does not search in. */
    @Test
    void nbd() {
        SplittableRandom random = new SplittableRandom(2);
        Nbd any = new Nbd(1, 1, PeriodUnit.WEEK);
        double[] ages = new double[60];
        Arrays.setAll(ages, i -> 20 + i % 4);
        PurchaseHistories base = PurchaseHistories.ofColumns(new int[60], new double[60], ages, PeriodUnit.WEEK);
        Prior prior = Prior.flat().withNormal("r", 0.8, 0.5).withNormal("alpha", 10, 0.6);
        check(any, prior, Nbd.likelihood(base), random, theta -> {
            PurchaseHistories data = any.withParameters(theta).simulateHistories(base, random);
            return () -> Nbd.likelihood(data);
        });
    }
}
