package org.customerequity.internal.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.Supplier;
import org.customerequity.testing.OracleTable;

/** What is asked of every likelihood of a row. */
final class RowChecks {
    private RowChecks() {}

    /** A row and where its likelihood is asked for. */
    record At(int x, double tx, double age, double logs, double[] u) {
        double value(RowLikelihood row) {
            return row.value(x, tx, age, logs, u);
        }

        At moved(int j, double by) {
            double[] v = u.clone();
            v[j] += by;
            return new At(x, tx, age, logs, v);
        }

        @Override
        public String toString() {
            return "x " + x + " t_x " + tx + " T " + age + " u " + Arrays.toString(u);
        }
    }

    /** Value, gradient and Hessian. */
    record Derivatives(double value, double[] gradient, double[][] hessian) {
        static Derivatives of(RowLikelihood row, At at) {
            int n = row.parameters();
            double[] gradient = new double[n];
            double[][] hessian = new double[n][n];
            // what is not written shows
            Arrays.fill(gradient, Double.NaN);
            for (double[] line : hessian) {
                Arrays.fill(line, Double.NaN);
            }
            double value = row.evaluate(at.x, at.tx, at.age, at.logs, at.u, gradient, hessian);
            return new Derivatives(value, gradient, hessian);
        }

        void assertEqualTo(Derivatives other, double tolerance, Supplier<String> where) {
            assertEquals(other.value, value, tolerance, where);
            for (int i = 0; i < gradient.length; i++) {
                int row = i;
                assertEquals(other.gradient[i], gradient[i], tolerance, () -> "gradient " + row + " at " + where.get());
                for (int j = 0; j < gradient.length; j++) {
                    int column = j;
                    assertEquals(
                            other.hessian[i][j],
                            hessian[i][j],
                            tolerance,
                            () -> "Hessian " + row + " " + column + " at " + where.get());
                }
            }
        }
    }

    /** The columns ll, g0, ..., h33 of a table. */
    static Derivatives oracle(OracleTable table, int row) {
        double[] gradient = new double[4];
        double[][] hessian = new double[4][4];
        for (int i = 0; i < 4; i++) {
            gradient[i] = table.get(row, "g" + i);
            for (int j = i; j < 4; j++) {
                hessian[i][j] = table.get(row, "h" + i + j);
                hessian[j][i] = hessian[i][j];
            }
        }
        return new Derivatives(table.get(row, "ll"), gradient, hessian);
    }

    /** Gradient and Hessian by central differences of fourth order, of values and of gradients. */
    static Derivatives differences(RowLikelihood row, At at, double step) {
        int n = row.parameters();
        double[] gradient = new double[n];
        double[][] hessian = new double[n][n];
        int[] moves = {-2, -1, 1, 2};
        double[] weights = {1.0 / 12, -2.0 / 3, 2.0 / 3, -1.0 / 12};
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < 4; k++) {
                At moved = at.moved(j, moves[k] * step);
                gradient[j] += weights[k] * moved.value(row) / step;
                double[] there = Derivatives.of(row, moved).gradient();
                for (int i = 0; i < n; i++) {
                    hessian[i][j] += weights[k] * there[i] / step;
                }
            }
        }
        return new Derivatives(at.value(row), gradient, hessian);
    }
}
