package org.customerequity.internal;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The incomplete beta function with relative accuracy in both tails, where the distribution function of a library gives 0
 * or 1. All methods are static and pure.
 */
public final class IncompleteBeta {
    private IncompleteBeta() {}

    /** {@link #regularized(double, double, double, double)} where 1 - z is exact enough. */
    public static double regularized(double z, double a, double b) {
        return regularized(z, 1 - z, a, b);
    }

    /** {@link #logRegularized(double, double, double, double)} where 1 - z is exact enough. */
    public static double logRegularized(double z, double a, double b) {
        return logRegularized(z, 1 - z, a, b);
    }

    /**
     * The regularized incomplete beta function I_z(a, b): the probability that a Beta(a, b) variable is below z.
     *
     * <p>Relative accuracy in the lower tail too, as far as the smallest doubles; the upper tail is the same function
     * with z and its complement, and a and b, exchanged. Below the mean by the continued fraction DLMF 8.17.22, or for
     * {@code a < 1} by a power series that does not lose 1 - I; above it from the same for the complement.
     *
     * @param z in [0, 1]
     * @param complement 1 - z, given apart so that neither z near 0 nor z near 1 loses digits; the smaller of the two is
     *     taken as exact
     * @param a in (0, 1e5]
     * @param b in (0, 1e5]
     * @return to about 1e-13 relative, or 1e-15 of the largest logarithm involved where that is more
     */
    public static double regularized(double z, double complement, double a, double b) {
        check(z, complement, a, b);
        if (z == 0) {
            return 0;
        }
        if (complement == 0) {
            return 1;
        }
        if (z < (a + 1) / (a + b + 2)) {
            return a < 1
                    ? Math.exp(logSeries(z, a, b))
                    : Math.exp(logPower(z, complement, a, b)) * fraction(z, complement, a, b);
        }
        if (b < 1) {
            return -Math.expm1(logSeries(complement, b, a));
        }
        return 1 - Math.exp(logPower(complement, z, b, a)) * fraction(complement, z, b, a);
    }

    /** ln of {@link #regularized(double, double, double, double)}; holds where the function itself underflows. */
    public static double logRegularized(double z, double complement, double a, double b) {
        check(z, complement, a, b);
        if (z == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (complement == 0) {
            return 0;
        }
        if (z < (a + 1) / (a + b + 2)) {
            return a < 1 ? logSeries(z, a, b) : logPower(z, complement, a, b) + Math.log(fraction(z, complement, a, b));
        }
        if (b < 1) {
            return SpecialFunctions.log1mexp(-logSeries(complement, b, a));
        }
        return Math.log1p(-Math.exp(logPower(complement, z, b, a)) * fraction(complement, z, b, a));
    }

    private static void check(double z, double complement, double a, double b) {
        Require.fraction(z, "z", "");
        Require.fraction(complement, "complement", "");
        if (!(Math.abs(z + complement - 1) <= 1e-12)) {
            throw Require.bad("complement", "must be 1 - z", "z is " + z, complement);
        }
        Require.positive(a, "a", "");
        Require.positive(b, "b", "");
    }

    /**
     * ln I_z(a, b) for {@code a < 1} and z below the mean or not far above, with relative accuracy when I is near 1:
     * z^a / (a B) times a power series in z (DLMF 8.17.7).
     */
    private static double logSeries(double z, double a, double b) {
        double term = 1;
        double sum = 0;
        for (int n = 1; ; n++) {
            term *= (n - b) / n * z;
            double next = sum + term / (a + n);
            if (next == sum) {
                break;
            }
            if (n > 10_000) {
                throw new ArithmeticException("incomplete beta series did not converge at a = " + a + ", b = " + b);
            }
            sum = next;
        }
        double logGamma = a <= 0.5 ? a * SpecialFunctions.logGamma1p(a) : LogGamma.value(1 + a);
        return Math.min(0, a * Math.log(z) + Math.log1p(a * sum) - (logGamma - SpecialFunctions.logRising(b, a)));
    }

    /**
     * ln of z^a (1-z)^b / B(a, b), as a deviance from the mean plus Stirling remainders, so that large a and b do not
     * cancel.
     */
    public static double logPower(double z, double complement, double a, double b) {
        double s = a + b;
        // the larger of the two is rounded; what it lacks is known exactly from the smaller
        double zRest = z < complement ? 0 : (1 - z) - complement;
        double cRest = z < complement ? (1 - complement) - z : 0;
        double excess = (z * b - a * complement) + (b * zRest - a * cRest);
        double ea = excess / a;
        double eb = -excess / b;
        double da = Math.abs(ea) < 0.5 ? SpecialFunctions.log1pMinusX(ea) : Math.log(z / (a / s)) + zRest / z - ea;
        double db = Math.abs(eb) < 0.5
                ? SpecialFunctions.log1pMinusX(eb)
                : Math.log(complement / (b / s)) + cRest / complement - eb;
        return a * da + b * db + logScale(a, b);
    }

    /** ln of sqrt(a b / (2 pi (a + b))) with the Stirling remainders: {@link #logPower} at the mean. */
    static double logScale(double a, double b) {
        double s = a + b;
        double small = Math.min(a, b);
        double large = Math.max(a, b);
        return 0.5 * Math.log(small * (large / s))
                - SpecialFunctions.HALF_LN_2PI
                + SpecialFunctions.stirlingRemainder(s)
                - SpecialFunctions.stirlingRemainder(a)
                - SpecialFunctions.stirlingRemainder(b);
    }

    /**
     * I_z(a, b) over z^a (1-z)^b / B(a, b), z up to the mean and a little more: the even part of DLMF 8.17.22
     * (Didonato and Morris, ACM TOMS 18, 1992, eq. 9) by the modified Lentz method. All of its terms are positive while
     * {@code n < b}, and 1 - z enters as given.
     */
    private static double fraction(double z, double complement, double a, double b) {
        double excess = a * complement - b * z + 1;
        double c = 1e300;
        double d = (a + 1) / (a * excess);
        double h = d;
        for (int n = 1; n < 20_000; n++) {
            double odd = a + 2 * n - 1;
            double numerator = (a + n - 1) / odd * ((a + b + n - 1) / odd) * n * (b - n) * z * z;
            double denominator = n + n * (b - n) / odd * z + (a + n) / (odd + 2) * (excess + n * (1 + complement));
            d = 1 / (denominator + numerator * d);
            c = denominator + numerator / c;
            double factor = d * c;
            h *= factor;
            if (Math.abs(factor - 1) < 3e-16) {
                return h;
            }
        }
        throw new ArithmeticException(
                "incomplete beta fraction did not converge at z = " + z + ", a = " + a + ", b = " + b);
    }
}
