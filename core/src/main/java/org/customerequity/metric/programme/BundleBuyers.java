package org.customerequity.metric.programme;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;

/**
 * Some of the buyers of a bundle, by what they would have bought without it.
 *
 * @param otherwise what they would have bought: {@code A alone}, {@code nothing}
 * @param share of all buyers of the bundle, in [0, 1]
 * @param contributionLost of those purchases, each; 0 for who would have bought nothing
 */
public record BundleBuyers(String otherwise, double share, Contribution contributionLost) implements Serializable {
    public BundleBuyers {
        Require.nonBlank(otherwise, "otherwise", "what they would have bought");
        share = Require.fraction(share, "share", "0.35 means 35 % of the buyers");
        Objects.requireNonNull(contributionLost, "contributionLost");
    }

    /** {@code BundleBuyers.of("A alone", 0.35, Contribution.of("EUR", 12))}. */
    public static BundleBuyers of(String otherwise, double share, Contribution contributionLost) {
        return new BundleBuyers(otherwise, share, contributionLost);
    }
}
