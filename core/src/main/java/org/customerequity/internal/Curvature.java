package org.customerequity.internal;

/** What the second derivatives of a log-likelihood at its maximum say. */
public final class Curvature {
    /** Standard errors beyond which a simpler model costs far more than a verdict minds, so that it need not be fitted. */
    private static final double NEAR = 4;

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
