package org.customerequity.benchmarks;

import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
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
 * Fitting a purchase model to customers simulated from it, beside one logarithm and one exponential a customer: the least
 * that one pass over them costs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class PurchaseFitBenchmark {
    /** The shape of the base. */
    public enum Base {
        /** 2,357 customers whose times are whole days, as in the CDNOW sample. */
        CDNOW_SIZED,
        /** 100,000 customers, all different where they bought again. */
        HUNDRED_THOUSAND_DISTINCT
    }

    @Param
    Candidate candidate;

    @Param
    Base base;

    double exponent = -0.793;
    PurchaseHistories histories;

    @Setup
    public void simulateCustomers() {
        histories = switch (base) {
            case CDNOW_SIZED -> SimulatedCustomers.inDays(candidate.published(), 2_357);
            case HUNDRED_THOUSAND_DISTINCT -> SimulatedCustomers.distinct(candidate.published(), 100_000);
        };
    }

    @Benchmark
    public double baselineOneLogAndOneExp() {
        double sum = 0;
        for (int i = 0; i < histories.size(); i++) {
            sum += Math.exp(exponent * Math.log(1 + histories.recency(i) + histories.age(i)));
        }
        return sum;
    }

    @Benchmark
    public FitOutcome<?> fit() {
        return candidate.fit(histories);
    }
}
