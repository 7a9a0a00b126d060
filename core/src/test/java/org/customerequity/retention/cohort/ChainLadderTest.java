package org.customerequity.retention.cohort;

import static org.customerequity.retention.cohort.CohortTableTest.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Mack's errors on the triangle of his paper, by simulation, and the laws of the ladder. */
@Seeded
class ChainLadderTest {
    /** Taylor and Ashe (1983), in Mack (1993), table 1. */
    private static final double[][] TAYLOR_ASHE = {
        {357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463},
        {352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085},
        {290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315},
        {310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268},
        {443160, 1136350, 2128333, 2897821, 3402672, 3873311},
        {396132, 1333217, 2180715, 2985752, 3691712},
        {440832, 1288463, 2419861, 3483130},
        {359480, 1421128, 2864498},
        {376686, 1363294},
        {344014}
    };

    /** Reserves and their errors as published, in whole units. */
    @Test
    void mack1993() {
        ChainLadder ladder = ChainLadder.of(TAYLOR_ASHE);
        double[] reserve = {0, 94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811};
        double[] error = {0, 75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155};
        for (int i = 0; i < 10; i++) {
            double latest = TAYLOR_ASHE[i][TAYLOR_ASHE[i].length - 1];
            Estimate ultimate = ladder.valueEstimate(i, 9);
            assertEquals(reserve[i], ultimate.value() - latest, 0.5);
            assertEquals(error[i], ultimate.standardError(), 0.5);
            assertEquals(i == 0, ladder.isObserved(i, 9));
        }
        Estimate total = ladder.totalEstimate(9);
        double latest = 0;
        for (double[] row : TAYLOR_ASHE) {
            latest += row[row.length - 1];
        }
        assertEquals(18680856, total.value() - latest, 0.5);
        assertEquals(2447095, total.standardError(), 0.5);
        double[] factors = {3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177};
        for (int k = 1; k < 10; k++) {
            assertEquals(factors[k - 1], ladder.factor(k).value(), 0.5e-4);
        }
    }

    /** Of 3,000 triangles drawn by Mack's model, about 95 % of the predictions hold the outcome, and of the levels the truth. */
    @Test
    void intervalsCover() {
        SplittableRandom random = new SplittableRandom(3);
        double[] f = {0.7, 0.9, 1.05, 0.95};
        int held = 0;
        int levels = 0;
        int draws = 3000;
        for (int draw = 0; draw < draws; draw++) {
            double[][] rows = new double[12][];
            double outcome = 0;
            for (int i = 0; i < rows.length; i++) {
                double[] row = new double[5];
                row[0] = 2000 + random.nextInt(2000);
                for (int k = 1; k < 5; k++) {
                    row[k] = Math.max(0, f[k - 1] * row[k - 1] + Math.sqrt(2 * row[k - 1]) * random.nextGaussian());
                }
                outcome = row[4];
                rows[i] = java.util.Arrays.copyOf(row, Math.min(5, rows.length - i));
            }
            ChainLadder ladder = ChainLadder.of(rows);
            held += ladder.valueEstimate(11, 4).confidenceInterval(0.95).contains(outcome) ? 1 : 0;
            levels += ladder.levelEstimate(4).confidenceInterval(0.95).contains(0.7 * 0.9 * 1.05 * 0.95) ? 1 : 0;
        }
        // a little below, as eight to eleven cohorts give normal intervals
        assertEquals(0.935, held / (double) draws, 0.025);
        assertEquals(0.935, levels / (double) draws, 0.03);
    }

