package org.customerequity.fit.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.Parametric;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.model.spend.ZeroInflatedLogNormal;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/**
 * Every family by its own likelihood: with many customers and a weak prior, the posterior is centred on the fit and as wide as its
 * standard errors, and it is the same posterior whatever unit time is counted in.
 */
class PosteriorOfModelsTest {
    private static final int CUSTOMERS = 400;

    private static PurchaseHistories base() {
        double[] ages = new double[CUSTOMERS];
        Arrays.setAll(ages, i -> 26 + 4 * (i % 13));
        return PurchaseHistories.ofColumns(new int[CUSTOMERS], new double[CUSTOMERS], ages, PeriodUnit.WEEK);
    }

    /** Log-parameters with a standard error below this are known almost as a parabola has it. */
    private static final double SHARP = 0.25;

    private static <M extends Parametric> Posterior<M> check(
            FitOutcome<M> fitted, Supplier<? extends Likelihood> likelihood) {
        M model = fitted.orThrow();
        SamplingOutcome<Posterior<M>> outcome =
                AdaptiveMetropolis.of(likelihood, model).sample(new SplittableRandom(17));
        assertTrue(outcome.isMixed(), () -> model + ": " + outcome.report().reasons());
        Posterior<M> posterior = outcome.orThrow();
        double[] errors = fitted.report().standardErrors();
        for (int j = 0; j < errors.length; j++) {
            double theta = model.parameters()[j];
            double[] logs = Arrays.stream(
                            posterior.draws().values(model.parameterNames().get(j)))
                    .map(v -> Math.log(v / theta))
                    .toArray();
            double mean = Arrays.stream(logs).average().orElseThrow();
            double sd = Math.sqrt(Arrays.stream(logs)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow());
            double error = errors[j] / theta;
            String name = model + " " + model.parameterNames().get(j) + ": off by " + mean + ", sd " + sd
                    + " against standard error " + error;
            if (error < SHARP) {
                assertEquals(0, mean, 0.6 * error, name);
                assertEquals(1, sd / error, 0.25, name);
            } else {
                // the prior has a say: nearer to its centre, and no wider
                assertTrue(sd < 1.3 * error && sd < 1.5, name);
                assertTrue(Math.abs(mean) < 2.5 * Math.max(error, sd), name);
            }
        }
        return posterior;
    }

    private static <M extends PurchaseModel> PurchaseHistories simulated(M truth, long seed) {
        return truth.simulateHistories(base(), new SplittableRandom(seed));
    }

    @Test
    void nbdAndBetaGeometric() {
        PurchaseHistories nbd = simulated(new Nbd(0.385, 12.07, PeriodUnit.WEEK), 1);
        check(Nbd.fit(nbd), () -> Nbd.likelihood(nbd));
        PurchaseHistories bg = simulated(new BgNbd(0.5, 6, 0.8, 2.5, PeriodUnit.WEEK), 2);
        check(BgNbd.fit(bg), () -> BgNbd.likelihood(bg));
        PurchaseHistories mbg = simulated(new MbgNbd(0.525, 6.183, 0.891, 1.614, PeriodUnit.WEEK), 3);
        check(MbgNbd.fit(mbg), () -> MbgNbd.likelihood(mbg));
    }

    @Test
    void regularTiming() {
        PurchaseHistories bg = simulated(new BgCnbd(2, 0.5, 3, 0.8, 2.5, PeriodUnit.WEEK), 4);
        check(BgCnbd.fit(bg, 2), () -> BgCnbd.likelihood(bg, 2));
        PurchaseHistories mbg = simulated(new MbgCnbd(3, 0.5, 2, 0.8, 2.5, PeriodUnit.WEEK), 5);
        check(MbgCnbd.fit(mbg, 3), () -> MbgCnbd.likelihood(mbg, 3));
    }

    @Test
    void lifetimes() {
        PurchaseHistories pareto = simulated(new ParetoNbd(0.8, 6, 0.9, 12, PeriodUnit.WEEK), 6);
        check(ParetoNbd.fit(pareto), () -> ParetoNbd.likelihood(pareto));
    }

    @Test
    void opportunities() {
        PurchaseHistories bgBb = simulated(new BgBb(1.2, 0.75, 0.66, 2.78, PeriodUnit.WEEK), 7);
        check(BgBb.fit(bgBb), () -> BgBb.likelihood(bgBb));
    }

