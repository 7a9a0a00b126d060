package org.customerequity.metric.investment;

/** What a system costs besides its price. */
public enum CostKind {
    /** The right to use it, bought or by subscription. */
    LICENCE,
    /** To set it up, once. */
    IMPLEMENTATION,
    /** To teach those who work with it. */
    TRAINING,
    /** To keep it running: support, hosting, updates. */
    MAINTENANCE,
    /** Hours of own staff, at what they cost. */
    INTERNAL_HOURS,
    /** To end it: data brought over, contracts ended, equipment removed. */
    SWITCH_OFF,
    /** Whatever else it costs. */
    OTHER
}
