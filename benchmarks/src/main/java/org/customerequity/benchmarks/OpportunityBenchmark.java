package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgBb;
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

/**
 * Fitting and scoring the BG/BB on customers with some opportunities each, beside one logarithm and one exponential a row. Run
 * with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class OpportunityBenchmark {
    @Param({"100000", "1000000"})
    int customers;

    /** Yearly appeals, and weekly ones over two years. */
    @Param({"6", "104"})
    int opportunities;

    // not final: a constant could be folded into the loop
    Span ahead = Span.first(39, PeriodUnit.WEEK);
    DiscountRate discount = DiscountRate.ofAnnualPercent(15);
    double exponent = -0.793;
    BgBb model = new BgBb(1.204, 0.75, 0.657, 2.783, PeriodUnit.WEEK);
    PurchaseHistories histories;

    @Setup
    public void simulateCustomers() {
        SplittableRandom random = new SplittableRandom(20100901L);
        PurchaseHistory newCustomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        int[] x = new int[customers];
        double[] recency = new double[customers];
        double[] age = new double[customers];
        for (int i = 0; i < customers; i++) {
            age[i] = opportunities - random.nextInt(opportunities / 2);
            double[] times = model.simulatePurchases(newCustomer, age[i], random);
            x[i] = times.length;
            recency[i] = times.length == 0 ? 0 : times[times.length - 1];
        }
        histories = PurchaseHistories.ofColumns(x, recency, age, PeriodUnit.WEEK);
    }

    @Benchmark
    public double[] baselineOneLogAndOneExp() {
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp(exponent * Math.log(1 + histories.age(i)));
        }
        return out;
    }

    @Benchmark
    public FitOutcome<BgBb> fit() {
        return BgBb.fit(histories);
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
    public double[] residualPurchasesForEver() {
        return model.discountedPurchases(histories, discount, Horizon.FOREVER);
    }
}
