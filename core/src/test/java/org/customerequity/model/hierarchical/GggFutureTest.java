package org.customerequity.model.hierarchical;

import static org.customerequity.Checks.close;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.customerequity.internal.IncompleteGamma;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Seeded
class GggFutureTest {
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);

    /** Sheet 18 A: given the rates and alive, of the Pareto/NBD; any silence, as it says nothing. */
    @ParameterizedTest
    @CsvSource({
        ".12, .03, 9, 2.1663759547791058, 0.78380647084335649",
        ".5, .002, 29, 12.667783289277604, 0.99601379900801333",
        ".001, .2, 52, 0.0049724171778961961, 0.0049483831726903762",
        "4, .5, 195, 7.9999819173647442, 0.88888888888888889"
    })
    void irregularBuyersAreThoseOfTheParetoNbd(double lambda, double mu, double w, double purchases, double active) {
        close(purchases, GggFuture.purchases(1, lambda, mu, w, 26), 1e-13);
        // almost k = 1, by the integral
        close(purchases, GggFuture.purchases(1 + 1e-9, lambda, mu, w, 26), 1e-6);
        close(active, GggFuture.firstPurchase(1, lambda, mu, w, 26), 1e-12);
    }

    /** Integral, closed form, or for ever: against the sum over n of the probability of an n-th purchase, each an integral. */
    @Test
    void sumOverPurchases() {
        SplittableRandom random = new SplittableRandom(7);
        int n = 150 * SWEEP;
        double[] error = new double[n];
        for (int i = 0; i < n; i++) {
            double k = Math.exp(random.nextDouble(Math.log(0.2), Math.log(20)));
            double lambda = Math.exp(random.nextDouble(Math.log(0.02), Math.log(1)));
            double mu = Math.exp(random.nextDouble(Math.log(1e-5), Math.log(0.3)));
            double w = random.nextInt(5) == 0 ? 0 : random.nextDouble() * 3 / lambda;
            double t = random.nextDouble(0.1, 40);
            double b = k * lambda;
            double log = IncompleteGamma.logUpper(k, b * w);
            double expected = 0;
            for (int j = 0; j < 2000; j++) {
                int before = j;
                // the first purchase at y, in p = y / t, then n more by t
                double term = Quadrature.tanhSinh(
                        (p, q) -> {
                            double y = p * t;
                            double density = Math.exp(k * Math.log(b)
                                    - SpecialFunctions.logGamma(k)
                                    + (k - 1) * Math.log(w + y)
                                    - b * (w + y)
                                    - log
                                    - mu * y);
                            double more = before == 0
                                    ? 1
                                    : Math.exp(-before * k * Math.log1p(mu / b))
                                            * RegularizedGamma.P.value(before * k, (b + mu) * q * t);
                            return t * density * more;
                        },
                        1e-10);
                expected += term;
                if (j * k > b * t && term < 1e-10 * expected) {
                    break;
                }
            }
            String where = "k " + k + ", lambda " + lambda + ", mu " + mu + ", w " + w + ", t " + t;
            error[i] = Math.abs(GggFuture.purchases(k, lambda, mu, w, t) / expected - 1);
            assertEquals(0, error[i], 1e-3, where);
        }
        Arrays.sort(error);
        assertTrue(error[n / 2] < 1e-7, () -> "median " + error[n / 2]);
        assertTrue(error[n * 9 / 10] < 3e-5, () -> "nine in ten " + error[n * 9 / 10]);
    }

    /** Paths drawn with lives drawn. */
    @ParameterizedTest
    @CsvSource({
        "3, .3, .02, 2, 26",
        ".4, .1, .05, 30, 39",
        "12, .25, .01, 1, 13",
        "15, .4, .002, 2.6, 104",
        "60, .5, .01, 1.9, 2000",
        "1.3, .05, .0001, 0, 39"
    })
    void simulation(double k, double lambda, double mu, double w, double t) {
        SplittableRandom random = new SplittableRandom(11);
        int n = 40_000;
        double sum = 0;
        double squares = 0;
        double active = 0;
        for (int i = 0; i < n; i++) {
            double end = Math.min(t, RandomDraws.gamma(1, mu, random));
            int count = 0;
            for (double y = GggKernel.waitBeyond(k, lambda, w, random) - w;
                    y <= end;
                    y += RandomDraws.gamma(k, k * lambda, random)) {
                count++;
            }
            sum += count;
            squares += (double) count * count;
            active += count > 0 ? 1 : 0;
        }
        double mean = sum / n;
        double error = Math.sqrt((squares / n - mean * mean) / n);
        assertTrue(GggFuture.hasFormula(k, lambda, t));
        assertEquals(mean, GggFuture.purchases(k, lambda, mu, w, t), 4 * error);
        double share = active / n;
        assertEquals(
                share,
                GggFuture.firstPurchase(k, lambda, mu, w, t),
                4 * Math.sqrt(Math.max(share * (1 - share), 1.0 / n) / n));
    }

    @Property
    void growWithTimeToTheirSumForEver(
            @ForAll @DoubleRange(min = 0.2, max = 20) double k,
            @ForAll @DoubleRange(min = 0.01, max = 2) double lambda,
            @ForAll @DoubleRange(min = 0.01, max = 0.3) double mu,
            @ForAll @DoubleRange(min = 0, max = 10) double w,
            @ForAll @DoubleRange(min = 0, max = 30) double t,
            @ForAll @DoubleRange(min = 0, max = 30) double more) {
        double before = GggFuture.purchases(k, lambda, mu, w, t);
        double after = GggFuture.purchases(k, lambda, mu, w, t + more);
        double ever = GggFuture.purchases(k, lambda, mu, w, Double.POSITIVE_INFINITY);
        double slack = 1e-3 * ever;
        assertTrue(before >= 0 && before <= after + slack && after <= ever + slack);
        assertEquals(ever, GggFuture.purchases(k, lambda, mu, w, 1e5 / Math.min(lambda, mu)), 1e-6 * ever);
        double active = GggFuture.firstPurchase(k, lambda, mu, w, t);
        assertTrue(active >= 0 && active <= 1 && active <= before + slack);
    }
}
