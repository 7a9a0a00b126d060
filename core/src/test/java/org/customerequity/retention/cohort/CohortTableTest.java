package org.customerequity.retention.cohort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.retention.curve.EmpiricalCurve;
import org.customerequity.testing.CdnowLog;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Cohort tables on worked numbers, by hand, and what they refuse to say. */
class CohortTableTest {
    private static final PeriodUnit DAY = PeriodUnit.DAY;
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;
    private static final long[][] FOUR = {{100, 60, 48, 42}, {120, 78, 60}, {90, 63}, {150}};

    static int day(int year, int month, int day) {
        return (int) LocalDate.of(year, month, day).toEpochDay();
    }

    /** Four cohorts; the figures by hand and by a script in another language. */
    @Test
    void fourCohorts() {
        CohortTable table = CohortTable.ofCounts(MONTH, FOUR);
        double[] pooled = {1, 0.648387096774, 0.490909090909, 0.42};
        double[] conditional = {1, 0.648387096774, 0.782608695652, 0.875};
        double[] ladder = {1, 0.648387096774, 0.507433380084, 0.444004207574};
        ChainLadder chain = table.chainLadder(CohortMeasure.ACTIVE_CUSTOMERS);
        for (int k = 0; k < 4; k++) {
            assertEquals(
                    pooled[k],
                    table.pooledRetention(RetentionDefinition.N_DAY, k).value(),
                    1e-12);
            assertEquals(
                    pooled[k],
                    table.pooledRetention(RetentionDefinition.BRACKET, k).value(),
                    1e-12);
            assertEquals(conditional[k], table.pooledConditional(k).value(), 1e-12);
            assertEquals(ladder[k], chain.level(k), 1e-12);
        }
        assertEquals(Proportion.of(201, 310), table.pooledRetention(RetentionDefinition.N_DAY, 1));
        assertEquals(Optional.of(Proportion.of(78, 120)), table.retention(RetentionDefinition.N_DAY, 1, 1));
        assertEquals(Optional.empty(), table.retention(RetentionDefinition.N_DAY, 2, 2));
        assertEquals(OptionalLong.empty(), table.active(2, 2));
        assertFalse(table.isObserved(2, 2));
        assertFalse(table.isObserved(0, 99));
        assertEquals(150, table.customers(3));
        assertEquals(
                List.of(0, 1, 2, 3),
                java.util.Arrays.stream(table.ages()).boxed().toList());
        assertEquals("4 cohorts per month, 460 customers, 4 ages observed", table.toString());
        assertEquals("""
                cohort  size    0   1   2   3
                1        100  100  60  48  42
                2        120  120  78  60
                3         90   90  63
                4        150  150
                """, table.toText());
        assertFalse(table.isSurvival());
        assertFalse(table.pooledRetention(RetentionDefinition.N_DAY, 4).isDefined());
        assertEquals(
                "active at the age per active before is undefined, because active before is 0",
                assertThrows(
                                UndefinedRatioException.class,
                                () -> table.pooledConditional(4).value())
                        .getMessage());
        // the younger cohorts as the older ones went on
        assertEquals(150 * 0.444004207574, chain.value(3, 3), 1e-9);
        assertEquals(60 * 0.875, chain.value(1, 3), 1e-12);
        assertFalse(chain.isObserved(1, 3));
    }

    /** The same numbers as survivors of contracts: the chain ladder is Kaplan and Meier's curve, with Greenwood's error. */
    @Test
    void survivors() {
        CohortCounts counts = CohortCounts.of(MONTH, FOUR);
        CohortTable table = CohortTable.from(counts);
        assertTrue(table.isSurvival());
        EmpiricalCurve curve = table.survivalCurve();
        assertEquals(EmpiricalCurve.of(counts), curve);
        ChainLadder chain = table.chainLadder(CohortMeasure.ACTIVE_CUSTOMERS);
        double greenwood = 0;
        double[] atRisk = {310, 138, 48};
        double[] left = {109, 30, 6};
        for (int k = 1; k < 4; k++) {
            greenwood += left[k - 1] / atRisk[k - 1] / (atRisk[k - 1] - left[k - 1]);
            assertEquals(chain.level(k), curve.survival(k), 1e-15);
            assertEquals(chain.level(k) * Math.sqrt(greenwood), curve.standardError(k), 1e-15);
        }
        assertEquals(OptionalLong.of(60), table.continuing(0, 1));
        assertEquals(
                table.retention(RetentionDefinition.N_DAY, 0, 2), table.retention(RetentionDefinition.UNBOUNDED, 0, 2));
    }

