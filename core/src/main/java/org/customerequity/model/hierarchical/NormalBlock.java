package org.customerequity.model.hierarchical;

import java.util.random.RandomGenerator;
import org.customerequity.internal.GammaDraws;
import org.customerequity.internal.SymmetricMatrix;

/**
 * The bivariate regression of the customers' log-rates on their covariates, given these log-rates.
 *
 * <pre>{@code
 *   A_n = W'W + A0,   B_n = A_n^-1 (W'Theta + A0 B0)
 *   S_n = Gamma0 + (Theta - W B_n)'(Theta - W B_n) + (B_n - B0)' A0 (B_n - B0)
 *   Gamma ~ inverse Wishart(nu0 + n, S_n),   B = B_n + chol(A_n^-1) Z chol(Gamma)',  Z standard normal
 * }</pre>
 *
 * <p>P. Rossi, G. Allenby and R. McCulloch, Bayesian Statistics and Marketing, 2005, section 2.8.5. Matrices of two columns are held
 * as two arrays.
 */
final class NormalBlock {
    private final int rows;
    private final int columns;

    /** Row by row, the baseline's ones first. */
    private final double[] design;

    private final double degreesOfFreedom;
    private final double scale11;
    private final double scale22;
    private final double precision;
    private final double[] prior1;
    private final double[] prior2;
    private final double[][] inverse;
    private final double[][] factor;

    // Theta'W A_n^-1, made once a draw
    private final double[] cross1;
    private final double[] cross2;
    private final double[] mean1;
    private final double[] mean2;

    // the state
    private final double[] b1;
    private final double[] b2;
    private double gamma11 = 1;
    private double gamma12;
    private double gamma22 = 1;

