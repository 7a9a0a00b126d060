package org.customerequity.model.purchase;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.customerequity.internal.NewtonMaximizer;

/** The maximum of an objective with some of its variables held: that of a simpler model. */
final class RestrictedMaximum {
    private RestrictedMaximum() {}

    /**
     * The largest value found within {@code bound} from {@code from}, with the variables {@code held} where they are there.
     */
    static double of(NewtonMaximizer.Objective whole, double bound, double[] from, int... held) {
        int n = from.length;
        int[] free = IntStream.range(0, n)
                .filter(j -> Arrays.stream(held).noneMatch(h -> h == j))
                .toArray();
        NewtonMaximizer.Objective part = new NewtonMaximizer.Objective() {
            private final double[] g = new double[n];
            private final double[][] h = new double[n][n];

            private double[] all(double[] v) {
                double[] u = from.clone();
                for (int i = 0; i < free.length; i++) {
                    u[free[i]] = v[i];
                }
                return u;
            }

            @Override
            public double value(double[] v) {
                return whole.value(all(v));
            }

            @Override
            public double evaluate(double[] v, double[] gradient, double[][] hessian) {
                double value = whole.evaluate(all(v), g, h);
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
        return NewtonMaximizer.within(bound).maximize(part, start).value();
    }
}