    /** Three customers, day by day, in months of tenure and of the calendar. */
    private static CohortTable small(CohortRules rules) {
        return rules.builder(LocalDate.of(2026, 5, 9))
                .add(
                        "",
                        LocalDate.of(2026, 1, 31),
                        new int[] {day(2026, 1, 31), day(2026, 2, 27), day(2026, 2, 28), day(2026, 4, 30)},
                        new double[] {10, 5, 7, 4})
                .add("", LocalDate.of(2026, 1, 5), new int[] {day(2026, 1, 5), day(2026, 5, 5)}, new double[] {20, 1})
                .add("", LocalDate.of(2026, 3, 9), new int[] {day(2026, 3, 9)}, new double[] {8})
                .toTable();
    }

    @Test
    void byTenure() {
        CohortTable table = small(CohortRules.per(MONTH, CohortClock.TENURE));
        assertEquals(List.of(Cohort.starting("2026-01"), Cohort.starting("2026-03")), table.cohorts());
        // of January the youngest came on the 31st: ages 0, 1, 2 are over, age 3 began on 30 April
        assertTrue(table.isObserved(0, 2));
        assertFalse(table.isObserved(0, 3));
        assertEquals(OptionalLong.of(2), table.active(0, 0));
        assertEquals(OptionalLong.of(1), table.active(0, 1));
        assertEquals(OptionalLong.of(0), table.active(0, 2));
        // 27 February is still age 0 of who came on 31 January, whose age 1 begins on the 28th
        assertEquals(OptionalLong.of(3), table.orders(0, 0));
        assertEquals(OptionalDouble.of(35), table.revenue(0, 0));
        assertEquals(OptionalDouble.of(7), table.revenue(0, 1));
        assertEquals(OptionalLong.of(1), table.continuing(0, 1));
        assertEquals(OptionalLong.empty(), table.continuing(0, 0));
        // both came back after the age that is over
        assertEquals(Optional.of(Proportion.of(2, 2)), table.retention(RetentionDefinition.UNBOUNDED, 0, 2));
        // from 9 March two whole months by the end of 8 May
        assertTrue(table.isObserved(1, 1));
        assertFalse(table.isObserved(1, 2));
        assertEquals(OptionalLong.of(0), table.active(1, 1));
        assertEquals(Proportion.of(1, 3), table.pooledRetention(RetentionDefinition.N_DAY, 1));
        assertEquals(7.0 / 43, table.pooledRevenueRetention(1).value(), 1e-15);
        assertFalse(table.isSurvival());
    }

    @Test
    void byCalendar() {
        CohortTable table = small(CohortRules.per(MONTH, CohortClock.CALENDAR));
        // April is over, May is not
        assertTrue(table.isObserved(0, 3));
        assertFalse(table.isObserved(0, 4));
        assertEquals(OptionalLong.of(1), table.active(0, 1));
        assertEquals(OptionalDouble.of(12), table.revenue(0, 1));
        assertEquals(OptionalLong.of(0), table.active(0, 2));
        assertEquals(OptionalLong.of(1), table.active(0, 3));
        assertEquals(OptionalLong.of(0), table.continuing(0, 3));
    }

