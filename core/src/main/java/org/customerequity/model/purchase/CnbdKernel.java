package org.customerequity.model.purchase;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.SpecialFunctions;

/**
 * What a customer who is alive now will do when every k-th event of a hidden Poisson process is a purchase: its rate is
 * lambda ~ Gamma(R, A), the chance to leave after a purchase is p ~ Beta(a, b), independent, and j events, 0 <= j < k, have
 * happened since the last purchase. Times run from now.
 *
 * <p>All is said by the number N of hidden events, and every answer is a sum of positive terms:
 *
 * <pre>{@code
 *   P(N = i in t)         NB(i) = G(R+i)/(G(R) i!) (A/(A+t))^R (t/(A+t))^i
 *   P(N >= i in t)        I(t/(A+t); i, R)
 *   n purchases           k n - j <= N < k (n+1) - j
 *   stayed after n        s(n) = B(a, b+n) / B(a, b)
 *   expected in (0, t]    sum over n >= 1 of s(n-1) I(t/(A+t); kn-j, R)
 *   alive at t            sum over N of NB(N) s(floor((j+N)/k))
 * }</pre>
 *
 * <p>What is asked of a stretch that begins at t1 > 0 is answered from every state that the customer may be in at t1: after N
 * events the same kernel with R + N, A + t1, b + n and (j + N) mod k, with the weight NB(N) s(n). No sum subtracts, so none
 * notices a = 1 or a + b = 1; of two expectations the difference is taken only where the second is clearly the smaller, and else
 * the integral of the density of purchases. Short sums run over N by recursion, long ones over n by {@link SmoothSum}.
 *
 * @param k events a purchase
 * @param j events since the last purchase
 * @param shape R
 * @param rate A, a time
 * @param a first shape of the dropout chance
 * @param b second shape of the dropout chance
 */
record CnbdKernel(int k, int j, double shape, double rate, double a, double b) {
    /** A term costs some nanoseconds; the errors of that many stay below 1e-12. */
    private static final double MAX_TERMS = 20_000;

    /** The probability of no event is set apart below this. */
    private static final double LOG_TINY = -600;

    private static final double HUGE = 1e200;
    private static final double LOG_HUGE = Math.log(HUGE);

    /** From where a sum over the purchases is replaced by an integral: where it changes on this scale, in purchases. */
    private static final double SCALE = 8;

    private static final int FEWEST_DIRECT = 40;

    /** A difference of two expectations is taken where the second is at most this share of the first: 12 digits are left. */
    private static final double SAFE_SHARE = 0.95;

    /** Of integrals over time. */
    private static final double LATER_TOLERANCE = 1e-11;

    /** Discounting by exp(-60) is 1e-26. */
    private static final double FOREVER = 60;

    /** Of nodes over p, for functions with poles close to 0. */
    private static final double POLE_REACH = 80;

    /** Purchases beyond which pairs of them are too many to be taken one by one. */
    private static final int MOST_PAIRED = 120;

    private static final int MOST_PAIRED_EVENTS = 2500;

    /** What a sum over the purchases weighs the n-th with. */
    private enum Weight {
        /** 1. */
        PURCHASES,
        /** 2n - 1, for the square of their number. */
        SQUARED_PURCHASES,
        /** a / (a+b+n-1), the chance to leave after it. */
        DEPARTURE
    }

    CnbdKernel atRate(double newRate) {
        return new CnbdKernel(k, j, shape, newRate, a, b);
    }

    /** The probability to be alive at t. */
    double survival(double t) {
        if (t == 0) {
            return 1;
        }
        return Math.min(1, suitsSeries(t) ? aliveBySeries(t) : Math.exp(logAliveBySum(t)));
    }

    /** The probability to have left by t, without a subtraction. */
    private double goneBy(double t) {
        return t == 0 ? 0 : Math.min(1, counted(t, Weight.DEPARTURE));
    }

    /** Expected purchases in (from, to]. */
    double expected(double from, double to) {
        if (!(to > from)) {
            return 0;
        }
        double all = counted(to, Weight.PURCHASES);
        if (from == 0) {
            return all;
        }
        double before = counted(from, Weight.PURCHASES);
        return before <= SAFE_SHARE * all ? all - before : Math.min(all, integralOfIntensity(from, to));
    }

