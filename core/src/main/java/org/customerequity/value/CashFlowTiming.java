package org.customerequity.value;

/**
 * When, within a period, a customer's margin arrives and whether the first one counts. Each of the four is "the" formula
 * in some source, and they differ by up to a whole margin, so the caller always chooses.
 *
 * <p>With margin m, retention r and discount d per period, over T periods (T may be infinite):
 *
 * <pre>{@code
 *   IMMEDIATE_COUNTED     sum t = 0..T of m r^t     / (1+d)^t        infinite  m (1+d)   / (1+d-r)
 *   AFTER_FIRST           sum t = 1..T of m r^t     / (1+d)^t        infinite  m r       / (1+d-r)
 *   END_OF_PERIOD         sum t = 1..T of m r^(t-1) / (1+d)^t        infinite  m         / (1+d-r)
 *   JUST_BEFORE_RENEWAL   sum t = 1..T of m r^t     / (1+d)^(t-1)    infinite  m r (1+d) / (1+d-r)
 * }</pre>
 *
 * <p>AFTER_FIRST is the margin multiple of Gupta and Lehmann, Customers as Assets, Journal of Interactive Marketing 17(1),
 * 2003.
 */
public enum CashFlowTiming {
    /** A new customer whose first margin is received now and counted. */
    IMMEDIATE_COUNTED,
    /** The first margin has been received and is left out; the next is due one period from now, if retained. */
    AFTER_FIRST,
    /** A new customer who pays at the end of each period, before the decision to stay. */
    END_OF_PERIOD,
    /** An existing customer on the eve of a renewal: residual value. */
    JUST_BEFORE_RENEWAL
}
