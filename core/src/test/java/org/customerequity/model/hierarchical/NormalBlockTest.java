package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.customerequity.internal.SpecialFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regression of log-rates on covariates. Worked numbers: 50-digit evaluation of the formulas. */
class NormalBlockTest {
    private static final double[][] COVARIATE = {{0, 1, 0, 1, 0.5}};
    private static final double[] THETA1 = {-2.1, -3, -4, -1.2, -2.8};
    private static final double[] THETA2 = {-3.5, -4.2, -1.5, -3.9, -5};

    private static NormalBlock block() {
        // nu0 = 3 + K = 5
        return new NormalBlock(AbePriors.weak(), COVARIATE, 5);
    }

    @Test
    void posteriorIsAsWorkedOut() {
        NormalBlock block = block();
        double[] s = block.scatter(THETA1, THETA2);
        assertArrayEquals(new double[] {-3.0765288017978936, 0.9253637188029796}, block.mean1(), 1e-14);
        assertArrayEquals(new double[] {-2.839963726688484, -1.5487126917162786}, block.mean2(), 1e-14);
        assertEquals(0.445530891456058, block.inverse()[0][0], 1e-14);
        assertEquals(-0.492843906477940, block.inverse()[0][1], 1e-14);
        assertEquals(0.987659188581793, block.inverse()[1][1], 1e-14);
        assertArrayEquals(new double[] {8.569509521744273, -1.246315893230296, 9.530302014745892}, s, 1e-13);
    }

    @Test
    void drawsHaveTheMeansWorkedOut() {
        NormalBlock block = block();
        SplittableRandom random = new SplittableRandom(7);
        int n = (int) (20_000 * SimulatedBase.sweep());
        double[] mean = new double[7];
        double[] square = new double[7];
        for (int i = 0; i < n; i++) {
            block.draw(THETA1, THETA2, random);
            double[] draw = {
                block.gamma11(), block.gamma12(), block.gamma22(), block.b1(0), block.b1(1), block.b2(0), block.b2(1)
            };
            for (int j = 0; j < 7; j++) {
                mean[j] += draw[j] / n;
                square[j] += draw[j] * draw[j] / n;
            }
        }
        double[] expected = {
            1.2242156459634674,
            -0.178045127604328,
            1.3614717163922703,
            -3.0765288017978936,
            0.9253637188029796,
            -2.839963726688484,
            -1.5487126917162786
        };
        for (int j = 0; j < 7; j++) {
            double se = Math.sqrt((square[j] - mean[j] * mean[j]) / n);
            assertEquals(expected[j], mean[j], 4.5 * se, "number " + j);
        }
        // B given Gamma: covariance A_n^-1 (x) Gamma
        double variance = square[5] - mean[5] * mean[5];
        assertEquals(0.445530891456058 * 1.3614717163922703, variance, 0.06 * variance);
    }

    @Test
    void coordinatesComeBack() {
        NormalBlock block = block();
        block.draw(THETA1, THETA2, new SplittableRandom(1));
        double[] at = new double[block.dimension()];
        block.coordinates(at);
        double g11 = block.gamma11();
        double g12 = block.gamma12();
        double g22 = block.gamma22();
        block.set(new double[2], new double[2], 1, 0, 1);
        block.moveTo(at);
        assertEquals(g11, block.gamma11(), 1e-14 * g11);
        assertEquals(g12, block.gamma12(), 1e-14);
        assertEquals(g22, block.gamma22(), 1e-14 * g22);
        double[] again = new double[block.dimension()];
        block.coordinates(again);
        assertArrayEquals(at, again, 1e-14);
    }

