package org.customerequity.internal;

import static org.customerequity.internal.Oracle.near;
import static org.customerequity.internal.SpecialFunctionsTest.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.customerequity.internal.NewtonMaximizer.Objective;
import org.customerequity.internal.NewtonMaximizer.Result;
import org.customerequity.internal.NewtonMaximizer.Status;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class NewtonMaximizerTest {
    /** Log-likelihood of n gamma variables with mean m and mean logarithm l, in log-shape and log-rate. */
    private static Objective gamma(double n, double m, double l) {
        return new Objective() {
            @Override
            public double value(double[] u) {
                double k = Math.exp(u[0]);
                return n * (k * u[1] - SpecialFunctions.logGamma(k) + (k - 1) * l - Math.exp(u[1]) * m);
            }

            @Override
            public double evaluate(double[] u, double[] g, double[][] h) {
                double k = Math.exp(u[0]);
                double rate = Math.exp(u[1]);
                double slope = u[1] - SpecialFunctions.digamma(k) + l;
                g[0] = n * k * slope;
                g[1] = n * (k - rate * m);
                h[0][0] = g[0] - n * k * k * SpecialFunctions.trigamma(k);
                h[0][1] = n * k;
                h[1][0] = n * k;
                h[1][1] = -n * rate * m;
                return value(u);
            }
        };
    }

    /** Minus Rosenbrock's function. */
    private static final Objective VALLEY = new Objective() {
        @Override
        public double value(double[] u) {
            double d = u[1] - u[0] * u[0];
            return -(100 * d * d + (1 - u[0]) * (1 - u[0]));
        }

        @Override
        public double evaluate(double[] u, double[] g, double[][] h) {
            double d = u[1] - u[0] * u[0];
            g[0] = 400 * d * u[0] + 2 * (1 - u[0]);
            g[1] = -200 * d;
            h[0][0] = 400 * (d - 2 * u[0] * u[0]) - 2;
            h[0][1] = 400 * u[0];
            h[1][0] = h[0][1];
            h[1][1] = -200;
            return value(u);
        }
    };

    private static Objective quartic(double tilt) {
        // a double well along u0 with its saddle at 0: u0^2 - u0^4 / 2 - (u1 - tilt)^2
        return new Objective() {
            @Override
            public double value(double[] u) {
                return u[0] * u[0] * (1 - u[0] * u[0] / 2) - (u[1] - tilt) * (u[1] - tilt);
            }

            @Override
            public double evaluate(double[] u, double[] g, double[][] h) {
                g[0] = 2 * u[0] * (1 - u[0] * u[0]);
                g[1] = -2 * (u[1] - tilt);
                h[0][0] = 2 - 6 * u[0] * u[0];
                h[0][1] = 0;
                h[1][0] = 0;
                h[1][1] = -2;
                return value(u);
            }
        };
    }

    @Test
    void climbsTheCurvedValley() {
        Result r = NewtonMaximizer.within(20).maximize(VALLEY, new double[] {-1.2, 1});
        assertEquals(Status.CONVERGED, r.status(), r.toString());
        near(1, r.point()[0], 1e-10, "u0");
        near(1, r.point()[1], 1e-10, "u1");
        assertTrue(r.iterations() < 40, r.toString());
    }

    @Test
    void leavesASaddleItStartsOn() {
        Result r = NewtonMaximizer.within(5).maximize(quartic(0), new double[] {0, 0});
        assertEquals(Status.CONVERGED, r.status(), r.toString());
        near(1, Math.abs(r.point()[0]), 1e-10, "u0");
    }

    @Test
    void reportsAVariableThatWantsToLeaveTheBox() {
        Result r = NewtonMaximizer.within(5).maximize(quartic(9), new double[] {0.3, 0});
        assertEquals(Status.AT_BOUND, r.status(), r.toString());
        assertEquals(5, r.point()[1]);
        near(1, r.point()[0], 1e-10, "the other variable is at its maximum");
        assertTrue(r.message().startsWith("u[1] = 5.0 wants to leave the box"), r.message());
    }

    @Test
    void walksAroundWhereTheFunctionIsUndefined() {
        Objective log = new Objective() {
            @Override
            public double value(double[] u) {
                return u[0] < 0.5 ? Double.NaN : Math.log(u[0] - 0.5) - u[0];
            }

            @Override
            public double evaluate(double[] u, double[] g, double[][] h) {
                double d = 1 / (u[0] - 0.5);
                g[0] = d - 1;
                h[0][0] = -d * d;
                return value(u);
            }
        };
        Result r = NewtonMaximizer.within(50).maximize(log, new double[] {30});
        assertEquals(Status.CONVERGED, r.status(), r.toString());
        near(1.5, r.point()[0], 1e-10, "u0");
    }

    @Test
    void saysWhenTheGradientIsWrong() {
        Objective wrong = new Objective() {
            @Override
            public double value(double[] u) {
                return -u[0] * u[0];
            }

            @Override
            public double evaluate(double[] u, double[] g, double[][] h) {
                g[0] = 2 * u[0];
                h[0][0] = -2;
                return value(u);
            }
        };
        Result r = NewtonMaximizer.within(5).maximize(wrong, new double[] {1});
        assertEquals(Status.NO_PROGRESS, r.status(), r.toString());
        assertTrue(r.message().startsWith("no step uphill although the largest gradient is 2.0"), r.message());
    }

    @Property(tries = 150)
    void gammaLikelihoodIsMaximisedFromAnywhere(
            @ForAll @DoubleRange(min = -4, max = 5) double logShape,
            @ForAll @DoubleRange(min = -6, max = 6) double logRate,
            @ForAll @DoubleRange(min = -3, max = 3) double off0,
            @ForAll @DoubleRange(min = -3, max = 3) double off1) {
        double k = Math.exp(logShape);
        Objective f = gamma(1e5, k / Math.exp(logRate), SpecialFunctions.digamma(k) - logRate);
        Result r = NewtonMaximizer.within(25).maximize(f, new double[] {logShape + off0, logRate + off1});
        assertEquals(Status.CONVERGED, r.status(), r.toString());
        // information on ln k is 1e5 k (k psi1(k) - 1) >= 300 here; the start of the data is rounded at 1e-16
        near(logShape, r.point()[0], 1e-9, 1, "log shape, " + r);
        near(logRate, r.point()[1], 1e-9, 1, "log rate, " + r);
        assertTrue(r.value() >= f.value(new double[] {logShape + off0, logRate + off1}), "went downhill");
    }

    @Property(tries = 50)
    void differencesAgreeWithTheAnalyticHessian(
            @ForAll @DoubleRange(min = -2, max = 2) double u0, @ForAll @DoubleRange(min = -2, max = 2) double u1) {
        double[][] exact = new double[2][2];
        VALLEY.evaluate(new double[] {u0, u1}, new double[2], exact);
        double[][] h = NewtonMaximizer.hessianByDifferences(
                u -> {
                    double[] g = new double[2];
                    VALLEY.evaluate(u, g, new double[2][2]);
                    return g;
                },
                new double[] {u0, u1});
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                near(exact[i][j], h[i][j], 1e-9, 100, "element " + i + ", " + j);
            }
        }
    }

    @Test
    void resultsAreCopies() {
        Result r = NewtonMaximizer.within(20).maximize(VALLEY, new double[] {0, 0});
        r.point()[0] = 7;
        r.gradient()[0] = 7;
        r.hessian()[0][0] = 7;
        near(1, r.point()[0], 1e-10, "point");
        near(0, r.gradient()[0], 1e-6, 1, "gradient");
        near(-802, r.hessian()[0][0], 1e-8, "hessian");
        assertTrue(r.converged() && r.evaluations() >= r.iterations(), r.toString());
    }

    @Test
    void badArgumentsAreNamed() {
        NewtonMaximizer maximizer = NewtonMaximizer.within(5);
        message("start[1] must be within +-5.0, was 6.0", () -> maximizer.maximize(VALLEY, new double[] {0, 6}));
        message("start[0] must be within +-5.0, was NaN", () -> maximizer.maximize(VALLEY, new double[] {Double.NaN}));
        message("start length must be > 0, was 0", () -> maximizer.maximize(VALLEY, new double[0]));
        message(
                "objective must be finite with finite derivatives at the start, was NaN ([0.0, 0.0])",
                () -> maximizer.maximize(gamma(1, Double.NaN, 0), new double[2]));
        message("bound must be finite and > 0, was 0.0 (largest |u| allowed)", () -> NewtonMaximizer.within(0));
    }
}
