package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.history.CalibrationSplit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

@Seeded
class HoldoutScoresTest {
    private static final double[] PREDICTED = {3.2, 0.4, 1.1, 0.4, 2.0, 0.1};
    private static final int[] ACTUAL = {4, 0, 2, 1, 1, 0};
    private static final Span WEEKS = Span.ofWeeks(0, 39);

    /** Sheet 21, section 8. */
    @Test
    void theTinyExample() {
        HoldoutScores scores = HoldoutScores.of(PREDICTED, ACTUAL);
        assertAll(
                () -> assertEquals(3.02278351616, scores.poissonDeviance(), 1e-11),
                () -> assertEquals(0.884615384615, scores.normalizedGini().orElseThrow(), 1e-12),
                () -> assertEquals(-0.8, scores.bias(), 1e-15),
                () -> assertEquals(0.9, scores.biasRatio().value(), 1e-15),
                () -> assertEquals((0.8 + 0.4 + 0.9 + 0.6 + 1.0 + 0.1) / 6, scores.meanAbsoluteError(), 1e-15),
                () -> assertEquals(
                        Math.sqrt((0.64 + 0.16 + 0.81 + 0.36 + 1.0 + 0.01) / 6), scores.rootMeanSquareError(), 1e-15));
    }

    /** Sheet 21, section 8, at the printed digits; the model is fitted here. */
    @Test
    void cdnow() {
        PurchaseHistories histories = Cdnow.calibration();
        BgNbd model = BgNbd.fit(histories).orThrow();
        HoldoutScores scores = HoldoutScores.of(model.expectedPurchases(histories, WEEKS), Cdnow.holdout());
        assertAll(
                () -> assertEquals(-228.591302, scores.bias(), 1e-5),
                () -> assertEquals(0.785454236606, scores.meanAbsoluteError(), 1e-8),
                () -> assertEquals(1.60798201074, scores.rootMeanSquareError(), 1e-8),
                () -> assertEquals(0.625647451348, scores.correlation().orElseThrow(), 1e-8),
                () -> assertEquals(3769.42096, scores.poissonDeviance(), 1e-4),
                () -> assertEquals(6091.745258, scores.poissonDevianceOfMean(), 1e-6),
                () -> assertEquals(1 - 3769.42096 / 6091.745258, scores.skill().orElseThrow(), 1e-7),
                () -> assertEquals(0.662420675, scores.normalizedGini().orElseThrow(), 1e-9));
        double[] frequency =
                Arrays.stream(histories.frequencies()).asDoubleStream().toArray();
        assertEquals(
                0.66016632,
                HoldoutScores.of(frequency, Cdnow.holdout()).normalizedGini().orElseThrow(),
                5e-9);

        List<RankedGroup> deciles = scores.deciles();
        assertEquals(10, deciles.size());
        assertDecile(deciles.get(0), 235, 3.65651, 3.74043, 4.68448, 0.467056);
        assertDecile(deciles.get(1), 236, 1.1094, 1.32203, 1.6557, 0.632837);
        assertDecile(deciles.get(4), 236, 0.248282, 0.317797, 0.398006, 0.852285);
        assertDecile(deciles.get(9), 236, 0.186227, 0.338983, 0.424539, 1);
    }

    /** To the six digits of the sheet. */
    private static void assertDecile(
            RankedGroup group, int customers, double predicted, double actual, double lift, double capture) {
        assertEquals(customers, group.customers());
        assertEquals(predicted, group.meanPredicted(), 5e-6);
        assertEquals(actual, group.meanActual(), 5e-6);
        assertEquals(lift, group.lift().value(), 6e-6);
        assertEquals(capture, group.capture().value(), 6e-7);
    }

    @Test
    void ofASplit() {
        CalibrationSplit split = CdnowLog.transactions()
                .collect(CdnowLog.rules()
                        .calibrateUntil(CdnowLog.CALIBRATION_END)
                        .toSplit());
        HoldoutScores scores = HoldoutScores.of(CdnowLog.PARETO_NBD, split);
        // oracles: holdout accuracy, Pareto/NBD
        assertEquals(1665.513107, scores.predicted(), 2e-6);
        assertEquals(1882, scores.actual());
        assertEquals(0.75452338, scores.meanAbsoluteError(), 1e-8);
        assertEquals(1.60284800, scores.rootMeanSquareError(), 1e-8);
        assertEquals(0.630223, scores.correlation().orElseThrow(), 1e-6);
        assertEquals(split.holdoutPurchases(7), scores.actual(7));
        assertEquals(
                CdnowLog.PARETO_NBD.expectedPurchases(split.calibration().row(7), split.holdout()),
                scores.predicted(7),
                1e-12);
    }