    /** Prior times normal density of theta, less the posterior of the formulas, does not depend on where it is taken. */
    @Test
    void priorTimesLikelihoodIsThePosterior() {
        NormalBlock block = block();
        double[] s = block.scatter(THETA1, THETA2);
        SplittableRandom random = new SplittableRandom(3);
        double first = Double.NaN;
        double[] at = new double[block.dimension()];
        for (int i = 0; i < 100; i++) {
            block.draw(THETA1, THETA2, random);
            block.coordinates(at);
            double a = at[4];
            double c = at[6];
            double det = block.gamma11() * block.gamma22() - block.gamma12() * block.gamma12();
            double left = block.logPrior() - 3 * a - 2 * c;
            for (int j = 0; j < 5; j++) {
                left += normal(block, det, THETA1[j] - block.fitted1(j), THETA2[j] - block.fitted2(j));
            }
            // inverse Wishart of 10 degrees of freedom, then B normal about B_n with precision A_n
            double p11 = block.gamma22() / det;
            double p12 = -block.gamma12() / det;
            double p22 = block.gamma11() / det;
            double right = -0.5 * (10 + 3) * Math.log(det) - 0.5 * (p11 * s[0] + 2 * p12 * s[1] + p22 * s[2]);
            double[][] an = {{5.01, 2.5}, {2.5, 2.26}};
            right -= Math.log(det);
            double[] m1 = block.mean1();
            double[] m2 = block.mean2();
            for (int k = 0; k < 2; k++) {
                for (int m = 0; m < 2; m++) {
                    double d1k = block.b1(k) - m1[k];
                    double d2k = block.b2(k) - m2[k];
                    double d1m = block.b1(m) - m1[m];
                    double d2m = block.b2(m) - m2[m];
                    right -= 0.5 * an[k][m] * (p11 * d1k * d1m + p12 * (d1k * d2m + d2k * d1m) + p22 * d2k * d2m);
                }
            }
            first = i == 0 ? left - right : first;
            assertEquals(first, left - right, 1e-9);
        }
    }

    private static double normal(NormalBlock block, double det, double d1, double d2) {
        return -Math.log(2 * Math.PI)
                - 0.5 * Math.log(det)
                - 0.5
                        * AbeChain.quadratic(
                                block.gamma22() / det, -block.gamma12() / det, block.gamma11() / det, d1, d2);
    }

    @ParameterizedTest
    @CsvSource({
        "-2.1, -3.5, 3, 1, 30, -10.879614350259012, -3.2483458974860117",
        "-2.1, -3.5, 3, 0, 27.5, -13.997979821070761, -3.2483458974860117",
        "-4, -1.5, 0, 0, 6.2, -2.9969639540304169, -3.5238745983923561"
    })
    void termsOfACustomerAreAsWorkedOut(
            double theta1, double theta2, int x, int z, double y, double data, double prior) {
        NormalBlock block = new NormalBlock(AbePriors.weak(), new double[0][], 1);
        block.set(new double[] {-3.5}, new double[] {-3.7}, 1.4, 0.25, 3);
        double det = 1.4 * 3 - 0.25 * 0.25;
        assertEquals(prior, normal(block, det, theta1 - block.fitted1(0), theta2 - block.fitted2(0)), 1e-14);

        // the likelihood without his life, times what the life is given that likelihood, is that with the life
        double lambda = Math.exp(theta1);
        double mu = Math.exp(theta2);
        double age = z == 1 ? y : y + 3;
        double recency = x == 0 ? 0 : 21;
        double wait = age - recency;
        double odds = ExponentialLife.logOddsOfHavingLeft(lambda, mu, wait);
        double life = z == 1
                ? -Math.log1p(Math.exp(odds))
                : -Math.log1p(Math.exp(-odds))
                        + Math.log((lambda + mu) / -Math.expm1(-(lambda + mu) * wait))
                        - (lambda + mu) * (y - recency);
        assertEquals(data, ExponentialLife.logLikelihood(theta1, theta2, x, recency, wait) + life, 1e-12);
    }

    @Test
    void inverseWishartOfNoCustomersIsThePrior() {
        // E[ln det Gamma] = ln det S - 2 ln 2 - digamma(nu/2) - digamma((nu-1)/2)
        NormalBlock block = new NormalBlock(AbePriors.weak().withVariances(6, 0.5, 2), new double[0][], 0);
        SplittableRandom random = new SplittableRandom(11);
        int n = (int) (20_000 * SimulatedBase.sweep());
        double mean = 0;
        for (int i = 0; i < n; i++) {
            block.draw(new double[0], new double[0], random);
            mean += Math.log(block.gamma11() * block.gamma22() - block.gamma12() * block.gamma12()) / n;
        }
        double expected =
                Math.log(3.5 * 14) - 2 * Math.log(2) - SpecialFunctions.digamma(3.5) - SpecialFunctions.digamma(3);
        // trigamma(3.5) + trigamma(3) = 0.73
        assertEquals(expected, mean, 4.5 * Math.sqrt(0.73 / n));
    }
}
