package org.customerequity.history.policy;

/**
 * What a purchase of amount zero is, by itself or after refunds. Set by {@code TransactionSummarizer.withZeroValues}. With
 * {@link SameDay#MERGE} it is the day's total that counts: a free item beside a paid one is part of the day's purchase.
 */
public enum ZeroValuePolicy {
    /** A purchase, whose zero is part of the mean spend. The default. */
    COUNT,
    /** A purchase that is left out of the mean spend and of its count: for spend models, which need positive amounts. */
    COUNT_WITHOUT_SPEND,
    /** No purchase at all: a free sample, or an order sent back in full, is no order. */
    DROP
}
