/**
 * Key figures of the business, each with a named numerator, denominator and period.
 *
 * <p>Start with {@link org.customerequity.metric.CustomerOrders}: what each customer ordered in one period, summed up. From it
 * come {@link org.customerequity.metric.AverageOrderValue}, {@link org.customerequity.metric.PurchaseFrequency},
 * {@link org.customerequity.metric.RepeatPurchaseRate} and {@link org.customerequity.metric.CustomerValue}, with intervals.
 * Each can also be made from two totals. All of them merge over disjoint customers: sums are added and divided once, ratios are
 * never averaged.
 */
@NullMarked
package org.customerequity.metric;

import org.jspecify.annotations.NullMarked;
