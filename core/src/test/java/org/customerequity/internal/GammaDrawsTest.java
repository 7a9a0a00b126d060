package org.customerequity.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.customerequity.value.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws against the distributions they are said to come from. */
class GammaDrawsTest {
    private static final double SWEEP = Double.parseDouble(System.getProperty("customerequity.sweep", "1"));
    private static final int N = (int) (20_000 * SWEEP);

    /** Kolmogorov: sqrt(n) D above 2.2 in one of ten thousand. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.4, 1, 1.6, 7, 300})
    void gammaFollowsItsDistribution(double shape) {
        SplittableRandom random = new SplittableRandom(Double.hashCode(shape));
        Distribution gamma = Distribution.gamma(shape, 1);
        double[] draws = new double[N];
        Arrays.setAll(draws, i -> GammaDraws.standard(shape, random));
        Arrays.sort(draws);
        double worst = 0;
        for (int i = 0; i < N; i++) {
            double p = gamma.probabilityBelow(draws[i]);
            worst = Math.max(worst, Math.max(p - (double) i / N, (i + 1.0) / N - p));
        }
        assertTrue(worst * Math.sqrt(N) < 2.2, "distance " + worst + " at shape " + shape);
    }

    /** Pearson's chi-squared over the counts that are likely. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 5, 23.9, 24.1, 60, 400})
    void poissonFollowsItsDistribution(double mean) {
        SplittableRandom random = new SplittableRandom(Double.hashCode(mean));
        int most = (int) (mean + 10 * Math.sqrt(mean) + 10);
        int[] seen = new int[most];
        for (int i = 0; i < N; i++) {
            seen[(int) GammaDraws.poisson(mean, random)]++;
        }
        double chi = 0;
        int cells = 0;
        for (int k = 0; k < most; k++) {
            double expected = N * Math.exp(k * Math.log(mean) - mean - SpecialFunctions.logGamma(k + 1.0));
            if (expected > 10) {
                chi += (seen[k] - expected) * (seen[k] - expected) / expected;
                cells++;
            }
        }
        assertTrue(chi < cells + 4.5 * Math.sqrt(2.0 * cells) + 5, "chi-squared " + chi + " of " + cells + " cells");
    }

    @Test
    void poissonOfALargeMeanHasItsMoments() {
        SplittableRandom random = new SplittableRandom(4);
        double mean = 3e7;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < N; i++) {
            double away = GammaDraws.poisson(mean, random) - mean;
            sum += away / N;
            squares += away * away / N;
        }
        assertEquals(0, sum, 4.5 * Math.sqrt(mean / N));
        assertEquals(1, squares / mean, 4.5 * Math.sqrt(2.0 / N));
        assertEquals(0, GammaDraws.poisson(0, random));
    }
}
