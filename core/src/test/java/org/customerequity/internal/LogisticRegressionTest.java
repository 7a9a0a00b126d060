package org.customerequity.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class LogisticRegressionTest {
    private static final int STEPS = 200;

    /** A design of n rows with an intercept and slopes whose columns have very different units. */
    private static final class Data {
        final double[][] rows;
        final double[] trials;
        final double[] successes;

        Data(int n, int slopes, double unit, int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            rows = new double[n][slopes + 1];
            trials = new double[n];
            successes = new double[n];
            for (int i = 0; i < n; i++) {
                rows[i][0] = 1;
                double eta = 0.3;
                for (int k = 1; k <= slopes; k++) {
                    double x = random.nextGaussian();
                    rows[i][k] = x * Math.pow(unit, k);
                    eta += (k % 2 == 0 ? -0.8 : 0.8) * x;
                }
                trials[i] = 1 + random.nextInt(4);
                for (int t = 0; t < trials[i]; t++) {
                    successes[i] += random.nextDouble() < LogisticRegression.probability(eta) ? 1 : 0;
                }
            }
        }

        LogisticRegression fit(double... penalties) {
            return LogisticRegression.fit(rows, trials, successes, penalties, STEPS);
        }
    }

    /** The log-likelihood term by term, with derivatives by differences. */
    private static NewtonMaximizer.Objective written(Data data, double unit, double[] penalties) {
        return new NewtonMaximizer.Objective() {
            @Override
            public double value(double[] u) {
                double sum = 0;
                for (int i = 0; i < data.rows.length; i++) {
                    double eta = 0;
                    for (int k = 0; k < u.length; k++) {
                        eta += data.rows[i][k] / Math.pow(unit, k) * u[k];
                    }
                    sum += data.successes[i] * eta - data.trials[i] * Math.log1p(Math.exp(eta));
                }
                for (int k = 0; k < u.length; k++) {
                    double b = u[k] / Math.pow(unit, k);
                    sum -= penalties[k] / 2 * b * b;
                }
                return sum;
            }

            @Override
            public double evaluate(double[] u, double[] gradient, double[][] hessian) {
                System.arraycopy(slope(u), 0, gradient, 0, u.length);
                double[][] h = NewtonMaximizer.hessianByDifferences(this::slope, u, 1e-2);
                for (int k = 0; k < u.length; k++) {
                    System.arraycopy(h[k], 0, hessian[k], 0, u.length);
                }
                return value(u);
            }

            private double[] slope(double[] u) {
                double h = 1e-2;
                double[] g = new double[u.length];
                for (int k = 0; k < u.length; k++) {
                    double[] at = u.clone();
                    double[] v = new double[6];
                    int[] moves = {-3, -2, -1, 1, 2, 3};
                    for (int m = 0; m < 6; m++) {
                        at[k] = u[k] + moves[m] * h;
                        v[m] = value(at);
                    }
                    g[k] = (45 * (v[3] - v[2]) - 9 * (v[4] - v[1]) + (v[5] - v[0])) / (60 * h);
                }
                return g;
            }
        };
    }

    /** By another route: a general maximiser on the likelihood as written, all derivatives by differences. */
    @Property(tries = 60)
    void agreesWithAGeneralMaximizer(
            @ForAll @IntRange(max = 3) int slopes, @ForAll @IntRange(max = 2) int penalty, @ForAll int seed) {
        Data data = new Data(80, slopes, 1, seed);
        double[] penalties = new double[slopes + 1];
        Arrays.fill(penalties, 1, slopes + 1, penalty);
        LogisticRegression fit = data.fit(penalties);
        assertEquals(LogisticRegression.Status.CONVERGED, fit.status());
        NewtonMaximizer.Result other =
                NewtonMaximizer.within(50).maximize(written(data, 1, penalties), new double[slopes + 1]);
        assertArrayEquals(other.point(), fit.coefficients(), 1e-8);
        double[] zero = new double[slopes + 1];
        double[][] v = LogisticRegression.covariance(data.rows, data.trials, fit.coefficients(), zero);
        double[][] w = Curvature.covariance(NewtonMaximizer.hessianByDifferences(
                b -> LogisticRegression.gradient(data.rows, data.trials, data.successes, b), fit.coefficients()));
        for (int k = 0; k <= slopes; k++) {
            assertArrayEquals(w[k], v[k], 1e-9 * w[k][k]);
        }
        assertTrue(Arrays.stream(fit.gradient()).allMatch(g -> Math.abs(g) < 1e-11));
        double effective =
                LogisticRegression.effectiveParameters(data.rows, data.trials, fit.coefficients(), penalties);
        assertTrue(penalty == 0 || slopes == 0 ? Math.abs(effective - slopes - 1) < 1e-12 : effective < slopes + 1);
    }

    /** A column in another unit has another coefficient and nothing else; units from 1e-30 to 1e30. */
    @Property(tries = 100)
    void unitsDoNotMatter(@ForAll @IntRange(min = -10, max = 10) int power, @ForAll int seed) {
        double unit = Math.pow(10, power);
        LogisticRegression plain = new Data(60, 3, 1, seed).fit(0, 1, 1, 1);
        LogisticRegression scaled =
                new Data(60, 3, unit, seed).fit(0, Math.pow(unit, 2), Math.pow(unit, 4), Math.pow(unit, 6));
        for (int k = 0; k < 4; k++) {
            double b = plain.coefficients()[k];
            assertEquals(b, scaled.coefficients()[k] * Math.pow(unit, k), 1e-12 * (1 + Math.abs(b)));
        }
        assertEquals(plain.logLikelihood(), scaled.logLikelihood(), 1e-12 * Math.abs(plain.logLikelihood()));
        assertEquals(plain.iterations(), scaled.iterations());
    }

    /** Rows that are alike may be counted together, in any order. */
    @Property(tries = 100)
    void rowsMerge(@ForAll int seed) {
        Data data = new Data(50, 2, 1, seed);
        int n = (int) Arrays.stream(data.trials).sum();
        double[][] rows = new double[n][];
        double[] ones = new double[n];
        double[] stayed = new double[n];
        Arrays.fill(ones, 1);
        int at = n;
        for (int i = 0; i < 50; i++) {
            for (int t = 0; t < data.trials[i]; t++) {
                rows[--at] = data.rows[i];
                stayed[at] = t < data.successes[i] ? 1 : 0;
            }
        }
        LogisticRegression one = LogisticRegression.fit(rows, ones, stayed, new double[3], STEPS);
        assertArrayEquals(data.fit(0, 0, 0).coefficients(), one.coefficients(), 1e-12);
    }

    /** With a row for each coefficient the fit is what was counted, also where the counts are as uneven as 1e12 and 3. */
    @Property
    void aSaturatedFitIsTheCounts(@ForAll @IntRange(max = 12) int power, @ForAll @IntRange(min = 1, max = 9) int few) {
        double many = Math.pow(10, power + 1);
        double[][] rows = {{1, 0, 0}, {1, 1, 0}, {1, 0, 1}};
        LogisticRegression fit = LogisticRegression.fit(
                rows, new double[] {many, 10, 3}, new double[] {0.75 * many, few, 1}, new double[3], STEPS);
        assertEquals(LogisticRegression.Status.CONVERGED, fit.status());
        double[] b = fit.coefficients();
        assertEquals(Math.log(3), b[0], 1e-12);
        assertEquals(Math.log(few / (10.0 - few)), b[0] + b[1], 1e-12);
        assertEquals(Math.log(0.5), b[0] + b[2], 1e-12);
    }

    @Test
    void whatHasNoMaximumIsSaid() {
        double[] ones = {1, 1, 1, 1};
        double[] half = {0, 0, 1, 1};
        double[] zero = new double[2];
        double[][] line = {{1, 1}, {1, 2}, {1, 3}, {1, 4}};
        double[][] touching = {{1, 1}, {1, 2}, {1, 2}, {1, 4}};
        double[][] constant = {{1, 3}, {1, 3}, {1, 3}, {1, 3}};
        double[][] empty = {{1, 0}, {1, 0}, {1, 0}, {1, 0}};
        assertEquals(
                LogisticRegression.Status.SEPARATED,
                LogisticRegression.fit(line, ones, half, zero, STEPS).status());
        assertEquals(
                LogisticRegression.Status.SEPARATED,
                LogisticRegression.fit(touching, ones, half, zero, STEPS).status());
        assertEquals(
                LogisticRegression.Status.SEPARATED,
                LogisticRegression.fit(line, ones, ones, zero, STEPS).status());
        assertEquals(
                LogisticRegression.Status.SINGULAR,
                LogisticRegression.fit(constant, ones, half, zero, STEPS).status());
        assertEquals(
                LogisticRegression.Status.SINGULAR,
                LogisticRegression.fit(empty, ones, half, zero, STEPS).status());
        assertEquals(
                LogisticRegression.Status.MAX_ITERATIONS,
                LogisticRegression.fit(line, ones, new double[] {0, 1, 0, 1}, zero, 2)
                        .status());
        double[] ridge = {0, 1};
        for (double[][] rows : new double[][][] {line, touching, constant, empty}) {
            LogisticRegression fit = LogisticRegression.fit(rows, ones, half, ridge, STEPS);
            assertEquals(LogisticRegression.Status.CONVERGED, fit.status());
            assertTrue(Arrays.stream(fit.coefficients()).allMatch(Double::isFinite));
        }
    }

    /** Two points, two counts: however far apart the log-odds, a fit that has a maximum finds it. */
    @Property
    void extremeLogOddsAreReached(@ForAll @IntRange(min = 1, max = 15) int power) {
        double n = Math.pow(10, power);
        Assume.that(n - 1 > 1);
        LogisticRegression fit = LogisticRegression.fit(
                new double[][] {{1, -1}, {1, 1}}, new double[] {n, n}, new double[] {1, n - 1}, new double[2], STEPS);
        assertEquals(LogisticRegression.Status.CONVERGED, fit.status());
        assertEquals(0, fit.coefficients()[0], 1e-9);
        assertEquals(Math.log(n - 1), fit.coefficients()[1], 1e-9);
    }

    @Test
    void probabilitiesKeepTheirDigitsAtBothEnds() {
        assertEquals(Math.exp(-50), LogisticRegression.probability(-50), 1e-15 * Math.exp(-50));
        assertEquals(1, LogisticRegression.probability(800));
        assertEquals(0, LogisticRegression.probability(-800));
        assertEquals(-800, LogisticRegression.logProbability(-800));
        assertEquals(-Math.exp(-40), LogisticRegression.logProbability(40), 1e-15 * Math.exp(-40));
    }
}
