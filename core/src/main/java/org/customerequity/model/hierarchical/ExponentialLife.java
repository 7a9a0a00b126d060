package org.customerequity.model.hierarchical;

/**
 * One customer given his own rates: purchases at random at rate lambda until he leaves, which he does at rate mu. What is known
 * of him is that he bought at t_x and not in the {@code wait = T - t_x} since.
 *
 * <p>Schmittlein, Morrison and Colombo, Counting Your Customers, Management Science 33(1), 1987; as the steps of a sampler, S.-H. Ma
 * and J.-L. Liu, The MCMC Approach for Solving the Pareto/NBD Model, 2007. Every formula is a sum of positive terms; rates are
 * {@link #bounded}.
 */
final class ExponentialLife {
    /** Rates below are taken as this: 1 over it is still a double. */
    static final double LEAST = 1e-300;

    /** Rates above are taken as this: its square, which a variance adds up, is still a double. No data lead there. */
    private static final double MOST = 1e130;

    private ExponentialLife() {}

    /** A rate between 1e-300 and 1e130. */
    static double bounded(double rate) {
        return Math.min(Math.max(rate, LEAST), MOST);
    }

    /**
     * {@code ln((1 - P)/P) = ln mu - ln(lambda+mu) + ln(e^q - 1), q = (lambda+mu) wait}: minus infinity where there was no wait.
     */
    static double logOddsOfHavingLeft(double lambda, double mu, double wait) {
        double q = (lambda + mu) * wait;
        double log = q > 30 ? q + Math.log1p(-Math.exp(-q)) : Math.log(Math.expm1(q));
        return Math.log(mu) - Math.log(lambda + mu) + log;
    }

    /** {@code 1/(1 + mu/(lambda+mu) (e^q - 1))}. */
    static double probabilityAlive(double lambda, double mu, double wait) {
        double both = lambda + mu;
        return 1 / (1 + mu / both * Math.expm1(both * wait));
    }

    /**
     * When a customer left who did so during the wait, counted from its start: exponential of rate lambda + mu, cut off.
     *
     * @param u uniform in [0, 1)
     */
    static double leftAfter(double lambda, double mu, double wait, double u) {
        double both = lambda + mu;
        return Math.min(-Math.log1p(u * Math.expm1(-both * wait)) / both, wait);
    }

    /** {@code lambda/mu (e^(-mu from) - e^(-mu to))}: expected purchases of who is alive at the start of the count. */
    static double purchases(double lambda, double mu, double from, double to) {
        return lambda * Math.exp(-mu * from) * (-Math.expm1(-mu * (to - from)) / mu);
    }

    /** {@code e^(-mu from) lambda/(lambda+mu) (1 - e^(-(lambda+mu)(to-from)))}: that he buys at all. */
    static double activity(double lambda, double mu, double from, double to) {
        double both = lambda + mu;
        return Math.exp(-mu * from) * (lambda / both) * -Math.expm1(-both * (to - from));
    }

    /** {@code lambda/(mu+delta) (1 - e^(-(mu+delta) end))}; the end may be infinite. */
    static double discountedPurchases(double lambda, double mu, double delta, double end) {
        double both = mu + delta;
        return lambda * (end == Double.POSITIVE_INFINITY ? 1 / both : -Math.expm1(-both * end) / both);
    }

    /**
     * ln of the density of the purchase times, life integrated out, at log-rates: {@code x ln lambda - (lambda+mu) t_x - ln(lambda+mu)
     * + ln(mu + lambda e^(-(lambda+mu) wait))}.
     */
    static double logLikelihood(double logLambda, double logMu, int x, double recency, double wait) {
        double lambda = Math.exp(logLambda);
        double mu = Math.exp(logMu);
        double both = lambda + mu;
        double end = both * wait;
        double rest = mu + lambda * Math.exp(-end);
        // the share of those who left underflows before that of those who stayed, or the other way round
        double log = rest > 1e-290
                ? Math.log(rest / both)
                : Math.max(logMu, logLambda - end)
                        + Math.log1p(Math.exp(-Math.abs(logMu - logLambda + end)))
                        - Math.max(logLambda, logMu)
                        - Math.log1p(Math.exp(-Math.abs(logLambda - logMu)));
        return x * logLambda - both * recency + log;
    }
}
