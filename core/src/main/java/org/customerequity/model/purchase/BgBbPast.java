package org.customerequity.model.purchase;

import java.util.Arrays;
import org.customerequity.internal.SpecialFunctions;

/**
 * The likelihood of x purchases, the last at opportunity t, in n opportunities, apart for the ways it can have come about:
 * still a customer at n, or one until t + i and no longer at t + i + 1.
 *
 * <pre>{@code
 *   C      = B(alpha+x, beta+t-x)/B(alpha,beta) B(gamma, delta+t)/B(gamma,delta)
 *   stay_i = product over j < i of (beta+t-x+j)/(alpha+beta+t+j) (delta+t+j)/(gamma+delta+t+j)
 *   L      = C [ stay_(n-t) + sum over i < n-t of stay_i gamma/(gamma+delta+t+i) ]
 * }</pre>
 *
 * <p>What comes after i weighs less than stay_i in total, so that the sum may end early.
 *
 * @param logFirst ln C
 * @param logAlive ln stay_(n-t), also where that is too small for a {@code double}
 * @param left the sum
 */
record BgBbPast(double logFirst, double logAlive, double left) {
    private static final double NEGLIGIBLE = 1e-18;

    static BgBbPast of(BgBb model, int x, int t, int n) {
        double alpha = model.alpha();
        double beta = model.beta();
        double gamma = model.gamma();
        double delta = model.delta();
        double logFirst = SpecialFunctions.logBetaRatio(alpha, beta, x)
                + SpecialFunctions.logBetaRatio(beta, alpha + x, t - x)
                + SpecialFunctions.logBetaRatio(delta, gamma, t);
        double failed = beta + (t - x);
        double tried = alpha + beta + t;
        double stayed = delta + t;
        double all = gamma + delta + t;
        double stay = 1;
        double left = 0;
        for (int i = 0; i < n - t; i++) {
            left += stay * (gamma / (all + i));
            stay *= (failed + i) / (tried + i) * ((stayed + i) / (all + i));
            if (stay <= NEGLIGIBLE * left) {
                double log = SpecialFunctions.logBetaRatio(failed, alpha + x, n - t)
                        + SpecialFunctions.logBetaRatio(stayed, gamma, n - t);
                return new BgBbPast(logFirst, log, left);
            }
        }
        return new BgBbPast(logFirst, Math.log(stay), left);
    }

    /** ln L. */
    double logLikelihood() {
        return logFirst + Math.log(Math.exp(logAlive) + left);
    }

    /** The probability of still being a customer at n. */
    double alive() {
        return 1 / (1 + left * Math.exp(-logAlive));
    }

    /** ln of the odds of having left. */
    double logOdds() {
        return Math.log(left) - logAlive;
    }

    /**
     * The weights of stay_i gamma/(gamma+delta+t+i) for i = 0, 1, ..., and of stay_(n-t) last, with a sum of 1; what weighs
     * nothing at the end is left out, and then the last weight is 0.
     */
    static double[] weights(BgBb model, int x, int t, int n) {
        double failed = model.beta() + (t - x);
        double tried = model.alpha() + model.beta() + t;
        double stayed = model.delta() + t;
        double all = model.gamma() + model.delta() + t;
        double[] w = new double[n - t + 1];
        double stay = 1;
        double sum = 0;
        int i = 0;
        for (; i < n - t; i++) {
            w[i] = stay * (model.gamma() / (all + i));
            sum += w[i];
            stay *= (failed + i) / (tried + i) * ((stayed + i) / (all + i));
            if (stay <= NEGLIGIBLE * sum) {
                stay = 0;
                i++;
                break;
            }
        }
        w[i] = stay;
        sum += stay;
        double[] out = Arrays.copyOf(w, i + 1);
        for (int j = 0; j < out.length; j++) {
            out[j] /= sum;
        }
        return out;
    }

    /** ln L of a customer who never bought, by the chance to have done so where that is small. */
    static double logLikelihoodOfNone(BgBb model, int n) {
        BgBbPast past = of(model, 0, 0, n);
        double log = past.logLikelihood();
        if (log > -0.5) {
            double bought = model.ahead(0, 0).firstWithin(n);
            return Math.log1p(-bought);
        }
        return log;
    }
}
