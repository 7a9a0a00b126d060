package org.customerequity.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.contract.Spells;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.retention.covariate.CovariateEffect;
import org.customerequity.retention.covariate.CovariateRetention;
import org.customerequity.retention.covariate.CovariateSpells;
import org.customerequity.retention.covariate.CurveFamily;
import org.customerequity.retention.covariate.TenurePath;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
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

/**
 * Fitting retention with covariates to 100,000 spells: a channel of four, so that few spells are distinct; a number of each customer's
 * own, so that all are; and a price that changes on the way, to 10,000. Beside the fit without covariates.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class CovariateRetentionBenchmark {
    Spells spells;
    CovariateSpells byChannel;
    CovariateSpells byAge;
    CovariateSpells byPrice;

    @Setup
    public void simulateCustomers() {
        int n = 100_000;
        SplittableRandom random = new SplittableRandom(20070101L);
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.MONTH);
        int[] last = new int[n];
        boolean[] lapsed = new boolean[n];
        List<String> channel = new ArrayList<>();
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            int seen = random.nextInt(60);
            double tenure = curve.simulateTenure(0, random);
            lapsed[i] = tenure <= seen;
            last[i] = (int) Math.min(tenure, seen);
            channel.add("channel " + random.nextInt(4));
            age[i] = 20 + 50 * random.nextDouble();
        }
        spells = Spells.ofRenewals(new int[n], last, lapsed, PeriodUnit.MONTH);
        byChannel = CovariateSpells.of(spells, CovariateTable.ofRows(n).withCategories("channel", channel));
        byAge = CovariateSpells.of(spells, CovariateTable.ofRows(n).withNumbers("age", age));
        int few = n / 10;
        List<TenurePath> paths = new ArrayList<>();
        for (int i = 0; i < few; i++) {
            paths.add(TenurePath.until(1 + random.nextInt(12), Covariates.none().with("price", 10))
                    .thenUntil(24, Covariates.none().with("price", 12))
                    .thenForEver(Covariates.none().with("price", 15)));
        }
        byPrice = CovariateSpells.ofPaths(
                Spells.ofRenewals(new int[few], Arrays.copyOf(last, few), Arrays.copyOf(lapsed, few), PeriodUnit.MONTH),
                paths);
    }

    @Benchmark
    public FitOutcome<ShiftedBetaGeometric> plain() {
        return ShiftedBetaGeometric.fit(spells);
    }

    @Benchmark
    public FitOutcome<CovariateRetention> channel() {
        return fit(byChannel);
    }

    @Benchmark
    public FitOutcome<CovariateRetention> age() {
        return fit(byAge);
    }

    @Benchmark
    public FitOutcome<CovariateRetention> changingPrice() {
        return fit(byPrice);
    }

    private static FitOutcome<CovariateRetention> fit(CovariateSpells data) {
        return CovariateRetention.fit(
                data,
                CovariateCoding.of(data.covariates()),
                CurveFamily.SHIFTED_BETA_GEOMETRIC,
                CovariateEffect.PROPORTIONAL_HAZARD);
    }
}