    /** @param covariates coded, {@code [column][customer]} */
    NormalBlock(AbePriors priors, double[][] covariates, int customers) {
        rows = customers;
        columns = covariates.length + 1;
        design = new double[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < rows; i++) {
            design[i * columns] = 1;
            for (int k = 1; k < columns; k++) {
                design[i * columns + k] = covariates[k - 1][i];
            }
        }
        degreesOfFreedom = priors.degreesOfFreedom() + columns;
        scale11 = degreesOfFreedom * priors.purchaseVariance();
        scale22 = degreesOfFreedom * priors.dropoutVariance();
        precision = priors.coefficientPrecision();
        prior1 = new double[columns];
        prior2 = new double[columns];
        prior1[0] = priors.logPurchaseRate();
        prior2[0] = priors.logDropoutRate();
        double[][] a = new double[columns][columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                for (int m = 0; m < columns; m++) {
                    a[k][m] += design[i * columns + k] * design[i * columns + m];
                }
            }
        }
        for (int k = 0; k < columns; k++) {
            a[k][k] += precision;
        }
        inverse = SymmetricMatrix.inverse(a);
        factor = lower(inverse);
        cross1 = new double[columns];
        cross2 = new double[columns];
        mean1 = new double[columns];
        mean2 = new double[columns];
        b1 = new double[columns];
        b2 = new double[columns];
    }

    /** The lower Cholesky factor. */
    static double[][] lower(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(Math.max(sum, 0)) : sum / l[j][j];
            }
        }
        return l;
    }

    int columns() {
        return columns;
    }

    double b1(int k) {
        return b1[k];
    }

    double b2(int k) {
        return b2[k];
    }

    double gamma11() {
        return gamma11;
    }

    double gamma12() {
        return gamma12;
    }

    double gamma22() {
        return gamma22;
    }

    /** What a customer's ln lambda is by his covariates. */
    double fitted1(int i) {
        return dot(b1, i);
    }

    /** What a customer's ln mu is by his covariates. */
    double fitted2(int i) {
        return dot(b2, i);
    }

    private double dot(double[] b, int i) {
        double sum = b[0];
        for (int k = 1; k < columns; k++) {
            sum += design[i * columns + k] * b[k];
        }
        return sum;
    }

    /** Sets the state, for a start or a test. */
    void set(double[] newB1, double[] newB2, double new11, double new12, double new22) {
        System.arraycopy(newB1, 0, b1, 0, columns);
        System.arraycopy(newB2, 0, b2, 0, columns);
        gamma11 = new11;
        gamma12 = new12;
        gamma22 = new22;
    }

    /** Draws both anew. */
    void draw(double[] theta1, double[] theta2, RandomGenerator random) {
        double[] s = scatter(theta1, theta2);
        drawCovariance(s[0], s[1], s[2], random);
        double l11 = Math.sqrt(gamma11);
        double l21 = gamma12 / l11;
        double l22 = Math.sqrt(gamma22 - l21 * l21);
        System.arraycopy(mean1, 0, b1, 0, columns);
        System.arraycopy(mean2, 0, b2, 0, columns);
        for (int m = 0; m < columns; m++) {
            double z1 = random.nextGaussian();
            double z2 = random.nextGaussian();
            for (int k = m; k < columns; k++) {
                b1[k] += factor[k][m] * l11 * z1;
                b2[k] += factor[k][m] * (l21 * z1 + l22 * z2);
            }
        }
    }

    /** S_n, as 11, 12, 22; finds B_n on the way. */
    double[] scatter(double[] theta1, double[] theta2) {
        for (int k = 0; k < columns; k++) {
            cross1[k] = precision * prior1[k];
            cross2[k] = precision * prior2[k];
        }
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                double w = design[i * columns + k];
                cross1[k] += w * theta1[i];
                cross2[k] += w * theta2[i];
            }
        }
        double s11 = scale11;
        double s12 = 0;
        double s22 = scale22;
        for (int k = 0; k < columns; k++) {
            double sum1 = 0;
            double sum2 = 0;
            for (int m = 0; m < columns; m++) {
                sum1 += inverse[k][m] * cross1[m];
                sum2 += inverse[k][m] * cross2[m];
            }
            mean1[k] = sum1;
            mean2[k] = sum2;
            double away1 = sum1 - prior1[k];
            double away2 = sum2 - prior2[k];
            s11 += precision * away1 * away1;
            s12 += precision * away1 * away2;
            s22 += precision * away2 * away2;
        }
        for (int i = 0; i < rows; i++) {
            double rest1 = theta1[i] - dot(mean1, i);
            double rest2 = theta2[i] - dot(mean2, i);
            s11 += rest1 * rest1;
            s12 += rest1 * rest2;
            s22 += rest2 * rest2;
        }
        return new double[] {s11, s12, s22};
    }

    double[] mean1() {
        return mean1.clone();
    }

    double[] mean2() {
        return mean2.clone();
    }

    double[][] inverse() {
        return inverse;
    }

    /** Bartlett: with C C' = S^-1, Gamma^-1 = C L L' C'. */
    private void drawCovariance(double s11, double s12, double s22, RandomGenerator random) {
        double det = s11 * s22 - s12 * s12;
        if (!(det > 0 && det < Double.POSITIVE_INFINITY)) {
            throw new ArithmeticException("scatter of the log-rates must be positive definite, was [[" + s11 + ", "
                    + s12 + "], [" + s12 + ", " + s22 + "]]");
        }
        double nu = degreesOfFreedom + rows;
        double l11 = Math.sqrt(2 * GammaDraws.standard(nu / 2, random));
        double l22 = Math.sqrt(2 * GammaDraws.standard((nu - 1) / 2, random));
        double l21 = random.nextGaussian();
        double c11 = Math.sqrt(s22 / det);
        double c21 = -s12 / det / c11;
        double c22 = 1 / Math.sqrt(s22);
        // M = C L is lower triangular, and Gamma = M^-T M^-1
        double m11 = c11 * l11;
        double m21 = c21 * l11 + c22 * l21;
        double m22 = c22 * l22;
        double i11 = 1 / m11;
        double i22 = 1 / m22;
        double i21 = -m21 * i11 * i22;
        gamma11 = i11 * i11 + i21 * i21;
        gamma12 = i21 * i22;
        gamma22 = i22 * i22;
    }

    /** How many {@link #coordinates} there are. */
    int dimension() {
        return 2 * columns + 3;
    }

    /** The state as free numbers: B by column, then ln L11, L21 and ln L22 of the lower Cholesky factor L of Gamma. */
    void coordinates(double[] out) {
        System.arraycopy(b1, 0, out, 0, columns);
        System.arraycopy(b2, 0, out, columns, columns);
        double l11 = Math.sqrt(gamma11);
        double l21 = gamma12 / l11;
        out[2 * columns] = Math.log(l11);
        out[2 * columns + 1] = l21;
        out[2 * columns + 2] = 0.5 * Math.log(gamma22 - l21 * l21);
    }

    /** Sets the state to {@link #coordinates}. */
    void moveTo(double[] coordinates) {
        System.arraycopy(coordinates, 0, b1, 0, columns);
        System.arraycopy(coordinates, columns, b2, 0, columns);
        double l11 = Math.exp(coordinates[2 * columns]);
        double l21 = coordinates[2 * columns + 1];
        double l22 = Math.exp(coordinates[2 * columns + 2]);
        gamma11 = l11 * l11;
        gamma12 = l11 * l21;
        gamma22 = l21 * l21 + l22 * l22;
    }

    /** ln of the prior's density in the {@link #coordinates}, with the Jacobian {@code L11^3 L22^2}, up to a constant. */
    double logPrior() {
        double det = gamma11 * gamma22 - gamma12 * gamma12;
        double t11 = scale11;
        double t12 = 0;
        double t22 = scale22;
        for (int k = 0; k < columns; k++) {
            double away1 = b1[k] - prior1[k];
            double away2 = b2[k] - prior2[k];
            t11 += precision * away1 * away1;
            t12 += precision * away1 * away2;
            t22 += precision * away2 * away2;
        }
        double trace = (gamma22 * t11 - 2 * gamma12 * t12 + gamma11 * t22) / det;
        double jacobian = 0.5 * Math.log(gamma11) + Math.log(det);
        return -0.5 * (degreesOfFreedom + 3 + columns) * Math.log(det) - 0.5 * trace + jacobian;
    }
}
