package org.customerequity.internal;

import static org.customerequity.internal.Oracle.near;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpecialFunctionsTest {
    @Test
    void digammaAndTrigammaMatchReferenceAlsoAtTheZero() {
        for (double[] r : Oracle.read("internal-digamma.csv")) {
            near(r[1], SpecialFunctions.digamma(r[0]), 1e-15, "digamma " + r[0]);
            near(r[2], SpecialFunctions.trigamma(r[0]), 1e-15, "trigamma " + r[0]);
        }
    }

    @Test
    void differencesMatchReference() {
        for (double[] r : Oracle.read("internal-rising.csv")) {
            String at = " a = " + r[0] + ", n = " + r[1];
            near(r[2], SpecialFunctions.logRising(r[0], r[1]), 2e-15, "logRising" + at);
            near(r[3], SpecialFunctions.digammaDifference(r[0], r[1]), 1e-15, "digammaDifference" + at);
            near(r[4], SpecialFunctions.trigammaDifference(r[0], r[1]), 1.5e-15, "trigammaDifference" + at);
        }
    }

    @Test
    void expIntegralMatchesReferenceAlsoAtWholeOrders() {
        for (double[] r : Oracle.read("internal-expint.csv")) {
            near(r[2], SpecialFunctions.scaledExpIntegral(r[0], r[1]), 2e-14, "E_" + r[0] + "(" + r[1] + ")");
        }
    }

    @Test
    void expIntegralIsItsIntegral() {
        for (double nu : new double[] {0.2, 1, 1.7, 4, 25}) {
            for (double z : new double[] {0.02, 0.7, 3, 50}) {
                double integral = Quadrature.halfLine(t -> Math.exp(-z * t - nu * Math.log1p(t)), 1 / (z + nu), 1e-13);
                near(integral, SpecialFunctions.scaledExpIntegral(nu, z), 2e-13, "E_" + nu + "(" + z + ")");
            }
        }
    }

    @Test
    void incompleteBetaMatchesReferenceInBothTails() {
        for (double[] r : Oracle.read("internal-beta.csv")) {
            // a and b multiply logarithms whose arguments are themselves rounded
            double longest = Math.max(-r[2] * Math.log(r[0]), -r[3] * Math.log(r[1]));
            double tolerance = 1e-15 * (10 + Math.min(longest, 800));
            String at = Arrays.toString(r);
            near(r[4], IncompleteBeta.logRegularized(r[0], r[1], r[2], r[3]), tolerance, "ln I" + at);
            if (r[4] > -690) {
                near(Math.exp(r[4]), IncompleteBeta.regularized(r[0], r[1], r[2], r[3]), tolerance, "I" + at);
            }
        }
    }

    @Test
    void incompleteBetaEndsAtZeroAndOne() {
        assertEquals(0, IncompleteBeta.regularized(0, 2, 3));
        assertEquals(1, IncompleteBeta.regularized(1, 2, 3));
        assertEquals(Double.NEGATIVE_INFINITY, IncompleteBeta.logRegularized(0, 2, 3));
        assertEquals(0, IncompleteBeta.logRegularized(1, 2, 3));
    }

    @Test
    void logarithmsOfSmallDifferencesAndLargeSums() {
        near(Math.log(1e-300), SpecialFunctions.log1mexp(1e-300), 1e-15, "log1mexp of a tiny x is ln x");
        near(-Math.exp(-50), SpecialFunctions.log1mexp(50), 1e-15, "log1mexp of a large x is -e^-x");
        assertEquals(Double.NEGATIVE_INFINITY, SpecialFunctions.log1mexp(0));
        near(1000 + Math.log(3), SpecialFunctions.logSumExp(1000 + Math.log(2), 1000), 1e-15, "logSumExp");
        assertEquals(-5, SpecialFunctions.logSumExp(Double.NEGATIVE_INFINITY, -5));
        assertEquals(
                Double.NEGATIVE_INFINITY,
                SpecialFunctions.logSumExp(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
    }

    @Test
    void badArgumentsAreNamed() {
        message("x must be > 0, was NaN", () -> SpecialFunctions.digamma(Double.NaN));
        message("x must be > 0, was 0.0", () -> SpecialFunctions.trigamma(0));
        message("n must be >= 0, was -1.0", () -> SpecialFunctions.logRising(1, -1));
        message("a must be > 0, was -1.0", () -> SpecialFunctions.digammaDifference(-1, 1));
        message("z must be > 0, was 0.0", () -> SpecialFunctions.scaledExpIntegral(1, 0));
        message("z must be in [0, 1], was 1.5", () -> IncompleteBeta.regularized(1.5, 1, 1));
        message("complement must be 1 - z, was 0.4 (z is 0.5)", () -> IncompleteBeta.logRegularized(0.5, 0.4, 1, 1));
        message("b must be a number, was NaN", () -> SpecialFunctions.logSumExp(0, Double.NaN));
        message("x must be >= 0, was -1.0", () -> SpecialFunctions.log1mexp(-1));
    }

    static void message(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
