package org.customerequity.internal;

import java.util.Arrays;
import java.util.Optional;

/**
 * Small dense symmetric matrices as {@code double[][]}, such as the Hessian of a fit: eigenvalues by Jacobi rotations, positive
 * definiteness, solution and inverse by Cholesky factors. Arguments are not changed, and of their two triangles the mean is
 * used. Costs grow with the cube of the size; a linear algebra library takes 150 ms to load, fifty times what a fit takes.
 */
public final class SymmetricMatrix {
    private static final double EPSILON = 0x1p-52;

    private SymmetricMatrix() {}

    /** Eigenvalues in ascending order with unit eigenvectors: {@code vector(i)} belongs to {@code value(i)}. */
    public static final class Eigen {
        private final double[] values;
        private final double[][] vectors;

        private Eigen(double[] values, double[][] vectors) {
            int n = values.length;
            Integer[] order = new Integer[n];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (i, j) -> Double.compare(values[i], values[j]));
            this.values = new double[n];
            this.vectors = new double[n][];
            for (int i = 0; i < n; i++) {
                this.values[i] = values[order[i]];
                this.vectors[i] = vectors[order[i]];
            }
        }

        public int size() {
            return values.length;
        }

        public double value(int i) {
            return values[i];
        }

        /** A copy. */
        public double[] values() {
            return values.clone();
        }

        /** A copy; the sign is arbitrary. */
        public double[] vector(int i) {
            return vectors[i].clone();
        }

        /** Component j of eigenvector i. */
        public double component(int i, int j) {
            return vectors[i][j];
        }
    }

    /** Eigenvalues in ascending order. */
    public static double[] eigenvalues(double[][] a) {
        return eigen(a).values();
    }

    /** Eigenvalues and eigenvectors, to a few units in the last place of the largest eigenvalue. */
    public static Eigen eigen(double[][] a) {
        double[][] s = symmetricPart(a);
        return jacobi(s);
    }

    /** Whether a Cholesky factor exists, all pivots clear of rounding error; does not depend on the scaling of rows. */
    public static boolean isPositiveDefinite(double[][] a) {
        return cholesky(symmetricPart(a)).isPresent();
    }

    /**
     * The x with {@code a x = b}.
     *
     * @throws ArithmeticException if a is singular to working precision
     */
    public static double[] solve(double[][] a, double[] b) {
        double[][] s = symmetricPart(a);
        if (b.length != s.length) {
            throw Require.bad("b", "must have one value a row", "a has " + s.length + " rows", b.length);
        }
        Optional<double[][]> factor = cholesky(s);
        if (factor.isPresent()) {
            return substitute(factor.get(), b);
        }
        Eigen e = regular(eigen(s));
        double[] x = new double[b.length];
        for (int i = 0; i < x.length; i++) {
            double dot = 0;
            for (int j = 0; j < x.length; j++) {
                dot += e.component(i, j) * b[j];
            }
            for (int j = 0; j < x.length; j++) {
                x[j] += dot / e.value(i) * e.component(i, j);
            }
        }
        return x;
    }

    /**
     * The inverse, exactly symmetric.
     *
     * @throws ArithmeticException if a is singular to working precision
     */
    public static double[][] inverse(double[][] a) {
        int n = a.length;
        double[][] columns = new double[n][];
        double[] unit = new double[n];
        double[][] s = symmetricPart(a);
        Optional<double[][]> factor = cholesky(s);
        for (int i = 0; i < n; i++) {
            unit[i] = 1;
            columns[i] = factor.isPresent() ? substitute(factor.get(), unit) : solve(s, unit);
            unit[i] = 0;
        }
        return symmetricPart(columns);
    }

    private static Eigen regular(Eigen e) {
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (double v : e.values) {
            largest = Math.max(largest, Math.abs(v));
            smallest = Math.min(smallest, Math.abs(v));
        }
        if (!(smallest > e.size() * EPSILON * largest)) {
            throw new ArithmeticException("symmetric matrix is singular: eigenvalues " + Arrays.toString(e.values));
        }
        return e;
    }

    private static double[][] symmetricPart(double[][] a) {
        int n = Require.positive(a.length, "rows of a", "");
        double[][] s = new double[n][n];
        for (int i = 0; i < n; i++) {
            if (a[i].length != n) {
                throw Require.bad("a", "must be square", n + " rows", "a row of " + a[i].length);
            }
            for (int j = 0; j <= i; j++) {
                double v = 0.5 * a[i][j] + 0.5 * a[j][i];
                s[i][j] = Require.finite(v, "a[" + i + "][" + j + "]", "");
                s[j][i] = s[i][j];
            }
        }
        return s;
    }

    /** Lower factor of a matrix that is positive definite clear of rounding error. */
    private static Optional<double[][]> cholesky(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int j = 0; j < n; j++) {
            double pivot = a[j][j];
            for (int k = 0; k < j; k++) {
                pivot -= l[j][k] * l[j][k];
            }
            if (!(pivot > n * EPSILON * a[j][j])) {
                return Optional.empty();
            }
            double root = Math.sqrt(pivot);
            l[j][j] = root;
            for (int i = j + 1; i < n; i++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = sum / root;
            }
        }
        return Optional.of(l);
    }

    private static double[] substitute(double[][] l, double[] b) {
        int n = b.length;
        double[] x = b.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= l[i][k] * x[k];
            }
            x[i] /= l[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= l[k][i] * x[k];
            }
            x[i] /= l[i][i];
        }
        return x;
    }

    /** Cyclic Jacobi rotations; changes its argument. */
    private static Eigen jacobi(double[][] a) {
        int n = a.length;
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < 60; sweep++) {
            boolean rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    double off = a[p][q];
                    if (Math.abs(off) <= 0x1p-54 * Math.sqrt(Math.abs(a[p][p])) * Math.sqrt(Math.abs(a[q][q]))
                            || Math.abs(off) < 1e-300) {
                        continue;
                    }
                    rotated = true;
                    double theta = (a[q][q] - a[p][p]) / (2 * off);
                    double t = Math.copySign(1 / (Math.abs(theta) + Math.hypot(theta, 1)), theta);
                    double c = 1 / Math.hypot(t, 1);
                    rotate(a, v, p, q, c, t * c, t * off);
                }
            }
            if (!rotated) {
                double[] values = new double[n];
                Arrays.setAll(values, i -> a[i][i]);
                return new Eigen(values, v);
            }
        }
        // only rounding noise is left after 60 sweeps: take it if it is that
        double noise = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                size = Math.max(size, Math.abs(a[i][j]));
                noise = i == j ? noise : Math.max(noise, Math.abs(a[i][j]));
            }
        }
        if (noise > n * EPSILON * size) {
            throw new ArithmeticException("Jacobi rotations did not converge: " + Arrays.deepToString(a));
        }
        double[] values = new double[n];
        Arrays.setAll(values, i -> a[i][i]);
        return new Eigen(values, v);
    }

    private static void rotate(double[][] a, double[][] v, int p, int q, double c, double s, double shift) {
        int n = a.length;
        a[p][p] -= shift;
        a[q][q] += shift;
        a[p][q] = 0;
        a[q][p] = 0;
        for (int k = 0; k < n; k++) {
            if (k != p && k != q) {
                double kp = a[k][p];
                double kq = a[k][q];
                a[k][p] = c * kp - s * kq;
                a[p][k] = a[k][p];
                a[k][q] = s * kp + c * kq;
                a[q][k] = a[k][q];
            }
            double vp = v[p][k];
            double vq = v[q][k];
            v[p][k] = c * vp - s * vq;
            v[q][k] = s * vp + c * vq;
        }
    }
}
