package org.customerequity.internal;

import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * The upper tail of the gamma distribution as a logarithm, also where the tail itself is below the smallest double. All
 * methods are static and pure.
 */
public final class IncompleteGamma {
    /** Where the tail of a library still has all its digits. */
    private static final double SAFE = 1e-280;

    /** Where the series would take a hundred terms. */
    private static final double MANY_TERMS = 100;

    private static final int MOST_STEPS = 200;

    private IncompleteGamma() {}

    /**
     * ln Q(a, x), the logarithm of the probability that a Gamma(a, 1) variable is above x.
     *
     * <p>Below {@code a} it is taken from the lower tail, so that a tail close to 1 keeps the digits of its distance to 1. Far
     * above, where Q underflows, it is the continued fraction DLMF 8.9.2 without its power and exponential:
     *
     * <pre>{@code
     *   Q(a, x) = x^a e^-x / Gamma(a) / (x + 1 - a - 1(1-a) / (x + 3 - a - 2(2-a) / (x + 5 - a - ...)))
     * }</pre>
     *
     * @param a in (0, 1e5]
     * @param x {@code >= 0}
     * @return to about 1e-13 relative, or 1e-15 of the largest logarithm involved where that is more; at most 0
     */
    public static double logUpper(double a, double x) {
        Require.positive(a, "a", "");
        Require.nonNegative(x, "x", "");
        if (x < a) {
            double lower = RegularizedGamma.P.value(a, x);
            if (lower < 0.9) {
                return Math.log1p(-lower);
            }
        }
        double upper = RegularizedGamma.Q.value(a, x);
        return upper > SAFE ? Math.log(upper) : logPower(a, x) + Math.log(fraction(a, x));
    }

    /**
     * P(a, x), the probability that a Gamma(a, 1) variable is below x, for loops that know ln Gamma(a): three times as fast as the
     * library's. The power series DLMF 8.7.1 up to a little above {@code a}, the continued fraction beyond.
     *
     * @param a in (0, 1e5]
     * @param x {@code >= 0}
     * @param logGamma ln Gamma(a)
     * @return to about 1e-14, and relative to P too where x is below a
     */
    public static double lower(double a, double x, double logGamma) {
        if (a > MANY_TERMS) {
            return RegularizedGamma.P.value(a, x);
        }
        if (x == 0) {
            return 0;
        }
        double power = Math.exp(a * Math.log(x) - x - logGamma);
        if (x >= a + 3) {
            // the fraction is below 1/4
            return power < 0x1p-53 ? 1 : 1 - power * fraction(a, x);
        }
        double b = a;
        double term = 1 / a;
        double sum = term;
        while (term > 1e-16 * sum) {
            b += 1;
            term *= x / b;
            sum += term;
        }
        return Math.min(1, power * sum);
    }

    /**
     * The x from {@code from} on with {@code ln Q(a, x) = log}: what {@link #logUpper} turns back, for the far tail too.
     *
     * <p>Newton's method on ln Q, which bends one way only, so that after the first step it comes nearer from one side.
     *
     * @param a in (0, 1e5]
     * @param from a point not above the solution, with {@code ln Q} at most -1/2: close to 0 it is too flat to search from
     * @param log at most {@code ln Q(a, from)}
     */
    public static double upperQuantile(double a, double from, double log) {
        Require.positive(from, "from", "");
        double x = from;
        for (int i = 0; i < MOST_STEPS; i++) {
            double value = logUpper(a, x);
            // the density over the tail; d ln Q / dx is minus that
            double hazard = Math.exp(logPower(a, x) - Math.log(x) - value);
            double next = Math.max(from, x + (value - log) / hazard);
            if (Math.abs(next - x) <= 1e-14 * x) {
                return next;
            }
            x = next;
        }
        throw new ArithmeticException("quantile did not converge at a = " + a + ", ln Q = " + log + ", from " + from);
    }

    /** {@code ln(x^a e^-x / Gamma(a))}; around x = a, where its large terms cancel, by Stirling's series. */
    public static double logPower(double a, double x) {
        double t = (x - a) / a;
        if (a >= 10 && Math.abs(t) <= 0.7) {
            return a * SpecialFunctions.log1pMinusX(t)
                    + 0.5 * Math.log(a)
                    - SpecialFunctions.HALF_LN_2PI
                    - SpecialFunctions.stirlingRemainder(a);
        }
        return a * Math.log(x) - x - SpecialFunctions.logGamma(a);
    }

    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < 10_000; i++) {
            double numerator = -i * (i - a);
            b += 2;
            d = 1 / (numerator * d + b);
            c = b + numerator / c;
            double factor = c * d;
            h *= factor;
            if (Math.abs(factor - 1) < 2e-16) {
                return h;
            }
        }
        throw new ArithmeticException("continued fraction of ln Q did not converge at a = " + a + ", x = " + x);
    }
}
