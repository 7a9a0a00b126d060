package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.internal.IdBytes;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Sizes at which tables grow, chunks fill and hashes collide, against the naive summary. */
class SummarizerLargeTest {
    private static final LocalDate START = LocalDate.of(2019, 1, 1);
    private static final LocalDate END = LocalDate.of(2020, 12, 31);

    @Test
    void aHundredThousandCustomersAreAsTheNaiveSummarySays() {
        SplittableRandom random = new SplittableRandom(20050901L);
        List<NaiveSummary.Row> rows = new ArrayList<>();
        for (int i = 0; i < 400_000; i++) {
            String customer = "customer-" + random.nextInt(100_000);
            rows.add(new NaiveSummary.Row(customer, START.plusDays(random.nextInt(731)), random.nextInt(4000) / 4.0));
        }
        NaiveSummary naive = new NaiveSummary(
                rows,
                START,
                END,
                END,
                RefundPolicy.REJECT,
                ZeroValuePolicy.COUNT,
                EarlierCustomers.DROP,
                MeanSpend.OF_REPEAT_PURCHASES);
        TransactionSummarizer summarizer =
                TransactionSummarizer.per(PeriodUnit.WEEK).until(END);
        PurchaseHistories histories = rows.stream()
                .map(row -> Transaction.of(row.customer(), row.date(), row.amount()))
                .collect(summarizer.toHistories());
        assertEquals(List.copyOf(naive.histories.keySet()), histories.ids().asList());
        int row = 0;
        for (NaiveSummary.History expected : naive.histories.values()) {
            assertEquals(expected.frequency(), histories.frequency(row));
            assertEquals(expected.recencyDays() / 7.0, histories.recency(row));
            assertEquals(expected.ageDays() / 7.0, histories.age(row));
            assertEquals(expected.spendCount(), histories.spendCount(row));
            assertEquals(expected.meanSpend(), histories.meanSpend(row));
            row++;
        }

        PartialSummary[] parts = new PartialSummary[7];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = summarizer.partial();
        }
        for (NaiveSummary.Row r : rows) {
            parts[random.nextInt(7)].add(r.customer(), r.date(), r.amount());
        }
        PartialSummary whole = parts[0];
        for (int i = 1; i < parts.length; i++) {
            whole = whole.combine(parts[i]);
        }
        assertEquals(histories, whole.toHistories());
        // and a partial goes on after it was asked: its hash table was dropped in between
        whole.add("customer-1", END, 1);
        assertEquals(
                histories.frequency(histories.ids().indexOf("customer-1")) + 1,
                whole.toHistories().row("customer-1").frequency());
    }

    @Test
    void oneCustomerWithManyPurchasesInAnyOrder() {
        List<Integer> days = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            days.add(i / 4);
        }
        TransactionSummarizer summarizer =
                TransactionSummarizer.per(PeriodUnit.DAY).until(LocalDate.ofEpochDay(50_000));
        PartialSummary ascending = summarizer.partial();
        days.forEach(day -> ascending.add("only", day, 0.1 * day));
        Collections.shuffle(days, new Random(7));
        PartialSummary shuffled = summarizer.partial();
        days.forEach(day -> shuffled.add("only", day, 0.1 * day));
        PurchaseHistories histories = ascending.toHistories();
        assertEquals(histories, shuffled.toHistories());
        assertEquals(49_999, histories.frequency(0));
        // four times 0.1 times the mean of 1 to 49,999
        assertEquals(0.4 * 25_000, histories.meanSpend(0), 1e-11);
    }

    @Test
    void customersWhoseHashesCollideStayApart() {
        Map<Integer, String> byHash = new HashMap<>();
        List<String> colliding = new ArrayList<>();
        for (int i = 0; i < 600_000; i++) {
            String id = "id" + i;
            byte[] bytes = id.getBytes(StandardCharsets.US_ASCII);
            String other = byHash.putIfAbsent(IdBytes.hash(bytes, 0, bytes.length), id);
            if (other != null) {
                colliding.add(other);
                colliding.add(id);
            }
        }
        // 600,000 of 2^32 values: some 42 pairs are to be expected
        assertTrue(colliding.size() >= 20 && colliding.size() < 300, "pairs found: " + colliding.size() / 2);
        PartialSummary partial =
                TransactionSummarizer.per(PeriodUnit.DAY).until(END).partial();
        for (int i = 0; i < colliding.size(); i++) {
            for (int j = 0; j <= i % 5; j++) {
                partial.add(colliding.get(i), START.plusDays(j), 1);
            }
        }
        PurchaseHistories histories = partial.toHistories();
        assertEquals(colliding.size(), histories.size());
        for (int i = 0; i < colliding.size(); i++) {
            assertEquals(i % 5, histories.row(colliding.get(i)).frequency());
        }
    }

    @Test
    void identifiersOfAnyKindComeBackAndAreSorted() {
        List<String> ids =
                new ArrayList<>(List.of("a", "€", "Zoë", "\uD83D\uDE00", "\uD83D", "\uDE00x", "x".repeat(200)));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            // long shared prefixes, then a difference, then long tails
            ids.add("region-" + random.nextInt(3) + "/" + "y".repeat(random.nextInt(3) * 40) + "/" + i + "/end");
            ids.add(i % 100 == 0 ? "wide-" + "ж".repeat(random.nextInt(200)) + i : "n" + i * 7919);
        }
        ids.add("x".repeat(65_535));
        PartialSummary partial =
                TransactionSummarizer.per(PeriodUnit.DAY).until(END).partial();
        ids.forEach(id -> partial.add(id, START, 1));
        ids.forEach(id -> partial.add(id, END, 2));
        CustomerIds rows = partial.toHistories().ids();
        List<String> expected = new ArrayList<>(ids);
        expected.sort((a, b) -> a.length() == bytes(a) && b.length() == bytes(b) && a.length() == b.length()
                ? a.compareTo(b)
                : bytes(a) != bytes(b) ? Integer.compare(bytes(a), bytes(b)) : a.compareTo(b));
        assertEquals(expected, rows.asList());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(i, rows.indexOf(expected.get(i)));
        }
        assertFalse(rows.contains("nobody"));
        assertEquals(CustomerIds.of(expected), rows);
    }

    private static int bytes(String id) {
        return IdBytes.encode(id, new byte[3 * id.length()]);
    }
}
