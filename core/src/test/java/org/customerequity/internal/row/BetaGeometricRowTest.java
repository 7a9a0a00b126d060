package org.customerequity.internal.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.Checks;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.row.RowChecks.At;
import org.customerequity.internal.row.RowChecks.Derivatives;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Rows of the beta-geometric models: the same as the models' own likelihoods, with derivatives that are right at the corners. */
class BetaGeometricRowTest {
    private static final int DRAWS = Integer.getInteger("customerequity.sweep", 4_000);

    private static RowLikelihood row(int early, int k) {
        return early == 0 ? BetaGeometricRow.afterRepeats(k) : BetaGeometricRow.afterAny(k);
    }

    @Test
    void cornersToFortyDigits() {
        OracleTable table = OracleTable.resource("row-beta-geometric.csv");
        for (int i = 0; i < table.size(); i++) {
            int line = i;
            int x = (int) table.get(i, "x");
            double[] u = {
                Math.log(table.get(i, "r")),
                Math.log(table.get(i, "alpha")),
                Math.log(table.get(i, "a")),
                Math.log(table.get(i, "b"))
            };
            At at = new At(x, table.get(i, "t_x"), table.get(i, "T"), table.get(i, "logs"), u);
            RowLikelihood row = row((int) table.get(i, "m"), (int) table.get(i, "k"));
            Derivatives exact = RowChecks.oracle(table, i);
            double scale = Math.max(1, Math.max(Math.abs(exact.value()), x));
            Derivatives.of(row, at).assertEqualTo(exact, 1e-13 * scale, () -> table.where(line));
            assertEquals(exact.value(), at.value(row), 1e-13 * scale, () -> table.where(line));
        }
    }

    /** A sum of logarithms of x times that add up to the last. */
    private static double logs(int x, double tx, RandomGenerator random) {
        return x == 0 ? 0 : x * Math.log(tx / x) - (x == 1 ? 0 : x * random.nextDouble());
    }

    /** Parameters of 1e-4 to 1e4, ages of 1e-6 to 1e6, counts to 100,000. */
    private static At anywhere(RandomGenerator random) {
        double[] u = new double[4];
        Arrays.setAll(u, j -> Math.log(10) * (8 * random.nextDouble() - 4));
        double age = Math.pow(10, 12 * random.nextDouble() - 6);
        int x = random.nextInt(4) == 0 ? 0 : (int) Math.pow(10, 5 * random.nextDouble());
        double tx = x == 0 ? 0 : age * (1 - Math.pow(random.nextDouble(), 2));
        double logs = logs(x, tx, random);
        return new At(x, tx, age, logs, u);
    }

    /** The same as the log-likelihood that each model has of its own, to 1e-12 of the largest logarithm in it. */
    @Test
    void equalsTheModelsOverTheWholeRange() {
        RandomGenerator random = new SplittableRandom(61);
        for (int draw = 0; draw < DRAWS; draw++) {
            int k = 1 + draw % 5;
            At at = anywhere(random);
            double[] p = Arrays.stream(at.u()).map(Math::exp).toArray();
            PurchaseHistory h = PurchaseHistory.of(at.x(), at.tx(), at.age(), PeriodUnit.WEEK);
            PurchaseHistories one = PurchaseHistories.ofColumns(
                            new int[] {at.x()}, new double[] {at.tx()}, new double[] {at.age()}, PeriodUnit.WEEK)
                    .withLogIntervals(new double[] {at.logs()});
            double size = Math.max(
                    Math.abs(at.logs()) * k,
                    (p[0] + (double) k * at.x()) * (1 + Math.abs(Math.log(p[1])) + Math.log1p(at.age() + k * at.x())));
            double tolerance = 1e-12 * Math.max(1, size);
            assertEquals(
                    new BgCnbd(k, p[0], p[1], p[2], p[3], PeriodUnit.WEEK).logLikelihood(one)[0],
                    at.value(row(0, k)),
                    tolerance,
                    at::toString);
            assertEquals(
                    new MbgCnbd(k, p[0], p[1], p[2], p[3], PeriodUnit.WEEK).logLikelihood(one)[0],
                    at.value(row(1, k)),
                    tolerance,
                    at::toString);
            if (k == 1) {
                BgNbd bg = new BgNbd(p[0], p[1], p[2], p[3], PeriodUnit.WEEK);
                MbgNbd mbg = new MbgNbd(p[0], p[1], p[2], p[3], PeriodUnit.WEEK);
                assertEquals(bg.logLikelihood(h), at.value(row(0, 1)), tolerance, at::toString);
                assertEquals(mbg.logLikelihood(h), at.value(row(1, 1)), tolerance, at::toString);
            }
        }
    }

