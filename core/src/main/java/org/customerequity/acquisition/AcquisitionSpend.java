package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;

/**
 * A ledger of what was spent on winning customers in one period, by kind of expense, in one currency.
 *
 * <pre>{@code
 *   AcquisitionSpend.of(MEDIA, CurrencyAmount.of("USD", 90_000)).plus(SALARIES, CurrencyAmount.of("USD", 45_000))
 * }</pre>
 *
 * @param amounts each {@code >= 0}, at least one; kinds left out are zero
 */
public record AcquisitionSpend(Map<AcquisitionExpense, CurrencyAmount> amounts) implements Serializable {
    public AcquisitionSpend {
        Objects.requireNonNull(amounts, "amounts");
        if (amounts.isEmpty()) {
            throw Require.bad("amounts", "must not be empty", "at least one, so that the currency is known", amounts);
        }
        EnumMap<AcquisitionExpense, CurrencyAmount> copy = new EnumMap<>(amounts);
        CurrencyAmount sum = copy.values().iterator().next().times(0);
        for (Map.Entry<AcquisitionExpense, CurrencyAmount> entry : copy.entrySet()) {
            CurrencyAmount amount = Objects.requireNonNull(entry.getValue(), "amounts");
            if (amount.value() < 0) {
                throw Require.bad(
                        "amount of " + entry.getKey(), "must be >= 0", "book a credit against what it reduces", amount);
            }
            sum = sum.plus(amount);
        }
        amounts = Collections.unmodifiableMap(copy);
    }

    /** A ledger with one entry. */
    public static AcquisitionSpend of(AcquisitionExpense kind, CurrencyAmount amount) {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(amount, "amount");
        return new AcquisitionSpend(Map.of(kind, amount));
    }

    /** With one more entry, added to what is there of its kind. */
    public AcquisitionSpend plus(AcquisitionExpense kind, CurrencyAmount amount) {
        return plus(of(kind, amount));
    }

    /** Both ledgers together, kind by kind. */
    public AcquisitionSpend plus(AcquisitionSpend other) {
        EnumMap<AcquisitionExpense, CurrencyAmount> sum = new EnumMap<>(amounts);
        other.amounts.forEach((kind, amount) -> sum.merge(kind, amount, CurrencyAmount::plus));
        return new AcquisitionSpend(sum);
    }

    /** The currency of all entries. */
    public Currency currency() {
        return amounts.values().iterator().next().currency();
    }

    /** What was spent on {@code kind}; zero where there is no entry. */
    public CurrencyAmount amount(AcquisitionExpense kind) {
        CurrencyAmount amount = amounts.get(Objects.requireNonNull(kind, "kind"));
        return amount == null ? new CurrencyAmount(currency(), 0) : amount;
    }

    /** The sum over all kinds. */
    public CurrencyAmount total() {
        CurrencyAmount sum = new CurrencyAmount(currency(), 0);
        for (CurrencyAmount amount : amounts.values()) {
            sum = sum.plus(amount);
        }
        return sum;
    }
}
