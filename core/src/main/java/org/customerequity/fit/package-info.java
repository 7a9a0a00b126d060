/**
 * How parameters are estimated from data and how far the estimates can be trusted.
 *
 * <p>Start with {@link org.customerequity.fit.FitOutcome}, which every fit returns: a model, or why there is none; its
 * {@link org.customerequity.fit.FitReport} has the verdict, standard errors and warnings. A likelihood of your own is fitted
 * and judged in the same way by {@link org.customerequity.fit.MaximumLikelihood}.
 *
 * <p>Then, in order of cost: {@link org.customerequity.fit.DeltaMethod} for the error of anything a model says,
 * {@link org.customerequity.fit.RobustErrors} where the model is only nearly true,
 * {@link org.customerequity.fit.ProfileLikelihood} where the data say little, and
 * {@link org.customerequity.fit.Bootstrap} where nothing is to be taken for granted. Two models are compared by
 * {@link org.customerequity.fit.LikelihoodRatioTest} where one contains the other, else by
 * {@link org.customerequity.fit.VuongTest}; {@link org.customerequity.fit.FitCheck} makes a fit again in another way.
 */
@NullMarked
package org.customerequity.fit;

import org.jspecify.annotations.NullMarked;
