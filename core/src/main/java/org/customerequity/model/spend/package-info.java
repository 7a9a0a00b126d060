/**
 * How much customers spend per transaction.
 *
 * <p>Start with {@link org.customerequity.model.spend.GammaGamma#fit(org.customerequity.history.PurchaseHistories)}.
 * {@link org.customerequity.model.spend.SpendModel} is what every model answers and is open to models of your own.
 */
@NullMarked
package org.customerequity.model.spend;

import org.jspecify.annotations.NullMarked;
