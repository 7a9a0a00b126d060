package org.customerequity.model.choice;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.customerequity.fit.FitOptions;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SymmetricMatrix;

/**
 * Finds the classes of a mixture of logits: from several starts the EM algorithm, which is sure but slow near the top, and then Newton
 * steps on the mixture itself.
 *
 * <pre>{@code
 *   E   q_ic = pi_c L_i(b_c) / L_i
 *   M   pi_c = sum w q_c / sum w;   b_c = one Newton step of the logit weighted by w q_c, halved until LL does not fall
 * }</pre>
 *
 * <p>Dempster, Laird and Rubin, Maximum Likelihood from Incomplete Data via the EM Algorithm, Journal of the Royal Statistical Society
 * B 39(1), 1977. Starts: Arthur and Vassilvitskii, k-means++: The Advantages of Careful Seeding, SODA 2007, on what the alternatives
 * chosen by a person have more than the others, on average; probability 0.9 for the own cluster. Every other start leaves the clusters
 * as they were seeded: where Lloyd's algorithm ends at the same clusters each time, so would all starts.
 */
final class LatentClassSearch {
    private static final int EM_ITERATIONS = 20_000;

    /** EM steps of a start, if they have not converged by then: enough to choose a hill, of which Newton steps find the top. */
    private static final int FIRST_STEPS = 30;

    private static final double VALUE_TOLERANCE = 1e-12;
    private static final double PARAMETER_TOLERANCE = 1e-7;
    private static final double OWN_CLUSTER = 0.9;
    private static final int LLOYD_ROUNDS = 100;

    /** Variables of the mixture, columns standardised, are searched within this. */
    static final double BOX = 40;

    /** Two ends are the same maximum within this share of the log-likelihood. */
    private static final double SAME = 1e-8;

    private final LogitFitter fitter;
    private final ChoiceRows clustered;
    private final LogitMixture mixture;
    private final FitOptions options;

    LatentClassSearch(LogitFitter fitter, int classes, FitOptions options) {
        this(fitter, fitter.standardised(), classes, options);
    }

    /**
     * A search.
     *
     * @param clustered columns, of the same choices, by which persons are put into the clusters of a start
     */
    LatentClassSearch(LogitFitter fitter, ChoiceRows clustered, int classes, FitOptions options) {
        this.fitter = fitter;
        this.clustered = clustered;
        this.options = options;
        this.mixture = new LogitMixture(fitter.standardised(), classes);
    }

    /** Where the search ended: variables of the mixture on standardised columns. */
    record End(NewtonMaximizer.Result maximum, int starts, int reached, int iterations) {}

    /** What one EM run ended with. */
    static final class Run {
        final double[] theta;
        final double value;
        final int iterations;

        Run(double[] theta, double value, int iterations) {
            this.theta = theta;
            this.value = value;
            this.iterations = iterations;
        }
    }

    LogitMixture mixture() {
        return mixture;
    }

    End search(long seed, int starts) {
        return search(seed, starts, starts);
    }

    /**
     * The highest maximum found.
     *
     * @param finalists from how many of the starts, the highest after some EM steps, the climb is continued to the top
     */
    End search(long seed, int starts, int finalists) {
        // one class has one maximum, which every start reaches
        int runs = mixture.classes() == 1 ? 1 : starts;
        Run[] ends = new Run[runs];
        for (int s = 0; s < runs; s++) {
            ends[s] = climb(start(seed, s), FIRST_STEPS, value -> {});
        }
        Arrays.sort(ends, (a, b) -> Double.compare(b.value, a.value));
        NewtonMaximizer newton = NewtonMaximizer.within(BOX).withMaxIterations(options.maxIterations());
        double[] values = new double[Math.min(finalists, runs)];
        NewtonMaximizer.Result best = newton.maximize(mixture, boxed(ends[0].theta));
        int iterations = ends[0].iterations + best.iterations();
        values[0] = best.value();
        for (int s = 1; s < values.length; s++) {
            NewtonMaximizer.Result end = newton.maximize(mixture, boxed(ends[s].theta));
            values[s] = end.value();
            if (end.value() > best.value()) {
                best = end;
                iterations = ends[s].iterations + end.iterations();
            }
        }
        double limit = best.value() - SAME * Math.max(1, Math.abs(best.value()));
        int reached = (int) Arrays.stream(values).filter(v -> v >= limit).count();
        return new End(best, runs, reached, iterations);
    }

    /** The log-likelihood at the top of the hill that begins here. */
    double top(double[] from) {
        return NewtonMaximizer.within(BOX)
                .withMaxIterations(options.maxIterations())
                .maximize(mixture, boxed(climb(boxed(from), FIRST_STEPS, value -> {}).theta))
                .value();
    }

