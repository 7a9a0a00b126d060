package org.customerequity.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.acquisition.AcquiredCustomers;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.acquisition.AcquisitionCost.Definition;
import org.customerequity.acquisition.AcquisitionExpense;
import org.customerequity.acquisition.AcquisitionLedger;
import org.customerequity.acquisition.SharedCostKey;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 100,000 entries of 50 channels in 36 months: booking them, beside a bare hash map of sums, and what is read off the ledger.
 * Run with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class AcquisitionLedgerBenchmark {
    private static final int ENTRIES = 100_000;

    private final String[] channel = new String[ENTRIES];
    private final ReportingPeriod[] month = new ReportingPeriod[ENTRIES];
    private final AcquisitionExpense[] kind = new AcquisitionExpense[ENTRIES];
    private final CurrencyAmount[] amount = new CurrencyAmount[ENTRIES];
    private final AcquiredCustomers[] won = new AcquiredCustomers[ENTRIES];
    private AcquisitionLedger ledger;

    @Setup
    public void book() {
        SplittableRandom random = new SplittableRandom(20261123);
        List<ReportingPeriod> months = new ReportingPeriod(
                        ReportingPeriod.ofYear(2024).from(),
                        ReportingPeriod.ofYear(2026).to())
                .split(PeriodUnit.MONTH);
        AcquisitionExpense[] kinds = AcquisitionExpense.values();
        for (int i = 0; i < ENTRIES; i++) {
            channel[i] = "channel " + random.nextInt(50);
            month[i] = months.get(random.nextInt(months.size()));
            kind[i] = kinds[random.nextInt(kinds.length)];
            amount[i] = CurrencyAmount.of("USD", random.nextInt(1_000_000) / 100.0);
            won[i] = AcquiredCustomers.of(random.nextInt(20), random.nextInt(5));
        }
        ledger = booked();
        AcquisitionLedger.Builder shared = AcquisitionLedger.builder("USD", PeriodUnit.MONTH);
        months.forEach(m -> shared.sharedSpend(m, AcquisitionExpense.OVERHEAD, CurrencyAmount.of("USD", 40_000)));
        ledger = ledger.plus(shared.build());
    }

    @Benchmark
    public AcquisitionLedger booked() {
        AcquisitionLedger.Builder builder = AcquisitionLedger.builder("USD", PeriodUnit.MONTH);
        for (int i = 0; i < ENTRIES; i++) {
            builder.spend(channel[i], month[i], kind[i], amount[i]).won(channel[i], month[i], won[i]);
        }
        return builder.build();
    }

    /** What the sums cost without a ledger: inexact, one currency taken on trust. */
    @Benchmark
    public Map<String, double[]> bareHashMap() {
        Map<String, double[]> sums = new HashMap<>();
        for (int i = 0; i < ENTRIES; i++) {
            double[] cell = sums.computeIfAbsent(channel[i] + month[i].from(), key -> new double[7]);
            cell[kind[i].ordinal()] += amount[i].value();
            cell[5] += won[i].paid();
            cell[6] += won[i].organic();
        }
        return sums;
    }

    @Benchmark
    public Map<String, AcquisitionCost> allocatedByChannel() {
        return ledger.allocated(SharedCostKey.BY_MEDIA_SPEND).costsByChannel(Definition.FULLY_LOADED);
    }

    @Benchmark
    public Map<ReportingPeriod, AcquisitionCost> byPeriod() {
        return ledger.costs(Definition.BLENDED);
    }
}
