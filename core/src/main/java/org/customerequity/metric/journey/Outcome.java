package org.customerequity.metric.journey;

/** What became of a deal, or of anybody in a stage. */
public enum Outcome {
    /** Won; of a stage, moved on to a later one. */
    WON,
    /** Lost; of a stage, dropped out for good. */
    LOST,
    /** Not decided on the last day of observation. */
    OPEN
}
