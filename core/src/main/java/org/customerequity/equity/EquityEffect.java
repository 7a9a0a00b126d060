package org.customerequity.equity;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;

/**
 * What one factor did to equity between two dates.
 *
 * @param factor which
 * @param amount its part of the change, whatever the order in which the factors moved; the parts add up
 * @param alone what the change would have been had only this factor moved; these do not add up
 * @param standardError of {@code amount}, 0 where nothing was said of the errors of the factors
 */
public record EquityEffect(EquityFactor factor, CurrencyAmount amount, CurrencyAmount alone, double standardError)
        implements Serializable {
    public EquityEffect {
        Objects.requireNonNull(factor, "factor");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(alone, "alone");
        CurrencyMismatchException.check(amount.currency(), alone.currency());
        standardError = Require.nonNegative(standardError, "standardError", "");
    }

    /**
     * The part with its standard error, in the currency of the amount.
     *
     * @throws IllegalStateException if no factor was given a standard error
     */
    public Estimate estimate() {
        return estimate(amount, standardError);
    }

    /**
     * Where the part lies, given the errors of the factors: normal, delta method.
     *
     * @throws IllegalStateException if no factor was given a standard error
     */
    public Interval confidenceInterval(double level) {
        return estimate().confidenceInterval(level);
    }

    /** A standard error of 0 would claim what nobody knows. */
    static Estimate estimate(CurrencyAmount amount, double error) {
        if (error == 0 && amount.value() != 0) {
            throw new IllegalStateException("factors must have standard errors for an estimate, had none"
                    + " (AggregateEquity.withStandardError)");
        }
        return Estimate.of(amount.value(), error);
    }
}
