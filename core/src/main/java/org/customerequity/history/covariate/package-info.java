/**
 * What is known of customers beside their purchases: channel, age, season. Begin with
 * {@link org.customerequity.history.covariate.CovariateTable}, which rides on histories
 * ({@link org.customerequity.history.PurchaseHistories#withCovariates}), and
 * {@link org.customerequity.history.covariate.CovariateCoding}, which makes numbers of it.
 */
@NullMarked
package org.customerequity.history.covariate;

import org.jspecify.annotations.NullMarked;
