package org.customerequity.metric.marketing;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.Revenue;

/**
 * Contribution that would not have come without the marketing, as a comparison with people or regions left out of it shows. What a
 * rule credits to marketing is {@link AttributedRevenue}.
 *
 * @param contribution with it less without it; negative where it did harm
 * @param design how it is known: {@code holdout of 10 %}
 */
public record IncrementalContribution(Contribution contribution, String design) implements Serializable {
    public IncrementalContribution {
        Objects.requireNonNull(contribution, "contribution");
        Require.nonBlank(design, "design", "such as holdout of 10 %");
    }

    /** {@code IncrementalContribution.of(Contribution.of("EUR", 36_000), "holdout of 10 %")}. */
    public static IncrementalContribution of(Contribution contribution, String design) {
        return new IncrementalContribution(contribution, design);
    }

    /** Incremental revenue times the margin on it. */
    public static IncrementalContribution of(Revenue incrementalRevenue, MarginRatio margin, String design) {
        Objects.requireNonNull(incrementalRevenue, "incrementalRevenue");
        Objects.requireNonNull(margin, "margin");
        return new IncrementalContribution(incrementalRevenue.times(margin), design);
    }
}
