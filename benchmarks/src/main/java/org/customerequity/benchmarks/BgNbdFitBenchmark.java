package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.BgNbd;
import org.customerequity.model.FitOutcome;
import org.customerequity.value.PeriodUnit;
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
 * Fitting the BG/NBD to customers simulated at the CDNOW parameters, all rows distinct (the worst case), beside what one
 * pass over them costs at least: three logarithms and one exponential a row.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class BgNbdFitBenchmark {
    @Param({"2357", "100000"})
    int customers;

    double alpha = 4.414;
    PurchaseHistories histories;

    @Setup
    public void simulateCustomers() {
        BgNbd truth = new BgNbd(0.243, alpha, 0.793, 2.426, PeriodUnit.WEEK);
        PurchaseHistory newCustomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        SplittableRandom random = new SplittableRandom(20050901L);
        int[] x = new int[customers];
        double[] tx = new double[customers];
        double[] age = new double[customers];
        for (int i = 0; i < customers; i++) {
            age[i] = 27 + 12 * random.nextDouble();
            double[] times = truth.simulatePurchases(newCustomer, age[i], random);
            x[i] = times.length;
            tx[i] = times.length == 0 ? 0 : times[times.length - 1];
        }
        histories = PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK);
    }

    @Benchmark
    public double baselineOnePassOfLogsAndExps() {
        double sum = 0;
        for (int i = 0; i < histories.size(); i++) {
            double logAge = Math.log(1 + histories.age(i) / alpha);
            double gap = Math.log((alpha + histories.age(i)) / (alpha + histories.recency(i)));
            sum += logAge + Math.log(1 + Math.exp(-gap));
        }
        return sum;
    }

    @Benchmark
    public FitOutcome<BgNbd> fit() {
        return BgNbd.fit(histories);
    }
}
