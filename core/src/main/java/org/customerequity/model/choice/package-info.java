/**
 * Which brand a customer buys next, and why: logit models of brand choice with inertia and rated drivers.
 *
 * <p>Start with {@link org.customerequity.model.choice.DriverModel}, fitted to a
 * {@link org.customerequity.survey.brand.BrandSurvey}. Any {@link org.customerequity.model.choice.ChoiceModel} is valued by
 * {@code equity.driver}. Where customers differ, {@link org.customerequity.model.choice.SegmentedDriverModel} fits every segment of a
 * survey, and {@link org.customerequity.model.choice.LatentClasses#choose} finds classes that nobody sees, best in a
 * {@link org.customerequity.survey.brand.BrandPanel}. {@link org.customerequity.model.choice.SurveySimulator} makes surveys of respondents who choose as a model
 * says.
 */
@NullMarked
package org.customerequity.model.choice;

import org.jspecify.annotations.NullMarked;
