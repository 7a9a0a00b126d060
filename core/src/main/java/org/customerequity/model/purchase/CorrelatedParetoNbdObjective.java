package org.customerequity.model.purchase;

import java.util.Arrays;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.row.ParetoNbdRow;

/**
 * The log-likelihood of rows in u = (ln r, ln alpha, ln s, ln beta, ln odds ratio), with gradient and Hessian.
 *
 * <pre>{@code
 *   L = sum of w_ij L_ij,   w_00 = 1 + k,  w_10 = w_01 = -k,  w_11 = k,   L_ij at (r, alpha + i step, s, beta + j step)
 * }</pre>
 *
 * <p>{@code step} is the unit of time of the model in that of the rows. The four may cancel to within 1/k of their size, so that a
 * row has 1e-15 k of it: k is near alpha/r, thousands only where hardly anybody buys in a unit of time.
 */
final class CorrelatedParetoNbdObjective implements NewtonMaximizer.Objective {
    private static final int N = 5;
    private static final int MARGINS = 4;
    private static final int PARTS = 4;
    private static final int[] SIGN = {1, -1, -1, 1};

    private final ParetoNbdRows rows;
    private final double step;
    private final ParetoNbdRow[] part = new ParetoNbdRow[PARTS];
    private final double[][] at = new double[PARTS][MARGINS];
    private final double[][] slope = new double[PARTS][MARGINS];
    private final double[][][] bend = new double[PARTS][MARGINS][MARGINS];
    private final double[] value = new double[PARTS];

    private final Association.Slopes strength = new Association.Slopes();
    private double k;
    private final double[] kSlope = new double[N];
    private final double[][] kBend = new double[N][N];
    private double shareA;
    private double shareB;

    private final double[] ratioSlope = new double[N];
    private final double[] liftSlope = new double[N];

    CorrelatedParetoNbdObjective(ParetoNbdRows rows, double step) {
        this.rows = rows;
        this.step = step;
        for (int p = 0; p < PARTS; p++) {
            part[p] = new ParetoNbdRow();
        }
    }

    @Override
    public double value(double[] u) {
        return evaluate(u, new double[N], new double[N][N]);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        prepare(u);
        double sum = 0;
        for (int i = 0; i < N; i++) {
            gradient[i] = 0;
            Arrays.fill(hessian[i], 0);
        }
        for (int i = 0; i < rows.size; i++) {
            sum += row(rows.x[i], rows.tx[i], rows.age[i], rows.weight[i], gradient, hessian);
        }
        for (int i = 1; i < N; i++) {
            for (int j = 0; j < i; j++) {
                hessian[i][j] = hessian[j][i];
            }
        }
        return sum;
    }

    /** How far m is from its bounds, as the least that the factor of the density may be. */
    double smallestCorner(double[] u) {
        Association margins = Association.of(Math.exp(u[0]), Math.exp(u[1]), Math.exp(u[2]), Math.exp(u[3]), step);
        return margins.tilt(margins.ofLogOddsRatio(u[4])).smallest();
    }

