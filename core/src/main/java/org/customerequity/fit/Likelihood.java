package org.customerequity.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.customerequity.value.Estimate;

/**
 * A log-likelihood of positive parameters theta, as a function of their logarithms u; or of coefficients, which may have either
 * sign, as they are.
 *
 * <pre>{@code
 *   theta_j = units_j exp(u_j)          ln L(theta) = value(u) + offset          scale LOG
 *   theta_j = u_j + ln units_j                                                   scale LINEAR
 * }</pre>
 *
 * <p>It may count time or money in units of its own, in which the data are of order ten; that keeps the search and its verdicts
 * the same whatever the caller's units are. Implement it to have a model of your own fitted and judged by
 * {@link MaximumLikelihood#fit}. Not for use by several threads at once.
 */
public interface Likelihood {
    /** Names of the parameters, in the order of the model. */
    List<String> names();

    /** Where the search begins: log-parameters computed from the data. */
    double[] start();

    /** The value at {@code u}, without derivatives; NaN and minus infinity mean "not here". */
    double value(double[] u);

    /** The value at {@code u}, with its gradient and (both triangles of) its Hessian in u written into the arrays. */
    double evaluate(double[] u, double[] gradient, double[][] hessian);

    /** Customers, or whatever was drawn independently, that carry likelihood. */
    long observations();

    /** The factor from exp(u) to each parameter of the model; 1 unless overridden. */
    default double[] units() {
        double[] ones = new double[names().size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * LOG where the model's parameters are positive, {@code units exp(u)}; LINEAR where they are coefficients of either sign,
     * {@code u + ln(units)}, positive ones among them as logarithms with names that say so.
     */
    default Estimate.Scale parameterScale() {
        return Estimate.Scale.LOG;
    }

    /** The parameters of the model at {@code u}, in the caller's units. */
    default double[] parametersAt(double[] u) {
        double[] units = units();
        boolean positive = parameterScale() == Estimate.Scale.LOG;
        double[] theta = new double[u.length];
        for (int j = 0; j < theta.length; j++) {
            theta[j] = positive ? units[j] * Math.exp(u[j]) : u[j] + Math.log(units[j]);
        }
        return theta;
    }

    /** Where the search finds a model of these parameters: the inverse of {@link #parametersAt}. */
    default double[] searchPoint(double[] parameters) {
        double[] units = units();
        boolean positive = parameterScale() == Estimate.Scale.LOG;
        double[] u = new double[parameters.length];
        for (int j = 0; j < u.length; j++) {
            u[j] = positive ? Math.log(parameters[j] / units[j]) : parameters[j] - Math.log(units[j]);
        }
        return u;
    }

    /** What the log-likelihood in the caller's units has more than the value in the likelihood's own. */
    default double offset() {
        return 0;
    }

    /** Why these data cannot identify the model at all, as a full sentence; empty where they can. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** What a user should know of the data, in full sentences. */
    default List<String> warnings() {
        return List.of();
    }

    /** What it means that parameter {@code j} runs off, upwards or to zero: the simpler model that is reached. */
    default String limitReached(int j, boolean upwards) {
        return "the likelihood rises towards a simpler model";
    }

    /** Simpler models that this one approaches when some parameters run off together. Asked once, at the maximum. */
    default List<Limit> limits() {
        return List.of();
    }

    /**
     * A simpler model.
     *
     * @param sentence what it says of the data, if it fits as well: {@code "all customers buy at one common rate"}
     * @param logLikelihood its maximum, in the likelihood's own units
     */
    record Limit(String sentence, DoubleSupplier logLikelihood) {
        public Limit {
            Objects.requireNonNull(sentence, "sentence");
            Objects.requireNonNull(logLikelihood, "logLikelihood");
        }
    }
}
