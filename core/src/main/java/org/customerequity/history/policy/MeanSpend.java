package org.customerequity.history.policy;

/** Which purchases a customer's mean spend is the mean of. Set by {@code TransactionSummarizer.withMeanSpend}. */
public enum MeanSpend {
    /**
     * All but the first, so that the count of the mean is the frequency: Fader, Hardie and Lee (2005), RFM and CLV. The
     * default. A customer with one purchase has no mean.
     */
    OF_REPEAT_PURCHASES,
    /** All, the first included: more data, and unbiased if first orders are like later ones. */
    OF_ALL_PURCHASES
}
