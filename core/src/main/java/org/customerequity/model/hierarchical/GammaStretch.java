package org.customerequity.model.hierarchical;

import java.util.random.RandomGenerator;
import org.customerequity.internal.SpecialFunctions;

/**
 * A step that moves the gamma distribution of a rate over customers and the rates of all customers with it, where
 * {@link GammaBlock}, which draws the distribution for given rates, crawls: what the rates of many customers determine closely, the
 * data behind the rates may not.
 *
 * <pre>{@code
 *   ln shape' = ln shape + e1,   ln rate' = ln rate + e2        a random walk
 *   ln v'     = m' + c (ln v - m)                               for all customers
 *   m = digamma(shape) - ln rate, the mean of ln v;   c^2 = trigamma(shape') / trigamma(shape), the ratio of its variances
 *   accepted by the ratio of  gamma density of ln v * likelihood of v * prior of ln shape, ln rate,  times c^n
 * }</pre>
 *
 * <p>The walk goes in turn along the ridge of a constant mean, where {@code e1 = e2}, and across it, where {@code e1 = 0}. Its steps
 * are tuned for 35 % of acceptance while the chain warms up, then fixed. J. S. Liu and C. Sabatti, Generalised Gibbs Sampler and
 * Multigrid Monte Carlo for Bayesian Computation, Biometrika 87(2), 2000.
 */
final class GammaStretch {
    private static final double TARGET = 0.35;

    /** The likelihood of what a customer did, as a function of the one rate, up to a factor. */
    @FunctionalInterface
    interface CustomerLikelihood {
        /** Its logarithm; minus infinity for a rate that cannot be. */
        double log(int customer, double rate);
    }

    private final GammaBlock block;
    private final double[] logs;
    private final CustomerLikelihood likelihood;
    private final double[] now;
    private final double[] proposed;
    private final double[] proposedLogs;
    private final double[] logStep = {Math.log(0.2), Math.log(0.1)};
    private int tuned;
    private double proposedSum;

    /** @param logs of the customers' rates, changed by {@link #move} */
    GammaStretch(GammaBlock block, double[] logs, CustomerLikelihood likelihood) {
        this.block = block;
        this.logs = logs;
        this.likelihood = likelihood;
        now = new double[logs.length];
        proposed = new double[logs.length];
        proposedLogs = new double[logs.length];
    }

    /** One step each way. */
    void move(boolean tuning, RandomGenerator random) {
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            double v = Math.exp(logs[i]);
            now[i] = likelihood.log(i, v);
            sum += v;
        }
        tuned += tuning ? 1 : 0;
        for (int way = 0; way < 2; way++) {
            double e = Math.exp(logStep[way]) * random.nextGaussian();
            double logRatio = propose(way == 0 ? e : 0, e, sum);
            double acceptance = Math.min(1, Math.exp(logRatio));
            if (random.nextDouble() < acceptance) {
                block.set(block.shape() * Math.exp(way == 0 ? e : 0), block.rate() * Math.exp(e));
                System.arraycopy(proposed, 0, now, 0, now.length);
                System.arraycopy(proposedLogs, 0, logs, 0, logs.length);
                sum = proposedSum;
            }
            if (tuning) {
                logStep[way] += (acceptance - TARGET) / Math.sqrt(tuned);
            }
        }
    }

    private double propose(double e1, double e2, double sum) {
        int n = logs.length;
        double a = block.shape();
        double b = block.rate();
        double newA = a * Math.exp(e1);
        double newB = b * Math.exp(e2);
        double mean = SpecialFunctions.digamma(a) - Math.log(b);
        double newMean = SpecialFunctions.digamma(newA) - Math.log(newB);
        double c = e1 == 0 ? 1 : Math.sqrt(SpecialFunctions.trigamma(newA) / SpecialFunctions.trigamma(a));
        double sumOfLogs = 0;
        double change = 0;
        proposedSum = 0;
        for (int i = 0; i < n; i++) {
            double log = newMean + c * (logs[i] - mean);
            double v = Math.exp(log);
            proposedLogs[i] = log;
            proposed[i] = likelihood.log(i, v);
            change += proposed[i] - now[i];
            sumOfLogs += logs[i];
            proposedSum += v;
        }
        double newSumOfLogs = n * newMean + c * (sumOfLogs - n * mean);
        double density = n
                        * (newA * Math.log(newB)
                                - SpecialFunctions.logGamma(newA)
                                - a * Math.log(b)
                                + SpecialFunctions.logGamma(a))
                + newA * newSumOfLogs
                - newB * proposedSum
                - a * sumOfLogs
                + b * sum;
        double prior = block.logPrior(Math.log(newA), Math.log(newB)) - block.logPrior(Math.log(a), Math.log(b));
        double logRatio = density + change + prior + n * Math.log(c);
        return Double.isNaN(logRatio) ? Double.NEGATIVE_INFINITY : logRatio;
    }
}
