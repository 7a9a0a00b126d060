package org.customerequity.equity;

/** What an aggregate equity is made of, and what a change of it is put down to. */
public enum EquityFactor {
    /** How many customers there are. */
    CUSTOMERS,
    /** How they are spread over segments; only where there are segments. */
    MIX,
    /** What an active customer contributes per period. */
    MARGIN,
    /** How long customers stay: the retention curve, and the tenure from which it is read. */
    RETENTION,
    /** What later money is worth. */
    DISCOUNT
}
