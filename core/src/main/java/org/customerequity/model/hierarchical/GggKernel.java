package org.customerequity.model.hierarchical;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.customerequity.internal.IncompleteGamma;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.SpecialFunctions;

/**
 * One customer of the Pareto/GGG, given his own regularity k, purchase rate lambda and dropout rate mu: times between
 * purchases are Gamma(k, k lambda), the time until he leaves is exponential of rate mu. Q and P are the upper and lower
 * regularised incomplete gamma functions, b = k lambda, and w = T - t_x is the silence since the last purchase.
 *
 * <pre>{@code
 *   gone(w)      integral of mu e^(-mu v) Q(k, b v) over v in (0, w)
 *                = (1 - e^(-mu w)) Q(k, b w) + C,     C = P(k, b w) - (b/(b+mu))^k P(k, (b+mu) w)
 *   alive        e^(-mu w) Q(k, b w)
 *   silence      gone + alive = 1 - (b/(b+mu))^k P(k, (b+mu) w) = Q(k, b w) + C
 *   P(alive)     alive / silence
 *   death lag    distribution function gone(v) / gone(w) on (0, w)
 * }</pre>
 *
 * <p>C is the mean of {@code 1 - e^(-mu V)} over waits V below w. Where it is small its two terms cancel, and it is the series
 * of the moments of V instead: {@code sum of (-1)^(j+1) (mu/b)^j (k)_j / j! P(k+j, b w)}. So {@code gone} is a sum of positive
 * terms and keeps its digits however seldom customers leave.
 *
 * <p>Ranges: k in [0.1, 1000], lambda and mu in [1e-6, 1e3], w up to 1e4.
 */
final class GggKernel {
    /** Below this share of its first term, C is summed as a series. */
    private static final double CANCELLATION = 0.01;

    private static final int MOST_STEPS = 200;

    private GggKernel() {}

    /**
     * ln of the density of x waits that add up to t_x with the logarithms adding up to {@code logs}:
     * {@code x k ln b - x ln Gamma(k) + (k-1) logs - b t_x}.
     */
    static double logWaits(int x, double tx, double logs, double k, double logGammaK, double lambda) {
        double b = k * lambda;
        return x == 0 ? 0 : x * (k * Math.log(b) - logGammaK) + (k - 1) * logs - b * tx;
    }

    /** ln of the probability that nothing was seen for w after a purchase: the customer left or waited. */
    static double logSilence(double k, double logGammaK, double lambda, double mu, double w) {
        double b = k * lambda;
        double silence = 1 - Math.exp(-k * Math.log1p(mu / b)) * IncompleteGamma.lower(k, (b + mu) * w, logGammaK);
        // its last digits are lost where the customer is silent against all odds
        return silence > 1e-3 ? Math.log(silence) : logRareSilence(k, b, mu, w);
    }

    private static double logRareSilence(double k, double b, double mu, double w) {
        double waits = IncompleteGamma.logUpper(k, b * w);
        double leaves = leavesFirst(k, b, mu, w, RegularizedGamma.P.value(k, b * w));
        return SpecialFunctions.logSumExp(waits, Math.log(leaves));
    }

    /** ln of the odds that he left: {@code ln gone(w) - ln alive(w)}; minus infinity at w = 0. */
    static double logOddsGone(double k, double lambda, double mu, double w) {
        double b = k * lambda;
        return Math.log(gone(k, b, mu, w, lower(k, b * w))) + mu * w - IncompleteGamma.logUpper(k, b * w);
    }

    /** {@code 1 / (1 + e^logOddsGone)}. */
    static double probabilityAlive(double k, double lambda, double mu, double w) {
        return 1 / (1 + Math.exp(logOddsGone(k, lambda, mu, w)));
    }

