package org.customerequity.internal;

import java.util.Arrays;

/**
 * The equations {@code (I - c P) x = b} of a Markov chain with rows that sum to 1, solved without a subtraction: the elimination
 * of Grassmann, Taksar and Heyman (Operations Research 33, 1985), which carries what leaves each row, {@code 1 - c} times its
 * sum, beside the matrix. With {@code b >= 0} each x is right to a few units in the last place, however near c is to 1.
 */
public final class DiscountedChain {
    private final int size;
    /** Off the diagonal: c P after elimination, divided by what leaves the row; on it: what leaves the row. */
    private final double[][] a;

    /** What leaves each row but to another one, after elimination. */
    private final double[] slack;

    /**
     * @param flow c P, {@code >= 0}; the diagonal is not read
     * @param leaving what leaves each row but to another one: 1 less the sum of all of its c P, given so that it need not be
     *     subtracted
     * @throws ArithmeticException if some state is never left
     */
    public DiscountedChain(double[][] flow, double[] leaving) {
        size = leaving.length;
        a = new double[size][];
        for (int i = 0; i < size; i++) {
            a[i] = flow[i].clone();
        }
        slack = leaving.clone();
        for (int k = size - 1; k >= 0; k--) {
            double out = slack[k];
            for (int j = 0; j < k; j++) {
                out += a[k][j];
            }
            if (!(out > 0)) {
                throw new ArithmeticException("the chain never leaves state " + k);
            }
            a[k][k] = out;
            for (int i = 0; i < k; i++) {
                double factor = a[i][k] / out;
                a[i][k] = factor;
                if (factor > 0) {
                    slack[i] += factor * slack[k];
                    for (int j = 0; j < k; j++) {
                        if (j != i) {
                            a[i][j] += factor * a[k][j];
                        }
                    }
                }
            }
        }
    }

    /** x for one right side. */
    public double[] solve(double[] b) {
        double[] x = eliminated(b);
        for (int k = 0; k < size; k++) {
            double sum = x[k];
            for (int j = 0; j < k; j++) {
                sum += a[k][j] * x[j];
            }
            x[k] = sum / a[k][k];
        }
        return x;
    }

    /**
     * {@code x(i) - x(0)} for one right side, to the precision of b: next to c = 1 all x are large and nearly the same, and their
     * differences would lose what the size of x costs.
     */
    public double[] solveDifferences(double[] b) {
        double[] x = eliminated(b);
        double first = x[0] / a[0][0];
        x[0] = 0;
        for (int k = 1; k < size; k++) {
            double sum = x[k] - slack[k] * first;
            for (int j = 1; j < k; j++) {
                sum += a[k][j] * x[j];
            }
            x[k] = sum / a[k][k];
        }
        return x;
    }

    private double[] eliminated(double[] b) {
        double[] x = Arrays.copyOf(b, size);
        for (int k = size - 1; k > 0; k--) {
            for (int i = 0; i < k; i++) {
                x[i] += a[i][k] * x[k];
            }
        }
        return x;
    }
}
