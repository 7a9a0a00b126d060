package org.customerequity.history;

import static org.customerequity.Checks.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;

/** Day after day, or by parts of the customers, or both: to the bit what the summariser makes of all rows at once. */
@Seeded
class RunningSummaryProperties {
    private static final LocalDate START = LocalDate.of(2020, 2, 20);
    private static final LocalDate END = START.plusDays(24);

    record Row(String customer, LocalDate day, double amount) {}

    record Case(List<Row> rows, TransactionSummarizer summarizer) {}

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<String> customers = Arbitraries.of("1", "2", "10", "Äx", "customer-0001", "b");
        Arbitrary<Double> amounts = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, Arbitraries.just(0.0)),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.integers().between(-900, -1).map(cents -> cents / 100.0)),
                net.jqwik.api.Tuple.of(
                        6, Arbitraries.integers().between(1, 99_999).map(cents -> cents / 300.0)));
        Arbitrary<Row> row = Combinators.combine(
                        customers, Arbitraries.integers().between(-2, 24), amounts)
                .as((customer, day, amount) -> new Row(customer, START.plusDays(day), amount));
        return Combinators.combine(
                        row.list().ofMaxSize(80),
                        Arbitraries.of(RefundPolicy.REJECT, RefundPolicy.IGNORE),
                        Arbitraries.of(ZeroValuePolicy.class),
                        Arbitraries.of(EarlierCustomers.class),
                        Arbitraries.of(MeanSpend.class))
                .as((rows, refunds, zeros, earlier, mean) -> {
                    List<Row> sorted = new ArrayList<>(rows);
                    if (refunds == RefundPolicy.REJECT) {
                        sorted.removeIf(r -> r.amount() < 0);
                    }
                    // within a day the rows stay in the order of arrival, which is any
                    sorted.sort(Comparator.comparing(Row::day));
                    return new Case(
                            sorted,
                            TransactionSummarizer.per(PeriodUnit.WEEK)
                                    .from(START)
                                    .until(END)
                                    .withRefunds(refunds)
                                    .withZeroValues(zeros)
                                    .withEarlierCustomers(earlier)
                                    .withMeanSpend(mean)
                                    .withCurrency("EUR"));
                });
    }

    private static PurchaseHistories atOnce(Case c, LocalDate until) {
        PartialSummary partial = c.summarizer().until(until).partial();
        c.rows().forEach(row -> partial.add(row.customer(), row.day(), row.amount()));
        return partial.toHistories();
    }

    /** Each try compares some 25 days. */
    @Property(tries = 300)
    void everyDayTheSameAsAtOnce(@ForAll("cases") Case c) {
        RunningSummary running = c.summarizer().until(START).running();
        PartialSummary partial = c.summarizer().until(START).partial();
        for (LocalDate day = START.minusDays(2); !day.isAfter(END); day = day.plusDays(1)) {
            if (day.isAfter(START)) {
                running.continueUntil(day);
                partial.continueUntil(day);
            }
            for (Row row : c.rows()) {
                if (row.day().equals(day)) {
                    running.add(row.customer(), row.day(), row.amount());
                    partial.add(Transaction.of(row.customer(), row.day(), row.amount()));
                }
            }
            if (!day.isBefore(START)) {
                PurchaseHistories expected = atOnce(c, day);
                assertEquals(expected, running.toHistories());
                assertEquals(expected, partial.toHistories());
                assertEquals(day, running.lastDay());
            }
        }
        assertEquals(c.rows().size(), running.rowsRead());
    }

    @Property
    void anySplitOfTheCustomersMerges(@ForAll("cases") Case c, @ForAll long seed, @ForAll boolean leftFirst) {
        Random random = new Random(seed);
        List<Row> byDay = new ArrayList<>(c.rows());
        Collections.shuffle(byDay, random);
        byDay.sort(Comparator.comparing(Row::day));
        List<RunningSummary> parts = List.of(
                c.summarizer().running(),
                c.summarizer().running(),
                c.summarizer().running());
        for (Row row : byDay) {
            parts.get(Math.floorMod(row.customer().hashCode() + seed, 3)).add(row.customer(), row.day(), row.amount());
        }
        RunningSummary merged = leftFirst
                ? sent(parts.get(0)).combine(parts.get(1)).combine(parts.get(2))
                : parts.get(2).combine(sent(parts.get(1).combine(parts.get(0))));
        assertEquals(atOnce(c, END), merged.toHistories());
        assertEquals(c.rows().size(), merged.rowsRead());
    }

    /** What a merged, sent and continued summary goes on with. */
    @Property
    void goesOnAfterAMergeAndATrip(@ForAll("cases") Case c, @ForAll @IntRange(max = 24) int days) {
        LocalDate until = START.plusDays(days);
        RunningSummary a = c.summarizer().until(until).running();
        RunningSummary b = c.summarizer().until(until).running();
        for (Row row : c.rows()) {
            if (!row.day().isAfter(until)) {
                (row.customer().length() == 1 ? a : b).add(row.customer(), row.day(), row.amount());
            }
        }
        RunningSummary merged = sent(b.combine(a)).continueUntil(END);
        for (Row row : c.rows()) {
            if (row.day().isAfter(until)) {
                merged.add(Transaction.of(row.customer(), row.day(), row.amount()));
            }
        }
        assertEquals(atOnce(c, END), merged.toHistories());
    }
}