    @Property
    void orderAndScaleOfCohortsDoNotMatter(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[7][];
        double[][] scaled = new double[7][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.doubles(1 + random.nextInt(6), 1, 100).toArray();
            scaled[i] = java.util.Arrays.stream(rows[i]).map(x -> 1000 * x).toArray();
        }
        rows[0] = random.doubles(6, 1, 100).toArray();
        rows[1] = random.doubles(6, 1, 100).toArray();
        scaled[0] = java.util.Arrays.stream(rows[0]).map(x -> 1000 * x).toArray();
        scaled[1] = java.util.Arrays.stream(rows[1]).map(x -> 1000 * x).toArray();
        List<double[]> shuffled = new java.util.ArrayList<>(List.of(rows));
        Collections.shuffle(shuffled, new Random(seed));
        ChainLadder ladder = ChainLadder.of(rows);
        ChainLadder other = ChainLadder.of(shuffled.toArray(double[][]::new));
        Estimate total = ladder.totalEstimate(5);
        assertEquals(total.value(), other.totalEstimate(5).value(), 1e-11 * total.value());
        assertEquals(total.standardError(), other.totalEstimate(5).standardError(), 1e-10 * total.value());
        Estimate big = ChainLadder.of(scaled).totalEstimate(5);
        assertEquals(1000 * total.value(), big.value(), 1e-10 * big.value());
        assertEquals(1000 * total.standardError(), big.standardError(), 1e-10 * big.value());
        double product = 1;
        for (int k = 1; k < 6; k++) {
            product *= ladder.factorEstimate(k).value();
            assertEquals(product, ladder.level(k), 1e-12 * product);
            assertTrue(ladder.levelEstimate(k).standardError() >= 0);
            // the oldest cohorts' own cells are what they were
            assertEquals(rows[0][k], ladder.value(0, k), 0.0);
            assertEquals(0, ladder.valueEstimate(0, k).standardError(), 0.0);
        }
    }

    @Test
    void cohortsThatGoAlikeHaveNoError() {
        ChainLadder ladder = ChainLadder.of(new double[] {100, 50, 25}, new double[] {60, 30, 15}, new double[] {8});
        assertEquals(Estimate.of(0.25, 0), ladder.levelEstimate(2));
        assertEquals(Estimate.of(2, 0), ladder.valueEstimate(2, 2));
        assertEquals(42, ladder.totalEstimate(2).value(), 1e-13);
    }

    @Test
    void whatCannotBeSaid() {
        ChainLadder ladder = ChainLadder.of(new double[] {100, 50, 0, 0}, new double[] {60, 31}, new double[] {});
        message("column must be in 0 to 3, was 4 (as far as a cohort is observed)", () -> ladder.level(4));
        message("column must be > 0, was 0 (a factor leads from the column before)", () -> ladder.factor(0));
        message(
                "rows[0][1] must be finite and >= 0, was -1.0 (a cell of a cohort)",
                () -> ChainLadder.of(new double[] {1, -1}));
        undefined("column 3 per column 2 is undefined, because column 2 is 0", () -> ladder.level(3));
        undefined(
                "standard error of column 2 is undefined, because one cohort only was observed to it, and not two or more to"
                        + " the two columns before",
                () -> ladder.factorEstimate(2));
        undefined(
                "cell of row 2 is undefined, because nothing of the row was observed (leave it out)",
                () -> ladder.value(2, 1));
        undefined(
                "cell of row 2 is undefined, because nothing of the row was observed (leave it out)",
                () -> ladder.total(1));
        assertEquals(0, ladder.level(2), 0.0);
        assertEquals(0, ladder.value(1, 2), 0.0);
        assertFalse(ladder.isObserved(2, 0));
    }

    private static void undefined(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(expected, assertThrows(UndefinedRatioException.class, call).getMessage());
    }

    /** Two cohorts tell a total, but not its error. */
    @Test
    void aTotalNeedsNoError() {
        ChainLadder ladder = ChainLadder.of(new double[] {100, 60, 48}, new double[] {120, 78}, new double[] {90});
        double first = (60 + 78) / 220.0;
        assertEquals(48 + 78 * 0.8 + 90 * first * 0.8, ladder.total(2), 1e-12);
        assertEquals(60 + 78 + 90 * first, ladder.totalEstimate(1).value(), 1e-12);
        assertEquals(ladder.total(1), ladder.totalEstimate(1).value());
        undefined(
                "standard error of column 2 is undefined, because one cohort only was observed to it, and not two or more to"
                        + " the two columns before",
                () -> ladder.totalEstimate(2));
    }
}
