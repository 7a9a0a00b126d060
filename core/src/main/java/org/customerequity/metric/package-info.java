/**
 * Key figures of the business, each with a named numerator, denominator and period.
 *
 * <p>The words are here: a {@link org.customerequity.metric.MetricDefinition} says what is counted, of whom and by which clock,
 * and a {@link org.customerequity.metric.Metric} is the figure of one period. The figures are by theme in the packages below:
 * orders, the journey from visitor to customer, marketing, service, operations, investments, programmes, and change over time.
 * Sums are added and divided once; ratios are never averaged.
 */
@NullMarked
package org.customerequity.metric;

import org.jspecify.annotations.NullMarked;
