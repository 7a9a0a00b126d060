package org.customerequity.internal;

/** Steps from estimates to parameters nearby: of logarithms where parameters are positive, of themselves where they are coefficients. */
public final class ParameterSteps {
    private ParameterSteps() {}

    /**
     * How far to go for a difference: {@code share} in a logarithm. In a coefficient it is that share of the standard error, since
     * one of a price in cents is a hundredth of that in euros; where the error is larger than the coefficient and 1, of those.
     */
    public static double step(double share, double parameter, double variance, boolean positive) {
        if (positive) {
            return share;
        }
        double most = Math.max(1, Math.abs(parameter));
        double error = Math.sqrt(variance);
        return share * (error > 0 ? Math.min(error, most) : most);
    }

    /** The parameters with one of them moved by {@code step}. */
    public static double[] moved(double[] parameters, int j, double step, boolean positive) {
        double[] out = parameters.clone();
        out[j] = positive ? out[j] * Math.exp(step) : out[j] + step;
        return out;
    }
}
