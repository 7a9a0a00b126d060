package org.customerequity.internal;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Special functions to full double precision where the well-kept libraries stop short of it: digamma, trigamma and
 * their differences, rising factorials in logs, the exponential integral of real order, and the incomplete beta
 * function with both its tails.
 *
 * <p>Formulas are from the NIST Digital Library of Mathematical Functions (DLMF), chapters 5 and 8. The functions are
 * pure and allocate nothing.
 */
public final class SpecialFunctions {
    private static final double LN2 = 0.6931471805599453;
    static final double HALF_LN_2PI = 0.9189385332046728;

    /** From here on the asymptotic series below reach double precision. */
    private static final double LARGE = 10;

    /** The positive zero of digamma, in two parts. */
    private static final double DIGAMMA_ROOT = 0x1.762d86356be3fp+0;

    private static final double DIGAMMA_ROOT_LOW = 9.549995429965697e-17;

    /** digamma(x) / (x - root) on [1, 2], in powers of 2x - 3. */
    private static final double[] DIGAMMA_12 = {
        0.9510558760318328,
        -0.21181371064073024,
        0.06013562106019684,
        -0.018550615381739702,
        0.005936795278301875,
        -0.0019350666647392832,
        0.0006368880303847901,
        -0.00021074841284590126,
        6.99501882655044e-05,
        -2.325823275895313e-05,
        7.741234441368395e-06,
        -2.578133701610713e-06,
        8.589062683365892e-07,
        -2.8621216825577647e-07,
        9.543261570760428e-08,
        -3.1807298477301726e-08,
        1.0528133851878114e-08,
        -3.509235492410718e-09,
        1.2466690231864029e-09,
        -4.1555064115551965e-10,
        8.748420037436287e-11,
        -2.9161179626023815e-11,
        2.916093601085364e-11,
        -9.720300404202244e-12
    };

    /** ln Gamma(2 + d) / d on [-1/2, 1/2], in powers of 2d. */
    private static final double[] LOG_GAMMA_2P = {
        0.42278433509846713,
        0.16123351671205663,
        -0.016838075263299526,
        0.0025726010534725475,
        -0.0004615969392919999,
        9.032844784482085e-05,
        -1.8636779872543994e-05,
        3.981793089152702e-06,
        -8.716982578328323e-07,
        1.9425326866834958e-07,
        -4.3873352909331736e-08,
        1.0012495486246804e-08,
        -2.3043738035184404e-09,
        5.352422368894483e-10,
        -1.247500494813837e-10,
        2.807778288259308e-11,
        -6.599791480347414e-12,
        2.126623574915764e-12,
        -5.043009058425092e-13
    };

    /** B(2k) / (2k (2k - 1)), k = 1, 2, ...: Stirling's series of ln Gamma. DLMF 5.11.1. */
    private static final double[] STIRLING = {
        1.0 / 12,
        -1.0 / 360,
        1.0 / 1260,
        -1.0 / 1680,
        1.0 / 1188,
        -691.0 / 360360,
        1.0 / 156,
        -3617.0 / 122400,
        43867.0 / 244188
    };

    /** B(2k) / 2k: the series of digamma. DLMF 5.11.2. */
    private static final double[] DIGAMMA_SERIES = {
        1.0 / 12,
        -1.0 / 120,
        1.0 / 252,
        -1.0 / 240,
        1.0 / 132,
        -691.0 / 32760,
        1.0 / 12,
        -3617.0 / 8160,
        43867.0 / 14364
    };

    /** B(2k): the series of trigamma. */
    private static final double[] BERNOULLI = {
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798
    };

    private SpecialFunctions() {}

    /** ln Gamma(x), x > 0; 3e-16 of max(|value|, 1). */
    public static double logGamma(double x) {
        return LogGamma.value(positive(x, "x"));
    }

    /** ln B(a, b), a and b > 0; 2e-15 of max(|value|, 1). */
    public static double logBeta(double a, double b) {
        return LogBeta.value(positive(a, "a"), positive(b, "b"));
    }

