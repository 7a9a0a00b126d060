package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.junit.jupiter.api.Test;

/** Sheets 04 and 23, section 14: respondents 1 and 5 of the worked example. */
class SwitchingMatrixTest {
    private static final SwitchingMatrix FIRST = SwitchingMatrix.of(FiveRespondents.MODEL, FiveRespondents.survey(), 0);
    private static final List<String> AB = List.of("a", "b");

    @Test
    void rows() {
        assertRows(
                new double[][] {
                    {0.809353360848, 0.127387753087, 0.0632588860658},
                    {0.489588599127, 0.420971630249, 0.0894397706245},
                    {0.557144292178, 0.204961930858, 0.237893776963}
                },
                FIRST.rows(),
                5e-13);
        assertRows(
                new double[][] {
                    {0.155067444505, 0.443572006458, 0.401360549037},
                    {0.0440982350117, 0.689122989365, 0.266778775624},
                    {0.0458173645766, 0.306330063183, 0.647852572241}
                },
                SwitchingMatrix.of(FiveRespondents.MODEL, FiveRespondents.survey(), 4)
                        .rows(),
                5e-13);
        assertEquals(FIRST.rows()[1][1], FIRST.repurchase("two"), 0.0);
        assertEquals(2, FIRST.purchasesPerYear(), 0.0);
    }

    @Test
    void longRun() {
        double[] published = {0.727942560961, 0.189405895853, 0.0826515431868};
        assertArrayEquals(published, FIRST.longRunShares(), 5e-13);
        assertEquals(published[2], FIRST.longRunShare("three"), 5e-13);
    }

