package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.metric.service.CaseClock;
import org.customerequity.metric.service.DurationDefinition;
import org.customerequity.metric.service.DurationSample;
import org.customerequity.metric.service.DurationSketch;
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
 * A million durations into a sketch, beside one logarithm each and beside sorting them; 1,000 sketches of 1,000 durations merged
 * into one. Run with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class SketchBenchmark {
    private static final int PARTS = 1000;

    @Param({"1000000"})
    int rows;

    @Param({"0.01"})
    double relativeError;

    DurationDefinition definition = DurationDefinition.firstResponseTime(CaseClock.calendar(), TimeUnit.MINUTES);
    double[] minutes;
    DurationSketch[] parts;

    @Setup
    public void simulateDurations() {
        SplittableRandom random = new SplittableRandom(20050901L);
        minutes = new double[rows];
        parts = new DurationSketch[PARTS];
        for (int i = 0; i < PARTS; i++) {
            parts[i] = DurationSketch.of(definition, relativeError);
        }
        for (int i = 0; i < rows; i++) {
            // log-normal: most within the hour, some after days
            minutes[i] = Math.exp(3 + 1.5 * random.nextGaussian());
            parts[i % PARTS].add(minutes[i]);
        }
    }

    @Benchmark
    public DurationSketch add() {
        DurationSketch sketch = DurationSketch.of(definition, relativeError);
        sketch.addAll(minutes);
        return sketch;
    }

    @Benchmark
    public double logarithms() {
        double sum = 0;
        for (double x : minutes) {
            sum += Math.log(x);
        }
        return sum;
    }

    @Benchmark
    public DurationSample sort() {
        return DurationSample.of(definition, minutes);
    }

    @Benchmark
    public DurationSketch mergeThousand() {
        DurationSketch all = DurationSketch.of(definition, relativeError);
        for (DurationSketch part : parts) {
            all.combine(part);
        }
        return all;
    }

    @Benchmark
    public double percentile() {
        return parts[0].finishedQuantile(0.95);
    }
}