    /**
     * The logarithmic derivative of the gamma function, x > 0, to about 1e-15 relative, also around its zero at 1.4616.
     *
     * <p>Asymptotic series (DLMF 5.11.2) from 10 on, recurrence below, and between 1 and 2 the product of the distance
     * to the zero and a polynomial.
     */
    public static double digamma(double x) {
        positive(x, "x");
        if (x < LARGE) {
            if (x < 1) {
                return digamma12(1 + x) - 1 / x;
            }
            if (x <= 2) {
                return digamma12(x);
            }
            if (x < 3) {
                double y = x - 1;
                return digamma12(y) + 1 / y;
            }
            double numerator = 0;
            double denominator = 1;
            double y = x;
            while (y < LARGE) {
                numerator = numerator * y + denominator;
                denominator *= y;
                y += 1;
            }
            return digammaLarge(y) - numerator / denominator;
        }
        return digammaLarge(x);
    }

    private static double digamma12(double x) {
        return ((x - DIGAMMA_ROOT) - DIGAMMA_ROOT_LOW) * polynomial(DIGAMMA_12, 2 * x - 3);
    }

    private static double digammaLarge(double x) {
        double w = 1 / x;
        double t = w * w;
        return Math.log(x) - 0.5 * w - t * polynomial(DIGAMMA_SERIES, t);
    }

    /** The derivative of digamma, x > 0, to about 1e-15 relative. */
    public static double trigamma(double x) {
        positive(x, "x");
        double sum = 0;
        double y = x;
        while (y < LARGE) {
            sum += 1 / (y * y);
            y += 1;
        }
        double w = 1 / y;
        double t = w * w;
        return sum + w * (1 + w * (0.5 + w * polynomial(BERNOULLI, t)));
    }

    /**
     * ln of the rising factorial, ln Gamma(a + n) - ln Gamma(a), for a > 0 and real n >= 0, without the cancellation of
     * that difference.
     *
     * <p>A whole n up to 16 is the logarithm of a product. Otherwise a is raised to 10 or more by
     * {@code prod (1 + n / (a + j))}, all of whose terms are positive, and the two Stirling series are subtracted term
     * by term. About 1e-15 of the larger of the result and the two parts it is made of.
     */
    public static double logRising(double a, double n) {
        positive(a, "a");
        nonNegative(n, "n");
        if (n <= 16 && n == (int) n && a <= 1e15) {
            if (n == 0) {
                return 0;
            }
            double product = a;
            for (int j = 1; j < n; j++) {
                product *= a + j;
            }
            return Math.log(product);
        }
        double excess = 0;
        double y = a;
        while (y < LARGE) {
            double t = n / y;
            excess += t + excess * t;
            y += 1;
        }
        double u = 1 / (y + n);
        double v = 1 / y;
        double correction = -n * u * v * (oddDifference(STIRLING, u, v));
        double large = n * (Math.log(y + n) - 1) + (y - 0.5) * Math.log1p(n * v) + correction;
        return excess == 0 ? large : large - Math.log1p(excess);
    }

    /** {@code ln(B(a, b + n) / B(a, b))} for a, b > 0 and real n >= 0, in the shorter of two products; never positive. */
    public static double logBetaRatio(double b, double a, double n) {
        double log = n <= a ? logRising(b, n) - logRising(a + b, n) : logRising(b, a) - logRising(b + n, a);
        return Math.min(0, log);
    }

