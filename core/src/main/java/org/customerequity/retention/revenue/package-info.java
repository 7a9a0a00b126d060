/**
 * Recurring revenue from period to period: what came, grew, shrank and left, and the share that was retained, net (NRR) and
 * gross (GRR).
 *
 * <p>Start with {@link org.customerequity.retention.revenue.RevenueBook}: the recurring revenue of each customer on two days, from
 * columns or from contracts. It gives {@link org.customerequity.retention.revenue.RevenueMovements}, whose lines add up and whose ratios
 * each have one definition and one name. {@link org.customerequity.retention.revenue.RevenueWaterfall} is month after month, {@link
 * org.customerequity.retention.revenue.RecurringRevenue} the revenue of one day, with ARR.
 *
 * <p>Amounts are recurring revenue per month (MRR) on a day; usage, single sales and services are not in it. It is revenue, not
 * contribution: multiply by a margin before it meets a cost.
 */
@NullMarked
package org.customerequity.retention.revenue;

import org.jspecify.annotations.NullMarked;
