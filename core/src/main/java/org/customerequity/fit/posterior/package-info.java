/**
 * What is known of a model after the data have been seen, its posterior, as draws: parameters, each as often as data and prior make
 * it credible. For models of few parameters where a maximum and its standard errors say too little, and for whatever else draws
 * from a posterior.
 *
 * <p>Begin with {@link org.customerequity.fit.posterior.AdaptiveMetropolis}, which takes any
 * {@link org.customerequity.fit.Likelihood} and a {@link org.customerequity.fit.posterior.Prior}. It ends in a
 * {@link org.customerequity.fit.posterior.SamplingOutcome}: a {@link org.customerequity.fit.posterior.Posterior}, from which
 * any figure of the model has a mean and an interval, or chains that did not mix, and why.
 *
 * <p>Chains are judged by {@link org.customerequity.fit.posterior.ChainDiagnostics}; those of a sampler of your own become
 * {@link org.customerequity.fit.posterior.ParameterDraws} and are judged alike: R-hat says whether chains that began apart agree, the
 * effective sample size how many independent draws theirs are worth. Intervals here are credible: the probability
 * that the parameter lies inside, given data and prior.
 */
@NullMarked
package org.customerequity.fit.posterior;

import org.jspecify.annotations.NullMarked;
