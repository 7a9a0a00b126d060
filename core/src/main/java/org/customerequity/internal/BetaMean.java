package org.customerequity.internal;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Means over a beta distribution, however peaked or however close to its ends. */
public final class BetaMean {
    /** Logit beyond which p or 1 - p is treated as 0: the mass there is added in closed form. */
    private static final double LOGIT_LIMIT = 680;

    private BetaMean() {}

    /**
     * The mean of g(P, 1 - P) when P is Beta(a, b), for a and b in [1e-4, 1e5] and g smooth and positive, such as
     * {@code 1 / (1 + p z)} with z up to 1e12 or powers of it.
     *
     * @return to about 1e-13 relative, or a few units in the last place of the largest logarithm in the integrand
     * @throws ArithmeticException if g is not finite, the mean underflows or the panels do not settle
     * @see #logOf
     */
    public static double of(double a, double b, Quadrature.BetaIntegrand g) {
        double log = logOf(a, b, (p, q) -> {
            double value = g.at(p, q);
            if (!(value >= 0)) {
                throw new ArithmeticException("betaMean: g is " + value + " at p = " + p);
            }
            return Math.log(value);
        });
        if (log < -708) {
            throw new ArithmeticException("betaMean: the mean underflows, its logarithm is " + log);
        }
        return Quadrature.finite(Math.exp(log), "betaMean");
    }

