package org.customerequity.benchmarks;

import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.value.PeriodUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What keeping every purchase costs, beside a plain summary of the same partial, and what it saves: histories as of an
 * earlier day without reading the transactions again. Run with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@State(Scope.Benchmark)
public class PurchaseLogBenchmark {
    @Param({"1000000", "5000000"})
    int rows;

    PartialSummary partial;
    PurchaseLog purchases;
    LocalDate middle = LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + TransactionLog.DAYS / 2);
    LocalDate end = LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + TransactionLog.DAYS);

    @Setup
    public void simulateTransactions() {
        TransactionLog log = new TransactionLog(rows);
        partial = TransactionSummarizer.per(PeriodUnit.WEEK).until(end).partial();
        for (int i = 0; i < rows; i++) {
            partial.add(log.customers[i], log.days[i], log.amounts[i]);
        }
        purchases = partial.toLog();
    }

    @Benchmark
    public PurchaseHistories summary() {
        return partial.toHistories();
    }

    @Benchmark
    public PurchaseLog log() {
        return partial.toLog();
    }

    @Benchmark
    public PurchaseHistories historiesWithLogarithms() {
        return purchases.histories();
    }

    @Benchmark
    public PurchaseHistories historiesHalfWay() {
        return purchases.histories(middle);
    }

    @Benchmark
    public int[] purchasesAfterHalfWay() {
        return purchases.purchasesBetween(middle, end);
    }

    @Benchmark
    public long[] repeatPurchasesByPeriod() {
        return purchases.repeatPurchasesByPeriod();
    }
}
