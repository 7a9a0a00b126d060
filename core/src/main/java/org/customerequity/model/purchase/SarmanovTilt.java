package org.customerequity.model.purchase;

/**
 * By how much a pair of rates (lambda, mu) is likelier than if the two were independent, in Sarmanov's form:
 *
 * <pre>{@code
 *   1 + m (e^-lambda - c1)(e^-mu - c2)
 *     = slowStaying e^-lambda e^-mu      + slowLeaving e^-lambda (1 - e^-mu)
 *     + fastStaying (1 - e^-lambda) e^-mu + fastLeaving (1 - e^-lambda)(1 - e^-mu)
 *
 *   slowStaying = 1 + m (1-c1)(1-c2)    slowLeaving = 1 - m (1-c1) c2
 *   fastStaying = 1 - m c1 (1-c2)       fastLeaving = 1 + m c1 c2
 * }</pre>
 *
 * <p>The second form has no terms of different sign: the four corners are what the factor is where the rates are 0 or infinite,
 * and none is negative exactly where m is within its bounds. Means over gamma rates keep all their digits in it.
 */
record SarmanovTilt(double slowStaying, double slowLeaving, double fastStaying, double fastLeaving) {
    /** ln E[e^-X] of a gamma X. */
    static double logSlow(double shape, double rate) {
        return -shape * Math.log1p(1 / rate);
    }

    /** The largest value. */
    double largest() {
        return Math.max(Math.max(slowStaying, slowLeaving), Math.max(fastStaying, fastLeaving));
    }

    /** The smallest value, 0 at a bound. */
    double smallest() {
        return Math.min(Math.min(slowStaying, slowLeaving), Math.min(fastStaying, fastLeaving));
    }

    /** The mean over lambda ~ gamma(R, A) and mu ~ gamma(S, D), independent. */
    double mean(double bigR, double a, double bigS, double d) {
        double logSlow = logSlow(bigR, a);
        double logStaying = logSlow(bigS, d);
        double slow = Math.exp(logSlow);
        double fast = -Math.expm1(logSlow);
        double staying = Math.exp(logStaying);
        double leaving = -Math.expm1(logStaying);
        return slow * (slowStaying * staying + slowLeaving * leaving)
                + fast * (fastStaying * staying + fastLeaving * leaving);
    }

    /** The coefficient of e^-mu after the mean over lambda ~ gamma(R, A). */
    double ofStaying(double bigR, double a) {
        double logSlow = logSlow(bigR, a);
        return Math.exp(logSlow) * slowStaying - Math.expm1(logSlow) * fastStaying;
    }

    /** The coefficient of {@code 1 - e^-mu} after the mean over lambda ~ gamma(R, A). */
    double ofLeaving(double bigR, double a) {
        double logSlow = logSlow(bigR, a);
        return Math.exp(logSlow) * slowLeaving - Math.expm1(logSlow) * fastLeaving;
    }
}
