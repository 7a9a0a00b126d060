package org.customerequity.value;

/** What a value counts. Customer equity and ratios to acquisition cost accept {@link #CONTRIBUTION} only. */
public enum ValueBasis {
    /** What customers pay. Not yet value: the cost of serving them is still in it. */
    REVENUE,
    /** Revenue less the variable cost of earning it. */
    CONTRIBUTION
}
