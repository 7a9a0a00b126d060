package org.customerequity.benchmarks;

import java.util.Currency;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.value.PeriodUnit;
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

/** Spend models of single amounts: fitted to as many repeat buyers as CDNOW has and to 100,000, and scoring a million. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class LogNormalSpendBenchmark {
    // not final: a constant model could be folded into the loop
    LogNormalSpend model = new LogNormalSpend(26.9, 0.22, 0.316);
    PurchaseHistories cdnowSized;
    PurchaseHistories hundredThousand;
    PurchaseHistories million;

    @Setup
    public void simulateCustomers() {
        SplittableRandom random = new SplittableRandom(20130201L);
        cdnowSized = simulate(946, random);
        hundredThousand = simulate(100_000, random);
        million = simulate(1_000_000, random);
    }

    private PurchaseHistories simulate(int customers, SplittableRandom random) {
        int[] n = new int[customers];
        double[] recency = new double[customers];
        double[] age = new double[customers];
        double[] mean = new double[customers];
        double[] meanOfLogs = new double[customers];
        double[] scatterOfLogs = new double[customers];
        for (int i = 0; i < customers; i++) {
            n[i] = 1 + (int) (1.6 * random.nextExponential());
            age[i] = 27 + 12 * random.nextDouble();
            recency[i] = age[i] * random.nextDouble();
            SpendSummary spend = SpendSummary.ofAmounts(model.simulateSpend(SpendSummary.none(), n[i], random));
            mean[i] = spend.mean();
            meanOfLogs[i] = spend.meanOfLogs();
            scatterOfLogs[i] = spend.scatterOfLogs();
        }
        return PurchaseHistories.ofColumns(n, recency, age, PeriodUnit.WEEK)
                .withSpend(n, mean, Currency.getInstance("USD"))
                .withLogSpend(meanOfLogs, scatterOfLogs);
    }

    @Benchmark
    public FitOutcome<LogNormalSpend> fitCdnowSized() {
        return LogNormalSpend.fit(cdnowSized);
    }

    @Benchmark
    public FitOutcome<LogNormalSpend> fitHundredThousand() {
        return LogNormalSpend.fit(hundredThousand);
    }

    @Benchmark
    public FitOutcome<GammaGamma> fitGammaGammaToHundredThousand() {
        return GammaGamma.fitTransactions(hundredThousand);
    }

    @Benchmark
    public double[] scoreMillion() {
        return model.expectedSpend(million);
    }

    @Benchmark
    public double[] likelihoodsOfMillion() {
        return model.logLikelihoodOfTransactions(million);
    }

    /** What a score must cost at least: one exponential and one division a row. */
    @Benchmark
    public double[] baselineOneExponential() {
        double[] out = new double[million.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp(million.meanOfLogSpend(i) / million.spendCount(i));
        }
        return out;
    }
}
