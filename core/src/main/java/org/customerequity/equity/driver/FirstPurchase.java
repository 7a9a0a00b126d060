package org.customerequity.equity.driver;

/** When the first purchase that counts is made. */
public enum FirstPurchase {
    /** Now, and undiscounted: purchases t = 0, 1, ..., T (Rust, Lemon and Zeithaml 2004, equation 4). */
    NOW,
    /** One interval between purchases from now: purchases t = 1, ..., T. */
    AFTER_INTERVAL
}
