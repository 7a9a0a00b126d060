package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;

/**
 * What customers pay. A type of its own, so that revenue does not compile where {@link Contribution} is due.
 *
 * @param amount may be negative, as after refunds
 */
public record Revenue(CurrencyAmount amount) implements Serializable {
    public Revenue {
        Objects.requireNonNull(amount, "amount");
    }

    /** {@code Revenue.of("USD", 40)}. */
    public static Revenue of(String currencyCode, double value) {
        return new Revenue(CurrencyAmount.of(currencyCode, value));
    }

    /** This much in every period. */
    public PeriodicRevenue perPeriod(PeriodUnit unit) {
        return new PeriodicRevenue(amount, unit);
    }

    /** The revenue times a finite number. */
    public Revenue times(double factor) {
        return new Revenue(amount.times(factor));
    }

    /** The contribution in this revenue. */
    public Contribution times(MarginRatio margin) {
        return new Contribution(amount.times(margin.fraction()));
    }

    /** The sum; both in one currency. */
    public Revenue plus(Revenue other) {
        return new Revenue(amount.plus(other.amount));
    }

    /** The difference; both in one currency. */
    public Revenue minus(Revenue other) {
        return new Revenue(amount.minus(other.amount));
    }
}
