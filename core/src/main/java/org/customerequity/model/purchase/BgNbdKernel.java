package org.customerequity.model.purchase;

import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.SpecialFunctions;
import org.jspecify.annotations.Nullable;

/**
 * What a customer who is alive now will do, when the purchase rate is lambda ~ Gamma(shape, rate), the chance to leave
 * after a purchase is p ~ Beta(a, b), and the two are independent: the posterior of the BG/NBD for a customer who is
 * alive, and its prior for a new one. Times run from now.
 *
 * <p>Given p the count of purchase opportunities in (0, t] is negative binomial, which gives every expectation two forms:
 *
 * <pre>{@code
 *   sum over j of NB(j; shape, z) c(j)          z = t / rate; c from a recurrence of positive terms
 *   mean over p of a function of 1 + p z        p ~ Beta(a, b), by quadrature over the log-odds of p
 * }</pre>
 *
 * <p>Neither subtracts, so neither notices a = 1, a + b = 1 or b = 1, where the published 2F1 forms divide 0 by 0. The
 * sum costs about {@code shape z + 40 (1 + z)} terms and is used up to {@link #MAX_TERMS} of them; beyond that the mean.
 * Derived from Fader, Hardie and Lee, Marketing Science 24(2), 2005, eq. 7, 9 and 10.
 *
 * <p>A kernel and those made from it by {@link #atRate} share the nodes of the mean over p; they stay in one thread.
 */
final class BgNbdKernel {
    /** At 3 roundings a term and 10 ns: the errors stay below 1e-13 and the time below that of one quadrature. */
    static final double MAX_TERMS = 1000;

    private static final int NODES = 16;
    /** Beyond this the continued fraction of E_nu is its first term to rounding error. */
    private static final double LARGE_ARGUMENT = 1e9;
    /** A difference of two positive numbers is taken where the second is at most this share of the first. */
    private static final double SAFE_SHARE = 0.75;
    /** The same for two discounted integrals of 14 digits each: 12 are left. */
    private static final double SAFE_SHARE_OF_TWO = 0.99;

    private final double shape;
    private final double rate;
    private final double a;
    private final double b;
    private final Shared shared;

    /** Nodes for Beta(a, b), made when first asked for. */
    private static final class Shared {
        private @Nullable BetaNodes nodes;
    }

    /**
     * A customer who is alive.
     *
     * @param shape R, at least 1e-4
     * @param rate A, a time
     * @param a first shape of the dropout chance
     * @param b second shape of the dropout chance
     */
    BgNbdKernel(double shape, double rate, double a, double b) {
        this(shape, rate, a, b, new Shared());
    }

    private BgNbdKernel(double shape, double rate, double a, double b, Shared shared) {
        this.shape = shape;
        this.rate = rate;
        this.a = a;
        this.b = b;
        this.shared = shared;
    }

    /** The same with another rate. */
    BgNbdKernel atRate(double newRate) {
        return new BgNbdKernel(shape, newRate, a, b, shared);
    }

    private BetaNodes overP() {
        BetaNodes nodes = shared.nodes;
        if (nodes == null) {
            nodes = new BetaNodes(a, b);
            shared.nodes = nodes;
        }
        return nodes;
    }

    /** What a sum over the negative binomial count of opportunities weighs its terms with. */
    private enum Weight {
        SURVIVAL,
        PURCHASES,
        SQUARED_PURCHASES
    }

    /**
     * The probability to be alive {@code later}: {@code E[(1 + p later / rate)^-shape] = 2F1(shape, a; a + b; -later / rate)}.
     */
    double survival(double later) {
        if (later == 0) {
            return 1;
        }
        double z = later / rate;
        return suitsSeries(z) ? Math.min(1, series(z, Weight.SURVIVAL)) : Math.exp(logSurvival(later));
    }

    private double logSurvival(double later) {
        double z = later / rate;
        if (later == 0) {
            return 0;
        }
        if (suitsSeries(z)) {
            return Math.min(0, Math.log(series(z, Weight.SURVIVAL)));
        }
        return Math.min(0, overP().logMean((p, q) -> -shape * BgNbdLikelihood.log1p(p * z)));
    }

