package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.NaiveSummary.Row;
import org.customerequity.history.SummarizerProperties.Case;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.SpendPolicy;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;

/** The log of purchases against the summaries of the same transactions, under all policies. */
@Seeded
class PurchaseLogProperties {
    private static final LocalDate START = LocalDate.of(2020, 2, 20);
    private static final LocalDate END = START.plusDays(24);

    @Provide
    Arbitrary<Case> exact() {
        return new SummarizerProperties().exact();
    }

    @Provide
    Arbitrary<Case> inexact() {
        return new SummarizerProperties().inexact();
    }

    /** The rows at times of day that follow from their places, some of them at the same moment. */
    private static PartialSummary timed(TransactionSummarizer summarizer, List<Row> rows) {
        PartialSummary partial = summarizer.withSameDay(SameDay.SEPARATE).partial();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            // a refund comes at the end of its day, when there is something to take it from
            int minute = row.amount() < 0 ? 1439 : 37 * (i % 30);
            partial.add(
                    new Transaction(row.customer(), row.date().atStartOfDay().plusMinutes(minute), row.amount()));
        }
        return partial;
    }

    private static PartialSummary partial(boolean timed, TransactionSummarizer summarizer, List<Row> rows) {
        return timed ? timed(summarizer, rows) : SummarizerProperties.partial(summarizer, rows);
    }

    /** The columns that both have, to the last bit. */
    private static void assertSameSummary(PurchaseHistories expected, PurchaseHistories histories) {
        assertEquals(expected.unit(), histories.unit());
        assertArrayEquals(expected.frequencies(), histories.frequencies());
        assertArrayEquals(expected.recencies(), histories.recencies());
        assertArrayEquals(expected.ages(), histories.ages());
        assertEquals(expected.ids(), histories.ids());
        assertEquals(expected.currency(), histories.currency());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.spendCount(i), histories.spendCount(i));
            assertEquals(expected.meanSpend(i), histories.meanSpend(i), 0.0);
        }
    }

    @Property
    void theHistoriesOfTheLogAreThoseOfTheSummary(@ForAll("inexact") Case c, @ForAll boolean timed) {
        PartialSummary partial = partial(timed, c.summarizer(), c.rows());
        assertSameSummary(partial.toHistories(), partial.toLog().histories());
    }

    @Property
    void neitherOrderNorPartitionChangesABit(@ForAll("inexact") Case c, @ForAll long seed) {
        PurchaseLog inOrder =
                SummarizerProperties.partial(c.summarizer(), c.rows()).toLog();
        Random random = new Random(seed);
        List<Row> shuffled = new ArrayList<>(c.rows());
        Collections.shuffle(shuffled, random);
        PurchaseLog tree =
                SummarizerProperties.tree(c.summarizer(), shuffled, random).toLog();
        assertEquals(inOrder, tree);
        assertEquals(inOrder.hashCode(), tree.hashCode());
        assertEquals(inOrder.histories(), tree.histories());
        assertEquals(
                inOrder,
                shuffled.parallelStream()
                        .map(row -> Transaction.of(row.customer(), row.date(), row.amount()))
                        .collect(c.summarizer().toLog()));
    }

    /** Nothing that came later is known: refunds of earlier purchases and customers whom they left nothing included. */
    @Property
    void asOfADayIsALogUntilThatDay(
            @ForAll("inexact") Case c, @ForAll boolean timed, @ForAll @IntRange(max = 24) int days) {
        LocalDate until = START.plusDays(days);
        PurchaseLog log = partial(timed, c.summarizer(), c.rows()).toLog();
        PartialSummary then = partial(timed, c.summarizer().until(until), c.rows());
        assertEquals(then.toLog(), log.until(until));
        assertSameSummary(then.toHistories(), log.histories(until));
        LocalDate between = START.plusDays((days + 24) / 2);
        assertEquals(then.toLog(), log.until(between).until(until));
    }

    /** As if the transactions after the day had never been written. */
    @Property
    void laterTransactionsDoNotLeak(
            @ForAll("inexact") Case c, @ForAll("inexact") Case other, @ForAll @IntRange(max = 23) int days) {
        LocalDate until = START.plusDays(days);
        List<Row> earlier =
                c.rows().stream().filter(row -> !row.date().isAfter(until)).toList();
        List<Row> changed = new ArrayList<>(earlier);
        other.rows().stream()
                .filter(row -> row.date().isAfter(until) && row.amount() >= 0)
                .forEach(changed::add);
        PurchaseLog log = SummarizerProperties.partial(c.summarizer(), c.rows()).toLog();
        PurchaseLog rewritten =
                SummarizerProperties.partial(c.summarizer(), changed).toLog();
        assertEquals(log.histories(until), rewritten.histories(until));
    }

    @Property
    void calibrationAndHoldoutAreThoseOfASplit(
            @ForAll("inexact") Case c, @ForAll boolean timed, @ForAll @IntRange(max = 23) int days) {
        LocalDate until = START.plusDays(days);
        PartialSummary partial = partial(timed, c.summarizer(), c.rows());
        CalibrationSplit split = partial.toSplit(until);
        PurchaseLog log = partial.toLog();
        assertSameSummary(split.calibration(), log.histories(until));
        assertArrayEquals(split.holdoutPurchases(), log.purchasesBetween(until, END));
        assertArrayEquals(split.holdoutSpend(), log.spendBetween(until, END), 0.0);
        assertArrayEquals(new int[split.size()], log.purchasesBetween(until, until));
    }

    /** The second half of a holdout is what the whole has more than the first. Refunds aside, which net within each. */
    @Property
    void periodsAddUp(
            @ForAll("exact") Case c, @ForAll @IntRange(max = 11) int days, @ForAll @IntRange(max = 11) int more) {
        List<Row> bought = c.rows().stream().filter(row -> row.amount() >= 0).toList();
        LocalDate from = START.plusDays(days);
        LocalDate middle = from.plusDays(more);
        PurchaseLog log = SummarizerProperties.partial(c.summarizer(), bought).toLog();
        int[] first = log.purchasesBetween(from, middle);
        int[] all = log.purchasesBetween(from, END);
        PurchaseHistories then = log.histories(from);
        PurchaseHistories later = log.histories(middle);
        int[] second = log.purchasesBetween(middle, END);
        for (int i = 0; i < all.length; i++) {
            int row = later.ids().indexOf(then.ids().get(i));
            assertEquals(all[i] - first[i], second[row]);
            assertEquals(first[i], later.frequency(row) - then.frequency(i));
        }
    }

    /** Written as said: from the rows' own times and amounts. */
    @Property
    void logarithmsAreThoseOfTimesAndAmounts(@ForAll("inexact") Case c, @ForAll boolean timed) {
        PurchaseLog log = partial(timed, c.summarizer(), c.rows()).toLog();
        PurchaseHistories histories = log.histories();
        boolean allApart = true;
        boolean allPositive = true;
        boolean withoutZeros = c.zeros() == ZeroValuePolicy.COUNT_WITHOUT_SPEND;
        for (int i = 0; i < log.size(); i++) {
            double[] amounts = Arrays.stream(log.amounts(i))
                    .skip(c.mean() == MeanSpend.OF_ALL_PURCHASES ? 0 : 1)
                    .filter(a -> a > 0 || !withoutZeros)
                    .toArray();
            double[] intervals = log.intervals(i);
            double[] times = log.times(i);
            assertEquals(histories.frequency(i), intervals.length);
            assertEquals(histories.recency(i), times[times.length - 1]);
            assertEquals(histories.recency(i), Arrays.stream(intervals).sum(), 1e-12);
            allApart &= Arrays.stream(intervals).allMatch(t -> t > 0);
            allPositive &= Arrays.stream(amounts).allMatch(a -> a > 0);
            if (histories.hasIntervals()) {
                double litt = Arrays.stream(intervals).map(Math::log).sum();
                assertEquals(litt, histories.sumOfLogIntervals(i), 1e-12 * (1 + Math.abs(litt)));
                // the row passes the checks of a user's own
                assertTrue(histories.row(i).hasIntervals());
            }
            if (histories.hasLogSpend()) {
                SpendSummary expected = SpendSummary.ofAmounts(amounts);
                SpendSummary spend = histories.row(i).spend();
                assertEquals(expected.count(), spend.count());
                assertEquals(expected.meanOfLogs(), spend.meanOfLogs(), 1e-12 * (1 + Math.abs(expected.meanOfLogs())));
                assertEquals(expected.scatterOfLogs(), spend.scatterOfLogs(), 1e-10 * (1 + expected.scatterOfLogs()));
            }
        }
        assertEquals(allApart, histories.hasIntervals());
        assertEquals(allPositive, histories.hasLogSpend());
        if (!timed) {
            assertTrue(histories.hasIntervals(), "days apart");
        }
    }

    /** The spend policies do to a log what the zero-value policies do to a summary, of the same transactions. */
    @Property
    void droppingZerosAfterwardsIsDroppingThemBefore(
            @ForAll("exact") Case c, @ForAll boolean timed, @ForAll @IntRange(max = 24) int days) {
        LocalDate until = START.plusDays(days);
        PurchaseLog counted = partial(timed, c.summarizer().withZeroValues(ZeroValuePolicy.COUNT), c.rows())
                .toLog();
        PurchaseLog withoutSpend = counted.withSpendPolicy(SpendPolicy.DROP_FROM_SPEND);
        PurchaseLog without = counted.withSpendPolicy(SpendPolicy.DROP_PURCHASE);
        PurchaseLog expectedWithoutSpend = partial(
                        timed, c.summarizer().withZeroValues(ZeroValuePolicy.COUNT_WITHOUT_SPEND), c.rows())
                .toLog();
        PurchaseLog expected = partial(timed, c.summarizer().withZeroValues(ZeroValuePolicy.DROP), c.rows())
                .toLog();
        assertEquals(expectedWithoutSpend.histories(), withoutSpend.histories());
        assertEquals(expected.histories(), without.histories());
        assertEquals(expectedWithoutSpend.histories(until), withoutSpend.histories(until));
        assertEquals(expected.histories(until), without.histories(until));
        assertArrayEquals(expected.purchasesBetween(until, END), without.purchasesBetween(until, END));
        assertArrayEquals(expected.spendBetween(until, END), without.spendBetween(until, END), 0.0);
        assertTrue(without.histories().hasLogSpend());
        assertTrue(withoutSpend.histories().hasLogSpend());
    }

    @Property
    void spendPoliciesReconcile(@ForAll("inexact") Case c, @ForAll @IntRange(min = 1, max = 500) int cents) {
        PurchaseLog log = SummarizerProperties.partial(c.summarizer(), c.rows()).toLog();
        double minimum = cents / 100.0;
        double total = 0;
        double low = 0;
        long lowPurchases = 0;
        long zeros = 0;
        for (int i = 0; i < log.size(); i++) {
            for (double amount : log.amounts(i)) {
                total += amount;
                low += amount < minimum ? amount : 0;
                lowPurchases += amount < minimum ? 1 : 0;
                zeros += amount == 0 ? 1 : 0;
            }
        }
        double rounding = 1e-12 * (1 + total);

        PurchaseLog floored = log.withSpendPolicy(SpendPolicy.floor(minimum));
        SpendAdjustment floor = floored.spendAdjustment();
        assertEquals(lowPurchases, floor.purchasesTouched());
        assertEquals(low, floor.amountTouched(), rounding);
        assertEquals(total, floor.amountBefore(), rounding);
        assertEquals(lowPurchases * minimum - low, floor.amountAdded(), rounding + 1e-12 * lowPurchases * minimum);
        assertEquals(log.totalPurchases(), floor.purchases());
        assertTrue(floored.histories().hasLogSpend());
        for (int i = 0; i < log.size(); i++) {
            assertArrayEquals(
                    Arrays.stream(log.amounts(i)).map(a -> Math.max(a, minimum)).toArray(), floored.amounts(i));
        }
        assertEquals(
                floored.until(START.plusDays(9)),
                log.until(START.plusDays(9)).withSpendPolicy(SpendPolicy.floor(minimum)));

        PurchaseLog dropped = log.withSpendPolicy(SpendPolicy.DROP_PURCHASE);
        SpendAdjustment drop = dropped.spendAdjustment();
        assertEquals(zeros, drop.purchasesTouched());
        assertEquals(0, drop.amountTouched());
        assertEquals(drop.purchasesBefore(), drop.purchases() + drop.purchasesTouched());
        assertEquals(drop.amountBefore(), drop.amount(), rounding);
        assertEquals(dropped.totalPurchases(), drop.purchases());
        assertEquals(dropped.size(), drop.customers());
        assertEquals(log.size(), drop.customersBefore());
        // a policy replaces the one before
        assertEquals(floored, dropped.withSpendPolicy(SpendPolicy.floor(minimum)));
    }

    /** Counted one by one from the days. */
    @Property
    void periodsHoldEveryPurchaseOnce(@ForAll("exact") Case c, @ForAll boolean windowed, @ForAll PeriodUnit unit) {
        TransactionSummarizer rules = windowed
                ? TransactionSummarizer.per(unit).from(START).until(END).withRefunds(c.refunds())
                : TransactionSummarizer.per(unit).until(END).withRefunds(c.refunds());
        PurchaseLog log = SummarizerProperties.partial(rules, c.rows()).toLog();
        long[] acquired = log.acquisitionsByPeriod();
        long[] repeats = log.repeatPurchasesByPeriod();
        assertEquals(log.size(), Arrays.stream(acquired).sum());
        assertEquals(log.totalPurchases() - log.size(), Arrays.stream(repeats).sum());
        if (log.firstDay().isEmpty()) {
            assertEquals(0, acquired.length);
            assertEquals(0, log.size());
            return;
        }
        LocalDate origin = log.firstDay().orElseThrow();
        long[] expected = new long[repeats.length];
        for (int i = 0; i < log.size(); i++) {
            for (int p = 1; p < log.purchases(i); p++) {
                long days = log.day(i, p).toEpochDay() - origin.toEpochDay();
                int period = 0;
                while ((period + 1) * unit.days() <= days) {
                    period++;
                }
                expected[period]++;
            }
        }
        assertArrayEquals(expected, repeats);
        double observed = END.toEpochDay() - origin.toEpochDay() + 1;
        assertTrue(repeats.length * unit.days() >= observed);
        assertFalse((repeats.length - 1) * unit.days() >= observed);
    }
}
