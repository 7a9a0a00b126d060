package org.customerequity.history.contract;

import java.io.Serializable;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collector;
import org.customerequity.internal.Currencies;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ContractLog} is made under: the billing period of its prices, their currency, and what to do with what has no one
 * right treatment. Immutable; made by {@link ContractLog#per}.
 */
public final class ContractRules implements Serializable {
    private static final long serialVersionUID = 1;

    private final PeriodUnit unit;
    private final @Nullable Currency currency;
    private final DuplicateContracts duplicates;
    private final FreeContracts free;

    ContractRules(PeriodUnit unit, @Nullable Currency currency, DuplicateContracts duplicates, FreeContracts free) {
        this.unit = Objects.requireNonNull(unit, "unit");
        this.currency = currency;
        this.duplicates = Objects.requireNonNull(duplicates, "duplicates");
        this.free = Objects.requireNonNull(free, "free");
    }

    /** The currency of all prices; none unless set. */
    public ContractRules withCurrency(Currency newCurrency) {
        return new ContractRules(unit, Objects.requireNonNull(newCurrency, "currency"), duplicates, free);
    }

    /** The currency of all prices by its ISO 4217 code: {@code withCurrency("USD")}. */
    public ContractRules withCurrency(String currencyCode) {
        return withCurrency(Currencies.of(currencyCode));
    }

    /** What contracts are that agree in everything; {@link DuplicateContracts#REJECT} unless set. */
    public ContractRules withDuplicates(DuplicateContracts newDuplicates) {
        return new ContractRules(unit, currency, newDuplicates, free);
    }

    /** What contracts of price zero are; {@link FreeContracts#KEEP} unless set. */
    public ContractRules withFree(FreeContracts newFree) {
        return new ContractRules(unit, currency, duplicates, newFree);
    }

    /** The billing period of all prices. */
    public PeriodUnit unit() {
        return unit;
    }

    /** The currency of all prices, if one was named. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(currency);
    }

    /** See {@link #withDuplicates}. */
    public DuplicateContracts duplicates() {
        return duplicates;
    }

    /** See {@link #withFree}. */
    public FreeContracts free() {
        return free;
    }

    /** Nothing yet: what a stream or a partition starts from. */
    public ContractLogBuilder builder() {
        return new ContractLogBuilder(this);
    }

    /** Collects contracts, of a parallel stream too, into a log. */
    public Collector<Contract, ?, ContractLog> toLog() {
        return Collector.of(
                this::builder,
                ContractLogBuilder::add,
                ContractLogBuilder::combine,
                ContractLogBuilder::build,
                Collector.Characteristics.UNORDERED);
    }

    /** Equal in all rules. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ContractRules other
                && unit == other.unit
                && Objects.equals(currency, other.currency)
                && duplicates == other.duplicates
                && free == other.free;
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, currency, duplicates, free);
    }

    /** All rules, in words. */
    @Override
    public String toString() {
        return "ContractRules[per " + unit.noun() + (currency == null ? "" : " in " + currency) + ", duplicates "
                + duplicates + ", free " + free + "]";
    }
}
