package org.customerequity.model.purchase;

import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.SpecialFunctions;

/**
 * The arithmetic of the correlated Pareto/NBD for one customer. Given when the customer left, or that he has not, the two rates
 * are independent gammas but for the factor of {@link SarmanovTilt}; so every formula of the Pareto/NBD keeps its form and gets
 * the mean of that factor as a weight. All terms are positive.
 *
 * <pre>{@code
 *   f(u)   mean of the factor over lambda ~ gamma(R, alpha+u) and mu ~ gamma(s+1, beta+u), who left at u
 *   f(T)   the same over gamma(R, A) and gamma(s, D), who is alive
 * }</pre>
 */
final class CorrelatedKernel {
    private CorrelatedKernel() {}

    /** {@code tilt(bigR, a + y, s + 1, d + y) / largest}, as a weight of y. */
    private static DoubleUnaryOperator left(SarmanovTilt tilt, double bigR, double a, double s, double d) {
        double largest = tilt.largest();
        return y -> tilt.mean(bigR, a + y, s + 1, d + y) / largest;
    }

    static double logOddsOfHavingLeft(
            SarmanovTilt tilt, double r, double alpha, double s, double beta, int x, double tx, double t) {
        double w = t - tx;
        if (w == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double a = alpha + tx;
        double d = beta + tx;
        double bigR = r + x;
        double rise = bigR * Math.log1p(w / a) + s * Math.log1p(w / d);
        return rise
                + Math.log(s / d)
                + ParetoNbdKernel.logPowerIntegral(bigR, a, s + 1, d, w, left(tilt, bigR, a, s, d))
                + Math.log(tilt.largest() / tilt.mean(bigR, alpha + t, s, beta + t));
    }

    static double logLikelihood(
            SarmanovTilt tilt, double r, double alpha, double s, double beta, int x, double tx, double t) {
        double a = alpha + tx;
        double d = beta + tx;
        double bigR = r + x;
        double base = SpecialFunctions.logRising(r, x)
                - x * Math.log(a)
                - r * Math.log1p(tx / alpha)
                - s * Math.log1p(tx / beta);
        double w = t - tx;
        double logAlive = Math.log(tilt.mean(bigR, alpha + t, s, beta + t));
        if (w == 0) {
            return base + logAlive;
        }
        double rise = bigR * Math.log1p(w / a) + s * Math.log1p(w / d);
        double logDead = Math.log(s / d * tilt.largest())
                + ParetoNbdKernel.logPowerIntegral(bigR, a, s + 1, d, w, left(tilt, bigR, a, s, d));
        return base + SpecialFunctions.logSumExp(logAlive - rise, logDead);
    }

    /**
     * The integral of {@code e^(-delta y) E[e^(-mu (t1+y)) (staying e^-mu + leaving (1 - e^-mu))]} over (0, length), mu ~ gamma(s,
     * d): the time alive, discounted from t1, weighed by what mu adds.
     */
    static double timeAlive(
            double s, double d, double delta, double t1, double length, double staying, double leaving) {
        return timeAlive(1, s, d, delta, t1, length, staying, leaving);
    }

    /** The same of the square of the discounted time alive: the integrand has {@code 2 a(y)} more. */
    static double squareOfTimeAlive(
            double s, double d, double delta, double t1, double length, double staying, double leaving) {
        return timeAlive(2, s, d, delta, t1, length, staying, leaving);
    }

    private static double timeAlive(
            int power, double s, double d, double delta, double t1, double length, double staying, double leaving) {
        double largest = Math.max(staying, leaving);
        if (length == 0 || largest == 0) {
            return 0;
        }
        double from = d + t1;
        double limit = Math.log1p(length / from);
        double rate = delta * from;
        double c = power - s;
        double peak = c <= rate ? 0 : rate == 0 ? limit : Math.min(limit, Math.log(c / rate));
        double top = c * peak - rate * Math.expm1(peak);
        DoubleUnaryOperator phi = v -> c * v - rate * Math.expm1(v) - top;
        DoubleUnaryOperator weight = v -> {
            double logStaying = SarmanovTilt.logSlow(s, from * Math.exp(v));
            double mean = Math.exp(logStaying) * (staying / largest) - Math.expm1(logStaying) * (leaving / largest);
            return power == 1
                    ? mean
                    : mean * ParetoNbdKernel.discounted(delta, from * Math.expm1(v)) / from * Math.exp(-v);
        };
        double integral = LogConcaveIntegral.of(phi, weight, 0, peak, limit);
        double scale = power == 1 ? from : 2 * from * from;
        return largest * Math.exp(ParetoNbdKernel.logSurvival(s, d, t1) + top) * scale * integral;
    }

    /** ln of the probability of exactly n purchases in (t1, t2], not empty, of a customer alive at 0. */
    static double logProbability(
            SarmanovTilt tilt, int n, double bigR, double a, double s, double d, double t1, double t2) {
        double u = t2 - t1;
        double largest = tilt.largest();
        DoubleUnaryOperator meanwhile = y -> tilt.mean(bigR + n, a + y, s + 1, d + t1 + y) / largest;
        double log = SpecialFunctions.logSumExp(
                ParetoNbdKernel.logNegativeBinomial(n, bigR, a, u)
                        + ParetoNbdKernel.logSurvival(s, d, t2)
                        + Math.log(tilt.mean(bigR + n, a + u, s, d + t2)),
                Math.log(largest) + ParetoNbdKernel.logLeavesMeanwhile(n, bigR, a, s, d, t1, u, meanwhile));
        if (n == 0 && t1 > 0) {
            log = SpecialFunctions.logSumExp(log, Math.log(leavesBefore(tilt, bigR, a, s, d, t1)));
        }
        return Math.min(0, log - Math.log(tilt.mean(bigR, a, s, d)));
    }

    /** The integral of the factor over the times of leaving in (0, t), y = d (e^v - 1). */
    private static double leavesBefore(SarmanovTilt tilt, double bigR, double a, double s, double d, double t) {
        double largest = tilt.largest();
        DoubleUnaryOperator weight = v -> tilt.mean(bigR, a, s + 1, d * Math.exp(v)) / largest;
        return s * largest * LogConcaveIntegral.of(v -> -s * v, weight, 0, 0, Math.log1p(t / d));
    }

    /** The probability of a purchase within u, which may be infinite, of a customer alive at 0. */
    static double probabilityWithin(SarmanovTilt tilt, double bigR, double a, double s, double d, double u) {
        if (u == 0) {
            return 0;
        }
        double largest = tilt.largest();
        double far = ParetoNbdKernel.FAR * Math.max(Math.max(a, d), 1);
        double near = Math.min(u, far);
        DoubleUnaryOperator weight = y -> tilt.mean(bigR + 1, a + y, s, d + y) / largest;
        double p = bigR / a * largest * Math.exp(ParetoNbdKernel.logPowerIntegral(bigR + 1, a, s, d, near, weight));
        if (u > far) {
            // rates that small are 0 to the factor
            double power = bigR + s;
            double tail = bigR / power * Math.exp(-bigR * Math.log(far / a) - s * Math.log(far / d));
            double share = u == Double.POSITIVE_INFINITY ? 1 : -Math.expm1(-power * Math.log(u / far));
            p += tilt.slowStaying() * tail * share;
        }
        return Math.min(1, p / tilt.mean(bigR, a, s, d));
    }

    /** A draw of lambda and mu of a customer alive now. */
    static double[] drawRates(SarmanovTilt tilt, double bigR, double a, double s, double d, RandomGenerator random) {
        double slow = Math.exp(SarmanovTilt.logSlow(bigR, a));
        double fast = -Math.expm1(SarmanovTilt.logSlow(bigR, a));
        double staying = Math.exp(SarmanovTilt.logSlow(s, d));
        double leaving = -Math.expm1(SarmanovTilt.logSlow(s, d));
        double[] upTo = {
            slow * staying * tilt.slowStaying(),
            slow * leaving * tilt.slowLeaving(),
            fast * staying * tilt.fastStaying(),
            fast * leaving * tilt.fastLeaving()
        };
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] += upTo[i - 1];
        }
        double choice = random.nextDouble() * upTo[3];
        boolean isSlow = choice < upTo[1];
        boolean stays = choice < upTo[0] || choice >= upTo[1] && choice < upTo[2];
        return new double[] {draw(isSlow, bigR, a, random), draw(stays, s, d, random)};
    }

    /**
     * Of gamma(shape, rate) times e^-X, which is gamma(shape, rate + 1); or times {@code 1 - e^-X}, which is {@code integral over 0 <
     * y < 1 of X e^(-y X)}: gamma(shape + 1, rate + y) for a y that is drawn by inversion.
     */
    private static double draw(boolean small, double shape, double rate, RandomGenerator random) {
        if (small) {
            return RandomDraws.gamma(shape, rate + 1, random);
        }
        double fast = -Math.expm1(SarmanovTilt.logSlow(shape, rate));
        double y = rate * Math.expm1(-Math.log1p(-random.nextDouble() * fast) / shape);
        return RandomDraws.gamma(shape + 1, rate + y, random);
    }
}
