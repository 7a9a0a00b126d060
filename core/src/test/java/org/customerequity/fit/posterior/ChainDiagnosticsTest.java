package org.customerequity.fit.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChainDiagnosticsTest {
    private static final double CLOSE = 1e-9;
    private static final double ESS = 1e-6;

    /** Autoregressive chains by the generator of sheet 13, seeds 1 to 4. */
    private static double[][] ofTheSheet(double carry, int draws) {
        double[][] out = new double[4][draws];
        for (int c = 0; c < 4; c++) {
            long state = c + 1;
            double x = 0;
            for (int d = 0; d < draws; d++) {
                state = 6364136223846793005L * state + 1442695040888963407L;
                x = carry * x + (state >>> 33) / 0x1p31 - 0.5;
                out[c][d] = x;
            }
        }
        return out;
    }

    /** Sheet 21, section 5. */
    @Test
    void ranksAndFoldsAsInTheSheet() {
        double[][] draws = ofTheSheet(0.6, 200);
        assertEquals(-0.0767908291891, draws[0][0], 1e-13);
        assertEquals(-0.0366670549847, draws[0][1], 1e-13);
        assertEquals(0.12635916071, draws[0][2], 1e-11);
        ChainDiagnostics d = ChainDiagnostics.of(draws);
        assertEquals(1.01037969386, d.splitRhat(), CLOSE);
        assertEquals(1.01083576272, d.bulkRhat(), CLOSE);
        assertEquals(1.00918722797, d.foldedRhat(), CLOSE);
        assertEquals(181.977529, d.bulkEss(), ESS);
        assertEquals(266.02049, d.tailEss(), 1e-5);
        assertEquals(d.bulkRhat(), d.rhat());
        assertFalse(MixingRule.standard().accepts(d));
    }

    /** Sheet 21, section 5: one chain elsewhere. */
    @Test
    void aShiftedChainIsSeen() {
        double[][] draws = ofTheSheet(0.6, 200);
        draws[3] = Arrays.stream(draws[3]).map(v -> v + 0.5).toArray();
        ChainDiagnostics d = ChainDiagnostics.of(draws);
        assertEquals(1.21052516146, d.splitRhat(), CLOSE);
        assertEquals(1.20574381112, d.bulkRhat(), CLOSE);
        assertEquals(1.03056984084, d.foldedRhat(), CLOSE);
        assertEquals(17.9436998, d.bulkEss(), ESS);
        assertEquals(78.9552057, d.tailEss(), ESS);
    }

    /** Sheet 18, part E: no ranks. */
    @Test
    void theShortAndTheLongExampleWithoutRanks() {
        ChainDiagnostics two = ChainDiagnostics.of(
                new double[][] {{1.2, .8, 1.5, 1.1, .9, 1.4, 1.0, .7}, {1.6, 1.3, 1.1, 1.7, 1.9, 1.2, 1.5, 1.4}});
        assertEquals(1.18681140172234, two.splitRhat(), 1e-13);
        assertEquals(15.5705627705628, two.meanEss(), 1e-12);
        ChainDiagnostics four = ChainDiagnostics.of(ofTheSheet(0.8, 1000));
        assertEquals(0.0172642109217, four.mean(), 1e-12);
        assertEquals(1.00358772942195, four.splitRhat(), CLOSE);
        assertEquals(442.060576812, four.meanEss(), ESS);
        assertEquals(four.standardDeviation() / Math.sqrt(four.meanEss()), four.monteCarloError(), 1e-15);
    }

    @Test
    void constantDrawsSaySo() {
        ChainDiagnostics d = ChainDiagnostics.of(new double[][] {{3, 3, 3, 3}, {3, 3, 3, 3}});
        assertTrue(d.isConstant());
        assertFalse(MixingRule.standard().accepts(d));
        assertEquals(3, d.mean());
        assertEquals(0, d.standardDeviation());
        assertEquals(0, d.monteCarloError());
        assertEquals(
                "R-hat must be of draws that differ, was of 8 draws of 3.0",
                assertThrows(ArithmeticException.class, d::rhat).getMessage());
        assertEquals(
                "effective sample size must be of draws that differ, was of 8 draws of 3.0",
                assertThrows(ArithmeticException.class, d::bulkEss).getMessage());
        assertEquals("ChainDiagnostics[2 chains of 4, constant 3.0]", d.toString());
    }

    /** Each chain at a place of its own: they will never agree. */
    @Test
    void stuckChainsHaveInfiniteRhat() {
        ChainDiagnostics d = ChainDiagnostics.of(new double[][] {{1, 1, 1, 1}, {2, 2, 2, 2}});
        assertEquals(Double.POSITIVE_INFINITY, d.rhat());
        assertEquals(Double.POSITIVE_INFINITY, d.splitRhat());
        assertTrue(d.bulkEss() < 4, d::toString);
        assertFalse(new MixingRule(100, 0).accepts(d));
    }

    /** Independent draws are worth their number, whatever their distribution: also without mean, or of two values. */
    @Test
    void independentDrawsAreWorthTheirNumber() {
        SplittableRandom random = new SplittableRandom(4);
        double[][] cauchy = new double[4][2000];
        double[][] coin = new double[4][2000];
        for (int c = 0; c < 4; c++) {
            Arrays.setAll(cauchy[c], d -> Math.tan(Math.PI * (random.nextDouble() - 0.5)));
            Arrays.setAll(coin[c], d -> random.nextDouble() < 0.98 ? 1 : 0);
        }
        for (double[][] draws : new double[][][] {cauchy, coin}) {
            ChainDiagnostics d = ChainDiagnostics.of(draws);
            assertTrue(d.rhat() < 1.01, d::toString);
            assertEquals(8000, d.bulkEss(), 1600, d::toString);
            assertEquals(8000, d.tailEss(), 1600, d::toString);
        }
        // a fair coin is always as far from its median as the other side is
        double[][] fair = {{0, 1, 1, 0, 1, 0}, {1, 0, 0, 1, 0, 1}};
        assertEquals(1, ChainDiagnostics.of(fair).foldedRhat());
    }

    /** v <- c v + e is worth (1 - c) / (1 + c) of its draws for its mean. */
    @Test
    void autoregressiveDrawsAreWorthTheirShare() {
        SplittableRandom random = new SplittableRandom(7);
        for (double carry : new double[] {-0.4, 0, 0.5, 0.9}) {
            double[][] draws = new double[4][10_000];
            for (double[] chain : draws) {
                double x = random.nextGaussian() / Math.sqrt(1 - carry * carry);
                for (int d = 0; d < chain.length; d++) {
                    chain[d] = x;
                    x = carry * x + random.nextGaussian();
                }
            }
            double expected = 40_000 * (1 - carry) / (1 + carry);
            ChainDiagnostics d = ChainDiagnostics.of(draws);
            assertEquals(expected, d.meanEss(), 0.15 * expected, () -> carry + ": " + d);
            assertEquals(expected, d.bulkEss(), 0.15 * expected, () -> carry + ": " + d);
        }
    }

    /** Chains that differ in spread only are told by folding. */
    @Test
    void aWiderChainIsSeen() {
        SplittableRandom random = new SplittableRandom(8);
        double[][] draws = new double[4][1000];
        for (int c = 0; c < 4; c++) {
            double spread = c == 0 ? 3 : 1;
            Arrays.setAll(draws[c], d -> spread * random.nextGaussian());
        }
        ChainDiagnostics d = ChainDiagnostics.of(draws);
        assertTrue(d.bulkRhat() < 1.01, d::toString);
        assertTrue(d.foldedRhat() > 1.05, d::toString);
        assertEquals(d.foldedRhat(), d.rhat());
    }

    /** The middle draw of an odd chain is in neither half. */
    @Test
    void oddChainsLeaveOutTheirMiddle() {
        double[][] even = ofTheSheet(0.6, 200);
        double[][] odd = new double[4][201];
        for (int c = 0; c < 4; c++) {
            System.arraycopy(even[c], 0, odd[c], 0, 100);
            odd[c][100] = 17;
            System.arraycopy(even[c], 100, odd[c], 101, 100);
        }
        ChainDiagnostics plain = ChainDiagnostics.of(even);
        ChainDiagnostics more = ChainDiagnostics.of(odd);
        assertEquals(plain.splitRhat(), more.splitRhat());
        assertEquals(plain.rhat(), more.rhat());
        assertEquals(plain.bulkEss(), more.bulkEss());
        assertEquals(plain.tailEss(), more.tailEss());
        assertTrue(more.mean() > plain.mean());
        assertNotEquals(plain, more);
        assertEquals(plain, ChainDiagnostics.of(even));
        assertEquals(plain.hashCode(), ChainDiagnostics.of(even).hashCode());
    }

    /** Draws whose squares are not doubles: the same verdict, in another unit. */
    @Test
    void theUnitOfTheDrawsDoesNotMatter() {
        double[][] draws = ofTheSheet(0.6, 200);
        ChainDiagnostics plain = ChainDiagnostics.of(draws);
        for (int exponent : new int[] {-1000, -700, 700, 1020}) {
            double[][] scaled = new double[draws.length][];
            Arrays.setAll(
                    scaled,
                    c -> Arrays.stream(draws[c])
                            .map(v -> Math.scalb(v, exponent))
                            .toArray());
            ChainDiagnostics other = ChainDiagnostics.of(scaled);
            assertEquals(plain.splitRhat(), other.splitRhat(), 1e-12);
            assertEquals(plain.rhat(), other.rhat(), 1e-12);
            assertEquals(plain.meanEss(), other.meanEss(), 1e-9 * plain.meanEss());
            assertEquals(plain.tailEss(), other.tailEss(), 1e-9 * plain.tailEss());
            assertEquals(1, Math.scalb(plain.mean(), exponent) / other.mean(), 1e-12);
            assertEquals(1, Math.scalb(plain.standardDeviation(), exponent) / other.standardDeviation(), 1e-12);
            assertEquals(1, Math.scalb(plain.monteCarloError(), exponent) / other.monteCarloError(), 1e-12);
        }
    }

    @Test
    void badChainsAreRefused() {
        refused("draws must be at least one chain, was empty", new double[0][]);
        refused("draws[0] must be >= 4 draws, was 3 (two in each half of a chain)", new double[1][3]);
        refused("draws[1] must be as long as the first chain, 4, was 5", new double[][] {new double[4], new double[5]});
        refused("draws[0][2] must be finite, was NaN", new double[][] {{1, 2, Double.NaN, 4}});
        refused("draws[0][3] must be finite, was Infinity", new double[][] {{1, 2, 3, Double.POSITIVE_INFINITY}});
    }

    private static void refused(String message, double[][] draws) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> ChainDiagnostics.of(draws))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> DrawSummary.of(draws))
                        .getMessage());
    }

    @Test
    void rulesRefuseWhatNoChainsCanMeet() {
        assertEquals(
                "maxRhat must be finite and > 1, was 1.0 (1.01 is the standard)",
                assertThrows(IllegalArgumentException.class, () -> new MixingRule(1, 400))
                        .getMessage());
        assertEquals(
                "minEss must be finite and >= 0, was NaN (400 is the standard)",
                assertThrows(IllegalArgumentException.class, () -> new MixingRule(1.01, Double.NaN))
                        .getMessage());
    }
}
