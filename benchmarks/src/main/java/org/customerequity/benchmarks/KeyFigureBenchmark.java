package org.customerequity.benchmarks;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.metric.journey.Outcome;
import org.customerequity.metric.journey.TimeInStage;
import org.customerequity.metric.order.PeriodOrders;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
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
 * The order figures of a quarter from a purchase log, beside a bare hash map over the same transactions that gives average order
 * value and frequency only; and time in stage of as many deals. Run with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@State(Scope.Benchmark)
public class KeyFigureBenchmark {
    @Param({"1000000", "5000000"})
    int rows;

    ReportingPeriod quarter = ReportingPeriod.ofQuarter(2021, 1);
    TransactionLog transactions;
    PurchaseLog purchases;
    double[] days;
    Outcome[] outcomes;

    @Setup
    public void simulate() {
        transactions = new TransactionLog(rows);
        PartialSummary partial = TransactionSummarizer.per(PeriodUnit.WEEK)
                .until(LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + TransactionLog.DAYS))
                .withCurrency("EUR")
                .partial();
        for (int i = 0; i < rows; i++) {
            partial.add(transactions.customers[i], transactions.days[i], transactions.amounts[i]);
        }
        purchases = partial.toLog();
        SplittableRandom random = new SplittableRandom(20261123L);
        days = new double[rows];
        outcomes = new Outcome[rows];
        for (int i = 0; i < rows; i++) {
            days[i] = random.nextInt(365);
            outcomes[i] = Outcome.values()[random.nextInt(3)];
        }
    }

    @Benchmark
    public PeriodOrders ordersOfAQuarter() {
        return PeriodOrders.of(purchases, quarter);
    }

    /** What a hand-written report does: one map entry a customer, sums of money and orders. */
    @Benchmark
    public double[] bareHashMap() {
        long from = quarter.from().toEpochDay();
        long to = quarter.to().toEpochDay();
        Map<String, double[]> customers = new HashMap<>();
        for (int i = 0; i < rows; i++) {
            long day = transactions.days[i];
            if (day >= from && day < to) {
                double[] sums = customers.computeIfAbsent(transactions.customers[i], id -> new double[2]);
                sums[0] += transactions.amounts[i];
                sums[1]++;
            }
        }
        double revenue = 0;
        double orders = 0;
        for (double[] sums : customers.values()) {
            revenue += sums[0];
            orders += sums[1];
        }
        return new double[] {revenue / orders, orders / customers.size()};
    }

    @Benchmark
    public double wonWithinNinetyDays() {
        return TimeInStage.ofColumns(days, outcomes).wonByEstimate(90).standardError();
    }
}