    /**
     * The time after the last purchase at which a customer left who was gone by w: the {@code u}-quantile.
     *
     * <p>Newton's method on the logarithm of what is left of {@code gone(infinity)}, which is a straight line for k = 1, kept
     * inside the bracket by bisection.
     */
    static double deathLag(double k, double lambda, double mu, double w, double u) {
        double b = k * lambda;
        double target = u * gone(k, b, mu, w, lower(k, b * w));
        double ever = -Math.expm1(-k * Math.log1p(mu / b));
        double left = Math.max(ever - target, 0x1p-53 * ever);
        double low = 0;
        double high = w;
        double v = Math.min(w, -Math.log1p(-Math.min(target / ever, 1 - 0x1p-53)) / (lambda + mu));
        for (int i = 0; i < MOST_STEPS; i++) {
            double lower = lower(k, b * v);
            double missing = target - gone(k, b, mu, v, lower);
            if (Math.abs(missing) <= 0x1p-52 * target) {
                return v;
            }
            if (missing > 0) {
                low = v;
            } else {
                high = v;
            }
            double slope = mu * Math.exp(-mu * v) * upper(k, b * v, lower);
            double share = missing / left;
            double step = (share > -0.9 ? Math.log1p(share) : share) * (left + missing) / slope;
            double next = v + step;
            if (!(next > low && next < high)) {
                next = (low + high) / 2;
            }
            if (Math.abs(next - v) <= 1e-14 * v) {
                return next;
            }
            v = next;
        }
        throw new ArithmeticException("time of leaving did not converge at k = " + k + ", lambda = " + lambda
                + ", mu = " + mu + ", w = " + w);
    }

    /** Q(k, b v): the probability that a wait is longer than v. */
    static double outlasts(double k, double lambda, double v) {
        return RegularizedGamma.Q.value(k, k * lambda * v);
    }

    /** A wait that is known to be longer than w, from the last purchase. */
    static double waitBeyond(double k, double lambda, double w, RandomGenerator random) {
        double b = k * lambda;
        double log = w == 0 ? 0 : IncompleteGamma.logUpper(k, b * w);
        if (log > -1) {
            double wait;
            do {
                wait = RandomDraws.gamma(k, b, random);
            } while (!(wait > w));
            return wait;
        }
        return IncompleteGamma.upperQuantile(k, b * w, log - random.nextExponential()) / b;
    }

    private static double gone(double k, double b, double mu, double w, double lower) {
        return -Math.expm1(-mu * w) * upper(k, b * w, lower) + leavesFirst(k, b, mu, w, lower);
    }

    /** C of the class comment: the next purchase would have come within w, but he left before it. */
    private static double leavesFirst(double k, double b, double mu, double w, double lower) {
        if (lower == 0) {
            return 0;
        }
        double direct = lower - Math.exp(-k * Math.log1p(mu / b)) * RegularizedGamma.P.value(k, (b + mu) * w);
        return direct > CANCELLATION * lower ? direct : leavesFirstSeries(k, b, mu, w);
    }

    private static double leavesFirstSeries(double k, double b, double mu, double w) {
        double x = b * w;
        double ratio = mu / b;
        // coefficients grow from the first to the last that counts, probabilities fall from the last to the first
        double coefficient = ratio * k;
        double bound = 1;
        int last = 1;
        while (bound > 1e-18 && last < MOST_STEPS) {
            coefficient *= ratio * (k + last) / (last + 1);
            // the (j+1)-th moment is at most the j-th times mu w, and at most what it is without the limit w
            bound *= Math.min(mu * w, ratio * (k + last)) / (last + 1);
            last++;
        }
        double probability = RegularizedGamma.P.value(k + last, x);
        double density = Math.exp(IncompleteGamma.logPower(k + last, x)) / x;
        double sum = 0;
        for (int j = last; j >= 1; j--) {
            double term = coefficient * probability;
            sum += (j & 1) == 1 ? term : -term;
            coefficient *= j / (ratio * (k + j - 1));
            probability += density;
            density *= (k + j - 1) / x;
        }
        return Math.max(0, sum);
    }

    private static double lower(double k, double x) {
        return x < k ? RegularizedGamma.P.value(k, x) : 1 - RegularizedGamma.Q.value(k, x);
    }

    /** Q, whose complement is known: from that where it is not smaller. */
    private static double upper(double k, double x, double lower) {
        return lower < 0.9 ? 1 - lower : RegularizedGamma.Q.value(k, x);
    }
}
