/**
 * What a whole customer base is worth.
 *
 * <p>Start with {@link org.customerequity.equity.CustomerEquity}.
 */
@NullMarked
package org.customerequity.equity;

import org.jspecify.annotations.NullMarked;
