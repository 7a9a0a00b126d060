/**
 * How long customers stay under a contract: curves of survival by tenure, what they say about the time and the payments still
 * to come, and their fits to cohorts and contract spells.
 *
 * <p>Start with {@link org.customerequity.retention.curve.ShiftedBetaGeometric}, fitted to a
 * {@link org.customerequity.history.contract.CohortCounts} of survivors: customers who differ in their chance to leave. Every curve
 * answers the questions of {@link org.customerequity.retention.curve.RetentionCurve}, an open interface; tenure is counted in
 * the curve's unit, from the start of the first contract.
 *
 * <p>Without a model, {@link org.customerequity.retention.curve.EmpiricalCurve} is the data's own curve, with its restricted mean,
 * {@link org.customerequity.retention.curve.TenureHazard} the hazard by band of tenure, and
 * {@link org.customerequity.retention.curve.LogRankTest} says whether groups leave alike.
 */
@NullMarked
package org.customerequity.retention.curve;

import org.jspecify.annotations.NullMarked;