    /** Sums over customers are what the fits of the plain models maximise, with both derivatives. */
    @Test
    void sumsToThePlainLikelihoods() {
        RandomGenerator random = new SplittableRandom(62);
        int n = 300;
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        double[] logs = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = 20 + 60 * random.nextDouble();
            x[i] = Math.max(0, random.nextInt(i % 10 == 0 ? 80 : 6) - 1);
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
            logs[i] = logs(x[i], tx[i], random);
        }
        PurchaseHistories all =
                PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK).withLogIntervals(logs);
        for (double[] u : new double[][] {{-0.5, 0.2, -0.3, 1}, {2, 3, 1, -1}, {-3, -2, -4, 3}, {0, -4, 18, 18.5}}) {
            assertSum(BgNbd.likelihood(all), row(0, 1), all, u);
            assertSum(MbgNbd.likelihood(all), row(1, 1), all, u);
            assertSum(BgCnbd.likelihood(all, 3), row(0, 3), all, u);
            assertSum(MbgCnbd.likelihood(all, 4), row(1, 4), all, u);
        }
    }

    private static void assertSum(Likelihood plain, RowLikelihood row, PurchaseHistories all, double[] u) {
        double[] inUnits = u.clone();
        Arrays.setAll(inUnits, j -> u[j] - Math.log(plain.units()[j]));
        double[] gradient = new double[4];
        double[][] hessian = new double[4][4];
        double value = plain.evaluate(inUnits, gradient, hessian) + plain.offset();
        double[] sum = new double[4];
        double[][] second = new double[4][4];
        double total = 0;
        for (int i = 0; i < all.size(); i++) {
            double logs = all.sumOfLogIntervals(i);
            Derivatives d = Derivatives.of(row, new At(all.frequency(i), all.recency(i), all.age(i), logs, u));
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
                        () -> plain.getClass().getSimpleName() + Arrays.toString(u));
    }

    @Test
    void derivativesAreThoseOfTheValue() {
        RandomGenerator random = new SplittableRandom(63);
        for (int draw = 0; draw < DRAWS; draw++) {
            int k = 1 + draw % 4;
            RowLikelihood row = row(draw / 4 % 2, k);
            double[] u = new double[4];
            Arrays.setAll(u, j -> 6 * random.nextDouble() - 3);
            int x = random.nextInt(4) == 0 ? 0 : random.nextInt(draw % 3 == 0 ? 3 : 40);
            double age = 1 + 50 * random.nextDouble();
            double tx = x == 0 ? 0 : age * random.nextDouble();
            At at = new At(x, tx, age, x * random.nextDouble(), u);
            Derivatives exact = Derivatives.of(row, at);
            double scale = Math.max(1, Math.abs(exact.value())) + k * x;
            // step^4 and rounding over step
            RowChecks.differences(row, at, 2e-3).assertEqualTo(exact, 2e-9 * scale, at::toString);
        }
    }

    /** What is remembered from other rows and parameters changes no bit. */
    @Test
    void memoryDoesNotShow() {
        RandomGenerator random = new SplittableRandom(64);
        for (int early = 0; early < 2; early++) {
            for (int k = 1; k < 4; k++) {
                RowLikelihood old = row(early, k);
                double[][] few = new double[5][4];
                for (double[] u : few) {
                    Arrays.setAll(u, j -> random.nextInt(3) - 1);
                }
                for (int draw = 0; draw < 2_000; draw++) {
                    int x = random.nextInt(30);
                    double[] u = few[random.nextInt(few.length)];
                    At at = new At(x, x == 0 ? 0 : 3, 9, 0, u);
                    Derivatives.of(old, at).assertEqualTo(Derivatives.of(row(early, k), at), 0.0, at::toString);
                    assertEquals(at.value(row(early, k)), at.value(old), 0.0, at::toString);
                }
            }
        }
    }

    /** At the edge of a search, 1e16, everything is finite: the log-likelihood of one common rate and one common dropout chance. */
    @Test
    void farOutItIsTheSimplerModel() {
        double far = 2 * Math.log(1e8);
        double q = 0.2;
        double rate = 0.3;
        double[] u = {far, far - Math.log(rate), far + Math.log(q / (1 - q)) - 1, far - 1};
        Derivatives d = Derivatives.of(row(0, 1), new At(4, 8, 10, 0, u));
        double alive = Math.pow(1 - q, 4) * Math.exp(-rate * 10);
        double gone = q * Math.pow(1 - q, 3) * Math.exp(-rate * 8);
        assertEquals(4 * Math.log(rate) + Math.log(alive + gone), d.value(), 1e-13);
        assertEquals(0, d.gradient()[0] + d.gradient()[1], 1e-13);
        assertEquals(0, d.gradient()[2] + d.gradient()[3], 1e-13);
    }

    /** Where leaving is certain but for a chance that no double holds, and so on: the logarithm has it. */
    @Test
    void beyondTheRangeOfDoubles() {
        double[] never = {Math.log(50), Math.log(0.001), Math.log(5000), Math.log(1e-4)};
        At at = new At(100_000, 1e-6, 1e6, 0, never);
        for (int early = 0; early < 2; early++) {
            Derivatives d = Derivatives.of(row(early, 1), at);
            assertTrue(Double.isFinite(d.value()), at::toString);
            for (int j = 0; j < 4; j++) {
                assertTrue(Double.isFinite(d.gradient()[j]), at::toString);
                assertTrue(Double.isFinite(Arrays.stream(d.hessian()[j]).sum()), at::toString);
            }
        }
    }

    @Test
    void atLeastOneEvent() {
        Checks.rejects("k must be > 0, was 0 (hidden events a purchase)", () -> BetaGeometricRow.afterAny(0));
        Checks.rejects("k must be > 0, was -1 (hidden events a purchase)", () -> BetaGeometricRow.afterRepeats(-1));
        assertEquals(4, BetaGeometricRow.afterAny(1).parameters());
    }
}
