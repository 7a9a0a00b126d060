package org.customerequity.retention.cohort;

import static org.customerequity.retention.cohort.CohortTableTest.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.activity.ActivityLogBuilder;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.ContractLogBuilder;
import org.customerequity.history.contract.Ending;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.contract.SpellsBuilder;
import org.customerequity.retention.curve.LogRankTest;
import org.customerequity.retention.curve.TenureHazard;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every source of activity makes the same table of the same facts. */
@Seeded
class CohortSourcesTest {
    private static final LocalDate END = LocalDate.of(2026, 6, 30);
    private static final CohortRules TENURE = CohortRules.per(PeriodUnit.MONTH, CohortClock.TENURE);
    private static final CohortRules CALENDAR = CohortRules.per(PeriodUnit.MONTH, CohortClock.CALENDAR);

    /** Contracts that end for good: the table is that of their survivors, counted by another class. */
    @Property(tries = 200)
    void contractsAreSurvivors(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (PeriodUnit unit : PeriodUnit.values()) {
            CohortRules rules = CohortRules.per(unit, CohortClock.TENURE);
            ContractLogBuilder log = ContractLog.per(unit).builder();
            SpellsBuilder spells = SpellsBuilder.per(unit).until(END);
            for (int i = 0; i < 30; i++) {
                LocalDate start = END.minusDays(random.nextInt(900));
                if (random.nextBoolean()) {
                    LocalDate end = start.plusDays(1 + random.nextInt(900));
                    log.add("c" + i, start, end, 10, Ending.VOLUNTARY);
                    spells.ended(start, end);
                } else {
                    log.add("c" + i, start, 10);
                    spells.active(start);
                }
            }
            CohortTable table = rules.tableOf(log.build(), END);
            CohortCounts counts = spells.toCohorts();
            assertEquals(counts.size(), table.size());
            for (int c = 0; c < counts.size(); c++) {
                for (int k = 0; k <= counts.renewals(c); k++) {
                    assertEquals(counts.survivors(c, k), table.active(c, k).orElseThrow());
                    assertEquals(
                            10.0 * counts.survivors(c, k), table.revenue(c, k).orElseThrow(), 0.0);
                }
                assertFalse(table.isObserved(c, counts.renewals(c) + 1));
            }
            assertTrue(table.isSurvival());
            if (counts.longest() > 0) {
                assertEquals(CohortTable.from(counts).survivalCurve(), table.survivalCurve());
            }
        }
    }

