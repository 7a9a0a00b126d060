package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** What every model offers to inference: its likelihood, its customers' log-likelihoods, data that might have been. */
class LikelihoodsOfModelsTest {
    private static final int CUSTOMERS = 1200;

    private static PurchaseHistories bases(double... ages) {
        return PurchaseHistories.ofColumns(new int[ages.length], new double[ages.length], ages, PeriodUnit.WEEK);
    }

    private static PurchaseHistories base() {
        double[] ages = new double[CUSTOMERS];
        Arrays.setAll(ages, i -> 26 + i % 53);
        return bases(ages);
    }

    private static <M extends PurchaseModel> void check(
            M truth,
            Function<PurchaseHistories, FitOutcome<M>> fit,
            Function<PurchaseHistories, Likelihood> likelihood) {
        PurchaseHistories data = truth.simulateHistories(base(), new SplittableRandom(31));
        FitOutcome<M> fitted = fit.apply(data);
        intervals(fitted, likelihood.apply(data), truth.parameters(), m -> m.logLikelihood(data));
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        ToDoubleFunction<M> expected = m -> m.expectedPurchases(newcomer, Span.ofWeeks(0, 39));
        Interval profile =
                ProfileLikelihood.of(likelihood.apply(data), fitted).quantity(expected, Estimate.Scale.LOG, 0.95);
        Interval wald = DeltaMethod.of(fitted, expected, Estimate.Scale.LOG).confidenceInterval(0.95);
        // what the data say directly is known almost as a parabola has it
        assertEquals(wald.lower(), profile.lower(), 0.05 * wald.width(), () -> truth + ": " + profile);
        assertEquals(wald.upper(), profile.upper(), 0.05 * wald.width(), () -> truth + ": " + profile);
        FitCheck again = FitCheck.otherStarts(likelihood.apply(data), fitted.report());
        assertTrue(again.agrees(), again::toString);
    }

    /** 99.9 % intervals of both kinds hold the truth, and the robust errors are near the others where the model is true. */
    private static <M extends Parametric> void intervals(
            FitOutcome<M> fitted, Likelihood likelihood, double[] truth, Function<M, double[]> rows) {
        ProfileLikelihood<M> profile = ProfileLikelihood.of(likelihood, fitted);
        FitReport robust = RobustErrors.of(fitted, rows).report();
        for (int j = 0; j < truth.length; j++) {
            String name = fitted.report().parameterNames().get(j);
            Interval own = profile.parameter(name, 0.999);
            Interval wald = fitted.report().parameter(name).confidenceInterval(0.999);
            assertTrue(own.contains(truth[j]), () -> name + ": " + own);
            assertTrue(wald.contains(truth[j]), () -> name + ": " + wald);
            double ratio = robust.standardErrors()[j] / fitted.report().standardErrors()[j];
            assertTrue(ratio > 0.7 && ratio < 1.4, () -> name + ": robust over plain error " + ratio);
        }
    }

    @Test
    void nbd() {
        check(new Nbd(0.385, 12.07, PeriodUnit.WEEK), Nbd::fit, Nbd::likelihood);
    }

    @Test
    void bgNbd() {
        check(new BgNbd(0.5, 6, 0.8, 2.5, PeriodUnit.WEEK), BgNbd::fit, BgNbd::likelihood);
    }

    @Test
    void mbgNbd() {
        check(new MbgNbd(0.525, 6.183, 0.891, 1.614, PeriodUnit.WEEK), MbgNbd::fit, MbgNbd::likelihood);
    }

    @Test
    void paretoNbd() {
        check(new ParetoNbd(0.8, 6, 0.9, 12, PeriodUnit.WEEK), ParetoNbd::fit, ParetoNbd::likelihood);
    }

    @Test
    void bgBb() {
        check(new BgBb(1.2, 0.75, 0.66, 2.78, PeriodUnit.WEEK), BgBb::fit, BgBb::likelihood);
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
        intervals(GammaGamma.fit(means), GammaGamma.likelihood(means), gamma.parameters(), m -> m.logLikelihood(means));
        intervals(
                GammaGamma.fitTransactions(means),
                GammaGamma.likelihoodOfTransactions(means),
                gamma.parameters(),
                m -> m.logLikelihoodOfTransactions(means));
        LogNormalSpend normal = new LogNormalSpend(27, 0.22, 0.32);
        PurchaseHistories amounts = normal.simulateHistories(like, new SplittableRandom(6));
        intervals(
                LogNormalSpend.fit(amounts),
                LogNormalSpend.likelihood(amounts),
                normal.parameters(),
                m -> m.logLikelihoodOfTransactions(amounts));
    }

