package org.customerequity.internal;

import static org.customerequity.internal.Oracle.near;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.customerequity.testing.Seeded;

@Seeded
class SpecialFunctionsPropertiesTest {
    @Property(tries = 300)
    void digammaSteps(@ForAll @DoubleRange(min = -6, max = 6) double log10) {
        double x = Math.pow(10, log10);
        near(1 / x, SpecialFunctions.digammaDifference(x, 1), 1e-15, "psi(x + 1) - psi(x)");
        // x + 1 is rounded, by up to 1e-16 of it
        double noise = 1e-15 * (1 + Math.abs(SpecialFunctions.digamma(x)));
        double step = SpecialFunctions.digamma(x + 1) - SpecialFunctions.digamma(x);
        assertTrue(Math.abs(step - 1 / x) <= noise, "step at " + x + " is " + step);
        near(-1 / (x * x), SpecialFunctions.trigammaDifference(x, 1), 2e-15, "psi1(x + 1) - psi1(x)");
    }

    @Property(tries = 300)
    void logRisingChains(
            @ForAll @DoubleRange(min = -4, max = 4) double log10a,
            @ForAll @DoubleRange(min = 0, max = 50) double m,
            @ForAll @DoubleRange(min = 0, max = 50) double n) {
        double a = Math.pow(10, log10a);
        double first = SpecialFunctions.logRising(a, m);
        double second = SpecialFunctions.logRising(a + m, n);
        double size = Math.abs(first) + Math.abs(second) + 1 + n;
        near(
                first + second,
                SpecialFunctions.logRising(a, m + n),
                4e-15,
                size,
                "a = " + a + ", m = " + m + ", n = " + n);
    }

    @Property(tries = 300)
    void expIntegralObeysItsRecurrenceAndBounds(
            @ForAll @DoubleRange(min = 0.01, max = 40) double nu,
            @ForAll @DoubleRange(min = -9, max = 6) double log10) {
        double z = Math.pow(10, log10);
        double here = SpecialFunctions.scaledExpIntegral(nu, z);
        double next = SpecialFunctions.scaledExpIntegral(nu + 1, z);
        near(1, nu * next + z * here, 3e-14, "nu E_(nu+1) + z E_nu at " + nu + ", " + z);
        // DLMF 8.19.19 and 8.19.21
        assertTrue(next < here, "falls with the order");
        assertTrue(here > 1 / (z + nu) * (1 - 1e-13), "lower bound at " + nu + ", " + z);
        assertTrue(next <= 1 / (z + nu) * (1 + 1e-13), "upper bound at " + nu + ", " + z);
    }

    @Property(tries = 300)
    void incompleteBetaAndItsMirrorAddUp(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double z,
            @ForAll @DoubleRange(min = -4, max = 4) double log10a,
            @ForAll @DoubleRange(min = -4, max = 4) double log10b) {
        double a = Math.pow(10, log10a);
        double b = Math.pow(10, log10b);
        double lower = IncompleteBeta.regularized(z, 1 - z, a, b);
        double upper = IncompleteBeta.regularized(1 - z, z, b, a);
        near(1, lower + upper, 1e-12, "I_z(a, b) + I_(1-z)(b, a)");
        // I_z(a, b) = I_z(a + 1, b) + z^a (1-z)^b / (a B(a, b))
        double drop = a * Math.log(z) + b * Math.log1p(-z) - Math.log(a) - SpecialFunctions.logBeta(a, b);
        double rest = IncompleteBeta.logRegularized(z, 1 - z, a + 1, b);
        double sum = SpecialFunctions.logSumExp(rest, drop);
        near(sum, IncompleteBeta.logRegularized(z, 1 - z, a, b), 1e-14, 1 + a + b, "recurrence in a");
    }
}
