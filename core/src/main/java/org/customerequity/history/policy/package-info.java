/**
 * What to do with the facts of life in transactions that have no one right treatment: several purchases on one day, refunds,
 * orders of amount zero, customers from before the window, transactions after its end, the first purchase in the mean spend.
 *
 * <p>Start with {@link org.customerequity.history.policy.RefundPolicy}; each is a setting of
 * {@code org.customerequity.history.TransactionSummarizer}, which says its default, but
 * {@link org.customerequity.history.policy.SpendPolicy}, which is one of {@code org.customerequity.history.PurchaseLog}.
 */
@NullMarked
package org.customerequity.history.policy;

import org.jspecify.annotations.NullMarked;
