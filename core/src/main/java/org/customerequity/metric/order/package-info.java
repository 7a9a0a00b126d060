/**
 * What customers order.
 *
 * <p>Start with {@link org.customerequity.metric.order.CustomerOrders}: what each customer ordered in one period, summed up. From
 * it come {@link org.customerequity.metric.order.AverageOrderValue}, {@link org.customerequity.metric.order.PurchaseFrequency},
 * {@link org.customerequity.metric.order.RepeatPurchaseRate} and {@link org.customerequity.metric.order.CustomerValue}, with
 * intervals. Each can also be made from two totals. All of them merge over disjoint customers: sums are added and divided once,
 * ratios are never averaged.
 */
@NullMarked
package org.customerequity.metric.order;

import org.jspecify.annotations.NullMarked;
