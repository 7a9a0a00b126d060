package org.customerequity.equity.driver;

import java.util.random.RandomGenerator;
import org.customerequity.internal.SymmetricMatrix;

/**
 * Draws of parameters from the normal distribution that a fit gives them.
 *
 * <pre>{@code
 *   theta = estimate + sum over i of  sqrt(l_i) v_i z_i,      covariance = sum of l_i v_i v_i',   z_i standard normal
 * }</pre>
 *
 * <p>By eigenvalues, so that a singular covariance, as that of principal components carried back to ratings, is drawn from too.
 */
final class ParameterDraws {
    private ParameterDraws() {}

    /** One row a draw. */
    static double[][] of(double[] estimate, double[][] covariance, int draws, RandomGenerator random) {
        int n = estimate.length;
        SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(covariance);
        double largest = Math.max(0, eigen.value(n - 1));
        if (eigen.value(0) < -1e-9 * largest) {
            throw new ArithmeticException("covariance of the parameters must have no negative eigenvalue, had "
                    + eigen.value(0) + " beside " + largest);
        }
        double[][] out = new double[draws][];
        for (int d = 0; d < draws; d++) {
            double[] theta = estimate.clone();
            for (int i = 0; i < n; i++) {
                double z = Math.sqrt(Math.max(0, eigen.value(i))) * random.nextGaussian();
                for (int p = 0; p < n; p++) {
                    theta[p] += z * eigen.component(i, p);
                }
            }
            out[d] = theta;
        }
        return out;
    }
}
