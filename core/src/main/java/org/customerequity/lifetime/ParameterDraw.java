package org.customerequity.lifetime;

import java.util.random.RandomGenerator;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.Parametric;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.value.Estimate;

/** Positive parameters whose logarithms are normal around an estimate; coefficients that are normal themselves. */
final class ParameterDraw {
    private static final double LARGEST = 1e300;

    private ParameterDraw() {}

    /** The covariance of what is normal: of the logarithms of positive parameters, of coefficients. */
    static double[][] covariance(FitReport report) {
        return report.scale() == Estimate.Scale.LOG ? report.logCovariance() : report.covariance();
    }

    /**
     * {@code exp(ln theta + V sqrt(Lambda) z)}, or {@code theta + V sqrt(Lambda) z} of coefficients, with V Lambda V' the {@link
     * #covariance} and z standard normal.
     */
    static double[] of(Parametric model, double[][] covariance, RandomGenerator random) {
        double[] estimates = model.parameters();
        SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(covariance);
        double[] u = new double[estimates.length];
        for (int k = 0; k < u.length; k++) {
            double z = random.nextGaussian() * Math.sqrt(Math.max(0, eigen.value(k)));
            for (int j = 0; j < u.length; j++) {
                u[j] += eigen.component(k, j) * z;
            }
        }
        double[] out = estimates.clone();
        boolean positive = model.parameterScale() == Estimate.Scale.LOG;
        for (int j = 0; j < out.length; j++) {
            if (!positive) {
                out[j] += u[j];
                continue;
            }
            // flat fits draw logarithms whose exponential is no positive number of type double
            out[j] = Math.max(Double.MIN_NORMAL, Math.min(out[j] * Math.exp(u[j]), LARGEST));
        }
        return out;
    }
}
