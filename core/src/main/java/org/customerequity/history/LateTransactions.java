package org.customerequity.history;

/**
 * What happens to transactions after the end of observation. Set by {@link TransactionSummarizer#withLateTransactions}.
 */
public enum LateTransactions {
    /** They are left out, and counted. The default. */
    DROP,
    /** The first one is an error that names customer and date. */
    REJECT
}
