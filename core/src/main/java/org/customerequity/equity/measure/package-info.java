/**
 * Measures of brand, value and relationship equity that can be calculated from sales, prices, choice models and ratings: each
 * stands alone, and answers a narrower question than the driver model of customer equity.
 *
 * <ul>
 *   <li>What does the brand earn? {@link org.customerequity.equity.measure.RevenuePremium} from market data,
 *       {@link org.customerequity.equity.measure.ChoiceBasedBrandValue} from a fitted logit model,
 *       {@link org.customerequity.equity.measure.BrandEarningsValue} and
 *       {@link org.customerequity.equity.measure.RoyaltyRelief} from a plan.
 *   <li>How do customers see us? {@link org.customerequity.equity.measure.PerceivedValue} against a competitor or the market,
 *       {@link org.customerequity.equity.measure.CompositeIndex} as one figure from several.
 *   <li>Does the relationship pay? {@link org.customerequity.equity.measure.ProgrammeEconomics} of a loyalty programme,
 *       {@link org.customerequity.equity.measure.RewardBudget} to share rewards out.
 *       {@link org.customerequity.equity.measure.RecommendationEconomics} says what goes with a better net promoter score.
 * </ul>
 *
 * <p>Start with {@link org.customerequity.equity.measure.RevenuePremium}. Shares, rates and lifts are fractions.
 */
@NullMarked
package org.customerequity.equity.measure;

import org.jspecify.annotations.NullMarked;
