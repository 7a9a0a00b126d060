package org.customerequity.internal;

import java.util.Arrays;

/**
 * Logistic regression of counts on a small dense design by iteratively reweighted least squares, which are Newton steps.
 * Immutable.
 *
 * <pre>{@code
 *   p_i = 1 / (1 + exp(-x_i b))
 *   maximise  sum of r_i ln p_i + (n_i - r_i) ln(1 - p_i)  - 1/2 sum of d_k b_k^2
 *   H = X' W X,  W = n p (1 - p),  D = diag(d)           step (H + D)^-1 (X'(r - n p) - D b)
 *   V = (H + D)^-1 H (H + D)^-1                          effective parameters tr((H + D)^-1 H)
 *
 *   n_i  trials, r_i successes of row i, which may be weighted; d_k penalty of coefficient k, 0 for none
 * }</pre>
 *
 * <p>Columns are scaled inside, so that their units do not matter; where a column is far from 0 compared to its spread, centre
 * it. A step that lowers the objective is halved. Cost: rows times columns squared, 5 to 10 times.
 */
public final class LogisticRegression {
    /** Change of a linear predictor after which one more step, of quadratic convergence, is exact. */
    private static final double SMALL_STEP = 1e-7;

    /** Rise of the objective, relative to it, that is nothing. */
    private static final double NO_RISE = 1e-14;

    /** Of a sum of logarithms. */
    private static final double ROUNDING = 1e-13;

    /** A rise below this, by a change of a linear predictor above that, is along a direction with a standard error of 1000. */
    private static final double LEVEL = 1e-12;

    private static final double COARSE_STEP = 1e-3;

    /** How a fit ended. */
    public enum Status {
        /** At the maximum. */
        CONVERGED,
        /** There is none: the objective levels off while a coefficient runs off, as where a column separates 0 from all. */
        SEPARATED,
        /** Some combination of columns is constant zero, or was not penalised and cannot be told from others. */
        SINGULAR,
        /** Out of iterations. */
        MAX_ITERATIONS
    }

    private final Status status;
    private final int iterations;
    private final double[] coefficients;
    private final double logLikelihood;
    private final double[] gradient;

    private LogisticRegression(
            Status status, int iterations, double[] coefficients, double logLikelihood, double[] gradient) {
        this.status = status;
        this.iterations = iterations;
        this.coefficients = coefficients;
        this.logLikelihood = logLikelihood;
        this.gradient = gradient;
    }

