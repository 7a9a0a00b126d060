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
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
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
