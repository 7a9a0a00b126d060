package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HoldoutScoreTest {
    @Test
    void errorsOverCustomers() {
        HoldoutScore score = HoldoutScore.of(new double[] {0.5, 1, 3}, new int[] {0, 2, 2});
        assertEquals(4, score.actual());
        assertEquals(4.5, score.expected(), 1e-15);
        assertEquals(0.125, score.bias(), 1e-15);
        assertEquals(2.5 / 3, score.meanAbsoluteError(), 1e-15);
        assertEquals(Math.sqrt(2.25 / 3), score.rootMeanSquareError(), 1e-15);
        // deviations (-1, -0.5, 1.5) and (-4, 2, 2)/3: product 2, squares 3.5 and 8/3
        assertEquals(2 / Math.sqrt(3.5 * 8 / 3), score.correlation(), 1e-15);
    }

    @Test
    void aPerfectForecast() {
        HoldoutScore score = HoldoutScore.of(new double[] {0, 1, 5}, new int[] {0, 1, 5});
        assertEquals(new HoldoutScore(6, 6, 0, 0, 1), score);
    }

    @Test
    void noCorrelationWhereAllAreAlike() {
        assertTrue(Double.isNaN(
                HoldoutScore.of(new double[] {1, 1}, new int[] {0, 2}).correlation()));
    }

    @Test
    void frequenciesFromSevenUpShareALine() {
        List<FrequencyTable.Line> lines = FrequencyTable.of(
                new int[] {0, 7, 12, 0},
                new int[] {1, 4, 8, 0},
                List.of(new double[] {1, 3, 5, 2}, new double[] {0, 0, 1, 0}));
        assertEquals(2, lines.size());
        assertEquals("0", lines.get(0).label());
        assertEquals(0.5, lines.get(0).actual());
        assertArrayEquals(new double[] {1.5, 0}, lines.get(0).expected());
        assertEquals("7+", lines.get(1).label());
        assertEquals(2, lines.get(1).customers());
        assertEquals(6, lines.get(1).actual());
        assertArrayEquals(new double[] {4, 0.5}, lines.get(1).expected());
    }
}