    @Test
    void passages() {
        double[][] published = {
            {1.373734761, 7.50000125506, 14.7101926325},
            {2.01335205191, 5.2796666941, 14.1650099241},
            {1.85362680602, 6.79509330071, 12.0989876467}
        };
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                String from = FiveRespondents.BRANDS.get(i);
                String to = FiveRespondents.BRANDS.get(j);
                assertEquals(published[i][j], FIRST.purchasesUntil(from, to), 5e-10);
                assertEquals(published[i][j] / 2, FIRST.yearsUntil(from, to), 5e-10);
            }
        }
        assertEquals(3.63636457827, FIRST.kemenyConstant(), 5e-12);
        assertEquals(0.308729595276, FIRST.secondEigenvalue(), 5e-13);
    }

    @Test
    void winBack() {
        assertEquals(0, FIRST.winBack("two", "one", 0), 0.0);
        assertEquals(0.489588599127, FIRST.winBack("two", "one", 1), 5e-13);
        assertEquals(0.745522367549, FIRST.winBack("two", "one", 2), 5e-13);
        assertEquals(0.937864060611, FIRST.winBack("two", "one", 4), 5e-13);
        assertEquals(0.937864060611, FIRST.winBackWithinYears("two", "one", 2), 5e-13);
        assertEquals(1, FIRST.winBack("two", "one", Integer.MAX_VALUE), 1e-15);
    }

    /** (I - M + 1 pi') inverted with pivots, against elimination without subtraction. */
    @Test
    void fundamentalMatrixGivesThePassages() {
        double[][] z = FIRST.fundamentalMatrix();
        double[] share = FIRST.longRunShares();
        assertEquals(FIRST.kemenyConstant(), z[0][0] + z[1][1] + z[2][2], 1e-13);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double expected = i == j ? 1 / share[j] : (z[j][j] - z[i][j]) / share[j];
                String from = FiveRespondents.BRANDS.get(i);
                String to = FiveRespondents.BRANDS.get(j);
                assertEquals(expected, FIRST.purchasesUntil(from, to), 1e-12 * expected);
            }
        }
    }

    /** Two states, leaving with p and q: shares q/(p+q), p/(p+q); passages 1/p, 1/q; second eigenvalue 1 - p - q. */
    @Test
    void closedFormOfTwoBrandsHardlyEverLeft() {
        double p = 1e-200;
        double q = 3e-200;
        SwitchingMatrix m = SwitchingMatrix.of(AB, new double[][] {{1 - p, p}, {q, 1 - q}}, 1);
        assertArrayEquals(new double[] {0.75, 0.25}, m.longRunShares(), 1e-15);
        assertEquals(1 / p, m.purchasesUntil("a", "b"), 1e-15 / p);
        assertEquals(1 / q, m.purchasesUntil("b", "a"), 1e-15 / q);
        assertEquals(p * 7, m.winBack("a", "b", 7), 1e-15 * p * 7);
        assertEquals(0.25 / p, m.kemenyConstant(), 1e-15 / p);
        SwitchingMatrix alternating = SwitchingMatrix.of(AB, new double[][] {{0, 1}, {1, 0}}, 1);
        assertEquals(1, alternating.secondEigenvalue(), 1e-14);
        assertArrayEquals(new double[] {0.5, 0.5}, alternating.longRunShares(), 0.0);
        SwitchingMatrix without = SwitchingMatrix.of(AB, new double[][] {{0.3, 0.7}, {0.3, 0.7}}, 1);
        assertEquals(0, without.secondEigenvalue(), 1e-15);
    }

    /** Complex eigenvalues: a tour of three brands, left with probability 0.9, has |0.1 + 0.9 exp(2 pi i / 3)|. */
    @Test
    void secondEigenvalueMayBeComplex() {
        SwitchingMatrix tour = SwitchingMatrix.of(
                List.of("a", "b", "c"), new double[][] {{0.1, 0.9, 0}, {0, 0.1, 0.9}, {0.9, 0, 0.1}}, 1);
        assertEquals(Math.sqrt(0.01 + 0.81 - 0.09), tour.secondEigenvalue(), 1e-14);
    }

    @Test
    void brandsThatAreNotConsidered() {
        BrandSurvey survey = BrandSurvey.of(FiveRespondents.DRIVERS, FiveRespondents.BRANDS)
                .add(BrandAnswer.of("r", "one")
                        .withRating("one", "value", 4)
                        .withRating("one", "brand", 4)
                        .withRating("one", "relationship", 4)
                        .withRating("three", "value", 5)
                        .withRating("three", "brand", 3)
                        .withRating("three", "relationship", 3))
                .build();
        SwitchingMatrix m = SwitchingMatrix.of(FiveRespondents.MODEL, survey, 0);
        double pull = Math.exp(0.60 - 0.35 - 0.25);
        assertArrayEquals(new double[] {1 / (1 + pull), 0, pull / (1 + pull)}, m.rows()[1], 1e-15);
        assertArrayEquals(new double[] {0.5, 0, 0.5}, m.longRunShares(), 1e-15);
        assertEquals(1 + 0.5 * (1 + Math.exp(0.849)), m.purchasesUntil("two", "one"), 1e-14);
        assertEquals(m.repurchase("one") * 2 - 1, m.secondEigenvalue(), 1e-14);
        IllegalStateException never = assertThrows(IllegalStateException.class, () -> m.purchasesUntil("one", "two"));
        assertEquals(
                "purchases until two have no mean, because it is not bought in the long run (see longRunShare)",
                never.getMessage());
    }

    @Test
    void inertiaBeyondNumbersKeepsTheLastBrand() {
        DriverModel faithful = DriverModel.of(FiveRespondents.BRANDS, FiveRespondents.DRIVERS, 700, 0.6, 0.35, 0.25);
        SwitchingMatrix m = SwitchingMatrix.of(faithful, FiveRespondents.survey(), 0);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, m.rows()[i][i], 0.0);
        }
        IllegalStateException e = assertThrows(IllegalStateException.class, m::longRunShares);
        assertTrue(e.getMessage().startsWith("the long run depends on the start: who buys one never comes to buy"));
    }

    @Test
    void badInput() {
        double[][] half = {{0.5, 0.5}, {0.5, 0.5}};
        message("brands must not be empty, was empty (in the order of the rows)", List.of(), half, 1);
        message("brands must differ, was [a, a]", List.of("a", "a"), half, 1);
        message("rows must be one a brand, 2, was 1", AB, new double[][] {{1}}, 1);
        message("rows[1] must have one probability a brand, 2, was 1", AB, new double[][] {{1, 0}, {1}}, 1);
        message(
                "rows[0][1] must be in [0, 1], was NaN (a probability)",
                AB,
                new double[][] {{1, Double.NaN}, {1, 0}},
                1);
        message(
                "sum of rows[1] must be 1, was 0.75 (the next brand after b)",
                AB,
                new double[][] {{1, 0}, {0.5, 0.25}},
                1);
        message("purchasesPerYear must be finite and > 0, was 0.0 (of all brands)", AB, half, 0);
        SwitchingMatrix m = SwitchingMatrix.of(AB, half, 1);
        assertEquals(
                "brand must be one of [a, b], was \"c\"",
                assertThrows(IllegalArgumentException.class, () -> m.repurchase("c"))
                        .getMessage());
        assertEquals(
                "purchases must be >= 0, was -1 (how many the customer makes)",
                assertThrows(IllegalArgumentException.class, () -> m.winBack("a", "b", -1))
                        .getMessage());
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> SwitchingMatrix.of(FiveRespondents.MODEL, FiveRespondents.survey(), 5));
    }

    private static void message(String expected, List<String> brands, double[][] rows, double frequency) {
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, () -> SwitchingMatrix.of(brands, rows, frequency))
                        .getMessage());
    }

    static void assertRows(double[][] expected, double[][] actual, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], tolerance);
        }
    }
}
