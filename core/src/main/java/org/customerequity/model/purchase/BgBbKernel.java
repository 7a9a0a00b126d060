package org.customerequity.model.purchase;

import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.SpecialFunctions;

/**
 * What a customer who is alive now does at the opportunities ahead, who buys at each with the chance p ~ Beta(a, b) while a
 * customer, and before each leaves with the chance theta ~ Beta(g, d), the two independent: the posterior of the BG/BB for a
 * customer who is alive, and its prior for a new one.
 *
 * <p>Opportunities are counted from now: 1, 2, .... All sums have positive terms. Derived from Fader, Hardie and Shang,
 * Marketing Science 29(6), 2010.
 */
final class BgBbKernel {
    private static final double NEGLIGIBLE = 1e-18;
    /** A factor out of which a growing sum is kept, exact in binary. */
    private static final double RESCALE = 0x1p600;

    private static final double LOG_RESCALE = 600 * Math.log(2);

    private final double a;
    private final double b;
    private final double g;
    private final double d;
    private final OpportunitySums sums;

    BgBbKernel(double a, double b, double g, double d) {
        this.a = a;
        this.b = b;
        this.g = g;
        this.d = d;
        sums = new OpportunitySums(g, d);
    }

    /**
     * ln of the probability to be alive at {@code from} and to buy at exactly n of the opportunities from + 1, ..., to.
     *
     * <pre>{@code
     *   sum over s = n, ..., m-1 of C(s,n) B(a+n, b+s-n)/B(a,b) (S(from+s) - S(from+s+1))
     *     + C(m,n) B(a+n, b+m-n)/B(a,b) S(to),      m = to - from,  S(k) = B(g, d+k)/B(g,d)
     * }</pre>
     */
    double logProbability(int n, double from, double to) {
        double m = to - from;
        if (n > m) {
            return Double.NEGATIVE_INFINITY;
        }
        double log = SpecialFunctions.logBetaRatio(a, b, n) + sums.logSurvival(from + n);
        double term = 1;
        double sum = 0;
        for (int s = n; s < m; s++) {
            sum += term * (g / (g + d + from + s));
            double more = (s + 1) / (s + 1.0 - n) * ((b + s - n) / (a + b + s));
            term *= more * ((d + from + s) / (g + d + from + s));
            if (term > RESCALE) {
                term /= RESCALE;
                sum /= RESCALE;
                log += LOG_RESCALE;
            }
            // from here on the terms fall, and all that follow weigh less than this one
            if (more < 1 && term <= NEGLIGIBLE * sum) {
                term = 0;
                break;
            }
        }
        return Math.min(0, log + Math.log(sum + term));
    }

    /** The probability to have left by {@code k}. */
    double gone(double k) {
        return sums.gone(k);
    }

    // --- the first purchase

    /** From here on a sum over opportunities is close to an integral. */
    private static final int FEWEST = 512;

    /** How fast, per opportunity, the terms of such a sum may fall. */
    private static final double SLOW = 0.004;

    /** When everything is a power of the number of opportunities, to rounding error. */
    private static final double FAR = 1e17;

    /**
     * The probability to buy at one of the next {@code last} opportunities.
     *
     * <pre>{@code
     *   f(1) + ... + f(last),   f(k) = E[p (1-p)^(k-1)] S(k)
     * }</pre>
     *
     * <p>Summed as it stands until f falls by less than {@link #SLOW} a term; beyond that by Euler and Maclaurin.
     *
     * @param last may be infinite
     */
    double firstWithin(double last) {
        if (last < 1) {
            return 0;
        }
        double f = a / (a + b) * (d / (g + d));
        double sum = 0;
        for (int k = 1; ; k++) {
            sum += f;
            double stay = (d + k) / (g + d + k);
            f *= (b + k - 1) / (a + b + k) * stay;
            // all later purchases: none yet, and still alive
            if (k >= last || f * ((a + b + k) / a) <= NEGLIGIBLE * stay * sum) {
                return Math.min(1, sum);
            }
            if (k >= FEWEST && (a + 1) / (b + k) + g / (d + k) <= SLOW) {
                return Math.min(1, sum + smoothSum(k + 1, f, last));
            }
        }
    }

