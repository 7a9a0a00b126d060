package org.customerequity.retention;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.ContractLogBuilder;
import org.customerequity.history.contract.Ending;
import org.customerequity.testing.CdnowLog;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class CustomerMovementsTest {
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);
    private static final ReportingPeriod APRIL = ReportingPeriod.ofMonth(2026, 4);

    /** Sheet 01: 200 at the start, 50 new, 230 at the end. */
    private static CustomerMovements march() {
        return CustomerMovements.of(MARCH, 200, 50, 0, 20, 230);
    }

    /** Eight customers, one of each kind of start, end and before. */
    private static CustomerMovements eight() {
        boolean[] atStart = new boolean[8];
        boolean[] atEnd = new boolean[8];
        boolean[] before = new boolean[8];
        for (int i = 0; i < 8; i++) {
            atStart[i] = (i & 4) != 0;
            atEnd[i] = (i & 2) != 0;
            before[i] = (i & 1) != 0;
        }
        return CustomerMovements.ofColumns(MARCH, atStart, atEnd, before);
    }

    @Test
    void ninetyPerCentWereRetained() {
        RetentionRate rate = march().retentionRate(PeriodUnit.MONTH);
        assertEquals(RetentionRate.ofCounts(200, 230, 50, PeriodUnit.MONTH), rate);
        assertEquals(0.9, rate.value());
        assertEquals(rate.toChurn(), march().churnRate(PeriodUnit.MONTH));
    }

    /** February to April, the first quarter of who closes the books in January, has 89 days. */
    @Test
    void aFiscalQuarterIsAQuarter() {
        ReportingPeriod quarter = ReportingPeriod.of(LocalDate.of(2025, 2, 1), LocalDate.of(2025, 5, 1));
        CustomerMovements moved = CustomerMovements.of(quarter, 100, 0, 0, 10, 90);
        assertEquals(RetentionRate.ofRetained(90, 100, PeriodUnit.QUARTER), moved.retentionRate(PeriodUnit.QUARTER));
        assertEquals(ChurnRate.ofCounts(10, 100, PeriodUnit.QUARTER), moved.churnRate(PeriodUnit.QUARTER));
        rejects(
                "unit must be the length of the period, 88 days, was QUARTER (count over calendar units:"
                        + " ReportingPeriod.split)",
                () -> CustomerMovements.none(ReportingPeriod.of(LocalDate.of(2025, 2, 2), LocalDate.of(2025, 5, 1)))
                        .churnRate(PeriodUnit.QUARTER));
    }

    /** Every figure that is called churn, from the same movements. */
    @Test
    void definitionsOfChurn() {
        CustomerMovements moved =
                CustomerMovements.of(MARCH, 200, 50, 10, 20, 240).withChurnReasons(11, 6);
        assertEquals(0.1, moved.churnRate(PeriodUnit.MONTH).value());
        close(20 / 220.0, moved.churnPerAverageCustomer().value(), 1e-15);
        assertEquals(0.08, moved.churnPerStartAndAcquired().value());
        assertEquals(Proportion.of(11, 200), moved.churnShare(Ending.VOLUNTARY));
        assertEquals(Proportion.of(6, 200), moved.churnShare(Ending.INVOLUNTARY));
        assertEquals(Proportion.of(3, 200), moved.churnShare(Ending.UNKNOWN));
        assertEquals(Proportion.of(10, 60), moved.reacquiredShare());
        assertEquals(Proportion.of(10, 400), moved.withLapsedAtStart(400).reactivationRate());
        assertEquals(OptionalLong.of(400), moved.withLapsedAtStart(400).lapsedAtStart());
        assertEquals(OptionalLong.empty(), moved.lapsedAtStart());
        assertEquals(0.2, moved.growth().value());
        assertEquals(
                "2026-03-01 to 2026-03-31: 200 + 50 acquired + 10 reactivated - 20 churned = 240 customers",
                moved.toString());
    }

    @Test
    void columnsCountEachKind() {
        CustomerMovements moved = eight();
        // of the four who were none at the start: a stranger, a former one, a new one, one who is back
        assertEquals(CustomerMovements.of(MARCH, 4, 1, 1, 2, 4).withLapsedAtStart(2), moved);
        assertEquals(2, moved.retained());
        CustomerMovements streamed = CustomerMovements.none(MARCH);
        for (int i = 7; i >= 0; i--) {
            streamed = streamed.plusCustomer((i & 4) != 0, (i & 2) != 0, (i & 1) != 0);
        }
        assertEquals(moved, streamed);
    }

    @Test
    void bought89DaysAgoIsActiveAnd90DaysAgoIsNot() {
        PurchaseLog log = log(List.of(Transaction.of("A", LocalDate.of(2026, 1, 1), 10)), LocalDate.of(2026, 12, 31));
        InactivityRule rule = InactivityRule.ofDays(90);
        assertArrayEquals(new boolean[] {false}, rule.activeOn(log, LocalDate.of(2025, 12, 31)));
        assertArrayEquals(new boolean[] {true}, rule.activeOn(log, LocalDate.of(2026, 1, 1)));
        assertArrayEquals(new boolean[] {true}, rule.activeOn(log, LocalDate.of(2026, 3, 31)));
        assertArrayEquals(new boolean[] {false}, rule.activeOn(log, LocalDate.of(2026, 4, 1)));
        assertEquals(CustomerMovements.of(MARCH, 1, 0, 0, 0, 1).withLapsedAtStart(0), from(log, MARCH, rule));
        assertEquals(CustomerMovements.of(APRIL, 1, 0, 0, 1, 0).withLapsedAtStart(0), from(log, APRIL, rule));
        assertEquals(
                CustomerMovements.of(ReportingPeriod.ofMonth(2026, 1), 0, 1, 0, 0, 1)
                        .withLapsedAtStart(0),
                from(log, ReportingPeriod.ofMonth(2026, 1), rule));
        rejects(
                "period must not end after the end of observation, 2026-12-31, was 2027-01-01 to 2027-01-31"
                        + " (what was bought then is not known)",
                () -> from(log, ReportingPeriod.ofMonth(2027, 1), rule));
        rejects(
                "day must not be after the end of observation 2026-12-31, was 2027-01-01 (what was bought then is not"
                        + " known)",
                () -> rule.activeOn(log, LocalDate.of(2027, 1, 1)));
        rejects("days must be > 0, was 0 (without a purchase)", () -> InactivityRule.ofDays(0));
        rejectsNull("day", () -> rule.activeOn(log, null));
    }

    private static CustomerMovements from(PurchaseLog log, ReportingPeriod period, InactivityRule rule) {
        return CustomerMovements.from(log, period, rule);
    }

    private static PurchaseLog log(List<Transaction> transactions, LocalDate until) {
        return transactions.stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY).until(until).toLog());
    }

    /** Day after day and customer after customer, as the rule is said. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void purchasesAgainstADiary(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int days, @ForAll @IntRange(max = 60) int begin) {
        SplittableRandom random = new SplittableRandom(seed);
        LocalDate origin = LocalDate.of(2026, 1, 1);
        List<Transaction> transactions = new ArrayList<>();
        Map<String, boolean[]> diary = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            String id = "C" + random.nextInt(12);
            int day = random.nextInt(120);
            transactions.add(Transaction.of(id, origin.plusDays(day), 1 + random.nextInt(9)));
            diary.computeIfAbsent(id, unused -> new boolean[120])[day] = true;
        }
        int end = begin + 1 + random.nextInt(120 - begin);
        ReportingPeriod period = ReportingPeriod.of(origin.plusDays(begin), origin.plusDays(end));
        CustomerMovements expected = CustomerMovements.none(period);
        for (boolean[] bought : diary.values()) {
            expected = expected.plusCustomer(
                    boughtIn(bought, begin - days, begin),
                    boughtIn(bought, end - days, end),
                    boughtIn(bought, 0, begin));
        }
        PurchaseLog log = log(transactions, origin.plusDays(119));
        InactivityRule rule = InactivityRule.ofDays(days);
        assertEquals(expected, CustomerMovements.from(log, period, rule));
        ActivityLog activity = ActivityLog.from(log);
        assertEquals(expected, CustomerMovements.from(activity, period, rule));
        assertArrayEquals(rule.activeOn(log, period.lastDay()), rule.activeOn(activity, period.lastDay()));
        // months chain by themselves, and end where the whole ends
        CustomerWaterfall months = CustomerWaterfall.from(log, period, PeriodUnit.MONTH, rule);
        assertEquals(period, months.period());
        assertEquals(months, CustomerWaterfall.from(activity, period, PeriodUnit.MONTH, rule));
        assertEquals(
                expected.end(), months.steps().get(months.steps().size() - 1).end());
    }

    private static boolean boughtIn(boolean[] bought, int from, int to) {
        for (int day = Math.max(0, from); day < to; day++) {
            if (bought[day]) {
                return true;
            }
        }
        return false;
    }

    /** The CDNOW sample: everybody first bought in the first quarter of 1997, and one in eight is active a year and a quarter later. */
    @Test
    void purchasesOfCdnow() {
        PurchaseLog log = CdnowLog.transactions()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(LocalDate.of(1998, 6, 30))
                        .toLog());
        CustomerWaterfall year = CustomerWaterfall.from(
                log,
                ReportingPeriod.of(LocalDate.of(1997, 1, 1), LocalDate.of(1998, 7, 1)),
                PeriodUnit.QUARTER,
                InactivityRule.ofDays(90));
        // start, acquired, reactivated, churned, end, former customers: counted by a script of its own from the file
        long[][] expected = {
            {0, 2357, 0, 0, 2357, 0},
            {2357, 0, 0, 1836, 521, 0},
            {521, 0, 198, 310, 409, 1836},
            {409, 0, 200, 209, 400, 1948},
            {400, 0, 189, 205, 384, 1957},
            {384, 0, 130, 215, 299, 1973}
        };
        assertEquals(expected.length, year.steps().size());
        for (int i = 0; i < expected.length; i++) {
            long[] row = expected[i];
            CustomerMovements step = year.steps().get(i);
            assertEquals(
                    CustomerMovements.of(step.period(), row[0], row[1], row[2], row[3], row[4])
                            .withLapsedAtStart(row[5]),
                    step);
        }
    }

    @Test
    void contractsWithTheirEndings() {
        LocalDate january = LocalDate.of(2026, 1, 1);
        ContractLog log = ContractLog.per(PeriodUnit.MONTH)
                .builder()
                .add("stays", january, 10)
                .add("gives notice", january, LocalDate.of(2026, 3, 15), 10, Ending.VOLUNTARY)
                .add("card fails", january, LocalDate.of(2026, 3, 1), 10, Ending.INVOLUNTARY)
                .add("paid until 1 April", january, LocalDate.of(2026, 4, 1), 10, Ending.VOLUNTARY)
                .add("new price", january, LocalDate.of(2026, 3, 10), 10, Ending.UNKNOWN)
                .add("new price", LocalDate.of(2026, 3, 10), 12)
                .add("new", LocalDate.of(2026, 3, 31), 10)
                .add("came and left", LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 9), 10, Ending.VOLUNTARY)
                .add("back", january, LocalDate.of(2026, 2, 1), 10, Ending.VOLUNTARY)
                .add("back", LocalDate.of(2026, 3, 20), 10)
                .add("gone", january, LocalDate.of(2026, 2, 1), 10, Ending.VOLUNTARY)
                .build();
        CustomerMovements moved = CustomerMovements.from(log, MARCH);
        assertEquals(
                CustomerMovements.of(MARCH, 5, 1, 1, 2, 5)
                        .withChurnReasons(1, 1)
                        .withLapsedAtStart(2),
                moved);
        CustomerWaterfall quarter = CustomerWaterfall.from(log, ReportingPeriod.ofQuarter(2026, 2), PeriodUnit.MONTH);
        assertEquals(moved.end(), quarter.steps().get(0).start());
        assertEquals(4, quarter.steps().get(0).end());
        assertEquals(1, quarter.steps().get(0).churned(Ending.VOLUNTARY));
    }

    /** Random contracts: movements of days on which they were active, by asking each contract. */
    @Property(tries = 200)
    void contractsChainAndAgreeWithColumns(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ContractLogBuilder builder = ContractLog.per(PeriodUnit.MONTH).builder();
        LocalDate origin = LocalDate.of(2026, 1, 1);
        for (int i = 0; i < 40; i++) {
            LocalDate start = origin.plusDays(random.nextInt(300));
            builder.add(
                    "C" + random.nextInt(15),
                    start,
                    start.plusDays(1 + random.nextInt(200)),
                    1 + random.nextDouble(),
                    Ending.values()[random.nextInt(3)]);
        }
        ContractLog log = builder.build();
        CustomerWaterfall year = CustomerWaterfall.from(log, ReportingPeriod.ofYear(2026), PeriodUnit.MONTH);
        assertEquals(12, year.steps().size());
        for (CustomerMovements month : year.steps()) {
            long start = 0;
            long end = 0;
            for (int row = 0; row < log.size(); row++) {
                LocalDate opening = month.period().from().minusDays(1);
                LocalDate closing = month.period().lastDay();
                start += log.contracts(row).stream().anyMatch(c -> c.isActiveOn(opening)) ? 1 : 0;
                end += log.contracts(row).stream().anyMatch(c -> c.isActiveOn(closing)) ? 1 : 0;
            }
            assertEquals(start, month.start());
            assertEquals(end, month.end());
        }
        for (int i = 1; i < 12; i++) {
            CustomerMovements last = year.steps().get(i - 1);
            long moved = last.lapsedAtStart().orElseThrow() - last.reactivated() + last.churned();
            // more only by who came and left within a month
            assertTrue(year.steps().get(i).lapsedAtStart().orElseThrow() >= moved);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void piecesGiveTheSameAsTheWhole(
            @ForAll long seed, @ForAll @IntRange(max = 60) int size, @ForAll @IntRange(max = 60) int at) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[][] columns = new boolean[3][size];
        for (boolean[] column : columns) {
            for (int i = 0; i < size; i++) {
                column[i] = random.nextBoolean();
            }
        }
        CustomerMovements whole = CustomerMovements.ofColumns(MARCH, columns[0], columns[1], columns[2]);
        int cut = Math.min(at, size);
        CustomerMovements first = piece(columns, 0, cut);
        CustomerMovements second = piece(columns, cut, size);
        assertEquals(whole, first.plus(second));
        assertEquals(whole, second.plus(first));
        assertEquals(whole, CustomerMovements.none(MARCH).plus(whole));
        // each number again, by the identity
        assertEquals(whole.start() + whole.acquired() + whole.reactivated() - whole.churned(), whole.end());
        assertEquals(
                whole,
                CustomerMovements.of(
                                MARCH,
                                whole.start(),
                                whole.acquired(),
                                whole.reactivated(),
                                whole.churned(),
                                whole.end())
                        .withLapsedAtStart(whole.lapsedAtStart().orElseThrow()));
    }

    private static CustomerMovements piece(boolean[][] columns, int from, int to) {
        CustomerMovements piece = CustomerMovements.none(MARCH);
        for (int i = from; i < to; i++) {
            piece = piece.plusCustomer(columns[0][i], columns[1][i], columns[2][i]);
        }
        return piece;
    }

    /** Four customers in January, and all leave one a month, replaced by one: nobody of the first is left, and half by the product. */
    @Test
    void theProductOfMonthsIsNotTheYear() {
        List<CustomerMovements> steps = new ArrayList<>();
        for (int month = 1; month <= 4; month++) {
            steps.add(CustomerMovements.of(ReportingPeriod.ofMonth(2026, month), 4, 1, 0, 1, 4));
        }
        CustomerWaterfall waterfall = new CustomerWaterfall(steps);
        assertEquals(Math.pow(0.75, 4), waterfall.productOfRetention());
        assertEquals(
                Proportion.of(12, 16),
                waterfall.pooledRetention(PeriodUnit.MONTH).counts());
        assertEquals(ReportingPeriod.of(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 5, 1)), waterfall.period());
        assertEquals(8, waterfall.plus(waterfall).steps().get(3).end());
        assertEquals("CustomerWaterfall[4 steps, 2026-01-01 to 2026-04-30, 4 to 4 customers]", waterfall.toString());
        travels(waterfall);
    }

    @Test
    void whatDoesNotChain() {
        CustomerMovements april = CustomerMovements.of(APRIL, 231, 0, 0, 1, 230);
        rejects(
                "steps[1].start must be the end of the one before, 230, was 231 (the same customers by the same rule)",
                () -> new CustomerWaterfall(List.of(march(), april)));
        rejects(
                "steps[1] must begin on 2026-04-01, where the one before ends, was 2026-03-01 to 2026-03-31 (without a gap"
                        + " and without counting a day twice)",
                () -> new CustomerWaterfall(List.of(march(), march())));
        rejects(
                "steps must not be empty, was empty (movements of at least one period)",
                () -> new CustomerWaterfall(List.of()));
        rejects(
                "other must have 1 steps, was 2 (of the same periods)",
                () -> new CustomerWaterfall(List.of(march()))
                        .plus(new CustomerWaterfall(List.of(march(), CustomerMovements.of(APRIL, 230, 0, 0, 1, 229)))));
    }

    @Test
    void whatDoesNotAddUp() {
        rejects(
                "end must be start + acquired + reactivated - churned = 230, was 231 (one movement is missing or counted"
                        + " twice)",
                () -> CustomerMovements.of(MARCH, 200, 50, 0, 20, 231));
        rejects(
                "churned must be <= start 200, was 201 (leave out who came and left within the period)",
                () -> CustomerMovements.of(MARCH, 200, 50, 0, 201, 49));
        rejects(
                "acquired must be >= 0, was -1 (customers who are new)",
                () -> CustomerMovements.of(MARCH, 200, -1, 0, 0, 199));
        rejects(
                "leftByChoice + leftNotByChoice must be <= churned 20, was 21 (leave out who came and left within the"
                        + " period)",
                () -> march().withChurnReasons(20, 1));
        rejects(
                "lapsed must be >= reactivated 5, was 4 (who left within the period and came back is retained)",
                () -> CustomerMovements.of(MARCH, 200, 50, 5, 20, 235).withLapsedAtStart(4));
        rejects(
                "atEnd must have as many rows as atStart, 2, was 1",
                () -> CustomerMovements.ofColumns(MARCH, new boolean[2], new boolean[1], new boolean[2]));
        rejects(
                "other must be of the period 2026-03-01 to 2026-03-31, was 2026-04-01 to 2026-04-30 (movements of periods"
                        + " do not add: see CustomerWaterfall)",
                () -> march().plus(CustomerMovements.none(APRIL)));
        rejects(
                "unit must be the length of the period, 31 days, was YEAR (count over calendar units:"
                        + " ReportingPeriod.split)",
                () -> march().retentionRate(PeriodUnit.YEAR));
        rejectsNull("period", () -> CustomerMovements.none(null));
        boolean[] none = {};
        rejectsNull("atStart", () -> CustomerMovements.ofColumns(MARCH, null, none, none));
        rejectsNull("before", () -> CustomerMovements.ofColumns(MARCH, none, none, null));
        InactivityRule rule = InactivityRule.ofDays(90);
        rejectsNull("log", () -> CustomerMovements.from((PurchaseLog) null, MARCH, rule));
        rejectsNull("log", () -> CustomerMovements.from((ActivityLog) null, MARCH, rule));
        rejectsNull("log", () -> CustomerMovements.from((ContractLog) null, MARCH));
        rejectsNull("why", () -> march().churned(null));
        rejectsNull("unit", () -> march().retentionRate(null));
        rejectsNull("other", () -> march().plus(null));
    }

    @Test
    void undefinedOrUnknown() {
        CustomerMovements none = CustomerMovements.none(MARCH);
        assertFalse(none.retentionRate(PeriodUnit.MONTH).isDefined());
        fails(
                UndefinedRatioException.class,
                "customers lost per customers at start and acquired is undefined, because customers at start and"
                        + " acquired is 0",
                () -> none.churnPerStartAndAcquired().value());
        assertFalse(none.reactivationRate().isDefined());
        assertFalse(none.reacquiredShare().isDefined());
        fails(
                IllegalStateException.class,
                "lapsed customers at start must be known for a reactivation rate (use withLapsedAtStart)",
                () -> march().reactivationRate());
        // what one of two does not know, both do not know
        assertEquals(OptionalLong.empty(), eight().plus(march()).lapsedAtStart());
        assertEquals(Ratio.of(30, "customers more", 200, "customers at start"), march().growth());
        assertNotEquals(march(), march().withLapsedAtStart(3));
        travels(march().withChurnReasons(3, 4));
        travels(InactivityRule.ofDays(3));
    }
}
