package org.customerequity.history.policy;

/** What several purchases of one customer on one day are. Set by {@code TransactionSummarizer.withSameDay}. */
public enum SameDay {
    /**
     * One purchase of the sum of their amounts: the convention of the purchase models, in which two orders a minute apart
     * are not two decisions to come back. Times are whole days: a purchase happens on its day, observation ends on the last
     * day, and a customer first seen on the last day has age 0.
     */
    MERGE,
    /**
     * Purchases of their own, apart by their times of day; purchases at the same moment are still separate. Observation
     * ends when the last day ends, so that a customer first seen at noon of the last day has an age of half a day.
     * Transactions of which only the day is known happen at its first moment.
     */
    SEPARATE
}
