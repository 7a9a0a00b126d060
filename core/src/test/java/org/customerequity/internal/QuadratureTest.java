package org.customerequity.internal;

import static org.customerequity.internal.Oracle.near;
import static org.customerequity.internal.SpecialFunctionsTest.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class QuadratureTest {
    @Test
    void gaussLegendreIsExactForEveryPolynomialItShouldBe() {
        for (int n : new int[] {8, 16, 32}) {
            for (int degree = 0; degree < 2 * n; degree++) {
                double power = degree;
                double integral = Quadrature.gaussLegendre(x -> Math.pow(x, power), 0, 1, 1, n);
                near(1 / (power + 1), integral, 4e-15, n + " nodes, degree " + degree);
            }
            double beyond = Quadrature.gaussLegendre(x -> Math.pow(x, 8 * n), 0, 1, 1, n);
            assertTrue(Math.abs(beyond * (8 * n + 1) - 1) > 1e-13, "degree 8n should not be exact");
        }
    }

    @Test
    void compositeRuleAddsItsPanels() {
        near(Math.E - 1, Quadrature.gaussLegendre(Math::exp, 0, 1, 5, 8), 1e-15, "e - 1");
    }

    @Test
    void adaptiveFindsSharpPeaksOfAnyScale() {
        double c = 1e-4;
        double peak = Quadrature.adaptive(x -> 1e-200 * c / (c * c + (x - 0.3) * (x - 0.3)), 0, 1, 1e-13);
        near(1e-200 * (Math.atan(0.7 / c) + Math.atan(0.3 / c)), peak, 2e-13, "Lorentz peak");
        near(2.0 / 3, Quadrature.adaptive(Math::sqrt, 0, 1, 1e-13), 2e-13, "square root");
        near(-2.0 / 3, Quadrature.adaptive(Math::sqrt, 1, 0, 1e-13), 2e-13, "backwards");
    }

    @Test
    void tanhSinhHandlesEndPointSingularities() {
        for (double[] ab : new double[][] {{0.1, 0.2}, {0.5, 3}, {1, 1}, {40, 0.3}}) {
            double integral = Quadrature.tanhSinh((p, q) -> Math.pow(p, ab[0] - 1) * Math.pow(q, ab[1] - 1), 1e-13);
            near(Math.exp(SpecialFunctions.logBeta(ab[0], ab[1])), integral, 1e-13, "B" + Arrays.toString(ab));
        }
    }

    @Test
    void halfLineHandlesExponentialAndAlgebraicTails() {
        for (double scale : new double[] {1e-3, 1, 100}) {
            near(1.0 / 7, Quadrature.halfLine(x -> Math.exp(-7 * x), scale, 1e-13), 1e-13, "e^-7x");
            near(2, Quadrature.halfLine(x -> Math.pow(1 + x, -1.5), scale, 1e-13), 1e-13, "(1 + x)^-1.5");
            near(
                    Math.sqrt(Math.PI),
                    Quadrature.halfLine(x -> Math.exp(-x) / Math.sqrt(x), scale, 1e-13),
                    1e-13,
                    "G(.5)");
        }
        near(1e-250, Quadrature.halfLine(x -> Math.exp(-x * 1e250), 1e-248, 1e-12), 1e-12, "far scale");
    }

    @Test
    void betaMeanMatchesHypergeometricReference() {
        for (double[] r : Oracle.read("internal-betamean.csv")) {
            double log = BetaMean.logOf(r[0], r[1], (p, q) -> -r[3] * Math.log1p(p * r[2]));
            near(r[5], log, 2e-14, 1, "ln mean " + Arrays.toString(r));
            if (r[3] <= 10 && r[4] > 1e-150) {
                double mean = BetaMean.of(r[0], r[1], (p, q) -> Math.pow(1 + p * r[2], -r[3]));
                near(r[4], mean, 1e-12, "mean " + Arrays.toString(r));
            }
        }
    }

    @Test
    void betaMeanMatchesMoments() {
        for (double a : new double[] {1e-4, 0.02, 1, 30, 1e5}) {
            for (double b : new double[] {1e-4, 0.7, 12, 1e5}) {
                String at = " of Beta(" + a + ", " + b + ")";
                near(1, BetaMean.of(a, b, (p, q) -> 1), 1e-13, "mass" + at);
                near(a / (a + b), BetaMean.of(a, b, (p, q) -> p), 1e-13, "E p" + at);
                near(b / (a + b), BetaMean.of(a, b, (p, q) -> q), 1e-13, "E q" + at);
                near(a / (a + b) * b / (a + b + 1), BetaMean.of(a, b, (p, q) -> p * q), 1e-13, "E pq" + at);
            }
        }
    }

    @Test
    void failuresAreToldApart() {
        fails("does not fall off", () -> Quadrature.tanhSinh((p, q) -> Math.pow(p, 0.01 - 1), 1e-12));
        fails("does not fall off", () -> Quadrature.halfLine(x -> 1 / (1 + x), 1, 1e-12));
        fails("did not settle", () -> Quadrature.halfLine(x -> x > 1 ? 0 : 1, 1, 1e-12));
        fails("vanishes", () -> Quadrature.halfLine(x -> 0, 1, 1e-12));
        fails("integrand is NaN", () -> Quadrature.halfLine(x -> Double.NaN, 1, 1e-12));
        fails("vanishes at every node", () -> Quadrature.adaptive(x -> 0, 0, 1, 1e-12));
        fails("not finite", () -> Quadrature.adaptive(x -> x < 0.4 ? Double.NaN : 1, 0, 1, 1e-12));
        fails("adaptive quadrature", () -> Quadrature.adaptive(x -> 1 / x, 0, 1, 1e-12));
        fails("underflows", () -> BetaMean.of(2, 3, (p, q) -> 0x1p-1040));
        fails("ln g is NaN", () -> BetaMean.logOf(2, 3, (p, q) -> Double.NaN));
        fails("g is -1.0", () -> BetaMean.of(2, 3, (p, q) -> -1));
        fails("Gauss-Legendre sum is Infinity", () -> Quadrature.gaussLegendre(x -> 1 / 0.0, 0, 1, 1, 8));
    }

    private static void fails(String part, Executable call) {
        String message = assertThrows(ArithmeticException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void badArgumentsAreNamed() {
        message("n must be 4, 8, 16 or 32, was 9", () -> GaussLegendre.nodes(9));
        message("panels must be > 0, was 0", () -> Quadrature.gaussLegendre(x -> x, 0, 1, 0, 8));
        message("b must be finite, was Infinity", () -> Quadrature.adaptive(x -> x, 0, 1 / 0.0, 1e-12));
        message("relTol must be in [1e-15, 1), was 0.0", () -> Quadrature.tanhSinh((p, q) -> p, 0));
        message("scale must be finite and > 0, was 0.0", () -> Quadrature.halfLine(x -> x, 0, 1e-12));
        message("a must be finite and > 0, was NaN", () -> BetaMean.of(Double.NaN, 1, (p, q) -> p));
        assertEquals(0, Quadrature.adaptive(x -> x, 1, 1, 1e-12));
    }
}
