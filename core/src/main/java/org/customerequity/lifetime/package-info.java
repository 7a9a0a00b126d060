/**
 * What one customer is worth: formulas for a known retention rate, and values from fitted models of buying and spending.
 *
 * <p>Start with {@link org.customerequity.lifetime.LifetimeValueModel} where there are transactions.
 */
package org.customerequity.lifetime;
