package org.customerequity.decision;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.OracleTable;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** What knowing is worth. */
@Seeded
class ValueOfInformationTest {
    private static final int DRAWS = 100_000 * Integer.getInteger("customerequity.sweep", 1);

    /** Sheet 22, section 6; its figures have 12 digits. */
    @Test
    void numbersOfTheSheet() {
        close(19393.7189582, ValueOfInformation.perfect(Estimate.of(40_000, 90_000)), 1e-11);
        TargetingValue score = TargetingValue.of(-1.5, 6, 0.4);
        close(0.388608030948, score.gainPerCustomer(), 1e-11);
        close(1.71806818934, score.perfectGainPerCustomer(), 1e-11);
        close(64332.1753774, score.customersToPay(25_000), 1e-11);
        assertEquals(0, TargetingValue.of(-1.5, 6, 0).gainPerCustomer());
        travels(score);
    }

    @Test
    void lossAgainstFiftyDigits() {
        OracleTable oracle = OracleTable.resource("normal-loss.csv");
        for (int row = 0; row < oracle.size(); row++) {
            double z = oracle.get(row, "z");
            // the density itself loses z^2 units in the last place
            assertEquals(1, NormalLoss.unit(z) / oracle.get(row, "loss"), 2e-15 * (1 + z * z), oracle.where(row));
        }
    }

    /** By simulation: the best choice in each draw less the best choice for all. */
    @Test
    void againstDraws() {
        SplittableRandom random = new SplittableRandom(20261123);
        double[][] gain = new double[2][DRAWS];
        double sum = 0;
        double squares = 0;
        for (int d = 0; d < DRAWS; d++) {
            gain[0][d] = 40_000 + 90_000 * random.nextGaussian();
            // knowing changes the decision only where going loses
            double saved = Math.max(0, -gain[0][d]);
            sum += saved;
            squares += saved * saved;
        }
        double exact = ValueOfInformation.perfect(Estimate.of(40_000, 90_000));
        double mean = sum / DRAWS;
        double error = Math.sqrt((squares / DRAWS - mean * mean) / DRAWS);
        assertEquals(exact, mean, 3 * error);
        assertEquals(mean, ValueOfInformation.perfect(gain), 1e-9 * mean);

        TargetingValue score = TargetingValue.of(-1.5, 6, 0.4);
        double gained = 0;
        double gainedSquares = 0;
        for (int d = 0; d < DRAWS; d++) {
            double told = random.nextGaussian();
            double uplift = -1.5 + 6 * (0.4 * told + Math.sqrt(1 - 0.16) * random.nextGaussian());
            double taken = -1.5 + 6 * 0.4 * told > 0 ? uplift : 0;
            gained += taken;
            gainedSquares += taken * taken;
        }
        double gainMean = gained / DRAWS;
        double gainError = Math.sqrt((gainedSquares / DRAWS - gainMean * gainMean) / DRAWS);
        assertEquals(score.gainPerCustomer(), gainMean, 3 * gainError);
    }

    /** By the formula of the sheet, which is not that of the code. */
    @Property
    void lawsOfTheGain(
            @ForAll @Scale(3) @DoubleRange(min = -20, max = 20) double mu,
            @ForAll @Scale(3) @DoubleRange(min = 0.1, max = 20) double s,
            @ForAll @Scale(3) @DoubleRange(max = 1) double rho) {
        TargetingValue score = TargetingValue.of(mu, s, rho);
        double gain = score.gainPerCustomer();
        assertTrue(gain >= 0 && gain <= score.perfectGainPerCustomer());
        // in doubt, treating all and treating none gain alike from knowing
        assertEquals(gain, TargetingValue.of(-mu, s, rho).gainPerCustomer());
        // never more than without knowing anything of the mean
        assertTrue(gain <= rho * s / Math.sqrt(2 * Math.PI) + 1e-12);
        assertEquals(score.perfectGainPerCustomer(), ValueOfInformation.perfect(Estimate.of(mu, s)));
        if (rho > 0) {
            var normal = org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1);
            double m = mu / (rho * s);
            double sheet = rho * s * normal.density(m) + mu * normal.cumulativeProbability(m) - Math.max(0, mu);
            assertEquals(sheet, gain, 1e-14 * (s + Math.abs(mu)));
        }
    }

    /** Gains of a trillion that differ by quarters: the difference of two means would keep four digits of it. */
    @Property
    void largeGainsDoNotCancel(@ForAll long seed) {
        Random random = new Random(seed);
        double[][] small = new double[3][500];
        double[][] large = new double[3][500];
        for (int a = 0; a < 3; a++) {
            for (int d = 0; d < 500; d++) {
                small[a][d] = random.nextInt(8) * 0.25;
                large[a][d] = 1e14 + small[a][d];
            }
        }
        assertEquals(ValueOfInformation.perfect(small), ValueOfInformation.perfect(large));
    }

    @Test
    void sumsThatOverflowAreSaid() {
        rejects(
                "sum of gain[1] must be finite, was Infinity (in a larger unit)",
                () -> ValueOfInformation.perfect(new double[][] {{-1e308, -1e308}, {1e308, 1e308}}));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertEquals(0, ValueOfInformation.perfect(Estimate.of(5, 0)));
        rejects(
                "correlation must be in [0, 1], was -0.1 (turn round a score that runs the other way)",
                () -> TargetingValue.of(1, 1, -0.1));
        rejects(
                "gain must have an action, was empty (doing nothing is one)",
                () -> ValueOfInformation.perfect(new double[0][]));
        rejects(
                "gain[1] must have as many draws as the first, 2, was 1",
                () -> ValueOfInformation.perfect(new double[][] {{1, 2}, {1}}));
        rejects(
                "gain[0][1] must be finite, was NaN",
                () -> ValueOfInformation.perfect(new double[][] {{1, Double.NaN}}));
        fails(
                UndefinedRatioException.class,
                "customers to pay for the score are undefined, because it gains nothing",
                () -> TargetingValue.of(1, 1, 0).customersToPay(10));
    }
}
