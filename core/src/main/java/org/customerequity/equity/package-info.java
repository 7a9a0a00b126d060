/**
 * What a whole customer base is worth.
 *
 * <p>Start with {@link org.customerequity.equity.CustomerEquity#ofCurrent}, which adds up the residual
 * {@link org.customerequity.lifetime.LifetimeValues} of the customers there are, with intervals, by tier, and next to what a
 * new customer costs. It takes contribution only; values in revenue are refused.
 */
@NullMarked
package org.customerequity.equity;

import org.jspecify.annotations.NullMarked;
