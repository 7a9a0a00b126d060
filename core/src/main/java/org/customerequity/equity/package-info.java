/**
 * What a whole customer base is worth.
 *
 * <p>Start with {@link org.customerequity.equity.CustomerEquity}.
 */
package org.customerequity.equity;