    /**
     * ln of the mean of exp(logG(P, 1 - P)) when P is Beta(a, b): {@link #of} for a g that may underflow.
     *
     * <p>Integrated over the log-odds, where both the density and such a g are smooth on the scale of 1, with panels
     * graded around the maximum of the integrand. The density is taken as a deviance from its mean, so that a large a
     * or b loses nothing; the mass with p or 1 - p below 1e-290, all there is when a is 1e-4, is added in closed form
     * with g held constant.
     *
     * @param logG minus infinity where g is 0
     */
    public static double logOf(double a, double b, Quadrature.BetaIntegrand logG) {
        Require.positive(a, "a", "");
        Require.positive(b, "b", "");
        BetaDensity density = new BetaDensity(a, b);
        double centre = Math.log(a) - Math.log(b);
        double low = -LOGIT_LIMIT - centre;
        double high = LOGIT_LIMIT - centre;

        // y is the log-odds relative to that of the mean
        DoubleUnaryOperator logIntegrand = y -> {
            double value = logG.at(density.p(y), density.q(y));
            if (!(value < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException("betaMean: ln g is " + value + " at p = " + density.p(y));
            }
            return density.log(y) + value;
        };
        double spread = Math.min(16, 1 / Math.sqrt(a * (b / (a + b))));
        double best = locate(logIntegrand, low, high, spread);
        double top = logIntegrand.applyAsDouble(best);
        // mass below p is p^a / (a B(a, b)) up to a factor 1 + O(p)
        double logLeft = logIntegrand.applyAsDouble(low) - Math.log(a);
        double logRight = logIntegrand.applyAsDouble(high) - Math.log(b);
        double shift = Math.max(top, Math.max(logLeft, logRight));
        if (shift == Double.NEGATIVE_INFINITY) {
            throw new ArithmeticException("betaMean: g vanishes everywhere it was looked at");
        }
        double total = Math.exp(logLeft - shift) + Math.exp(logRight - shift);
        if (top - shift > -600) {
            double width = widthAround(logIntegrand, best, top, spread);
            double[] breaks = gradedBreaks(low, high, best, width);
            // the integrand is no smoother than the rounding of the logarithms it is made of
            double largestLog = Math.max(a, b) * Math.abs(best) + Math.abs(top - density.log(best));
            double tolerance = 2e-14 + 0x1p-50 * largestLog;
            total += Quadrature.adaptive(y -> Math.exp(logIntegrand.applyAsDouble(y) - shift), breaks, tolerance);
        }
        return shift + Math.log(total);
    }

    /** Beta(a, b) over y, the log-odds of p less those of the mean. */
    private static final class BetaDensity {
        private final double a;
        private final double b;
        private final double p0;
        private final double q0;
        private final double scale;

        BetaDensity(double a, double b) {
            this.a = a;
            this.b = b;
            p0 = a / (a + b);
            q0 = b / (a + b);
            scale = IncompleteBeta.logScale(a, b);
        }

        double p(double y) {
            return y < 0 ? p0 * Math.exp(y) / (p0 * Math.exp(y) + q0) : p0 / (p0 + q0 * Math.exp(-y));
        }

        double q(double y) {
            return y < 0 ? q0 / (p0 * Math.exp(y) + q0) : q0 * Math.exp(-y) / (p0 + q0 * Math.exp(-y));
        }

        /** ln of p^a q^b / B(a, b), the density with respect to y. */
        double log(double y) {
            if (Math.abs(y) < 0.4) {
                double ep = q(y) * Math.expm1(y);
                double eq = p(y) * Math.expm1(-y);
                return a * SpecialFunctions.log1pMinusX(ep) + b * SpecialFunctions.log1pMinusX(eq) + scale;
            }
            // the logarithm that is near 1 / 1 stays small this way, and is what the large parameter multiplies
            if (p0 <= 0.5) {
                return a * y - (a + b) * Math.log1p(p0 * Math.expm1(y)) + scale;
            }
            return -b * y - (a + b) * Math.log1p(q0 * Math.expm1(-y)) + scale;
        }
    }

    /** Where phi is largest in [low, high]: a coarse look everywhere and a fine one around 0, then golden section. */
    private static double locate(DoubleUnaryOperator phi, double low, double high, double spread) {
        int coarse = 136;
        double[] y = new double[coarse + 1 + 2 * 24 + 1];
        int n = 0;
        for (int i = 0; i <= coarse; i++) {
            y[n++] = low + (high - low) * i / coarse;
        }
        y[n++] = Math.min(Math.max(0, low), high);
        double step = spread / 4;
        for (int k = 0; k < 24; k++, step *= 1.7) {
            if (step < high) {
                y[n++] = step;
            }
            if (-step > low) {
                y[n++] = -step;
            }
        }
        y = Arrays.copyOf(y, n);
        Arrays.sort(y);
        int best = 0;
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double v = phi.applyAsDouble(y[i]);
            if (v > top) {
                top = v;
                best = i;
            }
        }
        double left = y[Math.max(0, best - 1)];
        double right = y[Math.min(n - 1, best + 1)];
        double at = y[best];
        double golden = 0.3819660112501051;
        for (int i = 0; i < 60 && right - left > 1e-3 * spread; i++) {
            double next = at - left > right - at ? at - golden * (at - left) : at + golden * (right - at);
            double v = phi.applyAsDouble(next);
            if (v > top) {
                if (next < at) {
                    right = at;
                } else {
                    left = at;
                }
                at = next;
                top = v;
            } else if (next < at) {
                left = next;
            } else {
                right = next;
            }
        }
        return at;
    }

    /** Distance from the top over which phi falls by about 1, between 1e-6 and 16. */
    private static double widthAround(DoubleUnaryOperator phi, double at, double top, double start) {
        double width = start;
        while (width > 1e-6 && fall(phi, at, top, width) > 2) {
            width /= 2;
        }
        while (width < 16 && fall(phi, at, top, width) < 0.5) {
            width *= 2;
        }
        return width;
    }

    private static double fall(DoubleUnaryOperator phi, double at, double top, double width) {
        return top - Math.min(phi.applyAsDouble(at - width), phi.applyAsDouble(at + width));
    }

    private static double[] gradedBreaks(double low, double high, double centre, double width) {
        double[] breaks = new double[256];
        int n = 0;
        breaks[n++] = low;
        breaks[n++] = high;
        breaks[n++] = centre;
        for (double step = 2 * width; step < high - low; step += Math.max(2 * width, step)) {
            if (centre + step < high) {
                breaks[n++] = centre + step;
            }
            if (centre - step > low) {
                breaks[n++] = centre - step;
            }
        }
        breaks = Arrays.copyOf(breaks, n);
        Arrays.sort(breaks);
        return breaks;
    }
}
