/**
 * What changed, by how much, and how sure that is.
 *
 * <p>Begin with {@link org.customerequity.metric.change.GrowthDecomposition}, which puts a change of revenue or profit down to
 * customers, frequency, order value and margin, with parts that add up. A change measured before and after is a
 * {@link org.customerequity.metric.change.MeasuredChange}, by {@link org.customerequity.metric.change.MeanChange} and its
 * neighbours: an association, unless a design says otherwise. The rest sets goals and ranks work: {@link
 * org.customerequity.metric.change.TargetProgress}, a figure against its peers ({@link
 * org.customerequity.metric.change.PeerPlace}), projects by {@link org.customerequity.metric.change.PriorityScore}, a {@link
 * org.customerequity.metric.change.KpiGraph} of which figure moves which, and indicators that lead ({@link
 * org.customerequity.metric.change.LeadingIndicator}).
 */
@NullMarked
package org.customerequity.metric.change;

import org.jspecify.annotations.NullMarked;
