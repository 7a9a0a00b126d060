/**
 * What customers say: scores of survey answers, with the scale as part of the type and an interval on every score.
 *
 * <p>Start with {@link org.customerequity.survey.NetPromoterScore} and
 * {@link org.customerequity.survey.CustomerSatisfaction}. Any other rating question begins as
 * {@link org.customerequity.survey.RatingCounts} on a {@link org.customerequity.survey.RatingScale}. Counts merge; scores are
 * computed from merged counts and never averaged. Effort is {@link org.customerequity.survey.CustomerEffortScore}; whether a
 * score changed is said by {@link org.customerequity.survey.ScoreDifference}.
 *
 * <p>Several questions about one thing are {@link org.customerequity.survey.ItemAnswers}; whether they measure it is said by
 * {@link org.customerequity.survey.CronbachAlpha}, and from the loadings of a factor analysis by
 * {@link org.customerequity.survey.FactorReliability}. Respondents who count unequally meet in a
 * {@link org.customerequity.survey.WeightedMean}; where their weights come from, and how many to ask, is in
 * {@link org.customerequity.survey.design}. What people do rather than say is an
 * {@link org.customerequity.survey.EngagementIndex}.
 */
@NullMarked
package org.customerequity.survey;

import org.jspecify.annotations.NullMarked;
