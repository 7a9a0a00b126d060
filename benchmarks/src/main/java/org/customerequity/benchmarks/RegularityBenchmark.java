package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.hierarchical.CustomerFigure;
import org.customerequity.model.hierarchical.CustomerPosterior;
import org.customerequity.model.hierarchical.ParetoGgg;
import org.customerequity.model.hierarchical.ParetoNbdPriors;
import org.customerequity.model.hierarchical.PosteriorQuestions;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The Pareto/GGG on a base like CDNOW's: 200 sweeps of two chains on two threads, with 10 or 100 draws kept of each, so that the
 * difference is what a draw of the answers costs. Per customer and sweep, divide by 2 x 200 x customers, times two threads.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(2)
@State(Scope.Benchmark)
public class RegularityBenchmark {
    private static final int SWEEPS = 200;
    private static final int WARMUP = 100;

    @Param({"2357"})
    int customers;

    @Param({"10", "100"})
    int draws;

    PurchaseHistories histories;
    ParetoGgg model;
    ExecutorService pool;

    @Setup
    public void simulateCustomers() {
        histories = SimulatedCustomers.distinct(new ParetoNbd(0.55, 10.6, 0.6, 11.7, PeriodUnit.WEEK), customers);
        model = ParetoGgg.of(ParetoNbdPriors.vague())
                .withOptions(SamplingOptions.defaults()
                        .withChains(2)
                        .withWarmup(WARMUP)
                        .withDraws(draws)
                        .withThinning((SWEEPS - WARMUP) / draws))
                .withQuestions(PosteriorQuestions.of(CustomerFigure.purchases(Span.ofWeeks(0, 39))));
        pool = Executors.newFixedThreadPool(2);
    }

    @TearDown
    public void close() {
        pool.shutdown();
    }

    @Benchmark
    public SamplingOutcome<CustomerPosterior> sample() {
        return model.sampleOn(pool, histories, new SplittableRandom(1));
    }
}
