package org.customerequity.model.hierarchical;

import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;

/**
 * One chain of Abe's sampler, with every customer's life integrated out.
 *
 * <pre>{@code
 *   theta_i     some steps of a random walk of covariance c^2 (Gamma^-1 + diag(x_i, 0))^-1
 *   (B, Gamma)  given theta                                  {@link NormalBlock}
 *   together    one log-rate of all customers is moved along with its coefficients, or stretched with its variance
 * }</pre>
 *
 * <p>The last step is what lets the chain mix: given all theta, the mean and variance of ln mu hardly move, as the data say so
 * little of a single mu; along with all theta they move freely (Y. Yu and X.-L. Meng, To Center or Not to Center, Journal of
 * Computational and Graphical Statistics 20(3), 2011). Strides learn during the warm-up and stay as they are after it.
 */
final class AbeChain {
    private static final int STEPS = 2;
    private static final double GOAL = 0.35;
    private static final double GOAL_TOGETHER = 0.25;

    private final int[] frequency;
    private final double[] recency;
    private final double[] wait;
    private final NormalBlock block;
    private final RandomGenerator random;
    private final double[] theta1;
    private final double[] theta2;
    private final double[] moved1;
    private final double[] moved2;
    private final double[] likelihood;
    private final double[] proposed;

    private double logStride = Math.log(1.5);
    private double logStrideTogether;
    private double[][] directions;
    private final double[][] path;
    private final double[] at;
    private final double[] to;
    private final double[] noise;
    private int sweeps;
    private final int warmup;
    private long proposals;
    private long acceptances;

    AbeChain(PurchaseHistories histories, NormalBlock block, int warmup, RandomGenerator random) {
        this.block = block;
        this.random = random;
        this.warmup = warmup;
        int n = histories.size();
        frequency = histories.frequencies();
        recency = histories.recencies();
        wait = histories.ages();
        double ages = 0;
        for (int i = 0; i < n; i++) {
            ages += wait[i] / n;
        }
        double typical = ages > 0 ? ages : 1;
        theta1 = new double[n];
        theta2 = new double[n];
        moved1 = new double[n];
        moved2 = new double[n];
        likelihood = new double[n];
        proposed = new double[n];
        int p = block.dimension();
        at = new double[p];
        to = new double[p];
        noise = new double[p];
        path = new double[warmup][p];
        directions = new double[p][p];
        for (int j = 0; j < p; j++) {
            directions[j][j] = 0.1;
        }
        double mean1 = 0.5 * random.nextGaussian();
        double mean2 = 0.5 * random.nextGaussian() - Math.log(typical);
        for (int i = 0; i < n; i++) {
            theta1[i] = Math.log((frequency[i] + 0.5) / (wait[i] + typical / 39));
            theta2[i] = mean2;
            wait[i] -= recency[i];
            likelihood[i] = ExponentialLife.logLikelihood(theta1[i], theta2[i], frequency[i], recency[i], wait[i]);
            mean1 += theta1[i] / n;
        }
        double[] b1 = new double[block.columns()];
        double[] b2 = new double[block.columns()];
        b1[0] = mean1;
        b2[0] = mean2;
        block.set(b1, b2, Math.exp(0.5 * random.nextGaussian()), 0, Math.exp(0.5 * random.nextGaussian()));
    }

    /** {@code exp(theta)} of all customers into the arrays. */
    void rates(double[] lambda, double[] mu) {
        for (int i = 0; i < lambda.length; i++) {
            lambda[i] = ExponentialLife.bounded(Math.exp(theta1[i]));
            mu[i] = ExponentialLife.bounded(Math.exp(theta2[i]));
        }
    }

    /** B by column, then Gamma and the correlation. */
    double[] parameters() {
        int k = block.columns();
        double[] out = new double[2 * k + 4];
        for (int j = 0; j < k; j++) {
            out[j] = block.b1(j);
            out[k + j] = block.b2(j);
        }
        out[2 * k] = block.gamma11();
        out[2 * k + 1] = block.gamma12();
        out[2 * k + 2] = block.gamma22();
        out[2 * k + 3] = block.gamma12() / Math.sqrt(block.gamma11() * block.gamma22());
        return out;
    }

    /** Share of the proposals for single customers that were accepted after the warm-up. */
    double acceptance() {
        return proposals == 0 ? 0 : (double) acceptances / proposals;
    }

    void sweep() {
        walk();
        block.draw(theta1, theta2, random);
        together();
        sweeps++;
    }

