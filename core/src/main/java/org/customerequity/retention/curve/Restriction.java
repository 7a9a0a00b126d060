package org.customerequity.retention.curve;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.NewtonMaximizer;

/** The maximum of a likelihood with some log-parameters held where they are. */
final class Restriction {
    /** A log-parameter that stands for infinity. */
    static final double FAR = Math.log(1e8);

    private Restriction() {}

    static double maximum(Likelihood likelihood, double[] from, int... held) {
        int size = from.length;
        int[] free = IntStream.range(0, size)
                .filter(j -> Arrays.stream(held).noneMatch(h -> h == j))
                .toArray();
        double[] g = new double[size];
        double[][] h = new double[size][size];
        NewtonMaximizer.Objective part = new NewtonMaximizer.Objective() {
            private double[] whole(double[] v) {
                double[] u = from.clone();
                for (int i = 0; i < free.length; i++) {
                    u[free[i]] = v[i];
                }
                return u;
            }

            @Override
            public double value(double[] v) {
                return likelihood.value(whole(v));
            }

            @Override
            public double evaluate(double[] v, double[] gradient, double[][] hessian) {
                double value = likelihood.evaluate(whole(v), g, h);
                for (int i = 0; i < free.length; i++) {
                    gradient[i] = g[free[i]];
                    for (int j = 0; j < free.length; j++) {
                        hessian[i][j] = h[free[i]][free[j]];
                    }
                }
                return value;
            }
        };
        double[] start = Arrays.stream(free).mapToDouble(j -> from[j]).toArray();
        return NewtonMaximizer.within(2 * FAR).maximize(part, start).value();
    }
}
