package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What is believed of the parameters before the data: independent normal distributions of what a likelihood is searched in, the
 * logarithms of positive parameters and coefficients as they are.
 *
 * <pre>{@code
 *   standard    u_j ~ N(0, 1.5^2),  theta_j = units_j exp(u_j): 95 % of theta_j lies within a factor of 19 of units_j
 *   withNormal  ln theta_j ~ N(ln centre, deviation^2) of a positive parameter, theta_j ~ N(centre, deviation^2) of a coefficient
 *   flat        density 1 in u: the likelihood alone
 * }</pre>
 *
 * <p>The units are those of {@link Likelihood#units()}, in which the data are of order ten: 1 for shapes and chances, the
 * likelihood's unit of time or money for scales. So the standard prior does not depend on whether time is counted in days or
 * weeks; it does, weakly, on the length of the history. Where there is knowledge, say it with {@link #withNormal}.
 *
 * <p>A flat prior is no distribution. Where the likelihood does not fall on all sides, as in a fit that is flat or at a
 * boundary, neither is the posterior, and chains wander off. Immutable.
 */
public final class Prior implements Serializable {
    private static final long serialVersionUID = 1;

    private static final Prior STANDARD = new Prior(1.5, Map.of());
    private static final Prior FLAT = new Prior(Double.POSITIVE_INFINITY, Map.of());

    /** Of the parameters that have no term of their own; infinite where it is flat. */
    private final double deviation;

    private final Map<String, Term> terms;

    private record Term(double centre, double deviation) implements Serializable {
        boolean isFlat() {
            return deviation == Double.POSITIVE_INFINITY;
        }
    }

    private Prior(double deviation, Map<String, Term> terms) {
        this.deviation = deviation;
        this.terms = Map.copyOf(terms);
    }

    /** N(0, 1.5^2) on the search scale for every parameter. */
    public static Prior standard() {
        return STANDARD;
    }

    /** N(0, deviation^2) on the search scale for every parameter. */
    public static Prior ofDeviation(double deviation) {
        return new Prior(Require.positive(deviation, "deviation", "1.5 is the standard"), Map.of());
    }

    /** None: the likelihood alone. */
    public static Prior flat() {
        return FLAT;
    }

    /**
     * This prior with knowledge of one parameter: {@code withNormal("alpha", 4, 0.5)} has the median of alpha at 4, and 95 % of
     * it within a factor of exp(0.98), 2.7.
     *
     * @param name of the parameter, as the likelihood has it
     * @param centre the median: of a positive parameter positive, in the caller's units; of a coefficient any number
     * @param newDeviation of the logarithm of a positive parameter, or of the coefficient; {@code > 0}
     */
    public Prior withNormal(String name, double centre, double newDeviation) {
        Require.finite(centre, "centre", "the median, in the units of the parameter");
        return with(name, new Term(centre, Require.positive(newDeviation, "newDeviation", "withFlat for none")));
    }

    /** This prior with none of one parameter. */
    public Prior withFlat(String name) {
        return with(name, new Term(0, Double.POSITIVE_INFINITY));
    }

    private Prior with(String name, Term term) {
        Map<String, Term> more = new TreeMap<>(terms);
        more.put(Require.nonBlank(name, "name", "of a parameter"), term);
        return new Prior(deviation, more);
    }

    /**
     * A draw of the parameters before the data, in the caller's units and the order of the likelihood's names: what the prior
     * takes for possible, and the first step of simulation-based calibration.
     *
     * @param likelihood whose parameters they are
     * @throws IllegalStateException if a parameter has no prior
     * @throws IllegalArgumentException if this prior is of a parameter that the likelihood has not, or of a positive one around
     *     a centre that is not
     */
    public double[] simulate(Likelihood likelihood, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        Normals normals = of(likelihood);
        double[] u = new double[normals.mean.length];
        for (int j = 0; j < u.length; j++) {
            if (normals.precision[j] == 0) {
                throw new IllegalStateException("prior of " + likelihood.names().get(j)
                        + " must be a distribution to be drawn from, was flat (withNormal)");
            }
            u[j] = normals.mean[j] + random.nextGaussian() / Math.sqrt(normals.precision[j]);
        }
        return likelihood.parametersAt(u);
    }

    /** In the variables of a likelihood's search. */
    Normals of(Likelihood likelihood) {
        Objects.requireNonNull(likelihood, "likelihood");
        int n = likelihood.names().size();
        for (String name : terms.keySet()) {
            Require.indexOf(name, likelihood.names(), "name of a prior", "the parameters of the likelihood");
        }
        double[] mean = new double[n];
        double[] precision = new double[n];
        for (int j = 0; j < n; j++) {
            Term term = terms.get(likelihood.names().get(j));
            double sd = term == null ? deviation : term.deviation;
            precision[j] = 1 / (sd * sd);
            if (term != null && !term.isFlat()) {
                mean[j] = searched(likelihood, j, term.centre);
            }
        }
        return new Normals(mean, precision);
    }

    private static double searched(Likelihood likelihood, int j, double centre) {
        if (likelihood.parameterScale() == Estimate.Scale.LOG) {
            Require.positive(
                    centre,
                    "centre of " + likelihood.names().get(j),
                    "the median of a positive parameter, not its log");
        }
        double[] theta = likelihood.parametersAt(new double[likelihood.names().size()]);
        theta[j] = centre;
        return likelihood.searchPoint(theta)[j];
    }

    /** Independent normal distributions; precision 0 where flat. */
    record Normals(double[] mean, double[] precision) {
        /** Up to a constant. */
        double logDensity(double[] u) {
            double sum = 0;
            for (int j = 0; j < mean.length; j++) {
                double away = u[j] - mean[j];
                sum -= 0.5 * precision[j] * away * away;
            }
            return sum;
        }

        boolean isFlatSomewhere() {
            for (double p : precision) {
                if (p == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Equal distributions of every parameter. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Prior other && deviation == other.deviation && terms.equals(other.terms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(deviation, terms);
    }

    /** {@code Prior[alpha: 4.0 sd 0.5, others: 0 sd 1.5]}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("Prior[");
        new TreeMap<>(terms)
                .forEach((name, term) -> out.append(name)
                        .append(term.isFlat() ? ": flat" : ": " + term.centre + " sd " + term.deviation)
                        .append(", "));
        return out.append(terms.isEmpty() ? "all: " : "others: ")
                .append(deviation == Double.POSITIVE_INFINITY ? "flat" : "0 sd " + deviation)
                .append(']')
                .toString();
    }
}
