/**
 * When customers buy, whether they have left, and how much they spend: probability models, and how they are fitted.
 *
 * <p>Start with {@link org.customerequity.model.BgNbd#fit(org.customerequity.history.PurchaseHistories)}, which gives a
 * {@link org.customerequity.model.FitOutcome}: a model, or why there is none. {@link org.customerequity.model.PurchaseModel} is
 * what every model of buying answers, {@link org.customerequity.model.SpendModel} what every model of spending does; both are
 * open to models of your own.
 */
@NullMarked
package org.customerequity.model;

import org.jspecify.annotations.NullMarked;
