package org.customerequity.metric.operation;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;

/**
 * The mean stock of a period, valued at cost, not at selling prices.
 *
 * @param atCost {@code >= 0}
 */
public record AverageInventory(CurrencyAmount atCost) implements Serializable {
    public AverageInventory {
        Require.nonNegative(Objects.requireNonNull(atCost, "atCost").value(), "atCost", "average inventory");
    }

    /** {@code AverageInventory.of("EUR", 140_000)}. */
    public static AverageInventory of(String currencyCode, double atCost) {
        return new AverageInventory(CurrencyAmount.of(currencyCode, atCost));
    }

    /** The mean of the stock at the beginning and at the end, which a season in between does not show in. */
    public static AverageInventory ofBeginAndEnd(CurrencyAmount begin, CurrencyAmount end) {
        return ofLevels(begin, end);
    }

    /**
     * The mean of the stock on equally spaced dates, such as the last day of each month.
     *
     * @param levels each {@code >= 0}, in one currency; at least one
     */
    public static AverageInventory ofLevels(CurrencyAmount... levels) {
        Objects.requireNonNull(levels, "levels");
        Require.notEmpty(levels.length, "levels", "must have at least one", "");
        CurrencyAmount sum = null;
        for (int i = 0; i < levels.length; i++) {
            CurrencyAmount level = Objects.requireNonNull(levels[i], "levels[" + i + "]");
            Require.nonNegative(level.value(), "levels[" + i + "]", "stock at cost");
            sum = sum == null ? level : sum.plus(level);
        }
        return new AverageInventory(Objects.requireNonNull(sum).times(1.0 / levels.length));
    }

    /** Stock of another place, in one currency. */
    public AverageInventory plus(AverageInventory other) {
        return new AverageInventory(atCost.plus(other.atCost));
    }

    /** What holding it for a year costs: {@code atCost x rate}. */
    public CurrencyAmount holdingCostPerYear(CarryingRate rate) {
        return atCost.times(Objects.requireNonNull(rate, "rate").total());
    }
}