    private void walk() {
        double det = block.gamma11() * block.gamma22() - block.gamma12() * block.gamma12();
        double p11 = block.gamma22() / det;
        double p12 = -block.gamma12() / det;
        double p22 = block.gamma11() / det;
        double stride = Math.exp(logStride);
        int accepted = 0;
        for (int i = 0; i < theta1.length; i++) {
            int x = frequency[i];
            // Cholesky factor of (Gamma^-1 + diag(x, 0))^-1 times the stride
            double d = (p11 + x) * p22 - p12 * p12;
            double l11 = stride * Math.sqrt(p22 / d);
            double l21 = -l11 * p12 / p22;
            double l22 = stride / Math.sqrt(p22);
            double m1 = block.fitted1(i);
            double m2 = block.fitted2(i);
            double t1 = theta1[i];
            double t2 = theta2[i];
            double here = likelihood[i];
            double prior = quadratic(p11, p12, p22, t1 - m1, t2 - m2);
            for (int step = 0; step < STEPS; step++) {
                double z1 = random.nextGaussian();
                double z2 = random.nextGaussian();
                double u1 = t1 + l11 * z1;
                double u2 = t2 + l21 * z1 + l22 * z2;
                double there = ExponentialLife.logLikelihood(u1, u2, x, recency[i], wait[i]);
                double newPrior = quadratic(p11, p12, p22, u1 - m1, u2 - m2);
                // ln of a uniform is minus an exponential
                if (-random.nextExponential() < there - here - 0.5 * (newPrior - prior)) {
                    t1 = u1;
                    t2 = u2;
                    here = there;
                    prior = newPrior;
                    accepted++;
                }
            }
            theta1[i] = t1;
            theta2[i] = t2;
            likelihood[i] = here;
        }
        int tried = STEPS * theta1.length;
        if (sweeps < warmup) {
            logStride += gain() * ((double) accepted / tried - GOAL);
        } else {
            proposals += tried;
            acceptances += accepted;
        }
    }

    static double quadratic(double p11, double p12, double p22, double d1, double d2) {
        return p11 * d1 * d1 + 2 * p12 * d1 * d2 + p22 * d2 * d2;
    }

    /** Falls, so that even the warm-up settles. */
    private double gain() {
        return 2 * Math.pow(sweeps + 1.0, -0.6);
    }

    /** Moves the population and all customers along with it: what each is away from it, in its own measure, stays. */
    private void together() {
        block.coordinates(at);
        double stride = Math.exp(logStrideTogether);
        for (int j = 0; j < at.length; j++) {
            noise[j] = stride * random.nextGaussian();
            to[j] = at[j];
            for (int k = 0; k <= j; k++) {
                to[j] += directions[j][k] * noise[k];
            }
        }
        int k = block.columns();
        double ratio = -block.logPrior();
        double l11 = Math.exp(at[2 * k]);
        double l21 = at[2 * k + 1];
        double l22 = Math.exp(at[2 * k + 2]);
        for (int i = 0; i < theta1.length; i++) {
            double e1 = (theta1[i] - block.fitted1(i)) / l11;
            moved1[i] = e1;
            moved2[i] = (theta2[i] - block.fitted2(i) - l21 * e1) / l22;
        }
        block.moveTo(to);
        ratio += block.logPrior();
        l11 = Math.exp(to[2 * k]);
        l21 = to[2 * k + 1];
        l22 = Math.exp(to[2 * k + 2]);
        for (int i = 0; i < theta1.length; i++) {
            double e1 = moved1[i];
            moved1[i] = block.fitted1(i) + l11 * e1;
            moved2[i] = block.fitted2(i) + l21 * e1 + l22 * moved2[i];
            proposed[i] = ExponentialLife.logLikelihood(moved1[i], moved2[i], frequency[i], recency[i], wait[i]);
            ratio += proposed[i] - likelihood[i];
        }
        boolean accepted = -random.nextExponential() < ratio;
        if (accepted) {
            System.arraycopy(moved1, 0, theta1, 0, theta1.length);
            System.arraycopy(moved2, 0, theta2, 0, theta2.length);
            System.arraycopy(proposed, 0, likelihood, 0, likelihood.length);
        } else {
            block.moveTo(at);
        }
        if (sweeps < warmup) {
            logStrideTogether += gain() * ((accepted ? 1 : 0) - GOAL_TOGETHER);
            learn();
        }
    }

    /** The directions in which the population moves: at three points of the warm-up, those of its latter half so far. */
    private void learn() {
        block.coordinates(path[sweeps]);
        int seen = sweeps + 1;
        if (seen == warmup / 4 || seen == warmup / 2 || seen == warmup / 4 * 3) {
            directions = NormalBlock.lower(covariance(path, seen / 2, seen));
            logStrideTogether = Math.log(2.38 / Math.sqrt(at.length));
        }
    }

    private static double[][] covariance(double[][] path, int from, int to) {
        int p = path[0].length;
        double[] mean = new double[p];
        for (int t = from; t < to; t++) {
            for (int j = 0; j < p; j++) {
                mean[j] += path[t][j] / (to - from);
            }
        }
        double[][] out = new double[p][p];
        for (int j = 0; j < p; j++) {
            for (int k = 0; k < p; k++) {
                for (int t = from; t < to; t++) {
                    out[j][k] += (path[t][j] - mean[j]) * (path[t][k] - mean[k]) / (to - from);
                }
            }
            // chains too short to say more than a few directions move in the others as well
            out[j][j] = out[j][j] * 1.0001 + 1e-8;
        }
        return out;
    }
}
