package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

@Seeded
class SpendFrequencyCorrelationTest {
    @Test
    void spendAndFrequencyOfCdnow() {
        SpendFrequencyCorrelation c = SpendFrequencyCorrelation.of(Cdnow.calibration());
        assertEquals(946, c.customers());
        assertEquals(0.11388791939125487, c.pearson(), 1e-13);
        assertEquals(3.5220748436243596, c.tStatistic(), 1e-12);
        assertEquals(0.00044868, c.pValue(), 5e-9);
        Interval at95 = c.confidenceInterval(0.95);
        assertEquals(0.05051594, at95.lower(), 5e-9);
        assertEquals(0.17634649, at95.upper(), 5e-9);
        assertEquals(0.20630151658391754, c.spearman(), 1e-13);
        assertEquals(1.5e-10, c.spearmanPValue(), 0.05e-10);
        assertTrue(c.isNotable());
    }

    /** Ranks by counting who is below and who ties: mean ranks by their definition. */
    @Property(tries = 300)
    void spearmanIsPearsonOfMeanRanks(
            @ForAll @IntRange(min = 4, max = 40) int n, @ForAll @LongRange(min = 0) long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] x = new int[n];
        double[] z = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i < 2 ? i + 1 : random.nextInt(1, 6);
            z[i] = i < 2 ? i + 1 : random.nextInt(1, 9) / 2.0;
        }
        SpendFrequencyCorrelation c = SpendFrequencyCorrelation.of(GammaGammaTest.histories(x, z));
        double meanRank = (n + 1) / 2.0;
        double xx = 0;
        double zz = 0;
        double xz = 0;
        for (int i = 0; i < n; i++) {
            double rx = 0.5;
            double rz = 0.5;
            for (int j = 0; j < n; j++) {
                rx += x[j] < x[i] ? 1 : x[j] == x[i] ? 0.5 : 0;
                rz += z[j] < z[i] ? 1 : z[j] == z[i] ? 0.5 : 0;
            }
            xx += (rx - meanRank) * (rx - meanRank);
            zz += (rz - meanRank) * (rz - meanRank);
            xz += (rx - meanRank) * (rz - meanRank);
        }
        assertEquals(xz / Math.sqrt(xx * zz), c.spearman(), 1e-12);
        double[] squares = new double[n];
        for (int i = 0; i < n; i++) {
            squares[i] = z[i] * z[i];
        }
        assertEquals(
                c.spearman(),
                SpendFrequencyCorrelation.of(GammaGammaTest.histories(x, squares))
                        .spearman(),
                1e-14,
                "any rising change of the amounts leaves the ranks");
    }

    @Test
    void correlationNeedsSomethingToCorrelate() {
        assertEquals(
                "histories must have 4 or more repeat buyers with a positive mean spend, was 2"
                        + " (fewer say nothing of a correlation)",
                message(2, 3, 4));
        PurchaseHistories withoutAmounts =
                PurchaseHistories.ofColumns(new int[] {1}, new double[] {3}, new double[] {9}, PeriodUnit.WEEK);
        assertEquals(
                "histories must have amounts, were without"
                        + " (summarise transactions with amounts, or see PurchaseHistories.withSpend)",
                assertThrows(IllegalArgumentException.class, () -> SpendFrequencyCorrelation.of(withoutAmounts))
                        .getMessage());
        assertEquals(
                "histories must differ in frequency and in mean spend for a correlation, were all the same in frequency",
                message(1, 3, 4, 5, 6));
        assertEquals(
                "histories must differ in frequency and in mean spend for a correlation, were all the same in mean spend",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SpendFrequencyCorrelation.of(
                                        GammaGammaTest.histories(new int[] {1, 2, 3, 4}, new double[] {5, 5, 5, 5})))
                        .getMessage());
        PurchaseHistories rising = GammaGammaTest.histories(new int[] {1, 2, 3, 4}, new double[] {3, 4, 5, 6});
        SpendFrequencyCorrelation perfect = SpendFrequencyCorrelation.of(rising);
        assertEquals(1, perfect.pearson(), 1e-15);
        assertEquals(1, perfect.spearman(), 1e-15);
    }

    private static String message(int count, double... means) {
        int[] counts = new int[means.length];
        java.util.Arrays.fill(counts, count);
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> SpendFrequencyCorrelation.of(GammaGammaTest.histories(counts, means)))
                .getMessage());
    }

    @Test
    void extremesAndBadArguments() {
        SpendFrequencyCorrelation perfect = new SpendFrequencyCorrelation(1, -1, 4);
        assertEquals(0, perfect.pValue(), 0.0);
        assertEquals(0, perfect.spearmanPValue(), 0.0);
        assertEquals(Double.POSITIVE_INFINITY, perfect.tStatistic());
        assertEquals(1, perfect.confidenceInterval(0.9).lower(), 0.0);
        assertFalse(new SpendFrequencyCorrelation(0.05, 0.4, 100).isNotable());
        assertEquals(
                "pearson must be in [-1, 1], was NaN",
                assertThrows(IllegalArgumentException.class, () -> new SpendFrequencyCorrelation(Double.NaN, 0, 4))
                        .getMessage());
        assertEquals(
                "spearman must be in [-1, 1], was 1.5",
                assertThrows(IllegalArgumentException.class, () -> new SpendFrequencyCorrelation(0, 1.5, 4))
                        .getMessage());
        assertEquals(
                "customers must be >= 4, was 3 (fewer say nothing of a correlation)",
                assertThrows(IllegalArgumentException.class, () -> new SpendFrequencyCorrelation(0, 0, 3))
                        .getMessage());
    }
}
