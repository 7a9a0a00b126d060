package org.customerequity.metric.operation;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;

/**
 * One activity for a customer: so many of its driver at so much each.
 *
 * @param name of the driver: {@code order lines}
 * @param quantity {@code >= 0}
 * @param rate cost of one, {@code >= 0}
 */
public record Activity(String name, double quantity, CurrencyAmount rate) implements Serializable {
    public Activity {
        Require.nonBlank(name, "name", "such as order lines");
        quantity = Require.nonNegative(quantity, "quantity", "of " + name);
        Require.nonNegative(Objects.requireNonNull(rate, "rate").value(), "rate", "of " + name);
    }

    /** {@code quantity x rate}. */
    public CurrencyAmount cost() {
        return rate.times(quantity);
    }
}
