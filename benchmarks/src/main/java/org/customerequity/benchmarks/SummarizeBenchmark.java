package org.customerequity.benchmarks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.Transaction;
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
 * From transactions to purchase histories, beside what cannot be avoided: a hash map that only counts the rows of each
 * customer, with neither days nor amounts nor any columns made. Run with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@State(Scope.Benchmark)
public class SummarizeBenchmark {
    @Param({"1000000", "5000000"})
    int rows;

    TransactionLog log;
    List<Transaction> transactions;

    TransactionSummarizer summarizer = TransactionSummarizer.per(PeriodUnit.WEEK)
            .until(LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + TransactionLog.DAYS));

    @Setup
    public void simulateTransactions() {
        log = new TransactionLog(rows);
        transactions = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            transactions.add(Transaction.of(log.customers[i], LocalDate.ofEpochDay(log.days[i]), log.amounts[i]));
        }
    }

    @Benchmark
    public Map<String, long[]> bareHashAggregation() {
        Map<String, long[]> counts = new HashMap<>();
        for (String customer : log.customers) {
            long[] count = counts.get(customer);
            if (count == null) {
                count = new long[1];
                counts.put(customer, count);
            }
            count[0]++;
        }
        return counts;
    }

    @Benchmark
    public PurchaseHistories columns() {
        PartialSummary partial = summarizer.partial();
        for (int i = 0; i < rows; i++) {
            partial.add(log.customers[i], log.days[i], log.amounts[i]);
        }
        return partial.toHistories();
    }

    @Benchmark
    public PurchaseHistories stream() {
        return transactions.stream().collect(summarizer.toHistories());
    }
}
