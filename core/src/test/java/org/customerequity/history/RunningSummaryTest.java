package org.customerequity.history;

import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import org.customerequity.history.policy.LateTransactions;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.testing.CdnowLog;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class RunningSummaryTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final TransactionSummarizer DAILY =
            TransactionSummarizer.per(PeriodUnit.DAY).until(DAY);

    @Test
    void aSmallOne() {
        RunningSummary running = DAILY.running();
        running.add("a", DAY.minusDays(9), 5);
        running.add("b", DAY.minusDays(8), 7);
        running.add("a", DAY.minusDays(6), 10);
        running.add("a", DAY.minusDays(6), 20);
        running.add("a", DAY.minusDays(1), 40);
        PurchaseHistories histories = running.toHistories();
        assertEquals(List.of("a", "b"), histories.ids().asList());
        assertEquals(2, histories.frequency(0));
        assertEquals(8, histories.recency(0));
        assertEquals(9, histories.age(0));
        assertEquals(2, histories.spendCount(0));
        assertEquals(35, histories.meanSpend(0));
        assertEquals(0, histories.frequency(1));
        assertEquals(8, histories.age(1));
        assertEquals("RunningSummary[5 transactions of 2 customers until 2026-03-10]", running.toString());
        assertEquals(5, running.rowsRead());
    }

    /** The orders of the CDNOW sample, day after day. */
    @Test
    void cdnowDayByDayIsCdnowAtOnce() {
        TransactionSummarizer weekly =
                TransactionSummarizer.per(PeriodUnit.WEEK).until(LocalDate.of(1998, 6, 30));
        List<Transaction> transactions = CdnowLog.transactions()
                .sorted(java.util.Comparator.comparing(Transaction::time))
                .toList();
        RunningSummary running = weekly.until(LocalDate.of(1997, 1, 1)).running();
        for (Transaction transaction : transactions) {
            if (transaction.date().isAfter(running.lastDay())) {
                running.continueUntil(transaction.date());
            }
            running.add(transaction);
        }
        assertEquals(
                transactions.stream().collect(weekly.toHistories()),
                running.continueUntil(weekly.lastDay()).toHistories());
    }

    @Test
    void whatItDoesNotSupportIsRefused() {
        rejects(
                "sameDay must be MERGE for a running summary, was SEPARATE (PartialSummary keeps times of day)",
                () -> DAILY.withSameDay(SameDay.SEPARATE).running());
        rejects(
                "refunds must be REJECT or IGNORE for a running summary, was NET_CUSTOMER"
                        + " (PartialSummary keeps the purchases that they are taken from)",
                () -> DAILY.withRefunds(RefundPolicy.NET_CUSTOMER).running());
        rejects(
                "refunds must be REJECT or IGNORE for a running summary, was NET_DAY"
                        + " (PartialSummary keeps the purchases that they are taken from)",
                () -> DAILY.withRefunds(RefundPolicy.NET_DAY).running());
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        RunningSummary running =
                DAILY.withLateTransactions(LateTransactions.REJECT).running();
        running.add("a", DAY.minusDays(1), 5);
        fails(
                DataException.class,
                "customer \"a\" on 2026-03-08: date must not be before the customer's latest 2026-03-09, was 2026-03-08"
                        + " (a running summary is fed in the order of time; PartialSummary takes any order)",
                () -> running.add("a", DAY.minusDays(2), 5));
        fails(
                DataException.class,
                "customer \"a\" on 2026-03-11: date must not be after the end of observation 2026-03-10, was 2026-03-11"
                        + " (see TransactionSummarizer.withLateTransactions to leave it out)",
                () -> running.add("a", DAY.plusDays(1), 5));
        fails(
                DataException.class,
                "customer \"a\" on 2026-03-10: amount must be >= 0, was -5.0 (a refund; see"
                        + " TransactionSummarizer.withRefunds for what to do with it)",
                () -> running.add("a", DAY, -5));
        fails(
                DataException.class,
                "customer \"a\" on 2026-03-10: amount must be finite, was NaN (negative for a refund)",
                () -> running.add("a", DAY, Double.NaN));
        rejects("customer must not be blank, was \" \" (an identifier)", () -> running.add(" ", DAY, 5));
        rejectsNull("customer", () -> running.add(null, DAY, 5));
        rejectsNull("day", () -> running.add("a", null, 5));
        rejectsNull("transaction", () -> running.add(null));
        assertEquals(1, running.rowsRead());
        running.add("a", DAY, 1.5e308);
        running.add("a", DAY, 1.5e308);
        fails(
                DataException.class,
                "customer \"a\" on 2026-03-10: spend must be finite, was NaN"
                        + " (amounts add up to more than a double holds)",
                running::toHistories);
    }

    @Test
    void combinesDisjointCustomersOnly() {
        RunningSummary one = DAILY.running();
        one.add("a", DAY, 5);
        RunningSummary two = DAILY.running();
        two.add("a", DAY, 5);
        rejects(
                "other must hold purchases of other customers, was one with purchases of \"a\" too"
                        + " (split the customers, not the days; PartialSummary combines in any way)",
                () -> one.combine(two));
        rejects(
                "other must be another running summary, was this one (its transactions would count twice)",
                () -> one.combine(one));
        RunningSummary other = DAILY.until(DAY.plusDays(1)).running();
        rejects(
                "other must have the same rules, was " + DAILY.until(DAY.plusDays(1)) + " (these are " + DAILY + ")",
                () -> one.combine(other));
        rejectsNull("other", () -> one.combine(null));
    }

    @Test
    void observationGoesOnOnlyWhereNothingIsMissing() {
        RunningSummary running = DAILY.running();
        PartialSummary partial = DAILY.partial();
        rejects(
                "end must not be before the end so far 2026-03-10, was 2026-03-09 (observation goes on)",
                () -> running.continueUntil(DAY.minusDays(1)));
        rejects(
                "end must not be before the end so far 2026-03-10, was 2026-03-09 (observation goes on)",
                () -> partial.continueUntil(DAY.minusDays(1)));
        rejectsNull("end", () -> partial.continueUntil(null));
        running.add("a", DAY.plusDays(1), 5);
        partial.add("a", DAY.plusDays(1), 5);
        String missing = "transactions after the end so far 2026-03-10 must not have been left out, 1 were (add them"
                + " after continueUntil; LateTransactions.REJECT finds them)";
        fails(IllegalStateException.class, missing, () -> running.continueUntil(DAY.plusDays(1)));
        fails(IllegalStateException.class, missing, () -> partial.continueUntil(DAY.plusDays(1)));
        assertEquals(DAY, running.continueUntil(DAY).lastDay());
        assertEquals(0, partial.continueUntil(DAY).toHistories().size());
    }

    /** Refunds of today for a purchase of yesterday, and a row that comes late: what a partial keeps its rows for. */
    @Test
    void aPartialContinuedTakesRefundsAndLateRows() {
        TransactionSummarizer net = DAILY.withRefunds(RefundPolicy.NET_CUSTOMER);
        PartialSummary partial = net.partial();
        partial.add("a", DAY.minusDays(3), 5);
        partial.add("a", DAY.minusDays(1), 30);
        partial.toHistories();
        partial.continueUntil(DAY.plusDays(1));
        partial.add("a", DAY.plusDays(1), -10);
        partial.add("a", DAY.minusDays(2), 40);
        PartialSummary atOnce = net.until(DAY.plusDays(1)).partial();
        atOnce.add("a", DAY.minusDays(3), 5);
        atOnce.add("a", DAY.minusDays(2), 40);
        atOnce.add("a", DAY.minusDays(1), 30);
        atOnce.add("a", DAY.plusDays(1), -10);
        assertEquals(atOnce.toHistories(), partial.toHistories());
        assertEquals(atOnce.toSummary().report(), partial.toSummary().report());
        assertEquals(30, partial.toHistories().meanSpend(0));
    }
}
