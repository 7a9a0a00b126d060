package org.customerequity.history.contract;

/** What contracts of price zero are. */
public enum FreeContracts {
    /** Contracts: who has one is an active customer, of revenue 0. */
    KEEP,
    /** None: left out, so that a free trial or a free plan makes no customer. */
    DROP,
    /** A mistake: refused. */
    REJECT
}
