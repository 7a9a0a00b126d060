package org.customerequity.history;

import static org.customerequity.Checks.close;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Currency;
import java.util.function.IntFunction;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.activity.ActivityLogBuilder;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.ContractLogBuilder;
import org.customerequity.history.contract.DuplicateContracts;
import org.customerequity.history.contract.Ending;
import org.customerequity.metric.order.CustomerOrders;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.RatioOfSums;
import org.junit.jupiter.api.Test;

/**
 * Accumulators on millions of rows: the order of merging does not matter, and what they hold grows with the keys and not with the
 * rows. Rows are drawn by a counter, so that none is kept and any part can draw its own.
 */
class StreamingTest {
    private static final int CUSTOMERS = 20_000;
    private static final int FIRST_DAY = 18_262;
    private static final int DAYS = 731;
    private static final int PARTS = 3;
    private static final Currency EURO = Currency.getInstance("EUR");
    private static final String[] IDS = new String[CUSTOMERS];

    static {
        for (int i = 0; i < CUSTOMERS; i++) {
            IDS[i] = "C" + (10_000_000 + 7 * i);
        }
    }

    /** SplitMix64 of a row number. */
    private static long draw(long row) {
        long z = row * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static int customer(long drawn) {
        return (int) ((drawn >>> 40) * CUSTOMERS >>> 24);
    }

    private static double amount(long drawn) {
        return (drawn & 0x3FFF) / 100.0;
    }

    private static int part(int customer) {
        return customer % PARTS;
    }

    @Test
    void fiveMillionTransactionsInAnyPartsAreTheSameHistories() {
        int rows = 5_000_000;
        TransactionSummarizer weekly =
                TransactionSummarizer.per(PeriodUnit.WEEK).until(LocalDate.ofEpochDay(FIRST_DAY + DAYS));
        RunningSummary whole = weekly.running();
        RunningSummary[] parts = {weekly.running(), weekly.running(), weekly.running()};
        for (int i = 0; i < rows; i++) {
            long drawn = draw(i);
            int customer = customer(drawn);
            int day = FIRST_DAY + (int) ((long) DAYS * i / rows);
            whole.add(IDS[customer], day, amount(drawn));
            parts[part(customer)].add(IDS[customer], day, amount(drawn));
        }
        PurchaseHistories expected = whole.toHistories();
        assertEquals(CUSTOMERS, expected.size());
        // (c + a) + b, and then b + (a + c) on top of what has nothing
        RunningSummary caThenB =
                weekly.running().combine(parts[2]).combine(parts[0]).combine(parts[1]);
        assertEquals(expected, caThenB.toHistories());
        RunningSummary ac = parts[0].combine(parts[2]);
        assertEquals(expected, parts[1].combine(ac).toHistories());
        assertEquals(rows, parts[1].rowsRead());
    }

    @Test
    void fiveMillionUnitsInAnyPartsAreTheSameRatio() {
        int rows = 5_000_000;
        RatioOfSums whole = RatioOfSums.empty("revenue", "orders");
        RatioOfSums[] parts = {whole, whole, whole};
        for (int i = 0; i < rows; i++) {
            long drawn = draw(i);
            double orders = 1 + (drawn >>> 60);
            int part = part(customer(drawn));
            whole = whole.plusUnit(amount(drawn), orders);
            parts[part] = parts[part].plusUnit(amount(drawn), orders);
        }
        RatioOfSums left = parts[0].plus(parts[1]).plus(parts[2]);
        RatioOfSums right = parts[2].plus(parts[1].plus(parts[0]));
        for (RatioOfSums merged : new RatioOfSums[] {left, right}) {
            assertEquals(rows, merged.units());
            // sums of five million rounded terms: a few units in the last place for each thousand of them
            close(whole.value(), merged.value(), 1e-12);
            close(whole.standardError(), merged.standardError(), 1e-11);
        }
    }

    @Test
    void ordersOfCustomersInAnyParts() {
        int customers = 500_000;
        double[] revenue = new double[customers];
        int[] orders = new int[customers];
        CustomerOrders none = CustomerOrders.none(EURO, PeriodUnit.MONTH);
        CustomerOrders[] parts = {none, none, none};
        for (int i = 0; i < customers; i++) {
            long drawn = draw(i);
            revenue[i] = amount(drawn);
            orders[i] = 1 + (int) (drawn >>> 61);
            parts[part(i)] = parts[part(i)].plusCustomer(revenue[i], orders[i]);
        }
        CustomerOrders whole = CustomerOrders.ofColumns(revenue, orders, EURO, PeriodUnit.MONTH);
        CustomerOrders left = parts[0].plus(parts[1]).plus(parts[2]);
        CustomerOrders right = parts[1].plus(parts[2].plus(parts[0]));
        for (CustomerOrders merged : new CustomerOrders[] {left, right}) {
            assertEquals(whole.customers(), merged.customers());
            assertEquals(whole.repeaters(), merged.repeaters());
            assertEquals(
                    whole.ordersPerCustomer().ratio(),
                    merged.ordersPerCustomer().ratio(),
                    "whole numbers");
            close(whole.revenuePerOrder().value(), merged.revenuePerOrder().value(), 1e-12);
            close(
                    whole.revenuePerOrder().standardError(),
                    merged.revenuePerOrder().standardError(),
                    1e-11);
        }
    }

    @Test
    void activitiesInAnyPartsAndOrder() {
        int rows = 300_000;
        ActivityLogBuilder whole = ActivityLog.builder();
        ActivityLogBuilder[] parts = {ActivityLog.builder(), ActivityLog.builder(), ActivityLog.builder()};
        for (int i = 0; i < rows; i++) {
            long drawn = draw(i);
            int day = FIRST_DAY + (int) (drawn & 15);
            whole.add(IDS[customer(drawn)], day);
            // by row, not by customer: the same day of the same customer comes in several parts
            parts[i % PARTS].add(IDS[customer(drawn)], day);
        }
        ActivityLog expected = whole.build();
        ActivityLogBuilder ca =
                ActivityLog.builder().combine(parts[2]).combine(parts[0]).combine(parts[1]);
        assertEquals(expected, ca.build());
        assertEquals(expected, parts[1].combine(parts[0].combine(parts[2])).build());
        assertTrue(expected.totalActiveDays() < rows * 0.8, "many came twice");
    }

    @Test
    void contractsInAnyPartsAndOrder() {
        int rows = 100_000;
        var rules = ContractLog.per(PeriodUnit.MONTH).withDuplicates(DuplicateContracts.KEEP);
        ContractLogBuilder whole = rules.builder();
        ContractLogBuilder[] parts = {rules.builder(), rules.builder(), rules.builder()};
        for (int i = 0; i < rows; i++) {
            long drawn = draw(i);
            LocalDate start = LocalDate.ofEpochDay(FIRST_DAY + (drawn & 511));
            LocalDate end = start.plusDays(1 + (drawn >>> 10 & 255));
            String id = IDS[customer(drawn)];
            whole.add(id, start, end, amount(drawn), Ending.VOLUNTARY);
            parts[i % PARTS].add(id, start, end, amount(drawn), Ending.VOLUNTARY);
        }
        ContractLog expected = whole.build();
        assertEquals(
                expected,
                rules.builder()
                        .combine(parts[2])
                        .combine(parts[0])
                        .combine(parts[1])
                        .build());
        assertEquals(expected, parts[1].combine(parts[0].combine(parts[2])).build());
    }

    // ---------------------------------------------------------------- memory

    /** Ten times the rows of the same customers, over ten times the days. */
    @Test
    void aRunningSummaryGrowsWithTheCustomersOnly() {
        TransactionSummarizer daily = TransactionSummarizer.per(PeriodUnit.DAY).until(LocalDate.ofEpochDay(30_000));
        IntFunction<Object> after = rows -> {
            RunningSummary running = daily.running();
            for (int i = 0; i < rows; i++) {
                long drawn = draw(i);
                running.add(IDS[customer(drawn) % 5_000], FIRST_DAY + i / 2_000, amount(drawn));
            }
            return running;
        };
        assertConstant(after, 100_000, 0.02);
    }

    /** Ten times the events of the same customers on the same days. */
    @Test
    void anActivityLogGrowsWithTheActiveDaysOnly() {
        IntFunction<Object> after = rows -> {
            ActivityLogBuilder builder = ActivityLog.builder();
            for (int i = 0; i < rows; i++) {
                long drawn = draw(i % 20_000);
                builder.add(IDS[customer(drawn)], FIRST_DAY + (int) (drawn & 31));
            }
            return builder;
        };
        assertConstant(after, 100_000, 0.0001);
    }

    @Test
    void sumsDoNotGrowAtAll() {
        IntFunction<Object> ratio = rows -> {
            RatioOfSums sum = RatioOfSums.empty("revenue", "orders");
            for (int i = 0; i < rows; i++) {
                sum = sum.plusUnit(amount(draw(i)), 1);
            }
            return sum;
        };
        assertConstant(ratio, 20_000, 0);
        IntFunction<Object> orders = rows -> {
            CustomerOrders sum = CustomerOrders.none(EURO, PeriodUnit.MONTH);
            for (int i = 0; i < rows; i++) {
                sum = sum.plusCustomer(amount(draw(i)), 1);
            }
            return sum;
        };
        assertConstant(orders, 20_000, 0);
    }

    private static void assertConstant(IntFunction<Object> after, int rows, double tolerance) {
        long one = serializedSize(after.apply(rows));
        long ten = serializedSize(after.apply(10 * rows));
        assertTrue(one > 100, "it holds something");
        assertTrue(ten <= one * (1 + tolerance), () -> one + " bytes grew to " + ten);
    }

    private static long serializedSize(Object object) {
        long[] count = {0};
        try (ObjectOutputStream out = new ObjectOutputStream(new OutputStream() {
            @Override
            public void write(int b) {
                count[0]++;
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                count[0] += length;
            }
        })) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return count[0];
    }
}
