package org.customerequity.history.policy;

/**
 * What a transaction with a negative amount does. Set by {@code TransactionSummarizer.withRefunds}; whatever it does, the
 * {@code DataQualityReport} counts it.
 *
 * <p>A refund is never a purchase, and never changes the number of purchases unless it takes all of one away and
 * {@link ZeroValuePolicy#DROP} says that a purchase of nothing is none. What rounding alone leaves of a purchase or a refund
 * (one part in 10^13 of the larger) counts as nothing, so that 0.1 + 0.2 - 0.3 is zero, and so are a thousand purchases of
 * 0.1 with a refund of 100.
 */
public enum RefundPolicy {
    /** Nothing: the refund is an error that names customer and date. The default, because no other choice is safe unseen. */
    REJECT,
    /**
     * It is taken from the purchases of its own day: from the day's total, or, where days are not merged, from the day's
     * purchases at or before it, latest first. A refund of more than that is an error that names customer and date.
     */
    NET_DAY,
    /**
     * It is taken from the customer's purchases at or before it, the latest first, each down to zero. What is left when all
     * of them are zero was bought before observation began: it changes nothing and is reported as unmatched. In a
     * calibration/holdout split a refund in the holdout never reaches back into the calibration.
     */
    NET_CUSTOMER,
    /** The row is left out. */
    IGNORE
}
