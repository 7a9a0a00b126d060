package org.customerequity.model.choice;

import java.util.Arrays;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SymmetricMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Finds the coefficients that maximise the log-likelihood of choices, less a ridge if one is asked for. Columns are first centred
 * within occasions, which changes no probability, and divided by their root mean square, so that ratings from 1 to 5 and from 0
 * to 1000 are searched alike; results are carried back. The objective is concave: there is one maximum, if any. The search itself is
 * in {@linkplain Whitening coordinates} of unit utility: between collinear columns a coefficient may be a thousand times as large.
 */
final class LogitFitter {
    /** Coordinates of unit utility are searched within this. */
    private static final double BOX = 1e4;

    /** Below this share of a column's size, what differs within occasions is rounding error. */
    private static final double ROUNDING = 1e-13;

    /** Centred within occasions and scaled. */
    private final ChoiceRows standard;

    /** What columns were divided by; 1 for a column that does not vary within any occasion. */
    private final double[] scale;

    private final boolean[] constant;

    /** Made at first use. */
    private double @Nullable [][] gram;

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

    private LogitFitter(ChoiceRows standard, double[] scale, boolean[] constant) {
        this.standard = standard;
        this.scale = scale;
        this.constant = constant;
    }

    /** The same columns with weight 1 for every occasion that has any, and 0 for the others. */
    LogitFitter withEqualWeights(double[] personWeight) {
        double[] weight = new double[standard.occasions()];
        for (int o = 0; o < weight.length; o++) {
            weight[o] = standard.weight[o] * personWeight[standard.person[o]] > 0 ? 1 : 0;
        }
        ChoiceRows even =
                new ChoiceRows(standard.columns, standard.start, standard.z, standard.share, weight, standard.person);
        return new LogitFitter(even, scale, constant);
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
        double all = 0;
        for (int o = 0; o < standard.occasions(); o++) {
            all += standard.weight[o] * personWeight[standard.person[o]];
        }
        // tolerances are for weights of about 1; a power of 2 changes no digit
        double count = all > 0 ? Math.scalb(1.0, Math.getExponent(standard.occasions() / all)) : 1;
        double[] weight = new double[personWeight.length];
        Arrays.setAll(weight, i -> count * personWeight[i]);
        double[] ridge = new double[p];
        double[] ofOne = new double[p];
        double[] from = new double[p];
        for (int c = 0; c < p; c++) {
            ridge[c] = count * penalty[c] / (scale[c] * scale[c]);
            ofOne[c] = ridge[c] / standard.occasions();
            from[c] = start[c] * scale[c];
        }
        NewtonMaximizer.Objective objective = objective(weight, ridge);
        Whitening unit = unit(ofOne);
        double[] first = unit.coordinates(from);
        for (int c = 0; c < p; c++) {
            first[c] = Math.max(-BOX, Math.min(BOX, first[c]));
        }
        NewtonMaximizer.Result end = NewtonMaximizer.within(BOX)
                .withMaxIterations(maxIterations)
                .maximize(inCoordinates(objective, unit), first);
        double[] u = unit.old(end.point());
        double[] gradient = new double[p];
        double[][] hessian = new double[p][p];
        double value = Double.NaN;
        boolean polished = false;
        if (end.converged()) {
            // the values no longer tell better from worse, the gradient still does: one step more gives the last digits
            double[] next = unit.old(newton(end.point(), end.gradient(), end.hessian()));
            value = objective.evaluate(next, gradient, hessian);
            polished = largest(unit.gradient(gradient)) < largest(end.gradient());
            u = polished ? next : u;
        }
        if (!polished) {
            value = objective.evaluate(u, gradient, hessian);
        }
        double norm = largest(gradient);
        double[] b = new double[p];
        for (int i = 0; i < p; i++) {
            value += 0.5 * ridge[i] * u[i] * u[i];
            hessian[i][i] += ridge[i];
            b[i] = u[i] / scale[i];
            gradient[i] *= scale[i] / count;
        }
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                hessian[i][j] *= scale[i] * scale[j] / count;
            }
        }
        return new LogitFit(
                b, value / count, gradient, hessian, norm / count, end.iterations(), end.status(), end.message());
    }

    /** A full Newton step; none where the curvature is singular, as it is in a direction of separation. */
    private static double[] newton(double[] u, double[] gradient, double[][] hessian) {
        double[][] information = Curvature.information(hessian);
        if (!SymmetricMatrix.isPositiveDefinite(information)) {
            return u;
        }
        double[] step = SymmetricMatrix.solve(information, gradient);
        double[] next = u.clone();
        for (int c = 0; c < next.length; c++) {
            next[c] += step[c];
        }
        return next;
    }

    /** Coordinates of unit utility: root mean square over all rows. */
    Whitening unit() {
        return unit(new double[scale.length]);
    }

    /** The same of utility and ridge together. */
    private Whitening unit(double[] ridge) {
        double[][] a = new double[scale.length][];
        for (int i = 0; i < a.length; i++) {
            a[i] = gram()[i].clone();
            a[i][i] += ridge[i];
        }
        return Whitening.of(a);
    }

    /** Mean products of the columns. */
    private double[][] gram() {
        double[][] made = gram;
        if (made == null) {
            int p = scale.length;
            int n = standard.z.length / Math.max(1, p);
            made = new double[p][p];
            for (int at = 0; at < standard.z.length; at += p) {
                for (int i = 0; i < p; i++) {
                    double x = standard.z[at + i];
                    for (int j = 0; x != 0 && j <= i; j++) {
                        made[i][j] += x * standard.z[at + j];
                    }
                }
            }
            for (int i = 0; i < p; i++) {
                for (int j = 0; j <= i; j++) {
                    made[i][j] /= n;
                    made[j][i] = made[i][j];
                }
            }
            gram = made;
        }
        return made;
    }

    /** The search of the same probabilities with columns that are coordinates of unit utility. */
    LogitFitter whitened(Whitening unit) {
        int p = scale.length;
        double[] z = new double[standard.z.length];
        double[] row = new double[p];
        for (int at = 0; at < z.length; at += p) {
            System.arraycopy(standard.z, at, row, 0, p);
            System.arraycopy(unit.gradient(row), 0, z, at, p);
        }
        return new LogitFitter(new ChoiceRows(p, standard.start, z, standard.share, standard.weight, standard.person));
    }

    private static NewtonMaximizer.Objective inCoordinates(NewtonMaximizer.Objective objective, Whitening unit) {
        return new NewtonMaximizer.Objective() {
            @Override
            public double value(double[] y) {
                return objective.value(unit.old(y));
            }

            @Override
            public double evaluate(double[] y, double[] gradient, double[][] hessian) {
                double value = objective.evaluate(unit.old(y), gradient, hessian);
                double[] slope = unit.gradient(gradient);
                System.arraycopy(slope, 0, gradient, 0, slope.length);
                double[][] curvature = unit.curvature(hessian);
                for (int i = 0; i < slope.length; i++) {
                    System.arraycopy(curvature[i], 0, hessian[i], 0, slope.length);
                }
                return value;
            }
        };
    }

    private static double largest(double[] x) {
        double most = 0;
        for (double v : x) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
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
