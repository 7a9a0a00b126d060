/**
 * Every customer with rates of his own: draws from the joint posterior of the population's parameters and of these rates, by Markov
 * chain Monte Carlo, random walks that stay longest where parameters are most credible.
 *
 * <p>Start with {@link org.customerequity.model.hierarchical.HierarchicalParetoNbd}. What is to be known of each customer is
 * asked beforehand ({@link org.customerequity.model.hierarchical.PosteriorQuestions}); the answer is a
 * {@link org.customerequity.model.hierarchical.CustomerPosterior}, if the chains agree
 * ({@link org.customerequity.fit.posterior.SamplingOutcome}). It is no {@link org.customerequity.model.purchase.PurchaseModel}: it answers
 * what was asked.
 *
 * <ul>
 *   <li>{@link org.customerequity.model.hierarchical.HierarchicalParetoNbd}: purchases at random, gamma rates. The same customers as
 *       {@link org.customerequity.model.purchase.ParetoNbd}, with the uncertainty of its parameters carried into every figure.
 *   <li>{@link org.customerequity.model.hierarchical.AbeParetoNbd}: log-normal rates that may be correlated and depend on
 *       covariates.
 *   <li>{@link org.customerequity.model.hierarchical.ParetoGgg}: each customer has a regularity of his own too, so that one who buys
 *       like clockwork and is late counts as gone sooner than one who buys at random.
 * </ul>
 */
@NullMarked
package org.customerequity.model.hierarchical;

import org.jspecify.annotations.NullMarked;
