package org.customerequity.model.choice;

/**
 * Coordinates in which a curvature is the unit matrix, so that collinear columns are searched and judged like unlike ones.
 *
 * <pre>{@code
 *   A = L L',   x = B y  with  B = L'^-1,   so that  x' A x = y' y
 * }</pre>
 *
 * <p>A column that is a combination of those before it, to rounding error, keeps its own length.
 */
final class Whitening {
    /** Share of a diagonal entry below which what is left of it, after the columns before, is rounding error. */
    private static final double SINGULAR = 1e-12;

    /** Upper triangular. */
    private final double[][] b;

    private final double[][] lower;
    private final boolean singular;

    private Whitening(double[][] b, double[][] lower, boolean singular) {
        this.b = b;
        this.lower = lower;
        this.singular = singular;
    }

    /** Of a symmetric matrix that is not negative; a column of zeros keeps its length. */
    static Whitening of(double[][] a) {
        int p = a.length;
        double[][] l = new double[p][p];
        boolean singular = false;
        for (int i = 0; i < p; i++) {
            double pivot = a[i][i];
            for (int j = 0; j < i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = sum / l[j][j];
                pivot -= l[i][j] * l[i][j];
            }
            boolean rounding = !(pivot > SINGULAR * a[i][i]);
            singular |= rounding;
            l[i][i] = rounding ? (a[i][i] > 0 ? Math.sqrt(a[i][i]) : 1) : Math.sqrt(pivot);
        }
        double[][] b = new double[p][p];
        for (int j = 0; j < p; j++) {
            b[j][j] = 1 / l[j][j];
            for (int i = j - 1; i >= 0; i--) {
                double sum = 0;
                for (int k = i + 1; k <= j; k++) {
                    sum += l[k][i] * b[k][j];
                }
                b[i][j] = -sum / l[i][i];
            }
        }
        return new Whitening(b, l, singular);
    }

    /** The coordinates as they are. */
    static Whitening none(int columns) {
        double[][] unit = new double[columns][columns];
        for (int c = 0; c < columns; c++) {
            unit[c][c] = 1;
        }
        return of(unit);
    }

    /** Whether some column is a combination of others, to rounding error. */
    boolean isSingular() {
        return singular;
    }

    /** {@code B y}: from the new coordinates to the old ones. */
    double[] old(double[] y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = i; j < x.length; j++) {
                x[i] += b[i][j] * y[j];
            }
        }
        return x;
    }

    /** {@code L' x}: from the old coordinates to the new ones. */
    double[] coordinates(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            for (int k = i; k < y.length; k++) {
                y[i] += lower[k][i] * x[k];
            }
        }
        return y;
    }

    /** {@code B' g}: a gradient in the new coordinates. */
    double[] gradient(double[] g) {
        double[] out = new double[g.length];
        for (int j = 0; j < out.length; j++) {
            for (int i = 0; i <= j; i++) {
                out[j] += b[i][j] * g[i];
            }
        }
        return out;
    }

    /** {@code B' H B}: a curvature in the new coordinates, exactly symmetric. */
    double[][] curvature(double[][] h) {
        int p = h.length;
        double[][] half = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                for (int k = 0; k <= j; k++) {
                    half[i][j] += h[i][k] * b[k][j];
                }
            }
        }
        double[][] out = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k <= i; k++) {
                    sum += b[k][i] * half[k][j];
                }
                out[i][j] = sum;
                out[j][i] = sum;
            }
        }
        return out;
    }
}
