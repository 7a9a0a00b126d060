/**
 * Parameters of one kind of model over several segments or cohorts: one set for all, one for each, or each drawn towards the
 * others as far as the data do not say how they differ.
 *
 * <p>Start with {@link org.customerequity.fit.pooling.PoolingEstimator}, which takes a
 * {@link org.customerequity.fit.Likelihood} a segment, such as {@code BgNbd.likelihood(histories)}. The estimator's {@code compare()} says
 * whether segments differ, its {@code partial()} is for segments too small for a fit of their own.
 */
@NullMarked
package org.customerequity.fit.pooling;

import org.jspecify.annotations.NullMarked;
