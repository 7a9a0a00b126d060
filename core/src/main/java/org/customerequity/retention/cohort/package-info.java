/**
 * Customers by when they came: cohort tables of activity and revenue, their curves, and who buys again within a number of days.
 *
 * <p>Start with {@link org.customerequity.retention.cohort.CohortRules}, which makes a
 * {@link org.customerequity.retention.cohort.CohortTable} of a purchase log or, through a
 * {@link org.customerequity.retention.cohort.CohortTableBuilder}, of any other activity. What cannot be known yet is absent, never
 * 0; where definitions of retention differ, each has its name in {@link org.customerequity.retention.cohort.RetentionDefinition}.
 */
@NullMarked
package org.customerequity.retention.cohort;

import org.jspecify.annotations.NullMarked;
