package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/** One logarithm and one exponential a row: the yardstick for scoring a column, so that budgets are ratios in one run. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class BaselineBenchmark {
    @Param("1000000")
    int rows;

    // not final: a constant could be folded into the loop
    double exponent = -0.793;
    double[] column;

    @Setup
    public void fillColumn() {
        SplittableRandom random = new SplittableRandom(20050901L);
        column = random.doubles(rows, 0.1, 40).toArray();
    }

    @Benchmark
    public double[] oneLogAndOneExp() {
        double[] out = new double[column.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp(exponent * Math.log(column[i]));
        }
        return out;
    }
}
