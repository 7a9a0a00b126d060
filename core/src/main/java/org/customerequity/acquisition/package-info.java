/**
 * What it costs to win a customer, and whether it pays.
 *
 * <p>Start with {@link org.customerequity.acquisition.AcquisitionCost} where the totals are known, and with
 * {@link org.customerequity.acquisition.AcquisitionLedger} where there are entries by channel, period and kind of expense: it
 * gives the cost by every named definition, per channel and period, lagged and marginal. The case of one customer is
 * {@link org.customerequity.acquisition.UnitEconomics} in its simplest form and
 * {@link org.customerequity.acquisition.UnitEconomicsReport} in full; channels stand side by side in a
 * {@link org.customerequity.acquisition.ChannelReport}.
 *
 * <p>How long it takes until the cost comes back is a {@link org.customerequity.acquisition.PaybackPeriod} where it is expected
 * and a {@link org.customerequity.acquisition.CohortPayback} where it was observed;
 * {@link org.customerequity.acquisition.BreakEvenCost} turns the question round.
 */
@NullMarked
package org.customerequity.acquisition;

import org.jspecify.annotations.NullMarked;
