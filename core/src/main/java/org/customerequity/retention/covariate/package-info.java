/**
 * How long customers stay under a contract, given what is known of each: a channel, a price, a season.
 *
 * <p>Begin with {@link org.customerequity.retention.covariate.CovariateSpells}, contract spells with the covariates of each, and fit a
 * {@link org.customerequity.retention.covariate.CovariateRetention} to them; its {@code curve(covariates)} is an ordinary
 * {@link org.customerequity.retention.curve.RetentionCurve} of a customer of whom this is known. What changes during a contract is a
 * {@link org.customerequity.retention.covariate.TenurePath}; a season or a price list becomes one by
 * {@link org.customerequity.retention.covariate.CovariateCalendar}.
 */
@NullMarked
package org.customerequity.retention.covariate;

import org.jspecify.annotations.NullMarked;
