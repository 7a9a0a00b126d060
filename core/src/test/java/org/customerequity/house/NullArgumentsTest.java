package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.fit.RobustErrors;
import org.customerequity.fit.VuongTest;
import org.customerequity.fit.posterior.AdaptiveMetropolis;
import org.customerequity.fit.posterior.ChainDiagnostics;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.MixingRule;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.fit.posterior.Prior;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.fit.posterior.SamplingReport;
import org.customerequity.history.Opportunities;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.history.Transaction;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spell;
import org.customerequity.history.contract.Spells;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.PosteriorValues;
import org.customerequity.model.diagnosis.PosteriorForecast;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.model.spend.SpendFrequencyCorrelation;
import org.customerequity.model.spend.ZeroInflatedLogNormal;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.EmpiricalCurve;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.HeterogeneityCost;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** A null is refused by the name of the argument: also where a Kotlin or Scala caller has no compiler to stop it. */
@SuppressWarnings("NullAway") // which is the point
class NullArgumentsTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final PurchaseHistories ROWS =
            PurchaseHistories.ofColumns(new int[] {2, 0}, new double[] {30, 0}, new double[] {39, 39}, WEEK);
    private static final BgNbd BG = new BgNbd(0.243, 4.414, 0.793, 2.426, WEEK);
    private static final SpendSummary SPEND = SpendSummary.of(2, 30);
    private static final RandomGenerator RANDOM = new SplittableRandom(1);

    private static void named(String argument, Supplier<?> call) {
        assertEquals(
                argument, assertThrows(NullPointerException.class, call::get).getMessage());
    }

    @Test
    void ofHistories() {
        int[] x = {0};
        double[] t = {0};
        named("frequency", () -> PurchaseHistories.ofColumns(null, t, t, WEEK));
        named("recency", () -> PurchaseHistories.ofColumns(x, null, t, WEEK));
        named("age", () -> PurchaseHistories.ofColumns(x, t, null, WEEK));
        named("unit", () -> PurchaseHistories.ofColumns(x, t, t, null));
        Currency euro = Currency.getInstance("EUR");
        named("count", () -> ROWS.withSpend(null, t, euro));
        named("mean", () -> ROWS.withSpend(x, null, euro));
        named("inCurrency", () -> ROWS.withSpend(x, t, null));
        named("meanOfLogs", () -> ROWS.withLogSpend(null, t));
        named("scatterOfLogs", () -> ROWS.withLogSpend(t, null));
        named("sumOfLogs", () -> ROWS.withLogIntervals(null));
        named("newIds", () -> ROWS.withIds(null));
        named("rows", () -> ROWS.select((int[]) null));
        named("choice", () -> ROWS.filter(null));
        named("amounts", () -> SpendSummary.ofAmounts((double[]) null));
        named("date", () -> Transaction.of("A-12", null, 1));
        named("instant", () -> Transaction.of("A-12", null, ZoneOffset.UTC, 1));
        named("zone", () -> Transaction.of("A-12", Instant.EPOCH, null, 1));
        named("firstDays", () -> Opportunities.beginningOn(null, WEEK));
        List<LocalDate> days = Arrays.asList(LocalDate.EPOCH, null);
        named("firstDays[1]", () -> Opportunities.beginningOn(days, WEEK));
        named("bought", () -> Opportunities.ofIncidence(null, WEEK));
        named("bought[0]", () -> Opportunities.ofIncidence(new boolean[][] {null}, WEEK));
        named("log", () -> Opportunities.inCalendar(WEEK).histories(null));
        named("survivors", () -> CohortCounts.of(WEEK, (long[][]) null));
        named("survivors[0]", () -> CohortCounts.of(WEEK, new long[][] {null}));
        named("spells", () -> Spells.ofTimes((List<Spell>) null, WEEK));
        named("spells[0]", () -> Spells.ofTimes(Collections.singletonList((Spell) null), WEEK));
    }

    @Test
    void ofModels() {
        PurchaseHistory one = ROWS.row(0);
        named("parameters", () -> BG.withParameters((double[]) null));
        named("random", () -> BG.simulatePurchases(one, 5, null));
        named("random", () -> new Nbd(1, 5, WEEK).simulatePurchases(one, 5, null));
        named("random", () -> new BgBb(1, 1, 1, 1, WEEK).simulatePurchases(one, 5, null));
        named("figure", () -> BG.rates(ROWS, null));
        named("histories", () -> BG.varianceOfPurchases((PurchaseHistories) null, Span.ofWeeks(0, 13)));
        named("name", () -> PurchaseModelFamily.parse(null));
        named("histories", () -> PurchaseModelFamily.NBD.obstacle(null));
        GammaGamma gamma = new GammaGamma(6.25, 3.74, 15.44);
        LogNormalSpend logNormal = new LogNormalSpend(30, 0.3, 0.2);
        named("spend", () -> gamma.expectedSpend((SpendSummary) null));
        named("spend", () -> logNormal.expectedSpend((SpendSummary) null));
        named("random", () -> gamma.simulateSpend(SPEND, 1, null));
        named("random", () -> logNormal.simulateSpend(SPEND, 1, null));
        named("histories", () -> gamma.expectedSpend((PurchaseHistories) null));
        named("like", () -> gamma.simulateHistories(null, RANDOM));
        named("random", () -> gamma.simulateHistories(ROWS, null));
        named("values", () -> ZeroInflatedLogNormal.fit((double[]) null));
        named("histories", () -> SpendFrequencyCorrelation.of(null));
    }

    @Test
    void ofFits() {
        FitReport report = FitReport.ofCertain(BG.parameterNames(), BG.parameters(), 2);
        FitOutcome<BgNbd> outcome = new FitOutcome.Converged<>(BG, report);
        named("quantity", () -> DeltaMethod.of(outcome, null, Estimate.Scale.LOG));
        named("outcome", () -> DeltaMethod.of((FitOutcome<BgNbd>) null, BgNbd::r, Estimate.Scale.LOG));
        named("column", () -> DeltaMethod.standardErrors(outcome, null));
        named("logLikelihoods", () -> RobustErrors.of(outcome, null));
        named("outcome", () -> RobustErrors.of((FitOutcome<BgNbd>) null, m -> m.logLikelihood(ROWS)));
        FitOptions options = FitOptions.defaults();
        named("likelihood", () -> MaximumLikelihood.fit(null, options, BG::withParameters));
        named("toModel", () -> MaximumLikelihood.fit(BgNbd.likelihood(ROWS), options, null));
        named("first", () -> VuongTest.of(null, 1, new double[2], 1));
        named("second", () -> VuongTest.of(new double[2], 1, null, 1));
    }

    @Test
    void ofPosteriors() {
        AdaptiveMetropolis<BgNbd> sampler = AdaptiveMetropolis.of(() -> BgNbd.likelihood(ROWS), BG);
        named("likelihoods", () -> AdaptiveMetropolis.of(null, BG));
        named("model", () -> AdaptiveMetropolis.of(() -> BgNbd.likelihood(ROWS), (BgNbd) null));
        named("likelihood", () -> AdaptiveMetropolis.of(() -> null, BG).sample(RANDOM));
        named("newPrior", () -> sampler.withPrior(null));
        named("newOptions", () -> sampler.withOptions(null));
        named("random", () -> sampler.sample(null));
        named("executor", () -> sampler.sampleOn(null, RANDOM));
        named("mixing", () -> SamplingOptions.defaults().withMixing(null));
        named("name", () -> Prior.flat().withFlat(null));
        named("likelihood", () -> Prior.standard().simulate(null, RANDOM));
        named("random", () -> Prior.standard().simulate(BgNbd.likelihood(ROWS), null));
        named("draws", () -> ChainDiagnostics.of(null));
        named("draws[1]", () -> ChainDiagnostics.of(new double[][] {{1, 2, 3, 4}, null}));
        named("chains", () -> MixingRule.standard().accepts(null));
        named("draws", () -> DrawSummary.of(null));
        double[][][] values = new double[2][5][4];
        for (int i = 0; i < 40; i++) {
            values[i / 20][i / 4 % 5][i % 4] = 1 + i % 7;
        }
        named("names", () -> ParameterDraws.of(null, values));
        named("draws", () -> ParameterDraws.of(BG.parameterNames(), null));
        named("draws[0]", () -> ParameterDraws.of(BG.parameterNames(), new double[1][][]));
        named("draws[0][0]", () -> ParameterDraws.of(BG.parameterNames(), new double[1][1][]));
        ParameterDraws draws = ParameterDraws.of(BG.parameterNames(), values);
        named("name", () -> draws.values(null));
        named("draws", () -> SamplingReport.of(SamplingOptions.defaults(), null));
        named("options", () -> SamplingReport.of(null, draws));
        SamplingReport report = SamplingReport.of(SamplingOptions.defaults(), draws);
        named("name", () -> report.diagnostics(null));
        named("report", () -> SamplingOutcome.of(draws, null));
        named("drawsSoFar", () -> SamplingOutcome.of(null, report));
        named("pattern", () -> Posterior.of((BgNbd) null, draws));
        named("draws", () -> Posterior.of(BG, null));
        Posterior<BgNbd> posterior = Posterior.of(BG, draws);
        named("figure", () -> posterior.values(null));
        named("figure", () -> posterior.summary(null));
        named("figure", () -> posterior.credibleInterval(null, 0.95));
        named("column", () -> posterior.means(null));
        named("outcome", () -> posterior.predictive(null, RANDOM));
        named("random", () -> posterior.predictive((m, random) -> m, null));
        named("executor", () -> posterior.predictiveOn(null, (m, random) -> m, RANDOM));
        named("outcome", () -> posterior.predictive((m, random) -> null, RANDOM));
        named("outcome", () -> posterior.predictiveSummary(null, RANDOM));
        named("random", () -> posterior.predictionInterval((m, random) -> 1, 0.9, null));
        Span ahead = Span.ofWeeks(0, 13);
        named("posterior", () -> PosteriorForecast.of(null, ROWS, ahead));
        named("histories", () -> PosteriorForecast.of(posterior, null, ahead));
        named("ahead", () -> PosteriorForecast.of(posterior, ROWS, null));
        PosteriorForecast forecast = PosteriorForecast.of(posterior, ROWS, ahead);
        named("choice", () -> forecast.expectedTotal(null));
        named("random", () -> forecast.simulatedTotal((RandomGenerator) null));
        ConstantSpend spend = new ConstantSpend(30);
        LifetimeValueModel terms = LifetimeValueModel.of(BG, spend)
                .withDiscount(DiscountRate.ofAnnual(0.1))
                .withHorizon(Horizon.ofYears(1))
                .withCurrency("EUR");
        double[][][] same = new double[2][5][];
        for (double[][] chain : same) {
            Arrays.fill(chain, new double[] {30});
        }
        Posterior<ConstantSpend> spends = Posterior.of(spend, ParameterDraws.of(spend.parameterNames(), same));
        named("buying", () -> PosteriorValues.of(null, spends, terms, ROWS));
        named("buying", () -> PosteriorValues.of(null, spend, terms, ROWS));
        named("spending", () -> PosteriorValues.of(posterior, (Posterior<ConstantSpend>) null, terms, ROWS));
        named("spending", () -> PosteriorValues.of(posterior, (ConstantSpend) null, terms, ROWS));
        named("terms", () -> PosteriorValues.of(posterior, spends, null, ROWS));
        named("histories", () -> PosteriorValues.of(posterior, spend, terms, null));
        named("executor", () -> PosteriorValues.ofOn(null, posterior, spends, terms, ROWS));
        PosteriorValues worth = PosteriorValues.of(posterior, spend, terms, ROWS);
        named("choice", () -> worth.expectedTotal(null));
        named("group", () -> worth.expectedTotals(null, 1));
        named("group", () -> worth.expectedDraws(null, 1));
        named("group", () -> worth.simulatedTotals(null, 1, RANDOM));
        named("random", () -> worth.simulatedTotal((RandomGenerator) null));
        named("executor", () -> worth.simulatedTotalOn(null, row -> true, RANDOM));
    }

    @Test
    void ofCurves() {
        named("random", () -> new ShiftedBetaGeometric(0.7, 3.8, WEEK).simulateTenure(0, null));
        named("random", () -> new BetaDiscreteWeibull(0.7, 3.8, 1.2, WEEK).simulateTenure(0, null));
        named("random", () -> new ExponentialGamma(0.7, 3.8, WEEK).simulateTenure(0, null));
        named("random", () -> new WeibullGamma(0.7, 3.8, 1.2, WEEK).simulateTenure(0, null));
        EmpiricalCurve curve = EmpiricalCurve.of(CohortCounts.of(WEEK, new long[] {10, 5}));
        named("random", () -> curve.simulateTenure(0, null));
        named("cohorts", () -> new HeterogeneityCost(null, 0.8, 4, WEEK));
        named("newTail", () -> curve.withTail(null));
    }
}
