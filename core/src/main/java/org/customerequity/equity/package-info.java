/**
 * What a whole customer base is worth.
 *
 * <p>Start with {@link org.customerequity.equity.CustomerEquity#ofCurrent}, which adds up the residual
 * {@link org.customerequity.lifetime.LifetimeValues} of the customers there are, with intervals, by tier, and next to what a
 * new customer costs. It takes contribution only; values in revenue are refused. With the customers still to come it is an
 * {@link org.customerequity.equity.EquityWithFuture}, another figure under another name.
 *
 * <p>Between two dates, {@link org.customerequity.equity.EquityBridge} says which customers made the difference, and
 * {@link org.customerequity.equity.EquityDecomposition} whether it was their number, margin, retention or the discount, of an
 * {@link org.customerequity.equity.AggregateEquity} or its segments.
 *
 * <p>The equity of every brand of a market, those of rivals included, is {@code equity.driver}'s, from a survey; measures that need
 * no customer base at all are in {@code equity.measure}.
 */
@NullMarked
package org.customerequity.equity;

import org.jspecify.annotations.NullMarked;
