package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.posterior.AdaptiveMetropolis;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The value of a base with the parameters of buying known as draws: a figure of the posterior like any other. */
class ValueOfPosteriorTest {
    @Test
    void theTotalValueOfABaseHasACredibleInterval() {
        int n = 300;
        double[] ages = new double[n];
        Arrays.setAll(ages, i -> 30 + i % 20);
        PurchaseHistories base = PurchaseHistories.ofColumns(new int[n], new double[n], ages, PeriodUnit.WEEK);
        PurchaseHistories bought =
                new BgNbd(0.8, 6, 0.8, 2.5, PeriodUnit.WEEK).simulateHistories(base, new SplittableRandom(1));
        int[] count = bought.frequencies();
        double[] mean = Arrays.stream(count).mapToDouble(x -> x > 0 ? 30 : 0).toArray();
        PurchaseHistories histories = bought.withSpend(count, mean, Currency.getInstance("EUR"));
        GammaGamma spending = new GammaGamma(6.25, 3.74, 15.44);
        FitOutcome<BgNbd> fitted = BgNbd.fit(histories);
        Posterior<BgNbd> posterior = AdaptiveMetropolis.of(() -> BgNbd.likelihood(histories), fitted.orThrow())
                .withOptions(SamplingOptions.defaults().withThinning(6))
                .sample(new SplittableRandom(2))
                .orThrow()
                .thinned(20);
        ToDoubleFunction<BgNbd> total = buying -> LifetimeValueModel.of(buying, spending)
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnualPercent(10))
                .withHorizon(Horizon.ofYears(2))
                .value(histories)
                .total()
                .total()
                .value();
        DrawSummary value = posterior.summary(total);
        double atTheFit = total.applyAsDouble(fitted.orThrow());
        assertEquals(atTheFit, value.mean(), 0.6 * value.standardDeviation());
        assertTrue(value.interval(0.95).contains(atTheFit), value::toString);
        assertTrue(value.standardDeviation() > 0.02 * atTheFit, value::toString);
    }
}
