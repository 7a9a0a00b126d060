/**
 * From visitor to customer: funnels, deals, carts.
 *
 * <p>Start with {@link org.customerequity.metric.journey.Funnel}, which follows the people who entered in one period, or {@link
 * org.customerequity.metric.journey.FunnelFlow}, which sets the events of one period against each other; the two are different
 * figures. {@link org.customerequity.metric.journey.TimeInStage} says how long it takes and how many win by when, with those still
 * open counted for as long as they were seen. {@link org.customerequity.metric.journey.Deals} has the figures of a sales pipeline, and {@link
 * org.customerequity.metric.journey.JourneyMetrics} the ones from totals: win rates, lead conversion, abandoned carts.
 */
@NullMarked
package org.customerequity.metric.journey;

import org.jspecify.annotations.NullMarked;
