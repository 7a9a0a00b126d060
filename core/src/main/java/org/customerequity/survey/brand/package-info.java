/**
 * Brand surveys: what customers think of every brand they consider, which one they bought last and will buy next.
 *
 * <p>Start with {@link org.customerequity.survey.brand.BrandSurvey#of}, which takes sub-drivers and brands and then one
 * {@link org.customerequity.survey.brand.BrandAnswer} a respondent. A survey is what {@code model.choice} is fitted to and what
 * {@code equity.driver} values.
 */
@NullMarked
package org.customerequity.survey.brand;

import org.jspecify.annotations.NullMarked;
