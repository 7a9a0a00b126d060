package org.customerequity.history.contract;

/** What contracts are that agree in customer, days, price and ending. */
public enum DuplicateContracts {
    /** A mistake: the log is refused. */
    REJECT,
    /** Several contracts, as two seats of one plan are. */
    KEEP,
    /** One contract that was delivered several times. */
    COLLAPSE
}
