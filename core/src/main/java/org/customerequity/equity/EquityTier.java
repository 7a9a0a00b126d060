package org.customerequity.equity;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.lifetime.ValueTotal;

/**
 * The part of customer equity that sits in one tier of customers.
 *
 * @param name of the tier
 * @param total its customers, their value and its uncertainty
 * @param share of the equity of the whole base; a base worth nothing or less has no shares, and says 0
 */
public record EquityTier(String name, ValueTotal total, double share) implements Serializable {
    public EquityTier {
        Require.nonBlank(name, "name", "");
        Objects.requireNonNull(total, "total");
        Require.finite(share, "share", "");
    }
}
