/**
 * How much of what customers spend in a category comes to one brand.
 *
 * <p>Start with {@link org.customerequity.survey.wallet.ShareOfWallet} where spend is known, and with
 * {@link org.customerequity.survey.wallet.WalletAllocationRule} where only satisfaction with each brand is.
 */
@NullMarked
package org.customerequity.survey.wallet;

import org.jspecify.annotations.NullMarked;
