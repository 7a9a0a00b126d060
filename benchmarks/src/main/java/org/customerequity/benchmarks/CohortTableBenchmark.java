package org.customerequity.benchmarks;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.retention.cohort.CohortClock;
import org.customerequity.retention.cohort.CohortRules;
import org.customerequity.retention.cohort.CohortTable;
import org.customerequity.retention.cohort.CohortTableBuilder;
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
 * From activity to a monthly cohort table: of a purchase log and of columns of days, beside a bare count of distinct customers by
 * cohort month and age in hash maps. Run with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@State(Scope.Benchmark)
public class CohortTableBenchmark {
    @Param({"1000000", "5000000"})
    int rows;

    @Param({"TENURE", "CALENDAR"})
    CohortClock clock;

    PurchaseLog log;
    int[][] days;
    double[][] amounts;
    LocalDate end = LocalDate.ofEpochDay(TransactionLog.FIRST_DAY + TransactionLog.DAYS);

    @Setup
    public void simulateActivity() {
        SplittableRandom random = new SplittableRandom(20050901L);
        days = new int[rows / 5][];
        amounts = new double[rows / 5][];
        PartialSummary partial =
                TransactionSummarizer.per(PeriodUnit.MONTH).until(end).partial();
        for (int i = 0; i < days.length; i++) {
            int first = TransactionLog.FIRST_DAY + random.nextInt(TransactionLog.DAYS);
            days[i] = random.ints(5, first, (int) end.toEpochDay() + 1).sorted().toArray();
            amounts[i] = random.doubles(5, 1, 200).toArray();
            String id = Integer.toString(10_000_000 + i);
            for (int j = 0; j < 5; j++) {
                partial.add(id, days[i][j], amounts[i][j]);
            }
        }
        log = partial.toLog();
    }

    @Benchmark
    public CohortTable ofPurchaseLog() {
        return CohortRules.per(PeriodUnit.MONTH, clock).tableOf(log);
    }

    @Benchmark
    public CohortTable ofColumns() {
        CohortTableBuilder builder = CohortRules.per(PeriodUnit.MONTH, clock).builder(end);
        for (int i = 0; i < days.length; i++) {
            builder.add("", LocalDate.ofEpochDay(days[i][0]), days[i], amounts[i]);
        }
        return builder.toTable();
    }

    /** Calendar months, customers already together: no revenue, no orders, nothing absent. */
    @Benchmark
    public Map<Long, Integer> hashMap() {
        Map<Long, Integer> cells = new HashMap<>();
        for (int[] own : days) {
            LocalDate first = LocalDate.ofEpochDay(own[0]);
            long cohort = 12L * first.getYear() + first.getMonthValue();
            Set<Long> ages = new HashSet<>();
            for (int day : own) {
                LocalDate date = LocalDate.ofEpochDay(day);
                long age = 12L * date.getYear() + date.getMonthValue() - cohort;
                if (ages.add(age)) {
                    cells.merge(cohort << 32 | age, 1, Integer::sum);
                }
            }
        }
        return cells;
    }
}
