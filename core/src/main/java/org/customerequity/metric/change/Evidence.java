package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * What a measured change is evidence of.
 *
 * <p>Before and after alone is {@link #ASSOCIATION}: time, season, other measures and regression to the mean after a bad month move
 * figures too. A design is a claim of whoever gives it, and travels with the figure.
 *
 * @param design how the comparison was made
 * @param source where that can be read: a protocol, a ticket, a report
 */
public record Evidence(Design design, String source) implements Serializable {
    /** How a comparison can be made. */
    public enum Design {
        /** None: what came after is compared with what was before. */
        NONE,
        /** Chance decided who was treated. */
        RANDOMIZED_EXPERIMENT,
        /** The change of those treated less that of others who would have moved alike. */
        DIFFERENCE_IN_DIFFERENCES,
        /** Those just above a threshold against those just below. */
        REGRESSION_DISCONTINUITY,
        /** Something that moves the treatment and nothing else. */
        INSTRUMENT
    }

    /** Before and after, without a design. */
    public static final Evidence ASSOCIATION = new Evidence(Design.NONE, "before and after");

    public Evidence {
        Objects.requireNonNull(design, "design");
        Require.nonBlank(source, "source", "where the design can be read");
    }

    /** From a design. */
    public static Evidence of(Design design, String source) {
        return new Evidence(design, source);
    }

    /** Whether there is no design. */
    public boolean isAssociation() {
        return design == Design.NONE;
    }
}
