package org.customerequity.benchmarks;

import java.util.Currency;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.lifetime.SubscriptionValueModel;
import org.customerequity.lifetime.SubscriptionValues;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A million contracts valued at the renewals each has made, beside one product a row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SubscriptionValueBenchmark {
    private static final int CUSTOMERS = 1_000_000;
    private static final Currency USD = Currency.getInstance("USD");

    private final double[] renewals = new double[CUSTOMERS];
    private final double[] prices = new double[CUSTOMERS];
    private SubscriptionValueModel model;
    private SubscriptionValues values;

    @Setup
    public void simulate() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CUSTOMERS; i++) {
            renewals[i] = random.nextInt(60);
            prices[i] = 5 + random.nextInt(100);
        }
        CohortCounts left = CohortCounts.of(PeriodUnit.MONTH, new long[] {1000, 869, 743, 653, 593, 551, 517, 491});
        model = SubscriptionValueModel.of(ShiftedBetaGeometric.fit(left))
                .withMargin(0.8)
                .withDiscount(DiscountRate.ofAnnualPercent(10))
                .withHorizon(Horizon.FOREVER)
                .withTiming(CashFlowTiming.AFTER_FIRST);
        values = model.value(renewals, prices, USD);
    }

    @Benchmark
    public double[] values() {
        return model.value(renewals, prices, USD).toArray();
    }

    @Benchmark
    public ValueTotal totalWithUncertainty() {
        return values.total();
    }

    @Benchmark
    public double baselineProducts() {
        double sum = 0;
        for (int i = 0; i < CUSTOMERS; i++) {
            sum += 0.8 * prices[i] * renewals[i];
        }
        return sum;
    }
}
