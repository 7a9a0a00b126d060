package org.customerequity.history.policy;

/**
 * What happens to transactions after the end of observation. Set by {@code TransactionSummarizer.withLateTransactions}.
 */
public enum LateTransactions {
    /** They are left out, and counted. The default. */
    DROP,
    /** The first one is an error that names customer and date. */
    REJECT
}
