package org.customerequity.internal.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.customerequity.internal.row.RowChecks.At;
import org.customerequity.internal.row.RowChecks.Derivatives;
import org.junit.jupiter.api.Test;

/**
 * Sixteen customers with two covariates, in the ways by which covariates may move the dropout; figures computed with many digits,
 * the one-index form also by an independent program.
 */
class RowsOfSheetTest {
    /** x, t_x, T, and the covariates u and v. */
    private static final double[][] SIXTEEN = {
        {0, 0, 40, 0, -0.5}, {12, 35.6, 39, 1, -0.1}, {3, 3, 27, 0, 1.3}, {0, 0, 34, 1, 0.5},
        {6, 22.5, 35, 0, -1.3}, {11, 36.5, 39, 1, 0}, {0, 0, 35, 0, -0.5}, {2, 16.3, 26, 1, 0.1},
        {1, 2.1, 32, 0, -1.3}, {5, 6, 32, 1, 0.2}, {2, 27.6, 32, 0, 0.2}, {1, 9.2, 39, 1, 1.3},
        {3, 29.3, 30, 0, 0.3}, {0, 0, 28, 1, 0.4}, {1, 9, 32, 0, -1.2}, {33, 30.9, 34, 1, 1.8}
    };

    /** x, t, n, and the covariates. */
    private static final double[][] SIX = {
        {3, 4, 7, 1, 0.5}, {0, 0, 7, 0, -0.2}, {6, 7, 7, 1, 1.1}, {1, 2, 7, 0, 0.3}, {2, 6, 7, 0, -1}, {0, 0, 5, 1, 0.4}
    };

    /** ln r, ln alpha, ln a, ln b of a customer. */
    private interface Own {
        double[] of(double u, double v);
    }

    private static double sum(RowLikelihood row, double[][] rows, Own own) {
        double sum = 0;
        for (double[] z : rows) {
            sum += new At((int) z[0], z[1], z[2], 0, own.of(z[3], z[4])).value(row);
        }
        return sum;
    }

    private static double[] twoIndex(double u, double v) {
        return new double[] {
            Math.log(1.5),
            Math.log(10) - (0.4 * u + 0.3 * v),
            Math.log(0.9) - 0.2 * u + 0.1 * v,
            Math.log(2.4) + 0.15 * u - 0.25 * v
        };
    }

    private static double[] meanForm(double u, double v) {
        double q = 1 / (1 + Math.exp(-(Math.log(0.9 / 2.4) - 0.3 * u + 0.2 * v)));
        return new double[] {
            Math.log(1.5), Math.log(10) - (0.4 * u + 0.3 * v), Math.log(3.3 * q), Math.log(3.3 * (1 - q))
        };
    }

    private static double[] oneIndex(double u, double v) {
        double shift = -0.3 * u + 0.2 * v;
        return new double[] {
            Math.log(1.5), Math.log(10) - (0.4 * u + 0.3 * v), Math.log(0.9) + shift, Math.log(2.4) + shift
        };
    }

    @Test
    void twoIndexForm() {
        assertEquals(
                -181.10224295767471, sum(BetaGeometricRow.afterRepeats(1), SIXTEEN, RowsOfSheetTest::twoIndex), 1e-11);
        assertEquals(-178.93171386537671, sum(BetaGeometricRow.afterAny(1), SIXTEEN, RowsOfSheetTest::twoIndex), 1e-11);
        double[] bg = {
            -3.801012851141,
            -0.2376286585528,
            -3.276944016183,
            1.877539241919,
            0.9385761701167,
            3.483710081416,
            -3.309750478296,
            -3.702847743201,
            1.607511408837,
            1.879895798048
        };
        double[] mbg = {
            3.637173217956, -3.792295869914, -2.930354973429, 1.59259986716, 2.976158389961,
            3.720324926203, -2.818299527176, -3.754467786465, 1.179217155845, 1.883698908252
        };
        assertArrayEquals(bg, twoIndexGradient(BetaGeometricRow.afterRepeats(1)), 2e-12);
        assertArrayEquals(mbg, twoIndexGradient(BetaGeometricRow.afterAny(1)), 2e-12);
    }

    /** In the baselines, then g1, ga and gb of u and v. */
    private static double[] twoIndexGradient(RowLikelihood row) {
        double[] gradient = new double[10];
        for (double[] z : SIXTEEN) {
            double[] own = Derivatives.of(row, new At((int) z[0], z[1], z[2], 0, twoIndex(z[3], z[4])))
                    .gradient();
            for (int j = 0; j < 4; j++) {
                gradient[j] += own[j];
            }
            for (int c = 0; c < 2; c++) {
                gradient[4 + c] -= z[3 + c] * own[1];
                gradient[6 + c] += z[3 + c] * own[2];
                gradient[8 + c] += z[3 + c] * own[3];
            }
        }
        return gradient;
    }

    @Test
    void meanForm() {
        assertEquals(
                -180.95778862190679, sum(BetaGeometricRow.afterRepeats(1), SIXTEEN, RowsOfSheetTest::meanForm), 1e-11);
        assertEquals(-178.78061089225251, sum(BetaGeometricRow.afterAny(1), SIXTEEN, RowsOfSheetTest::meanForm), 1e-11);
    }

    @Test
    void oneIndexForm() {
        assertEquals(
                -181.1072230679687, sum(BetaGeometricRow.afterRepeats(1), SIXTEEN, RowsOfSheetTest::oneIndex), 1e-11);
    }

    private static double[] chances(double first, double second, double shift) {
        double q = 1 / (1 + Math.exp(-(Math.log(first / second) + shift)));
        return new double[] {Math.log((first + second) * q), Math.log((first + second) * (1 - q))};
    }

    @Test
    void meanFormOfTheBgBb() {
        Own own = (u, v) -> {
            double[] buys = chances(1.3, 0.8, 0.4 * u + 0.2 * v);
            double[] leaves = chances(0.7, 2.9, -0.3 * u + 0.1 * v);
            return new double[] {buys[0], buys[1], leaves[0], leaves[1]};
        };
        assertEquals(-22.045801962410114, sum(new BgBbRow(), SIX, own), 1e-13);
        double[] plain =
                Arrays.stream(new double[] {1.3, 0.8, 0.7, 2.9}).map(Math::log).toArray();
        assertEquals(-22.022021817936686, sum(new BgBbRow(), SIX, (u, v) -> plain), 1e-13);
    }
}
