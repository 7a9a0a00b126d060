package org.customerequity.fit.posterior;

import java.util.random.RandomGenerator;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SymmetricMatrix;

/** One chain of {@link AdaptiveMetropolis}. */
final class RandomWalk {
    private static final double GOAL_OF_FEW = 0.35;
    private static final double GOAL_OF_MANY = 0.234;
    private static final int FEW = 3;

    /** Stride at which a walk through a normal distribution gets ahead fastest, times the root of the dimension. */
    private static final double BEST_STRIDE = 2.38;

    private static final double FORGETTING = -0.6;

    /** Added to learned variances, so that they never are 0. */
    private static final double JITTER = 1e-10;

    private final NewtonMaximizer.Objective target;
    private final RandomGenerator random;
    private final double[] step;
    private double[] at;
    private double[] proposal;
    private double value;
    private double[][] factor;
    private double stride;
    private long undefined;
    private int accepted;

    private RandomWalk(NewtonMaximizer.Objective target, double[] start, double[][] factor, RandomGenerator random) {
        this.target = target;
        this.random = random;
        this.at = start.clone();
        this.proposal = new double[start.length];
        this.step = new double[start.length];
        this.value = target.value(start);
        this.factor = factor;
        this.stride = bestStride();
    }

    /**
     * What a chain leaves behind.
     *
     * @param draws kept, in the variables of the search
     * @param acceptance share of proposals accepted after the warm-up
     * @param undefined proposals rejected because the target had no value, warm-up included
     */
    record Chain(double[][] draws, double acceptance, long undefined) {}

    static Chain run(
            NewtonMaximizer.Objective target,
            double[] start,
            double[][] factor,
            SamplingOptions options,
            RandomGenerator random) {
        RandomWalk walk = new RandomWalk(target, start, factor, random);
        walk.warmUp(options.warmup());
        walk.accepted = 0;
        double[][] draws = new double[options.draws()][];
        for (int d = 0; d < draws.length; d++) {
            for (int i = 0; i < options.thinning(); i++) {
                walk.step();
            }
            draws[d] = walk.at.clone();
        }
        return new Chain(draws, (double) walk.accepted / options.keptSteps(), walk.undefined);
    }

    private void warmUp(int steps) {
        double goal = at.length <= FEW ? GOAL_OF_FEW : GOAL_OF_MANY;
        double[][] past = new double[steps / 2][];
        for (int i = 0; i < steps; i++) {
            if (i == steps / 4 || i == steps / 2) {
                learn(past, i / 2, i);
            }
            double acceptance = step();
            stride *= Math.exp(Math.pow(i + 1, FORGETTING) * (acceptance - goal));
            if (i < past.length) {
                past[i] = at.clone();
            }
        }
    }

    /** The shape of the latest half of the draws; where the chain hardly moved in it, there is nothing to learn. */
    private void learn(double[][] past, int from, int to) {
        int moves = 0;
        for (int i = from + 1; i < to; i++) {
            moves += past[i][0] != past[i - 1][0] ? 1 : 0;
        }
        if (moves > 2 * at.length) {
            factor = factor(SymmetricMatrix.eigen(covariance(past, from, to)), Double.POSITIVE_INFINITY);
            stride = bestStride();
        }
    }

    private double bestStride() {
        return BEST_STRIDE / Math.sqrt(at.length);
    }

    /** One proposal, taken or not; returns the probability with which it is. */
    private double step() {
        move(at, factor, stride, random, step, proposal);
        double there = target.value(proposal);
        if (!Double.isFinite(there)) {
            undefined++;
            return 0;
        }
        double ratio = there - value;
        double acceptance = ratio >= 0 ? 1 : Math.exp(ratio);
        if (ratio >= 0 || random.nextDouble() < acceptance) {
            double[] left = at;
            at = proposal;
            proposal = left;
            value = there;
            accepted++;
        }
        return acceptance;
    }

    /** {@code u + s A e}. */
    static double[] moved(double[] u, double[][] factor, double stride, RandomGenerator random) {
        double[] out = new double[u.length];
        move(u, factor, stride, random, new double[u.length], out);
        return out;
    }

    private static void move(
            double[] u, double[][] factor, double stride, RandomGenerator random, double[] e, double[] out) {
        for (int j = 0; j < e.length; j++) {
            e[j] = random.nextGaussian();
        }
        for (int j = 0; j < e.length; j++) {
            double sum = 0;
            for (int k = 0; k < e.length; k++) {
                sum += factor[j][k] * e[k];
            }
            out[j] = u[j] + stride * sum;
        }
    }

    /** An A with A A' the covariance that this curvature means, no variance above the widest. */
    static double[][] factorOfInverse(double[][] hessian, double widest) {
        return factor(SymmetricMatrix.eigen(Curvature.roughCovariance(hessian)), widest);
    }

    private static double[][] factor(SymmetricMatrix.Eigen covariance, double widest) {
        int n = covariance.size();
        double[][] a = new double[n][n];
        for (int k = 0; k < n; k++) {
            double root = Math.sqrt(Math.min(widest, Math.max(JITTER * JITTER, covariance.value(k))));
            for (int j = 0; j < n; j++) {
                a[j][k] = root * covariance.component(k, j);
            }
        }
        return a;
    }

    private static double[][] covariance(double[][] draws, int from, int to) {
        int p = draws[from].length;
        double[] mean = new double[p];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < p; j++) {
                mean[j] += draws[i][j] / (to - from);
            }
        }
        double[][] out = new double[p][p];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < p; j++) {
                for (int k = 0; k < p; k++) {
                    out[j][k] += (draws[i][j] - mean[j]) * (draws[i][k] - mean[k]) / (to - from - 1);
                }
            }
        }
        for (int j = 0; j < p; j++) {
            out[j][j] += JITTER;
        }
        return out;
    }
}
