package org.customerequity.internal;

import static org.customerequity.internal.Oracle.near;
import static org.customerequity.internal.SpecialFunctionsTest.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class FrequencyTablesTest {
    private static final int ROWS = 20_000;

    private static int[] counts(Random random, double stay) {
        int[] x = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            while (random.nextDouble() < stay) {
                x[i]++;
            }
        }
        return x;
    }

    private static double[] ages(Random random, double low, double high) {
        return random.doubles(ROWS).map(v -> low + v * (high - low)).toArray();
    }

    /** Fills, compares every row with direct evaluation, and returns how often the kernel was called. */
    private static long check(
            int[] x, double[] age, double shift, IntFunction<DoubleUnaryOperator> kernel, double tolerance) {
        AtomicLong calls = new AtomicLong();
        double[] out = new double[x.length];
        FrequencyTables.fill(
                x,
                age,
                shift,
                count -> {
                    DoubleUnaryOperator f = kernel.apply(count);
                    return t -> {
                        calls.incrementAndGet();
                        return f.applyAsDouble(t);
                    };
                },
                out);
        for (int i = 0; i < x.length; i++) {
            double direct = kernel.apply(x[i]).applyAsDouble(age[i]);
            near(direct, out[i], tolerance, "row " + i + ", x = " + x[i] + ", T = " + age[i]);
        }
        return calls.get();
    }

    @Test
    void smoothKernelsAreSharedToRoundingError() {
        Random random = new Random(1);
        int[] x = counts(random, 0.7);
        double[] age = ages(random, 27, 79);
        long survival = check(x, age, 4, n -> t -> 1 - Math.pow((t + 4) / (t + 43), 0.3), 1e-14);
        long power = check(x, age, 4, n -> t -> Math.pow((t + 4) / (t + 43), 0.3 + n), 1e-13);
        assertTrue(survival < ROWS / 4, "evaluated " + survival + " times");
        assertTrue(power < ROWS / 4, "evaluated " + power + " times");
    }

    @Test
    void steepKernelsAreCutOrEvaluatedDirectly() {
        Random random = new Random(2);
        int[] x = counts(random, 0.5);
        double[] age = ages(random, 0, 500);
        for (double r : new double[] {20, 80, 300, 1000}) {
            // the power in a form that is itself good to 1e-14
            check(x, age, 80, n -> t -> Math.exp((r + n) * Math.log1p(-39 / (t + 119))), 1e-13);
        }
    }

    @Test
    void aKernelThatIsNotSmoothIsNotInterpolated() {
        Random random = new Random(3);
        check(counts(random, 0.3), ages(random, 1, 9), 1, n -> t -> Math.abs(t - 4.321) + n + 0.1, 1e-13);
        check(counts(random, 0.3), ages(random, 1, 9), 1, n -> t -> 2 + Math.sin(200 * t), 1e-13);
    }

    @Property(tries = 20)
    void anyScaleOfTime(
            @ForAll @DoubleRange(min = -6, max = 6) double logShift,
            @ForAll @DoubleRange(min = -6, max = 6) double logAge,
            @ForAll long seed) {
        Random random = new Random(seed);
        double shift = Math.pow(10, logShift);
        double scale = Math.pow(10, logAge);
        // exp(-b ln A) with A computed as the table computes it, so that only the interpolation is measured
        check(counts(random, 0.6), ages(random, 0, scale), shift, n -> t -> Math.pow(t + shift, -0.5 - 0.1 * n), 1e-13);
    }

    @Test
    void whatTheSampleOfManyRowsMissesGoesDirect() {
        Random random = new Random(4);
        int rows = 150_000;
        int[] x = random.ints(rows, 0, 5).toArray();
        double[] age = random.doubles(rows, 30, 60).toArray();
        // rows 1 and 2 are between the sampled ones: an age and a count that no sampled row has
        age[1] = 5000;
        x[2] = 77;
        long calls = check(x, age, 10, n -> t -> Math.pow(t + 10, -0.3 * n), 1e-13);
        assertTrue(calls < 2000, "evaluated " + calls + " times");
    }

    @Test
    void oddRowsGoDirect() {
        int[] x = new int[1000];
        double[] age = new double[1000];
        for (int i = 0; i < 1000; i++) {
            age[i] = 10 + i * 0.01;
        }
        x[3] = 1_000_000;
        age[4] = Double.NaN;
        age[5] = Double.POSITIVE_INFINITY;
        age[6] = -3;
        double[] out = new double[1000];
        FrequencyTables.fill(x, age, 2, n -> t -> 1 / (t + 2) + n, out);
        near(1_000_000 + 1 / 12.03, out[3], 1e-15, "a large count");
        assertTrue(Double.isNaN(out[4]), "NaN age stays NaN");
        assertEquals(0, out[5]);
        assertEquals(-1, out[6]);
        near(1 / 17.0, out[500], 1e-15, "an ordinary row");
        FrequencyTables.fill(new int[0], new double[0], 2, n -> t -> t, new double[0]);
    }

    @Test
    void badArgumentsAreNamed() {
        message(
                "age and out must be as long as x, was 2, 1 (1 rows)",
                () -> FrequencyTables.fill(new int[1], new double[2], 1, n -> t -> t, new double[1]));
        message(
                "shift must be finite and > 0, was 0.0",
                () -> FrequencyTables.fill(new int[1], new double[1], 0, n -> t -> t, new double[1]));
        message(
                "x[1] must be >= 0, was -1",
                () -> FrequencyTables.fill(new int[] {0, -1}, new double[2], 1, n -> t -> t, new double[2]));
    }
}
