package org.customerequity.model.choice;

import org.customerequity.internal.NewtonMaximizer;

/** Where the search of {@link LogitFitter} ended. Arrays are not copied. */
final class LogitFit {
    /** One a column of the design. */
    final double[] coefficients;

    /** The log-likelihood there, without the ridge. */
    final double logLikelihood;

    /** The derivative of what was maximised, in the coefficients. */
    final double[] gradient;

    /** The second derivatives of the log-likelihood in the coefficients, without the ridge. */
    final double[][] hessian;

    /** The largest absolute derivative of what was maximised, in coefficients of columns of unit size. */
    final double gradientNorm;

    final int iterations;
    final NewtonMaximizer.Status status;
    final String message;

    LogitFit(
            double[] coefficients,
            double logLikelihood,
            double[] gradient,
            double[][] hessian,
            double gradientNorm,
            int iterations,
            NewtonMaximizer.Status status,
            String message) {
        this.coefficients = coefficients;
        this.logLikelihood = logLikelihood;
        this.gradient = gradient;
        this.hessian = hessian;
        this.gradientNorm = gradientNorm;
        this.iterations = iterations;
        this.status = status;
        this.message = message;
    }

    boolean converged() {
        return status == NewtonMaximizer.Status.CONVERGED;
    }
}
