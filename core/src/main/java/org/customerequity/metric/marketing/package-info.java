/**
 * Marketing and what it brings.
 *
 * <p>Start with {@link org.customerequity.metric.marketing.MarketingMetrics}: return on marketing, which asks for the contribution
 * that would not have come otherwise, and beside it, under other names and from other types, the attributed figures of most
 * reports. {@link org.customerequity.metric.marketing.EmailCampaign} has the rates of e-mail, {@link
 * org.customerequity.metric.marketing.EngagementMetrics} engagement and stickiness, {@link
 * org.customerequity.metric.marketing.InteractionCosts} the cost of a handled contact by channel.
 */
@NullMarked
package org.customerequity.metric.marketing;

import org.jspecify.annotations.NullMarked;
