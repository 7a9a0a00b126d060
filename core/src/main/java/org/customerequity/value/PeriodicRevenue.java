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

    /** The contribution in this revenue, per period. */
    public PeriodicContribution times(MarginRatio margin) {
        return new PeriodicContribution(amount.times(margin.fraction()), unit);
    }
}
