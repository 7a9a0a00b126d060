package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Ratio;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;

/**
 * What a brand sold in one market and period: how much, and for how much. It keeps revenue, not price, so that it merges: the
 * price of several brands together is weighted by their volumes.
 *
 * @param units volume, in any unit that is the same for all brands compared; finite and {@code >= 0}
 * @param revenue what customers paid for them, {@code >= 0}, and 0 where {@code units} is 0
 */
public record UnitSales(double units, Revenue revenue) implements Serializable {
    public UnitSales {
        units = Require.nonNegative(units, "units", "the volume sold");
        double paid = Objects.requireNonNull(revenue, "revenue").amount().value();
        Require.nonNegative(paid, "revenue", "what customers paid, after refunds");
        if (units == 0 && paid > 0) {
            throw Require.bad("revenue", "must be 0 where no unit was sold", "", revenue.amount());
        }
    }

    /** {@code UnitSales.of(1_200_000, CurrencyAmount.of("EUR", 2.80))}: volume and the mean price of a unit. */
    public static UnitSales of(double units, CurrencyAmount price) {
        Require.nonNegative(Objects.requireNonNull(price, "price").value(), "price", "of one unit");
        return new UnitSales(units, new Revenue(price.times(Require.nonNegative(units, "units", "the volume sold"))));
    }

    /** {@code UnitSales.ofRevenue(1_200_000, Revenue.of("EUR", 3_360_000))}: volume and what was paid for it. */
    public static UnitSales ofRevenue(double units, Revenue revenue) {
        return new UnitSales(units, revenue);
    }

    /**
     * Revenue of one unit.
     *
     * @throws UndefinedRatioException if no unit was sold
     */
    public CurrencyAmount price() {
        double value = Ratio.of(revenue.amount().value(), "revenue", units, "units sold")
                .value();
        return new CurrencyAmount(revenue.amount().currency(), value);
    }

    /**
     * The price premium index: own price over the volume-weighted price of a category, which is that of its brands added with
     * {@link #plus}. 1.2 is 20 % above the category. Whether this brand is in the category is for the caller to say; in a
     * category of few brands it makes a difference.
     *
     * <pre>{@code
     *   index = (R_b / V_b) / (sum R_j / sum V_j)        undefined where the category is free of charge
     * }</pre>
     *
     * @throws UndefinedRatioException if no unit was sold of the brand, or none in the category
     */
    public Ratio priceIndex(UnitSales category) {
        CurrencyAmount own = price();
        CurrencyAmount other = Objects.requireNonNull(category, "category").price();
        CurrencyMismatchException.check(own.currency(), other.currency());
        return Ratio.of(own.value(), "price of the brand", other.value(), "price of the category");
    }

    /** Both together: volumes added, revenues added; one currency. */
    public UnitSales plus(UnitSales other) {
        Objects.requireNonNull(other, "other");
        return new UnitSales(units + other.units, revenue.plus(other.revenue));
    }

    /** {@code 1200000.0 units for EUR 3360000.0}. */
    @Override
    public String toString() {
        return units + " units for " + revenue.amount();
    }
}