    /** The integral of {@code u m(u)} over ln u, where the purchases of the past are nineteen times those asked for, or gone. */
    private double integralOfIntensity(double from, double to) {
        double length = BgNbdLikelihood.log1p((to - from) / from);
        DoubleUnaryOperator logF = y -> logIntensity(from * Math.exp(y));
        double top =
                Math.max(logF.applyAsDouble(0), Math.max(logF.applyAsDouble(length / 2), logF.applyAsDouble(length)));
        if (Math.exp(top) == 0) {
            return 0;
        }
        // in units of its height, which may be close to the smallest double
        return Math.exp(top)
                * Quadrature.adaptive(y -> Math.exp(logF.applyAsDouble(y) - top), 0, length, LATER_TOLERANCE);
    }

    /** ln of {@code u m(u) = sum over n >= 1 of s(n-1) (kn-j) NB(kn-j)}, with m the density of purchases at u. */
    private double logIntensity(double u) {
        double w = u / (rate + u);
        double v = rate / (rate + u);
        return SmoothSum.log(
                i -> SpecialFunctions.logBetaRatio(b, a, i) + IncompleteBeta.logPower(w, v, k * (i + 1) - j, shape),
                direct(shape));
    }

    /** E[Y^2] of the number Y of purchases in (from, to]. */
    double secondMoment(double from, double to) {
        if (!(to > from)) {
            return 0;
        }
        return from == 0
                ? counted(to, Weight.SQUARED_PURCHASES)
                : Math.exp(logLater(
                        from, shape + k, state -> Math.log(state.counted(to - from, Weight.SQUARED_PURCHASES))));
    }

    /** ln of the probability of n purchases in (from, to], of an alive customer; the one who leaves in between included. */
    double logProbability(int n, double from, double to) {
        double u = to - from;
        if (!(u > 0)) {
            return n == 0 ? 0 : Double.NEGATIVE_INFINITY;
        }
        if (from == 0) {
            return logProbability(n, u);
        }
        double alive = logLaterProbability(0, n, from, to);
        return Math.min(0, n == 0 ? SpecialFunctions.logSumExp(alive, logGoneBy(from)) : alive);
    }

    /** Of those alive at {@code from}, and times the probability that fewer than k events came in the {@code past}. */
    double logLaterProbability(double past, int n, double from, double to) {
        return logLater(past, from, shape + k * (n + 1.0), state -> state.logProbability(n, to - from));
    }

    /** ln of the probability to have left by t. */
    double logGoneBy(double t) {
        return Math.log(goneBy(t));
    }

    /** ln P(N < k - j), or ln [ s(n) P(kn-j <= N < k(n+1)-j) + s(n-1) a/(a+b+n-1) P(N >= kn-j) ]. */
    private double logProbability(int n, double u) {
        double w = u / (rate + u);
        double v = rate / (rate + u);
        if (n == 0) {
            return IncompleteBeta.logRegularized(v, w, shape, k - j);
        }
        double first = (double) k * n - j;
        double stayed = SpecialFunctions.logBetaRatio(b, a, n) + logBlock(w, v, first, k);
        double left = SpecialFunctions.logBetaRatio(b, a, n - 1)
                + Math.log(a / (a + b + (n - 1)))
                + IncompleteBeta.logRegularized(w, v, first, shape);
        return Math.min(0, SpecialFunctions.logSumExp(stayed, left));
    }

    /** The probability that a purchase comes within u: P(N >= k - j). */
    double purchaseWithin(double u) {
        return IncompleteBeta.regularized(u / (rate + u), rate / (rate + u), k - j, shape);
    }

    // --- discounting

    /**
     * Expected purchases in (0, to], each discounted by {@code exp(-delta u)}.
     *
     * <pre>{@code
     *   to the horizon H   exp(-delta H) M(H) + integral over u < H of delta exp(-delta u) M(u),   M(u) expected in (0, u]
     *   for ever           E[ rho^(k-j) / (1 - q rho^k) ],     rho = lambda / (lambda + delta), q = 1 - p
     * }</pre>
     *
     * @param delta continuous rate, {@code >= 0}, and {@code > 0} where {@code to} is infinite
     */
    double discounted(double delta, double to) {
        if (to == 0) {
            return 0;
        }
        if (delta * to < 1e-15) {
            return expected(0, to);
        }
        if (delta * to >= FOREVER) {
            return forEver(delta, false);
        }
        return Math.exp(-delta * to) * counted(to, Weight.PURCHASES)
                + overTime(delta, to, u -> delta * Math.exp(-delta * u) * counted(u, Weight.PURCHASES));
    }

