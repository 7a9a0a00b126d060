package org.customerequity.internal;

import java.util.Currency;
import java.util.Objects;

/** One message for every currency code that is none. */
public final class Currencies {
    private Currencies() {}

    public static Currency of(String code) {
        Objects.requireNonNull(code, "currencyCode");
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            IllegalArgumentException clear =
                    Require.bad("currency", "must be an ISO 4217 code", "such as USD or EUR", '"' + code + '"');
            clear.initCause(e);
            throw clear;
        }
    }

    public static int decimals(Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        if (digits < 0) {
            throw Require.bad("currency", "must have decimal places", "use a currency people pay in", currency);
        }
        return digits;
    }
}
