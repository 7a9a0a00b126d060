package org.customerequity.survey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How well items measure the factor behind them, from their standardised loadings: composite reliability and average variance
 * extracted. Immutable.
 *
 * <pre>{@code
 *   CR  = (sum l)^2 / ((sum l)^2 + sum (1 - l^2))
 *   AVE = mean of l^2
 *
 *   l  standardised loading of an item on its factor: their correlation
 * }</pre>
 *
 * <p>Composite reliability does not take the items as equally good, as {@link CronbachAlpha} does; it takes their errors as
 * uncorrelated. Both are for reflective scales, whose items show one cause. Source: Fornell and Larcker, Evaluating Structural
 * Equation Models with Unobservable Variables and Measurement Error, Journal of Marketing Research 18(1), 1981, equations 10
 * and 11.
 */
public final class FactorReliability implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] loadings;

    private FactorReliability(double[] loadings) {
        this.loadings = loadings;
    }

    /**
     * {@code FactorReliability.ofLoadings(0.82, 0.76, 0.88, 0.71)}.
     *
     * @param loadings standardised, of two items or more, each in [-1, 1]; reverse an item that loads the other way
     */
    public static FactorReliability ofLoadings(double... loadings) {
        double[] copy = Objects.requireNonNull(loadings, "loadings").clone();
        if (copy.length < 2) {
            throw Require.bad("loadings", "must be of at least 2 items", "", copy.length);
        }
        for (int i = 0; i < copy.length; i++) {
            if (!(Math.abs(copy[i]) <= 1)) {
                throw Require.bad(
                        "loadings[" + i + "]",
                        "must be in [-1, 1]",
                        "a standardised loading is a correlation; beyond 1 the factor model is not proper",
                        copy[i]);
            }
        }
        return new FactorReliability(copy);
    }

    /** A copy of the loadings. */
    public double[] loadings() {
        return loadings.clone();
    }

    /**
     * Composite reliability, in [0, 1]: the share of the factor in the variance of the sum of the items.
     *
     * @throws UndefinedRatioException if the sum has no variance, as where two items load 1 and -1
     */
    public double compositeReliability() {
        double sum = Arrays.stream(loadings).sum();
        double errors = Arrays.stream(loadings).map(l -> (1 - l) * (1 + l)).sum();
        if (sum == 0 && errors == 0) {
            throw new UndefinedRatioException(
                    "composite reliability is undefined, because the sum of the items has no variance");
        }
        return sum * sum / (sum * sum + errors);
    }

    /** Average variance extracted, in [0, 1]: the mean share of an item's variance that the factor explains. */
    public double averageVarianceExtracted() {
        return Arrays.stream(loadings).map(l -> l * l).sum() / loadings.length;
    }

    /**
     * The criterion of Fornell and Larcker: whether both factors explain more of their own items than they have in common, so
     * that they measure different things.
     *
     * @param other the other factor
     * @param correlation of the two factors, in [-1, 1]
     */
    public boolean isDistinctFrom(FactorReliability other, double correlation) {
        Objects.requireNonNull(other, "other");
        if (!(Math.abs(correlation) <= 1)) {
            throw Require.bad("correlation", "must be in [-1, 1]", "of the two factors", correlation);
        }
        return Math.min(averageVarianceExtracted(), other.averageVarianceExtracted()) > correlation * correlation;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof FactorReliability other && Arrays.equals(loadings, other.loadings);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(loadings);
    }

    @Override
    public String toString() {
        return "loadings " + Arrays.toString(loadings);
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return ofLoadings(loadings);
    }
}
