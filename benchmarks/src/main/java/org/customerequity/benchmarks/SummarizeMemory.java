package org.customerequity.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.value.PeriodUnit;

/**
 * Ten million customers with twenty million transactions in a heap of 1 GiB: run with {@code -Xmx1g}, which is the proof;
 * the figures are for reading.
 *
 * <pre>{@code
 *   java -Xmx1g -cp benchmarks/target/benchmarks.jar org.customerequity.benchmarks.SummarizeMemory
 * }</pre>
 */
public final class SummarizeMemory {
    private SummarizeMemory() {}

    /** Takes the number of customers, ten million if there is none. */
    public static void main(String[] args) {
        int customers = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
        SplittableRandom random = new SplittableRandom(20050901L);
        PartialSummary partial = TransactionSummarizer.per(PeriodUnit.WEEK)
                .until(LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + 999))
                .partial();
        long start = System.nanoTime();
        for (int i = 0; i < 2 * customers; i++) {
            // everyone once, in a scattered order, and then anyone
            long who = i < customers ? i * 7_919L % customers : random.nextInt(customers);
            int day = TransactionLog.FIRST_DAY + (int) (1000L * i / (2 * customers));
            partial.add("C" + (10_000_000 + who), day, random.nextInt(1, 20_000) / 100.0);
        }
        print("read", start);
        PurchaseHistories histories = partial.toHistories();
        print("summed up", start);
        if (histories.size() != customers) {
            throw new IllegalStateException("expected " + customers + " customers, had " + histories);
        }
        System.out.println(partial);
        System.out.println(histories);
        System.gc();
        print("both held", start);
        System.out.printf(
                Locale.ROOT, "heap allowed: %,d MiB%n", Runtime.getRuntime().maxMemory() >> 20);
    }

    private static void print(String what, long start) {
        long used = 0;
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                used += pool.getUsage().getUsed();
                peak += pool.getPeakUsage().getUsed();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-10s %6.1f s, heap used %,5d MiB, sum of the pools' peaks %,5d MiB%n",
                what,
                (System.nanoTime() - start) / 1e9,
                used >> 20,
                peak >> 20);
    }
}
