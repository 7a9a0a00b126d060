package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;

/**
 * Revenue less the variable cost of earning it: the only basis on which customers are valued.
 *
 * @param amount may be negative
 */
public record Contribution(CurrencyAmount amount) implements Serializable {
    public Contribution {
        Objects.requireNonNull(amount, "amount");
    }

    /** {@code Contribution.of("USD", 12)}. */
    public static Contribution of(String currencyCode, double value) {
        return new Contribution(CurrencyAmount.of(currencyCode, value));
    }

    /** This much in every period. */
    public PeriodicContribution perPeriod(PeriodUnit unit) {
        return new PeriodicContribution(amount, unit);
    }

    /** The sum; both in one currency. */
    public Contribution plus(Contribution other) {
        return new Contribution(amount.plus(other.amount));
    }

    /** The difference, such as a gain; both in one currency. */
    public Contribution minus(Contribution other) {
        return new Contribution(amount.minus(other.amount));
    }

    /** The contribution times a finite number. */
    public Contribution times(double factor) {
        return new Contribution(amount.times(factor));
    }
}
