package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;

/**
 * Contribution that comes in every period while a customer stays.
 *
 * @param amount contribution of one active period; may be negative
 * @param unit the period
 */
public record PeriodicContribution(CurrencyAmount amount, PeriodUnit unit) implements Serializable {
    public PeriodicContribution {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@code PeriodicContribution.of("EUR", 9, PeriodUnit.MONTH)}. */
    public static PeriodicContribution of(String currencyCode, double value, PeriodUnit unit) {
        return new PeriodicContribution(CurrencyAmount.of(currencyCode, value), unit);
    }
}
