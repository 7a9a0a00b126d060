package org.customerequity.segment.lens;

/** By what customers are ranked and shares are taken. */
public enum Measure {
    /** What they paid, after refunds. */
    REVENUE,
    /** Contribution: what is left of it; may be negative. */
    PROFIT,
    /** How often they ordered. */
    ORDERS;

    double of(PeriodTotals totals) {
        return switch (this) {
            case REVENUE -> totals.revenue();
            case PROFIT -> totals.profit();
            case ORDERS -> totals.orders();
        };
    }
}
