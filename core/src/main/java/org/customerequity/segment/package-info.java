/**
 * How value is spread over customers, and which customers belong together.
 *
 * <p>Start with {@link org.customerequity.segment.Concentration} (how much sits with how few) and
 * {@link org.customerequity.segment.ValueTiers} (who is in the top 5, 20 and 50 %). Whatever way customers are put into segments, by
 * tiers, by {@link org.customerequity.segment.SegmentRules}, by RFM scores, by clusters or by labels of one's own, the result is a
 * {@link org.customerequity.segment.Segmentation}: it can be crossed with another, compared with one of a later date
 * ({@link org.customerequity.segment.MigrationMatrix}), and its segments with each other
 * ({@link org.customerequity.segment.SegmentComparison}).
 */
@NullMarked
package org.customerequity.segment;

import org.jspecify.annotations.NullMarked;
