package org.customerequity.retention.cohort;

/**
 * What counts as retained at an age. The same customers give three different numbers, and none is the default.
 *
 * <pre>{@code
 *   N_DAY       active in exactly that period of age            "day-30 retention", "classic"
 *   BRACKET     active at least once in [from, to) ages         "week 2 to 4 retention"; larger for wider brackets
 *   UNBOUNDED   active at that age or at any later one          "rolling"; N_DAY <= UNBOUNDED
 * }</pre>
 */
public enum RetentionDefinition {
    /** Active in exactly that one period of age. */
    N_DAY,
    /** Active at least once in the bracket of ages that begins there. */
    BRACKET,
    /**
     * Active at that age or later, up to the last day observed, ages that are not yet over included. It never rises with age; but it
     * is revised upwards as customers return, and an older cohort has had more time to.
     */
    UNBOUNDED
}
