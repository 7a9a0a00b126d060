package org.customerequity.benchmarks;

import java.util.concurrent.TimeUnit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
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

/** Scoring a column of a million customers, beside one logarithm and one exponential a row. Run with {@code -prof gc}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class PurchaseScoreBenchmark {
    @Param
    Candidate candidate;

    @Param("1000000")
    int customers;

    // not final: a constant could be folded into the loop
    Span ahead = Span.ofWeeks(0, 39);
    DiscountRate discount = DiscountRate.ofAnnualPercent(15);
    Horizon threeYears = Horizon.ofYears(3);
    double exponent = -0.793;
    PurchaseModel model;
    PurchaseHistories histories;

    @Setup
    public void simulateCustomers() {
        model = candidate.published();
        histories = SimulatedCustomers.distinct(model, customers);
    }

    @Benchmark
    public double[] baselineOneLogAndOneExp() {
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp(exponent * Math.log(histories.age(i)));
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
    public double[] probabilityOfBuyingWithin() {
        return model.probabilityOfBuyingWithin(histories, ahead.to());
    }

    @Benchmark
    public double[] residualPurchasesForEver() {
        return model.discountedPurchases(histories, discount, Horizon.FOREVER);
    }

    @Benchmark
    public double[] residualPurchasesOfThreeYears() {
        return model.discountedPurchases(histories, discount, threeYears);
    }

    @Benchmark
    public double[] varianceOfResidualPurchases() {
        return model.varianceOfDiscountedPurchases(histories, discount, threeYears);
    }
}
