package org.customerequity.fit.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

class PosteriorTest {
    private static final BgNbd PATTERN = new BgNbd(1, 1, 1, 1, PeriodUnit.WEEK);
    private static final PurchaseHistory CUSTOMER = PurchaseHistory.of(2, 30.43, 38.86, PeriodUnit.WEEK);
    private static final Span AHEAD = Span.ofWeeks(0, 39);

    /** Parameters of CDNOW, give or take. */
    private static ParameterDraws draws(int chains, int length) {
        SplittableRandom random = new SplittableRandom(3);
        double[] centre = {0.243, 4.414, 0.793, 2.426};
        double[][][] out = new double[chains][length][4];
        for (double[][] chain : out) {
            for (double[] draw : chain) {
                Arrays.setAll(draw, j -> centre[j] * Math.exp(0.1 * random.nextGaussian()));
            }
        }
        return ParameterDraws.of(PATTERN.parameterNames(), out);
    }

    private static Posterior<BgNbd> posterior() {
        return Posterior.of(PATTERN, draws(2, 500));
    }

    @Test
    void everyDrawIsAModel() {
        Posterior<BgNbd> posterior = posterior();
        assertEquals(1000, posterior.size());
        double[] seventh = posterior.draws().draw(700);
        assertEquals(new BgNbd(seventh[0], seventh[1], seventh[2], seventh[3], PeriodUnit.WEEK), posterior.model(700));
        assertArrayEquals(posterior.draws().values("alpha"), posterior.values(BgNbd::alpha));
        assertEquals(posterior.draws().summary("r"), posterior.summary(BgNbd::r));
        assertEquals(posterior.draws().summary("r").interval(0.9), posterior.credibleInterval(BgNbd::r, 0.9));
        assertEquals(250, posterior.thinned(4).size());
        assertEquals(posterior.model(999), posterior.thinned(4).model(249));
        assertEquals("Posterior[1000 draws of BgNbd: r, alpha, a, b]", posterior.toString());
    }

    /** The mean of a column is the column of means, by other code. */
    @Test
    void columnsHaveTheMeansOfTheirRows() {
        Posterior<BgNbd> posterior = posterior();
        PurchaseHistory other = PurchaseHistory.of(0, 0, 10, PeriodUnit.WEEK);
        double[] means = posterior.means(
                m -> new double[] {m.expectedPurchases(CUSTOMER, AHEAD), m.expectedPurchases(other, AHEAD)});
        assertEquals(
                posterior.summary(m -> m.expectedPurchases(CUSTOMER, AHEAD)).mean(), means[0], 1e-12);
        assertEquals(posterior.summary(m -> m.expectedPurchases(other, AHEAD)).mean(), means[1], 1e-12);
    }

    /**
     * Given the draws, the number of purchases is a mixture of the models' own distributions: mean and variance of what was
     * simulated are those of the mixture.
     */
    @Test
    void predictedOutcomesHaveTheMeanAndVarianceOfTheMixture() {
        Posterior<BgNbd> posterior = Posterior.of(PATTERN, draws(4, 5000));
        DrawSummary outcome = posterior.predictiveSummary(
                (m, random) -> m.simulatePurchases(CUSTOMER, 39, random).length, new SplittableRandom(1));
        DrawSummary expected = posterior.summary(m -> m.expectedPurchases(CUSTOMER, AHEAD));
        DrawSummary chance = posterior.summary(m -> m.varianceOfPurchases(CUSTOMER, AHEAD));
        double deviation = Math.sqrt(chance.mean() + Math.pow(expected.standardDeviation(), 2));
        assertEquals(expected.mean(), outcome.mean(), 4 * deviation / Math.sqrt(20_000));
        // of a count with a long tail, whose fourth moment is some 15 times the square of the variance
        assertEquals(1, outcome.standardDeviation() / deviation, 4 * Math.sqrt(14.0 / 4 / 20_000));
        assertTrue(outcome.interval(0.9).width() > 3 * expected.interval(0.9).width());
        assertEquals(
                outcome.interval(0.9),
                posterior.predictionInterval(
                        (m, random) -> m.simulatePurchases(CUSTOMER, 39, random).length, 0.9, new SplittableRandom(1)));
    }

    @Test
    void outcomesDoNotDependOnTheNumberOfThreads() {
        Posterior<BgNbd> posterior = posterior();
        List<Integer> alone = posterior.predictive(
                (m, random) -> m.simulatePurchases(CUSTOMER, 39, random).length, new SplittableRandom(1));
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            assertEquals(
                    alone,
                    posterior.predictiveOn(
                            three,
                            (m, random) -> m.simulatePurchases(CUSTOMER, 39, random).length,
                            new SplittableRandom(1)));
        } finally {
            three.shutdownNow();
        }
        assertEquals(
                alone.stream().mapToInt(n -> n).average().orElseThrow(),
                posterior
                        .predictiveSummary(
                                (m, random) -> m.simulatePurchases(CUSTOMER, 39, random).length,
                                new SplittableRandom(1))
                        .mean(),
                1e-12);
        assertNotEquals(
                alone,
                posterior.predictive(
                        (m, random) -> m.simulatePurchases(CUSTOMER, 39, random).length, new SplittableRandom(2)));
    }

    @Test
    void equalDrawsOfTheSameModelAreEqualAndTravel() throws IOException, ClassNotFoundException {
        assertEquals(posterior(), posterior());
        assertEquals(posterior().hashCode(), posterior().hashCode());
        assertNotEquals(posterior(), posterior().thinned(2));
        // whatever the pattern's own parameters are
        assertEquals(posterior(), Posterior.of(new BgNbd(2, 2, 2, 2, PeriodUnit.WEEK), draws(2, 500)));
        assertNotEquals(posterior(), Posterior.of(new BgNbd(2, 2, 2, 2, PeriodUnit.DAY), draws(2, 500)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(posterior());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(posterior(), in.readObject());
        }
    }

    @Test
    void badUseIsRefused() {
        Posterior<BgNbd> posterior = posterior();
        ArithmeticException notFinite =
                assertThrows(ArithmeticException.class, () -> posterior.values(m -> Double.POSITIVE_INFINITY));
        assertEquals("figure must be finite, was Infinity in draw 0, " + posterior.model(0), notFinite.getMessage());
        assertEquals(
                "outcome must be finite, was NaN in draw 0, " + posterior.model(0),
                assertThrows(
                                ArithmeticException.class,
                                () -> posterior.predictiveSummary((m, r) -> Double.NaN, new SplittableRandom(1)))
                        .getMessage());
        int[] calls = {0};
        assertEquals(
                "column must have as many rows in every draw, 1, was 2",
                assertThrows(IllegalArgumentException.class, () -> posterior.means(m -> new double[++calls[0]]))
                        .getMessage());
        double[][][] one = {{{1}, {2}, {3}, {4}}};
        assertEquals(
                "draws must be of the model's parameters, [r, alpha, a, b], was [r]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Posterior.of(PATTERN, ParameterDraws.of(List.of("r"), one)))
                        .getMessage());
        assertEquals(
                "level must be in (0, 1), was 95.0 (0.95 means 95 %)",
                assertThrows(IllegalArgumentException.class, () -> posterior.credibleInterval(BgNbd::r, 95))
                        .getMessage());
    }
}
