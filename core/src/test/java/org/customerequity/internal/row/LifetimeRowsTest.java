package org.customerequity.internal.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The rows of the models with lifetimes: their values are those of the models, their derivatives those of their values. */
class LifetimeRowsTest {
    private static final int ROWS = 2000 * Integer.getInteger("customerequity.sweep", 1);
    private static final double STEP = 2e-3;

    @Test
    void paretoNbdIsTheModelAndItsDerivatives() {
        sweep(
                new ParetoNbdRow(),
                u -> new ParetoNbd(Math.exp(u[0]), Math.exp(u[1]), Math.exp(u[2]), Math.exp(u[3]), PeriodUnit.WEEK));
    }

    @Test
    void gGompertzNbdIsTheModelAndItsDerivatives() {
        sweep(
                new GGompertzNbdRow(),
                u -> new GGompertzNbd(
                        Math.exp(u[0]),
                        Math.exp(u[1]),
                        Math.exp(u[2]),
                        Math.exp(u[3]),
                        Math.exp(u[4]),
                        PeriodUnit.WEEK));
    }

    @Test
    void remembersNothingThatHasChanged() {
        double[][] points = {{0.2, 1, -0.4, 2}, {0.2, 1.5, -0.4, 2}, {0.1, 1.5, -0.4, 1}, {0.1, 1.5, 0.4, 1}};
        ParetoNbdRow old = new ParetoNbdRow();
        for (double[] u : points) {
            for (int x : new int[] {0, 3, 3, 7}) {
                double tx = x == 0 ? 0 : 5;
                assertEquals(new ParetoNbdRow().value(x, tx, 9, 0, u), old.value(x, tx, 9, 0, u), 0.0);
            }
        }
    }

    private interface AtPoint {
        PurchaseModel of(double[] u);
    }

    private static void sweep(RowLikelihood row, AtPoint model) {
        SplittableRandom random = new SplittableRandom(19);
        int n = row.parameters();
        double[] g = new double[n];
        double[][] h = new double[n][n];
        for (int i = 0; i < ROWS; i++) {
            int x = random.nextInt(3) == 0 ? 0 : (int) Math.exp(8 * random.nextDouble()) - 1;
            double age = 10 * Math.exp(2 * random.nextDouble() - 1);
            double tx = x == 0 ? 0 : random.nextInt(10) == 0 ? age : age * random.nextDouble();
            double[] u = new double[n];
            for (int j = 0; j < n; j++) {
                u[j] = 6 * random.nextDouble() - 3;
            }
            double value = row.evaluate(x, tx, age, 0, u, g, h);
            double exact = model.of(u).logLikelihood(PurchaseHistory.of(x, tx, age, PeriodUnit.WEEK));
            String where = "x " + x + ", tx " + tx + ", T " + age + ", u " + java.util.Arrays.toString(u);
            assertEquals(exact, value, 1e-12 * Math.max(20, Math.abs(exact)), where);
            assertEquals(value, row.value(x, tx, age, 0, u), 0.0, where);
            double size = 10 + x;
            for (int j = 0; j < n; j++) {
                assertEquals(slope(u, j, v -> row.value(x, tx, age, 0, v)), g[j], 1e-8 * size, where);
                for (int k = 0; k < n; k++) {
                    int at = k;
                    double differences = slope(u, j, v -> {
                        double[] gk = new double[n];
                        row.evaluate(x, tx, age, 0, v, gk, new double[n][n]);
                        return gk[at];
                    });
                    assertEquals(differences, h[j][k], 1e-7 * size, where);
                }
            }
        }
    }

    /** By differences of fourth order. */
    private static double slope(double[] u, int j, ToDoubleFunction<double[]> f) {
        double[] at = new double[4];
        double[] steps = {-2, -1, 1, 2};
        for (int i = 0; i < 4; i++) {
            double[] v = u.clone();
            v[j] += steps[i] * STEP;
            at[i] = f.applyAsDouble(v);
        }
        return (8 * (at[2] - at[1]) - (at[3] - at[0])) / (12 * STEP);
    }
}
