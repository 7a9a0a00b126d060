package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;

/**
 * One coefficient, as estimated.
 *
 * @param name of the parameter: {@code purchases: channel=ads}
 * @param process what it bears on
 * @param column of the coding
 * @param estimate a step of the coded column: a standard deviation of a number, a category against the reference
 * @param scale how much of the covariate such a step is, {@code > 0}; 1 for categories and numbers taken as they are
 * @param testable whether the standard error is of an unpenalised estimate, of which a test may be made
 */
public record CovariateCoefficient(
        String name, CovariateProcess process, String column, Estimate estimate, double scale, boolean testable)
        implements Serializable {
    public CovariateCoefficient {
        Require.nonBlank(name, "name", "of the parameter");
        Objects.requireNonNull(process, "process");
        Require.nonBlank(column, "column", "of the coding");
        Objects.requireNonNull(estimate, "estimate");
        Require.positive(scale, "scale", "of the covariate, a step of the column");
    }

    /**
     * The estimate over its standard error.
     *
     * @throws IllegalStateException if coefficients were penalised, or the standard error is 0
     */
    public double z() {
        if (!testable) {
            throw new IllegalStateException("no test of \"" + name
                    + "\", because coefficients are drawn towards 0 by a prior (fit without one to test)");
        }
        if (estimate.standardError() == 0) {
            throw new IllegalStateException("no test of \"" + name + "\", because its standard error is 0");
        }
        return estimate.value() / estimate.standardError();
    }

    /**
     * Probability of an estimate as far from 0, if there is no effect: two-sided, normal (Wald).
     *
     * @throws IllegalStateException as {@link #z}
     */
    public double pValue() {
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z())));
    }

    /**
     * {@code exp(g)}: what a step of the coded column multiplies. Of purchases the mean rate of buying r/alpha; of dropout in lifetimes
     * the mean rate of leaving s/beta, in the mean form the odds of the mean chance to leave; in the two-index form the shape.
     */
    public Estimate ratio() {
        return exponential(estimate);
    }

    /** The coefficient of the covariate as it is, in its own unit: {@code g / scale}. */
    public Estimate perUnit() {
        return Estimate.of(estimate.value() / scale, estimate.standardError() / scale);
    }

    /** {@link #ratio} of one unit of the covariate as it is. */
    public Estimate ratioPerUnit() {
        return exponential(perUnit());
    }

    private static Estimate exponential(Estimate g) {
        double ratio = Math.exp(g.value());
        return Estimate.ofPositive(ratio, ratio * g.standardError());
    }
}
