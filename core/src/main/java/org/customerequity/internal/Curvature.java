package org.customerequity.internal;

/** What the second derivatives of a log-likelihood at its maximum say. */
public final class Curvature {
    /** Standard errors beyond which a simpler model costs far more than a verdict minds, so that it need not be fitted. */
    private static final double NEAR = 4;

    /** Share of the largest eigenvalue that is rounding error. */
    private static final double ROUNDING = 1e-13;

    private Curvature() {}

    /** The observed information: the Hessian negated. */
    public static double[][] information(double[][] hessian) {
        int n = hessian.length;
        double[][] out = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                out[i][j] = -hessian[i][j];
            }
        }
        return out;
    }

    /** The covariance of the variables at a maximum with this Hessian. */
    public static double[][] covariance(double[][] hessian) {
        return SymmetricMatrix.inverse(information(hessian));
    }

    /**
     * {@link #covariance} to ask {@link #isNear} about, at a point that need not be a maximum: where the curvature is not positive
     * clear of rounding error, the variance is as large as such an error makes it.
     */
    public static double[][] roughCovariance(double[][] hessian) {
        SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(information(hessian));
        int n = eigen.size();
        double floor = Math.max(Double.MIN_NORMAL, ROUNDING * eigen.value(n - 1));
        double[][] out = new double[n][n];
        for (int k = 0; k < n; k++) {
            double variance = 1 / Math.max(floor, eigen.value(k));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    out[i][j] += variance * eigen.component(k, i) * eigen.component(k, j);
                }
            }
        }
        return out;
    }

    /**
     * Whether a simpler model in which a combination of log-parameters runs off may be within reach: the combination has a
     * standard error of at least 1 / {@value #NEAR}.
     */
    public static boolean isNear(double[][] covariance, double... direction) {
        double variance = 0;
        for (int i = 0; i < direction.length; i++) {
            for (int j = 0; j < direction.length; j++) {
                variance += direction[i] * direction[j] * covariance[i][j];
            }
        }
        return !(variance * NEAR * NEAR < 1);
    }
}
