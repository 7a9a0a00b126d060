package org.customerequity.metric.programme;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.UndefinedRatioException;

/**
 * How much volume a change of price may cost, or must bring, to leave contribution where it was.
 *
 * <pre>{@code
 *   break-even volume change   -dP / (P - c + dP)
 *   break-even elasticity      that / (dP / P)
 * }</pre>
 *
 * <p>At 50 with unit cost 30, a rise of 5 % may lose 11.1 % of volume; a cut of 5 % must bring 14.3 %. Unit cost is what a unit more
 * or less changes; fixed cost does not belong here. What the change does to retention is in {@link PriceResponse}.
 *
 * @param price before, {@code > 0}
 * @param unitCost variable cost of a unit, {@code >= 0}
 * @param change of the price, in money; more than {@code -price}
 */
public record PriceChange(CurrencyAmount price, CurrencyAmount unitCost, CurrencyAmount change)
        implements Serializable {
    public PriceChange {
        Require.positive(Objects.requireNonNull(price, "price").value(), "price", "before the change");
        Require.nonNegative(
                Objects.requireNonNull(unitCost, "unitCost").value(), "unitCost", "variable cost of a unit");
        Objects.requireNonNull(change, "change");
        CurrencyMismatchException.check(price.currency(), unitCost.currency());
        CurrencyMismatchException.check(price.currency(), change.currency());
        if (!(price.value() + change.value() > 0)) {
            throw Require.bad("change", "must leave a price > 0", "from " + price, change);
        }
    }

    /** By an amount: {@code PriceChange.of(price, unitCost, CurrencyAmount.of("EUR", 2.5))}. */
    public static PriceChange of(CurrencyAmount price, CurrencyAmount unitCost, CurrencyAmount change) {
        return new PriceChange(price, unitCost, change);
    }

    /**
     * By a share of the price: {@code PriceChange.ofShare(price, unitCost, 0.05)} raises it by 5 %.
     *
     * @param share {@code > -1}
     */
    public static PriceChange ofShare(CurrencyAmount price, CurrencyAmount unitCost, double share) {
        Objects.requireNonNull(price, "price");
        if (!(share > -1 && share < Double.POSITIVE_INFINITY)) {
            throw Require.bad("share", "must be finite and > -1", "0.05 means 5 % more", share);
        }
        return new PriceChange(price, unitCost, price.times(share));
    }

    /** The price after. */
    public CurrencyAmount newPrice() {
        return price.plus(change);
    }

    /** Contribution of a unit before: {@code P - c}; may be negative. */
    public CurrencyAmount unitContribution() {
        return price.minus(unitCost);
    }

    /** Contribution of a unit after: {@code P + dP - c}; may be negative. */
    public CurrencyAmount newUnitContribution() {
        return newPrice().minus(unitCost);
    }

    /** {@code dP / P}. */
    public double relativeChange() {
        return change.value() / price.value();
    }

    /**
     * The relative change of volume at which contribution stays: {@code -dP / (P - c + dP)}. After a rise more may not be lost;
     * after a cut less must not be won. Below -1 where units lost money before.
     *
     * @throws UndefinedRatioException if a unit earns nothing after the change: no volume makes up for that
     */
    public double breakEvenVolumeChange() {
        double after = newUnitContribution().value();
        if (!(after > 0)) {
            throw new UndefinedRatioException("break-even volume change is undefined, because a unit contributes "
                    + newUnitContribution() + " after the change");
        }
        return -change.value() / after + 0.0;
    }

    /**
     * The elasticity of demand at which contribution stays, arc from the old price: {@link #breakEvenVolumeChange} over {@link
     * #relativeChange}. A rise pays if demand is less elastic; a cut, if it is more.
     *
     * @throws UndefinedRatioException if a unit earns nothing after the change, or the price does not change
     */
    public double breakEvenElasticity() {
        double volume = breakEvenVolumeChange();
        if (change.value() == 0) {
            throw new UndefinedRatioException("break-even elasticity is undefined, because the price does not change");
        }
        return volume / relativeChange();
    }

    /**
     * The relative change of contribution for a change of volume: {@code (1 + v)(P - c + dP) / (P - c) - 1}.
     *
     * @param volumeChange {@code >= -1}; {@code -0.08} means 8 % fewer units
     * @throws UndefinedRatioException if a unit earned nothing before
     */
    public double contributionChange(double volumeChange) {
        Require.finite(volumeChange, "volumeChange", "-0.08 means 8 % fewer units");
        if (volumeChange < -1) {
            throw Require.bad("volumeChange", "must be >= -1", "-0.08 means 8 % fewer units", volumeChange);
        }
        double before = unitContribution().value();
        if (!(before > 0)) {
            throw new UndefinedRatioException(
                    "contribution change is undefined, because a unit contributed " + unitContribution() + " before");
        }
        return (1 + volumeChange) * newUnitContribution().value() / before - 1;
    }
}
