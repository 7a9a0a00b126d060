/**
 * What somebody is worth who is not yet a customer, and what customers are worth through those they bring.
 *
 * <p>Start with {@link org.customerequity.acquisition.prospect.ProspectValue}. A customer's referrals are valued by
 * {@link org.customerequity.acquisition.prospect.ReferralTerms}, those of the referred in turn by a
 * {@link org.customerequity.acquisition.prospect.ReferralChain}.
 */
@NullMarked
package org.customerequity.acquisition.prospect;

import org.jspecify.annotations.NullMarked;
