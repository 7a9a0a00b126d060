package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.diagnosis.FrequencyHistogram;
import org.customerequity.model.diagnosis.HoldoutScores;
import org.customerequity.model.diagnosis.PredictiveScores;
import org.customerequity.model.diagnosis.PurchaseForecast;
import org.customerequity.model.diagnosis.PurchaseTotal;
import org.customerequity.model.purchase.BgNbd;
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

/** Cost of judging a model: scores of means and of distributions, the frequency histogram, and a total with its errors. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class DiagnosisBenchmark {
    @Param({"2357", "100000"})
    int customers;

    // not final: a constant model could be folded into the loop
    BgNbd model = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
    Span ahead = Span.ofWeeks(0, 39);
    PurchaseHistories histories;
    double[] predicted;
    int[] actual;

    @Setup
    public void simulateCustomers() {
        SplittableRandom random = new SplittableRandom(20050901L);
        double[] age = new double[customers];
        for (int i = 0; i < customers; i++) {
            age[i] = 27 + random.nextInt(84) / 7.0;
        }
        histories = model.simulateHistories(
                PurchaseHistories.ofColumns(new int[customers], new double[customers], age, PeriodUnit.WEEK), random);
        predicted = model.expectedPurchases(histories, ahead);
        actual = new int[customers];
        for (int i = 0; i < customers; i++) {
            actual[i] = model.simulatePurchases(histories.row(i), ahead.to(), random).length;
        }
    }

    @Benchmark
    public HoldoutScores holdoutScores() {
        return HoldoutScores.of(predicted, actual);
    }

    @Benchmark
    public PredictiveScores predictiveScores() {
        return PredictiveScores.of(model, histories, ahead, actual, 0.9);
    }

    @Benchmark
    public FrequencyHistogram frequencyHistogram() {
        return FrequencyHistogram.of(model, histories, 7);
    }

    @Benchmark
    public PurchaseTotal total() {
        return PurchaseForecast.ofModel(model, histories, ahead).total();
    }
}
