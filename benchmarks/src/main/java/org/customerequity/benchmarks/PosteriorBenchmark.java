package org.customerequity.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.posterior.AdaptiveMetropolis;
import org.customerequity.fit.posterior.ChainDiagnostics;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.PosteriorValues;
import org.customerequity.model.diagnosis.PosteriorForecast;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.spend.ConstantSpend;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a posterior costs beside the fit, on a base of the size of the CDNOW sample with times in whole days. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Benchmark)
public class PosteriorBenchmark {
    Span ahead = Span.ofWeeks(0, 39);
    PurchaseHistories histories;
    AdaptiveMetropolis<BgNbd> sampler;
    Posterior<BgNbd> thin;
    Posterior<ParetoNbd> pareto;
    LifetimeValueModel terms;
    double[][] chains;

    @Setup
    public void sampleOnce() {
        BgNbd truth = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
        histories = SimulatedCustomers.inDays(truth, 2_357);
        sampler = AdaptiveMetropolis.of(() -> BgNbd.likelihood(histories), truth);
        Posterior<BgNbd> posterior = sampler.sample(new SplittableRandom(1)).orThrow();
        chains = posterior.draws().chains("alpha");
        thin = posterior.thinned(10);
        pareto = around(new ParetoNbd(0.553, 10.578, 0.606, 11.669, PeriodUnit.WEEK));
        terms = LifetimeValueModel.of(truth, new ConstantSpend(30))
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0.15))
                .withHorizon(Horizon.ofYears(3))
                .withCurrency("USD");
    }

    /** 4 chains of 25 draws, a tenth around a model. */
    private static Posterior<ParetoNbd> around(ParetoNbd model) {
        SplittableRandom random = new SplittableRandom(2);
        double[][][] draws = new double[4][25][4];
        for (double[][] chain : draws) {
            for (double[] draw : chain) {
                Arrays.setAll(draw, j -> model.parameters()[j] * Math.exp(0.1 * random.nextGaussian()));
            }
        }
        return Posterior.of(model, ParameterDraws.of(model.parameterNames(), draws));
    }

    @Benchmark
    public FitOutcome<BgNbd> baselineFit() {
        return BgNbd.fit(histories);
    }

    @Benchmark
    public SamplingOutcome<Posterior<BgNbd>> posterior() {
        return sampler.sample(new SplittableRandom(1));
    }

    @Benchmark
    public ChainDiagnostics diagnostics() {
        return ChainDiagnostics.of(chains);
    }

    @Benchmark
    public DrawSummary expectedTotalOf400Draws() {
        return PosteriorForecast.of(thin, histories, ahead).expectedTotal();
    }

    /** Means, deviations and the total; a quarter of the draws is a hundred scorings. */
    @Benchmark
    public PosteriorValues valuesOf100Draws() {
        return PosteriorValues.of(thin.thinned(4), new ConstantSpend(30), terms, histories);
    }

    /** The same by draws of the Pareto/NBD, whose sums are quicker. */
    @Benchmark
    public PosteriorValues valuesOf100DrawsOfParetoNbd() {
        return PosteriorValues.of(pareto, new ConstantSpend(30), terms, histories);
    }

    @Benchmark
    public DrawSummary simulatedTotalOf400Draws() {
        return PosteriorForecast.of(thin, histories, ahead).simulatedTotal(new SplittableRandom(1));
    }
}
