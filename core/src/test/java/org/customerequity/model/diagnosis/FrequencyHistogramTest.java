package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

@Seeded
class FrequencyHistogramTest {
    /** Half a unit in the last digit. */
    private static final double PRINTED = 5e-4;

    private static final long[] ACTUAL = {1411, 439, 214, 100, 62, 38, 29, 64};

    /** By BTYD at its parameters; of the last line it leaves out the counts above the largest there is. */
    @Test
    void cdnow() {
        PurchaseHistories histories = Cdnow.calibration();
        FrequencyHistogram bgNbd =
                FrequencyHistogram.of(new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK), histories, 7);
        assertArrayEquals(ACTUAL, bgNbd.actual());
        assertArrayEquals(
                new double[] {1406.500, 460.808, 192.709, 101.307, 59.936, 38.179, 25.590},
                Arrays.copyOf(bgNbd.expected(), 7),
                PRINTED);
        assertEquals(2357 - 2285.029, bgNbd.expected(7), 7 * PRINTED);
        // the parameters there are rounded: 5e-5 of r is 1e-4 of it, a tenth of which reaches the counts
        FrequencyHistogram pareto =
                FrequencyHistogram.of(new ParetoNbd(0.5534, 10.5802, 0.6061, 11.6562, PeriodUnit.WEEK), histories, 7);
        assertArrayEquals(
                new double[] {1434.131, 396.878, 193.480, 111.799, 69.979, 45.847, 30.925, 73.961},
                pareto.expected(),
                0.05);
        assertEquals("6", pareto.label(6));
        assertEquals("7+", pareto.label(7));
        assertEquals(2357, pareto.customers());
    }

    /** Shared ages give what one customer after the other gives; lines add up to the customers. */
    @Property(tries = 100)
    void isTheSumOverCustomers(@ForAll @IntRange(min = 1, max = 30) int n, @ForAll Random random) {
        int[] x = random.ints(n, 0, 9).toArray();
        double[] age = random.ints(n, 0, 6).mapToDouble(t -> t * 7.5).toArray();
        PurchaseHistories histories =
                PurchaseHistories.ofColumns(zeroAtAgeZero(x, age), half(x, age), age, PeriodUnit.WEEK);
        int last = 1 + random.nextInt(6);
        PurchaseModel model = CdnowLog.MBG_NBD;
        FrequencyHistogram histogram = FrequencyHistogram.of(model, histories, last);
        double[] expected = new double[last + 1];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 400; k++) {
                expected[Math.min(k, last)] += model.probabilityOfPurchases(
                        PurchaseHistory.newCustomer(PeriodUnit.WEEK), k, Span.ofWeeks(0, age[i]));
            }
        }
        // the last line is what is left of 1
        assertArrayEquals(expected, histogram.expected(), 1e-12 * n);
        double sum = 0;
        long customers = 0;
        for (int k = 0; k <= last; k++) {
            sum += histogram.expected(k);
            customers += histogram.actual(k);
        }
        assertEquals(n, sum, 1e-12 * n);
        assertEquals(n, customers);
    }

    private static int[] zeroAtAgeZero(int[] x, double[] age) {
        for (int i = 0; i < x.length; i++) {
            x[i] = age[i] == 0 ? 0 : x[i];
        }
        return x;
    }

    private static double[] half(int[] x, double[] age) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] == 0 ? 0 : age[i] / 2;
        }
        return out;
    }

    @Test
    void theLastLineIsPositive() {
        PurchaseHistories one = PurchaseHistories.ofColumns(new int[1], new double[1], new double[1], PeriodUnit.WEEK);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> FrequencyHistogram.of(CdnowLog.BG_NBD, one, 0));
        assertEquals("last must be > 0, was 0 (the count from which on all are one line)", e.getMessage());
    }
}
