package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.history.DataQualityReport.CustomerDrop;
import org.customerequity.history.DataQualityReport.RowDrop;
import org.customerequity.history.NaiveSummary.Row;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;

@Seeded
class SummarizerProperties {
    private static final LocalDate START = LocalDate.of(2020, 2, 20);
    private static final LocalDate CALIBRATION_END = START.plusDays(14);
    private static final LocalDate END = START.plusDays(24);

    /** Rules, and rows of few customers on few days, some of them outside the window. */
    record Case(List<Row> rows, RefundPolicy refunds, ZeroValuePolicy zeros, EarlierCustomers earlier, MeanSpend mean) {
        TransactionSummarizer summarizer() {
            return TransactionSummarizer.per(PeriodUnit.DAY)
                    .from(START)
                    .until(END)
                    .withRefunds(refunds)
                    .withZeroValues(zeros)
                    .withEarlierCustomers(earlier)
                    .withMeanSpend(mean);
        }

        NaiveSummary naive(LocalDate calibrationEnd) {
            return new NaiveSummary(rows, START, calibrationEnd, END, refunds, zeros, earlier, mean);
        }
    }

    static PartialSummary partial(TransactionSummarizer summarizer, List<Row> rows) {
        PartialSummary partial = summarizer.partial();
        rows.forEach(row -> partial.add(row.customer(), row.date(), row.amount()));
        return partial;
    }

    private static Arbitrary<Case> cases(Arbitrary<Double> amounts) {
        Arbitrary<String> customers = Arbitraries.of("1", "2", "10", "Äx", "customer-0001", "customer-0002", "b", "a");
        Arbitrary<Row> row = Combinators.combine(
                        customers, Arbitraries.integers().between(-3, 27), amounts)
                .as((customer, day, amount) -> new Row(customer, START.plusDays(day), amount))
                .withoutEdgeCases();
        return Combinators.combine(
                        row.list().ofMaxSize(60),
                        Arbitraries.of(RefundPolicy.NET_DAY, RefundPolicy.NET_CUSTOMER, RefundPolicy.IGNORE),
                        Arbitraries.of(ZeroValuePolicy.class),
                        Arbitraries.of(EarlierCustomers.class),
                        Arbitraries.of(MeanSpend.class))
                .as((rows, refunds, zeros, earlier, mean) -> new Case(
                        refunds == RefundPolicy.NET_DAY ? covered(rows) : rows, refunds, zeros, earlier, mean));
    }

    /** With a purchase beside every refund, of the same amount or two units more, so that no day is below zero. */
    private static List<Row> covered(List<Row> rows) {
        List<Row> all = new ArrayList<>(rows);
        for (Row row : rows) {
            if (row.amount() < 0) {
                all.add(new Row(row.customer(), row.date(), -row.amount() + (row.amount() < -5 ? 2 : 0)));
            }
        }
        return all;
    }

    /** Quarters add up exactly in any order, so that the naive sums are exact too. */
    @Provide
    Arbitrary<Case> exact() {
        return cases(Arbitraries.integers()
                .between(-40, 120)
                .map(quarters -> (quarters >= 0 && quarters < 20 ? 0 : quarters) / 4.0));
    }

    @Provide
    Arbitrary<Case> inexact() {
        return cases(Arbitraries.oneOf(
                Arbitraries.doubles().between(-3, 1000).map(a -> a / 3),
                Arbitraries.doubles().between(0, 1).map(a -> a / 3000)));
    }

    @Property
    void sameAsTheNaiveSummary(@ForAll("exact") Case c) {
        HistorySummary summary = partial(c.summarizer(), c.rows()).toSummary();
        NaiveSummary naive = c.naive(END);
        assertSame(naive, summary.histories());
        assertEquals(naive.amount, summary.report().amount());
        assertEquals(naive.purchases, summary.report().purchases());
    }

    @Property
    void sameSplitAsTheNaiveOne(@ForAll("exact") Case c) {
        CalibrationSplit split = partial(c.summarizer(), c.rows()).toSplit(CALIBRATION_END);
        NaiveSummary naive = c.naive(CALIBRATION_END);
        assertSame(naive, split.calibration());
        naive.holdouts.forEach((customer, expected) -> {
            int row = split.calibration().ids().indexOf(customer);
            assertEquals(expected.purchases(), split.holdoutPurchases(row), customer);
            assertEquals(expected.spend(), split.holdoutSpend(row), customer);
        });
        assertEquals(naive.amount, split.report().amount());
        assertEquals(naive.purchases, split.report().purchases());
        assertAccounted(split.report(), c, split.calibration(), split.totalHoldoutPurchases());
    }

