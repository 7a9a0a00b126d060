package org.customerequity.segment.rfm;

import static org.customerequity.segment.Condition.atLeast;
import static org.customerequity.segment.Condition.atMost;
import static org.customerequity.segment.Condition.between;
import static org.customerequity.segment.Condition.equalTo;

import org.customerequity.segment.SegmentRules;

/** Names for groups of RFM scores. */
public final class RfmSegments {
    private static final SegmentRules CONVENTIONAL = SegmentRules.first(
                    "champions", equalTo("R", 5).and(atLeast("F", 4)))
            .next("loyal", between("R", 3, 4).and(atLeast("F", 4)))
            .next("potential loyalists", atLeast("R", 4).and(between("F", 2, 3)))
            .next("new", equalTo("R", 5).and(equalTo("F", 1)))
            .next("promising", equalTo("R", 4).and(equalTo("F", 1)))
            .next("need attention", equalTo("R", 3).and(equalTo("F", 3)))
            .next("about to sleep", equalTo("R", 3).and(atMost("F", 2)))
            .next("cannot lose", atMost("R", 2).and(equalTo("F", 5)))
            .next("at risk", atMost("R", 2).and(between("F", 3, 4)))
            .next("hibernating", atMost("R", 2).and(atMost("F", 2)));

    private RfmSegments() {}

    /**
     * Ten names in common use for scores from 1 to 5, 5 the best:
     *
     * <pre>{@code
     *   R   F     segment                R     F    segment
     *   5   4-5   champions              3     3    need attention
     *   3-4 4-5   loyal                  3     1-2  about to sleep
     *   4-5 2-3   potential loyalists    1-2   5    cannot lose
     *   5   1     new                    1-2   3-4  at risk
     *   4   1     promising              1-2   1-2  hibernating
     * }</pre>
     *
     * <p>It is a convention of practice, of which several versions go round: nothing in it is estimated, and money has no part in
     * this one. Every cell is in exactly one segment. For names of one's own give {@link RfmScores#segments} other rules.
     */
    public static SegmentRules conventional() {
        return CONVENTIONAL;
    }
}
