package org.customerequity.model.purchase;

import java.util.function.DoubleUnaryOperator;
import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.SpecialFunctions;

/**
 * The arithmetic of the Pareto/NBD for one customer: R = r + x, A = alpha + T, D = beta + T. Every integral has a positive
 * integrand; no difference of nearly equal numbers is taken, and what can be very large or small is a logarithm.
 */
final class ParetoNbdKernel {
    private static final DoubleUnaryOperator ONE = y -> 1;

    private ParetoNbdKernel() {}

    /**
     * ln of the integral of {@code (1 + y/a)^-p (1 + y/d)^-q} dy over (0, w), for p, q, a, d and finite w positive.
     *
     * <p>In v = ln(1 + y/min(a, d)) one factor is exactly exponential and the other a power of a linear function of e^v.
     */
    static double logPowerIntegral(double p, double a, double q, double d, double w) {
        return logPowerIntegral(p, a, q, d, w, ONE);
    }

    /** The same with a {@code weight} of y in [0, 1] that varies no faster than the powers. */
    static double logPowerIntegral(double p, double a, double q, double d, double w, DoubleUnaryOperator weight) {
        double near = Math.min(a, d);
        double far = Math.max(a, d);
        double nearPower = a <= d ? p : q;
        double farPower = a <= d ? q : p;
        double slope = 1 - nearPower;
        double end = Math.log1p(w / near);
        double peak = 0;
        double top = 0;
        if (slope > farPower * (near / far)) {
            double g = slope / farPower;
            peak = g >= 1 ? end : Math.min(end, Math.log(g / (1 - g) * ((far - near) / near)));
            peak = Math.max(0, peak);
            top = slope * peak - farPower * Math.log1p(near / far * Math.expm1(peak));
        }
        double ratio = near / far;
        double height = top;
        DoubleUnaryOperator phi = v -> slope * v - farPower * Math.log1p(ratio * Math.expm1(v)) - height;
        DoubleUnaryOperator of = weight == ONE ? ONE : v -> weight.applyAsDouble(near * Math.expm1(v));
        return Math.log(near) + height + Math.log(LogConcaveIntegral.of(phi, of, 0, peak, end));
    }

