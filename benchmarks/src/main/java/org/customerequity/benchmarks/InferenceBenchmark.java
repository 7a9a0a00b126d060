package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.Bootstrap;
import org.customerequity.fit.BootstrapDraws;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.ProfileLikelihood;
import org.customerequity.fit.RobustErrors;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an interval costs beside the fit itself, on a base of the size of the CDNOW sample with times in whole days. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class InferenceBenchmark {
    Span ahead = Span.ofWeeks(0, 39);
    PurchaseHistory newcomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
    PurchaseHistories histories;
    FitOutcome<BgNbd> fitted;

    @Setup
    public void fitOnce() {
        histories = SimulatedCustomers.inDays(new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK), 2_357);
        fitted = BgNbd.fit(histories);
    }

    @Benchmark
    public FitOutcome<BgNbd> baselineFit() {
        return BgNbd.fit(histories);
    }

    @Benchmark
    public Estimate deltaMethod() {
        return DeltaMethod.of(fitted, m -> m.expectedPurchases(newcomer, ahead), Estimate.Scale.LOG);
    }

    @Benchmark
    public double[] deltaMethodOfEveryCustomer() {
        return DeltaMethod.standardErrors(fitted, m -> m.expectedPurchases(histories, ahead));
    }

    @Benchmark
    public FitOutcome<BgNbd> robustErrors() {
        return RobustErrors.of(fitted, m -> m.logLikelihood(histories));
    }

    @Benchmark
    public Interval profileOfAParameter() {
        return ProfileLikelihood.of(BgNbd.likelihood(histories), fitted).parameter("a", 0.95);
    }

    @Benchmark
    public Interval profileOfAQuantity() {
        return ProfileLikelihood.of(BgNbd.likelihood(histories), fitted)
                .quantity(m -> m.expectedPurchases(newcomer, ahead), Estimate.Scale.LOG, 0.95);
    }

    @Benchmark
    public BootstrapDraws<BgNbd> hundredRefits() {
        return Bootstrap.ofResamples(100)
                .cases(
                        histories.size(),
                        rows -> BgNbd.fit(histories.select(rows)).orThrow(),
                        new SplittableRandom(1));
    }
}
