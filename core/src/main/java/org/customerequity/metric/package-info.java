/**
 * Key figures of the business, each with a named numerator, denominator and period.
 *
 * <p>Start with the class of a theme in the packages below (orders, the journey from visitor to customer, marketing, service,
 * operations, investments, programmes, and change over time):
 *
 * <pre>{@code
 *   ServiceMetrics.during(ReportingPeriod.ofMonth(2026, 3)).escalationRate(240, 3_250)
 * }</pre>
 *
 * <p>What it answers is a {@link org.customerequity.metric.Metric}, the figure of one period, with a {@link
 * org.customerequity.metric.MetricDefinition} that says what is counted, of whom and by which clock. A figure that is not there is
 * a definition of your own in a {@link org.customerequity.metric.ShareMetric}, {@link org.customerequity.metric.RatioMetric}, {@link
 * org.customerequity.metric.AmountMetric} or {@link org.customerequity.metric.EventRate}. Sums are added and divided once; ratios are
 * never averaged.
 */
@NullMarked
package org.customerequity.metric;

import org.jspecify.annotations.NullMarked;
