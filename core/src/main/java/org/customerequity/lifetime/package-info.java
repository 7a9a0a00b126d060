/**
 * What one customer is worth: formulas for a known retention rate, and values from fitted models of buying and spending.
 *
 * <p>Start with {@link org.customerequity.lifetime.LifetimeValueModel} where there are transactions (with
 * {@link org.customerequity.lifetime.PosteriorValues} where parameters are known as draws), with
 * {@link org.customerequity.lifetime.LifetimeValueCalculator} for a constant margin and retention rate under any of the
 * four conventions of {@link org.customerequity.value.CashFlowTiming}, or with
 * {@link org.customerequity.lifetime.SimpleLifetimeValue} for value per purchase x purchases per period x periods. What is
 * revenue is typed as revenue; only a {@link org.customerequity.value.Contribution} can be set against an acquisition cost.
 */
@NullMarked
package org.customerequity.lifetime;

import org.jspecify.annotations.NullMarked;
