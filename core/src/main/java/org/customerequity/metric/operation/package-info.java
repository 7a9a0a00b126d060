/**
 * Operations and what they cost: errors, orders, stock, receivables, output.
 *
 * <p>Start with {@link org.customerequity.metric.operation.OperationMetrics}. What is often mixed up has a type of its own, so that it
 * does not compile: turnover takes {@link org.customerequity.metric.operation.CostOfGoodsSold} and {@link
 * org.customerequity.metric.operation.AverageInventory}, days sales outstanding takes revenue, lost sales are contribution. {@link
 * org.customerequity.metric.operation.CostToServe} adds up what a customer's activities cost, and {@link
 * org.customerequity.metric.operation.CustomerProfit} says what is left. Times to fulfil and on-time rates are in {@code
 * metric.service}.
 */
@NullMarked
package org.customerequity.metric.operation;

import org.jspecify.annotations.NullMarked;
