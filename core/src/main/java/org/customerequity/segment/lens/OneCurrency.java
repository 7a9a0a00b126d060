package org.customerequity.segment.lens;

import java.util.Currency;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyMismatchException;
import org.jspecify.annotations.Nullable;

/** Amounts add in one currency, or where neither log names one. */
final class OneCurrency {
    private OneCurrency() {}

    /** The ISO 4217 code; empty where there is none. */
    static String code(@Nullable Currency currency) {
        return currency == null ? "" : currency.getCurrencyCode();
    }

    static void check(String ours, String theirs) {
        if (ours.equals(theirs)) {
            return;
        }
        if (ours.isEmpty() || theirs.isEmpty()) {
            throw Require.bad(
                    "other",
                    ours.isEmpty() ? "must not name a currency" : "must be in " + ours,
                    "TransactionSummarizer.withCurrency, of both logs or of none",
                    theirs.isEmpty() ? "without one" : theirs);
        }
        CurrencyMismatchException.check(Currency.getInstance(ours), Currency.getInstance(theirs));
    }
}
