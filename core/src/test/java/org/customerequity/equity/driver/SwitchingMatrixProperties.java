package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.testing.Seeded;

@Seeded
class SwitchingMatrixProperties {
    /** Any chain, of probabilities as small as {@code 10^-decades}. */
    private static SwitchingMatrix any(long seed, int brands, double decades) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[brands][brands];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < brands; i++) {
            names.add("b" + i);
            double sum = 0;
            for (int j = 0; j < brands; j++) {
                rows[i][j] = Math.pow(10, -decades * random.nextDouble());
                sum += rows[i][j];
            }
            for (int j = 0; j < brands; j++) {
                rows[i][j] /= sum;
            }
        }
        return SwitchingMatrix.of(names, rows, 0.1 + random.nextDouble());
    }

    /** pi M = pi, and m_ij = 1 + sum of M_ik m_kj: what defines them, each to its last digits. */
    @Property(tries = 1000)
    void solveTheirEquations(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int k,
            @ForAll @DoubleRange(max = 30) double decades) {
        SwitchingMatrix matrix = any(seed, k, decades);
        double[][] m = matrix.rows();
        double[] share = matrix.longRunShares();
        assertEquals(1, Arrays.stream(share).sum(), 1e-15 * k);
        double[][] passage = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                passage[i][j] = matrix.purchasesUntil("b" + i, "b" + j);
            }
        }
        for (int j = 0; j < k; j++) {
            // flows in and out of a brand, without what stays
            double in = 0;
            double out = 0;
            for (int i = 0; i < k; i++) {
                in += i == j ? 0 : share[i] * m[i][j];
                out += i == j ? 0 : share[j] * m[j][i];
            }
            assertEquals(out, in, 1e-13 * out);
            assertEquals(1 / share[j], passage[j][j], 1e-13 / share[j]);
            for (int i = 0; i < k; i++) {
                if (i != j) {
                    // leaving i: (1 - M_ii) m_ij = 1 + sum over the others, without subtraction
                    double leave = 0;
                    double sum = 1;
                    for (int l = 0; l < k; l++) {
                        leave += l == i ? 0 : m[i][l];
                        sum += l == i || l == j ? 0 : m[i][l] * passage[l][j];
                    }
                    assertEquals(sum / leave, passage[i][j], 1e-13 * passage[i][j]);
                }
            }
        }
        double kemeny = matrix.kemenyConstant();
        for (int i = 0; i < k; i++) {
            double sum = 1;
            for (int j = 0; j < k; j++) {
                sum += i == j ? 0 : share[j] * passage[i][j];
            }
            assertEquals(kemeny, sum, 1e-12 * kemeny);
        }
    }

    /** The inverse with pivots, where chains are not nearly decomposed. */
    @Property(tries = 500)
    void fundamentalMatrix(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int k) {
        SwitchingMatrix matrix = any(seed, k, 2);
        double[][] z = matrix.fundamentalMatrix();
        double[] share = matrix.longRunShares();
        double trace = 0;
        for (int i = 0; i < k; i++) {
            trace += z[i][i];
            assertEquals(1, Arrays.stream(z[i]).sum(), 1e-12);
            for (int j = 0; j < k; j++) {
                double expected = i == j ? 1 / share[j] : (z[j][j] - z[i][j]) / share[j];
                assertEquals(expected, matrix.purchasesUntil("b" + i, "b" + j), 1e-10 * expected);
            }
        }
        assertEquals(matrix.kemenyConstant(), trace, 1e-11 * trace);
    }

    /** One chance after another: 1 - Q^h 1. */
    @Property(tries = 500)
    void winBackIsWhatIsNotMissed(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int k, @ForAll @IntRange(max = 30) int h) {
        SwitchingMatrix matrix = any(seed, k, 2);
        double[][] m = matrix.rows();
        double[] missed = new double[k];
        Arrays.fill(missed, 1);
        double earlier = 0;
        for (int step = 0; step <= h; step++) {
            double won = matrix.winBack("b" + (k - 1), "b0", step);
            assertEquals(1 - missed[k - 1], won, 1e-14);
            assertTrue(won >= earlier && won <= 1);
            earlier = won;
            double[] next = new double[k];
            for (int i = 0; i < k; i++) {
                for (int j = 1; j < k; j++) {
                    next[i] += m[i][j] * missed[j];
                }
            }
            missed = next;
        }
    }

    /**
     * A respondent's chain is reversible: pi_j M_jk = pi_k M_kj, so that its eigenvalues are those of a symmetric matrix; and its
     * long-run shares have a closed form.
     */
    @Property(tries = 500)
    void chainOfARespondent(@ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 20) double inertia) {
        RandomMarket of = new RandomMarket(seed, inertia, 2);
        SwitchingMatrix matrix = SwitchingMatrix.of(of.model, of.survey, 0);
        double[] share = matrix.longRunShares();
        double[] closed = new double[share.length];
        SwitchingChain chain = new SwitchingChain(of.model.coefficients());
        chain.load(of.survey, 0);
        chain.longRun(closed);
        List<Integer> bought = new ArrayList<>();
        for (int j = 0; j < share.length; j++) {
            assertEquals(closed[j], share[j], 1e-12 * closed[j]);
            if (share[j] > 0) {
                bought.add(j);
            }
        }
        double[][] m = matrix.rows();
        int n = bought.size();
        double[][] symmetric = new double[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                int i = bought.get(a);
                int j = bought.get(b);
                assertEquals(share[i] * m[i][j], share[j] * m[j][i], 1e-12 * share[i] * m[i][j]);
                symmetric[a][b] = Math.sqrt(share[i]) * m[i][j] / Math.sqrt(share[j]);
            }
        }
        double[] eigenvalues = SymmetricMatrix.eigenvalues(symmetric);
        assertEquals(1, eigenvalues[n - 1], 1e-12);
        double second = n == 1 ? 0 : Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[n - 2]));
        assertEquals(second, matrix.secondEigenvalue(), 1e-12);
    }

    @Property(tries = 200)
    void yearsArePurchasesByFrequency(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int k) {
        SwitchingMatrix matrix = any(seed, k, 2);
        double f = matrix.purchasesPerYear();
        assertEquals(matrix.purchasesUntil("b0", "b1"), matrix.yearsUntil("b0", "b1") * f, 1e-12 / f);
        assertEquals(matrix.winBack("b0", "b1", 3), matrix.winBackWithinYears("b0", "b1", 3 / f), 0.0);
        assertArrayEquals(
                matrix.longRunShares(),
                SwitchingMatrix.of(matrix.brands(), matrix.rows(), 2 * f).longRunShares(),
                0.0);
    }
}
