package org.customerequity.history.policy;

/**
 * What happens to customers with a transaction before the window start, whose histories are cut on the left. Set by
 * {@code TransactionSummarizer.withEarlierCustomers}; without {@code TransactionSummarizer.from} there are none.
 */
public enum EarlierCustomers {
    /** They are left out, and counted. The default: the models are about customers whose first purchase was seen. */
    DROP,
    /**
     * They stay, with what they did inside the window only: age and recency count from their first purchase inside it, as
     * if it were their first of all. Older customers are the better ones, so that a fit on them flatters new ones.
     */
    KEEP
}
