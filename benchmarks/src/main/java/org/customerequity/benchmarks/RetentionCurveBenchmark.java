package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
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

/** Fitting retention curves to a cohort and to 100,000 spells, and the residual lifetime of one customer and of a million. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class RetentionCurveBenchmark {
    // not final: a constant model could be folded into the loop
    ShiftedBetaGeometric geometric = new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR);
    BetaDiscreteWeibull weibull = new BetaDiscreteWeibull(0.259, 1.722, 1.584, PeriodUnit.YEAR);
    DiscountRate tenPercent = DiscountRate.ofAnnual(0.10);
    DiscountRate hardlyAny = DiscountRate.ofAnnual(1e-6);
    CohortCounts cohort = CohortCounts.of(PeriodUnit.YEAR, new long[] {1000, 869, 743, 653, 593, 551, 517, 491});
    Spells renewals;
    Spells times;
    int[] million = new int[1_000_000];

    @Setup
    public void simulateCustomers() {
        SplittableRandom random = new SplittableRandom(20070101L);
        int n = 100_000;
        int[] last = new int[n];
        double[] lastTime = new double[n];
        boolean[] lapsed = new boolean[n];
        boolean[] lapsedInTime = new boolean[n];
        WeibullGamma continuous = new WeibullGamma(1.5, 8, 1.3, PeriodUnit.YEAR);
        for (int i = 0; i < n; i++) {
            double seen = 20 * random.nextDouble();
            double tenure = geometric.simulateTenure(0, random);
            lapsed[i] = tenure <= seen;
            last[i] = (int) (lapsed[i] ? tenure : seen);
            double time = continuous.simulateTenure(0, random);
            lapsedInTime[i] = time <= seen;
            lastTime[i] = Math.min(time, seen);
        }
        renewals = Spells.ofRenewals(new int[n], last, lapsed, PeriodUnit.YEAR);
        times = Spells.ofTimes(new double[n], lastTime, lapsedInTime, PeriodUnit.YEAR);
        for (int i = 0; i < million.length; i++) {
            million[i] = random.nextInt(60);
        }
    }

    @Benchmark
    public FitOutcome<ShiftedBetaGeometric> fitCohort() {
        return ShiftedBetaGeometric.fit(cohort);
    }

    @Benchmark
    public FitOutcome<BetaDiscreteWeibull> fitCohortWithDurationDependence() {
        return BetaDiscreteWeibull.fit(cohort);
    }

    @Benchmark
    public FitOutcome<ShiftedBetaGeometric> fitHundredThousandSpells() {
        return ShiftedBetaGeometric.fit(renewals);
    }

    @Benchmark
    public FitOutcome<WeibullGamma> fitHundredThousandTimes() {
        return WeibullGamma.fit(times);
    }

    @Benchmark
    public double residualLifetime() {
        return geometric.discountedResidualLifetime(4, tenPercent);
    }

    @Benchmark
    public double residualLifetimeHardlyDiscounted() {
        return geometric.discountedResidualLifetime(4, hardlyAny);
    }

    @Benchmark
    public double residualLifetimeWithDurationDependence() {
        return weibull.discountedResidualLifetime(4, hardlyAny);
    }

    @Benchmark
    public double[] residualLifetimeOfAMillion() {
        return geometric.discountedResidualLifetime(million, tenPercent);
    }

    /** What a residual lifetime costs as the plain hypergeometric series, to the same precision. */
    @Benchmark
    public double baselineSeries() {
        double d = tenPercent.perPeriod(PeriodUnit.YEAR);
        double b = geometric.beta() + 4;
        double c = geometric.alpha() + b;
        double term = b / c;
        double sum = term;
        for (int k = 1; term > 1e-16 * d * sum; k++) {
            term *= (b + k) / (c + k) / (1 + d);
            sum += term;
        }
        return sum;
    }
}
