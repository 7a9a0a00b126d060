package org.customerequity.equity;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.value.UndefinedRatioException;

/**
 * The part of customer equity that sits in one tier of customers.
 *
 * @param name of the tier
 * @param total its customers, their value and its uncertainty
 * @param base the whole base
 */
public record EquityTier(String name, ValueTotal total, ValueTotal base) implements Serializable {
    public EquityTier {
        Require.nonBlank(name, "name", "such as gold");
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(base, "base");
    }

    /**
     * This tier's share of the equity of the whole base.
     *
     * @throws UndefinedRatioException if the whole base is worth nothing or less
     */
    public double share() {
        double all = base.total().value();
        if (!(all > 0)) {
            throw new UndefinedRatioException("share of equity of tier " + name
                    + " is undefined, because the equity of the base is not positive, " + all);
        }
        return total.total().value() / all;
    }
}
