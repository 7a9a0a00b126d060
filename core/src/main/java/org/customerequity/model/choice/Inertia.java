package org.customerequity.model.choice;

/** How the brand bought last raises its own utility at the next purchase. */
public enum Inertia {
    /** Not at all. */
    NONE,
    /** By one coefficient for all brands. */
    COMMON,
    /** By a coefficient of its own for every brand. */
    BY_BRAND
}
