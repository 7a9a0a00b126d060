package org.customerequity.fit.pooling;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.value.Estimate;

/**
 * The log-likelihood of all segments, each drawn towards a centre, as a function of the centre w.
 *
 * <pre>{@code
 *   Q(w) = sum over s of max over z of [ l_s(w + tau z) - |z|^2 / 2 ]
 *   dQ/dw   = sum of dl_s                               at w + tau z
 *   d2Q/dw2 = sum of H_s + H_s[,V] V_s H_s[V,],   V_s = (diag(tau^-2) - H_s[V,V])^-1,   V the parameters with tau > 0
 * }</pre>
 *
 * <p>As many variables as one segment has parameters, however many segments.
 */
final class PartialLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final NewtonMaximizer INNER = NewtonMaximizer.within(1e6);

    private final Segments segments;
    private final double[] tau;
    private final int[] varying;
    private final double[] start;

    /** Of each segment, where the last search ended: in tau, from the centre. */
    private final double[][] away;

    /** Of each segment at the last evaluation: its log-parameters, V_s, how its deviations answer to w, and ln det(I - tau H tau). */
    private final double[][] own;

    private final double[][][] spread;
    private final double[][][] answer;
    private final double[] logDeterminant;
    private double[][] outer;

    PartialLikelihood(Segments segments, double[] tau, double[] start) {
        this.segments = segments;
        this.tau = tau.clone();
        this.start = start.clone();
        varying = IntStream.range(0, tau.length).filter(j -> tau[j] > 0).toArray();
        int n = segments.size();
        away = new double[n][varying.length];
        own = new double[n][];
        spread = new double[n][][];
        answer = new double[n][][];
        logDeterminant = new double[n];
        outer = new double[tau.length][tau.length];
    }

    private double[] at(double[] w, double[] z) {
        double[] u = w.clone();
        for (int i = 0; i < z.length; i++) {
            u[varying[i]] += tau[varying[i]] * z[i];
        }
        return u;
    }

    /** One segment, given the centre. */
    private final class Inner implements NewtonMaximizer.Objective {
        private final int s;
        private final double[] w;
        private final double[] slope = new double[segments.parameters()];
        private final double[][] curvature = new double[segments.parameters()][segments.parameters()];

        Inner(int s, double[] w) {
            this.s = s;
            this.w = w;
        }

        private double penalty(double[] z) {
            double sum = 0;
            for (double v : z) {
                sum += v * v;
            }
            return sum / 2;
        }

        @Override
        public double value(double[] z) {
            return segments.value(s, at(w, z)) - penalty(z);
        }

        @Override
        public double evaluate(double[] z, double[] gradient, double[][] hessian) {
            double value = segments.evaluate(s, at(w, z), slope, curvature);
            for (int i = 0; i < z.length; i++) {
                int a = varying[i];
                gradient[i] = tau[a] * slope[a] - z[i];
                for (int j = 0; j < z.length; j++) {
                    int b = varying[j];
                    hessian[i][j] = tau[a] * curvature[a][b] * tau[b] - (i == j ? 1 : 0);
                }
            }
            return value - penalty(z);
        }
    }

    private double best(Inner inner, int s) {
        if (varying.length == 0) {
            return inner.value(away[s]);
        }
        NewtonMaximizer.Result end = INNER.maximize(inner, away[s]);
        away[s] = end.point();
        return end.value();
    }

    @Override
    public double value(double[] w) {
        double sum = 0;
        for (int s = 0; s < segments.size(); s++) {
            sum += best(new Inner(s, w), s);
        }
        return sum;
    }

    @Override
    public double evaluate(double[] w, double[] gradient, double[][] hessian) {
        int p = w.length;
        int v = varying.length;
        Arrays.fill(gradient, 0);
        for (double[] row : hessian) {
            Arrays.fill(row, 0);
        }
        double sum = 0;
        for (int s = 0; s < segments.size(); s++) {
            Inner inner = new Inner(s, w);
            best(inner, s);
            double[][] curved = new double[v][v];
            sum += inner.evaluate(away[s], new double[v], curved);
            own[s] = at(w, away[s]);
            double[][] variance = new double[v][v];
            if (v > 0) {
                double[][] precision = Curvature.information(curved);
                logDeterminant[s] = logDeterminant(precision);
                double[][] inverse = SymmetricMatrix.inverse(precision);
                for (int i = 0; i < v; i++) {
                    for (int j = 0; j < v; j++) {
                        variance[i][j] = tau[varying[i]] * inverse[i][j] * tau[varying[j]];
                    }
                }
            }
            double[][] answers = new double[v][p];
            for (int i = 0; i < v; i++) {
                for (int j = 0; j < p; j++) {
                    for (int k = 0; k < v; k++) {
                        answers[i][j] += variance[i][k] * inner.curvature[varying[k]][j];
                    }
                }
            }
            spread[s] = variance;
            answer[s] = answers;
            for (int i = 0; i < p; i++) {
                gradient[i] += inner.slope[i];
                for (int j = 0; j < p; j++) {
                    double more = 0;
                    for (int k = 0; k < v; k++) {
                        more += inner.curvature[i][varying[k]] * answers[k][j];
                    }
                    hessian[i][j] += inner.curvature[i][j] + more;
                }
            }
        }
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < i; j++) {
                hessian[i][j] = (hessian[i][j] + hessian[j][i]) / 2;
                hessian[j][i] = hessian[i][j];
            }
            outer[i] = hessian[i].clone();
        }
        return sum;
    }

    private static double logDeterminant(double[][] a) {
        double sum = 0;
        for (double value : SymmetricMatrix.eigenvalues(a)) {
            // positive at a maximum
            sum += Math.log(Math.max(value, Double.MIN_NORMAL));
        }
        return sum;
    }

    /** At the last evaluation: ln of the integral over the segments' parameters, by a normal approximation at their best. */
    double marginal(double q) {
        return q - Arrays.stream(logDeterminant).sum() / 2;
    }

    /** The log-parameters of segment {@code s} at the last evaluation. */
    double[] own(int s) {
        return own[s].clone();
    }

    /**
     * The fixed point's next spread of each parameter: D/(S - sum over s of Var(d_s)/tau^2), D the sum of d_s^2, d_s how far
     * segment s is from the centre, whose own error is in Var(d_s). No less than a hundredth of the old, no more than a hundredfold.
     */
    double[] nextTau() {
        double[][] centre = Curvature.roughCovariance(outer);
        double[] next = new double[tau.length];
        for (int i = 0; i < varying.length; i++) {
            int j = varying[i];
            double distance = 0;
            double told = segments.size();
            for (int s = 0; s < segments.size(); s++) {
                double d = tau[j] * away[s][i];
                distance += d * d;
                told -= (spread[s][i][i] + form(answer[s][i], centre)) / (tau[j] * tau[j]);
            }
            double ratio = told > 0 ? Math.sqrt(distance / told) / tau[j] : 100;
            next[j] = tau[j] * Math.min(100, Math.max(0.01, ratio));
        }
        return next;
    }

    /** The share of what segment {@code s} says of parameter {@code j} that is the centre's: 1 where it is common to all. */
    double shrinkage(int s, int j) {
        for (int i = 0; i < varying.length; i++) {
            if (varying[i] == j) {
                return Math.min(1, spread[s][i][i] / (tau[j] * tau[j]));
            }
        }
        return 1;
    }

    /** The variance of log-parameter {@code j} of segment {@code s}, the centre's included. */
    double variance(int s, int j, double[][] centre) {
        double[] direction = new double[tau.length];
        direction[j] = 1;
        double variance = 0;
        for (int i = 0; i < varying.length; i++) {
            if (varying[i] == j) {
                variance = spread[s][i][i];
                for (int k = 0; k < direction.length; k++) {
                    direction[k] += answer[s][i][k];
                }
            }
        }
        return variance + form(direction, centre);
    }

    private static double form(double[] a, double[][] c) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                sum += a[i] * c[i][j] * a[j];
            }
        }
        return sum;
    }

    @Override
    public List<String> names() {
        return segments.names();
    }

    @Override
    public double[] start() {
        return start.clone();
    }

    @Override
    public long observations() {
        return segments.observations();
    }

    @Override
    public double[] units() {
        return IntStream.range(0, tau.length).mapToDouble(segments::unit).toArray();
    }

    @Override
    public Estimate.Scale parameterScale() {
        return segments.scale();
    }

    @Override
    public double offset() {
        return segments.offset();
    }

    @Override
    public Optional<String> obstacle() {
        return segments.obstacle();
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return segments.likelihood(0).limitReached(j, upwards);
    }
}