    @Test
    void brackets() {
        CohortRules rules = CohortRules.per(DAY, CohortClock.TENURE)
                .withCohortsPer(PeriodUnit.QUARTER)
                .withBrackets(0, 1, 28, 60, 90);
        CohortTable table = small(rules);
        assertEquals(List.of(Cohort.starting("2026-Q1")), table.cohorts());
        // the youngest has been observed for 62 days
        assertEquals(
                List.of(0, 1, 28), java.util.Arrays.stream(table.ages()).boxed().toList());
        assertEquals(OptionalLong.of(3), table.active(0, 0));
        assertEquals(OptionalLong.of(1), table.active(0, 1));
        assertEquals(OptionalLong.of(1), table.active(0, 28));
        assertEquals(Optional.of(Proportion.of(1, 3)), table.retention(RetentionDefinition.BRACKET, 0, 28));
        assertEquals(Optional.of(Proportion.of(3, 3)), table.retention(RetentionDefinition.N_DAY, 0, 0));
        assertEquals(Optional.of(Proportion.of(2, 3)), table.retention(RetentionDefinition.UNBOUNDED, 0, 28));
        message(
                "age must be a column of its own, was 28 (its bracket is [28, 60), use RetentionDefinition.BRACKET)",
                () -> table.retention(RetentionDefinition.N_DAY, 0, 28));
        message(
                "age must begin a bracket of [0, 1, 28, 60, 90], was 30 (see CohortRules.withBrackets)",
                () -> table.active(0, 30));
        message(
                "age must begin a bracket of [0, 1, 28, 60, 90], was 90 (see CohortRules.withBrackets)",
                () -> table.isObserved(0, 90));
    }

    /** Revenue by customer: ratio and error as of the rows themselves. */
    @Test
    void revenueRetention() {
        CohortTable table = small(CohortRules.per(MONTH, CohortClock.TENURE));
        double[] first = {15, 20};
        double[] second = {7, 0};
        double r = 7.0 / 35;
        double sum = Math.pow(second[0] - r * first[0], 2) + Math.pow(second[1] - r * first[1], 2);
        assertEquals(r, table.revenueRetention(0, 1).orElseThrow().value(), 1e-15);
        assertEquals(
                Math.sqrt(2 * sum) / 35,
                table.revenueRetention(0, 1).orElseThrow().standardError(),
                1e-14);
        assertEquals(0, table.revenueRetention(0, 0).orElseThrow().standardError(), 1e-14);
        assertEquals(Optional.empty(), table.revenueRetention(0, 3));
        assertEquals(Optional.empty(), CohortTable.ofCounts(MONTH, FOUR).revenueRetention(0, 1));
    }

    @Test
    void labels() {
        LocalDate end = LocalDate.of(2026, 12, 31);
        CohortTable table = CohortRules.per(MONTH, CohortClock.TENURE)
                .builder(end)
                .add("paid", LocalDate.of(2026, 3, 2), new int[] {day(2026, 3, 2), day(2026, 4, 3)})
                .add("organic", LocalDate.of(2026, 3, 2), new int[] {})
                .add("paid", LocalDate.of(2026, 10, 2), new int[] {day(2026, 10, 2)})
                .toTable();
        assertEquals(
                List.of("organic 2026-03", "paid 2026-03", "paid 2026-10"),
                table.cohorts().stream().map(Cohort::name).toList());
        CohortTable paid = table.select(cohort -> cohort.label().equals("paid"));
        assertEquals(Proportion.of(1, 2), paid.pooledRetention(RetentionDefinition.N_DAY, 1));
        assertEquals(Proportion.of(0, 1), paid.pooledRetention(RetentionDefinition.N_DAY, 5));
        CohortTable byLabel = table.relabelled(cohort -> Cohort.labelled(cohort.label()));
        int i = byLabel.indexOf(Cohort.labelled("paid"));
        assertEquals(2, byLabel.customers(i));
        // as far as the younger of the two
        assertTrue(byLabel.isObserved(i, 1));
        assertFalse(byLabel.isObserved(i, 3));
        // never active, but a customer
        assertEquals(OptionalLong.of(0), table.active(0, 0));
        assertEquals(1, table.customers(0));
    }

    @Test
    void weeksQuartersYears() {
        LocalDate end = LocalDate.of(2026, 12, 31);
        LocalDate first = LocalDate.of(2026, 1, 1);
        for (PeriodUnit unit : PeriodUnit.values()) {
            String name = CohortRules.per(unit, CohortClock.CALENDAR)
                    .builder(end)
                    .add("", first, new int[] {})
                    .toTable()
                    .cohort(0)
                    .start();
            assertEquals(
                    switch (unit) {
                        case DAY -> "2026-01-01";
                        case WEEK -> "2026-W01";
                        case MONTH -> "2026-01";
                        case QUARTER -> "2026-Q1";
                        case YEAR -> "2026";
                    },
                    name);
        }
        assertTrue(Cohort.starting("9").compareTo(Cohort.starting("10")) < 0);
    }

