package org.customerequity.fit.posterior;

import java.util.List;
import java.util.stream.IntStream;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.Parametric;
import org.customerequity.value.Estimate;

/**
 * Coefficients with a normal posterior of known means, standard deviations and one correlation between all of them: a target
 * about which everything is known.
 *
 * @param centre means
 * @param deviation standard deviations
 * @param correlation between any two
 */
record NormalTarget(double[] centre, double[] deviation, double correlation) implements Likelihood {
    /** A point. */
    record Point(List<Double> at) implements Parametric {
        Point(double... at) {
            this(java.util.Arrays.stream(at).boxed().toList());
        }

        @Override
        public List<String> parameterNames() {
            return NormalTarget.names(at.size());
        }

        @Override
        public double[] parameters() {
            return at.stream().mapToDouble(v -> v).toArray();
        }

        @Override
        public Estimate.Scale parameterScale() {
            return Estimate.Scale.LINEAR;
        }

        @Override
        public Point withParameters(double... parameters) {
            return new Point(parameters);
        }
    }

    static List<String> names(int n) {
        return IntStream.range(0, n).mapToObj(j -> "x" + j).toList();
    }

    Point origin() {
        return new Point(new double[centre.length]);
    }

    @Override
    public List<String> names() {
        return names(centre.length);
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public double[] start() {
        return new double[centre.length];
    }

    @Override
    public long observations() {
        return 1;
    }

    @Override
    public double value(double[] u) {
        return evaluate(u, new double[u.length], new double[u.length][u.length]);
    }

    /** The inverse of (1 - c) I + c 1 1' is (I - c 1 1' / (1 + (n - 1) c)) / (1 - c). */
    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        int n = u.length;
        double all = correlation / (1 + (n - 1) * correlation);
        double value = 0;
        for (int i = 0; i < n; i++) {
            gradient[i] = 0;
            for (int j = 0; j < n; j++) {
                hessian[i][j] = -((i == j ? 1 : 0) - all) / (1 - correlation) / (deviation[i] * deviation[j]);
                gradient[i] += hessian[i][j] * (u[j] - centre[j]);
            }
            value += 0.5 * gradient[i] * (u[i] - centre[i]);
        }
        return value;
    }
}
