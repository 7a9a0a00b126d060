package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.posterior.AdaptiveMetropolis;
import org.customerequity.fit.posterior.ChainDiagnostics;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.diagnosis.PosteriorForecast;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
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

/** What a posterior costs beside the fit, on a base of the size of the CDNOW sample with times in whole days. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Benchmark)
public class PosteriorBenchmark {
    Span ahead = Span.ofWeeks(0, 39);
    PurchaseHistories histories;
    AdaptiveMetropolis<BgNbd> sampler;
    Posterior<BgNbd> thin;
    double[][] chains;

    @Setup
    public void sampleOnce() {
        BgNbd truth = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
        histories = SimulatedCustomers.inDays(truth, 2_357);
        sampler = AdaptiveMetropolis.of(() -> BgNbd.likelihood(histories), truth);
        Posterior<BgNbd> posterior = sampler.sample(new SplittableRandom(1)).orThrow();
        chains = posterior.draws().chains("alpha");
        thin = posterior.thinned(10);
    }

    @Benchmark
    public FitOutcome<BgNbd> baselineFit() {
        return BgNbd.fit(histories);
    }

    @Benchmark
    public SamplingOutcome<Posterior<BgNbd>> posterior() {
        return sampler.sample(new SplittableRandom(1));
    }

    @Benchmark
    public ChainDiagnostics diagnostics() {
        return ChainDiagnostics.of(chains);
    }

    @Benchmark
    public DrawSummary expectedTotalOf400Draws() {
        return PosteriorForecast.of(thin, histories, ahead).expectedTotal();
    }

    @Benchmark
    public DrawSummary simulatedTotalOf400Draws() {
        return PosteriorForecast.of(thin, histories, ahead).simulatedTotal(new SplittableRandom(1));
    }
}
