/**
 * Probability models of customers: buying in {@code model.purchase}, spending in {@code model.spend}, and what needs both.
 *
 * <p>Start with {@link org.customerequity.model.purchase.BgNbd#fit(org.customerequity.history.PurchaseHistories)}, which gives a
 * {@link org.customerequity.fit.FitOutcome}: a model, or why there is none.
 */
@NullMarked
package org.customerequity.model;

import org.jspecify.annotations.NullMarked;
