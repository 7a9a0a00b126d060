/**
 * What customers did: transactions, and their summary per customer.
 *
 * <p>Start with {@link org.customerequity.history.TransactionSummarizer}, which turns
 * {@link org.customerequity.history.Transaction}s in any order into
 * {@link org.customerequity.history.PurchaseHistories}, the columns that every purchase and spend model reads;
 * {@link org.customerequity.history.PurchaseLog} keeps every purchase, for histories as of any earlier day, for the times
 * between purchases and for what happened period by period. Where customers can buy only once a period,
 * {@link org.customerequity.history.Opportunities} counts those periods. Where customers have contracts, start with
 * {@link org.customerequity.history.contract.CohortCounts} or {@link org.customerequity.history.contract.SpellsBuilder}.
 */
@NullMarked
package org.customerequity.history;

import org.jspecify.annotations.NullMarked;
