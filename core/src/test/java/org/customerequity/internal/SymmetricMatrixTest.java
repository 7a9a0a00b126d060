package org.customerequity.internal;

import static org.customerequity.internal.Oracle.near;
import static org.customerequity.internal.SpecialFunctionsTest.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class SymmetricMatrixTest {
    @Test
    void secondDifferencesHaveTheirKnownEigenvalues() {
        // below and above the size at which the library takes over
        for (int n : new int[] {1, 2, 5, 16, 17, 40}) {
            double[][] a = new double[n][n];
            for (int i = 0; i < n; i++) {
                a[i][i] = 2;
                if (i > 0) {
                    a[i][i - 1] = -1;
                    a[i - 1][i] = -1;
                }
            }
            double[] values = SymmetricMatrix.eigenvalues(a);
            for (int k = 1; k <= n; k++) {
                double s = Math.sin(k * Math.PI / (2 * (n + 1)));
                near(4 * s * s, values[k - 1], 1e-14, 1, "eigenvalue " + k + " of " + n);
            }
            double[][] inverse = SymmetricMatrix.inverse(a);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    near((j + 1.0) * (n - i) / (n + 1), inverse[i][j], 1e-13, "inverse " + i + ", " + j);
                }
            }
        }
    }

    @Test
    void definitenessDoesNotDependOnScale() {
        assertTrue(SymmetricMatrix.isPositiveDefinite(new double[][] {{1e-20, 0.5}, {0.5, 1e20}}));
        assertFalse(SymmetricMatrix.isPositiveDefinite(new double[][] {{1e-20, 1}, {1, 1e20}}));
        assertFalse(SymmetricMatrix.isPositiveDefinite(new double[][] {{1, 0}, {0, -1}}));
    }

    @Property(tries = 100)
    void eigenvectorsRebuildTheMatrixAndSolutionsSolve(@ForAll @IntRange(min = 1, max = 20) int n, @ForAll long seed) {
        RandomGenerator random = new java.util.Random(seed);
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] = random.nextDouble() - 0.5;
                a[j][i] = a[i][j];
            }
        }
        SymmetricMatrix.Eigen e = SymmetricMatrix.eigen(a);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += e.value(k) * e.component(k, i) * e.component(k, j);
                }
                near(a[i][j], sum, 1e-14 * n, 1, "element " + i + ", " + j);
            }
        }
        double[] truth = random.doubles(n).toArray();
        double[] b = new double[n];
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            smallest = Math.min(smallest, Math.abs(e.value(i)));
            for (int j = 0; j < n; j++) {
                b[i] += a[i][j] * truth[j];
            }
        }
        if (smallest > 1e-6) {
            double[] x = SymmetricMatrix.solve(a, b);
            for (int i = 0; i < n; i++) {
                near(truth[i], x[i], 1e-14 * n * n / smallest, 1, "solution " + i);
            }
        }
    }

    @Test
    void badArgumentsAreNamed() {
        message("a must be square, was a row of 1 (2 rows)", () -> SymmetricMatrix.eigenvalues(new double[2][1]));
        message("rows of a must be > 0, was 0", () -> SymmetricMatrix.eigenvalues(new double[0][0]));
        message(
                "a[0][0] must be finite, was NaN",
                () -> SymmetricMatrix.isPositiveDefinite(new double[][] {{Double.NaN}}));
        message(
                "b must have one value a row, was 3 (a has 1 rows)",
                () -> SymmetricMatrix.solve(new double[][] {{1}}, new double[3]));
        ArithmeticException e =
                assertThrows(ArithmeticException.class, () -> SymmetricMatrix.inverse(new double[][] {{1, 1}, {1, 1}}));
        assertTrue(e.getMessage().startsWith("symmetric matrix is singular"), e.getMessage());
        assertEquals(1, SymmetricMatrix.eigen(new double[][] {{4}}).size());
    }
}
