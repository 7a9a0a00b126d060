/**
 * What customers signed: contracts, how long they ran, and how many of a cohort are left after each renewal.
 *
 * <p>Start with {@link org.customerequity.history.contract.SpellsBuilder}, from dates, or
 * {@link org.customerequity.history.contract.CohortCounts}, from counts.
 */
@NullMarked
package org.customerequity.history.contract;

import org.jspecify.annotations.NullMarked;
