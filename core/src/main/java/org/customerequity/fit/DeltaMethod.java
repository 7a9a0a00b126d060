package org.customerequity.fit;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.customerequity.value.Estimate;

/**
 * The standard error of whatever a fitted model says, from that of its parameters.
 *
 * <pre>{@code
 *   Var(g) = G' C G,    g = h(f(u)),  G = dg/du,  C = covariance of u: logarithms of positive parameters, coefficients as they are
 *   h  identity, logarithm or logit: the scale on which the interval is symmetric
 * }</pre>
 *
 * <p>G by differences of fourth order in each log-parameter, right to about 1e-9 relative. The interval is that of
 * {@link Estimate#confidenceInterval}: it is of the expectation, not of an outcome. It carries the uncertainty of the
 * parameters alone, and holds where the log-likelihood is a parabola; where the fit is {@link FitVerdict#CONVERGED_FLAT}, or
 * standard errors of log-parameters exceed 0.5, ask {@link ProfileLikelihood}.
 *
 * <p>C. R. Rao, Linear Statistical Inference and Its Applications, 2nd edition, 1973, section 6a.2.
 */
public final class DeltaMethod {
    private DeltaMethod() {}

    /**
     * A quantity of the fitted model with its standard error:
     * {@code DeltaMethod.of(outcome, model -> model.expectedPurchases(history, ahead), Estimate.Scale.LOG)}.
     *
     * @param scale LOG for a positive quantity, LOGIT for a probability, LINEAR for any other
     * @throws FitException if the fit did not converge
     * @throws IllegalStateException if the fit has no standard errors
     * @throws IllegalArgumentException if the quantity at the estimates is not within the scale
     * @throws ArithmeticException if the quantity is not finite near the estimates
     */
    public static <M extends Parametric> Estimate of(
            FitOutcome<M> outcome, ToDoubleFunction<? super M> quantity, Estimate.Scale scale) {
        Objects.requireNonNull(quantity, "quantity");
        M model = Objects.requireNonNull(outcome, "outcome").orThrow();
        double[][] covariance = outcome.report().workingCovariance();
        double value = LogParameters.require(quantity.applyAsDouble(model), Objects.requireNonNull(scale, "scale"));
        double[] gradient = LogParameters.gradient(model, covariance, quantity, scale);
        double error = Math.sqrt(LogParameters.quadraticForm(gradient, covariance));
        double slope = switch (scale) {
            case LINEAR -> 1;
            case LOG -> value;
            case LOGIT -> value * (1 - value);
        };
        return new Estimate(value, slope * error, scale);
    }

    /**
     * Standard errors of a column of quantities, such as the expectation of every customer:
     * {@code DeltaMethod.standardErrors(outcome, model -> model.expectedPurchases(histories, ahead))}. Four calls of the column
     * a parameter. A row that is NaN near the estimates has the standard error NaN.
     *
     * <p>Errors of a total are not these added up: they are those of the total, by {@link #of}.
     *
     * @throws FitException if the fit did not converge
     * @throws IllegalStateException if the fit has no standard errors
     */
    public static <M extends Parametric> double[] standardErrors(
            FitOutcome<M> outcome, Function<? super M, double[]> column) {
        Objects.requireNonNull(column, "column");
        M model = Objects.requireNonNull(outcome, "outcome").orThrow();
        double[][] covariance = outcome.report().workingCovariance();
        double[][] gradients = gradients(model, covariance, column);
        double[] out = new double[gradients[0].length];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int j = 0; j < gradients.length; j++) {
                for (int k = 0; k < gradients.length; k++) {
                    sum += gradients[j][i] * covariance[j][k] * gradients[k][i];
                }
            }
            out[i] = Math.sqrt(Math.max(0, sum));
        }
        return out;
    }

    /** The derivative of a column in each log-parameter. */
    static <M extends Parametric> double[][] gradients(
            M model, double[][] covariance, Function<? super M, double[]> column) {
        double[][] out = new double[model.parameters().length][];
        for (int j = 0; j < out.length; j++) {
            int at = j;
            LogParameters.<M, double[]>differ(model, j, covariance[j][j], column, (ll, l, h, hh, step) -> {
                double[] slope = new double[l.length];
                for (int i = 0; i < slope.length; i++) {
                    slope[i] = (8 * (h[i] - l[i]) - (hh[i] - ll[i])) / (12 * step);
                }
                out[at] = slope;
            });
        }
        return out;
    }
}