    /**
     * Expected purchases in (from, to].
     *
     * <pre>{@code
     *   E[((1 + p from / rate)^-shape - (1 + p to / rate)^-shape) / p]
     * }</pre>
     */
    double expected(double from, double to) {
        if (!(to > from)) {
            return 0;
        }
        double z = to / rate;
        if (from == 0) {
            if (suitsSeries(z)) {
                return series(z, Weight.PURCHASES);
            }
            return overP().mean((p, q) -> purchasesGiven(p, z));
        }
        double gap = to - from;
        return Math.exp(overP().logMean((p, q) -> {
            double held = -shape * BgNbdLikelihood.log1p(p * (from / rate));
            return held + Math.log(purchasesGiven(p, gap / (rate + p * from)));
        }));
    }

    /** {@code (1 - (1 + p z)^-shape) / p}. */
    private double purchasesGiven(double p, double z) {
        return -Math.expm1(-shape * BgNbdLikelihood.log1p(p * z)) / p;
    }

    /** {@code E[Y^2]} of the number Y of purchases in (from, to]. */
    double secondMoment(double from, double to) {
        if (!(to > from)) {
            return 0;
        }
        if (from == 0 && suitsSeries(to / rate)) {
            return series(to / rate, Weight.SQUARED_PURCHASES);
        }
        double mean = expected(from, to);
        if (from == 0) {
            return mean + 2 * pairs(0, to);
        }
        // given p, the customer alive at `from` has had the chance to buy without leaving: the rate has grown by p from
        double logPairs = overP().logMean((p, q) -> {
            double pairs = q * atRate(rate + p * from).pairsGiven(p, 0, to - from);
            return Math.log(pairs) - (shape + 2) * BgNbdLikelihood.log1p(p * (from / rate));
        });
        return mean + 2 * pairScale() * Math.exp(logPairs);
    }

    private boolean suitsSeries(double z) {
        double mean = shape * z;
        // a larger mean would underflow the probability of no opportunity, where the sum starts
        return mean <= 600 && mean + 8 * Math.sqrt(mean * (1 + z)) + 40 * (1 + z) <= MAX_TERMS;
    }

    /**
     * The mean over the number J of opportunities, negative binomial, of
     *
     * <pre>{@code
     *   SURVIVAL             s(J) = B(a, b + J) / B(a, b)
     *   PURCHASES            s(0) + ... + s(J-1)
     *   SQUARED_PURCHASES    1 s(0) + 3 s(1) + ... + (2J-1) s(J-1)
     * }</pre>
     */
    private double series(double z, Weight weight) {
        double w = z / (1 + z);
        double probability = Math.exp(-shape * BgNbdLikelihood.log1p(z));
        double survival = 1;
        double value = weight == Weight.SURVIVAL ? 1 : 0;
        double odd = weight == Weight.SQUARED_PURCHASES ? 2 : 0;
        double sum = probability * value;
        double step = 1;
        for (int j = 0; ; j++) {
            if (weight == Weight.SURVIVAL) {
                survival *= (b + j) / (a + b + j);
                value = survival;
            } else {
                value += step * survival;
                step += odd;
                survival *= (b + j) / (a + b + j);
            }
            double ratio = w * (shape + j) / (j + 1);
            probability *= ratio;
            double term = probability * value;
            sum += term;
            // later terms fall at least as fast as the probabilities times (1 + 2/j)^2, the growth of a square
            if (ratio < 1 && (j & 7) == 7) {
                double fall = Math.max(ratio, w) * (1 + 4.0 / j);
                if (fall < 1 && term * fall <= 1e-17 * (1 - fall) * sum) {
                    return sum;
                }
            }
        }
    }

    /**
     * Expected purchases in (0, to], each discounted by {@code exp(-delta u)}.
     *
     * <pre>{@code
     *   E over p of  integral from 0 to H of exp(-delta u) (R/A) (1 + p u/A)^(-R-1) du
     *   for ever     E over p of  (R/p) e^k E_{R+1}(k),  k = delta A / p
     * }</pre>
     *
     * @param delta continuous rate, {@code >= 0}, and {@code > 0} where {@code to} is infinite
     */
    double discounted(double delta, double to) {
        if (to == 0) {
            return 0;
        }
        if (delta == 0) {
            return expected(0, to);
        }
        return overP().mean((p, q) -> shape / rate * held(p, delta, to, shape + 1));
    }