    /**
     * E[D^2] of the sum D of {@code exp(-delta u)} over the purchases in (0, to].
     *
     * <pre>{@code
     *   to the horizon H   E[D at 2 delta] + 2 integral over v < H of exp(-delta v) sum over m of s(m-1) f_m(v) C_m(delta v)
     *   for ever           E[ rho2^(k-j) / (1 - q rho2^k) (1 + 2 q rho^k / (1 - q rho^k)) ],   rho2 = lambda/(lambda + 2 delta)
     *
     *   f_m      density of the time of event km - j, at which the m-th purchase is made: (km-j)/v NB(km-j)
     *   C_m(y)   sum over n < m of E[exp(-y B)], B ~ Beta(kn-j, km-kn): what the purchases before one at v are worth
     * }</pre>
     */
    double discountedSecondMoment(double delta, double to) {
        if (to == 0) {
            return 0;
        }
        if (delta * to < 1e-15) {
            return secondMoment(0, to);
        }
        if (delta * to >= FOREVER) {
            return forEver(delta, true);
        }
        double events = shape * to / rate;
        double most = events + 8 * Math.sqrt(events * (1 + to / rate));
        if (most > k * (double) MOST_PAIRED || most + 40 * (1 + to / rate) > MOST_PAIRED_EVENTS) {
            return PurchaseDefaults.discountedSquare(this::secondMoment, delta, to);
        }
        return discounted(2 * delta, to)
                + 2 * overTime(delta, to, v -> Math.exp(-delta * v) * pairIntensity(v, delta * v));
    }

    /** The integral of f over (0, to), by panels in ln(1 + u/c) with c the time of a purchase. */
    private double overTime(double delta, double to, DoubleUnaryOperator f) {
        double c = rate * Math.min(1, k / shape);
        double end = Math.log1p(to / c);
        DoubleUnaryOperator g = y -> {
            double u = c * Math.expm1(y);
            return f.applyAsDouble(u) * (c + u);
        };
        double scale = Math.max(g.applyAsDouble(end / 2), g.applyAsDouble(0.98 * end));
        // in a unit of its own: close to the smallest double a product with the width of a panel would be 0
        return scale == 0 ? 0 : scale * Quadrature.adaptive(y -> g.applyAsDouble(y) / scale, 0, end, LATER_TOLERANCE);
    }

    /** The density of a purchase at v times the worth, relative to v, of those before it. */
    private double pairIntensity(double v, double y) {
        double w = v / (rate + v);
        double logScale = logNone(v);
        double probability = logScale < LOG_TINY ? 1 : Math.exp(logScale);
        logScale = logScale < LOG_TINY ? logScale : 0;
        double stayed = 1;
        double sum = 0;
        int m = 0;
        int state = j;
        for (int i = 1; ; i++) {
            double ratio = w * (shape + (i - 1)) / i;
            probability *= ratio;
            if (++state < k) {
                continue;
            }
            state = 0;
            m++;
            if (m > 1) {
                double term = probability * i * stayed * worthBefore(m, y);
                sum += term;
                // a block of k events later, the terms have fallen by less than this, and grown with the square of m
                double fall = Math.pow(Math.max(ratio, w), k) * (1 + 4.0 / m);
                if (fall < 1 && term * fall <= 1e-17 * (1 - fall) * sum) {
                    return sum / v * Math.exp(logScale);
                }
            }
            if (probability > HUGE) {
                probability /= HUGE;
                sum /= HUGE;
                logScale += LOG_HUGE;
            }
            stayed *= (b + (m - 1)) / (a + b + (m - 1));
        }
    }

    /** {@code C_m(y) = exp(-y) sum over l = 1..m-1 of 1F1(kl; km-j; y)}, each a series of positive terms. */
    private double worthBefore(int m, double y) {
        double events = (double) k * m - j;
        double sum = 0;
        for (int l = 1; l < m; l++) {
            double term = 1;
            double series = 1;
            for (int t = 0; term > 1e-17 * series; t++) {
                term *= y / (t + 1) * ((double) k * l + t) / (events + t);
                series += term;
            }
            sum += series;
        }
        return Math.exp(-y) * sum;
    }

