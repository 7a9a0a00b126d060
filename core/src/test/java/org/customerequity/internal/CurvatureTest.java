package org.customerequity.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CurvatureTest {
    @Test
    void roughCovarianceOfAMaximumIsItsCovariance() {
        double[][] hessian = {{-4, 1}, {1, -0.5}};
        double[][] exact = Curvature.covariance(hessian);
        double[][] rough = Curvature.roughCovariance(hessian);
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(exact[i], rough[i], 1e-14);
        }
        assertArrayEquals(new double[] {0.5, 1}, exact[0], 1e-14);
    }

    /** Level along (1, 1), or rising along it by a rounding error; it falls with curvature 2 along (1, -1). */
    @Test
    void roughCovarianceOfARidgeIsWideAlongIt() {
        for (double error : new double[] {0, -1e-16, 1e-16}) {
            double[][] rough = Curvature.roughCovariance(new double[][] {{-1 + error, 1}, {1, -1 + error}});
            double along = rough[0][0] + rough[0][1] + rough[1][0] + rough[1][1];
            assertEquals(2 / (1e-13 * 2), along, 1e10);
            assertEquals(1, rough[0][0] - rough[0][1] - rough[1][0] + rough[1][1], 0.01);
        }
    }
}
