package org.customerequity.model.choice;

import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * A few factors instead of many collinear ratings: the logit is fitted to scores of the first principal components of the
 * standardised ratings, and its coefficients carried back to the sub-drivers.
 *
 * <pre>{@code
 *   Z = (x - mean) / sd,  R = correlations of Z = V diag(l) V',  scores F = Z V_k of the k factors kept
 *   b = G c,  Cov(b) = G Cov(c) G',  G = diag(1 / sd) V_k
 *
 *   c  coefficients of the scores        b  coefficients of the ratings
 * }</pre>
 *
 * <p>With all factors kept it is the direct fit. With fewer, coefficients differ less between sub-drivers than they may in truth;
 * the covariance has the rank of the factors. Rust, Lemon and Zeithaml (2004) proceed so, with {@code withEigenvaluesAbove(0.5)}.
 *
 * @param rule what is given
 * @param threshold a share of variance in (0, 1], an eigenvalue {@code > 0}, or a whole number of factors {@code >= 1}
 */
public record PrincipalComponents(Rule rule, double threshold) implements Collinearity {
    private static final double ROUNDING = 1e-12;

    /** How the number of factors is found. */
    public enum Rule {
        /** As few as keep this share of the variance of the standardised ratings. */
        VARIANCE_SHARE,
        /** Those whose eigenvalue of the correlations is above this; an average factor has 1. */
        EIGENVALUE,
        /** This many. */
        NUMBER
    }

    public PrincipalComponents {
        switch (Objects.requireNonNull(rule, "rule")) {
            case VARIANCE_SHARE -> {
                if (!(threshold > 0 && threshold <= 1)) {
                    throw Require.bad("share", "must be in (0, 1]", "0.95 keeps 95 % of the variance", threshold);
                }
            }
            case EIGENVALUE -> Require.positive(threshold, "eigenvalue", "an average factor has 1");
            case NUMBER -> {
                if (!(threshold >= 1 && threshold == Math.rint(threshold) && threshold <= Integer.MAX_VALUE)) {
                    throw Require.bad("factors", "must be a whole number >= 1", "how many are kept", threshold);
                }
            }
        }
    }

    /** As few factors as keep this share of the variance: {@code keeping(0.95)}. */
    public static PrincipalComponents keeping(double share) {
        return new PrincipalComponents(Rule.VARIANCE_SHARE, share);
    }

    /** The factors with an eigenvalue above this: {@code withEigenvaluesAbove(0.5)}. */
    public static PrincipalComponents withEigenvaluesAbove(double eigenvalue) {
        return new PrincipalComponents(Rule.EIGENVALUE, eigenvalue);
    }

    /** This many factors. */
    public static PrincipalComponents factors(int number) {
        return new PrincipalComponents(Rule.NUMBER, number);
    }

    /**
     * How many factors are kept of these components.
     *
     * @throws IllegalArgumentException if that is none, or more than there are with any variance
     */
    public int factorsOf(RatingComponents components) {
        Objects.requireNonNull(components, "components");
        int rank = 0;
        int above = 0;
        int enough = 0;
        for (int f = 0; f < components.size(); f++) {
            if (components.eigenvalue(f) > ROUNDING * components.size()) {
                rank++;
            }
            if (components.eigenvalue(f) > threshold) {
                above++;
            }
            if (components.varianceShare(f) < threshold - ROUNDING) {
                enough = f + 1;
            }
        }
        int kept = switch (rule) {
            case VARIANCE_SHARE -> Math.max(1, enough);
            case EIGENVALUE -> above;
            case NUMBER -> (int) threshold;
        };
        if (kept < 1) {
            throw Require.bad("eigenvalue", "must be below the largest, " + components.eigenvalue(0), "", threshold);
        }
        if (rule == Rule.NUMBER && kept > rank) {
            throw Require.bad(
                    "factors", "must be at most those with any variance, " + rank, "see RatingComponents", kept);
        }
        return Math.min(kept, rank);
    }
}
