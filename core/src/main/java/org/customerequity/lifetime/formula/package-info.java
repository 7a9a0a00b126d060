/**
 * The classic formulas of lifetime value, each under the name of its paper, and what they say side by side.
 *
 * <p>Start with {@link org.customerequity.lifetime.formula.ValueConventions} to see why two reports of one business differ, with
 * {@link org.customerequity.lifetime.formula.CurveLifetimeValue} where retention changes with tenure, or with
 * {@link org.customerequity.lifetime.formula.MarkovLifetimeValue} where customers move between states. A constant margin and
 * retention rate are for {@link org.customerequity.lifetime.LifetimeValueCalculator}, in the package above.
 */
@NullMarked
package org.customerequity.lifetime.formula;

import org.jspecify.annotations.NullMarked;