    /**
     * The mean over lambda of the closed form F(p) given lambda and p, which is averaged over p first, by nodes that hold for every
     * a and b:
     *
     * <pre>{@code
     *   mean of F over Beta(a, b) = F(1) + b/(a+b+1) mean of [ (F - F(1))/q - F'/(a+b) ] over Beta(a+1, b+1)
     *
     *   f = 1/(p + q gap), f2 = 1/(p + q gap2), c = 1 - gap, c2 = 1 - gap2, q = 1 - p
     *   F = f                   (F-1)/q = c f                  -F' = c f^2
     *   F = (1 + 2 c q f) f2    (F-1)/q = c2 f2 + 2 c f f2     -F' = c2 f2^2 (1 + 2 c q f) + 2 c f^2 f2
     * }</pre>
     */
    private double forEver(double delta, boolean square) {
        BetaNodes overP = new BetaNodes(a + 1, b + 1, POLE_REACH);
        double share = b / (a + b + 1);
        double first = square ? 2 * delta : delta;
        int power = square ? 2 : 1;
        // the peak of the density of ln lambda times rho^(k-j) (1 + lambda/delta)^power
        double low = shape / rate * 1e-3;
        double high = (shape + k + 2) / rate;
        for (int i = 0; i < 100 && high - low > 1e-9 * high; i++) {
            double mid = (low + high) / 2;
            double slope = shape - rate * mid + (k - j) * (first / (mid + first)) + power * (mid / (mid + delta));
            if (slope > 0) {
                low = mid;
            } else {
                high = mid;
            }
        }
        double peak = (low + high) / 2;
        double logFirst = (k - j) * Math.log(peak / (peak + first)) + power * Math.log1p(peak / delta);
        DoubleUnaryOperator phi = t -> {
            double lambda = peak * Math.exp(t);
            return shape * t
                    - rate * peak * Math.expm1(t)
                    + (k - j) * (t - Math.log((lambda + first) / (peak + first)))
                    + power * Math.log((lambda + delta) / (peak + delta));
        };
        DoubleUnaryOperator weight = t -> {
            double lambda = peak * Math.exp(t);
            double gap = -Math.expm1(-k * Math.log1p(delta / lambda));
            double scale = delta / (lambda + delta);
            if (!square) {
                return scale
                        * (1
                                + share
                                        * (1 - gap)
                                        * overP.mean((p, q) -> {
                                            double f = 1 / (p + q * gap);
                                            return f + f * f / (a + b);
                                        }));
            }
            double gap2 = -Math.expm1(-k * Math.log1p(2 * delta / lambda));
            double c = 1 - gap;
            // c2 / c: c itself may underflow
            double rest = Math.exp(-k * Math.log1p(delta / (lambda + delta)));
            return scale
                    * scale
                    * (1
                            + share
                                    * c
                                    * overP.mean((p, q) -> {
                                        double f = 1 / (p + q * gap);
                                        double f2 = 1 / (p + q * gap2);
                                        return f2
                                                * (rest
                                                        + 2 * f
                                                        + (rest * f2 * (1 + 2 * c * q * f) + 2 * f * f) / (a + b));
                                    }));
        };
        double integral = LogConcaveIntegral.of(phi, weight, Double.NEGATIVE_INFINITY, 0, Double.POSITIVE_INFINITY);
        return Math.exp(logGammaDensity(peak) + logFirst) * integral;
    }

    /** ln of the density of ln lambda at lambda, also for a large shape. */
    private double logGammaDensity(double lambda) {
        if (shape < 30) {
            return shape * Math.log(rate * lambda) - rate * lambda - SpecialFunctions.logGamma(shape);
        }
        double y = rate * lambda / shape - 1;
        double w = 1 / shape;
        double stirling = w / 12 * (1 - w * w / 30 * (1 - w * w * (2 / 7.0)));
        return shape * (Math.log1p(y) - y) + 0.5 * Math.log(shape / (2 * Math.PI)) - stirling;
    }

    // --- sums

    /**
     * How many terms of a sum over n to add one by one: to where the number of events, of relative variance 1/(kn) + 1/sharpness
     * around kn, varies by {@link #SCALE} purchases.
     */
    private int direct(double sharpness) {
        double n = sharpness / 2 * (Math.sqrt(1.0 / k / k + 4 * SCALE * SCALE / sharpness) - 1.0 / k);
        return (int) Math.max(FEWEST_DIRECT, Math.min(Math.ceil(n), SCALE * SCALE * k));
    }

