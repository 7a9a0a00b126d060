package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.hierarchical.AbeParetoNbd;
import org.customerequity.model.hierarchical.AbePriors;
import org.customerequity.model.hierarchical.CustomerFigure;
import org.customerequity.model.hierarchical.CustomerPosterior;
import org.customerequity.model.hierarchical.HierarchicalParetoNbd;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sampling the posterior of a base of the size of the CDNOW sample on two threads: 4 chains of 1,000 draws, each the tenth step,
 * after 2,000 of warm-up. One run is 113 million customers times sweeps. Run with {@code -prof gc}: a sweep allocates nothing.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
@State(Scope.Benchmark)
public class HierarchicalBenchmark {
    SamplingOptions options = SamplingOptions.defaults().withThinning(10);
    PosteriorQuestions questions = PosteriorQuestions.of(CustomerFigure.purchases(Span.ofWeeks(0, 39)));
    long seed = 20050901L;
    PurchaseHistories histories;
    ExecutorService threads;

    @Setup
    public void simulateCustomers() {
        histories = SimulatedCustomers.inDays(new ParetoNbd(0.553, 10.58, 0.606, 11.67, PeriodUnit.WEEK), 2_357);
        threads = Executors.newFixedThreadPool(2);
    }

    @TearDown
    public void stop() {
        threads.shutdown();
    }

    @Benchmark
    public SamplingOutcome<CustomerPosterior> paretoNbdIntegrated() {
        return paretoNbd(HierarchicalParetoNbd.Engine.INTEGRATED);
    }

    @Benchmark
    public SamplingOutcome<CustomerPosterior> paretoNbdAugmented() {
        return paretoNbd(HierarchicalParetoNbd.Engine.AUGMENTED);
    }

    private SamplingOutcome<CustomerPosterior> paretoNbd(HierarchicalParetoNbd.Engine engine) {
        return HierarchicalParetoNbd.of(ParetoNbdPriors.vague())
                .withEngine(engine)
                .withOptions(options)
                .withQuestions(questions)
                .sampleOn(threads, histories, new SplittableRandom(seed));
    }

    @Benchmark
    public SamplingOutcome<CustomerPosterior> abe() {
        return AbeParetoNbd.of(AbePriors.weak())
                .withOptions(options)
                .withQuestions(questions)
                .sampleOn(threads, histories, new SplittableRandom(seed));
    }
}