    @Test
    void whatIsUndefinedSaysSo() {
        HoldoutScores nobodyBought = HoldoutScores.of(new double[] {1, 2}, new int[] {0, 0});
        assertFalse(nobodyBought.biasRatio().isDefined());
        assertTrue(nobodyBought.correlation().isEmpty());
        assertTrue(nobodyBought.skill().isEmpty());
        assertTrue(nobodyBought.normalizedGini().isEmpty());
        assertFalse(nobodyBought.groups(2).get(0).lift().isDefined());
        assertFalse(nobodyBought.groups(2).get(0).capture().isDefined());

        HoldoutScores oneForecast = HoldoutScores.of(new double[] {0.1, 0.1, 0.1}, new int[] {0, 3, 1});
        assertTrue(oneForecast.correlation().isEmpty());
        assertEquals(0, oneForecast.normalizedGini().orElseThrow(), 1e-15);

        HoldoutScores impossible = HoldoutScores.of(new double[] {0, 1}, new int[] {1, 1});
        assertEquals(Double.POSITIVE_INFINITY, impossible.poissonDeviance());
        assertTrue(impossible.skill().isEmpty());
    }

    @Test
    void badColumnsAreNamed() {
        assertMessage(
                "actual must have at least one customer, was empty (nobody to forecast)", new double[0], new int[0]);
        assertMessage(
                "predicted must have as many customers as actual, 1, was 2 (in the same order)",
                new double[] {1, 1},
                new int[] {1});
        assertMessage(
                "predicted[1] must be finite and >= 0, was NaN (expected purchases)",
                new double[] {1, Double.NaN},
                new int[] {1, 1});
        assertMessage("actual[0] must be >= 0, was -1 (purchases)", new double[] {1}, new int[] {-1});
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> HoldoutScores.of(PREDICTED, ACTUAL).groups(7));
        assertEquals("groups must be from 1 to the number of customers, 6, was 7", e.getMessage());
    }

    private static void assertMessage(String message, double[] predicted, int[] actual) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> HoldoutScores.of(predicted, actual));
        assertEquals(message, e.getMessage());
    }

    /** A second route to deviance, correlation and Gini: the definitions, pair by pair. */
    @Property(tries = 300)
    void agreesWithTheDefinitions(
            @ForAll @Size(min = 2, max = 40) List<@DoubleRange(max = 9) Double> forecasts, @ForAll Random random) {
        int n = forecasts.size();
        double[] m =
                forecasts.stream().mapToDouble(x -> Math.rint(x * 8 + 1) / 8).toArray();
        int[] y = IntStream.range(0, n).map(i -> random.nextInt(4)).toArray();
        HoldoutScores scores = HoldoutScores.of(m, y);
        double deviance = 0;
        for (int i = 0; i < n; i++) {
            deviance += 2 * ((y[i] == 0 ? 0 : y[i] * Math.log(y[i] / m[i])) - (y[i] - m[i]));
        }
        assertEquals(deviance, scores.poissonDeviance(), 1e-12 * (1 + deviance));
        if (scores.normalizedGini().isPresent()) {
            // concordance: the Gini of a ranking is the mean over pairs of the difference, signed by the order
            assertEquals(
                    concordance(m, y)
                            / concordance(Arrays.stream(y).asDoubleStream().toArray(), y),
                    scores.normalizedGini().orElseThrow(),
                    1e-12);
            assertTrue(Math.abs(scores.normalizedGini().orElseThrow()) <= 1 + 1e-12);
        }
        assertTrue(scores.meanAbsoluteError() <= scores.rootMeanSquareError() + 1e-12);
    }

    private static double concordance(double[] score, int[] actual) {
        double sum = 0;
        for (int i = 0; i < score.length; i++) {
            for (int j = 0; j < score.length; j++) {
                sum += Math.signum(score[i] - score[j]) * (actual[i] - actual[j]);
            }
        }
        return sum;
    }

    /** The order of the rows matters to no score, and a perfect forecast is perfect. */
    @Property(tries = 200)
    void permutedRowsScoreTheSame(
            @ForAll @Size(min = 2, max = 30) List<@IntRange(max = 5) Integer> counts, @ForAll Random random) {
        int n = counts.size();
        double[] m = IntStream.range(0, n)
                .mapToDouble(i -> (1 + random.nextInt(5)) / 4.0)
                .toArray();
        List<Integer> order =
                new java.util.ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, random);
        HoldoutScores one = HoldoutScores.of(m, counts.stream().mapToInt(y -> y).toArray());
        HoldoutScores other = HoldoutScores.of(
                order.stream().mapToDouble(i -> m[i]).toArray(),
                order.stream().mapToInt(counts::get).toArray());
        assertEquals(one.poissonDeviance(), other.poissonDeviance(), 1e-12 * (1 + one.poissonDeviance()));
        assertEquals(one.normalizedGini().orElse(9), other.normalizedGini().orElse(9), 1e-12);
        assertEquals(one.correlation().orElse(9), other.correlation().orElse(9), 1e-12);

        HoldoutScores perfect = HoldoutScores.of(
                counts.stream().mapToDouble(y -> y).toArray(),
                counts.stream().mapToInt(y -> y).toArray());
        assertEquals(0, perfect.poissonDeviance());
        assertEquals(0, perfect.rootMeanSquareError());
        perfect.normalizedGini().ifPresent(g -> assertEquals(1, g, 1e-12));
        perfect.skill().ifPresent(s -> assertEquals(1, s));
    }

    @Property(tries = 200)
    void groupsAddUp(@ForAll @IntRange(min = 1, max = 60) int n, @ForAll Random random) {
        double[] m = random.doubles(n).toArray();
        int[] y = random.ints(n, 0, 4).toArray();
        int groups = 1 + random.nextInt(n);
        HoldoutScores scores = HoldoutScores.of(m, y);
        List<RankedGroup> table = scores.groups(groups);
        assertEquals(groups, table.size());
        assertEquals(n, table.stream().mapToInt(RankedGroup::customers).sum());
        assertEquals(
                scores.actual(), table.stream().mapToLong(RankedGroup::actual).sum());
        assertEquals(scores.actual(), table.get(groups - 1).actualUpTo());
        assertEquals(
                scores.predicted(),
                table.stream().mapToDouble(RankedGroup::predicted).sum(),
                1e-12 * n);
        for (int g = 1; g < groups; g++) {
            assertTrue(table.get(g - 1).meanPredicted() >= table.get(g).meanPredicted());
            assertTrue(Math.abs(table.get(g - 1).customers() - table.get(g).customers()) <= 1);
        }
    }

    /** Equal forecasts stay in the order of the rows, and a zero with a minus sign is a zero. */
    @Test
    void tiesKeepTheOrderOfTheRows() {
        List<RankedGroup> groups = HoldoutScores.of(
                        new double[] {0.5, 0, 2, 0.5, -0.0, 2}, new int[] {1, 2, 3, 4, 5, 6})
                .groups(6);
        assertEquals(
                List.of(3L, 6L, 1L, 4L, 2L, 5L),
                groups.stream().map(RankedGroup::actual).toList());
        assertEquals(
                List.of(3L, 9L, 10L, 14L, 16L, 21L),
                groups.stream().map(RankedGroup::actualUpTo).toList());
    }

    /** The deviance of a near-perfect forecast is (m - y)^2 / y, which the formula as written loses to rounding. */
    @Test
    void theDevianceOfASmallErrorKeepsItsDigits() {
        for (double error : new double[] {1e-2, 9.9e-4, 1.01e-3, 1e-5, 1e-9}) {
            double series = 0;
            for (int j = 20; j >= 2; j--) {
                series += 2 * 3 * Math.pow(-error, j) / j;
            }
            assertEquals(
                    series,
                    HoldoutScores.of(new double[] {3 + 3 * error}, new int[] {3})
                            .poissonDeviance(),
                    1e-11 * series + 1e-15 * error);
        }
    }
}