    /**
     * Fits from zero coefficients.
     *
     * @param rows the design, with a column of ones where there is an intercept
     * @param trials of every row, {@code >= 0}
     * @param successes of every row, from 0 to its trials
     * @param penalties of every coefficient, {@code >= 0}
     * @param maxIterations steps after which the search gives up
     */
    public static LogisticRegression fit(
            double[][] rows, double[] trials, double[] successes, double[] penalties, int maxIterations) {
        int p = penalties.length;
        double[] scales = new double[p];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < p; k++) {
                scales[k] = trials[i] > 0 ? Math.max(scales[k], Math.abs(rows[i][k])) : scales[k];
            }
        }
        double[][] design = new double[rows.length][p];
        double[] penalty = new double[p];
        for (int k = 0; k < p; k++) {
            // a power of two changes no digit; a column of zeros stays one, and makes the information singular
            scales[k] = scales[k] == 0 ? 1 : Math.scalb(1.0, Math.getExponent(scales[k]));
            penalty[k] = penalties[k] / scales[k] / scales[k];
            for (int i = 0; i < rows.length; i++) {
                design[i][k] = rows[i][k] / scales[k];
            }
        }
        return new Search(design, trials, successes, penalty).run(maxIterations, scales);
    }

    private static final class Search {
        private final double[][] rows;
        private final double[] trials;
        private final double[] successes;
        private final double[] penalties;
        private double[] b;
        private double[] gradient;

        Search(double[][] rows, double[] trials, double[] successes, double[] penalties) {
            this.rows = rows;
            this.trials = trials;
            this.successes = successes;
            this.penalties = penalties;
            b = new double[penalties.length];
            gradient = gradient(b);
        }

        LogisticRegression run(int maxIterations, double[] scales) {
            double value = value(b);
            boolean last = false;
            double moveBefore = Double.POSITIVE_INFINITY;
            double level = LEVEL * Math.min(1, Arrays.stream(trials).sum());
            for (int iteration = 1; iteration <= maxIterations; iteration++) {
                double[] step;
                try {
                    step = SymmetricMatrix.solve(penalized(information(rows, trials, b), penalties), gradient);
                } catch (ArithmeticException singular) {
                    return end(iteration == 1 ? Status.SINGULAR : Status.SEPARATED, iteration - 1, scales);
                }
                double rise = dot(gradient, step);
                double move = 0;
                for (int i = 0; i < rows.length; i++) {
                    move = trials[i] > 0 ? Math.max(move, Math.abs(dot(rows[i], step))) : move;
                }
                if (rise <= level && move > COARSE_STEP) {
                    return end(Status.SEPARATED, iteration - 1, scales);
                }
                double share = 1;
                double[] next = moved(step, 1);
                double reached = value(next);
                while (!(reached >= value - ROUNDING * Math.abs(value)) && share > 1e-3) {
                    share /= 2;
                    next = moved(step, share);
                    reached = value(next);
                }
                b = next;
                value = reached;
                gradient = gradient(b);
                if (last) {
                    return end(Status.CONVERGED, iteration, scales);
                }
                // where rounding keeps steps from getting that small, they stop shrinking
                boolean noise =
                        move <= COARSE_STEP && move > moveBefore / 2 && rise <= NO_RISE * Math.max(1, Math.abs(value));
                last = move <= SMALL_STEP || noise;
                moveBefore = move;
            }
            return end(Status.MAX_ITERATIONS, maxIterations, scales);
        }

        private LogisticRegression end(Status status, int iterations, double[] scales) {
            double[] coefficients = b.clone();
            double[] slope = gradient.clone();
            for (int k = 0; k < scales.length; k++) {
                coefficients[k] /= scales[k];
                slope[k] *= scales[k];
            }
            return new LogisticRegression(
                    status,
                    iterations,
                    coefficients,
                    LogisticRegression.logLikelihood(rows, trials, successes, b),
                    slope);
        }

        private double[] moved(double[] step, double share) {
            double[] to = b.clone();
            for (int k = 0; k < to.length; k++) {
                to[k] += share * step[k];
            }
            return to;
        }

        private double value(double[] at) {
            double penalty = 0;
            for (int k = 0; k < at.length; k++) {
                penalty += penalties[k] * at[k] * at[k];
            }
            return LogisticRegression.logLikelihood(rows, trials, successes, at) - penalty / 2;
        }

        private double[] gradient(double[] at) {
            double[] g = LogisticRegression.gradient(rows, trials, successes, at);
            for (int k = 0; k < g.length; k++) {
                g[k] -= penalties[k] * at[k];
            }
            return g;
        }
    }

    /** {@code 1 / (1 + exp(-eta))}, right to the last digits at both ends. */
    public static double probability(double eta) {
        return 1 / (1 + Math.exp(-eta));
    }

    /** The log-likelihood, without binomial coefficients and without the penalty. */
    public static double logLikelihood(double[][] rows, double[] trials, double[] successes, double[] b) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double eta = dot(rows[i], b);
            double r = successes[i];
            double rest = trials[i] - r;
            sum += (r > 0 ? r * logProbability(eta) : 0) + (rest > 0 ? rest * logProbability(-eta) : 0);
        }
        return sum;
    }

    /** {@code ln(1 / (1 + exp(-eta)))}. */
    public static double logProbability(double eta) {
        return eta > 0 ? -Math.log1p(Math.exp(-eta)) : eta - Math.log1p(Math.exp(eta));
    }

    /** The gradient of the log-likelihood, without the penalty. */
    public static double[] gradient(double[][] rows, double[] trials, double[] successes, double[] b) {
        double[] g = new double[b.length];
        for (int i = 0; i < rows.length; i++) {
            double eta = dot(rows[i], b);
            // r - n p, of which both parts keep their digits at either end
            double excess = successes[i] * probability(-eta) - (trials[i] - successes[i]) * probability(eta);
            for (int k = 0; k < g.length; k++) {
                g[k] += rows[i][k] * excess;
            }
        }
        return g;
    }

    /** The information X' W X, both triangles. */
    public static double[][] information(double[][] rows, double[] trials, double[] b) {
        int p = b.length;
        double[][] h = new double[p][p];
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            double eta = dot(row, b);
            double w = trials[i] * probability(eta) * probability(-eta);
            if (w > 0) {
                for (int k = 0; k < p; k++) {
                    double wx = w * row[k];
                    // columns of classes are mostly zeros
                    for (int l = 0; wx != 0 && l <= k; l++) {
                        h[k][l] += wx * row[l];
                    }
                }
            }
        }
        for (int k = 0; k < p; k++) {
            for (int l = 0; l < k; l++) {
                h[l][k] = h[k][l];
            }
        }
        return h;
    }

    /**
     * The covariance of the coefficients.
     *
     * @throws ArithmeticException if the penalised information is singular
     */
    public static double[][] covariance(double[][] rows, double[] trials, double[] b, double[] penalties) {
        double[][] h = information(rows, trials, b);
        double[][] inverse = SymmetricMatrix.inverse(penalized(h, penalties));
        return Arrays.stream(penalties).allMatch(d -> d == 0) ? inverse : product(product(inverse, h), inverse);
    }

    /**
     * How many free parameters the penalty leaves: as many as coefficients where there is none.
     *
     * @throws ArithmeticException if the penalised information is singular
     */
    public static double effectiveParameters(double[][] rows, double[] trials, double[] b, double[] penalties) {
        double[][] h = information(rows, trials, b);
        double[][] hat = product(SymmetricMatrix.inverse(penalized(h, penalties)), h);
        double trace = 0;
        for (int k = 0; k < b.length; k++) {
            trace += hat[k][k];
        }
        return trace;
    }

    private static double[][] penalized(double[][] h, double[] penalties) {
        double[][] sum = Arrays.stream(h).map(double[]::clone).toArray(double[][]::new);
        for (int k = 0; k < penalties.length; k++) {
            sum[k][k] += penalties[k];
        }
        return sum;
    }

    private static double[][] product(double[][] a, double[][] b) {
        int p = a.length;
        double[][] out = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                for (int k = 0; k < p; k++) {
                    out[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return out;
    }

    /** The linear predictor of a row. */
    public static double dot(double[] row, double[] b) {
        double sum = 0;
        for (int k = 0; k < b.length; k++) {
            sum += row[k] * b[k];
        }
        return sum;
    }

    public Status status() {
        return status;
    }

    /** Steps taken. */
    public int iterations() {
        return iterations;
    }

    /** A copy; the last point reached where the fit did not converge. */
    public double[] coefficients() {
        return coefficients.clone();
    }

    /** At the coefficients, without the penalty. */
    public double logLikelihood() {
        return logLikelihood;
    }

    /** A copy of the gradient of the penalised objective at the coefficients. */
    public double[] gradient() {
        return gradient.clone();
    }
}
