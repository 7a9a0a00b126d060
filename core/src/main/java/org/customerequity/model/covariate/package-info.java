/**
 * Purchase models whose customers differ in what is known of them: channel, age, season.
 *
 * <p>Begin with {@link org.customerequity.model.covariate.CovariateSpecification}, which says which covariates bear on what and
 * fits a {@link org.customerequity.model.covariate.CovariatePurchaseModel}: a purchase model as any other, that reads covariates
 * from the histories. {@link org.customerequity.fit.CoefficientTable} says what was found,
 * {@link org.customerequity.model.covariate.AverageEffect} what it means in purchases and money.
 *
 * <p>{@link org.customerequity.model.covariate.TimeVaryingParetoNbd} is for covariates that change with time: its {@code fit} takes
 * their names, {@link org.customerequity.model.covariate.TimeVaryingSpecification} constraints and priors.
 */
@NullMarked
package org.customerequity.model.covariate;

import org.jspecify.annotations.NullMarked;
