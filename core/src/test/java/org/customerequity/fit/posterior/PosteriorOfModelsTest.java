package org.customerequity.fit.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.Parametric;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.CorrelatedParetoNbd;
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
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/**
 * Every family by its own likelihood, and two identities that draws of a density pi satisfy whatever it is, by the likelihood's own
 * gradient: {@code E[d ln pi / du_j] = 0} and {@code E[u_j d ln pi / du_j] = -1} (integration by parts; C. Stein, 1981). They fail
 * if parameters are taken for one another, in other units, or with another prior.
 */
class PosteriorOfModelsTest {
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);
    private static final int CUSTOMERS = 80;

    private static PurchaseHistories base() {
        double[] ages = new double[CUSTOMERS];
        Arrays.setAll(ages, i -> 26 + 4 * (i % 13));
        return PurchaseHistories.ofColumns(new int[CUSTOMERS], new double[CUSTOMERS], ages, PeriodUnit.WEEK);
    }

    private static <M extends Parametric> void check(M any, Supplier<? extends Likelihood> likelihoods) {
        check(any, likelihoods, 500);
    }

    private static <M extends Parametric> void check(
            M any, Supplier<? extends Likelihood> likelihoods, int drawsOfAChain) {
        int p = any.parameterNames().size();
        SamplingOutcome<Posterior<M>> outcome = AdaptiveMetropolis.of(likelihoods, any)
                .withOptions(new SamplingOptions(4, 800, drawsOfAChain * SWEEP, p, new MixingRule(1.1, 40)))
                .sample(new SplittableRandom(17));
        assertTrue(outcome.isMixed(), () -> any + ": " + outcome.report().reasons());
        Posterior<M> posterior = outcome.orThrow();
        Likelihood likelihood = likelihoods.get();
        double[][] u = new double[posterior.size()][];
        double[][] slopes = new double[u.length][p];
        for (int i = 0; i < u.length; i++) {
            u[i] = likelihood.searchPoint(posterior.model(i).parameters());
            likelihood.evaluate(u[i], slopes[i], new double[p][p]);
            for (int j = 0; j < p; j++) {
                slopes[i][j] -= u[i][j] / (1.5 * 1.5);
            }
        }
        for (int j = 0; j < p; j++) {
            int at = j;
            double[] score = new double[u.length];
            double[] product = new double[u.length];
            Arrays.setAll(score, i -> slopes[i][at]);
            Arrays.setAll(product, i -> u[i][at] * slopes[i][at]);
            mean(0, score, any, j);
            mean(-1, product, any, j);
        }
    }

    private static void mean(double expected, double[] values, Parametric any, int j) {
        ChainDiagnostics d = ChainDiagnostics.of(ParameterDraws.split(values, 4));
        assertEquals(
                expected,
                d.mean(),
                4.5 * d.monteCarloError(),
                () -> any + " " + any.parameterNames().get(j) + " " + d);
    }

    private static <M extends PurchaseModel> PurchaseHistories simulated(M truth, long seed) {
        return truth.simulateHistories(base(), new SplittableRandom(seed));
    }

    private static <M extends PurchaseModel> void check(
            M truth, Function<PurchaseHistories, ? extends Likelihood> likelihood) {
        PurchaseHistories data = simulated(truth, 11);
        check(truth, () -> likelihood.apply(data));
    }

    @Test
    void betaGeometric() {
        check(new Nbd(0.385, 12.07, PeriodUnit.WEEK), Nbd::likelihood);
        check(new BgNbd(0.5, 6, 0.8, 2.5, PeriodUnit.WEEK), BgNbd::likelihood);
        check(new MbgNbd(0.525, 6.183, 0.891, 1.614, PeriodUnit.WEEK), MbgNbd::likelihood);
        check(new BgCnbd(2, 0.5, 3, 0.8, 2.5, PeriodUnit.WEEK), h -> BgCnbd.likelihood(h, 2));
        check(new MbgCnbd(3, 0.5, 2, 0.8, 2.5, PeriodUnit.WEEK), h -> MbgCnbd.likelihood(h, 3));
        check(new BgBb(1.2, 0.75, 0.66, 2.78, PeriodUnit.WEEK), BgBb::likelihood);
    }

    @Test
    void paretoNbd() {
        check(new ParetoNbd(0.8, 6, 0.9, 12, PeriodUnit.WEEK), ParetoNbd::likelihood);
    }

    /** Logarithms and one number of either sign, without bounds of its own. */
    @Test
    void correlatedParetoNbd() {
        ParetoNbd margins = new ParetoNbd(0.8, 6, 0.9, 12, PeriodUnit.WEEK);
        int[] few = IntStream.range(0, 30).toArray();
        PurchaseHistories data = simulated(margins, 11).select(few);
        check(CorrelatedParetoNbd.ofCorrelation(margins, 0.05), () -> CorrelatedParetoNbd.likelihood(data), 250);
    }

    /** One parameter, and a bounded one. */
    @Test
    void constantRetention() {
        CohortCounts counts = CohortCounts.of(PeriodUnit.YEAR, new long[] {30, 26, 22, 19});
        check(new ConstantRetention(0.5, PeriodUnit.YEAR), () -> ConstantRetention.likelihood(counts));
    }

    /** Few customers, as its likelihood takes an integral a row. */
    @Test
    void gompertz() {
        GGompertzNbd truth = new GGompertzNbd(0.8, 6, 0.05, 0.6, 0.5, PeriodUnit.WEEK);
        int[] few = IntStream.range(0, 20).toArray();
        PurchaseHistories data = simulated(truth, 11).select(few);
        check(truth, () -> GGompertzNbd.likelihood(data), 250);
    }

    @Test
    void spend() {
        int[] count = new int[CUSTOMERS];
        Arrays.setAll(count, i -> 1 + i % 6);
        double[] mean = new double[CUSTOMERS];
        Arrays.fill(mean, 10);
        PurchaseHistories like = base().withSpend(count, mean, Currency.getInstance("USD"));
        GammaGamma gamma = new GammaGamma(6.25, 3.74, 15.44);
        PurchaseHistories means = gamma.simulateHistories(like, new SplittableRandom(5));
        check(gamma, () -> GammaGamma.likelihood(means));
        LogNormalSpend normal = new LogNormalSpend(27, 0.22, 0.32);
        PurchaseHistories amounts = normal.simulateHistories(like, new SplittableRandom(6));
        check(normal, () -> LogNormalSpend.likelihood(amounts));
        SplittableRandom random = new SplittableRandom(7);
        double[] values = new double[200];
        Arrays.setAll(values, i -> i % 3 == 0 ? 0 : 20 * Math.exp(0.8 * random.nextGaussian()));
        check(new ZeroInflatedLogNormal(0.5, 20, 1), () -> ZeroInflatedLogNormal.likelihood(values));
    }

    @Test
    void curves() {
        CohortCounts counts = CohortCounts.of(PeriodUnit.YEAR, new long[] {300, 261, 223, 196, 178, 165, 155, 147});
        check(new ShiftedBetaGeometric(1, 1, PeriodUnit.YEAR), () -> ShiftedBetaGeometric.likelihood(counts));
        check(new BetaDiscreteWeibull(1, 1, 1, PeriodUnit.YEAR), () -> BetaDiscreteWeibull.likelihood(counts));
        WeibullGamma truth = new WeibullGamma(0.9, 3.5, 1.25, PeriodUnit.YEAR);
        SplittableRandom random = new SplittableRandom(2);
        int size = 200;
        double[] last = new double[size];
        boolean[] lapsed = new boolean[size];
        for (int i = 0; i < size; i++) {
            double tenure = truth.simulateTenure(0, random);
            lapsed[i] = tenure < 9;
            last[i] = Math.min(9, tenure);
        }
        Spells spells = Spells.ofTimes(new double[size], last, lapsed, PeriodUnit.YEAR);
        check(truth, () -> WeibullGamma.likelihood(spells));
        check(new ExponentialGamma(1, 1, PeriodUnit.YEAR), () -> ExponentialGamma.likelihood(spells));
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
        // the same walk but for rounding, which a walk may make larger
        DrawSummary ofWeeks = byWeek.summary(m -> Math.log(m.alpha()));
        DrawSummary ofDays = byDay.summary(m -> Math.log(m.alpha() / 7));
        double error = Math.hypot(ofWeeks.monteCarloError(), ofDays.monteCarloError());
        assertEquals(ofWeeks.mean(), ofDays.mean(), 4 * error);
        assertEquals(1, ofWeeks.standardDeviation() / ofDays.standardDeviation(), 0.15);
    }
}
