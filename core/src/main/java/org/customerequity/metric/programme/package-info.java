/**
 * What a programme brings: referrals, loyalty points, a change of price, a bundle.
 *
 * <p>Start with {@link org.customerequity.metric.programme.ReferralGrowth}, {@link
 * org.customerequity.metric.programme.LoyaltyPoints}, {@link org.customerequity.metric.programme.PriceChange} or {@link
 * org.customerequity.metric.programme.BundleGain}. What a loyalty programme earns on its members, and the lift it needs, is {@code
 * ProgrammeEconomics} in {@code equity.measure}; points here are what the books say of them. The value of referrals, which needs
 * lifetime values, is in {@code acquisition}.
 */
@NullMarked
package org.customerequity.metric.programme;

import org.jspecify.annotations.NullMarked;
