/**
 * Brand surveys: what customers think of every brand they consider, which one they bought last and will buy next.
 *
 * <p>Start with {@link org.customerequity.survey.brand.BrandSurvey#of}, which takes sub-drivers and brands and then one
 * {@link org.customerequity.survey.brand.BrandAnswer} a respondent, or {@link org.customerequity.survey.brand.SurveyColumns} of
 * many. A survey is what {@code model.choice} is fitted to and what
 * {@code equity.driver} values; {@link org.customerequity.survey.brand.BrandPanel}, purchases of a person one after another, is the
 * other input. Its {@link org.customerequity.survey.brand.BrandSurvey#quality()} tells what the data leave open, and
 * its {@link org.customerequity.survey.brand.BrandSurvey#indices()} what customers think of every brand before any model.
 */
@NullMarked
package org.customerequity.survey.brand;

import org.jspecify.annotations.NullMarked;
