/**
 * Groups of like customers found in their numbers.
 *
 * <p>Start with {@link org.customerequity.segment.cluster.KMeans}, and with
 * {@link org.customerequity.segment.cluster.ClusterChoice} where the number of groups is open. {@link
 * org.customerequity.segment.cluster.FeatureScaling} says how numbers of different size are made to count alike, {@link
 * org.customerequity.segment.cluster.Silhouette} how well customers sit in their group.
 */
@NullMarked
package org.customerequity.segment.cluster;

import org.jspecify.annotations.NullMarked;
