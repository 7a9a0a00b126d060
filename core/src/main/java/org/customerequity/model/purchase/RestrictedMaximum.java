package org.customerequity.model.purchase;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.customerequity.internal.NewtonMaximizer;

/** The maximum of an objective with some of its variables held: that of a simpler model. */
final class RestrictedMaximum {
    /** A log-likelihood so much lower needs no exact comparison; above the error of a coarse copy. */
    private static final double FAR = 100;

    private RestrictedMaximum() {}

    /**
     * The largest value found within {@code bound} from {@code from}, with the variables {@code held} where they are there.
     */
    static double of(NewtonMaximizer.Objective whole, double bound, double[] from, int... held) {
        return search(whole, bound, from, held).value();
    }

    /**
     * The same by way of a rough copy of the objective that costs less, corrected by what it lacks at the best point of all;
     * of the whole only where that is not far below the value there.
     */
    static double of(
            NewtonMaximizer.Objective whole,
            NewtonMaximizer.Objective rough,
            double[] best,
            double bestValue,
            double bound,
            double[] from,
            int... held) {
        NewtonMaximizer.Result end = search(rough, bound, from, held);
        double value = end.value() + bestValue - rough.value(best);
        if (rough == whole || bestValue - value > FAR) {
            return value;
        }
        double[] near = from.clone();
        int[] free = free(from.length, held);
        for (int i = 0; i < free.length; i++) {
            near[free[i]] = end.point()[i];
        }
        return search(whole, bound, near, held).value();
    }

    private static int[] free(int n, int... held) {
        return IntStream.range(0, n)
                .filter(j -> Arrays.stream(held).noneMatch(h -> h == j))
                .toArray();
    }

    private static NewtonMaximizer.Result search(
            NewtonMaximizer.Objective whole, double bound, double[] from, int... held) {
        int n = from.length;
        int[] free = free(n, held);
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
        double[] start = Arrays.stream(free)
                .mapToDouble(j -> Math.max(-bound, Math.min(bound, from[j])))
                .toArray();
        return NewtonMaximizer.within(bound).maximize(part, start);
    }
}
