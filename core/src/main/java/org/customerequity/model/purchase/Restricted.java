package org.customerequity.model.purchase;

import org.customerequity.internal.NewtonMaximizer;

/** An objective of some of its variables, the others held. */
record Restricted(NewtonMaximizer.Objective whole, double[] held, int[] free) implements NewtonMaximizer.Objective {
    /** A log-likelihood so much lower needs no exact comparison; above the error of a coarse copy. */
    private static final double FAR = 100;

    private static final double BOX = Math.log(1e6);

    /**
     * The maximum over the free variables from {@code held} on: first of a rough objective, corrected by what it lacks at the
     * best point of all; of the whole one where that is not far below.
     */
    static double maximum(
            NewtonMaximizer.Objective whole,
            NewtonMaximizer.Objective rough,
            double[] best,
            double bestValue,
            double[] held,
            int... free) {
        double[] start = new double[free.length];
        for (int i = 0; i < free.length; i++) {
            start[i] = Math.max(-BOX, Math.min(BOX, held[free[i]]));
        }
        NewtonMaximizer search = NewtonMaximizer.within(BOX);
        NewtonMaximizer.Result end = search.maximize(new Restricted(rough, held, free), start);
        double value = end.value() + bestValue - rough.value(best);
        if (rough == whole || bestValue - value > FAR) {
            return value;
        }
        return search.maximize(new Restricted(whole, held, free), end.point()).value();
    }

    private double[] full(double[] u) {
        double[] v = held.clone();
        for (int i = 0; i < free.length; i++) {
            v[free[i]] = u[i];
        }
        return v;
    }

    @Override
    public double value(double[] u) {
        return whole.value(full(u));
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double[] g = new double[held.length];
        double[][] h = new double[held.length][held.length];
        double value = whole.evaluate(full(u), g, h);
        for (int i = 0; i < free.length; i++) {
            gradient[i] = g[free[i]];
            for (int j = 0; j < free.length; j++) {
                hessian[i][j] = h[free[i]][free[j]];
            }
        }
        return value;
    }
}