    /**
     * {@link #logBetaRatio} to full relative precision also where it is close to 0: the integral of the digamma difference that it
     * is, over the shorter of its two sides, where that is smooth.
     */
    public static double logBetaStep(double b, double a, double n) {
        double side = Math.min(a, n);
        if (!(side < 0.5 * b)) {
            return logBetaRatio(b, a, n);
        }
        double other = Math.max(a, n);
        double[] x = GaussLegendre.nodes(8);
        double[] w = GaussLegendre.weights(8);
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += w[k] * digammaDifference(b + 0.5 * side * (1 + x[k]), other);
        }
        return -0.5 * side * sum;
    }

    /** {@code (t + u)^c - t^c} for t and u >= 0, without the subtraction. */
    public static double powerStep(double t, double u, double c) {
        return t == 0 ? Math.pow(u, c) : Math.pow(t, c) * Math.expm1(c * Math.log1p(u / t));
    }

    /** digamma(a + n) - digamma(a) for a > 0 and real n >= 0, to about 1e-15 relative: a sum of positive terms. */
    public static double digammaDifference(double a, double n) {
        positive(a, "a");
        nonNegative(n, "n");
        double sum = 0;
        double y = a;
        while (y < LARGE) {
            sum += n / (y * (y + n));
            y += 1;
        }
        double u = 1 / (y + n);
        double v = 1 / y;
        return sum + Math.log1p(n * v) + n * u * v * (0.5 + (u + v) * evenDifference(DIGAMMA_SERIES, u * u, v * v));
    }

    /** trigamma(a + n) - trigamma(a), never positive, for a > 0 and real n >= 0, to about 1e-15 relative. */
    public static double trigammaDifference(double a, double n) {
        positive(a, "a");
        nonNegative(n, "n");
        double sum = 0;
        double y = a;
        while (y < LARGE) {
            double inverse = 1 / (y * (y + n));
            sum += n * inverse * ((2 * y + n) * inverse);
            y += 1;
        }
        double u = 1 / (y + n);
        double v = 1 / y;
        double u2 = u * u;
        double v2 = v * v;
        // w + w^2/2 + w (B2 w^2 + B4 w^4 + ...), divided difference of the last part taken as w * T Q(T)
        double even = evenDifference(BERNOULLI, u2, v2);
        double slope = 1 + 0.5 * (u + v) + u2 * polynomial(BERNOULLI, u2) + v * (u + v) * even;
        return -(sum + n * u * v * slope);
    }

    /** Divided difference of w R(w^2) at u and v. */
    private static double oddDifference(double[] r, double u, double v) {
        double uu = u * u;
        double vv = v * v;
        double value = 0;
        double quotient = 0;
        for (int k = r.length - 1; k >= 0; k--) {
            quotient = quotient * vv + value;
            value = value * uu + r[k];
        }
        return value + v * (u + v) * quotient;
    }

    /** Divided difference of T Q(T) at u and v. */
    private static double evenDifference(double[] q, double u, double v) {
        double value = 0;
        double quotient = 0;
        for (int k = q.length - 1; k >= 0; k--) {
            quotient = quotient * v + value;
            value = value * u + q[k];
        }
        return value + v * quotient;
    }

    /**
     * The exponential integral of real order without its exponential: {@code e^z E_nu(z)}, which is the integral of
     * {@code e^(-z t) (1 + t)^(-nu)} over t from 0 to infinity.
     *
     * <p>Continued fraction (DLMF 8.19.17) for z >= 1 or nu >= 20; otherwise the power series at an order between 0 and
     * 1.5, whose singular term at order 1 is taken in closed form, and upward recurrence.
     *
     * @param nu order in [0, 2e5]
     * @param z in [1e-14, 1e12]
     * @return to about 1e-14 relative
     */
    public static double scaledExpIntegral(double nu, double z) {
        nonNegative(nu, "nu");
        positive(z, "z");
        if (z >= 1 || nu >= 20) {
            return expIntegralFraction(nu, z);
        }
        if (nu < 0.5) {
            double c = 1 - nu;
            // E_nu(z) = z^(nu-1) (Gamma(c) - z^c sum (-z)^k / (k! (c+k)))
            double zc = Math.exp(c * Math.log(z));
            return Math.exp(z) / zc * (Math.exp(logGamma(c)) - zc * (1 / c + powerSum(c, z)));
        }
        int steps = (int) Math.rint(nu - 1);
        double order = nu - steps;
        double d = 1 - order;
        double slope = logGamma1p(d) - Math.log(z);
        double y = d * slope;
        double singular = y == 0 ? slope : slope * (Math.expm1(y) / y);
        double g = Math.exp(z) * (singular - powerSum(d, z));
        for (int j = 0; j < steps; j++) {
            g = (1 - z * g) / (order + j);
        }
        return g;
    }

    /** sum over {@code k >= 1} of (-z)^k / (k! (d + k)), for {@code z < 1}. */
    private static double powerSum(double d, double z) {
        double term = 1;
        double sum = 0;
        for (int k = 1; k < 40; k++) {
            term *= -z / k;
            double next = sum + term / (d + k);
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
        throw new ArithmeticException("power series of E_nu did not converge at d = " + d + ", z = " + z);
    }

    private static double expIntegralFraction(double nu, double z) {
        double b = z + nu;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int k = 1; k < 2000; k++) {
            double numerator = -k * (nu - 1 + k);
            b += 2;
            d = 1 / (numerator * d + b);
            c = b + numerator / c;
            double factor = c * d;
            h *= factor;
            if (Math.abs(factor - 1) < 2e-16) {
                return h;
            }
        }
        throw new ArithmeticException("continued fraction of E_nu did not converge at nu = " + nu + ", z = " + z);
    }

    /** ln Gamma(1 + d) / d for {@code |d| <= 1/2}, finite at 0. */
    static double logGamma1p(double d) {
        double log1p = d == 0 ? 1 : Math.log1p(d) / d;
        return polynomial(LOG_GAMMA_2P, 2 * d) - log1p;
    }

    /** ln Gamma(x) - (x - 1/2) ln x + x - ln(2 pi) / 2: what is left of Stirling's series; full precision for x >= 10. */
    public static double stirlingRemainder(double x) {
        if (x < LARGE) {
            return LogGamma.value(x) - (x - 0.5) * Math.log(x) + x - HALF_LN_2PI;
        }
        double w = 1 / x;
        return w * polynomial(STIRLING, w * w);
    }

    /** ln(1 + x) - x for {@code |x| <= 0.7}, to full relative precision. */
    static double log1pMinusX(double x) {
        // ln(1+x) = 2 atanh(s), s = x/(2+x)
        double s = x / (2 + x);
        double t = s * s;
        double power = 1;
        double sum = 1.0 / 3;
        for (int k = 5; k < 120; k += 2) {
            power *= t;
            double next = sum + power / k;
            if (next == sum) {
                break;
            }
            sum = next;
        }
        return s * (2 * t * sum - x);
    }

    /** ln(1 - e^-x), x >= 0, without cancellation at either end; minus infinity at 0. */
    public static double log1mexp(double x) {
        nonNegative(x, "x");
        return x < LN2 ? Math.log(-Math.expm1(-x)) : Math.log1p(-Math.exp(-x));
    }

    /** ln(e^a + e^b) without overflow; minus infinity stands for ln 0. */
    public static double logSumExp(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            throw Require.bad(Double.isNaN(a) ? "a" : "b", "must be a number", "", Double.NaN);
        }
        double high = Math.max(a, b);
        if (Double.isInfinite(high)) {
            return high;
        }
        return high + Math.log1p(Math.exp(Math.min(a, b) - high));
    }

    private static double polynomial(double[] c, double x) {
        // two chains, even and odd powers: half the latency of one
        double t = x * x;
        int last = c.length - 1;
        double even = 0;
        double odd = 0;
        int k = last;
        if ((last & 1) == 0) {
            even = c[k--];
        }
        for (; k > 0; k -= 2) {
            odd = odd * t + c[k];
            even = even * t + c[k - 1];
        }
        return even + x * odd;
    }

    private static double positive(double x, String name) {
        if (!(x > 0)) {
            throw Require.bad(name, "must be > 0", "", x);
        }
        return x;
    }

    private static void nonNegative(double x, String name) {
        if (!(x >= 0)) {
            throw Require.bad(name, "must be >= 0", "", x);
        }
    }
}
