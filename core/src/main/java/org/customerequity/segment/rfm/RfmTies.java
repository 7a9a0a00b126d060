package org.customerequity.segment.rfm;

/** What happens where a class ends among customers of equal value. Published scores differ by this, so it has no default. */
public enum RfmTies {
    /**
     * Equal values in the order of the rows, the earlier row first to the lower score: classes are as equal in size as can be, but
     * two customers alike in everything may have different scores, and another order gives other ones.
     */
    BY_ROW,
    /**
     * Equal values have equal scores, by the mean of their ranks: what a customer scores does not depend on the order of the rows.
     * Classes may differ in size, and be empty.
     */
    EQUAL_SCORES
}
