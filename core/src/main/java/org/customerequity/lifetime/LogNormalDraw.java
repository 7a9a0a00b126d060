package org.customerequity.lifetime;

import java.util.random.RandomGenerator;
import org.customerequity.internal.SymmetricMatrix;

/** Positive parameters whose logarithms are normal around an estimate. */
final class LogNormalDraw {
    private static final double LARGEST = 1e300;

    private LogNormalDraw() {}

    /** exp(ln theta + V sqrt(Lambda) z), with V Lambda V' the covariance of the logarithms and z standard normal. */
    static double[] of(double[] estimates, double[][] logCovariance, RandomGenerator random) {
        SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(logCovariance);
        double[] u = new double[estimates.length];
        for (int k = 0; k < u.length; k++) {
            double z = random.nextGaussian() * Math.sqrt(Math.max(0, eigen.value(k)));
            for (int j = 0; j < u.length; j++) {
                u[j] += eigen.component(k, j) * z;
            }
        }
        double[] out = estimates.clone();
        for (int j = 0; j < out.length; j++) {
            // flat fits draw logarithms whose exponential is no positive number of type double
            out[j] = Math.max(Double.MIN_NORMAL, Math.min(out[j] * Math.exp(u[j]), LARGEST));
        }
        return out;
    }
}