    /** Five parameters, of which the data of so few customers tell little: a posterior says so where a fit cannot. */
    @Test
    void gompertz() {
        PurchaseHistories data = simulated(new GGompertzNbd(0.8, 6, 0.05, 0.6, 0.5, PeriodUnit.WEEK), 8);
        GGompertzNbd any = new GGompertzNbd(1, 10, 0.1, 1, 1, PeriodUnit.WEEK);
        SamplingOutcome<Posterior<GGompertzNbd>> outcome =
                AdaptiveMetropolis.of(() -> GGompertzNbd.likelihood(data), any).sample(new SplittableRandom(1));
        assertTrue(outcome.isMixed(), () -> outcome.report().reasons().toString());
        DrawSummary rate = outcome.orThrow().summary(m -> m.r() / m.alpha());
        assertTrue(rate.interval(0.999).contains(0.8 / 6), rate::toString);
    }

    @Test
    void spend() {
        int[] count = new int[CUSTOMERS];
        Arrays.setAll(count, i -> 1 + i % 6);
        double[] mean = new double[CUSTOMERS];
        Arrays.fill(mean, 10);
        PurchaseHistories like = base().withSpend(count, mean, Currency.getInstance("USD"));
        PurchaseHistories means = new GammaGamma(6.25, 3.74, 15.44).simulateHistories(like, new SplittableRandom(5));
        check(GammaGamma.fit(means), () -> GammaGamma.likelihood(means));
        PurchaseHistories amounts = new LogNormalSpend(27, 0.22, 0.32).simulateHistories(like, new SplittableRandom(6));
        check(LogNormalSpend.fit(amounts), () -> LogNormalSpend.likelihood(amounts));
        SplittableRandom random = new SplittableRandom(7);
        double[] values = new double[500];
        Arrays.setAll(values, i -> i % 3 == 0 ? 0 : 20 * Math.exp(0.8 * random.nextGaussian()));
        check(ZeroInflatedLogNormal.fit(values), () -> ZeroInflatedLogNormal.likelihood(values));
    }

    @Test
    void curves() {
        CohortCounts counts =
                CohortCounts.of(PeriodUnit.YEAR, new long[] {3000, 2610, 2230, 1960, 1780, 1650, 1550, 1470});
        check(ShiftedBetaGeometric.fit(counts), () -> ShiftedBetaGeometric.likelihood(counts));
        check(BetaDiscreteWeibull.fit(counts), () -> BetaDiscreteWeibull.likelihood(counts));
        WeibullGamma truth = new WeibullGamma(0.9, 3.5, 1.25, PeriodUnit.YEAR);
        SplittableRandom random = new SplittableRandom(2);
        int size = 1500;
        double[] last = new double[size];
        boolean[] lapsed = new boolean[size];
        for (int i = 0; i < size; i++) {
            double tenure = truth.simulateTenure(0, random);
            lapsed[i] = tenure < 9;
            last[i] = Math.min(9, tenure);
        }
        Spells spells = Spells.ofTimes(new double[size], last, lapsed, PeriodUnit.YEAR);
        check(WeibullGamma.fit(spells), () -> WeibullGamma.likelihood(spells));
        check(ExponentialGamma.fit(spells), () -> ExponentialGamma.likelihood(spells));
    }

    /** Days instead of weeks: the same data, the same prior in the likelihood's units, the same draws but for the unit of alpha. */
    @Test
    void theUnitOfTimeDoesNotMatter() {
        PurchaseHistories weeks = simulated(new BgNbd(0.5, 6, 0.8, 2.5, PeriodUnit.WEEK), 2);
        double[] recency = Arrays.stream(weeks.recencies()).map(t -> 7 * t).toArray();
        double[] age = Arrays.stream(weeks.ages()).map(t -> 7 * t).toArray();
        PurchaseHistories days = PurchaseHistories.ofColumns(weeks.frequencies(), recency, age, PeriodUnit.DAY);
        Posterior<BgNbd> byWeek = AdaptiveMetropolis.of(
                        () -> BgNbd.likelihood(weeks), new BgNbd(1, 1, 1, 1, PeriodUnit.WEEK))
                .sample(new SplittableRandom(3))
                .orThrow();
        Posterior<BgNbd> byDay = AdaptiveMetropolis.of(
                        () -> BgNbd.likelihood(days), new BgNbd(1, 1, 1, 1, PeriodUnit.DAY))
                .sample(new SplittableRandom(3))
                .orThrow();
        DrawSummary ofWeeks = byWeek.summary(m -> Math.log(m.alpha()));
        DrawSummary ofDays = byDay.summary(m -> Math.log(m.alpha() / 7));
        assertEquals(
                ofWeeks.mean(), ofDays.mean(), 4 * Math.hypot(ofWeeks.monteCarloError(), ofDays.monteCarloError()));
        assertEquals(1, ofWeeks.standardDeviation() / ofDays.standardDeviation(), 0.15);
    }
}
