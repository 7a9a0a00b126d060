package org.customerequity.retention.cohort;

import static org.customerequity.retention.cohort.CohortTableTest.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.testing.CdnowLog;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.ReportingPeriod;
import org.junit.jupiter.api.Test;

/** Who buys again within a number of days, by hand, against plain counts, and merged. */
@Seeded
class RepeatPurchasesTest {
    private static final LocalDate END = LocalDate.of(2026, 3, 31);

    private static PurchaseLog log(List<Transaction> transactions) {
        return transactions.stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY).until(END).toLog());
    }

    private static Transaction bought(String customer, int month, int day) {
        return Transaction.of(customer, LocalDate.of(2026, month, day), 10);
    }

    /**
     * A again after 20 days, B after 50, C not in 59, D after 5 of the 11 observed, E not in the 1 observed, F on the last day.
     */
    private static final List<Transaction> SIX = List.of(
            bought("A", 1, 1),
            bought("A", 1, 21),
            bought("A", 2, 1),
            bought("B", 1, 10),
            bought("B", 3, 1),
            bought("C", 1, 31),
            bought("D", 3, 20),
            bought("D", 3, 25),
            bought("E", 3, 30),
            bought("F", 3, 31));

    @Test
    void sixBuyers() {
        RepeatPurchases repeat = RepeatPurchases.of(log(SIX));
        assertEquals(6, repeat.size());
        assertEquals(3, repeat.repeaters());
        assertEquals("3 of 6 buyers bought again", repeat.toString());
        // D is too young to count within 30 days, though she came back
        assertEquals(Proportion.of(1, 3), repeat.rateWithin(30));
        assertEquals(Proportion.of(1, 4), repeat.rateWithin(11));
        assertEquals(Proportion.of(0, 5), repeat.rateWithin(1));
        assertFalse(repeat.rateWithin(400).isDefined());
        // days 5, 20, 50: at risk 4, 3, 2
        assertEquals(1 - 3.0 / 4 * 2 / 3, repeat.shareWithin(30), 1e-15);
        assertEquals(1 - 3.0 / 4 * 2 / 3 / 2, repeat.shareWithin(50), 1e-15);
        assertEquals(
                1 - repeat.curve().confidenceInterval(30, 0.9).upper(),
                repeat.shareWithinInterval(30, 0.9).lower(),
                0.0);
        assertEquals(59, repeat.curve().supportedTo());
        RepeatPurchases january = RepeatPurchases.acquiredIn(ReportingPeriod.ofMonth(2026, 1), log(SIX));
        assertEquals(3, january.size());
        assertEquals(Proportion.of(2, 3), january.rateWithin(59));
    }

    /** Without anybody young, the curve is the share; and every share is a plain count. */
    @Property(tries = 200)
    void plainCountsAndPieces(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Transaction> some = new ArrayList<>();
        List<Transaction> others = new ArrayList<>();
        int old = 0;
        int again = 0;
        for (int i = 0; i < 40; i++) {
            LocalDate first = END.minusDays(random.nextInt(100));
            List<Transaction> part = random.nextBoolean() ? some : others;
            part.add(Transaction.of("c" + i, first, 1));
            int gap = 1 + random.nextInt(60);
            boolean returned = random.nextBoolean() && !first.plusDays(gap).isAfter(END);
            if (returned) {
                part.add(Transaction.of("c" + i, first.plusDays(gap), 1));
            }
            if (!first.plusDays(30).isAfter(END)) {
                old++;
                again += returned && gap <= 30 ? 1 : 0;
            }
        }
        List<Transaction> all = new ArrayList<>(some);
        all.addAll(others);
        RepeatPurchases whole = RepeatPurchases.of(log(all));
        assertEquals(Proportion.of(again, old), whole.rateWithin(30));
        assertEquals(whole, RepeatPurchases.of(log(some)).plus(RepeatPurchases.of(log(others))));
        assertEquals(whole, RepeatPurchases.of(log(others)).plus(RepeatPurchases.of(log(some))));
        RepeatPurchases early =
                RepeatPurchases.acquiredIn(ReportingPeriod.of(END.minusDays(99), END.minusDays(60)), log(all));
        if (early.size() > 0) {
            assertEquals(early.rateWithin(45).value(), early.shareWithin(45), 1e-12);
        }
    }

    /** CDNOW: 2,357 buyers, of whom a plain count of days finds those who bought again. */
    @Test
    void cdnow() {
        PurchaseLog log = CdnowLog.transactions()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(LocalDate.of(1998, 6, 30))
                        .toLog());
        long again = CdnowLog.intervals(LocalDate.of(1998, 6, 30)).stream()
                .filter(gaps -> gaps.length > 0 && gaps[0] * 7 <= 90.5)
                .count();
        RepeatPurchases repeat = RepeatPurchases.of(log);
        assertEquals(Proportion.of(again, 2357), repeat.rateWithin(90));
        assertEquals(again / 2357.0, repeat.shareWithin(90), 1e-12);
    }

    @Test
    void badInput() {
        RepeatPurchases nobody = RepeatPurchases.of(log(List.of()));
        message("days must be > 0, was 0 (30 for a month of days)", () -> nobody.rateWithin(0));
        message(
                "buyers must be at least one, was empty (the log has no first purchase in the period)",
                () -> nobody.shareWithin(5));
        message(
                "supportedTo must be > 0, was 0.0 (nobody was observed for any period)",
                () -> RepeatPurchases.of(log(List.of(bought("F", 3, 31)))).curve());
        message(
                "days must be <= 89, was 90 (nobody was waited for any longer)",
                () -> RepeatPurchases.of(log(SIX.subList(5, 6)))
                        .plus(RepeatPurchases.of(log(List.of(bought("G", 1, 1)))))
                        .shareWithin(90));
    }

    @Test
    void onceAllHaveBoughtAgainTheShareIsKnownForEver() {
        RepeatPurchases all = RepeatPurchases.of(
                log(List.of(bought("A", 1, 1), bought("A", 1, 4), bought("B", 1, 1), bought("B", 1, 6))));
        assertEquals(1, all.shareWithin(30));
        assertEquals(1, all.shareWithinInterval(30, 0.95).upper());
        assertEquals(1, all.shareWithinInterval(5, 0.95).upper());
        assertEquals(0.5, all.shareWithin(3));
    }
}
