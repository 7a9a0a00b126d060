package org.customerequity.history.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;

/** Against the contracts themselves, asked one by one; and any order and any split gives the same log. */
@Seeded
class ContractLogProperties {
    private static final LocalDate DAY0 = LocalDate.of(2024, 2, 20);
    private static final ContractRules RULES = ContractLog.per(PeriodUnit.DAY).withDuplicates(DuplicateContracts.KEEP);

    @Provide
    Arbitrary<List<Contract>> contracts() {
        Arbitrary<String> customers = Arbitraries.of("1", "2", "10", "Äx", "b");
        Arbitrary<Integer> days = Arbitraries.integers().between(0, 20);
        return Combinators.combine(
                        customers,
                        days,
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(Ending.class))
                .as((customer, start, length, price, ending) -> length == 12
                        ? Contract.active(customer, DAY0.plusDays(start), price)
                        : Contract.ended(customer, DAY0.plusDays(start), DAY0.plusDays(start + length), price, ending))
                .list()
                .ofMaxSize(25);
    }

    @Property
    void sameAsAskingEveryContract(@ForAll("contracts") List<Contract> contracts) {
        ContractLog log = contracts.stream().collect(RULES.toLog());
        for (int d = -1; d < 35; d++) {
            LocalDate day = DAY0.plusDays(d);
            double[] revenue = log.recurringRevenueOn(day);
            boolean[] active = log.activeOn(day);
            boolean[] before = log.customerBefore(day);
            int count = 0;
            for (int row = 0; row < log.size(); row++) {
                String id = log.ids().get(row);
                List<Contract> had = contracts.stream()
                        .filter(c -> c.customer().equals(id) && c.isActiveOn(day))
                        .toList();
                assertEquals(had.stream().mapToDouble(Contract::price).sum(), revenue[row]);
                assertEquals(!had.isEmpty(), active[row]);
                assertEquals(
                        contracts.stream()
                                .anyMatch(c -> c.customer().equals(id)
                                        && c.start().isBefore(day)
                                        && c.start().isBefore(c.end())),
                        before[row]);
                count += had.isEmpty() ? 0 : 1;
            }
            assertEquals(count, log.countActiveOn(day));
        }
    }

    @Property
    void whoLeftLeftForOneReason(@ForAll("contracts") List<Contract> contracts) {
        ContractLog log = contracts.stream().collect(RULES.toLog());
        for (int d = 0; d < 30; d += 3) {
            LocalDate earlier = DAY0.plusDays(d);
            LocalDate later = earlier.plusDays(d % 7);
            boolean[] was = log.activeOn(earlier);
            boolean[] is = log.activeOn(later);
            boolean[] voluntary = log.leftBetween(earlier, later, Ending.VOLUNTARY);
            boolean[] involuntary = log.leftBetween(earlier, later, Ending.INVOLUNTARY);
            boolean[] unknown = log.leftBetween(earlier, later, Ending.UNKNOWN);
            for (int row = 0; row < log.size(); row++) {
                int reasons = (voluntary[row] ? 1 : 0) + (involuntary[row] ? 1 : 0) + (unknown[row] ? 1 : 0);
                assertEquals(was[row] && !is[row] ? 1 : 0, reasons);
            }
        }
    }

    @Property
    void anyOrderAndAnySplitGivesTheSameLog(@ForAll("contracts") List<Contract> contracts, @ForAll long seed) {
        Random random = new Random(seed);
        List<Contract> shuffled = new ArrayList<>(contracts);
        Collections.shuffle(shuffled, random);
        ContractLogBuilder a = RULES.builder();
        ContractLogBuilder b = RULES.builder();
        ContractLogBuilder c = RULES.builder();
        List<ContractLogBuilder> parts = List.of(a, b, c);
        shuffled.forEach(contract -> parts.get(random.nextInt(3)).add(contract));
        ContractLog whole = contracts.stream().collect(RULES.toLog());
        ContractLog merged = random.nextBoolean()
                ? b.combine(a).combine(c).build()
                : c.combine(b.combine(a)).build();
        assertEquals(whole, merged);
        assertEquals(whole.report(), merged.report());
    }

    @Property
    void aPartIsTheLogOfItsContractsAlone(@ForAll("contracts") List<Contract> contracts) {
        ContractLog whole = contracts.stream().collect(RULES.toLog());
        ContractLog part = whole.filter(row -> whole.ids().get(row).length() < 2);
        ContractLog alone = contracts.stream()
                .filter(c -> c.customer().length() < 2 && !c.start().equals(c.end()))
                .collect(RULES.toLog());
        assertEquals(alone, part);
        assertEquals(alone.report(), part.report());
        assertEquals(0, whole.filter(row -> false).size());
    }

    /** Spells with a grace against a calendar of days on which the customer had a contract. */
    @Property
    void spellsAreRunsOfDays(@ForAll("contracts") List<Contract> contracts, @ForAll("grace") int grace) {
        ContractLog log = contracts.stream().collect(RULES.toLog());
        SpellsBuilder expected = SpellsBuilder.per(PeriodUnit.DAY).until(DAY0.plusDays(60));
        for (String id : log.ids().asList()) {
            LocalDate first = null;
            LocalDate last = null;
            for (int d = 0; d <= 100; d++) {
                LocalDate day = DAY0.plusDays(d);
                boolean active = contracts.stream().anyMatch(c -> c.customer().equals(id) && c.isActiveOn(day));
                if (active) {
                    first = first == null ? day : first;
                    last = day;
                } else if (last != null && day.toEpochDay() - last.toEpochDay() > grace) {
                    expected.ended(first, last.plusDays(1));
                    first = null;
                    last = null;
                }
            }
            if (last != null) {
                expected.active(first);
            }
        }
        SpellsBuilder spells =
                SpellsBuilder.per(PeriodUnit.DAY).until(DAY0.plusDays(60)).spellsOf(log, grace);
        assertEquals(expected.toRenewals(), spells.toRenewals());
        assertEquals(expected.toTimes(), spells.toTimes());
    }

    @Provide
    Arbitrary<Integer> grace() {
        return Arbitraries.integers().between(0, 9);
    }
}
