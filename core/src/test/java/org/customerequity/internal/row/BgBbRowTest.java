package org.customerequity.internal.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.row.RowChecks.At;
import org.customerequity.internal.row.RowChecks.Derivatives;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Rows of the BG/BB: the same as the model's own likelihood, with derivatives that are right at the corners. */
class BgBbRowTest {
    private static final int DRAWS = Integer.getInteger("customerequity.sweep", 4_000);

    @Test
    void cornersToFortyDigits() {
        OracleTable table = OracleTable.resource("row-bgbb.csv");
        for (int i = 0; i < table.size(); i++) {
            int line = i;
            double[] u = {
                Math.log(table.get(i, "alpha")),
                Math.log(table.get(i, "beta")),
                Math.log(table.get(i, "gamma")),
                Math.log(table.get(i, "delta"))
            };
            At at = new At((int) table.get(i, "x"), table.get(i, "t"), table.get(i, "n"), 0, u);
            Derivatives exact = RowChecks.oracle(table, i);
            double scale = Math.max(Math.abs(exact.value()), table.get(i, "n"));
            RowLikelihood row = new BgBbRow();
            Derivatives.of(row, at).assertEqualTo(exact, 1e-13 * scale, () -> table.where(line));
            assertEquals(exact.value(), at.value(row), 1e-13 * scale, () -> table.where(line));
        }
    }

    private static At anywhere(RandomGenerator random, double decades, int longest) {
        double[] u = new double[4];
        Arrays.setAll(u, j -> Math.log(10) * decades * (2 * random.nextDouble() - 1));
        int n = (int) Math.pow(longest, random.nextDouble());
        int t = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(n);
        int x = t == 0 ? 0 : 1 + random.nextInt(t);
        return new At(x, t, n, 0, u);
    }

    @Test
    void equalsTheModelOverTheWholeRange() {
        RandomGenerator random = new SplittableRandom(71);
        RowLikelihood row = new BgBbRow();
        assertEquals(4, row.parameters());
        for (int draw = 0; draw < DRAWS; draw++) {
            At at = anywhere(random, 4, 2000);
            double[] p = Arrays.stream(at.u()).map(Math::exp).toArray();
            BgBb model = new BgBb(p[0], p[1], p[2], p[3], PeriodUnit.YEAR);
            double exact = model.logLikelihood(PurchaseHistory.of(at.x(), at.tx(), at.age(), PeriodUnit.YEAR));
            // of sums of logarithms of up to n terms
            assertEquals(exact, at.value(row), 1e-12 * Math.max(Math.abs(exact), at.age()), at::toString);
        }
    }

    @Test
    void sumsToThePlainLikelihood() {
        RandomGenerator random = new SplittableRandom(72);
        int size = 300;
        At[] rows = new At[size];
        Arrays.setAll(rows, i -> anywhere(random, 1, i % 5 == 0 ? 400 : 12));
        PurchaseHistories all = PurchaseHistories.ofColumns(
                Arrays.stream(rows).mapToInt(At::x).toArray(),
                Arrays.stream(rows).mapToDouble(At::tx).toArray(),
                Arrays.stream(rows).mapToDouble(At::age).toArray(),
                PeriodUnit.YEAR);
        Likelihood plain = BgBb.likelihood(all);
        RowLikelihood row = new BgBbRow();
        for (double[] u : new double[][] {{0.2, -0.3, -0.4, 1}, {2, 3, 1, -1}, {-3, -2, -4, 3}, {17, 18, -17, 0}}) {
            double[] gradient = new double[4];
            double[][] hessian = new double[4][4];
            double value = plain.evaluate(u, gradient, hessian);
            double total = 0;
            double[] sum = new double[4];
            double[][] second = new double[4][4];
            for (At at : rows) {
                Derivatives d = Derivatives.of(row, new At(at.x(), at.tx(), at.age(), 0, u));
                total += d.value();
                for (int p = 0; p < 4; p++) {
                    sum[p] += d.gradient()[p];
                    for (int q = 0; q < 4; q++) {
                        second[p][q] += d.hessian()[p][q];
                    }
                }
            }
            new Derivatives(total, sum, second)
                    .assertEqualTo(
                            new Derivatives(value, gradient, hessian),
                            1e-12 * Math.abs(value),
                            () -> Arrays.toString(u));
        }
    }

    @Test
    void derivativesAreThoseOfTheValue() {
        RandomGenerator random = new SplittableRandom(73);
        RowLikelihood row = new BgBbRow();
        for (int draw = 0; draw < DRAWS; draw++) {
            At at = anywhere(random, 1.5, 60);
            Derivatives exact = Derivatives.of(row, at);
            RowChecks.differences(row, at, 2e-3)
                    .assertEqualTo(exact, 2e-9 * (Math.abs(exact.value()) + at.age()), at::toString);
        }
    }
}
