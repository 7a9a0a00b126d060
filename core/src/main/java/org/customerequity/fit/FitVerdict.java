package org.customerequity.fit;

/** How a fit ended. */
public enum FitVerdict {
    /** A maximum inside the parameter range, with curvature in every direction. */
    CONVERGED,
    /**
     * A maximum, but the likelihood hardly falls towards a simpler model: predictions inside the range of the data hold,
     * single parameters and long-run tails do not deserve an interval.
     */
    CONVERGED_FLAT,
    /** The likelihood still rises towards zero or infinity in some parameter. */
    BOUNDARY,
    /** The search stopped before it reached a maximum. */
    NOT_CONVERGED
}
