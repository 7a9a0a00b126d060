/**
 * What changed, by how much, and how sure that is.
 *
 * <p>Begin with {@link org.customerequity.metric.change.GrowthDecomposition}, which puts a change of revenue or profit down to
 * customers, frequency, order value and margin, with parts that add up. A change measured before and after is a
 * {@link org.customerequity.metric.change.MeasuredChange}: an association, unless a design says otherwise. The rest sets goals
 * and ranks work: progress to a target, a figure against its peers, projects by priority, a graph of which figure moves which,
 * and indicators that lead.
 */
@NullMarked
package org.customerequity.metric.change;

import org.jspecify.annotations.NullMarked;