    /** CDNOW: 2,357 first buyers of 1997, a tenth of all that came in the first quarter; totals by a plain count. */
    @Test
    void cdnow() {
        PurchaseLog log = CdnowLog.transactions()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(LocalDate.of(1998, 6, 30))
                        .withCurrency("USD")
                        .toLog());
        CohortTable table = CohortRules.per(MONTH, CohortClock.CALENDAR).tableOf(log);
        assertEquals(
                List.of("1997-01", "1997-02", "1997-03"),
                table.cohorts().stream().map(Cohort::name).toList());
        assertEquals(2357, table.customers(0) + table.customers(1) + table.customers(2));
        long orders = 0;
        double revenue = 0;
        for (int c = 0; c < 3; c++) {
            for (int k = 0; k < 18 - c; k++) {
                orders += table.orders(c, k).orElseThrow();
                revenue += table.revenue(c, k).orElseThrow();
            }
            assertFalse(table.isObserved(c, 18 - c));
        }
        assertEquals(log.totalPurchases(), orders);
        double spent = 0;
        for (int i = 0; i < log.size(); i++) {
            for (double amount : log.amounts(i)) {
                spent += amount;
            }
        }
        assertEquals(spent, revenue, 1e-8);
        assertEquals("USD", table.currency().orElseThrow().getCurrencyCode());
        assertEquals(LocalDate.of(1998, 6, 30), table.lastDay().orElseThrow());
        assertFalse(table.isSurvival());
    }

    @Test
    void badInput() {
        message(
                "active[1] must begin with the size of the cohort, was empty (n(0), n(1), ...)",
                () -> CohortTable.ofCounts(MONTH, new long[] {1}, new long[] {}));
        message(
                "active[0][2] must be <= the size of the cohort, 5, was 6",
                () -> CohortTable.ofCounts(MONTH, new long[] {5, 3, 6}));
        message(
                "active[0][1] must be >= 0, was -3 (active customers)",
                () -> CohortTable.ofCounts(MONTH, new long[] {5, -3}));
        CohortTable counts = CohortTable.ofCounts(MONTH, FOUR);
        message(
                "definition must be N_DAY or BRACKET, was UNBOUNDED (counts do not tell who was active later; give single"
                        + " customers)",
                () -> counts.retention(RetentionDefinition.UNBOUNDED, 0, 1));
        message("age must be >= 0, was -1 (periods since the first day)", () -> counts.active(0, -1));
        message(
                "table must be of customers who do not return, was 4 cohorts per month, 460 customers, 4 ages observed (for"
                        + " activity see pooledRetention and chainLadder; counts of survivors come from CohortCounts)",
                counts::survivalCurve);
        message(
                "measure must be ACTIVE_CUSTOMERS, was ORDERS (counts have no orders)",
                () -> counts.chainLadder(CohortMeasure.ORDERS));
        message(
                "measure must not be revenue, was REVENUE (the table was made without amounts)",
                () -> counts.chainLadder(CohortMeasure.REVENUE));
        message(
                "revenue must be known, was none (the table was made without amounts)",
                () -> counts.pooledRevenueRetention(1));
        message(
                "cohort must be one of the table's, was paid (see cohorts())",
                () -> counts.indexOf(Cohort.labelled("paid")));
        message("label must not be empty where start is, was \"\" (a cohort needs a name)", () -> new Cohort("", ""));
        assertThrows(IndexOutOfBoundsException.class, () -> counts.active(4, 0));
        CohortRules rules = CohortRules.per(MONTH, CohortClock.TENURE);
        message("newEdges must be at least 2, was 1 (0, 1, 7 is two brackets)", () -> rules.withBrackets(3));
        message("edges[1] must be > the one before, 7, was 7", () -> rules.withBrackets(7, 7));
        message("edges[0] must be >= 0, was -1 (an age)", () -> rules.withBrackets(-1, 7));
        LocalDate end = LocalDate.of(2026, 3, 31);
        message(
                "first must not be after the last day 2026-03-31, was 2026-04-01",
                () -> rules.builder(end).add("", LocalDate.of(2026, 4, 1), new int[] {}));
        message(
                "epochDays[1] must be in 2026-03-05 to 2026-03-31, was 2026-03-04 (ascending, from the first day to the last"
                        + " observed)",
                () -> rules.builder(end)
                        .add("", LocalDate.of(2026, 3, 1), new int[] {day(2026, 3, 5), day(2026, 3, 4)}));
        message(
                "amounts must be one for each day, 1, was 0",
                () -> rules.builder(end).add("", end, new int[] {day(2026, 3, 31)}, new double[0]));
        message(
                "amounts[0] must be finite, was NaN (what an activity brought)",
                () -> rules.builder(end).add("", end, new int[] {day(2026, 3, 31)}, new double[] {Double.NaN}));
        message(
                "customers must all come as activity with amounts, was activity without amounts (as those before)",
                () -> rules.builder(end)
                        .add("", end, new int[] {}, new double[] {})
                        .add("", end, new int[] {}));
        message(
                "first must be in the years -9999 to 9999, was +10000-01-01",
                () -> rules.builder(LocalDate.of(9999, 1, 1)).add("", LocalDate.of(10_000, 1, 1), new int[] {}));
        message(
                "other must have the same rules and last day, was CohortRules[ageUnit=MONTH, clock=TENURE, cohortUnit=MONTH,"
                        + " edges=[]] to 2026-04-01 (CohortRules[ageUnit=MONTH, clock=TENURE, cohortUnit=MONTH, edges=[]] to"
                        + " 2026-03-31)",
                () -> rules.builder(end).combine(rules.builder(end.plusDays(1))));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> counts.plus(rules.builder(end).toTable()))
                .getMessage()
                .startsWith("other must have the same rules, last day and currency, was CohortRules"));
    }

    @Test
    void logsMustEndTogetherAndEveryCustomerHaveALabel() {
        PurchaseLog log = java.util.stream.Stream.of(
                        org.customerequity.history.Transaction.of("A", LocalDate.of(2026, 3, 1), 5))
                .collect(TransactionSummarizer.per(DAY)
                        .until(LocalDate.of(2026, 3, 31))
                        .toLog());
        CohortRules rules = CohortRules.per(MONTH, CohortClock.TENURE);
        message(
                "log must be observed to the end of 2026-04-01, was 2026-03-31 (see PurchaseLog.until)",
                () -> rules.builder(LocalDate.of(2026, 4, 1)).addAll(log));
        message(
                "label must be known of every customer, was none of \"A\" (of an identifier)",
                () -> rules.tableOf(
                        log, id -> java.util.Map.<String, String>of().get(id)));
        assertEquals("paid 2026-03", rules.tableOf(log, id -> "paid").cohort(0).name());
    }

    static void message(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    /** A cohort whose first month was refunded and more does not stop the figure of all, which is that of one cohort of all. */
    @Test
    void aRefundedCohortIsPooledWithTheOthers() {
        CohortTableBuilder builder = CohortRules.per(MONTH, CohortClock.TENURE).builder(LocalDate.of(2026, 6, 30));
        builder.add("", LocalDate.of(2026, 1, 5), new int[] {day(2026, 1, 5), day(2026, 2, 6)}, new double[] {100, 40});
        builder.add("", LocalDate.of(2026, 1, 9), new int[] {day(2026, 1, 9), day(2026, 2, 9)}, new double[] {60, 10});
        builder.add("", LocalDate.of(2026, 2, 1), new int[] {day(2026, 2, 1), day(2026, 3, 1)}, new double[] {-20, 30});
        CohortTable table = builder.toTable();
        assertEquals(80 / 140.0, table.pooledRevenueRetention(1).value(), 1e-15);
        assertEquals(
                table.relabelled(cohort -> Cohort.labelled("all"))
                        .revenueRetention(0, 1)
                        .orElseThrow(),
                table.pooledRevenueRetention(1));
        // se by hand: sqrt(n / (n - 1) sum (y - R x)^2) / sum x
        double r = 80 / 140.0;
        double squares = Math.pow(40 - 100 * r, 2) + Math.pow(10 - 60 * r, 2) + Math.pow(30 + 20 * r, 2);
        assertEquals(
                Math.sqrt(1.5 * squares) / 140, table.pooledRevenueRetention(1).standardError(), 1e-14);
        message(
                "revenue in the first column must be finite and >= 0, was -20.0 (denominator of a ratio)",
                () -> table.revenueRetention(1, 1));
    }
}
