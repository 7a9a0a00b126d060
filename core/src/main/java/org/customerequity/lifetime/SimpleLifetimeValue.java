package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Revenue;

/**
 * The simplest lifetime value: value per purchase x purchases per period x periods. A bakery's customer who spends 5 twice a
 * week for 104 weeks brings 5 x 2 x 104 = 1,040.
 *
 * <p>That is revenue, and {@link #revenue()} says so. What the customer is worth is {@link #contribution(MarginRatio)}, and
 * what it is worth today is one of the two discounted forms, with x the contribution of a period and w the discount per
 * period:
 *
 * <pre>{@code
 *   received at the end of each period      x (1 - (1 + w)^-n) / w
 *   received at its start                   that times (1 + w)
 * }</pre>
 *
 * <p>The number of periods is taken as known: nobody leaves before, nobody stays on. Where that is not so, use
 * {@link LifetimeValueCalculator}.
 *
 * @param perPurchase revenue of one purchase
 * @param purchasesPerPeriod finite and {@code >= 0}
 * @param periods how many, {@code >= 0}
 * @param unit the period
 */
public record SimpleLifetimeValue(Revenue perPurchase, double purchasesPerPeriod, int periods, PeriodUnit unit)
        implements Serializable {
    public SimpleLifetimeValue {
        Objects.requireNonNull(perPurchase, "perPurchase");
        purchasesPerPeriod = Require.nonNegative(purchasesPerPeriod, "purchasesPerPeriod", "");
        Require.nonNegative(periods, "periods", "how long the customer stays");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@code SimpleLifetimeValue.of(Revenue.of("USD", 5), 2, 104, PeriodUnit.WEEK)}. */
    public static SimpleLifetimeValue of(Revenue perPurchase, double purchasesPerPeriod, int periods, PeriodUnit unit) {
        return new SimpleLifetimeValue(perPurchase, purchasesPerPeriod, periods, unit);
    }

    /** What the customer pays over all periods, not discounted. */
    public Revenue revenue() {
        return perPurchase.times(purchasesPerPeriod * periods);
    }

    /** The contribution over all periods, not discounted. */
    public Contribution contribution(MarginRatio margin) {
        return revenue().times(margin);
    }

    /** The contribution over all periods, each period's received at its end, in today's money. */
    public Contribution discountedAtEndOfPeriods(MarginRatio margin, DiscountRate discount) {
        return discountedAtStartOfPeriods(margin, discount).times(1 / (1 + discount.perPeriod(unit)));
    }

    /** The contribution over all periods, each period's received at its start, in today's money. */
    public Contribution discountedAtStartOfPeriods(MarginRatio margin, DiscountRate discount) {
        double w = discount.perPeriod(unit);
        return perPurchase.times(margin).times(purchasesPerPeriod * GeometricSum.of(w / (1 + w), periods));
    }
}