    /** The survivors of one cohort of so many customers, after each of eight renewals. */
    private static CohortCounts survivors(ParametricCurve truth, int customers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] left = new long[9];
        for (int i = 0; i < customers; i++) {
            double tenure = truth.simulateTenure(0, random);
            for (int t = 0; t < left.length && t < tenure; t++) {
                left[t]++;
            }
        }
        return CohortCounts.of(truth.unit(), left);
    }

    private static <M extends ParametricCurve> void check(
            M truth, Function<CohortCounts, FitOutcome<M>> fit, Function<CohortCounts, Likelihood> likelihood) {
        CohortCounts data = survivors(truth, 5000, 11);
        long[] n = data.survivors(0);
        int[] customers = new int[n.length];
        Arrays.setAll(customers, t -> (int) (t + 1 < n.length ? n[t] - n[t + 1] : n[t]));
        FitOutcome<M> fitted = fit.apply(data);
        ProfileLikelihood<M> profile = ProfileLikelihood.of(likelihood.apply(data), fitted);
        FitReport robust = RobustErrors.ofCounts(
                        fitted,
                        m -> {
                            double[] rows = new double[n.length];
                            Arrays.setAll(
                                    rows, t -> t + 1 < n.length ? m.logDensity(t + 1) : m.logSurvival(n.length - 1));
                            return rows;
                        },
                        customers)
                .report();
        for (String name : truth.parameterNames()) {
            Interval own = profile.parameter(name, 0.999);
            assertTrue(own.contains(truth.parameters()[truth.parameterNames().indexOf(name)]), () -> name + ": " + own);
            double ratio = robust.parameter(name).standardError()
                    / fitted.report().parameter(name).standardError();
            assertTrue(ratio > 0.8 && ratio < 1.25, () -> name + ": robust over plain error " + ratio);
        }
        Interval ahead = profile.quantity(m -> m.survival(12), Estimate.Scale.LOGIT, 0.999);
        assertTrue(ahead.contains(truth.survival(12)), ahead::toString);
    }

    @Test
    void shiftedBetaGeometric() {
        check(
                new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR),
                ShiftedBetaGeometric::fit,
                ShiftedBetaGeometric::likelihood);
    }

    @Test
    void betaDiscreteWeibull() {
        check(
                new BetaDiscreteWeibull(0.4, 1.2, 1.5, PeriodUnit.YEAR),
                BetaDiscreteWeibull::fit,
                BetaDiscreteWeibull::likelihood);
    }

    /** The profile by the library's own curve is that of the fixture and of sheet 21. */
    @Test
    void highEndByTheLibrarysOwnCurve() {
        long[] n = Arrays.stream(HighEnd.CUSTOMERS).asLongStream().toArray();
        CohortCounts cohort = CohortCounts.of(PeriodUnit.YEAR, n);
        ProfileLikelihood<ShiftedBetaGeometric> profile =
                ProfileLikelihood.of(ShiftedBetaGeometric.likelihood(cohort), ShiftedBetaGeometric.fit(cohort));
        Interval survival = profile.quantity(m -> m.survival(12), Estimate.Scale.LOGIT, 0.95);
        assertEquals(0.339761068, survival.lower(), 1e-9);
        assertEquals(0.415922846, survival.upper(), 1e-9);
    }

    @Test
    void weibullGamma() {
        WeibullGamma truth = new WeibullGamma(0.9, 3.5, 1.25, PeriodUnit.YEAR);
        SplittableRandom random = new SplittableRandom(2);
        int size = 4000;
        double[] last = new double[size];
        boolean[] lapsed = new boolean[size];
        for (int i = 0; i < size; i++) {
            double tenure = truth.simulateTenure(0, random);
            lapsed[i] = tenure < 9;
            last[i] = Math.min(9, tenure);
        }
        Spells spells = Spells.ofTimes(new double[size], last, lapsed, PeriodUnit.YEAR);
        intervals(WeibullGamma.fit(spells), WeibullGamma.likelihood(spells), truth.parameters(), m -> {
            double[] rows = new double[size];
            Arrays.setAll(rows, i -> lapsed[i] ? m.logDensity(last[i]) : m.logSurvival(last[i]));
            return rows;
        });
    }

    /** Same ages, no more purchases than the model would make, and the intervals that timing models need. */
    @Test
    void simulatedHistoriesAreLikeTheirModel() {
        BgNbd model = new BgNbd(0.5, 6, 0.8, 2.5, PeriodUnit.WEEK);
        double[] ages = new double[40_000];
        Arrays.fill(ages, 30);
        PurchaseHistories drawn = model.simulateHistories(bases(ages), new SplittableRandom(12));
        assertEquals(drawn, model.simulateHistories(bases(ages), new SplittableRandom(12)));
        double expected = model.expectedPurchases(PurchaseHistory.newCustomer(PeriodUnit.WEEK), Span.ofWeeks(0, 30));
        double bought = Arrays.stream(drawn.frequencies()).average().orElseThrow();
        double deviation = Math.sqrt(
                model.varianceOfPurchases(PurchaseHistory.newCustomer(PeriodUnit.WEEK), Span.ofWeeks(0, 30)) / 40_000);
        assertEquals(expected, bought, 4 * deviation);
        for (int i = 0; i < 200; i++) {
            assertEquals(30, drawn.age(i));
            if (drawn.frequency(i) == 1) {
                assertEquals(Math.log(drawn.recency(i)), drawn.sumOfLogIntervals(i), 1e-12);
            }
        }
    }
}
