package org.customerequity.history.contract;

import java.io.Serializable;

/**
 * What a {@link ContractLog} was made of, and what was left out of it: {@code read == contracts + duplicates (if collapsed) +
 * free (if dropped) + withoutDays}.
 *
 * @param read contracts that were added
 * @param contracts contracts in the log
 * @param customers customers in the log
 * @param duplicates contracts that agree in everything with another, beyond the first; {@link DuplicateContracts} says what became
 *     of them
 * @param free contracts of price zero; {@link FreeContracts} says what became of them
 * @param withoutDays contracts that ended on the day they started, which nobody had on any day: always left out
 * @param overlaps contracts in the log that started while the customer had another: several products at once
 * @param interruptions times that a customer in the log was without any contract and then came back
 */
public record ContractReport(
        long read,
        long contracts,
        long customers,
        long duplicates,
        long free,
        long withoutDays,
        long overlaps,
        long interruptions)
        implements Serializable {}
