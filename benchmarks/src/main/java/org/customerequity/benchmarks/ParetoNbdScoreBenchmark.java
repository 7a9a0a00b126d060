package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.ParetoNbd;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
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
import org.openjdk.jmh.annotations.Warmup;

/** Scoring customers with the Pareto/NBD by column, beside the logarithms and exponentials that no method can do without. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class ParetoNbdScoreBenchmark {
    @Param({"1000", "1000000"})
    int customers;

    // not final: a constant model could be folded into the loop
    ParetoNbd model = new ParetoNbd(0.553, 10.578, 0.606, 11.669, PeriodUnit.WEEK);
    PurchaseHistories histories;
    Span ahead = Span.ofWeeks(0, 39);
    DiscountRate discount = DiscountRate.ofAnnualPercent(15);

    /** Counts, recencies and ages of the model itself: most rows have few purchases, ages are all different. */
    @Setup
    public void simulateCustomers() {
        histories = SimulatedCustomers.ofParetoNbd(customers, new SplittableRandom(20050901L));
    }

    /** The yardstick of the budget: a logarithm and an exponential a row. */
    @Benchmark
    public double[] baselineOneLogAndOneExp() {
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp(-model.r() * Math.log(model.alpha() + histories.age(i)));
        }
        return out;
    }

    @Benchmark
    public double[] probabilityAlive() {
        return model.probabilityAlive(histories);
    }

    @Benchmark
    public double[] expectedPurchases() {
        return model.expectedPurchases(histories, ahead);
    }

    @Benchmark
    public double[] discountedPurchasesForever() {
        return model.discountedPurchases(histories, discount, Horizon.FOREVER);
    }

    @Benchmark
    public double[] varianceOfPurchases() {
        return model.varianceOfPurchases(histories, ahead);
    }
}
