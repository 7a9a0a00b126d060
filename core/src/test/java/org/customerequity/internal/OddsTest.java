package org.customerequity.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class OddsTest {
    @Property(tries = 5000)
    void sharesComeBack(@ForAll @Scale(6) @DoubleRange(min = -36, max = 36) double log) {
        double share = log > 0 ? 1 / (1 + Math.exp(-log)) : Math.exp(log) / (1 + Math.exp(log));
        if (share < 1) {
            double back = Odds.toShare(Odds.of(share, "share"));
            assertEquals(share, back, share >= 0.75 ? 0 : 3e-16 * share);
        }
    }

    @Property(tries = 5000)
    void shareIsRightToTheLastPlaces(@ForAll @Scale(6) @DoubleRange(min = -700, max = 700) double log) {
        double odds = Math.exp(log);
        BigDecimal exact = new BigDecimal(odds).divide(new BigDecimal(odds).add(BigDecimal.ONE), new MathContext(40));
        double share = Odds.toShare(odds);
        assertEquals(exact.doubleValue(), share, 1.2 * Math.ulp(share));
        assertTrue(share > 0 && share <= 1);
    }

    @Test
    void certaintyHasNoOdds() {
        assertEquals(1.0, Odds.of(0.5, "share"), 0.0);
        assertEquals(0x1p53 - 1, Odds.of(Math.nextDown(1.0), "share"), 1);
        for (double bad : new double[] {0, 1, -0.5, Double.NaN}) {
            assertEquals(
                    "share must be in (0, 1) to be a parameter, was " + bad + " (its odds are 0 or infinite)",
                    assertThrows(IllegalStateException.class, () -> Odds.of(bad, "share"))
                            .getMessage());
        }
    }
}
