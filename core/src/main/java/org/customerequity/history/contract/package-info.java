/**
 * What customers signed: contracts, how long they ran, and how many of a cohort are left after each renewal.
 *
 * <p>Start with {@link org.customerequity.history.contract.ContractLog}, which holds contracts with their prices and says who was
 * active on any day, at which recurring revenue; {@link org.customerequity.history.contract.SpellsBuilder} makes spells of it, or
 * of dates alone, and {@link org.customerequity.history.contract.CohortCounts} begins with counts.
 */
@NullMarked
package org.customerequity.history.contract;

import org.jspecify.annotations.NullMarked;
