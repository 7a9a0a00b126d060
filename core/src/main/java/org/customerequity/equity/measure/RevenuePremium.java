package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;

/**
 * The revenue premium of a brand: what it sold for, beyond what an unbranded or private-label product of the same kind sold for.
 *
 * <pre>{@code
 *   revenue premium        RP = V P - V0 P0
 *   contribution premium   RP - c (V - V0)
 *   net premium            RP - c (V - V0) - S
 *
 *   of price at the benchmark's volume    V0 (P - P0)
 *   of volume at the benchmark's price    (V - V0) P0
 *   of both at once                       (V - V0) (P - P0)          the three add up to RP
 *
 *   V, P    volume and price of the brand
 *   V0, P0  volume and price of the benchmark
 *   c       variable cost of a unit
 *   S       spending in support of the brand
 * }</pre>
 *
 * <p>A price premium alone misleads: a brand may hold it by giving up volume, and then the revenue premium is negative. The
 * variable cost is charged on the extra volume only, as if a unit of either cost the same.
 *
 * <p>K. L. Ailawadi, D. R. Lehmann and S. A. Neslin, Revenue Premium as an Outcome Measure of Brand Equity, Journal of
 * Marketing 67(4), 2003.
 *
 * @param brand what the brand sold
 * @param benchmark what the unbranded or private-label product sold in the same market and period
 * @param unitCost variable cost of one unit, {@code >= 0}
 * @param support spending on the brand in the period that the benchmark does not have, {@code >= 0}
 */
public record RevenuePremium(UnitSales brand, UnitSales benchmark, CurrencyAmount unitCost, CurrencyAmount support)
        implements Serializable {
    public RevenuePremium {
        Objects.requireNonNull(brand, "brand");
        Objects.requireNonNull(benchmark, "benchmark");
        Objects.requireNonNull(unitCost, "unitCost");
        Objects.requireNonNull(support, "support");
        CurrencyMismatchException.check(
                brand.revenue().amount().currency(),
                benchmark.revenue().amount().currency());
        CurrencyMismatchException.check(brand.revenue().amount().currency(), unitCost.currency());
        CurrencyMismatchException.check(brand.revenue().amount().currency(), support.currency());
        Require.nonNegative(unitCost.value(), "unitCost", "variable cost of one unit");
        Require.nonNegative(support.value(), "support", "spending on the brand in the period");
    }

    /** {@code RevenuePremium.of(brand, privateLabel)}, without costs; see {@link #withUnitCost} and {@link #withSupport}. */
    public static RevenuePremium of(UnitSales brand, UnitSales benchmark) {
        CurrencyAmount none =
                Objects.requireNonNull(brand, "brand").revenue().amount().times(0);
        return new RevenuePremium(brand, benchmark, none, none);
    }

    /** This premium where one unit has another variable cost. */
    public RevenuePremium withUnitCost(CurrencyAmount newUnitCost) {
        return new RevenuePremium(brand, benchmark, newUnitCost, support);
    }

    /** This premium with another spending in support of the brand. */
    public RevenuePremium withSupport(CurrencyAmount newSupport) {
        return new RevenuePremium(brand, benchmark, unitCost, newSupport);
    }

    /** Revenue of the brand less that of the benchmark; may be negative. Costs do not enter. */
    public Revenue revenuePremium() {
        return brand.revenue().plus(benchmark.revenue().times(-1));
    }

    /** The revenue premium less the variable cost of the extra volume; lost volume saves it. */
    public Contribution contributionPremium() {
        return new Contribution(revenuePremium().amount().minus(unitCost.times(extraUnits())));
    }

    /** The contribution premium less the spending in support of the brand. */
    public CurrencyAmount netPremium() {
        return contributionPremium().amount().minus(support);
    }

    /** Volume of the brand less that of the benchmark; may be negative. */
    public double extraUnits() {
        return brand.units() - benchmark.units();
    }

    /**
     * Price of the brand less that of the benchmark, of one unit; may be negative.
     *
     * @throws UndefinedRatioException if the brand or the benchmark sold nothing
     */
    public CurrencyAmount pricePremium() {
        return brand.price().minus(benchmark.price());
    }

    /**
     * The part of the revenue premium that comes of price, at the benchmark's volume.
     *
     * @throws UndefinedRatioException if the brand or the benchmark sold nothing
     */
    public Revenue priceEffect() {
        return new Revenue(pricePremium().times(benchmark.units()));
    }

    /**
     * The part of the revenue premium that comes of volume, at the benchmark's price.
     *
     * @throws UndefinedRatioException if the benchmark sold nothing
     */
    public Revenue volumeEffect() {
        return new Revenue(benchmark.price().times(extraUnits()));
    }

    /**
     * The part of the revenue premium that comes of price and volume at once: negative for a brand that sells less at a higher
     * price.
     *
     * @throws UndefinedRatioException if the brand or the benchmark sold nothing
     */
    public Revenue interactionEffect() {
        return new Revenue(pricePremium().times(extraUnits()));
    }
}
