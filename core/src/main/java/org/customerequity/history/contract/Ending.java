package org.customerequity.history.contract;

/** Why a contract ended, as far as it is known. */
public enum Ending {
    /** The customer gave notice. */
    VOLUNTARY,
    /** Nobody chose it: a card that failed, a customer who died or moved out of reach. */
    INVOLUNTARY,
    /** Not recorded, or there is no end. */
    UNKNOWN
}
