package org.customerequity.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistinctRowsTest {
    @Test
    void eachRowKnowsTheFirstOneLikeIt() {
        int[] x = {1, 0, 1, 1, 0, 1};
        double[] tx = {2, 0, 2, 2, 0, 3};
        double[] t = {5, 5, 5, 6, 5, 5};
        assertArrayEquals(new int[] {0, 1, 0, 3, 1, 5}, DistinctRows.firstAlike(x, tx, t));
        DistinctRows rows = DistinctRows.of(x, tx, t);
        assertEquals(4, rows.size());
        assertEquals(0, rows.frequency(0));
        assertEquals(2, rows.weight(0));
        assertEquals(2, rows.weight(1));
    }

    /** Against a comparison of all pairs. */
    @Test
    void manyRowsAreToldApart() {
        SplittableRandom random = new SplittableRandom(3);
        int n = 1500;
        int[] x = random.ints(n, 0, 5).toArray();
        double[] tx = random.ints(n, 0, 9).asDoubleStream().toArray();
        double[] t = random.ints(n, 0, 7).mapToDouble(i -> 1 / (i + 3.0)).toArray();
        int[] expected = new int[n];
        int distinct = 0;
        for (int i = 0; i < n; i++) {
            int j = 0;
            while (x[j] != x[i] || tx[j] != tx[i] || t[j] != t[i]) {
                j++;
            }
            expected[i] = j;
            distinct += i == j ? 1 : 0;
        }
        assertArrayEquals(expected, DistinctRows.firstAlike(x, tx, t));
        DistinctRows rows = DistinctRows.of(x, tx, t);
        assertEquals(distinct, rows.size());
        double all = 0;
        for (int i = 0; i < distinct; i++) {
            all += rows.weight(i);
        }
        assertEquals(n, all);
    }
}
