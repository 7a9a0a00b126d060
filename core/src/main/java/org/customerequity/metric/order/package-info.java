/**
 * What customers order.
 *
 * <p>Start with {@link org.customerequity.metric.order.PeriodOrders}: what each customer ordered in one reporting period, summed
 * up; every order figure of that period comes from it, with intervals. {@link org.customerequity.metric.order.OrderMetrics} has
 * the definitions, and the figures that are made from totals: ARPU, penetration, market share. {@link
 * org.customerequity.metric.order.CustomerOrders} is the same per day, week, month, quarter or year, for unit economics: {@link
 * org.customerequity.metric.order.AverageOrderValue}, {@link org.customerequity.metric.order.PurchaseFrequency}, {@link
 * org.customerequity.metric.order.RepeatPurchaseRate} and {@link org.customerequity.metric.order.CustomerValue}. All of them merge
 * over disjoint customers: sums are added and divided once, ratios are never averaged.
 */
@NullMarked
package org.customerequity.metric.order;

import org.jspecify.annotations.NullMarked;
