/**
 * What it costs to win a customer, and whether it pays.
 *
 * <p>Start with {@link org.customerequity.acquisition.AcquisitionCost}: stated from one total, or by a named definition
 * (simple, fully loaded, blended, paid) from a ledger of {@link org.customerequity.acquisition.AcquisitionSpend}. Set it
 * against value with {@link org.customerequity.acquisition.UnitEconomics}; how long it takes to come back is a
 * {@link org.customerequity.acquisition.PaybackPeriod}.
 */
@NullMarked
package org.customerequity.acquisition;

import org.jspecify.annotations.NullMarked;
