package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;

/**
 * Revenue that comes in every period, such as that of one account in a month.
 *
 * @param amount revenue of one period
 * @param unit the period
 */
public record PeriodicRevenue(CurrencyAmount amount, PeriodUnit unit) implements Serializable {
    public PeriodicRevenue {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@code PeriodicRevenue.of("EUR", 12, PeriodUnit.MONTH)}. */
    public static PeriodicRevenue of(String currencyCode, double value, PeriodUnit unit) {
        return new PeriodicRevenue(CurrencyAmount.of(currencyCode, value), unit);
    }

    /** The contribution in this revenue, per period. */
    public PeriodicContribution times(MarginRatio margin) {
        return new PeriodicContribution(amount.times(margin.fraction()), unit);
    }
}
