/**
 * How much customers spend per transaction.
 *
 * <p>Start with {@link org.customerequity.model.spend.GammaGamma#fit(org.customerequity.history.PurchaseHistories)}, to mean
 * amounts. Where single amounts are known, {@link org.customerequity.model.spend.GammaGamma#fitTransactions} and
 * {@link org.customerequity.model.spend.LogNormalSpend#fit} also say where one purchase will lie, and can be compared on one
 * scale. {@link org.customerequity.model.spend.ConstantSpend} is a fixed price.
 *
 * <p>{@link org.customerequity.model.spend.SpendModel} is what lifetime value asks of every model, and
 * {@link org.customerequity.model.spend.TransactionSpendModel} what a model of single amounts answers beyond it; both are open
 * to models of your own. {@link org.customerequity.model.spend.ZeroInflatedLogNormal} is not one of them: it is the value of a
 * first period, of customers of whom many bring nothing.
 */
@NullMarked
package org.customerequity.model.spend;

import org.jspecify.annotations.NullMarked;
