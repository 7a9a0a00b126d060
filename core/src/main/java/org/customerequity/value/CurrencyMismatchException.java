package org.customerequity.value;

import java.util.Currency;

/** Amounts in two currencies met in one sum, difference or comparison; the library never converts by stealth. */
public class CurrencyMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final Currency expected;
    private final Currency actual;

    /** The operation needed {@code expected} and was given {@code actual}. */
    public CurrencyMismatchException(Currency expected, Currency actual) {
        super("currency must be " + expected + ", was " + actual + " (convert before you combine)");
        this.expected = expected;
        this.actual = actual;
    }

    /** The currency that was needed. */
    public Currency expected() {
        return expected;
    }

    /** The currency that was given. */
    public Currency actual() {
        return actual;
    }

    /** Throws unless both are the same currency. */
    public static void check(Currency expected, Currency actual) {
        if (!expected.equals(actual)) {
            throw new CurrencyMismatchException(expected, actual);
        }
    }
}
