package org.customerequity.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SliceSamplerTest {
    private static final int DRAWS = 40_000 * Integer.getInteger("customerequity.sweep", 1);

    /** Share of draws below each threshold, whose draws count as a third of independent ones. */
    private static void check(
            SliceSampler sampler, DoubleUnaryOperator logDensity, double start, double[] thresholds, double[] shares) {
        SplittableRandom random = new SplittableRandom(11);
        int[] below = new int[thresholds.length];
        double x = start;
        for (int i = 0; i < DRAWS; i++) {
            x = sampler.next(logDensity, x, random);
            for (int k = 0; k < below.length; k++) {
                below[k] += x <= thresholds[k] ? 1 : 0;
            }
        }
        for (int k = 0; k < below.length; k++) {
            double error = Math.sqrt(3 * shares[k] * (1 - shares[k]) / DRAWS);
            assertEquals(shares[k], (double) below[k] / DRAWS, 4 * error, "below " + thresholds[k]);
        }
    }

    private static final double[] NORMAL_AT = {-1.959963984540054, -1, 0, 1, 1.959963984540054};
    private static final double[] NORMAL = {0.025, 0.15865525393145707, 0.5, 0.8413447460685429, 0.975};

    /** The width is a matter of speed, not of what is drawn. */
    @Test
    void aNormalDistributionIsDrawnWithAnyWidth() {
        for (double width : new double[] {0.5, 2, 30}) {
            check(SliceSampler.of(width), x -> -x * x / 2, 3, NORMAL_AT, NORMAL);
        }
    }

    /** Nor is the limit of the steps out, shared between the sides at random. */
    @Test
    void aLimitOfStepsLeavesTheDistributionAlone() {
        check(SliceSampler.of(2).withMostSteps(1), x -> -x * x / 2, 3, NORMAL_AT, NORMAL);
        check(SliceSampler.of(1).withMostSteps(3), x -> -x * x / 2, 3, NORMAL_AT, NORMAL);
    }

    /** Minus infinity or NaN beyond the bounds; a density that is infinite at one of them. */
    @Test
    void boundsAreKept() {
        double[] at = {0.1, 1, 3};
        double[] shares = {1 - Math.exp(-0.1), 1 - Math.exp(-1), 1 - Math.exp(-3)};
        check(SliceSampler.of(1), x -> x > 0 ? -x : Double.NEGATIVE_INFINITY, 1, at, shares);
        check(SliceSampler.of(1), x -> x > 0 ? -x : Double.NaN, 1, at, shares);
        // Beta(1/2, 1): F(x) = sqrt(x)
        check(
                SliceSampler.of(0.3),
                x -> x > 0 && x < 1 ? -0.5 * Math.log(x) : Double.NaN,
                0.5,
                new double[] {0.04, 0.25, 0.81},
                new double[] {0.2, 0.5, 0.9});
    }

    @Test
    void aPointMassStaysWhereItIs() {
        assertEquals(
                2, SliceSampler.of(1).next(x -> x == 2 ? 0 : Double.NEGATIVE_INFINITY, 2, new SplittableRandom(1)));
    }

    @Test
    void theSameSeedGivesTheSameDraw() {
        double one = SliceSampler.of(1).next(x -> -x * x, 0.3, new SplittableRandom(5));
        assertEquals(one, SliceSampler.of(1).next(x -> -x * x, 0.3, new SplittableRandom(5)));
        assertTrue(one != SliceSampler.of(1).next(x -> -x * x, 0.3, new SplittableRandom(6)));
    }

    @Test
    void badUseIsRefused() {
        SplittableRandom random = new SplittableRandom(1);
        SliceSampler sampler = SliceSampler.of(1);
        assertEquals(
                "log density must be finite where the draw begins, was NaN at -1.0",
                assertThrows(ArithmeticException.class, () -> sampler.next(Math::log, -1, random))
                        .getMessage());
        assertEquals(
                "width must be finite and > 0, was NaN (about a standard deviation of the draws)",
                assertThrows(IllegalArgumentException.class, () -> SliceSampler.of(Double.NaN))
                        .getMessage());
        assertEquals(
                "newMostSteps must be > 0, was 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SliceSampler.of(1).withMostSteps(0))
                        .getMessage());
    }
}