    private boolean suitsSeries(double t) {
        double z = t / rate;
        double mean = shape * z;
        return mean + 8 * Math.sqrt(mean * (1 + z)) + 40 * (1 + z) <= MAX_TERMS;
    }

    /** ln of the probability of no event until t. */
    private double logNone(double t) {
        return -shape * BgNbdLikelihood.log1p(t / rate);
    }

    private double aliveBySeries(double t) {
        double w = t / (rate + t);
        double logScale = logNone(t);
        // where that underflows, all is relative to it until it grows large
        double probability = logScale < LOG_TINY ? 1 : Math.exp(logScale);
        logScale = logScale < LOG_TINY ? logScale : 0;
        double stayed = 1;
        double sum = probability;
        int state = j;
        int n = 0;
        for (int i = 0; ; i++) {
            double ratio = w * (shape + i) / (i + 1);
            probability *= ratio;
            if (++state == k) {
                state = 0;
                stayed *= (b + n) / (a + b + n);
                n++;
            }
            double term = probability * stayed;
            sum += term;
            if ((i & 7) == 7) {
                if (ratio < 1 && ends(term, Math.max(ratio, w), sum)) {
                    return sum * Math.exp(logScale);
                }
                if (probability > HUGE) {
                    probability /= HUGE;
                    sum /= HUGE;
                    logScale += LOG_HUGE;
                }
            }
        }
    }

    private static boolean ends(double term, double ratio, double sum) {
        return term * ratio <= 1e-17 * (1 - ratio) * sum;
    }

    /** The sum over n >= 1 of weight(n) s(n-1) P(N >= kn-j). */
    private double counted(double t, Weight weight) {
        if (suitsCounting(t)) {
            return countedBySeries(t, weight);
        }
        double w = t / (rate + t);
        double v = rate / (rate + t);
        DoubleUnaryOperator logF = i -> {
            double n = i + 1;
            double log = SpecialFunctions.logBetaRatio(b, a, i) + IncompleteBeta.logRegularized(w, v, k * n - j, shape);
            return switch (weight) {
                case PURCHASES -> log;
                case SQUARED_PURCHASES -> log + Math.log(2 * n - 1);
                case DEPARTURE -> log + Math.log(a / (a + b + i));
            };
        };
        int direct = direct(shape);
        double last = IncompleteBeta.regularized(w, v, (double) k * direct - j, shape);
        if (last < 1e-250) {
            return Math.exp(SmoothSum.log(logF, direct));
        }
        double z = t / rate;
        double edge = Math.log(Math.max(1, shape * z / k));
        return SmoothSum.withEdge(
                logF, direct, firstCounted(w, v, direct, last, weight), edge, Math.sqrt(1 / shape + 1 / (shape * z)));
    }

    /** The sum over n = 1..last of weight(n) s(n-1) P(N >= kn-j), downwards from {@code tail = P(N >= k last - j)}. */
    private double firstCounted(double w, double v, int last, double tail, Weight weight) {
        double[] stayed = new double[last];
        stayed[0] = 1;
        for (int n = 1; n < last; n++) {
            stayed[n] = stayed[n - 1] * ((b + (n - 1)) / (a + b + (n - 1)));
        }
        double events = (double) k * last - j;
        double probability = Math.exp(logEvents(w, v, events));
        double atLeast = tail;
        double sum = 0;
        for (int n = last; ; n--) {
            sum += atLeast
                    * stayed[n - 1]
                    * switch (weight) {
                        case PURCHASES -> 1;
                        case SQUARED_PURCHASES -> 2.0 * n - 1;
                        case DEPARTURE -> a / (a + b + (n - 1));
                    };
            if (n == 1) {
                return sum;
            }
            for (int l = 0; l < k; l++) {
                probability *= events / (w * (shape + (events - 1)));
                events--;
                atLeast += probability;
            }
        }
    }

    /** The number of events below which no time t leaves more than exp(-40) of them. */
    private double fewestEvents(double t) {
        double z = t / rate;
        double mean = shape * z;
        return Math.max(0, Math.floor(mean - 9 * Math.sqrt(mean * (1 + z))));
    }

    private boolean suitsCounting(double t) {
        double z = t / rate;
        double mean = shape * z;
        double first = fewestEvents(t);
        return mean - first + 8 * Math.sqrt(mean * (1 + z)) + 40 * (1 + z) + first / k <= MAX_TERMS;
    }

