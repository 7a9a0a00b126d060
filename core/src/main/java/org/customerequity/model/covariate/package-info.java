/**
 * Purchase models whose customers differ in what is known of them: channel, season, age.
 *
 * <p>Begin with {@link org.customerequity.model.covariate.TimeVaryingParetoNbd}, for covariates that change with time.
 */
@NullMarked
package org.customerequity.model.covariate;

import org.jspecify.annotations.NullMarked;
