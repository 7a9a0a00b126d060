/**
 * The customer-base audit: what a log of purchases says about its customers, without a model and without a forecast.
 *
 * <p>Begin with {@link org.customerequity.segment.lens.CustomerBaseAudit}, made from a
 * {@link org.customerequity.history.PurchaseLog} in one call. It looks at the table of customers by periods through five lenses:
 * one period, two adjacent periods, one cohort over time, cohorts side by side, and the whole base. Each is a value of its own,
 * for revenue and for profit, with distributions beside the averages. Amounts are in the currency of the log.
 *
 * <p>Fader, Hardie and Ross, The Customer-Base Audit, 2022.
 */
@NullMarked
package org.customerequity.segment.lens;

import org.jspecify.annotations.NullMarked;