    /** Two contracts at once, a rise of price, and one customer who left and came back. */
    @Test
    void recurringRevenueOfCohorts() {
        ContractLog log = ContractLog.per(PeriodUnit.MONTH)
                .withCurrency("EUR")
                .builder()
                .add("A", LocalDate.of(2026, 1, 15), LocalDate.of(2026, 3, 15), 10, Ending.UNKNOWN)
                .add("A", LocalDate.of(2026, 3, 15), 12)
                .add("A", LocalDate.of(2026, 2, 1), 5)
                .add("B", LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28), 20, Ending.VOLUNTARY)
                .add("B", LocalDate.of(2026, 4, 10), 20)
                .add("later", LocalDate.of(2026, 7, 1), 99)
                .build();
        CohortTable tenure = TENURE.tableOf(log, END);
        assertEquals(2, tenure.customers(0));
        double[] revenue = {30, 15, 17, 37, 37, 37};
        long[] active = {2, 1, 1, 2, 2, 2};
        for (int k = 0; k < 5; k++) {
            assertEquals(OptionalLong.of(active[k]), tenure.active(0, k));
            assertEquals(OptionalDouble.of(revenue[k]), tenure.revenue(0, k));
        }
        CohortTable labelled = TENURE.tableOf(log, END, id -> id.equals("A") ? "many" : "few");
        assertEquals(
                List.of("few 2026-01", "many 2026-01"),
                labelled.cohorts().stream().map(Cohort::name).toList());
        for (int k = 0; k < 5; k++) {
            assertEquals(
                    revenue[k],
                    labelled.revenue(0, k).orElseThrow()
                            + labelled.revenue(1, k).orElseThrow());
        }
        // B has been there for five months by 30 June, her fifth renewal is due
        assertTrue(tenure.isObserved(0, 5));
        assertFalse(tenure.isObserved(0, 6));
        assertFalse(tenure.isSurvival());
        assertEquals("EUR", tenure.currency().orElseThrow().getCurrencyCode());
        // on the last day of each month: B's first contract is over on 28 February
        CohortTable calendar = CALENDAR.tableOf(log, END);
        double[] monthly = {30, 15, 17, 37, 37, 37};
        for (int k = 0; k < 6; k++) {
            assertEquals(OptionalDouble.of(monthly[k]), calendar.revenue(0, k));
        }
        assertFalse(calendar.isObserved(0, 6));
        assertEquals(37.0 / 30, calendar.pooledRevenueRetention(5).value(), 1e-15);
    }

    @Property(tries = 200)
    void activityOfPurchasesIsThatOfTheirLog(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ActivityLogBuilder activity = ActivityLog.builder();
        TransactionSummarizer rules = TransactionSummarizer.per(PeriodUnit.DAY).until(END);
        var partial = rules.partial();
        for (int i = 0; i < 60; i++) {
            String customer = "c" + random.nextInt(15);
            LocalDate day = END.minusDays(random.nextInt(400) - 20L);
            activity.add(customer, day);
            if (!day.isAfter(END)) {
                partial.add(Transaction.of(customer, day, 7));
            }
        }
        PurchaseLog log = partial.toLog();
        CohortTable bought = CALENDAR.tableOf(log, id -> id.substring(0, 2));
        CohortTable seen = CALENDAR.tableOf(activity.build(), END, id -> id.substring(0, 2));
        assertEquals(bought.cohorts(), seen.cohorts());
        for (int c = 0; c < bought.size(); c++) {
            for (int k = 0; k < 14; k++) {
                assertEquals(bought.active(c, k), seen.active(c, k));
                assertEquals(bought.orders(c, k), seen.orders(c, k));
                assertEquals(
                        bought.retention(RetentionDefinition.UNBOUNDED, c, k),
                        seen.retention(RetentionDefinition.UNBOUNDED, c, k));
            }
        }
        assertEquals(OptionalDouble.empty(), seen.revenue(0, 0));
        message(
                "customers must all come as activity without amounts, was activity with amounts (as those before)",
                () -> CALENDAR.builder(END).addAll(activity.build()).addAll(log));
        message(
                "customers must all come as contracts, was activity without amounts (as those before)",
                () -> CALENDAR.builder(END)
                        .addAll(ContractLog.per(PeriodUnit.MONTH).builder().build())
                        .addAll(activity.build()));
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullIsRefusedByName() {
        CohortTable table = TENURE.builder(END).toTable();
        ActivityLog activity = ActivityLog.builder().build();
        ContractLog contracts = ContractLog.per(PeriodUnit.MONTH).builder().build();
        named("ageUnit", () -> CohortRules.per(null, CohortClock.TENURE));
        named("clock", () -> CohortRules.per(PeriodUnit.MONTH, null));
        named("cohortUnit", () -> TENURE.withCohortsPer(null));
        named("newEdges", () -> TENURE.withBrackets((int[]) null));
        named("lastDay", () -> TENURE.builder(null));
        named("log", () -> TENURE.tableOf((PurchaseLog) null));
        named("log", () -> TENURE.tableOf((ActivityLog) null, END));
        named("log", () -> TENURE.tableOf((ContractLog) null, END));
        named("label", () -> TENURE.tableOf(activity, END, null));
        named("label", () -> TENURE.tableOf(contracts, END, null));
        named("label", () -> TENURE.builder(END).addAll(activity, null));
        named("label", () -> TENURE.builder(END).addAll(contracts, null));
        named("first", () -> TENURE.builder(END).add("", null, new int[0]));
        named("epochDays", () -> TENURE.builder(END).add("", END, null));
        named("amounts", () -> TENURE.builder(END).add("", END, new int[0], null));
        named("other", () -> TENURE.builder(END).combine(null));
        named("other", () -> table.plus(null));
        named("wanted", () -> table.select(null));
        named("newName", () -> table.relabelled(null));
        named("cohort", () -> table.indexOf(null));
        named("definition", () -> table.pooledRetention(null, 0));
        named("measure", () -> table.chainLadder(null));
        named("survivors", () -> CohortTable.from(null));
        named("active[0]", () -> CohortTable.ofCounts(PeriodUnit.MONTH, new long[][] {null}));
        named("rows[0]", () -> ChainLadder.of(new double[][] {null}));
        named("log", () -> RepeatPurchases.of(null));
        named("period", () -> RepeatPurchases.acquiredIn(null, null));
        named("groups[1]", () -> LogRankTest.of(Spells.ofTimes(List.of(), PeriodUnit.DAY), null));
        named("spells", () -> TenureHazard.table(null, 0, 1));
    }

    private static void named(String argument, Executable call) {
        assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
    }

    /** What a cluster sends from machine to machine, and an accumulator half way. */
    @Test
    void everythingTravels() throws Exception {
        CohortTableBuilder builder = TENURE.builder(END)
                .add(
                        "a",
                        LocalDate.of(2026, 1, 3),
                        new int[] {
                            (int) LocalDate.of(2026, 1, 3).toEpochDay(),
                            (int) LocalDate.of(2026, 2, 20).toEpochDay()
                        },
                        new double[] {4, 5});
        CohortTable table = builder.toTable();
        assertEquals(table, travelled(table));
        assertEquals(table, travelled(builder).toTable());
        assertEquals(TENURE, travelled(TENURE));
        ChainLadder ladder = table.chainLadder(CohortMeasure.CUMULATIVE_REVENUE);
        assertEquals(ladder, travelled(ladder));
        assertEquals(ladder.hashCode(), travelled(ladder).hashCode());
        assertEquals(9, ladder.value(0, 1), 0.0);
        assertEquals("ChainLadder[1 rows, 5 columns]", ladder.toString());
    }

    @SuppressWarnings("unchecked")
    private static <T> T travelled(T value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(value);
        return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }
}
