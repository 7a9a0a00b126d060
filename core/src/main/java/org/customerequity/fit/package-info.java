/**
 * How parameters are estimated from data and how far the estimates can be trusted.
 *
 * <p>Start with {@link org.customerequity.fit.FitOutcome}, which every fit returns: a model, or why there is none; its
 * {@link org.customerequity.fit.FitReport} has the verdict, standard errors and warnings. A likelihood of your own is fitted
 * and judged in the same way by {@link org.customerequity.fit.MaximumLikelihood}.
 */
@NullMarked
package org.customerequity.fit;

import org.jspecify.annotations.NullMarked;
