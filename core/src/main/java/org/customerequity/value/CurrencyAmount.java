package org.customerequity.value;

import java.io.Serializable;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;

/**
 * An estimated amount of money, a {@code double}: what formulas and models take and return. For exact ledger amounts see
 * {@link Money}; the only way there is {@link #toMoney(RoundingMode)}.
 *
 * @param currency the currency
 * @param value finite; may be negative
 */
public record CurrencyAmount(Currency currency, double value) implements Serializable, Comparable<CurrencyAmount> {
    public CurrencyAmount {
        Objects.requireNonNull(currency, "currency");
        value = Require.finite(value, "value", "an amount of " + currency);
    }

    /** {@code CurrencyAmount.of("EUR", 2.5)}. */
    public static CurrencyAmount of(String currencyCode, double value) {
        return new CurrencyAmount(Currencies.of(currencyCode), value);
    }

    /** The sum; both amounts must be in one currency. */
    public CurrencyAmount plus(CurrencyAmount other) {
        CurrencyMismatchException.check(currency, other.currency);
        return new CurrencyAmount(currency, value + other.value);
    }

    /** The difference; both amounts must be in one currency. */
    public CurrencyAmount minus(CurrencyAmount other) {
        CurrencyMismatchException.check(currency, other.currency);
        return new CurrencyAmount(currency, value - other.value);
    }

    /** The amount times a finite number. */
    public CurrencyAmount times(double factor) {
        return new CurrencyAmount(currency, value * Require.finite(factor, "factor", ""));
    }

    /** The same amount with the opposite sign. */
    public CurrencyAmount negated() {
        return new CurrencyAmount(currency, -value);
    }

    /**
     * How many times {@code other} goes into this amount; undefined where {@code other} is zero.
     *
     * @param other {@code >= 0}, in this currency
     */
    public Ratio per(CurrencyAmount other) {
        CurrencyMismatchException.check(currency, other.currency);
        return Ratio.of(value, other.value);
    }

    /** Rounded to the currency's decimals by the given rule: the only way from an estimate to a ledger amount. */
    public Money toMoney(RoundingMode mode) {
        return Money.rounded(currency, value, mode);
    }

    /** Orders amounts of one currency; other pairs throw {@link CurrencyMismatchException}. */
    @Override
    public int compareTo(CurrencyAmount other) {
        CurrencyMismatchException.check(currency, other.currency);
        return Double.compare(value, other.value);
    }

    /** {@code EUR 2.5}, all digits, in every locale. */
    @Override
    public String toString() {
        return currency.getCurrencyCode() + " " + value;
    }
}
