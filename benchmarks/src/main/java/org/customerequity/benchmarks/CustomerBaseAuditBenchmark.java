package org.customerequity.benchmarks;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.segment.lens.CustomerBaseAudit;
import org.customerequity.segment.lens.OneCohort;
import org.customerequity.segment.lens.TwoPeriods;
import org.customerequity.segment.lens.ValueBand;
import org.customerequity.segment.lens.ValueBridge;
import org.customerequity.segment.lens.WholeBase;
import org.customerequity.value.MarginRatio;
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
 * The customer-base audit by months: made from a log, and each of its lenses; beside what a bare hash map takes to add up the same
 * transactions by customer and month. Run with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@State(Scope.Benchmark)
public class CustomerBaseAuditBenchmark {
    @Param({"1000000"})
    int rows;

    TransactionLog transactions;
    PurchaseLog log;
    CustomerBaseAudit audit;
    MarginRatio margin = MarginRatio.of(0.40);
    ReportingPeriod month = ReportingPeriod.ofMonth(2020, 6);
    ReportingPeriod next = ReportingPeriod.ofMonth(2020, 7);

    @Setup
    public void simulateTransactions() {
        transactions = new TransactionLog(rows);
        LocalDate end = LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + TransactionLog.DAYS - 1L);
        PartialSummary partial =
                TransactionSummarizer.per(PeriodUnit.MONTH).until(end).partial();
        for (int i = 0; i < rows; i++) {
            partial.add(transactions.customers[i], transactions.days[i], transactions.amounts[i]);
        }
        log = partial.toLog();
        audit = CustomerBaseAudit.of(log, PeriodUnit.MONTH, margin);
    }

    @Benchmark
    public CustomerBaseAudit audit() {
        return CustomerBaseAudit.of(log, PeriodUnit.MONTH, margin);
    }

    @Benchmark
    public List<ValueBand> lensOneDeciles() {
        return audit.onePeriod(month).decilesByProfit();
    }

    @Benchmark
    public ValueBridge lensTwoBridge() {
        TwoPeriods two = audit.twoPeriods(month, next);
        return two.revenueBridge();
    }

    @Benchmark
    public OneCohort lensThree() {
        return audit.cohort(month);
    }

    @Benchmark
    public WholeBase lensFive() {
        return audit.wholeBase();
    }

    /** Revenue only, without orders, cohorts or anything that a lens shows. */
    @Benchmark
    public Map<String, double[]> hashMap() {
        int[] monthOf = new int[TransactionLog.DAYS];
        for (int d = 0; d < monthOf.length; d++) {
            LocalDate day = LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + (long) d);
            monthOf[d] = 12 * (day.getYear() - 2020) + day.getMonthValue() - 1;
        }
        Map<String, double[]> revenue = new HashMap<>();
        for (int i = 0; i < rows; i++) {
            double[] months = revenue.computeIfAbsent(transactions.customers[i], c -> new double[24]);
            months[monthOf[transactions.days[i] - TransactionLog.FIRST_DAY]] += transactions.amounts[i];
        }
        return revenue;
    }
}
