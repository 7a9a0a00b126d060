/**
 * Money spent now for money later: what an investment is worth, when it is paid back, and what it returns.
 *
 * <p>Start with {@link org.customerequity.metric.investment.CashFlows}, made of amounts by period or by date; a
 * {@link org.customerequity.metric.investment.TotalCostOfOwnership} and a
 * {@link org.customerequity.metric.investment.LabourSaving} turn into them, and
 * {@link org.customerequity.metric.investment.AutomationReturn} sets the one against the other.
 */
@NullMarked
package org.customerequity.metric.investment;

import org.jspecify.annotations.NullMarked;
