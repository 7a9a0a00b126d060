package org.customerequity.internal;

import static org.customerequity.Checks.fails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

/** The elimination without subtraction, beside Gauss's with 60 digits. */
@Seeded
class DiscountedChainTest {
    private static final MathContext DIGITS = new MathContext(60);

    @Property(tries = 300)
    void beside60Digits(
            @ForAll @IntRange(min = 1, max = 7) int n, @ForAll @IntRange(max = 12) int power, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] flow = new double[n][n];
        double[] leaving = new double[n];
        double[] b = new double[n];
        BigDecimal[][] m = new BigDecimal[n][n + 1];
        for (int i = 0; i < n; i++) {
            // the row leaves by little: 1 less its flow is leaving
            leaving[i] = random.nextDouble() * Math.pow(10, -power) + 1e-300;
            b[i] = random.nextDouble();
            BigDecimal diagonal = new BigDecimal(leaving[i]);
            for (int j = 0; j < n; j++) {
                flow[i][j] = (0.05 + random.nextDouble()) / n;
                if (i != j) {
                    m[i][j] = new BigDecimal(flow[i][j]).negate();
                    diagonal = diagonal.add(new BigDecimal(flow[i][j]));
                }
            }
            m[i][i] = diagonal;
            m[i][n] = new BigDecimal(b[i]);
        }
        DiscountedChain chain = new DiscountedChain(flow, leaving);
        double[] x = chain.solve(b);
        double[] differences = chain.solveDifferences(b);
        BigDecimal[] exact = gauss(m, n);
        for (int i = 0; i < n; i++) {
            double e = exact[i].doubleValue();
            assertEquals(e, x[i], 1e-14 * e);
            double difference = exact[i].subtract(exact[0]).doubleValue();
            // as small as b over what moves between rows, where x is as large as b over what leaves
            assertEquals(difference, differences[i], 1e-13 * Math.max(1, largest(exact, exact[0])));
        }
    }

    private static double largest(BigDecimal[] x, BigDecimal beside) {
        double out = 0;
        for (BigDecimal y : x) {
            out = Math.max(out, Math.abs(y.subtract(beside).doubleValue()));
        }
        return out;
    }

    private static BigDecimal[] gauss(BigDecimal[][] m, int n) {
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                BigDecimal factor = m[i][k].divide(m[k][k], DIGITS);
                for (int j = k; j <= n; j++) {
                    m[i][j] = m[i][j].subtract(factor.multiply(m[k][j]), DIGITS);
                }
            }
        }
        BigDecimal[] x = new BigDecimal[n];
        for (int k = n - 1; k >= 0; k--) {
            BigDecimal sum = m[k][n];
            for (int j = k + 1; j < n; j++) {
                sum = sum.subtract(m[k][j].multiply(x[j]), DIGITS);
            }
            x[k] = sum.divide(m[k][k], DIGITS);
        }
        return x;
    }

    @Test
    void aStateThatIsNeverLeft() {
        fails(
                ArithmeticException.class,
                "the chain never leaves state 0",
                () -> new DiscountedChain(new double[][] {{0, 1}, {1, 0}}, new double[2]));
        assertArrayEquals(
                new double[] {4}, new DiscountedChain(new double[1][1], new double[] {0.25}).solve(new double[] {1}));
    }
}
