/**
 * Whether a fitted model describes the customers there are and forecasts what they do next.
 *
 * <p>Start with {@link org.customerequity.model.diagnosis.ModelComparison}, which fits several models and says which to use, or
 * with {@link org.customerequity.model.diagnosis.HoldoutScores} for one model and a holdout.
 * {@link org.customerequity.model.diagnosis.PurchaseRegularity} says without a model whether purchases come at random. Everything
 * is data: tables to print or draw, no pictures.
 */
@NullMarked
package org.customerequity.model.diagnosis;

import org.jspecify.annotations.NullMarked;
