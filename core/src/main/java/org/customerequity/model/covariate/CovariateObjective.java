package org.customerequity.model.covariate;

import java.util.Arrays;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.row.RowLikelihood;

/**
 * The log-likelihood of rows whose customers have parameters of their own, with gradient and Hessian by the chain rule.
 *
 * <p>The derivatives of rows that are neighbours and share a frequency and a design are added up in their own log-parameters first;
 * only the sum is carried to the parameters of the model.
 */
final class CovariateObjective implements NewtonMaximizer.Objective {
    private final DesignLayout layout;
    private final Designs designs;
    private final DesignRows rows;
    private final RowLikelihood row;
    private final int m;
    private final int p;
    /** The indexes w of each design, and its own log-parameters v. */
    private final double[] indexes;

    private final double[] own;

    private final double[] v;
    private final double[] w;
    private final double[] g;
    private final double[][] h;
    private final double[] runG;
    private final double[][] runH;
    /** The parameters that move an index, and by how much in the design at hand; the first is the baseline itself. */
    private final int[][] mover;

    private final int[][] moverColumn;
    private final double[][] moverSign;
    private final double[][] moverSize;

    CovariateObjective(DesignLayout layout, Designs designs, DesignRows rows, int k) {
        this.layout = layout;
        this.designs = designs;
        this.rows = rows;
        row = layout.base.row(k);
        m = layout.baselines;
        p = layout.parameters();
        indexes = new double[designs.size * m];
        own = new double[designs.size * m];
        v = new double[m];
        w = new double[m];
        g = new double[m];
        h = new double[m][m];
        runG = new double[m];
        runH = new double[m][m];
        mover = new int[m][];
        moverColumn = new int[m][];
        moverSign = new double[m][];
        moverSize = new double[m][];
        for (int index = 0; index < m; index++) {
            int count = 1;
            for (int s = 0; s < layout.slots(); s++) {
                count += layout.slotIndex(s) == index && layout.slotFree(s) >= 0 ? 1 : 0;
            }
            mover[index] = new int[count];
            moverColumn[index] = new int[count];
            moverSign[index] = new double[count];
            moverSize[index] = new double[count];
            mover[index][0] = index;
            moverSize[index][0] = 1;
            int at = 1;
            for (int s = 0; s < layout.slots(); s++) {
                if (layout.slotIndex(s) == index && layout.slotFree(s) >= 0) {
                    mover[index][at] = layout.slotFree(s);
                    moverColumn[index][at] = layout.slotColumn(s);
                    moverSign[index][at++] = layout.slotSign(s);
                }
            }
        }
    }

    /** The objective of every {@code step}-th row. */
    CovariateObjective every(int step, int k) {
        return new CovariateObjective(layout, designs, rows.every(step), k);
    }

    /** Whether |g'z| is within bounds everywhere. */
    private boolean prepare(double[] u) {
        for (int d = 0; d < designs.size; d++) {
            // also refuses NaN
            if (!(layout.indexes(u, designs.z, d * designs.columns, w) <= DesignLayout.MOST)) {
                return false;
            }
            System.arraycopy(w, 0, indexes, d * m, m);
            layout.takeApart(w);
            System.arraycopy(w, 0, own, d * m, m);
        }
        return true;
    }

    @Override
    public double value(double[] u) {
        if (!prepare(u)) {
            return Double.NEGATIVE_INFINITY;
        }
        double value = 0;
        int last = -1;
        for (int i = 0; i < rows.size; i++) {
            int d = rows.design[i];
            if (d != last) {
                System.arraycopy(own, d * m, v, 0, m);
                last = d;
            }
            value += rows.weight[i] * row.value(rows.x[i], rows.tx[i], rows.age[i], rows.logs[i], v);
        }
        return value;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        if (!prepare(u)) {
            return Double.NEGATIVE_INFINITY;
        }
        Arrays.fill(gradient, 0);
        for (double[] line : hessian) {
            Arrays.fill(line, 0);
        }
        double value = 0;
        int x = -1;
        int design = -1;
        clear();
        for (int i = 0; i < rows.size; i++) {
            int d = rows.design[i];
            if (d != design || rows.x[i] != x) {
                if (design >= 0) {
                    carry(design, gradient, hessian);
                    clear();
                }
                if (d != design) {
                    System.arraycopy(own, d * m, v, 0, m);
                    design = d;
                }
                x = rows.x[i];
            }
            double weight = rows.weight[i];
            value += weight * row.evaluate(x, rows.tx[i], rows.age[i], rows.logs[i], v, g, h);
            for (int a = 0; a < m; a++) {
                runG[a] += weight * g[a];
                double[] from = h[a];
                double[] to = runH[a];
                for (int b = a; b < m; b++) {
                    to[b] += weight * from[b];
                }
            }
        }
        if (design >= 0) {
            carry(design, gradient, hessian);
        }
        return value;
    }

    private void clear() {
        Arrays.fill(runG, 0);
        for (double[] line : runH) {
            Arrays.fill(line, 0);
        }
    }

    /** Adds what a run of rows has to the derivatives in the parameters. */
    private void carry(int design, double[] gradient, double[][] hessian) {
        if (layout.pairs.length > 0) {
            System.arraycopy(indexes, design * m, w, 0, m);
            layout.putTogether(w, runG, runH);
        }
        int from = design * designs.columns;
        for (int a = 0; a < m; a++) {
            double[] size = moverSize[a];
            for (int e = 1; e < size.length; e++) {
                size[e] = moverSign[a][e] * designs.z[from + moverColumn[a][e]];
            }
        }
        for (int a = 0; a < m; a++) {
            int[] movesA = mover[a];
            double[] sizeA = moverSize[a];
            for (int e = 0; e < movesA.length; e++) {
                double byA = sizeA[e];
                if (byA == 0) {
                    continue;
                }
                int j = movesA[e];
                gradient[j] += byA * runG[a];
                double[] line = hessian[j];
                for (int b = a; b < m; b++) {
                    double both = byA * runH[a][b];
                    int[] movesB = mover[b];
                    double[] sizeB = moverSize[b];
                    for (int f = 0; f < movesB.length; f++) {
                        double add = both * sizeB[f];
                        line[movesB[f]] += add;
                        if (a != b) {
                            hessian[movesB[f]][j] += add;
                        }
                    }
                }
            }
        }
    }
}
