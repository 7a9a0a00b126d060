package org.customerequity.metric.marketing;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Revenue;

/**
 * Revenue that a rule credits to marketing: last touch, first touch, a multi-touch model. Much of it would have come anyway, so that
 * a return on it is not what marketing earned; see {@link IncrementalContribution}.
 *
 * @param revenue credited
 * @param rule by which: {@code last touch, 30 days}
 */
public record AttributedRevenue(Revenue revenue, String rule) implements Serializable {
    public AttributedRevenue {
        Objects.requireNonNull(revenue, "revenue");
        Require.nonBlank(rule, "rule", "such as last touch, 30 days");
    }

    /** {@code AttributedRevenue.of(Revenue.of("EUR", 260_000), "last touch, 30 days")}. */
    public static AttributedRevenue of(Revenue revenue, String rule) {
        return new AttributedRevenue(revenue, rule);
    }
}
