package org.customerequity.equity;

/** What became of a customer between two dates; {@link EquityBridge} says when each applies. */
public enum EquityMovement {
    /** Not listed at the first date, a customer at the second. */
    NEW,
    /** Listed at the first date but no customer then, a customer again at the second. */
    RETURNED,
    /** A customer at both dates, worth more at the second. */
    GROWN,
    /** A customer at both dates, worth the same. */
    UNCHANGED,
    /** A customer at both dates, worth less at the second. */
    SHRUNK,
    /** A customer at the first date, none at the second or no longer listed. */
    LOST,
    /** A customer at neither date: listed but gone, or come and gone in between. */
    DORMANT
}
