/**
 * Groups of like customers found in their numbers.
 *
 * <p>Start with {@link org.customerequity.segment.cluster.KMeans}, and with
 * {@link org.customerequity.segment.cluster.ClusterChoice} where the number of groups is open.
 */
@NullMarked
package org.customerequity.segment.cluster;

import org.jspecify.annotations.NullMarked;
