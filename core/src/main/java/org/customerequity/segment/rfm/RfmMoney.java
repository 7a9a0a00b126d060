package org.customerequity.segment.rfm;

/** What the M of RFM is: the field uses both. */
public enum RfmMoney {
    /** All a customer spent. It rises with frequency. */
    TOTAL,
    /** The mean of a customer's purchases. */
    MEAN
}