    /**
     * {@code E[D^2]} of the sum D of {@code exp(-delta u)} over the purchases in (0, to].
     *
     * <p>Purchases at u before v have the joint density {@code E[lambda^2 (1-p) exp(-lambda p v)]}, whence
     *
     * <pre>{@code
     *   E[D^2] = discounted(2 delta) + 2 E[lambda^2 (1-p) integral of exp(-delta v) (1 - exp(-delta v))/delta exp(-lambda p v) dv]
     * }</pre>
     */
    double discountedSecondMoment(double delta, double to) {
        if (to == 0) {
            return 0;
        }
        return delta == 0 ? secondMoment(0, to) : discounted(2 * delta, to) + 2 * pairs(delta, to);
    }

    /** Expected discounted number of pairs of purchases. */
    private double pairs(double delta, double to) {
        return pairScale() * overP().mean((p, q) -> q * pairsGiven(p, delta, to));
    }

    /** {@code E[lambda^2]}. */
    private double pairScale() {
        return shape / rate * ((shape + 1) / rate);
    }

    /** The integral from 0 to H of {@code exp(-delta u) (1 + p u/A)^-n du}, for n > 1. */
    private double held(double p, double delta, double to, double n) {
        double y = p * to / rate;
        double decay =
                to == Double.POSITIVE_INFINITY ? Double.POSITIVE_INFINITY : delta * to + n * BgNbdLikelihood.log1p(y);
        if (decay <= 1) {
            double[] x = GaussLegendre.nodes(nodesFor(y));
            double[] w = GaussLegendre.weights(x.length);
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double u = 0.5 + 0.5 * x[i];
                sum += w[i] * Math.exp(-delta * to * u - n * BgNbdLikelihood.log1p(y * u));
            }
            return 0.5 * sum * to;
        }
        double k = delta * rate / p;
        double whole = scaledExpIntegral(n, k);
        if (to == Double.POSITIVE_INFINITY) {
            return rate / p * whole;
        }
        double rest = Math.exp(-delta * to - (n - 1) * BgNbdLikelihood.log1p(y));
        rest = rest == 0 ? 0 : rest * scaledExpIntegral(n, k + delta * to);
        if (rest <= SAFE_SHARE * whole) {
            return rate / p * (whole - rest);
        }
        return byPanels(p, delta, to, n, false);
    }

    /** The integral from 0 to H of {@code exp(-delta u) (1 - exp(-delta u))/delta (1 + p u/A)^(-R-2) du}. */
    private double pairsGiven(double p, double delta, double to) {
        double n = shape + 2;
        double y = p * to / rate;
        boolean forever = to == Double.POSITIVE_INFINITY;
        double decay = forever ? Double.POSITIVE_INFINITY : delta * to + n * BgNbdLikelihood.log1p(y);
        if (decay <= 1) {
            double[] x = GaussLegendre.nodes(nodesFor(y));
            double[] w = GaussLegendre.weights(x.length);
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double u = (0.5 + 0.5 * x[i]) * to;
                double gone = -Math.expm1(-delta * u);
                double worth = delta == 0 ? u : (1 - gone) * (gone / delta);
                sum += w[i] * worth * Math.exp(-n * BgNbdLikelihood.log1p(p * u / rate));
            }
            return 0.5 * sum * to;
        }
        if (delta == 0) {
            // integral of v (1 + v)^-n from 0 to y
            double held = (n - 1) * BgNbdLikelihood.log1p(y);
            double rest = Math.exp(-held) * (1 + (n - 1) * y);
            if (rest <= SAFE_SHARE) {
                return rate / p * (rate / p) * (1 - rest) / ((n - 2) * (n - 1));
            }
        } else {
            double once = held(p, delta, to, n);
            double twice = held(p, 2 * delta, to, n);
            if (twice <= SAFE_SHARE_OF_TWO * once) {
                return (once - twice) / delta;
            }
        }
        return byPanels(p, delta, to, n, true);
    }

    /** Nodes for a fall by at most e, whose nearest singularity is 1/y lengths before the start: errors below 1e-18. */
    private static int nodesFor(double y) {
        return y <= 0.2 ? 8 : NODES;
    }

    /** {@code (1 - exp(-delta u)) / delta}. */
    private static double discountedTime(double delta, double u) {
        return delta == 0 ? u : -Math.expm1(-delta * u) / delta;
    }

    /**
     * The same two integrals in s = ln(1 + p u/A), over panels of a width of at most 1/2 in s and 8 in the exponent: for
     * discounting so slow that differences would cancel.
     */
    private double byPanels(double p, double delta, double to, double n, boolean pair) {
        double k = delta * rate / p;
        double end = to == Double.POSITIVE_INFINITY ? 800 : BgNbdLikelihood.log1p(p * to / rate);
        double low = 0;
        double high = end;
        if (exponent(k, n, high) > 45) {
            for (int i = 0; i < 60 && high - low > 1e-3 * high; i++) {
                double mid = 0.5 * (low + high);
                if (exponent(k, n, mid) > 45) {
                    high = mid;
                } else {
                    low = mid;
                }
            }
        }
        end = high;
        int panels = (int) Math.ceil(Math.max(2 * end, exponent(k, n, end) / 8));
        double scale = rate / p;
        return scale
                * Quadrature.gaussLegendre(
                        s -> {
                            double weight = Math.exp(-exponent(k, n, s));
                            return pair ? weight * discountedTime(delta, scale * Math.expm1(s)) : weight;
                        },
                        0,
                        end,
                        Math.max(1, panels),
                        NODES);
    }

    private static double exponent(double k, double n, double s) {
        return k * Math.expm1(s) + (n - 1) * s;
    }

    /** {@code e^k E_n(k)}. */
    private static double scaledExpIntegral(double n, double k) {
        return k + n > LARGE_ARGUMENT ? 1 / (k + n) : SpecialFunctions.scaledExpIntegral(n, k);
    }

    /**
     * ln of the probability of n purchases in (from, to], for n >= 1; every term is positive.
     *
     * <pre>{@code
     *   s(n) NB(n; u) E1[(1 + p from/(rate + u))^-(shape+n)]
     *     + a/(a+b) s'(n-1) E2[(1 + p from/rate)^-shape I(u/(rate + p from + u); n, shape)]
     *
     *   u    to - from
     *   s    B(a, b + n) / B(a, b), and s' the same for Beta(a + 1, b)
     *   NB   negative binomial probability with shape and u/rate
     *   E1   over p ~ Beta(a, b + n)
     *   E2   over p ~ Beta(a + 1, b + n - 1)
     * }</pre>
     */
    double logProbability(int n, double from, double to) {
        double u = to - from;
        if (!(u > 0)) {
            return Double.NEGATIVE_INFINITY;
        }
        double w = u / (rate + u);
        double v = rate / (rate + u);
        double logStayed =
                SpecialFunctions.logBetaRatio(b, a, n) + IncompleteBeta.logPower(w, v, n, shape) - Math.log(n);
        double logLeft = Math.log(a / (a + b))
                + SpecialFunctions.logBetaRatio(b, a + 1, n - 1)
                + IncompleteBeta.logRegularized(w, v, n, shape);
        if (from > 0) {
            logStayed += new BgNbdKernel(shape + n, rate + u, a, b + n).logSurvival(from);
            double whole = IncompleteBeta.logRegularized(w, v, n, shape);
            logLeft += new BetaNodes(a + 1, b + (n - 1)).logMean((p, q) -> {
                double moved = rate + p * from;
                double log = IncompleteBeta.logRegularized(u / (moved + u), moved / (moved + u), n, shape);
                return log - whole - shape * BgNbdLikelihood.log1p(p * (from / rate));
            });
        }
        return Math.min(0, SpecialFunctions.logSumExp(logStayed, logLeft));
    }

    /** The probability of no purchase in (from, to]: left before, or stayed and had no opportunity. */
    double probabilityOfNone(double from, double to) {
        if (!(to > from)) {
            return 1;
        }
        double none = Math.exp(logNone(from, to));
        return Math.min(1, from == 0 ? none : none + goneBy(from));
    }

    /** ln of {@link #probabilityOfNone}. */
    double logProbabilityOfNone(double from, double to) {
        if (!(to > from)) {
            return 0;
        }
        double log = logNone(from, to);
        return from == 0 ? log : Math.min(0, SpecialFunctions.logSumExp(log, Math.log(goneBy(from))));
    }

    /** ln of the probability to be alive at {@code from} and have no opportunity until {@code to}. */
    private double logNone(double from, double to) {
        double gap = to - from;
        double log = -shape * BgNbdLikelihood.log1p(gap / rate);
        return from == 0 ? log : log + atRate(rate + gap).logSurvival(from);
    }

    /** The probability to have left by {@code later}, {@code 1 - survival(later)} without the subtraction. */
    double goneBy(double later) {
        double z = later / rate;
        return Math.min(1, overP().mean((p, q) -> -Math.expm1(-shape * BgNbdLikelihood.log1p(p * z))));
    }
}
