/**
 * Probability models of customers: buying in {@code model.purchase}, what else is known of customers in {@code model.covariate}, every
 * customer with rates of his own in {@code model.hierarchical}, spending in {@code model.spend}, whether they are right in
 * {@code model.diagnosis}, and what needs several of these.
 *
 * <p>Start with {@link org.customerequity.model.purchase.BgNbd#fit(org.customerequity.history.PurchaseHistories)}, which gives a
 * {@link org.customerequity.fit.FitOutcome}: a model, or why there is none. {@link org.customerequity.model.ModelText} stores a
 * model or a whole fit as text and reads it again; {@link org.customerequity.model.CustomerSimulator} makes the transactions of
 * customers who behave as a purchase and a spend model say.
 */
@NullMarked
package org.customerequity.model;

import org.jspecify.annotations.NullMarked;
