package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.FitOutcome;
import org.customerequity.model.ParetoNbd;
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

/** Fitting the Pareto/NBD to customers that are all different, beside one pass of the logarithms and exponentials it needs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class ParetoNbdFitBenchmark {
    /** 2,357 is the size of the CDNOW sample. */
    @Param({"2357", "100000", "1000000"})
    int customers;

    PurchaseHistories histories;

    @Setup
    public void simulateCustomers() {
        histories = SimulatedCustomers.ofParetoNbd(customers, new SplittableRandom(20050901L));
    }

    /** What one exact evaluation cannot do without: eight nodes a row, with a logarithm and two exponentials each. */
    @Benchmark
    public double baselineOnePassOfLogsAndExps() {
        double sum = 0;
        for (int i = 0; i < histories.size(); i++) {
            double age = histories.age(i);
            for (int k = 1; k <= 8; k++) {
                sum += Math.exp(-0.1 * Math.log(11 + age * Math.exp(-0.1 * k)));
            }
        }
        return sum;
    }

    @Benchmark
    public FitOutcome<ParetoNbd> fit() {
        return ParetoNbd.fit(histories);
    }
}