    /** The parameters of the four parts, and k with its derivatives. */
    private void prepare(double[] u) {
        double alpha = Math.exp(u[1]);
        double beta = Math.exp(u[3]);
        double lnAlpha = Math.log(alpha + step);
        double lnBeta = Math.log(beta + step);
        for (int p = 0; p < PARTS; p++) {
            at[p][0] = u[0];
            at[p][1] = (p & 1) == 0 ? u[1] : lnAlpha;
            at[p][2] = u[2];
            at[p][3] = (p & 2) == 0 ? u[3] : lnBeta;
        }
        shareA = alpha / (alpha + step);
        shareB = beta / (beta + step);
        double r = Math.exp(u[0]);
        double s = Math.exp(u[2]);
        // ln(1 + o) = r ln(1 + step/alpha)
        double t1 = r * Math.log1p(step / alpha);
        double t2 = s * Math.log1p(step / beta);
        double o1 = Math.expm1(t1);
        double o2 = Math.expm1(t2);
        strength.at(o1, o2, u[4]);
        k = strength.k;
        double[] g1 = {t1, -r * (1 - shareA)};
        double[] g2 = {t2, -s * (1 - shareB)};
        double[][] h1 = {{t1, g1[1]}, {g1[1], r * (1 - shareA) * shareA}};
        double[][] h2 = {{t2, g2[1]}, {g2[1], s * (1 - shareB) * shareB}};
        double e1 = 1 + o1;
        double e2 = 1 + o2;
        double[] g = strength.gradient;
        double[][] h = strength.hessian;
        for (int i = 0; i < 2; i++) {
            kSlope[i] = g[0] * e1 * g1[i];
            kSlope[2 + i] = g[1] * e2 * g2[i];
            for (int j = 0; j < 2; j++) {
                kBend[i][j] = (h[0][0] * e1 + g[0]) * e1 * g1[i] * g1[j] + g[0] * e1 * h1[i][j];
                kBend[2 + i][2 + j] = (h[1][1] * e2 + g[1]) * e2 * g2[i] * g2[j] + g[1] * e2 * h2[i][j];
                kBend[i][2 + j] = h[0][1] * e1 * e2 * g1[i] * g2[j];
                kBend[2 + j][i] = kBend[i][2 + j];
            }
            kBend[i][4] = h[0][2] * e1 * g1[i];
            kBend[2 + i][4] = h[1][2] * e2 * g2[i];
            kBend[4][i] = kBend[i][4];
            kBend[4][2 + i] = kBend[2 + i][4];
        }
        kSlope[4] = g[2];
        kBend[4][4] = h[2][2];
    }

    /** One row: adds its derivatives, the upper triangle of the second ones, and returns its value. */
    private double row(int x, double tx, double age, double weight, double[] gradient, double[][] hessian) {
        for (int p = 0; p < PARTS; p++) {
            value[p] = part[p].evaluate(x, tx, age, 0, at[p], slope[p], bend[p]);
            onto(p);
        }
        // over L00: ratio = 1 + k lift
        double lift = 0;
        double ratio = 1;
        Arrays.fill(ratioSlope, 0);
        Arrays.fill(liftSlope, 0);
        for (int p = 0; p < PARTS; p++) {
            double e = SIGN[p] * Math.exp(value[p] - value[0]);
            value[p] = p == 0 ? value[0] : e;
            lift += e;
            for (int i = 0; i < MARGINS; i++) {
                liftSlope[i] += e * slope[p][i];
            }
        }
        ratio += k * lift;
        for (int i = 0; i < N; i++) {
            double own = i < MARGINS ? slope[0][i] : 0;
            ratioSlope[i] = (own + k * liftSlope[i] + kSlope[i] * lift) / ratio;
            gradient[i] += weight * ratioSlope[i];
        }
        for (int i = 0; i < N; i++) {
            for (int j = i; j < N; j++) {
                double sum = kBend[i][j] * lift + kSlope[i] * liftSlope[j] + kSlope[j] * liftSlope[i];
                if (j < MARGINS) {
                    sum += (1 + k) * (bend[0][i][j] + slope[0][i] * slope[0][j]);
                    for (int p = 1; p < PARTS; p++) {
                        sum += k * value[p] * (bend[p][i][j] + slope[p][i] * slope[p][j]);
                    }
                }
                hessian[i][j] += weight * (sum / ratio - ratioSlope[i] * ratioSlope[j]);
            }
        }
        return weight * (value[0] + Math.log(ratio));
    }

    /** From derivatives in ln(alpha + step) and ln(beta + step) to those in ln(alpha) and ln(beta). */
    private void onto(int p) {
        if ((p & 1) != 0) {
            onto(slope[p], bend[p], 1, shareA);
        }
        if ((p & 2) != 0) {
            onto(slope[p], bend[p], 3, shareB);
        }
    }

    private static void onto(double[] g, double[][] h, int at, double share) {
        for (int i = 0; i < MARGINS; i++) {
            h[at][i] *= share;
            h[i][at] *= share;
        }
        h[at][at] += g[at] * share * (1 - share);
        g[at] *= share;
    }
}