    private static void assertSame(NaiveSummary naive, PurchaseHistories histories) {
        assertEquals(List.copyOf(naive.histories.keySet()), sortedAsTheNaive(histories));
        naive.histories.forEach((customer, expected) -> {
            int row = histories.ids().indexOf(customer);
            assertEquals(expected.frequency(), histories.frequency(row), customer);
            assertEquals(expected.recencyDays(), histories.recency(row), customer);
            assertEquals(expected.ageDays(), histories.age(row), customer);
            assertEquals(expected.spendCount(), histories.spendCount(row), customer);
            assertEquals(expected.meanSpend(), histories.meanSpend(row), customer);
        });
    }

    /** The one identifier beyond ASCII is three bytes long and two characters: it has another place in the naive map. */
    private static List<String> sortedAsTheNaive(PurchaseHistories histories) {
        List<String> ids = new ArrayList<>(histories.ids().asList());
        if (ids.remove("Äx")) {
            int at = 0;
            while (at < ids.size() && (ids.get(at).length() < 2 || ids.get(at).equals("10"))) {
                at++;
            }
            ids.add(at, "Äx");
        }
        return ids;
    }

    /** Amounts are in cents, which doubles do not hold: what is left must be that of whole numbers all the same. */
    @Property
    void refundsInCentsComeOutAsInWholeNumbers(
            @ForAll @Size(max = 200) List<@IntRange(min = -3_000_000, max = 5_000_000) Integer> cents,
            @ForAll boolean refundAll) {
        PartialSummary partial = TransactionSummarizer.per(PeriodUnit.DAY)
                .until(START.plusDays(cents.size()))
                .withRefunds(RefundPolicy.NET_CUSTOMER)
                .withZeroValues(ZeroValuePolicy.DROP)
                .partial();
        List<Integer> all = new ArrayList<>(cents);
        if (refundAll) {
            all.add(-(int) Math.min(
                    Integer.MAX_VALUE,
                    cents.stream().filter(c -> c > 0).mapToLong(c -> c).sum()));
        }
        Deque<Long> open = new ArrayDeque<>();
        long unmatched = 0;
        for (int i = 0; i < all.size(); i++) {
            partial.add("a", START.plusDays(i), all.get(i) / 100.0);
            long left = -all.get(i);
            while (left > 0 && !open.isEmpty()) {
                long worth = open.pop();
                if (worth > left) {
                    open.push(worth - left);
                }
                left = Math.max(0, left - worth);
            }
            if (left < 0) {
                open.push(-left);
            }
            unmatched += Math.max(0, left);
        }
        DataQualityReport report = partial.toSummary().report();
        double sum = open.stream().mapToLong(c -> c).sum() / 100.0;
        // what is left is a difference of the amounts, and as exact as they are
        double turnover = all.stream().mapToDouble(Math::abs).sum() / 100.0;
        assertEquals(open.size(), report.purchases());
        assertEquals(sum, report.amount(), 1e-13 * turnover);
        assertEquals(unmatched / 100.0, report.refundAmountUnmatched(), 1e-13 * turnover);
    }

    @Property
    void theCalibrationIsASummaryUntilItsEnd(@ForAll("inexact") Case c) {
        assertEquals(
                partial(c.summarizer().until(CALIBRATION_END), c.rows()).toHistories(),
                partial(c.summarizer(), c.rows()).toSplit(CALIBRATION_END).calibration());
    }

    @Property
    void everyRowAndCustomerAndAmountIsAccountedForOnce(@ForAll("inexact") Case c) {
        HistorySummary summary = partial(c.summarizer(), c.rows()).toSummary();
        assertAccounted(summary.report(), c, summary.histories(), 0);
    }