    private double countedBySeries(double t, Weight weight) {
        double w = t / (rate + t);
        double first = fewestEvents(t);
        double probability = Math.exp(first == 0 ? logNone(t) : logEvents(w, rate / (rate + t), first));
        double stayed = 1;
        double value = 0;
        int n = 0;
        for (long left = (long) (first + j) / k; n < left; n++) {
            double leave = 1 / (a + b + n);
            value += stayed * worth(weight, n, leave);
            stayed *= (b + n) * leave;
        }
        double sum = probability * value;
        int state = (int) ((first + j) % k);
        for (double i = first; ; i++) {
            double ratio = w * (shape + i) / (i + 1);
            probability *= ratio;
            if (++state == k) {
                state = 0;
                double leave = 1 / (a + b + n);
                value += stayed * worth(weight, n, leave);
                stayed *= (b + n) * leave;
                n++;
            }
            double term = probability * value;
            sum += term;
            if (state == 0 && ratio < 1) {
                // the values grow no faster than the square of the number of events since j
                double fall = Math.max(ratio, w) * (1 + 4.0 / (i + 1));
                if (fall < 1 && ends(term, fall, sum)) {
                    return sum;
                }
            }
        }
    }

    private double worth(Weight weight, int n, double leave) {
        return switch (weight) {
            case PURCHASES -> 1;
            case SQUARED_PURCHASES -> 2.0 * n + 1;
            case DEPARTURE -> a * leave;
        };
    }

    private double logAliveBySum(double t) {
        double w = t / (rate + t);
        double v = rate / (rate + t);
        return SmoothSum.log(
                n -> {
                    double first = k * n - j;
                    double log = first < 0 ? logBlock(w, v, 0, k - j) : logBlock(w, v, first, k);
                    return log + SpecialFunctions.logBetaRatio(b, a, n);
                },
                direct(shape));
    }

    /** ln of the negative binomial probability of first, ..., first + length - 1 events; first may be no whole number. */
    private double logBlock(double w, double v, double first, int length) {
        double sum = 1;
        double term = 1;
        for (int l = 1; l < length; l++) {
            double i = first + l;
            term *= w * (shape + (i - 1)) / i;
            sum += term;
        }
        return logEvents(w, v, first) + Math.log(sum);
    }

    /** ln of the negative binomial probability of i events; i may be no whole number. */
    private double logEvents(double w, double v, double i) {
        return i == 0 ? -shape * BgNbdLikelihood.log1p(w / v) : IncompleteBeta.logPower(w, v, i, shape) - Math.log(i);
    }

    /** A question to the customer in one state. */
    private interface Question {
        /** ln of the answer. */
        double ask(CnbdKernel state);
    }

    /**
     * ln of the mean answer, 0 from those who have left, over the states that the customer may be in at {@code from}.
     *
     * @param sharpness events that what is asked tells of the rate, those of the past included
     */
    private double logLater(double from, double sharpness, Question question) {
        return logLater(0, from, sharpness, question);
    }

    /**
     * The same for a customer whose time runs from the last purchase, which was {@code past} ago and since when fewer than k
     * events came; not divided by the probability of that. It is
     * {@code P(Binomial(N, past/(past+from)) < k)} given N events in the whole, so that no state need be told from another.
     */
    private double logLater(double past, double from, double sharpness, Question question) {
        double whole = past + from;
        double w = whole / (rate + whole);
        double v = rate / (rate + whole);
        return SmoothSum.log(
                n -> {
                    double first = k * n - j;
                    int skipped = first < 0 ? j : 0;
                    double stayed = SpecialFunctions.logBetaRatio(b, a, n);
                    IntToDoubleFunction term = l -> {
                        double events = first + l;
                        CnbdKernel state = new CnbdKernel(k, l, shape + events, rate + whole, a, b + n);
                        return logEvents(w, v, events) + logFewOf(events, past, from) + question.ask(state);
                    };
                    double log = term.applyAsDouble(skipped);
                    for (int l = skipped + 1; l < k; l++) {
                        log = SpecialFunctions.logSumExp(log, term.applyAsDouble(l));
                    }
                    return stayed + log;
                },
                direct(sharpness));
    }

    /** ln of the probability that fewer than k of the events came in the first {@code past}. */
    private double logFewOf(double events, double past, double from) {
        if (past == 0 || events < k) {
            return 0;
        }
        double share = past / (past + from);
        return IncompleteBeta.logRegularized(from / (past + from), share, events - k + 1, k);
    }
}
