/**
 * What customers did: transactions, and their summary per customer.
 *
 * <p>Start with {@link org.customerequity.history.TransactionSummarizer}, which turns
 * {@link org.customerequity.history.Transaction}s in any order into {@link org.customerequity.history.PurchaseHistories},
 * the columns that every purchase and spend model reads, or, for a test of a model on what it has not seen, into a
 * {@link org.customerequity.history.CalibrationSplit}. What data are like is a policy, an enum with a default:
 *
 * <pre>{@code
 *   SameDay           several purchases on one day         MERGE
 *   RefundPolicy      negative amounts                     REJECT
 *   ZeroValuePolicy   purchases of amount zero             COUNT
 *   EarlierCustomers  seen before the window               DROP
 *   LateTransactions  after the end of observation         DROP
 *   MeanSpend         purchases that the mean spend is of  OF_REPEAT_PURCHASES
 * }</pre>
 *
 * <p>and how often each occurred is in the {@link org.customerequity.history.DataQualityReport}. A transaction that the
 * policies refuse is a {@link org.customerequity.history.DataException} that names customer and date.
 *
 * <p>Histories that come from elsewhere, a warehouse that has summed them up, enter by
 * {@link org.customerequity.history.PurchaseHistories#ofColumns}; one customer of an online service is a
 * {@link org.customerequity.history.PurchaseHistory}.
 */
package org.customerequity.history;
