package org.customerequity.value;

import java.util.Currency;
import java.util.Objects;
import org.customerequity.internal.Require;

/** One message for every currency code that is none. */
final class Currencies {
    private Currencies() {}

    static Currency of(String code) {
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

    static int decimals(Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        if (digits < 0) {
            throw Require.bad("currency", "must have decimal places", "use a currency people pay in", currency);
        }
        return digits;
    }
}
