/**
 * What customers say: scores of survey answers, with the scale as part of the type and an interval on every score.
 *
 * <p>Start with {@link org.customerequity.survey.NetPromoterScore} and
 * {@link org.customerequity.survey.CustomerSatisfaction}. Any other rating question begins as
 * {@link org.customerequity.survey.RatingCounts} on a {@link org.customerequity.survey.RatingScale}. Counts merge; scores are
 * computed from merged counts and never averaged.
 */
@NullMarked
package org.customerequity.survey;

import org.jspecify.annotations.NullMarked;
