package org.customerequity.metric.operation;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;

/**
 * What the goods sold in a period had cost. A type of its own, so that revenue does not compile where inventory is measured.
 *
 * @param amount {@code >= 0}
 */
public record CostOfGoodsSold(CurrencyAmount amount) implements Serializable {
    public CostOfGoodsSold {
        Require.nonNegative(Objects.requireNonNull(amount, "amount").value(), "amount", "cost of goods sold");
    }

    /** {@code CostOfGoodsSold.of("EUR", 720_000)}. */
    public static CostOfGoodsSold of(String currencyCode, double value) {
        return new CostOfGoodsSold(CurrencyAmount.of(currencyCode, value));
    }

    /** The sum; both in one currency. */
    public CostOfGoodsSold plus(CostOfGoodsSold other) {
        return new CostOfGoodsSold(amount.plus(other.amount));
    }
}