    /**
     * ln of the odds that the customer has left by the end of observation; minus infinity where recency is age.
     *
     * <pre>{@code
     *   K = s * integral from t_x to T of (A/(alpha+u))^R (D/(beta+u))^s du/(beta+u)
     * }</pre>
     */
    static double logOddsOfHavingLeft(double r, double alpha, double s, double beta, int x, double tx, double t) {
        double w = t - tx;
        if (w == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double a = alpha + tx;
        double d = beta + tx;
        double rise = (r + x) * Math.log1p(w / a) + s * Math.log1p(w / d);
        return rise + Math.log(s / d) + logPowerIntegral(r + x, a, s + 1, d, w);
    }

    static double probabilityAlive(double r, double alpha, double s, double beta, int x, double tx, double t) {
        return aliveFromLogOdds(logOddsOfHavingLeft(r, alpha, s, beta, x, tx, t));
    }

    static double aliveFromLogOdds(double logOdds) {
        return logOdds < 700 ? 1 / (1 + Math.exp(logOdds)) : Math.exp(-logOdds);
    }

    /** ln of P(alive) p, and at n = 0 of that and 1 - P(alive) together. */
    static double logAliveOrNone(double logOdds, double logIfAlive, int n) {
        double logAlive = logOdds < 0 ? -Math.log1p(Math.exp(logOdds)) : -logOdds - Math.log1p(Math.exp(-logOdds));
        return n > 0
                ? logAlive + logIfAlive
                : Math.min(0, Math.log(deadFromLogOdds(logOdds) + Math.exp(logAlive + logIfAlive)));
    }

    /** The variance of purchases from the moments of the time alive; chance is the mean of their undiscounted squares. */
    static double variance(double bigR, double a, double logOdds, double chance, AliveMoments w) {
        double dead = deadFromLogOdds(logOdds);
        double rates = w.meanSquare() + bigR * (w.variance() + w.mean() * w.mean() * dead);
        return aliveFromLogOdds(logOdds) * (bigR / a) * (chance + rates / a);
    }

    /** 1 - P(alive), to full relative precision. */
    static double deadFromLogOdds(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    /**
     * ln of the density of the purchase times, with the larger of its two parts at t_x taken out:
     *
     * <pre>{@code
     *   L = Gamma(r+x)/Gamma(r) alpha^r beta^s (alpha+t_x)^-R (beta+t_x)^-s { e^-E + s I }
     *   E = R ln(A/(alpha+t_x)) + s ln(D/(beta+t_x))
     *   I = integral from t_x to T of ((alpha+t_x)/(alpha+u))^R ((beta+t_x)/(beta+u))^(s+1) du/(beta+t_x)
     * }</pre>
     */
    static double logLikelihood(double r, double alpha, double s, double beta, int x, double tx, double t) {
        double a = alpha + tx;
        double d = beta + tx;
        double base = SpecialFunctions.logRising(r, x)
                - x * Math.log(a)
                - r * Math.log1p(tx / alpha)
                - s * Math.log1p(tx / beta);
        double w = t - tx;
        if (w == 0) {
            return base;
        }
        double rise = (r + x) * Math.log1p(w / a) + s * Math.log1p(w / d);
        double logDead = Math.log(s / d) + logPowerIntegral(r + x, a, s + 1, d, w);
        if (rise < 0.5) {
            return base + Math.log1p(Math.expm1(-rise) + Math.exp(logDead));
        }
        return base + SpecialFunctions.logSumExp(-rise, logDead);
    }

    /** ln of the probability that a customer alive at 0 is alive at {@code later}. */
    static double logSurvival(double s, double d, double later) {
        return -s * Math.log1p(later / d);
    }

    /**
     * The expected time alive in (t1, t2] of a customer alive at 0: the integral of (d/(d+u))^s.
     *
     * <p>With L = ln((d+t2)/(d+t1)) it is {@code (d+t1) (d/(d+t1))^s expm1((1-s) L)/(1-s)}, whose last factor is L at s = 1.
     */
    static double timeAlive(double s, double d, double t1, double t2) {
        double length = Math.log1p((t2 - t1) / (d + t1));
        double c = 1 - s;
        double z = c * length;
        double part = z == 0 ? length : Math.expm1(z) / c;
        return (d + t1) * Math.exp(logSurvival(s, d, t1)) * part;
    }

    /** The integral of {@code e^(-delta u) (d/(d+u))^s} over (0, end), which may be infinite if delta > 0. */
    static double discountedTimeAlive(double s, double d, double delta, double end) {
        if (delta * end < 1e-17) {
            return timeAlive(s, d, 0, end);
        }
        double rate = delta * d;
        if (end == Double.POSITIVE_INFINITY && rate >= 1e-14 && rate <= 1e12 && s <= 1e5) {
            return d * SpecialFunctions.scaledExpIntegral(s, rate);
        }
        double limit = Math.log1p(end / d);
        double c = 1 - s;
        double peak = c > rate ? Math.min(limit, Math.log(c / rate)) : 0;
        double top = c * peak - rate * Math.expm1(peak);
        DoubleUnaryOperator phi = v -> c * v - rate * Math.expm1(v) - top;
        return d * Math.exp(top) * LogConcaveIntegral.of(phi, 0, peak, limit);
    }

    /**
     * Moments of a(W), where W is the time alive in (t1, t2] of a customer alive at 0 and
     * {@code a(w) = (1 - e^(-delta w))/delta} counts it discounted from t1.
     *
     * @param mean E[a(W)]
     * @param meanSquare E[a(W)^2]
     * @param variance of a(W), never by subtracting nearly equal numbers
     */
    record AliveMoments(double mean, double meanSquare, double variance) {}

    /** The moments, of the time alive or, where that is nearly certain to be all of it, of the time lost. */
    static AliveMoments aliveMoments(double s, double d, double delta, double t1, double t2) {
        double length = t2 - t1;
        double all = discounted(delta, length);
        double mean = delta == 0
                ? timeAlive(s, d, t1, t2)
                : startAlive(s, d, t1) * discountedTimeAlive(s, d + t1, delta, length);
        double meanSquare = startAlive(s, d, t1) * meanSquareAlive(s, d + t1, delta, length);
        if (mean < 0.5 * all) {
            return new AliveMoments(mean, meanSquare, Math.max(0, meanSquare - mean * mean));
        }
        double lost = timeLost(s, d, delta, t1, length, 1);
        double lostSquare = timeLost(s, d, delta, t1, length, 2);
        return new AliveMoments(mean, meanSquare, Math.max(0, lostSquare - lost * lost));
    }

    private static double startAlive(double s, double d, double t1) {
        return Math.exp(logSurvival(s, d, t1));
    }

    /** (1 - e^(-delta w))/delta, w at delta = 0. */
    static double discounted(double delta, double w) {
        double z = delta * w;
        return z == 0 ? w : -Math.expm1(-z) / delta;
    }

    /** 2 * integral over (0, length) of a(y) e^(-delta y) (d/(d+y))^s dy. */
    private static double meanSquareAlive(double s, double d, double delta, double length) {
        double limit = Math.log1p(length / d);
        double rate = delta * d;
        double c = 2 - s;
        double peak = c <= rate ? 0 : rate == 0 ? limit : Math.min(limit, Math.log(c / rate));
        double top = c * peak - rate * Math.expm1(peak);
        DoubleUnaryOperator phi = v -> c * v - rate * Math.expm1(v) - top;
        DoubleUnaryOperator weight = v -> discounted(delta, d * Math.expm1(v)) / d * Math.exp(-v);
        return 2 * d * d * Math.exp(top) * LogConcaveIntegral.of(phi, weight, 0, peak, limit);
    }

    /** E[(a(length) - a(W))^power] for power 1 or 2: what leaving early costs. */
    private static double timeLost(double s, double d, double delta, double t1, double length, int power) {
        double from = d + t1;
        double limit = Math.log1p(length / from);
        double rate = power * delta * from;
        double peak = 1 <= rate ? 0 : rate == 0 ? limit : Math.min(limit, -Math.log(rate));
        double top = peak - rate * Math.expm1(peak);
        double all = discounted(delta, length);
        DoubleUnaryOperator phi = v -> v - rate * Math.expm1(v) - top;
        DoubleUnaryOperator weight = v -> {
            double y = from * Math.expm1(v);
            double left = -Math.expm1(logSurvival(s, d, t1 + y));
            return power == 1 ? left : left * (discounted(delta, Math.max(0, length - y)) / all);
        };
        double scale = power == 1 ? 1 : 2 * all;
        return scale * from * Math.exp(top) * LogConcaveIntegral.of(phi, weight, 0, peak, limit);
    }

    /**
     * ln of the probability of exactly n purchases in (t1, t2], not empty, of a customer alive at 0 with rates gamma(R, a) and dropout
     * gamma(s, d): all terms positive.
     *
     * <pre>{@code
     *   NB(n; R, a, u) (d/(d+t2))^s + integral over 0 < y < u of s/(d+t1+y) (d/(d+t1+y))^s NB(n; R, a, y) dy
     *     + [n = 0] (1 - (d/(d+t1))^s)
     * }</pre>
     */
    static double logProbability(int n, double bigR, double a, double s, double d, double t1, double t2) {
        double u = t2 - t1;
        double log = SpecialFunctions.logSumExp(
                logNegativeBinomial(n, bigR, a, u) + logSurvival(s, d, t2),
                logLeavesMeanwhile(n, bigR, a, s, d, t1, u, ONE));
        if (n == 0 && t1 > 0) {
            log = SpecialFunctions.logSumExp(log, Math.log(-Math.expm1(logSurvival(s, d, t1))));
        }
        return Math.min(0, log);
    }

    /**
     * ln of the integral over the time y after t1 at which the customer leaves, in v = ln(y) around the peak, with a
     * {@code weight} of y in [0, 1] that varies no faster than the rest.
     */
    static double logLeavesMeanwhile(
            int n, double bigR, double a, double s, double d, double t1, double u, DoubleUnaryOperator weight) {
        double b = d + t1;
        // d/dv of the logarithm: (n+1) - (R+n) y/(a+y) - (s+1) y/(b+y), zero at the positive root of a quadratic
        double square = bigR + s;
        double linear = (1 - bigR) * b + (n - s) * a;
        double constant = (n + 1.0) * a * b;
        double root = Math.sqrt(linear * linear + 4 * square * constant);
        double y = Math.min(u, linear > 0 ? (linear + root) / (2 * square) : 2 * constant / (root - linear));
        double at = y;
        double powerA = bigR + n;
        double peak = Math.log(y);
        DoubleUnaryOperator phi = v -> (n + 1) * v - powerA * logGrowth(a, at, v) - (s + 1) * logGrowth(b, at, v);
        DoubleUnaryOperator of = weight == ONE ? ONE : v -> weight.applyAsDouble(at * Math.exp(v));
        double integral = LogConcaveIntegral.of(phi, of, Double.NEGATIVE_INFINITY, 0, u > y ? Math.log(u / y) : 0);
        return Math.log(s)
                + logSurvival(s, d, t1 + y)
                + peak
                - Math.log(b + y)
                + logNegativeBinomial(n, bigR, a, y)
                + Math.log(integral);
    }

    /** ln((c + y e^v)/(c + y)). */
    private static double logGrowth(double c, double y, double v) {
        if (v > -1 && v < 1) {
            return Math.log1p(y / (c + y) * Math.expm1(v));
        }
        return Math.log((c + y * Math.exp(v)) / (c + y));
    }

    /** ln of Gamma(R+n)/(Gamma(R) n!) (a/(a+u))^R (u/(a+u))^n. */
    static double logNegativeBinomial(int n, double bigR, double a, double u) {
        if (n == 0) {
            return -bigR * Math.log1p(u / a);
        }
        return IncompleteBeta.logPower(u / (a + u), a / (a + u), n, bigR) - Math.log(n);
    }

    /** Beyond this many times a and d, {@code 1 + y/a} is y/a. */
    static final double FAR = 1e17;

    /**
     * The probability of a purchase within u, which may be infinite, of a customer alive at 0: beyond {@link #FAR} the
     * density is a power of y.
     */
    static double probabilityWithin(double bigR, double a, double s, double d, double u) {
        if (u == 0) {
            return 0;
        }
        double far = FAR * Math.max(a, d);
        double near = Math.min(u, far);
        double p = bigR / a * Math.exp(logPowerIntegral(bigR + 1, a, s, d, near));
        if (u > far) {
            double power = bigR + s;
            double tail = bigR / power * Math.exp(-bigR * Math.log(far / a) - s * Math.log(far / d));
            p += u == Double.POSITIVE_INFINITY ? tail : tail * -Math.expm1(-power * Math.log(u / far));
        }
        return Math.min(1, p);
    }

    /**
     * What leaving later adds, per unit of being alive at y: a smooth function of y in (0, 1].
     *
     * <pre>{@code
     *   H_x(y) = s (alpha+y)^R (beta+y)^s * integral from y to infinity of (alpha+u)^-R (beta+u)^-(s+1) du
     *          = s/(R+s) 2F1(1, R; R+s+1; 1 - b/a)                where a = alpha+y >= b = beta+y
     *          = s/(R+s) (a/b) 2F1(1, s+1; R+s+1; 1 - a/b)        where a < b
     * }</pre>
     *
     * <p>By Gauss's continued fraction, whose partial denominators are all in (0, 1].
     */
    static double tail(double bigR, double a, double s, double b) {
        double c = bigR + s;
        if (a >= b) {
            return s / c * hypergeometricOne(bigR, c, (a - b) / a);
        }
        return s / c * (a / b) * hypergeometricOne(s + 1, c, (b - a) / b);
    }

    /** 2F1(1, p; c+1; z) for {@code 0 <= z < 1} and {@code p <= c + 1}. */
    private static double hypergeometricOne(double p, double c, double z) {
        // modified Lentz; even and odd coefficients of Gauss's fraction
        double numerator = 1;
        double lower = 0;
        double value = 1;
        for (int m = 0; m < 1_000_000; m++) {
            double odd = -(p + m) * (c + m) / ((c + 2 * m) * (c + 2 * m + 1)) * z;
            lower = 1 / (1 + odd * lower);
            numerator = 1 + odd / numerator;
            value *= lower * numerator;
            double even = -(m + 1) * (c - p + m + 1) / ((c + 2 * m + 1) * (c + 2 * m + 2)) * z;
            lower = 1 / (1 + even * lower);
            numerator = 1 + even / numerator;
            double factor = lower * numerator;
            value *= factor;
            if (Math.abs(factor - 1) < 1e-16) {
                return 1 / value;
            }
        }
        throw new ArithmeticException("2F1(1, " + p + "; " + (c + 1) + "; " + z + ") did not converge");
    }
}
