/**
 * When customers buy and whether they have left, where nobody tells the business that they left.
 *
 * <p>Start with {@link org.customerequity.model.purchase.BgNbd#fit(org.customerequity.history.PurchaseHistories)}.
 * {@link org.customerequity.model.purchase.PurchaseModel} is what every model answers and is open to models of your own.
 */
@NullMarked
package org.customerequity.model.purchase;

import org.jspecify.annotations.NullMarked;
