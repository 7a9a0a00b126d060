package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.customerequity.value.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The population's gamma distribution given rates of customers. Worked numbers: 50-digit evaluation of the formulas. */
class GammaBlockTest {
    private static final double[] RATES = {0.05, 0.2, 0.11, 0.4};
    private static final double SUM = 0.76;
    private static final double SUM_OF_LOGS = -7.7287358310519673;

    private static GammaBlock block() {
        return new GammaBlock(GammaPrior.VAGUE, GammaPrior.VAGUE, 1, 1);
    }

    @Test
    void sumsAreThoseOfTheRates() {
        double sum = 0;
        double logs = 0;
        for (double v : RATES) {
            sum += v;
            logs += Math.log(v);
        }
        assertEquals(SUM, sum, 1e-15);
        assertEquals(SUM_OF_LOGS, logs, 1e-14);
    }

    @ParameterizedTest
    @CsvSource({"0.5, -5.6080807635085209", "1, -4.8439592958544154", "2, -4.7463529549297169"})
    void densityOfTheShapeIsAsWorkedOut(double shape, double expected) {
        assertEquals(expected, block().logDensity(Math.log(shape), 4, SUM, SUM_OF_LOGS), 1e-13);
    }

    /** The rate parameter integrated out by quadrature of the joint density, which the formula has in closed form. */
    @Test
    void densityOfTheShapeIsTheJointOneWithoutTheRate() {
        GammaPrior shape = GammaPrior.of(2, 1.5);
        GammaPrior rate = GammaPrior.of(3, 0.4);
        GammaBlock block = new GammaBlock(shape, rate, 1, 1);
        double differs = block.logDensity(Math.log(2), 4, SUM, SUM_OF_LOGS)
                - block.logDensity(Math.log(0.7), 4, SUM, SUM_OF_LOGS);
        assertEquals(Math.log(joint(2, shape, rate) / joint(0.7, shape, rate)), differs, 1e-9);
    }

    /** Of ln shape. Trapezia in ln rate. */
    private static double joint(double a, GammaPrior shape, GammaPrior rate) {
        double sum = 0;
        for (double u = -20; u < 8; u += 0.01) {
            double alpha = Math.exp(u);
            double product = 1;
            for (double v : RATES) {
                product *= Distribution.gamma(a, alpha).density(v);
            }
            sum += product * Distribution.gamma(rate.shape(), rate.rate()).density(alpha) * alpha;
        }
        return sum * Distribution.gamma(shape.shape(), shape.rate()).density(a) * a;
    }

    @Test
    void conditionalsAreGammaAsWorkedOut() {
        // alpha given r = 1.4 and the rates; a customer's lambda and mu given his lifetime and the population
        assertEquals(
                -2.1717897341026325, Math.log(Distribution.gamma(5.601, 0.761).density(8)), 1e-13);
        assertEquals(
                1.6875465388036985,
                Math.log(Distribution.gamma(0.55 + 3, 10.6 + 27.5).density(0.12)),
                1e-13);
        assertEquals(
                2.7025398221790337,
                Math.log(Distribution.gamma(0.6 + 1, 11.7 + 27.5).density(0.03)),
                1e-13);
        double rates = 0;
        for (double v : RATES) {
            rates += Math.log(Distribution.gamma(1.4, 8).density(v));
        }
        assertEquals(2.9518299576757795, rates, 1e-13);
    }

    /** Draws of ln shape and of the rate have the means that quadrature of the density gives. */
    @Test
    void drawsFollowTheDensity() {
        GammaPrior shape = GammaPrior.of(2, 1.5);
        GammaPrior rate = GammaPrior.of(3, 0.4);
        GammaBlock block = new GammaBlock(shape, rate, 1, 1);
        double mass = 0;
        double logShape = 0;
        double meanRate = 0;
        for (double u = -6; u < 4; u += 0.005) {
            double p = Math.exp(block.logDensity(u, 4, SUM, SUM_OF_LOGS));
            mass += p;
            logShape += p * u;
            meanRate += p * (3 + 4 * Math.exp(u)) / (0.4 + SUM);
        }
        SplittableRandom random = new SplittableRandom(5);
        int n = (int) (20_000 * SimulatedBase.sweep());
        double drawnShape = 0;
        double drawnRate = 0;
        for (int i = 0; i < n; i++) {
            block.draw(4, SUM, SUM_OF_LOGS, random);
            drawnShape += Math.log(block.shape()) / n;
            drawnRate += block.rate() / n;
        }
        // deviations 0.45 and 3.6, autocorrelation time some 6
        assertEquals(logShape / mass, drawnShape, 4 * 0.45 * Math.sqrt(6.0 / n));
        assertEquals(meanRate / mass, drawnRate, 4 * 3.6 * Math.sqrt(6.0 / n));
    }
}
