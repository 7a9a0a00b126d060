package org.customerequity.retention.cohort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;

/** Laws of cohort tables, and every cell against sets of customers and dates of the JDK. */
@Seeded
class CohortTableProperties {
    private static final LocalDate END = LocalDate.of(2024, 6, 14);

    private record Member(String label, LocalDate first, int[] days, double[] amounts) {}

    /** Whole amounts, so that sums are exact in any order. */
    private static List<Member> members(SplittableRandom random, int n, int span) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            LocalDate first = END.minusDays(random.nextInt(span));
            int from = (int) first.toEpochDay();
            int to = (int) END.toEpochDay();
            int[] days = IntStream.range(0, random.nextInt(6))
                    .map(j -> from + random.nextInt(to - from + 1))
                    .sorted()
                    .toArray();
            double[] amounts =
                    Arrays.stream(days).mapToDouble(d -> random.nextInt(100)).toArray();
            members.add(new Member(random.nextBoolean() ? "a" : "b", first, days, amounts));
        }
        return members;
    }

    private static CohortTable table(CohortRules rules, List<Member> members) {
        return builder(rules, members).toTable();
    }

    private static CohortTableBuilder builder(CohortRules rules, List<Member> members) {
        CohortTableBuilder builder = rules.builder(END);
        members.forEach(m -> builder.add(m.label, m.first, m.days, m.amounts));
        return builder;
    }

    private static CohortRules rules(SplittableRandom random) {
        CohortRules rules = CohortRules.per(
                        PeriodUnit.values()[random.nextInt(5)],
                        random.nextBoolean() ? CohortClock.TENURE : CohortClock.CALENDAR)
                .withCohortsPer(PeriodUnit.values()[random.nextInt(5)]);
        return random.nextInt(3) == 0 ? rules.withBrackets(0, 1, 3, 4, 9) : rules;
    }

    // --- the plain way, by the calendar of the JDK

    private static LocalDate plus(LocalDate day, long periods, PeriodUnit unit) {
        return switch (unit) {
            case DAY -> day.plusDays(periods);
            case WEEK -> day.plusWeeks(periods);
            case MONTH -> day.plusMonths(periods);
            case QUARTER -> day.plusMonths(3 * periods);
            case YEAR -> day.plusYears(periods);
        };
    }

    private static LocalDate start(LocalDate day, PeriodUnit unit) {
        return switch (unit) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    private static int age(CohortRules rules, LocalDate first, LocalDate day) {
        LocalDate zero = rules.clock() == CohortClock.TENURE ? first : start(first, rules.ageUnit());
        int k = 0;
        while (!plus(zero, k + 1, rules.ageUnit()).isAfter(day)) {
            k++;
        }
        return k;
    }

    @Property(tries = 300)
    void everyCellIsThatOfPlainSets(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CohortRules rules = rules(random);
        List<Member> members = members(random, 40, 30 + random.nextInt(700));
        CohortTable table = table(rules, members);
        Map<List<Object>, List<Member>> cohorts = new HashMap<>();
        for (Member m : members) {
            cohorts.computeIfAbsent(List.of(m.label, start(m.first, rules.cohortUnit())), key -> new ArrayList<>())
                    .add(m);
        }
        List<List<Object>> keys = cohorts.keySet().stream()
                .sorted(Comparator.<List<Object>, String>comparing(key -> (String) key.get(0))
                        .thenComparing(key -> (LocalDate) key.get(1)))
                .toList();
        assertEquals(keys.size(), table.size());
        for (int c = 0; c < keys.size(); c++) {
            List<Member> cohort = cohorts.get(keys.get(c));
            assertEquals(keys.get(c).get(0), table.cohort(c).label());
            assertEquals(cohort.size(), table.customers(c));
            for (int k : rules.edges().isEmpty() ? IntStream.range(0, 12).toArray() : new int[] {0, 1, 3, 4}) {
                int to = rules.edges().isEmpty()
                        ? k + 1
                        : rules.edges().get(rules.edges().indexOf(k) + 1);
                boolean observed = cohort.stream().allMatch(m -> age(rules, m.first, END.plusDays(1)) >= to);
                assertEquals(observed, table.isObserved(c, k));
                int from = k;
                if (!observed) {
                    assertEquals(OptionalLong.empty(), table.active(c, k));
                    assertTrue(table.revenue(c, k).isEmpty());
                    continue;
                }
                Set<Integer> active = new HashSet<>();
                Set<Integer> later = new HashSet<>();
                long orders = 0;
                double revenue = 0;
                for (int i = 0; i < cohort.size(); i++) {
                    Member m = cohort.get(i);
                    for (int j = 0; j < m.days.length; j++) {
                        int age = age(rules, m.first, LocalDate.ofEpochDay(m.days[j]));
                        if (age >= from) {
                            later.add(i);
                        }
                        if (age >= from && age < to) {
                            active.add(i);
                            orders++;
                            revenue += m.amounts[j];
                        }
                    }
                }
                assertEquals(active.size(), table.active(c, k).orElseThrow());
                assertEquals(orders, table.orders(c, k).orElseThrow());
                assertEquals(revenue, table.revenue(c, k).orElseThrow(), 0.0);
                assertEquals(
                        Proportion.of(active.size(), cohort.size()),
                        table.retention(RetentionDefinition.BRACKET, c, k).orElseThrow());
                assertEquals(
                        Proportion.of(later.size(), cohort.size()),
                        table.retention(RetentionDefinition.UNBOUNDED, c, k).orElseThrow());
                // before 1970 and the turns of centuries, the calendar's own way
                assertTrue(table.continuing(c, k).orElse(0) <= active.size());
            }
        }
    }

    @Property(tries = 1000)
    void agesAreThoseOfTheCalendar(
            @ForAll @IntRange(min = -800_000, max = 800_000) int first, @ForAll @IntRange(max = 1200) int later) {
        for (PeriodUnit unit : PeriodUnit.values()) {
            for (CohortClock clock : CohortClock.values()) {
                CohortRules rules = CohortRules.per(unit, clock);
                int age = age(rules, LocalDate.ofEpochDay(first), LocalDate.ofEpochDay(first + later));
                assertEquals(age, CohortCalendar.ageOn(first + later, first, unit, clock));
                // inside the table and before it
                for (int ahead : new int[] {0, 16_383, 16_384, 17_000}) {
                    CohortCalendar table = new CohortCalendar(unit, clock, first + ahead);
                    assertEquals(age, table.age(table.code(first), table.code(first + later)));
                }
            }
        }
    }

    @Property(tries = 300)
    void piecesMakeTheWhole(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CohortRules rules = rules(random);
        List<List<Member>> parts = List.of(
                members(random, random.nextInt(30), 500),
                members(random, 20, 100),
                members(random, 1 + random.nextInt(20), 800));
        List<Member> all = new ArrayList<>();
        parts.forEach(all::addAll);
        CohortTable whole = table(rules, all);
        CohortTable[] t = parts.stream().map(part -> table(rules, part)).toArray(CohortTable[]::new);
        assertEquals(whole, t[0].plus(t[1]).plus(t[2]));
        assertEquals(whole, t[2].plus(t[0].plus(t[1])));
        assertEquals(whole.hashCode(), t[1].plus(t[2]).plus(t[0]).hashCode());
        assertEquals(
                whole,
                builder(rules, parts.get(2))
                        .combine(builder(rules, parts.get(0)))
                        .combine(builder(rules, parts.get(1)))
                        .toTable());
        // in parallel
        CohortTable streamed = all.parallelStream()
                .collect(
                        () -> rules.builder(END),
                        (b, m) -> b.add(m.label, m.first, m.days, m.amounts),
                        CohortTableBuilder::combine)
                .toTable();
        assertEquals(whole, streamed);
        // and by name only: rows of both labels together are the table without labels
        List<Member> unlabelled = all.stream()
                .map(m -> new Member("", m.first, m.days, m.amounts))
                .toList();
        assertEquals(table(rules, unlabelled), whole.relabelled(cohort -> Cohort.starting(cohort.start())));
    }

    @Property(tries = 300)
    void pooledIsTheWeightedMeanOfRowsAndYoungCohortsChangeNothing(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CohortRules rules = CohortRules.per(PeriodUnit.WEEK, CohortClock.TENURE);
        CohortTable table = table(rules, members(random, 60, 120));
        for (RetentionDefinition definition : RetentionDefinition.values()) {
            double before = 1;
            for (int k : table.ages()) {
                double sum = 0;
                long customers = 0;
                for (int c = 0; c < table.size(); c++) {
                    if (table.isObserved(c, k)) {
                        sum += table.customers(c)
                                * table.retention(definition, c, k)
                                        .orElseThrow()
                                        .value();
                        customers += table.customers(c);
                    }
                }
                Proportion pooled = table.pooledRetention(definition, k);
                assertEquals(sum / customers, pooled.value(), 1e-12);
                assertTrue(pooled.value()
                        <= table.pooledRetention(RetentionDefinition.UNBOUNDED, k)
                                .value());
            }
            // unbounded never rises along a row
            for (int c = 0; c < table.size() && definition == RetentionDefinition.UNBOUNDED; c++) {
                before = 1;
                for (int k = 0; table.isObserved(c, k); k++) {
                    double now = table.retention(definition, c, k).orElseThrow().value();
                    assertTrue(now <= before);
                    before = now;
                }
            }
        }
        // customers who came yesterday are in no cell of an age that they have not lived through
        int yesterday = (int) END.minusDays(1).toEpochDay();
        CohortTable more = table.plus(
                table(rules, List.of(new Member("new", END.minusDays(1), new int[] {yesterday}, new double[] {9}))));
        for (int k : table.ages()) {
            assertEquals(
                    table.pooledRetention(RetentionDefinition.N_DAY, k),
                    more.pooledRetention(RetentionDefinition.N_DAY, k));
            assertEquals(table.pooledRevenueRetention(k), more.pooledRevenueRetention(k));
        }
    }

    /** Where every cohort is observed to the end, the product of conditional rates is the share itself. */
    @Property
    void withoutCensoringTheChainLadderIsTheSimpleCurve(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[][] rows = new long[1 + random.nextInt(5)][6];
        for (long[] row : rows) {
            row[0] = 10 + random.nextInt(1000);
            for (int k = 1; k < row.length; k++) {
                row[k] = 1 + random.nextLong(row[k - 1]);
            }
        }
        CohortTable table = CohortTable.from(CohortCounts.of(PeriodUnit.MONTH, rows));
        ChainLadder chain = table.chainLadder(CohortMeasure.ACTIVE_CUSTOMERS);
        for (int k = 0; k < 6; k++) {
            double simple = table.pooledRetention(RetentionDefinition.N_DAY, k).value();
            assertEquals(simple, chain.level(k), 1e-14);
            assertEquals(simple, table.survivalCurve().survival(k), 1e-14);
        }
        // who left does not return, so that rolling is N-day
        for (int c = 0; c < rows.length; c++) {
            assertEquals(
                    table.retention(RetentionDefinition.N_DAY, c, 4),
                    table.retention(RetentionDefinition.UNBOUNDED, c, 4));
        }
    }

    /** Single customers who stay from the first day to some day are survivors. */
    @Property(tries = 200)
    void stayersAreASurvivalTable(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CohortRules rules = CohortRules.per(PeriodUnit.WEEK, CohortClock.TENURE);
        CohortTableBuilder builder = rules.builder(END);
        for (int i = 0; i < 30; i++) {
            LocalDate first = END.minusDays(7 + random.nextInt(90));
            int from = (int) first.toEpochDay();
            int stays = 1 + random.nextInt((int) END.toEpochDay() - from + 1);
            builder.add("", first, IntStream.range(from, from + stays).toArray());
        }
        CohortTable table = builder.toTable();
        assertTrue(table.isSurvival());
        ChainLadder chain = table.chainLadder(CohortMeasure.ACTIVE_CUSTOMERS);
        for (int k : table.ages()) {
            // where nobody is at risk any more, neither says anything
            if (!table.pooledConditional(k).isDefined()) {
                break;
            }
            assertEquals(chain.level(k), table.survivalCurve().survival(k), 1e-13);
        }
    }
}
