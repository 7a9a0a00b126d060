package org.customerequity.benchmarks;

import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.RunningSummary;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.activity.ActivityLogBuilder;
import org.customerequity.metric.order.CustomerOrders;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.RatioOfSums;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rows a second into each accumulator, in the order of time, beside a bare hash map that keeps a count and a sum a customer: what a
 * few lines by hand would do, without days, policies or anything made of it. Run with {@code -prof gc}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@State(Scope.Benchmark)
public class StreamingBenchmark {
    static final int ROWS = 1_000_000;

    TransactionLog log;
    int[] orders;
    Currency currency = Currency.getInstance("EUR");

    TransactionSummarizer summarizer = TransactionSummarizer.per(PeriodUnit.WEEK)
            .until(LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + TransactionLog.DAYS));

    @Setup
    public void simulateTransactions() {
        log = new TransactionLog(ROWS);
        orders = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            orders[i] = 1 + i % 4;
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Map<String, double[]> bareHashMap() {
        Map<String, double[]> sums = new HashMap<>();
        for (int i = 0; i < ROWS; i++) {
            double[] sum = sums.get(log.customers[i]);
            if (sum == null) {
                sum = new double[2];
                sums.put(log.customers[i], sum);
            }
            sum[0]++;
            sum[1] += log.amounts[i];
        }
        return sums;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public RunningSummary runningSummary() {
        RunningSummary running = summarizer.running();
        for (int i = 0; i < ROWS; i++) {
            running.add(log.customers[i], log.days[i], log.amounts[i]);
        }
        return running;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public PartialSummary partialSummary() {
        PartialSummary partial = summarizer.partial();
        for (int i = 0; i < ROWS; i++) {
            partial.add(log.customers[i], log.days[i], log.amounts[i]);
        }
        return partial;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public ActivityLogBuilder activityLog() {
        ActivityLogBuilder builder = ActivityLog.builder();
        for (int i = 0; i < ROWS; i++) {
            builder.add(log.customers[i], log.days[i]);
        }
        return builder;
    }

    /** One row a customer here, as it comes out of a grouping. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public CustomerOrders customerOrders() {
        CustomerOrders sum = CustomerOrders.none(currency, PeriodUnit.MONTH);
        for (int i = 0; i < ROWS; i++) {
            sum = sum.plusCustomer(log.amounts[i], orders[i]);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public CustomerOrders customerOrdersByColumn() {
        return CustomerOrders.ofColumns(log.amounts, orders, currency, PeriodUnit.MONTH);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public RatioOfSums ratioOfSums() {
        RatioOfSums sum = RatioOfSums.empty("revenue", "orders");
        for (int i = 0; i < ROWS; i++) {
            sum = sum.plusUnit(log.amounts[i], orders[i]);
        }
        return sum;
    }
}