    /** The probability to buy at one or more of the opportunities from + 1, ..., to. */
    double some(double from, double to) {
        return sums.survival(from) * new BgBbKernel(a, b, g, d + from).firstWithin(to - from);
    }

    /** The opportunity by which the first purchase has come with probability p, if it comes by {@code last} at all. */
    double firstQuantile(double p, double last) {
        double f = a / (a + b) * (d / (g + d));
        double sum = f;
        double k = 1;
        for (; k < FEWEST && sum < p; k++) {
            f *= (b + k - 1) / (a + b + k) * ((d + k) / (g + d + k));
            sum += f;
        }
        if (sum >= p || k >= last) {
            return k;
        }
        double low = k;
        double high = 2 * k;
        while (high < last && firstWithin(high) < p) {
            low = high;
            high *= 2;
        }
        high = Math.min(high, last);
        while (high - low > 1) {
            double middle = Math.floor(low + (high - low) / 2);
            if (middle <= low) {
                break;
            }
            if (firstWithin(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** f(k) + ... + f(last) by the formula of Euler and Maclaurin, given f(k). */
    private double smoothSum(double k, double f, double last) {
        double[] slopes = slopes(k);
        double sum = integral(k, last) + 0.5 - slopes[0] / 12 + slopes[1] / 720;
        if (last < Double.POSITIVE_INFINITY) {
            double end = Math.exp(logFall(k, last - k));
            slopes = slopes(last);
            sum += end * (0.5 + slopes[0] / 12 - slopes[1] / 720);
        }
        return f * sum;
    }

    /** f'(k) / f(k) and f'''(k) / f(k), the third in the approximation that f is a power of k. */
    private double[] slopes(double k) {
        double slope =
                -(SpecialFunctions.digammaDifference(b + k - 1, a + 1) + SpecialFunctions.digammaDifference(d + k, g));
        double curve = -(SpecialFunctions.trigammaDifference(b + k - 1, a + 1)
                + SpecialFunctions.trigammaDifference(d + k, g));
        double third = 2 * curve * curve / slope;
        return new double[] {slope, slope * (slope * slope + 3 * curve) + third};
    }

    /** ln(f(k + y) / f(k)). */
    private double logFall(double k, double y) {
        return SpecialFunctions.logBetaRatio(b + k - 1, a + 1, y) + SpecialFunctions.logBetaRatio(d + k, g, y);
    }

    /** The integral of f(x) / f(k) over x from k to last, in v = ln(1 + (x - k) / c) with c the scale on which f falls. */
    private double integral(double k, double last) {
        double c = 1 / ((a + 1) / (b + k) + g / (d + k));
        double end = last == Double.POSITIVE_INFINITY ? Double.POSITIVE_INFINITY : Math.log1p((last - k) / c);
        double far = Math.log(FAR * (1 + (a + b + g + d + k) / c));
        double[] x = GaussLegendre.nodes(16);
        double[] w = GaussLegendre.weights(16);
        double sum = 0;
        for (double from = 0; from < end; from++) {
            double width = Math.min(1, end - from);
            double panel = 0;
            for (int i = 0; i < x.length; i++) {
                panel += w[i] * density(k, c, from + width * (0.5 + 0.5 * x[i]));
            }
            panel *= 0.5 * width;
            sum += panel;
            if (panel <= NEGLIGIBLE * sum) {
                break;
            }
            if (from + 1 > far && from + 1 < end) {
                // a power of x, of order -(a + g + 1)
                double power = a + g;
                double rest = density(k, c, from + 1) / power;
                sum += end == Double.POSITIVE_INFINITY ? rest : rest * -Math.expm1(-power * (end - from - 1));
                break;
            }
        }
        return sum;
    }

    private double density(double k, double c, double v) {
        return Math.exp(v + logFall(k, c * Math.expm1(v))) * c;
    }
}
