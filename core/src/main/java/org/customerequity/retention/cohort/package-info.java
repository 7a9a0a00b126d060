/**
 * Customers by when they came: cohort tables of activity and revenue, their curves, and who buys again within a number of days.
 *
 * <p>Start with {@link org.customerequity.retention.cohort.CohortRules}, which makes a
 * {@link org.customerequity.retention.cohort.CohortTable} of a purchase log or, through a
 * {@link org.customerequity.retention.cohort.CohortTableBuilder}, of any other activity. What cannot be known yet is absent, never
 * 0; {@link org.customerequity.retention.cohort.ChainLadder} says what to expect there. Where definitions of retention differ, each
 * has its name in {@link org.customerequity.retention.cohort.RetentionDefinition}. Who buys again is in {@link
 * org.customerequity.retention.cohort.RepeatPurchases}.
 */
@NullMarked
package org.customerequity.retention.cohort;

import org.jspecify.annotations.NullMarked;
