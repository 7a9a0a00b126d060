package org.customerequity.history.contract;

import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.sent;
import static org.customerequity.Checks.travels;
import static org.customerequity.history.contract.Ending.INVOLUNTARY;
import static org.customerequity.history.contract.Ending.UNKNOWN;
import static org.customerequity.history.contract.Ending.VOLUNTARY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class ContractLogTest {
    private static final ContractRules MONTHLY =
            ContractLog.per(PeriodUnit.MONTH).withCurrency("USD");

    private static LocalDate day(int month, int day) {
        return LocalDate.of(2026, month, day);
    }

    /** Before March and after it: the customers of the sheet (22, section 2), in its order. */
    static ContractLog sheet() {
        double[] before = {100, 250, 80, 400, 60, 120, 0, 0, 300, 90};
        double[] after = {100, 300, 0, 350, 60, 0, 70, 40, 360, 90};
        ContractLogBuilder builder = MONTHLY.builder();
        for (int i = 0; i < before.length; i++) {
            String id = "c" + i;
            LocalDate change = day(3, 10 + i);
            if (before[i] == after[i]) {
                builder.add(id, day(1, 1), before[i]);
                continue;
            }
            if (before[i] > 0) {
                Ending why = after[i] > 0 ? UNKNOWN : i == 2 ? VOLUNTARY : INVOLUNTARY;
                builder.add(id, day(1, 1), change, before[i], why);
            }
            if (after[i] > 0) {
                builder.add(id, change, after[i]);
            }
        }
        return builder.add("c7", LocalDate.of(2025, 1, 1), LocalDate.of(2025, 6, 1), 30, UNKNOWN)
                .build();
    }

    @Test
    void movementsOfTheSheetCanBeReadOff() {
        ContractLog log = sheet();
        LocalDate open = day(2, 28);
        LocalDate close = day(3, 31);
        assertArrayEquals(new double[] {100, 250, 80, 400, 60, 120, 0, 0, 300, 90}, log.recurringRevenueOn(open));
        assertArrayEquals(new double[] {100, 300, 0, 350, 60, 0, 70, 40, 360, 90}, log.recurringRevenueOn(close));
        assertEquals(8, log.countActiveOn(open));
        assertEquals(8, log.countActiveOn(close));
        boolean[] before = log.customerBefore(open.plusDays(1));
        assertTrue(before[7], "customer 8 comes back");
        assertFalse(before[6], "customer 7 is new");
        assertEquals(List.of(2), rows(log.leftBetween(open, close, VOLUNTARY)));
        assertEquals(List.of(5), rows(log.leftBetween(open, close, INVOLUNTARY)));
        assertEquals(List.of(), rows(log.leftBetween(open, close, UNKNOWN)));
        assertEquals(new ContractReport(14, 14, 10, 0, 0, 0, 0, 1), log.report());
    }

    private static List<Integer> rows(boolean[] column) {
        return Stream.iterate(0, i -> i + 1)
                .limit(column.length)
                .filter(i -> column[i])
                .toList();
    }

    @Test
    void contractsRunFromTheirFirstDayToTheDayBeforeTheirEnd() {
        ContractLog log =
                MONTHLY.builder().add("a", day(3, 1), day(4, 1), 10, VOLUNTARY).build();
        assertArrayEquals(new boolean[] {false}, log.activeOn(day(2, 28)));
        assertArrayEquals(new boolean[] {true}, log.activeOn(day(3, 1)));
        assertArrayEquals(new boolean[] {true}, log.activeOn(day(3, 31)));
        assertArrayEquals(new boolean[] {false}, log.activeOn(day(4, 1)));
        assertArrayEquals(new boolean[] {false}, log.activeOn(LocalDate.MAX));
        assertArrayEquals(new boolean[] {false}, log.customerBefore(day(3, 1)));
        assertArrayEquals(new boolean[] {true}, log.customerBefore(day(3, 2)));
        assertEquals(List.of(0), rows(log.leftBetween(day(3, 31), day(4, 1), VOLUNTARY)));
        assertEquals(List.of(), rows(log.leftBetween(day(3, 30), day(3, 31), VOLUNTARY)));
        Contract contract = log.contracts(0).get(0);
        assertEquals(Optional.of(day(4, 1)), contract.lastsUntil());
        assertTrue(contract.isActiveOn(day(3, 31)));
        assertFalse(contract.isActiveOn(day(4, 1)));
        assertEquals(Optional.empty(), Contract.active("a", day(3, 1), 10).lastsUntil());
        assertTrue(Contract.active("a", day(3, 1), 10).isActiveOn(day(12, 31)));
    }

    @Test
    void severalContractsAddUpAsWrittenInDecimals() {
        ContractLogBuilder builder =
                MONTHLY.withDuplicates(DuplicateContracts.KEEP).builder();
        for (int i = 0; i < 10; i++) {
            builder.add("a", day(1, 1), 0.1);
        }
        ContractLog log = builder.build();
        assertArrayEquals(new double[] {1}, log.recurringRevenueOn(day(1, 1)));
        assertEquals(10, log.contracts(0).size());
        assertEquals(new ContractReport(10, 10, 1, 9, 0, 0, 9, 0), log.report());
    }

    @Test
    void theReasonIsThatOfTheContractThatEndedLast() {
        ContractLog log = MONTHLY.builder()
                .add("early", day(1, 1), day(2, 1), 10, INVOLUNTARY)
                .add("early", day(1, 1), day(3, 1), 10, VOLUNTARY)
                .add("later", day(1, 1), day(2, 1), 10, VOLUNTARY)
                .add("later", day(2, 10), day(3, 1), 10, INVOLUNTARY)
                .add("sameday", day(1, 1), day(3, 1), 10, UNKNOWN)
                .add("sameday", day(1, 2), day(3, 1), 20, INVOLUNTARY)
                .add("stays", day(1, 1), day(3, 1), 10, VOLUNTARY)
                .add("stays", day(3, 1), 12)
                .build();
        assertEquals(List.of("early", "later", "stays", "sameday"), log.ids().asList());
        assertEquals(List.of(0), rows(log.leftBetween(day(1, 31), day(3, 1), VOLUNTARY)));
        assertEquals(List.of(1, 3), rows(log.leftBetween(day(1, 31), day(3, 1), INVOLUNTARY)));
        assertEquals(List.of(), rows(log.leftBetween(day(1, 31), day(2, 28), VOLUNTARY)));
    }

    @Test
    void policiesSayWhatFreeAndDoubleContractsAre() {
        Contract free = Contract.active("free", day(1, 1), 0);
        Contract paid = Contract.active("paid", day(1, 1), 5);
        Contract empty = Contract.ended("empty", day(1, 1), day(1, 1), 5, VOLUNTARY);
        List<Contract> all = List.of(free, paid, paid, empty);

        ContractLog kept = all.stream()
                .collect(MONTHLY.withDuplicates(DuplicateContracts.COLLAPSE).toLog());
        assertEquals(new ContractReport(4, 2, 2, 1, 1, 1, 0, 0), kept.report());
        assertArrayEquals(new double[] {0, 5}, kept.recurringRevenueOn(day(1, 1)));
        assertArrayEquals(new boolean[] {true, true}, kept.activeOn(day(1, 1)));

        ContractLog dropped = all.stream()
                .collect(MONTHLY.withDuplicates(DuplicateContracts.KEEP)
                        .withFree(FreeContracts.DROP)
                        .toLog());
        assertEquals(new ContractReport(4, 2, 1, 1, 1, 1, 1, 0), dropped.report());
        assertArrayEquals(new double[] {10}, dropped.recurringRevenueOn(day(1, 1)));
    }

    @Test
    void badInputIsRefusedByName() {
        rejects(
                "end must not be before start 2026-03-01, was 2026-02-28 (the first day without the contract)",
                () -> Contract.ended("a", day(3, 1), day(2, 28), 1, UNKNOWN));
        rejects(
                "price must be finite and >= 0, was -1.0 (per billing period)",
                () -> Contract.active("a", day(3, 1), -1));
        rejects(
                "price must be finite and >= 0, was NaN (per billing period)",
                () -> Contract.active("a", day(3, 1), Double.NaN));
        rejects("customer must not be blank, was \" \" (an identifier)", () -> Contract.active(" ", day(3, 1), 1));
        rejects(
                "ending must be UNKNOWN where there is no end, was VOLUNTARY (it has not ended)",
                () -> Contract.ended("a", day(3, 1), Contract.NO_END, 1, VOLUNTARY));
        rejects(
                "start must be within 5.8 million years of 1970, was " + LocalDate.MIN,
                () -> Contract.active("a", LocalDate.MIN, 1));
        rejects(
                "price must be > 0, was 0.0 (of \"a\"; see ContractRules.withFree)",
                () -> MONTHLY.withFree(FreeContracts.REJECT).builder().add("a", day(1, 1), 0));
        rejects(
                "contracts must differ in customer, days, price or ending, was Contract[customer=a, start=2026-01-01,"
                        + " end=+999999999-12-31, price=5.0, ending=UNKNOWN] twice (see ContractRules.withDuplicates)",
                () -> MONTHLY.builder()
                        .add("a", day(1, 1), 5)
                        .add("a", day(1, 1), 5)
                        .build());
        rejects(
                "prices must add up to a finite number, was Infinity (of customer \"a\")",
                () -> MONTHLY.builder()
                        .add("a", day(1, 1), 1.5e308)
                        .add("a", day(1, 2), 1.5e308)
                        .build());
        ContractLogBuilder one = MONTHLY.builder();
        rejects(
                "other must be another builder, was this one (its contracts would count twice)",
                () -> one.combine(one));
        rejects(
                "other must have the same rules, was ContractRules[per month, duplicates REJECT, free KEEP] (these are"
                        + " ContractRules[per month in USD, duplicates REJECT, free KEEP])",
                () -> one.combine(ContractLog.per(PeriodUnit.MONTH).builder()));
        rejects(
                "later must not be before earlier 2026-03-01, was 2026-02-28 (the period runs forward)",
                () -> sheet().leftBetween(day(3, 1), day(2, 28), VOLUNTARY));
        rejects(
                "graceDays must be >= 0, was -1 (0 for none)",
                () -> SpellsBuilder.per(PeriodUnit.MONTH).until(day(3, 1)).firstSpellsOf(sheet(), -1));
        rejectsNull("customer", () -> MONTHLY.builder().add(null, day(1, 1), 1));
        rejectsNull("start", () -> MONTHLY.builder().add("a", null, 1));
    }

    @Test
    void spellsMergeInterruptionsWithinTheGrace() {
        ContractLog log = MONTHLY.builder()
                .add("a", day(1, 1), day(2, 1), 10, INVOLUNTARY)
                .add("a", day(2, 8), day(4, 1), 10, VOLUNTARY)
                .add("a", day(6, 1), 10)
                .add("b", day(1, 15), day(5, 15), 10, VOLUNTARY)
                .add("b", day(2, 15), day(3, 15), 10, VOLUNTARY)
                .build();
        assertEquals(2, log.report().interruptions());
        assertEquals(1, log.report().overlaps());
        LocalDate until = day(8, 31);
        assertEquals(
                Spells.ofRenewals(List.of(Spell.lapsedAt(3), Spell.lapsedAt(4)), PeriodUnit.MONTH),
                SpellsBuilder.per(PeriodUnit.MONTH)
                        .until(until)
                        .firstSpellsOf(log, 7)
                        .toRenewals());
        assertEquals(
                Spells.ofRenewals(List.of(Spell.lapsedAt(1), Spell.lapsedAt(4)), PeriodUnit.MONTH),
                SpellsBuilder.per(PeriodUnit.MONTH)
                        .until(until)
                        .firstSpellsOf(log, 6)
                        .toRenewals());
        assertEquals(
                Spells.ofRenewals(
                        List.of(Spell.lapsedAt(1), Spell.lapsedAt(2), Spell.activeAt(2), Spell.lapsedAt(4)),
                        PeriodUnit.MONTH),
                SpellsBuilder.per(PeriodUnit.MONTH)
                        .until(until)
                        .spellsOf(log, 0)
                        .toRenewals());
        assertEquals(
                CohortCounts.of(PeriodUnit.MONTH, new long[] {2, 2, 2, 1, 0, 0, 0, 0}),
                SpellsBuilder.per(PeriodUnit.MONTH)
                        .until(until)
                        .firstSpellsOf(log, 7)
                        .toCohorts());
    }

    @Test
    void travelsAndIsComparedByWhatItHolds() {
        ContractLog log = sheet();
        travels(log);
        travels(log.report());
        travels(log.contracts(0).get(0));
        assertNotEquals(log, MONTHLY.builder().build());
        assertEquals("ContractLog[14 contracts of 10 customers, per month in USD]", log.toString());
        assertEquals(Optional.of(Currency.getInstance("USD")), log.currency());
        assertEquals(PeriodUnit.MONTH, log.unit());
        assertEquals(MONTHLY, log.rules());
        assertEquals(LocalDate.of(2025, 1, 1), log.firstStart(7));
        travels(log.rules());
        ContractLogBuilder builder = MONTHLY.builder().add("a", day(1, 1), 3);
        ContractLogBuilder read = sent(builder).add("b", day(1, 1), 4).add("a", day(1, 2), 5);
        assertEquals(builder.add("b", day(1, 1), 4).add("a", day(1, 2), 5).build(), read.build());
        assertEquals("ContractLogBuilder[3 contracts of 2 customers, per month]", read.toString());
        assertEquals(3, read.contractsRead());
    }
}
