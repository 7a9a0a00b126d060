package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.SpendPolicy;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Logs small enough to be checked by hand. Day 1 is 2021-03-01, a Monday. */
class PurchaseLogTest {
    private static final TransactionSummarizer DAYS =
            TransactionSummarizer.per(PeriodUnit.DAY).until(day(31));
    private static final TransactionSummarizer NETTING = DAYS.withRefunds(RefundPolicy.NET_CUSTOMER);

    private static LocalDate day(int day) {
        return LocalDate.of(2021, 2, 28).plusDays(day);
    }

    private static Transaction buys(String customer, int day, double amount) {
        return Transaction.of(customer, day(day), amount);
    }

    private static PurchaseLog log(TransactionSummarizer rules, Transaction... transactions) {
        return Stream.of(transactions).collect(rules.toLog());
    }

    private static void assertMessage(String expected, Executable code) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, code).getMessage());
    }

    @Test
    void keepsEveryPurchase() {
        PurchaseLog log = log(
                TransactionSummarizer.per(PeriodUnit.WEEK).until(day(31)).withCurrency("EUR"),
                buys("ann", 15, 30),
                buys("bob", 8, 7),
                buys("ann", 1, 10),
                buys("ann", 5, 15),
                buys("ann", 5, 5));
        assertEquals(2, log.size());
        assertEquals(4, log.totalPurchases());
        assertEquals(List.of("ann", "bob"), log.ids().asList());
        assertEquals(3, log.purchases(0));
        assertEquals(day(1), log.firstDay(0));
        assertEquals(day(5), log.day(0, 1));
        assertEquals(day(8), log.day(1, 0));
        assertArrayEquals(
                new int[] {(int) day(1).toEpochDay(), (int) day(5).toEpochDay(), (int) day(15).toEpochDay()},
                log.epochDays(0));
        assertArrayEquals(new double[] {0, 4 / 7.0, 2}, log.times(0));
        assertArrayEquals(new double[] {4 / 7.0, 10 / 7.0}, log.intervals(0));
        assertArrayEquals(new double[] {0}, log.times(1));
        assertArrayEquals(new double[] {}, log.intervals(1));
        assertArrayEquals(new double[] {10, 20, 30}, log.amounts(0));
        assertEquals(PeriodUnit.WEEK, log.unit());
        assertEquals("EUR", log.currency().orElseThrow().getCurrencyCode());
        assertEquals(Optional.of(day(1)), log.firstDay());
        assertEquals(day(31), log.lastDay());
        assertThrows(IndexOutOfBoundsException.class, () -> log.day(1, 1));
        int none = log.size();
        List<Executable> calls = List.of(
                () -> log.purchases(none),
                () -> log.day(none, 0),
                () -> log.firstDay(none),
                () -> log.epochDays(none),
                () -> log.times(none),
                () -> log.intervals(none),
                () -> log.amounts(none));
        for (Executable call : calls) {
            assertEquals(
                    "Index " + none + " out of bounds for length " + none,
                    assertThrows(IndexOutOfBoundsException.class, call).getMessage());
        }
        assertArrayEquals(new long[] {1, 0, 1, 0, 0}, log.repeatPurchasesByPeriod());
        assertArrayEquals(new long[] {1, 1, 0, 0, 0}, log.acquisitionsByPeriod());

        PurchaseHistory ann = log.histories().row("ann");
        assertEquals(2, ann.intervals().count());
        assertEquals(Math.log(4 / 7.0) + Math.log(10 / 7.0), ann.intervals().sumOfLogs(), 1e-15);
        assertEquals(25, ann.spend().mean());
        assertEquals(Math.log(600) / 2, ann.spend().meanOfLogs(), 1e-15);
        // two logarithms a distance of ln 1.5 apart
        assertEquals(Math.pow(Math.log(1.5), 2) / 2, ann.spend().scatterOfLogs(), 1e-15);
    }

    @Test
    void aLogOfNothing() {
        PurchaseLog log = log(DAYS);
        assertEquals(0, log.size());
        assertEquals(0, log.histories().size());
        assertTrue(log.firstDay().isEmpty());
        assertArrayEquals(new long[0], log.repeatPurchasesByPeriod());
        assertArrayEquals(new int[0], log.purchasesBetween(day(1), day(9)));
        assertEquals(0, log.until(day(3)).size());
        assertArrayEquals(new long[31], log(DAYS.from(day(1))).acquisitionsByPeriod());
    }

    /** On day 10 nobody knew of the refund of day 12: neither that of a part nor that which leaves nothing. */
    @Test
    void aLaterRefundIsNotKnownEarlier() {
        Transaction[] transactions = {
            buys("ann", 1, 10), buys("ann", 4, 20), buys("ann", 12, -15), buys("bob", 2, 5), buys("cem", 3, 9),
            buys("cem", 12, -9), buys("dan", 13, 8), buys("eve", 2, -4), buys("zoe", 1, 2), buys("zoe", 31, -2)
        };
        PurchaseLog log = log(NETTING.withZeroValues(ZeroValuePolicy.DROP), transactions);
        assertEquals(List.of("ann", "bob", "dan"), log.ids().asList());
        assertArrayEquals(new double[] {10, 5}, log.amounts(0));
        PurchaseLog then = log.until(day(10));
        assertEquals(List.of("ann", "bob", "cem", "zoe"), then.ids().asList());
        assertArrayEquals(new double[] {10, 20}, then.amounts(0));
        assertArrayEquals(new double[] {9}, then.amounts(2));
        assertEquals(day(10), then.lastDay());
        assertEquals(then.histories(), log.histories(day(10)));
        assertEquals(20, log.histories(day(10)).row("ann").spend().mean());
        assertEquals(5, log.histories().row("ann").spend().mean());
        assertEquals(
                List.of("ann", "bob", "dan", "zoe"), log.until(day(30)).ids().asList());
        assertEquals(log, log.until(day(31)));
        // a refund of the days between has nothing there to be taken from
        assertArrayEquals(new int[] {0, 0, 0, 0}, log.purchasesBetween(day(10), day(31)));
        // dan was acquired later
        assertArrayEquals(new int[] {1, 0, 0, 0}, log.purchasesBetween(day(3), day(31)));
        assertArrayEquals(new double[] {5, 0, 0, 0}, log.spendBetween(day(3), day(31)));
        assertArrayEquals(new double[] {20, 0, 0, 0}, log.spendBetween(day(3), day(11)));
    }

    @Test
    void bothEdgesOfAPeriod() {
        PurchaseLog log = log(DAYS, buys("ann", 4, 1), buys("ann", 5, 2), buys("ann", 9, 4), buys("bob", 5, 8));
        assertArrayEquals(new int[] {2}, log.purchasesBetween(day(4), day(9)));
        assertArrayEquals(new int[] {1}, log.purchasesBetween(day(4), day(8)));
        assertArrayEquals(new int[] {1, 0}, log.purchasesBetween(day(5), day(9)));
        assertArrayEquals(new double[] {4, 0}, log.spendBetween(day(5), day(9)));
        assertArrayEquals(new int[] {}, log.purchasesBetween(day(3), day(9)));
        assertEquals(1, log.until(day(4)).size());
        assertEquals(0, log.histories(day(4)).age(0));
    }

    @Test
    void timesOfDayAreKeptWherePurchasesAreSeparate() {
        PurchaseLog log = log(
                DAYS.withSameDay(SameDay.SEPARATE),
                new Transaction("ann", LocalDateTime.parse("2021-03-01T12:00"), 1),
                new Transaction("ann", LocalDateTime.parse("2021-03-01T18:00"), 2),
                new Transaction("ann", LocalDateTime.parse("2021-03-03T06:00"), 3),
                new Transaction("bob", LocalDateTime.parse("1969-12-31T06:00"), 3));
        assertArrayEquals(new double[] {0, 0.25, 1.75}, log.times(0));
        assertArrayEquals(new double[] {0.25, 1.5}, log.intervals(0));
        assertEquals(day(3), log.day(0, 2));
        assertEquals(LocalDate.of(1969, 12, 31), log.firstDay(1));
        assertEquals(Math.log(0.25 * 1.5), log.histories().sumOfLogIntervals(0), 1e-15);
        assertArrayEquals(new int[] {1, 0}, log.purchasesBetween(day(1), day(31)));
        assertMessage(
                "until must be in the years 1680 to 2259, was 1600-01-01 (SameDay.SEPARATE counts nanoseconds)",
                () -> log.until(LocalDate.of(1600, 1, 1)));

        PurchaseLog atOnce = log(DAYS.withSameDay(SameDay.SEPARATE), buys("ann", 1, 1), buys("ann", 1, 2));
        assertArrayEquals(new double[] {0}, atOnce.intervals(0));
        assertFalse(atOnce.histories().hasIntervals());
    }

    @Test
    void amountsOfZeroAreTreatedAsAsked() {
        Transaction[] transactions = {
            buys("ann", 1, 0), buys("ann", 3, 10), buys("ann", 5, 0), buys("ann", 7, 0.5), buys("bob", 2, 0)
        };
        PurchaseLog log = log(DAYS, transactions);
        assertFalse(log.histories().hasLogSpend());
        assertMessage(
                "customer \"ann\" on 2021-03-05: amount must be > 0 for a spend model, was 0.0 (after refunds; see"
                        + " SpendPolicy for what else to do with it)",
                () -> log.withSpendPolicy(SpendPolicy.REJECT));
        assertMessage(
                "customer \"ann\" on 2021-03-01: amount must be > 0 for a spend model, was 0.0 (after refunds; see"
                        + " SpendPolicy for what else to do with it)",
                () -> log(DAYS.withMeanSpend(MeanSpend.OF_ALL_PURCHASES), transactions)
                        .withSpendPolicy(SpendPolicy.REJECT));

        PurchaseLog dropped = log.withSpendPolicy(SpendPolicy.DROP_FROM_SPEND);
        assertEquals(3, dropped.histories().frequency(0));
        assertEquals(2, dropped.histories().spendCount(0));
        assertEquals(5.25, dropped.histories().meanSpend(0));
        assertEquals(Math.log(5) / 2, dropped.histories().meanOfLogSpend(0), 1e-15);
        assertEquals(
                new SpendAdjustment(SpendPolicy.DROP_FROM_SPEND, 1, 0, 5, 5, 2, 2, 10.5, 10.5),
                dropped.spendAdjustment());

        PurchaseLog without = log.withSpendPolicy(SpendPolicy.DROP_PURCHASE);
        assertEquals(List.of("ann"), without.ids().asList());
        assertEquals(day(3), without.firstDay(0));
        assertEquals(
                new SpendAdjustment(SpendPolicy.DROP_PURCHASE, 3, 0, 5, 2, 2, 1, 10.5, 10.5),
                without.spendAdjustment());
        assertArrayEquals(new int[] {}, without.purchasesBetween(day(2), day(9)));
        assertArrayEquals(new int[] {1}, without.purchasesBetween(day(3), day(9)));

        PurchaseLog floored = log.withSpendPolicy(SpendPolicy.floor(1));
        assertArrayEquals(new double[] {1, 10, 1, 1}, floored.amounts(0));
        assertEquals(
                new SpendAdjustment(SpendPolicy.floor(1), 4, 0.5, 5, 5, 2, 2, 10.5, 14), floored.spendAdjustment());
        assertEquals(3.5, floored.spendAdjustment().amountAdded());
        assertArrayEquals(new double[] {2, 0}, floored.spendBetween(day(3), day(31)));
        assertEquals(4, floored.histories().meanSpend(0));
        // what was left out before does not stand in the way, nor does a log without zeros in its means
        assertTrue(log(DAYS.withZeroValues(ZeroValuePolicy.COUNT_WITHOUT_SPEND), transactions)
                .withSpendPolicy(SpendPolicy.REJECT)
                .histories()
                .hasLogSpend());
        assertEquals(
                0,
                log(DAYS.withZeroValues(ZeroValuePolicy.COUNT_WITHOUT_SPEND), transactions)
                        .withSpendPolicy(SpendPolicy.DROP_FROM_SPEND)
                        .spendAdjustment()
                        .purchasesTouched());
    }

    @Test
    void argumentsAreCheckedByName() {
        PurchaseLog log = log(DAYS.from(day(5)), buys("ann", 6, 1));
        assertMessage(
                "until must not be after the end of observation 2021-03-31, was 2021-04-01 (what came then is not known)",
                () -> log.until(day(32)));
        assertMessage(
                "until must not be before the start 2021-03-05, was 2021-03-04 (the window begins there)",
                () -> log.histories(day(4)));
        assertMessage(
                "fromExclusive must not be before the start 2021-03-05, was 2021-03-04 (the window begins there)",
                () -> log.purchasesBetween(day(4), day(9)));
        assertMessage(
                "toInclusive must not be after the end of observation 2021-03-31, was 2021-04-01 (what came then is not"
                        + " known)",
                () -> log.spendBetween(day(6), day(32)));
        assertMessage(
                "toInclusive must not be before 2021-03-09, was 2021-03-08 (the period runs forward)",
                () -> log.purchasesBetween(day(9), day(8)));
        assertEquals(
                "log must have a spend policy (PurchaseLog.withSpendPolicy)",
                assertThrows(IllegalStateException.class, log::spendAdjustment).getMessage());
        assertMessage(
                "minimum must be finite and > 0, was 0.0 (the least amount a purchase is taken to have, in the log's"
                        + " currency)",
                () -> SpendPolicy.floor(0));
        assertMessage(
                "minimum must be 0 unless amounts are floored, was 2.0 (see SpendPolicy.floor)",
                () -> new SpendPolicy(SpendPolicy.Treatment.REJECT, 2));
        assertMessage(
                "purchasesBefore must be >= purchases 5, was 4 (none is added)",
                () -> new SpendAdjustment(SpendPolicy.REJECT, 0, 0, 4, 5, 2, 2, 1, 1));
        assertMessage(
                "customersBefore must be >= customers 3, was 2 (none is added)",
                () -> new SpendAdjustment(SpendPolicy.REJECT, 0, 0, 5, 5, 2, 3, 1, 1));
    }

    /** As of an earlier day amounts can come to more than in the end, and to too much. */
    @Test
    void whatNoDoubleHoldsIsNamed() {
        PurchaseLog log =
                log(NETTING, buys("ann", 1, 1), buys("ann", 2, 1e308), buys("ann", 3, 1e308), buys("ann", 9, -1e308));
        assertEquals(0.5e308, log.histories().meanSpend(0));
        String message =
                assertThrows(DataException.class, () -> log.histories(day(8))).getMessage();
        assertTrue(message.startsWith("customer \"ann\" on 2021-03-03: spend must be finite, was "), message);
        assertTrue(message.endsWith("(amounts add up to more than a double holds)"), message);
    }

    @Test
    void logsTravelAndAreComparedByValue() throws IOException, ClassNotFoundException {
        Transaction[] transactions = {buys("ann", 1, 10), buys("ann", 4, 0), buys("ann", 12, -5), buys("bob", 2, 5)};
        PurchaseLog log = log(NETTING, transactions);
        assertEquals(log, copy(log));
        PurchaseLog treated = log.withSpendPolicy(SpendPolicy.DROP_PURCHASE);
        assertEquals(treated, copy(treated));
        assertEquals(treated.hashCode(), copy(treated).hashCode());
        assertEquals(log.histories(day(5)), ((PurchaseLog) copy(log)).histories(day(5)));
        assertNotEquals(log, treated);
        assertNotEquals(log, log(DAYS.withRefunds(RefundPolicy.IGNORE), transactions));
        // the same purchases, but of one only by a refund
        assertNotEquals(log, log(NETTING, buys("ann", 1, 5), buys("ann", 4, 0), buys("bob", 2, 5)));
        assertEquals(
                "PurchaseLog[2 purchases of 2 customers until 2021-03-31, unit DAY, SpendPolicy[treatment=DROP_PURCHASE,"
                        + " minimum=0.0]]",
                treated.toString());
    }

    private static Object copy(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    /** The rows of customers with and without open refunds, long lists of both, interleaved. */
    @Test
    void manyCustomersWithRefunds() {
        PartialSummary partial = NETTING.withZeroValues(ZeroValuePolicy.DROP).partial();
        PartialSummary early =
                NETTING.withZeroValues(ZeroValuePolicy.DROP).until(day(10)).partial();
        for (int i = 0; i < 3000; i++) {
            for (int p = 0; p < 1 + i % 4; p++) {
                partial.add("c" + i, day(1 + p * 3), 5 + p);
                early.add("c" + i, day(1 + p * 3), 5 + p);
            }
            if (i % 3 == 0) {
                partial.add("c" + i, day(20), -7 - i % 5);
            }
        }
        PurchaseLog log = partial.toLog();
        assertTrue(log.size() < 3000);
        assertEquals(early.toLog(), log.until(day(10)));
        assertEquals(3000, log.until(day(10)).size());
    }
}
