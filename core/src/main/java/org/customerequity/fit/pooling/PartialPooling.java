package org.customerequity.fit.pooling;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Models of segments that borrow from each other: each segment's log-parameters are drawn towards a centre, the more the less its
 * own data say. Immutable.
 *
 * <pre>{@code
 *   ln theta_sj ~ Normal(m_j, tau_j^2)       tau_j = 0: parameter j is common to all
 * }</pre>
 *
 * <p>Coefficients of either sign are drawn as they are, without a logarithm.
 *
 * @param <M> the model
 */
public final class PartialPooling<M> implements Serializable {
    private static final long serialVersionUID = 1;

    private final M centre;
    private final SegmentModels<M> models;
    private final List<String> names;
    private final Estimate.Scale scale;
    private final double[] tau;
    private final double[][] estimates;
    private final double[][] deviations;
    private final double[][] shrinkage;
    private final double marginalLogLikelihood;

    PartialPooling(
            M centre,
            SegmentModels<M> models,
            List<String> names,
            Estimate.Scale scale,
            double[] tau,
            double[][] estimates,
            double[][] deviations,
            double[][] shrinkage,
            double marginalLogLikelihood) {
        this.centre = centre;
        this.models = models;
        this.names = List.copyOf(names);
        this.scale = scale;
        this.tau = tau;
        this.estimates = estimates;
        this.deviations = deviations;
        this.shrinkage = shrinkage;
        this.marginalLogLikelihood = marginalLogLikelihood;
    }

    /** The model at the centre: what to expect of a segment of which nothing is known yet. */
    public M centre() {
        return centre;
    }

    /** The model of each segment. */
    public SegmentModels<M> models() {
        return models;
    }

    /** The model of one segment. */
    public M model(String segment) {
        return models.model(segment);
    }

    /** How far the logarithm of a parameter differs between segments, as a standard deviation; 0 where all have the same. */
    public double tau(String parameter) {
        return tau[parameter(parameter)];
    }

    /**
     * How much of a segment's parameter is the centre's, in [0, 1]: 1 where its own data say nothing of it or it is common to
     * all, near 0 where they say it all.
     *
     * <pre>{@code
     *   V_jj / tau_j^2,    V = (diag(tau^-2) + information of the segment's own data)^-1
     * }</pre>
     */
    public double shrinkage(String segment, String parameter) {
        return shrinkage[segment(segment)][parameter(parameter)];
    }

    /**
     * A segment's parameter with its standard error: of the normal approximation to what its own data and the other segments say,
     * the centre's own error included; tau is taken as known, so that with few segments it is rather too small.
     *
     * @throws IllegalStateException if the fit did not converge, so that its curvature gives no standard errors
     */
    public Estimate parameterEstimate(String segment, String parameter) {
        int s = segment(segment);
        int j = parameter(parameter);
        if (deviations.length == 0) {
            throw new IllegalStateException("no standard errors: the fit of the centre did not converge");
        }
        double value = estimates[s][j];
        double slope = scale == Estimate.Scale.LOG ? value : 1;
        return new Estimate(value, slope * deviations[s][j], scale);
    }

    /**
     * ln of the likelihood of the centre and tau, integrated over the segments' own parameters by a normal approximation at their
     * best (Laplace). With every tau 0 it is the log-likelihood of the pooled model.
     */
    public double marginalLogLikelihood() {
        return marginalLogLikelihood;
    }

    private int segment(String segment) {
        return Require.indexOf(segment, models.segments(), "segment", "the names that were given");
    }

    private int parameter(String parameter) {
        return Require.indexOf(parameter, names, "parameter", "the parameters of the model");
    }

    /** Equal in every number. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PartialPooling<?> other
                && centre.equals(other.centre)
                && models.equals(other.models)
                && names.equals(other.names)
                && scale == other.scale
                && Arrays.equals(tau, other.tau)
                && Arrays.deepEquals(estimates, other.estimates)
                && Arrays.deepEquals(deviations, other.deviations)
                && Arrays.deepEquals(shrinkage, other.shrinkage)
                && Double.compare(marginalLogLikelihood, other.marginalLogLikelihood) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(centre, models, Arrays.hashCode(tau), marginalLogLikelihood);
    }

    /** {@code 5 segments around BgNbd[...], tau r 0.21, alpha 0.34, a 0, b 0}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder()
                .append(models.segments().size())
                .append(" segments around ")
                .append(centre)
                .append(", tau ");
        for (int j = 0; j < tau.length; j++) {
            out.append(j == 0 ? "" : ", ")
                    .append(names.get(j))
                    .append(' ')
                    .append(tau[j] == 0 ? "0" : String.format(Locale.ROOT, "%.3g", tau[j]));
        }
        return out.toString();
    }
}
