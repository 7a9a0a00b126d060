package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * From what the standard errors of a driver model are computed. Immutable.
 *
 * <pre>{@code
 *   model-based  H^-1                                       H    information: minus the second derivatives
 *   robust       H^-1 (sum over respondents u_i u_i') H^-1     u_i  score of a respondent, with the weight
 *   clustered    H^-1 (sum over clusters U_g U_g') H^-1        U_g  sum of the scores in a cluster
 * }</pre>
 *
 * <p>P. J. Huber (1967) and H. White (1982), as {@link org.customerequity.fit.RobustErrors}; K.-Y. Liang and S. L. Zeger,
 * Longitudinal Data Analysis Using Generalized Linear Models, Biometrika 73(1), 1986, 13-22.
 */
public final class CoefficientErrors implements Serializable {
    private static final long serialVersionUID = 1;

    /** Kinds of standard errors. */
    public enum Kind {
        /** Model-based where every respondent counts the same and chooses one brand; robust where not. */
        AUTOMATIC,
        /** From the curvature of the likelihood, which has to be one. */
        MODEL_BASED,
        /** From the spread of the respondents' scores. */
        ROBUST,
        /** From the spread of the scores of given clusters of respondents. */
        CLUSTERED,
        /** From the spread of the scores of the survey's segments. */
        BY_SEGMENT
    }

    private final Kind kind;
    private final int[] clusters;
    private final boolean smallSampleFactor;

    private CoefficientErrors(Kind kind, int[] clusters, boolean smallSampleFactor) {
        this.kind = kind;
        this.clusters = clusters;
        this.smallSampleFactor = smallSampleFactor;
    }

    /** Model-based where every respondent counts the same and chooses one brand; robust where not. */
    public static CoefficientErrors automatic() {
        return new CoefficientErrors(Kind.AUTOMATIC, new int[0], false);
    }

    /** From the curvature of the likelihood. A fit to weights or shares refuses them: its objective is no likelihood. */
    public static CoefficientErrors modelBased() {
        return new CoefficientErrors(Kind.MODEL_BASED, new int[0], false);
    }

    /** Such as hold although the model is not quite the truth, and for weights and shares. */
    public static CoefficientErrors robust() {
        return new CoefficientErrors(Kind.ROBUST, new int[0], false);
    }

    /**
     * For respondents who resemble each other within a household, a store, a wave.
     *
     * @param clusters the cluster of every respondent of the survey, any numbers; more clusters than coefficients, and some tens
     */
    public static CoefficientErrors clustered(int... clusters) {
        Require.notEmpty(
                Objects.requireNonNull(clusters, "clusters").length,
                "clusters",
                "must not be empty",
                "one number a respondent");
        return new CoefficientErrors(Kind.CLUSTERED, clusters.clone(), false);
    }

    /** Clustered by the segments of the survey. */
    public static CoefficientErrors bySegment() {
        return new CoefficientErrors(Kind.BY_SEGMENT, new int[0], false);
    }

    /**
     * The variance of clustered errors times {@code G / (G - 1)} with G clusters.
     *
     * @throws IllegalStateException if these are not clustered
     */
    public CoefficientErrors withSmallSampleFactor() {
        if (kind != Kind.CLUSTERED && kind != Kind.BY_SEGMENT) {
            throw new IllegalStateException("errors must be clustered to take the factor G / (G - 1), were " + kind);
        }
        return new CoefficientErrors(kind, clusters, true);
    }

    /** The kind. */
    public Kind kind() {
        return kind;
    }

    /** The cluster of every respondent, a copy; empty unless {@link Kind#CLUSTERED}. */
    public int[] clusters() {
        return clusters.clone();
    }

    /** The same for some of the respondents of the survey they were given for. */
    CoefficientErrors ofRows(int... rows) {
        return new CoefficientErrors(
                kind, Arrays.stream(rows).map(i -> clusters[i]).toArray(), smallSampleFactor);
    }

    /** Whether the variance is multiplied by {@code G / (G - 1)}. */
    public boolean hasSmallSampleFactor() {
        return smallSampleFactor;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CoefficientErrors other
                && kind == other.kind
                && Arrays.equals(clusters, other.clusters)
                && smallSampleFactor == other.smallSampleFactor;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, Arrays.hashCode(clusters), smallSampleFactor);
    }

    /** {@code CLUSTERED with G / (G - 1)}. */
    @Override
    public String toString() {
        return kind + (smallSampleFactor ? " with G / (G - 1)" : "");
    }
}