    /** Variables after the first M step of a start, which does not depend on the other starts. */
    double[] start(long seed, int start) {
        double[][] q = firstGuess(
                new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (start + 1L)), start % 2 == 0 ? LLOYD_ROUNDS : 1);
        int classes = mixture.classes();
        int p = fitter.standardised().columns;
        double[] theta = new double[mixture.variables()];
        double[] size = new double[classes];
        double[] personWeight = new double[fitter.standardised().persons()];
        for (int c = 0; c < classes; c++) {
            for (int g = 0; g < q.length; g++) {
                size[c] += mixture.weight(g) * q[g][c];
                personWeight[fitter.standardised().person[mixture.firstOccasion(g)]] = q[g][c];
            }
            LogitFit fit = fitter.maximize(personWeight, new double[p], new double[p], 8);
            for (int i = 0; i < p; i++) {
                theta[mixture.from(c) + i] = fit.coefficients[i] * fitter.scale(i);
            }
        }
        for (int c = 1; c < classes; c++) {
            theta[c - 1] = Math.log(size[c] / size[0]);
        }
        return boxed(theta);
    }

    /** The EM algorithm, to the end. The value never falls. */
    Run climb(double[] from) {
        return climb(from, EM_ITERATIONS, value -> {});
    }

    /** The EM algorithm; {@code values} is told the log-likelihood after each iteration. */
    Run climb(double[] from, int maxIterations, DoubleConsumer values) {
        int classes = mixture.classes();
        int p = fitter.standardised().columns;
        double[] theta = from.clone();
        double[] next = new double[theta.length];
        Expectation now = new Expectation(classes, p);
        Expectation then = new Expectation(classes, p);
        double value = now.at(mixture, theta);
        for (int iteration = 1; iteration <= maxIterations; iteration++) {
            double[][] steps = new double[classes][];
            for (int c = 0; c < classes; c++) {
                steps[c] = newtonStep(now.gradient[c], now.curvature[c]);
            }
            double nextValue = Double.NEGATIVE_INFINITY;
            // shares alone never lower the value, so that the halving ends
            for (double t = 1; !(nextValue >= value - 1e-13 * Math.abs(value)) && t > 1e-12; t /= 2) {
                move(theta, now.size, steps, t, next);
                nextValue = then.at(mixture, next);
            }
            double rise = nextValue - value;
            if (!(rise >= -1e-10 * Math.max(1, Math.abs(value)))) {
                throw new AssertionError("an EM step lowered the log-likelihood from " + value + " to " + nextValue);
            }
            double shift = 0;
            for (int i = 0; i < theta.length; i++) {
                shift = Math.max(shift, Math.abs(next[i] - theta[i]));
            }
            System.arraycopy(next, 0, theta, 0, theta.length);
            Expectation swap = now;
            now = then;
            then = swap;
            value = nextValue;
            values.accept(value);
            boolean still = rise <= VALUE_TOLERANCE * Math.abs(value) && shift <= PARAMETER_TOLERANCE;
            if (still || isOut(theta)) {
                return new Run(theta, value, iteration);
            }
        }
        return new Run(theta, value, maxIterations);
    }

    private static final class Expectation {
        final double[] size;
        final double[][] gradient;
        final double[][] curvature;

        Expectation(int classes, int columns) {
            size = new double[classes];
            gradient = new double[classes][columns];
            curvature = new double[classes][columns * columns];
        }

        double at(LogitMixture mixture, double[] theta) {
            return mixture.expectation(theta, size, gradient, curvature);
        }
    }

    private void move(double[] theta, double[] size, double[][] steps, double t, double[] next) {
        for (int c = 0; c < steps.length; c++) {
            if (c > 0) {
                next[c - 1] = Math.max(-BOX, Math.min(BOX, logSize(size[c]) - logSize(size[0])));
            }
            for (int i = 0; i < steps[c].length; i++) {
                int at = mixture.from(c) + i;
                next[at] = Math.max(-BOX, Math.min(BOX, theta[at] + t * steps[c][i]));
            }
        }
    }

    /** Of the persons in a class, who may be none. */
    private static double logSize(double size) {
        return Math.log(Math.max(size, Double.MIN_NORMAL));
    }

    private static boolean isOut(double[] theta) {
        for (double x : theta) {
            if (Math.abs(x) >= BOX) {
                return true;
            }
        }
        return false;
    }

    private static double[] boxed(double[] theta) {
        double[] inside = theta.clone();
        for (int i = 0; i < inside.length; i++) {
            inside[i] = Math.max(-BOX, Math.min(BOX, inside[i]));
        }
        return inside;
    }

    /** The Newton step of a concave function, damped where the curvature is lost; no longer than 2 in any variable. */
    private static double[] newtonStep(double[] gradient, double[] lower) {
        int p = gradient.length;
        double[][] information = new double[p][p];
        double largest = 0;
        for (int i = 0; i < p; i++) {
            largest = Math.max(largest, -lower[i * p + i]);
        }
        // a class that has lost its persons has no curvature, and no gradient either
        double damping = Math.max(1e-12 * largest, 1e-300);
        for (int i = 0; i < p; i++) {
            for (int j = 0; j <= i; j++) {
                information[i][j] = -lower[i * p + j] + (i == j ? damping : 0);
                information[j][i] = information[i][j];
            }
        }
        double[] step;
        try {
            step = SymmetricMatrix.solve(information, gradient);
        } catch (ArithmeticException singular) {
            for (int i = 0; i < p; i++) {
                information[i][i] += 1e-6 * largest + 1e-300;
            }
            step = SymmetricMatrix.solve(information, gradient);
        }
        double length = 0;
        for (double x : step) {
            length = Math.max(length, Math.abs(x));
        }
        for (int i = 0; length > 2 && i < p; i++) {
            step[i] *= 2 / length;
        }
        return step;
    }

    /** Probabilities of the classes by k-means++ and Lloyd's algorithm on standardised features. */
    private double[][] firstGuess(SplittableRandom random, int rounds) {
        int classes = mixture.classes();
        double[][] x = features();
        int n = x.length;
        double[][] centre = new double[classes][];
        centre[0] = x[random.nextInt(n)].clone();
        double[] distance = new double[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        for (int c = 1; c < classes; c++) {
            double sum = 0;
            for (int g = 0; g < n; g++) {
                distance[g] = Math.min(distance[g], squaredDistance(x[g], centre[c - 1]));
                sum += distance[g];
            }
            int pick = random.nextInt(n);
            if (sum > 0) {
                double left = random.nextDouble() * sum;
                for (pick = 0; pick < n - 1 && left >= distance[pick]; pick++) {
                    left -= distance[pick];
                }
            }
            centre[c] = x[pick].clone();
        }
        int[] cluster = new int[n];
        Arrays.fill(cluster, -1);
        boolean moved = true;
        for (int round = 0; moved && round < rounds; round++) {
            moved = false;
            for (int g = 0; g < n; g++) {
                int nearest = 0;
                for (int c = 1; c < classes; c++) {
                    if (squaredDistance(x[g], centre[c]) < squaredDistance(x[g], centre[nearest])) {
                        nearest = c;
                    }
                }
                moved |= nearest != cluster[g];
                cluster[g] = nearest;
            }
            for (int c = 0; c < classes; c++) {
                double count = 0;
                double[] sum = new double[x[0].length];
                for (int g = 0; g < n; g++) {
                    if (cluster[g] == c) {
                        count++;
                        for (int i = 0; i < sum.length; i++) {
                            sum[i] += x[g][i];
                        }
                    }
                }
                for (int i = 0; count > 0 && i < sum.length; i++) {
                    centre[c][i] = sum[i] / count;
                }
            }
        }
        double[][] q = new double[n][classes];
        for (int g = 0; g < n; g++) {
            Arrays.fill(q[g], classes == 1 ? 1 : (1 - OWN_CLUSTER) / (classes - 1));
            q[g][cluster[g]] = classes == 1 ? 1 : OWN_CLUSTER;
        }
        return q;
    }

    /** What the alternatives chosen by each person have more than the others of their occasions: mean, standardised. */
    private double[][] features() {
        ChoiceRows rows = clustered;
        int p = rows.columns;
        int n = mixture.persons();
        double[][] x = new double[n][p];
        for (int g = 0; g < n; g++) {
            int from = mixture.firstOccasion(g);
            int to = mixture.firstOccasion(g + 1);
            for (int r = rows.start[from]; r < rows.start[to]; r++) {
                for (int i = 0; i < p; i++) {
                    x[g][i] += rows.share[r] * rows.z[r * p + i] / (to - from);
                }
            }
        }
        for (int i = 0; i < p; i++) {
            double mean = 0;
            for (double[] row : x) {
                mean += row[i] / n;
            }
            double squares = 0;
            for (double[] row : x) {
                row[i] -= mean;
                squares += row[i] * row[i];
            }
            double sd = Math.sqrt(squares / Math.max(1, n - 1));
            for (double[] row : x) {
                row[i] = sd > 1e-12 ? row[i] / sd : 0;
            }
        }
        return x;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
