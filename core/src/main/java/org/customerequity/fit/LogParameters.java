package org.customerequity.fit;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;

/** Moves models in the logarithms of positive parameters or in coefficients, and quantities onto the scale where they know no bounds. */
final class LogParameters {
    /**
     * Step of the differences in a log-parameter. Of fourth order, they err by step^4 / 30 times the fifth derivative, 3e-12,
     * and by the rounding error of the quantity over the step: 3e-10 for one that is right to 1e-12.
     */
    private static final double STEP = 3e-3;

    /**
     * The step in a coefficient is relative to it; where it is smaller, to its standard error or, at most, to this. A coefficient
     * of a price in cents is a hundredth of that in euros, and so is its step.
     */
    private static final double SMALL_COEFFICIENT = 0.01;

    private LogParameters() {}

    /** The model with each positive parameter multiplied by exp of its shift, or with the shift added to each coefficient. */
    static <M extends Parametric> M moved(M model, double... shift) {
        double[] theta = model.parameters();
        boolean positive = isPositive(model);
        for (int j = 0; j < theta.length; j++) {
            theta[j] = positive ? theta[j] * Math.exp(shift[j]) : theta[j] + shift[j];
        }
        return with(model, theta);
    }

    /** The model with these parameters; a model of another class breaks the contract of {@link Parametric}. */
    static <M extends Parametric> M with(M model, double[] theta) {
        @SuppressWarnings("unchecked")
        Class<M> own = (Class<M>) model.getClass();
        return own.cast(model.withParameters(theta));
    }

    /** Four evaluations of something around the estimate, put together to its derivative in one log-parameter. */
    interface Combination<T> {
        /** (8 (up - down) - (farUp - farDown)) / (12 step). */
        void accept(T farDown, T down, T up, T farUp, double step);
    }

    /** Evaluates at two steps either side in log-parameter or coefficient {@code j}, whose variance says how far that is. */
    static <M extends Parametric, T> void differ(
            M model, int j, double variance, Function<? super M, T> of, Combination<T> combination) {
        double[] theta = model.parameters();
        double[] shift = new double[theta.length];
        double small = variance > 0 ? Math.min(SMALL_COEFFICIENT, Math.sqrt(variance)) : SMALL_COEFFICIENT;
        double step = isPositive(model) ? STEP : STEP * Math.max(small, Math.abs(theta[j]));
        shift[j] = -2 * step;
        T farDown = of.apply(moved(model, shift));
        shift[j] = -step;
        T down = of.apply(moved(model, shift));
        shift[j] = step;
        T up = of.apply(moved(model, shift));
        shift[j] = 2 * step;
        T farUp = of.apply(moved(model, shift));
        combination.accept(farDown, down, up, farUp, step);
    }

    private static boolean isPositive(Parametric model) {
        return switch (model.parameterScale()) {
            case LOG -> true;
            case LINEAR -> false;
            case LOGIT -> throw new IllegalStateException("parameterScale must be LOG or LINEAR, was LOGIT");
        };
    }

    /** The gradient in the log-parameters of a quantity on its scale. */
    static <M extends Parametric> double[] gradient(
            M model, double[][] covariance, ToDoubleFunction<? super M> quantity, Estimate.Scale scale) {
        double[] gradient = new double[model.parameters().length];
        for (int j = 0; j < gradient.length; j++) {
            int at = j;
            differ(
                    model,
                    j,
                    covariance[j][j],
                    m -> onScale(quantity.applyAsDouble(m), scale),
                    (ll, l, h, hh, step) -> gradient[at] = (8 * (h - l) - (hh - ll)) / (12 * step));
            if (!Double.isFinite(gradient[j])) {
                throw new ArithmeticException("quantity must be finite around the estimates, was not near "
                        + model.parameterNames().get(j) + " = " + model.parameters()[j]);
            }
        }
        return gradient;
    }

    /** A quantity as a number without bounds. */
    static double onScale(double value, Estimate.Scale scale) {
        return switch (scale) {
            case LINEAR -> value;
            case LOG -> Math.log(value);
            case LOGIT -> Math.log(value) - Math.log1p(-value);
        };
    }

    /** The inverse of {@link #onScale}; also of infinity. */
    static double offScale(double g, Estimate.Scale scale) {
        return switch (scale) {
            case LINEAR -> g;
            case LOG -> Math.exp(g);
            case LOGIT -> g > 0 ? 1 / (1 + Math.exp(-g)) : Math.exp(g) / (1 + Math.exp(g));
        };
    }

    /** Refuses a quantity that its scale has no room for. */
    static double require(double value, Estimate.Scale scale) {
        return switch (scale) {
            case LINEAR -> Require.finite(value, "quantity", "at the estimates");
            case LOG -> Require.positive(value, "quantity", "on the logarithmic scale, at the estimates");
            case LOGIT -> Require.openFraction(value, "quantity", "on the logit scale, at the estimates");
        };
    }

    /** {@code g' C g}. */
    static double quadraticForm(double[] g, double[][] c) {
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
                sum += g[i] * c[i][j] * g[j];
            }
        }
        return Math.max(0, sum);
    }
}
