package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.BgNbd;
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

/** Scoring a column of customers with the BG/NBD, beside the one logarithm and one exponential a row that nobody avoids. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class BgNbdScoreBenchmark {
    @Param("1000000")
    int customers;

    // not final: a constant model could be folded into the loop
    BgNbd model = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
    Span ahead = Span.ofWeeks(0, 39);
    DiscountRate discount = DiscountRate.ofAnnualPercent(15);
    Horizon threeYears = Horizon.ofYears(3);
    double exponent = -0.793;
    PurchaseHistories histories;

    @Setup
    public void drawCustomers() {
        SplittableRandom random = new SplittableRandom(20050901L);
        int[] x = new int[customers];
        double[] tx = new double[customers];
        double[] age = new double[customers];
        for (int i = 0; i < customers; i++) {
            age[i] = 27 + 12 * random.nextDouble();
            x[i] = random.nextInt(8);
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
        }
        histories = PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK);
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
    public double[] residualPurchasesForEver() {
        return model.discountedPurchases(histories, discount, Horizon.FOREVER);
    }

    @Benchmark
    public double[] residualPurchasesOfThreeYears() {
        return model.discountedPurchases(histories, discount, threeYears);
    }

    @Benchmark
    public double[] varianceOfResidualPurchases() {
        return model.discountedPurchasesVariance(histories, discount, threeYears);
    }
}
