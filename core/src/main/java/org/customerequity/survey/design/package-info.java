/**
 * Whom a survey speaks for, and how many to ask.
 *
 * <p>Start with {@link org.customerequity.survey.design.SurveyPrecision} before asking: sample size, half-width, detectable
 * change. After asking, who answered is set against whom they stand for in a
 * {@link org.customerequity.survey.design.PopulationMargin}; from one or several of those come
 * {@link org.customerequity.survey.design.SurveyWeights}, and from these weighted scores.
 */
@NullMarked
package org.customerequity.survey.design;

import org.jspecify.annotations.NullMarked;
