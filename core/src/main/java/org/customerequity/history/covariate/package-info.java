/**
 * What is known of customers beside their purchases: channel, age, season. Begin with
 * {@link org.customerequity.history.covariate.CovariateTable}, which rides on histories
 * ({@link org.customerequity.history.PurchaseHistories#withCovariates}), and
 * {@link org.customerequity.history.covariate.CovariateCoding}, which makes numbers of it; a model learns and keeps its coding by
 * itself. What changes with time is {@link org.customerequity.history.covariate.CovariatePaths}, by date, which rides in the same way
 * ({@link org.customerequity.history.PurchaseHistories#withPaths}).
 *
 * <p>Nothing is imputed: what is not known of a customer is a category or a number that the caller chooses.
 */
@NullMarked
package org.customerequity.history.covariate;

import org.jspecify.annotations.NullMarked;
