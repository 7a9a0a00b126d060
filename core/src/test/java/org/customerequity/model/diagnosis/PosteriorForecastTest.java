package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.customerequity.fit.posterior.AdaptiveMetropolis;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

class PosteriorForecastTest {
    private static final BgNbd ANY = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
    private static final Span AHEAD = Span.ofWeeks(13, 39);

    private static PurchaseHistories customers() {
        double[] ages = new double[20];
        Arrays.setAll(ages, i -> 20 + i);
        PurchaseHistories base = PurchaseHistories.ofColumns(new int[20], new double[20], ages, PeriodUnit.WEEK);
        return ANY.simulateHistories(base, new SplittableRandom(4));
    }

    /** Parameters of CDNOW, give or take; 4 chains of 250. */
    private static Posterior<BgNbd> posterior() {
        SplittableRandom random = new SplittableRandom(3);
        double[][][] out = new double[4][250][4];
        for (double[][] chain : out) {
            for (double[] draw : chain) {
                Arrays.setAll(draw, j -> ANY.parameters()[j] * Math.exp(0.2 * random.nextGaussian()));
            }
        }
        return Posterior.of(ANY, ParameterDraws.of(ANY.parameterNames(), out));
    }

    private static PosteriorForecast forecast() {
        return PosteriorForecast.of(posterior(), customers(), AHEAD);
    }

    /** Simulated totals have the mean of the expected ones, and the variance of the law of total variance. */
    @Test
    void totalsObeyTheLawOfTotalVariance() {
        PurchaseHistories customers = customers();
        // expectations take longer than outcomes
        Posterior<BgNbd> thin = posterior().thinned(10);
        PosteriorForecast fewer = PosteriorForecast.of(thin, customers, AHEAD);
        DrawSummary expected = fewer.expectedTotal();
        DrawSummary simulated = forecast().simulatedTotal(new SplittableRandom(1));
        DrawSummary chance = thin.summary(
                m -> Arrays.stream(m.varianceOfPurchases(customers, AHEAD)).sum());
        double deviation = Math.sqrt(chance.mean() + Math.pow(expected.standardDeviation(), 2));
        double error = Math.hypot(deviation / Math.sqrt(1000), expected.monteCarloError());
        assertEquals(expected.mean(), simulated.mean(), 4 * error);
        assertEquals(1, simulated.standardDeviation() / deviation, 0.15);
        assertEquals(Arrays.stream(fewer.expected()).sum(), expected.mean(), 1e-9);
        assertEquals(20, forecast().size());
    }

    /** A group is its own rows, and groups add up. */
    @Test
    void groupsAddUp() {
        PosteriorForecast fewer = PosteriorForecast.of(posterior().thinned(10), customers(), AHEAD);
        DrawSummary some = fewer.expectedTotal(row -> row < 8);
        DrawSummary rest = fewer.expectedTotal(row -> row >= 8);
        assertEquals(fewer.expectedTotal().mean(), some.mean() + rest.mean(), 1e-9);
        double[] each = fewer.expected();
        assertEquals(Arrays.stream(each, 0, 8).sum(), some.mean(), 1e-9);
        DrawSummary simulated = forecast().simulatedTotal(row -> row < 8, new SplittableRandom(2));
        double error = Math.hypot(simulated.monteCarloError(), some.monteCarloError());
        assertEquals(some.mean(), simulated.mean(), 4 * error);
        // a span in another unit is the same span
        PosteriorForecast inDays = PosteriorForecast.of(posterior(), customers(), Span.ofDays(91, 273));
        assertEquals(
                forecast().simulatedTotal(new SplittableRandom(2)).mean(),
                inDays.simulatedTotal(new SplittableRandom(2)).mean(),
                0.05);
    }

    @Test
    void totalsDoNotDependOnTheNumberOfThreads() {
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            assertEquals(
                    forecast().simulatedTotal(new SplittableRandom(1)),
                    forecast().simulatedTotalOn(three, row -> true, new SplittableRandom(1)));
        } finally {
            three.shutdownNow();
        }
        assertNotEquals(
                forecast().simulatedTotal(new SplittableRandom(1)), forecast().simulatedTotal(new SplittableRandom(2)));
    }

    /**
     * Sheet 21, section 7: at the maximum, weeks 40 to 78 of all customers, 1653.4 expected, parameter deviation 74.35, both
     * 101.8, prediction [1453.87, 1852.95]. A posterior is nearly that of the parabola here; its prior draws it a little.
     */
    @Test
    void cdnowIsNearItsNormalApproximation() {
        PurchaseHistories histories = Cdnow.calibration();
        Posterior<BgNbd> posterior = AdaptiveMetropolis.of(() -> BgNbd.likelihood(histories), ANY)
                .withOptions(SamplingOptions.defaults().withThinning(6))
                .sample(new SplittableRandom(8))
                .orThrow();
        Span ahead = Span.ofWeeks(0, 39);
        DrawSummary expected =
                PosteriorForecast.of(posterior.thinned(40), histories, ahead).expectedTotal();
        assertEquals(1653.4, expected.mean(), 30);
        assertEquals(74.35, expected.standardDeviation(), 15);
        DrawSummary simulated =
                PosteriorForecast.of(posterior.thinned(4), histories, ahead).simulatedTotal(new SplittableRandom(9));
        assertEquals(101.8, simulated.standardDeviation(), 12);
        Interval at95 = simulated.interval(0.95);
        assertEquals(1453.87, at95.lower(), 45);
        assertEquals(1852.95, at95.upper(), 55);
    }

    @Test
    void equalForecastsAreEqualAndTravel() throws IOException, ClassNotFoundException {
        assertEquals(forecast(), forecast());
        assertEquals(forecast().hashCode(), forecast().hashCode());
        assertNotEquals(forecast(), PosteriorForecast.of(posterior(), customers(), Span.ofWeeks(0, 39)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(forecast());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(forecast(), in.readObject());
        }
        assertTrue(forecast().toString().startsWith("PosteriorForecast[20 customers in Span["), forecast()::toString);
    }

    @Test
    void badUseIsRefused() {
        assertEquals(
                "choice must take at least one customer, was empty",
                assertThrows(IllegalArgumentException.class, () -> forecast().expectedTotal(row -> false))
                        .getMessage());
        PurchaseHistories nobody = customers().select();
        assertEquals(
                "histories must have at least one customer, was empty",
                assertThrows(IllegalArgumentException.class, () -> PosteriorForecast.of(posterior(), nobody, AHEAD))
                        .getMessage());
    }
}
