package org.customerequity.retention.cohort;

/** What of a cohort table is followed over age. */
public enum CohortMeasure {
    /** Customers active at the age. */
    ACTIVE_CUSTOMERS,
    /** Orders at the age. */
    ORDERS,
    /** Revenue at the age. */
    REVENUE,
    /** Orders up to the age. */
    CUMULATIVE_ORDERS,
    /** Revenue up to the age. */
    CUMULATIVE_REVENUE
}
