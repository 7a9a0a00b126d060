package org.customerequity.internal;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

/** What every interval of a normal estimate is wide. */
@Seeded
class NormalQuantileTest {
    /** Any table of the normal distribution, to 16 digits. */
    @Test
    void figuresOfTheTables() {
        close(0.6744897501960817, NormalQuantile.ofLevel(0.5), 1e-14);
        close(1.959963984540054, NormalQuantile.ofLevel(0.95), 1e-14);
        close(2.5758293035489004, NormalQuantile.ofLevel(0.99), 1e-14);
    }

    /** The density between -z and z, by Simpson's rule, is the level again. */
    @Property(tries = 100)
    void theDensityBetweenIsTheLevel(@ForAll @Scale(6) @DoubleRange(min = 0.001, max = 0.999) double level) {
        double z = NormalQuantile.ofLevel(level);
        int steps = 400;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = z * i / steps;
            int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.exp(-x * x / 2);
        }
        // twice the half, over the root of 2 pi; Simpson's error is (z / 400)^4 z / 60
        assertEquals(level, 2 * sum * z / steps / 3 / Math.sqrt(2 * Math.PI), 1e-9);
        assertTrue(z > 0);
    }

    @Test
    void aLevelIsAFraction() {
        rejects("level must be in (0, 1), was 95.0 (0.95 means 95 %)", () -> NormalQuantile.ofLevel(95));
        rejects("level must be in (0, 1), was 1.0 (0.95 means 95 %)", () -> NormalQuantile.ofLevel(1));
        rejects("level must be in (0, 1), was 0.0 (0.95 means 95 %)", () -> NormalQuantile.ofLevel(0));
        rejects("level must be in (0, 1), was NaN (0.95 means 95 %)", () -> NormalQuantile.ofLevel(Double.NaN));
    }
}