    private static void assertAccounted(
            DataQualityReport report, Case c, PurchaseHistories histories, long holdoutPurchases) {
        List<Row> inWindow = c.rows().stream()
                .filter(row -> !row.date().isBefore(START) && !row.date().isAfter(END))
                .toList();
        assertEquals(c.rows().size(), report.rowsRead());
        assertEquals(
                report.rowsRead(),
                report.purchases()
                        + report.rowsMerged()
                        + report.refundsNetted()
                        + report.rowsDropped().values().stream()
                                .mapToLong(n -> n)
                                .sum());
        assertEquals(c.rows().stream().map(Row::customer).distinct().count(), report.customersSeen());
        assertEquals(histories.size(), report.customers());
        long purchases = holdoutPurchases;
        for (int i = 0; i < histories.size(); i++) {
            purchases += 1 + histories.frequency(i);
        }
        assertEquals(purchases, report.purchases());
        assertEquals(inWindow.stream().filter(row -> row.amount() < 0).count(), report.refunds());
        assertEquals(inWindow.stream().filter(row -> row.amount() == 0).count(), report.zeroValueRows());
        double bought =
                inWindow.stream().mapToDouble(Row::amount).filter(a -> a > 0).sum();
        double refunded =
                -inWindow.stream().mapToDouble(Row::amount).filter(a -> a < 0).sum();
        assertEquals(refunded, report.refundAmount(), 1e-12 * refunded);
        assertEquals(
                bought,
                report.amount() + report.refundAmountNetted() + report.amountDropped(),
                1e-12 * (bought + refunded));
        assertEquals(c.rows().stream().map(Row::date).min(LocalDate::compareTo), report.firstDate());
        assertEquals(c.rows().stream().map(Row::date).max(LocalDate::compareTo), report.lastDate());
        if (c.earlier() == EarlierCustomers.KEEP) {
            assertEquals(0, report.customersDropped(CustomerDrop.FIRST_SEEN_BEFORE_WINDOW));
        }
        assertEquals(
                c.rows().size() - inWindow.size(),
                report.rowsDropped(RowDrop.BEFORE_WINDOW) + report.rowsDropped(RowDrop.AFTER_END));
    }

    @Property
    void neitherOrderNorPartitionChangesABit(@ForAll("inexact") Case c, @ForAll long seed, @ForAll boolean separate) {
        TransactionSummarizer summarizer = separate ? c.summarizer().withSameDay(SameDay.SEPARATE) : c.summarizer();
        PartialSummary inOrder = partial(summarizer, c.rows());
        Random random = new Random(seed);
        List<Row> shuffled = new ArrayList<>(c.rows());
        Collections.shuffle(shuffled, random);
        PartialSummary tree = tree(summarizer, shuffled, random);
        assertEquals(inOrder.toSummary(), tree.toSummary());
        assertEquals(inOrder.toSplit(CALIBRATION_END), tree.toSplit(CALIBRATION_END));
        assertEquals(
                inOrder.toHistories(),
                shuffled.parallelStream()
                        .map(row -> Transaction.of(row.customer(), row.date(), row.amount()))
                        .collect(summarizer.toHistories()));
    }

    /** Cuts the rows at random places, down to nothing, and combines the pieces from the bottom up. */
    static PartialSummary tree(TransactionSummarizer summarizer, List<Row> rows, Random random) {
        if (rows.size() < 2) {
            return partial(summarizer, rows);
        }
        int cut = random.nextInt(rows.size());
        PartialSummary left = tree(summarizer, rows.subList(0, cut), random);
        PartialSummary right =
                cut == 0 ? partial(summarizer, rows) : tree(summarizer, rows.subList(cut, rows.size()), random);
        return random.nextBoolean() ? left.combine(right) : right.combine(left);
    }

    @Property
    void withoutRefundsTheHoldoutContinuesTheCalibration(@ForAll("inexact") Case c) {
        List<Row> bought = c.rows().stream().filter(row -> row.amount() > 0).toList();
        PartialSummary partial = partial(c.summarizer(), bought);
        CalibrationSplit split = partial.toSplit(CALIBRATION_END);
        PurchaseHistories whole = partial.toHistories();
        for (int i = 0; i < split.size(); i++) {
            String id = split.calibration().ids().get(i);
            PurchaseHistory all = whole.row(id);
            assertEquals(all.frequency(), split.calibration().frequency(i) + split.holdoutPurchases(i));
            assertTrue(all.recency() >= split.calibration().recency(i));
            assertEquals(all.age(), split.calibration().age(i) + split.holdout().length());
        }
    }

    @Property
    void unitsAreConvertedByTheirLengthInDays(@ForAll("inexact") Case c, @ForAll PeriodUnit unit) {
        PurchaseHistories days = partial(c.summarizer(), c.rows()).toHistories();
        TransactionSummarizer inUnit = TransactionSummarizer.per(unit)
                .from(START)
                .until(END)
                .withRefunds(c.refunds())
                .withZeroValues(c.zeros())
                .withEarlierCustomers(c.earlier())
                .withMeanSpend(c.mean());
        PurchaseHistories converted = partial(inUnit, c.rows()).toHistories();
        assertEquals(unit, converted.unit());
        for (int i = 0; i < days.size(); i++) {
            assertEquals(days.recency(i) / unit.days(), converted.recency(i));
            assertEquals(days.age(i) / unit.days(), converted.age(i));
        }
    }
}
