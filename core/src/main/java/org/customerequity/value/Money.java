package org.customerequity.value;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;

/**
 * An exact ledger amount at the currency's own number of decimals; never rounds unless asked.
 *
 * <p>Money is what was paid and what is shown; {@link CurrencyAmount} is what models compute with.
 *
 * @param currency the currency, with decimal places (not gold or a test code)
 * @param amount at most as many decimals as the currency has; stored with exactly that many, so 2.5 equals 2.50
 */
public record Money(Currency currency, BigDecimal amount) implements Serializable, Comparable<Money> {
    private static final int MAXIMUM_DIGITS = 100;

    public Money {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(amount, "amount");
        int digits = Currencies.decimals(currency);
        // a short text such as 1e999999999 must not make a number of a billion digits
        if ((long) amount.precision() - amount.scale() > MAXIMUM_DIGITS || amount.scale() > MAXIMUM_DIGITS) {
            throw Require.bad(
                    "amount",
                    "must have at most " + MAXIMUM_DIGITS + " digits on either side of the point",
                    "",
                    amount);
        }
        try {
            amount = amount.setScale(digits);
        } catch (ArithmeticException e) {
            IllegalArgumentException clear = Require.bad(
                    "amount",
                    "must have at most " + digits + " decimals in " + currency,
                    "use Money.rounded to choose a rounding",
                    amount);
            clear.initCause(e);
            throw clear;
        }
    }

    /** {@code Money.of("EUR", "2.50")}. */
    public static Money of(String currencyCode, String amount) {
        Objects.requireNonNull(amount, "amount");
        try {
            return new Money(Currencies.of(currencyCode), new BigDecimal(amount));
        } catch (NumberFormatException e) {
            IllegalArgumentException clear =
                    Require.bad("amount", "must be a decimal number", "such as 2.50", '"' + amount + '"');
            clear.initCause(e);
            throw clear;
        }
    }

    /** The text form of {@link #toString()} read back: {@code EUR 2.50}. */
    public static Money parse(String text) {
        Objects.requireNonNull(text, "text");
        int space = text.indexOf(' ');
        if (space < 0) {
            throw Require.bad("text", "must be a currency code, a space and an amount", "EUR 2.50", '"' + text + '"');
        }
        return of(text.substring(0, space), text.substring(space + 1));
    }

    /**
     * The one way from an estimate to a ledger amount. What is rounded is the shortest decimal that stands for the
     * {@code double}, the one it prints as: 1.005 is half a cent above 1.00, although no {@code double} is exactly that.
     *
     * @throws IllegalArgumentException if the estimate is not finite, or if {@code mode} is
     *     {@link RoundingMode#UNNECESSARY} and it has more decimals than the currency
     */
    public static Money rounded(Currency currency, double estimate, RoundingMode mode) {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(mode, "mode");
        BigDecimal decimal = BigDecimal.valueOf(Require.finite(estimate, "estimate", "an amount of " + currency));
        return mode == RoundingMode.UNNECESSARY
                ? new Money(currency, decimal)
                : new Money(currency, decimal.setScale(Currencies.decimals(currency), mode));
    }

    /** The exact sum; both amounts must be in one currency. */
    public Money plus(Money other) {
        CurrencyMismatchException.check(currency, other.currency);
        return new Money(currency, amount.add(other.amount));
    }

    /** The exact difference; both amounts must be in one currency. */
    public Money minus(Money other) {
        CurrencyMismatchException.check(currency, other.currency);
        return new Money(currency, amount.subtract(other.amount));
    }

    /** The same amount with the opposite sign. */
    public Money negated() {
        return new Money(currency, amount.negate());
    }

    /** The nearest {@code double}, to compute with. */
    public CurrencyAmount toCurrencyAmount() {
        return new CurrencyAmount(currency, amount.doubleValue());
    }

    /** Orders amounts of one currency; other pairs throw {@link CurrencyMismatchException}. */
    @Override
    public int compareTo(Money other) {
        CurrencyMismatchException.check(currency, other.currency);
        return amount.compareTo(other.amount);
    }

    /** {@code EUR 2.50}, in every locale. */
    @Override
    public String toString() {
        return currency.getCurrencyCode() + " " + amount.toPlainString();
    }
}
