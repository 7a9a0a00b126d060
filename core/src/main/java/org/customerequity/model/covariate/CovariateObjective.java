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
    /** The own log-parameters v of each design. */
    private final double[] own;

    private final double[] v;
    private final double[] w;
    private final double[] g;
    private final double[][] h;
    private final double[] runG;
    private final double[][] runH;
    /** The means of pairs, by design. */
    private final double[] means;

    /** What moves which index by way of which column: baselines, with the column -1 and size 1, then free slots. */
    private final int movers;

    private final int[] moved;
    private final int[] column;
    private final int[] parameter;
    private final double[] sign;
    private final double[] size;
    private final double[] sumG;
    private final double[] sumH;

    CovariateObjective(DesignLayout layout, Designs designs, DesignRows rows, int k) {
        this.layout = layout;
        this.designs = designs;
        this.rows = rows;
        row = layout.base.row(k);
        m = layout.baselines;
        own = new double[designs.size * m];
        v = new double[m];
        w = new double[m];
        g = new double[m];
        h = new double[m][m];
        runG = new double[m];
        runH = new double[m][m];
        means = new double[designs.size * 2 * layout.pairs.length];
        int free = 0;
        for (int s = 0; s < layout.slots(); s++) {
            free += layout.slotFree(s) >= 0 ? 1 : 0;
        }
        movers = m + free;
        moved = new int[movers];
        column = new int[movers];
        parameter = new int[movers];
        sign = new double[movers];
        size = new double[movers];
        sumG = new double[movers];
        sumH = new double[movers * movers];
        for (int a = 0; a < m; a++) {
            moved[a] = a;
            column[a] = -1;
            parameter[a] = a;
            size[a] = 1;
        }
        int at = m;
        for (int s = 0; s < layout.slots(); s++) {
            if (layout.slotFree(s) >= 0) {
                moved[at] = layout.slotIndex(s);
                column[at] = layout.slotColumn(s);
                parameter[at] = layout.slotFree(s);
                sign[at++] = layout.slotSign(s);
            }
        }
    }

    /** The objective of every {@code step}-th row, and of the designs of these alone. */
    CovariateObjective every(int step, int k) {
        DesignRows part = rows.every(step);
        return new CovariateObjective(layout, designs.kept(part.design), part, k);
    }

    /** Whether |g'z| is within bounds for all customers. */
    boolean isWithin(double[] u) {
        for (int d = 0; d < designs.size; d++) {
            if (!(layout.indexes(u, designs.z, d * designs.columns, w) <= DesignLayout.MOST)) {
                return false;
            }
        }
        return true;
    }

    /** Whether |g'z| is within bounds everywhere. */
    private boolean prepare(double[] u) {
        for (int d = 0; d < designs.size; d++) {
            // also refuses NaN
            if (!(layout.indexes(u, designs.z, d * designs.columns, w) <= DesignLayout.MOST)) {
                return false;
            }
            layout.takeApart(w, means, d * 2 * layout.pairs.length);
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
        double lost = 0;
        int last = -1;
        for (int i = 0; i < rows.size; i++) {
            int d = rows.design[i];
            if (d != last) {
                System.arraycopy(own, d * m, v, 0, m);
                last = d;
            }
            // what each addition rounds off is kept: a search compares sums that differ by less than many rounding
            // errors
            double term = rows.weight[i] * row.value(rows.x[i], rows.tx[i], rows.age[i], rows.logs[i], v) - lost;
            double sum = value + term;
            lost = (sum - value) - term;
            value = sum;
        }
        return value;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        if (!prepare(u)) {
            return Double.NEGATIVE_INFINITY;
        }
        Arrays.fill(sumG, 0);
        Arrays.fill(sumH, 0);
        double value = 0;
        double lost = 0;
        int x = -1;
        int design = -1;
        clear();
        for (int i = 0; i < rows.size; i++) {
            int d = rows.design[i];
            if (d != design || rows.x[i] != x) {
                if (design >= 0) {
                    carry(design);
                    clear();
                }
                if (d != design) {
                    System.arraycopy(own, d * m, v, 0, m);
                    design = d;
                }
                x = rows.x[i];
            }
            double weight = rows.weight[i];
            double term = weight * row.evaluate(x, rows.tx[i], rows.age[i], rows.logs[i], v, g, h) - lost;
            double sum = value + term;
            lost = (sum - value) - term;
            value = sum;
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
            carry(design);
        }
        finish(gradient, hessian);
        return value;
    }

    private void clear() {
        Arrays.fill(runG, 0);
        for (double[] line : runH) {
            Arrays.fill(line, 0);
        }
    }

    /** Adds what a run of rows has to the derivatives by movers. */
    private void carry(int design) {
        if (means.length > 0) {
            layout.putTogether(means, design * 2 * layout.pairs.length, runG, runH);
        }
        for (int a = 1; a < m; a++) {
            for (int b = 0; b < a; b++) {
                runH[a][b] = runH[b][a];
            }
        }
        int from = design * designs.columns;
        for (int i = m; i < movers; i++) {
            size[i] = sign[i] * designs.z[from + column[i]];
        }
        for (int i = 0; i < movers; i++) {
            double by = size[i];
            if (by == 0) {
                continue;
            }
            sumG[i] += by * runG[moved[i]];
            double[] line = runH[moved[i]];
            int at = i * movers;
            for (int j = i; j < movers; j++) {
                sumH[at + j] += by * size[j] * line[moved[j]];
            }
        }
    }

    /** From movers to the parameters that they stand for. */
    private void finish(double[] gradient, double[][] hessian) {
        Arrays.fill(gradient, 0);
        for (double[] line : hessian) {
            Arrays.fill(line, 0);
        }
        for (int i = 0; i < movers; i++) {
            gradient[parameter[i]] += sumG[i];
            for (int j = i; j < movers; j++) {
                double both = sumH[i * movers + j];
                hessian[parameter[i]][parameter[j]] += both;
                if (i != j) {
                    hessian[parameter[j]][parameter[i]] += both;
                }
            }
        }
    }
}
