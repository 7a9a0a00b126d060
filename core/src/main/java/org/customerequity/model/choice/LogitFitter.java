package org.customerequity.model.choice;

import org.customerequity.internal.NewtonMaximizer;

/**
 * Finds the coefficients that maximise the log-likelihood of choices, less a ridge if one is asked for. Columns are first centred
 * within occasions, which changes no probability, and divided by their root mean square, so that ratings from 1 to 5 and from 0
 * to 1000 are searched alike; results are carried back. The objective is concave: there is one maximum, if any.
 */
final class LogitFitter {
    /** Standardised coefficients are searched within this. */
    private static final double BOX = 1e4;

    /** Below this share of a column's size, what differs within occasions is rounding error. */
    private static final double ROUNDING = 1e-13;

    /** Centred within occasions and scaled. */
    private final ChoiceRows standard;

    /** What columns were divided by; 1 for a column that does not vary within any occasion. */
    private final double[] scale;

    private final boolean[] constant;

    LogitFitter(ChoiceRows rows) {
        int p = rows.columns;
        double[] z = rows.z.clone();
        double[] spread = new double[p];
        double[] size = new double[p];
        for (int o = 0; o < rows.occasions(); o++) {
            int from = rows.start[o];
            int to = rows.start[o + 1];
            for (int c = 0; c < p; c++) {
                double mean = 0;
                for (int r = from; r < to; r++) {
                    mean += z[r * p + c];
                }
                mean /= to - from;
                for (int r = from; r < to; r++) {
                    double x = z[r * p + c];
                    size[c] = Math.max(size[c], Math.abs(x));
                    z[r * p + c] = x - mean;
                    spread[c] += (x - mean) * (x - mean);
                }
            }
        }
        int n = z.length / Math.max(1, p);
        scale = new double[p];
        constant = new boolean[p];
        for (int c = 0; c < p; c++) {
            scale[c] = Math.sqrt(spread[c] / n);
            constant[c] = !(scale[c] > ROUNDING * size[c]);
            if (constant[c]) {
                scale[c] = 1;
            }
            for (int r = 0; r < n; r++) {
                z[r * p + c] = constant[c] ? 0 : z[r * p + c] / scale[c];
            }
        }
        standard = new ChoiceRows(p, rows.start, z, rows.share, rows.weight, rows.person);
    }

    /** The design that is searched: columns centred within occasions and scaled. */
    ChoiceRows standardised() {
        return standard;
    }

    /** What a column was divided by. */
    double scale(int column) {
        return scale[column];
    }

    /** Whether a column has the same value for all alternatives of every occasion. */
    boolean isConstant(int column) {
        return constant[column];
    }

    /**
     * Climbs.
     *
     * <pre>{@code
     *   LL(b) - 1/2 sum over columns of  penalty_c b_c^2
     * }</pre>
     *
     * @param personWeight factor of the weights of each person's occasions, {@code >= 0}
     * @param start coefficients
     * @param penalty one a column, {@code >= 0}; all 0 for maximum likelihood
     */
    LogitFit maximize(double[] personWeight, double[] start, double[] penalty, int maxIterations) {
        int p = scale.length;
        double[] ridge = new double[p];
        double[] from = new double[p];
        for (int c = 0; c < p; c++) {
            ridge[c] = penalty[c] / (scale[c] * scale[c]);
            from[c] = Math.max(-BOX, Math.min(BOX, start[c] * scale[c]));
        }
        NewtonMaximizer.Result end = NewtonMaximizer.within(BOX)
                .withMaxIterations(maxIterations)
                .maximize(objective(personWeight, ridge), from);
        double[] u = end.point();
        double[][] hessian = end.hessian();
        double[] gradient = end.gradient();
        double value = end.value();
        double norm = 0;
        double[] b = new double[p];
        for (int i = 0; i < p; i++) {
            norm = Math.max(norm, Math.abs(gradient[i]));
            value += 0.5 * ridge[i] * u[i] * u[i];
            hessian[i][i] += ridge[i];
            b[i] = u[i] / scale[i];
            gradient[i] *= scale[i];
        }
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                hessian[i][j] *= scale[i] * scale[j];
            }
        }
        return new LogitFit(b, value, gradient, hessian, norm, end.iterations(), end.status(), end.message());
    }

    private NewtonMaximizer.Objective objective(double[] personWeight, double[] ridge) {
        return new NewtonMaximizer.Objective() {
            @Override
            public double value(double[] u) {
                double sum = LogitKernel.value(standard, personWeight, u);
                for (int c = 0; c < u.length; c++) {
                    sum -= 0.5 * ridge[c] * u[c] * u[c];
                }
                return sum;
            }

            @Override
            public double evaluate(double[] u, double[] gradient, double[][] hessian) {
                double sum = LogitKernel.evaluate(standard, personWeight, u, gradient, hessian);
                for (int c = 0; c < u.length; c++) {
                    sum -= 0.5 * ridge[c] * u[c] * u[c];
                    gradient[c] -= ridge[c] * u[c];
                    hessian[c][c] -= ridge[c];
                }
                return sum;
            }
        };
    }
}
