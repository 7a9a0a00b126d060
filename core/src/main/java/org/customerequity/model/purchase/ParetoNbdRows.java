package org.customerequity.model.purchase;

import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.row.RowLikelihood;

/** What a Pareto/NBD likelihood reads: distinct rows with weights, sorted by frequency, time in a unit of its own. */
final class ParetoNbdRows {
    final int size;
    final int[] x;
    final double[] tx;
    final double[] age;
    final double[] weight;

    private ParetoNbdRows(int size, int[] x, double[] tx, double[] age, double[] weight) {
        this.size = size;
        this.x = x;
        this.tx = tx;
        this.age = age;
        this.weight = weight;
    }

    /** Time is multiplied by {@code scale}. */
    static ParetoNbdRows of(PurchaseHistories histories, double scale) {
        DistinctRows rows = DistinctRows.of(histories.frequencies(), histories.recencies(), histories.ages());
        int n = rows.size();
        ParetoNbdRows out = new ParetoNbdRows(n, new int[n], new double[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++) {
            out.x[i] = rows.frequency(i);
            out.tx[i] = rows.recency(i) * scale;
            out.age[i] = rows.age(i) * scale;
            out.weight[i] = rows.weight(i);
        }
        return out;
    }

    /** The log-likelihood of all rows at the same log-parameters, with gradient and Hessian. */
    double sum(RowLikelihood row, double[] u, double[] gradient, double[][] hessian) {
        int n = u.length;
        double[] g = new double[n];
        double[][] h = new double[n][n];
        double[] sums = new double[n * (n + 3) / 2];
        double value = 0;
        for (int i = 0; i < size; i++) {
            double w = weight[i];
            value += w * row.evaluate(x[i], tx[i], age[i], 0, u, g, h);
            int at = 0;
            for (int j = 0; j < n; j++) {
                sums[at++] += w * g[j];
                double[] hj = h[j];
                for (int k = j; k < n; k++) {
                    sums[at++] += w * hj[k];
                }
            }
        }
        int at = 0;
        for (int j = 0; j < n; j++) {
            gradient[j] = sums[at++];
            for (int k = j; k < n; k++) {
                hessian[j][k] = sums[at];
                hessian[k][j] = sums[at++];
            }
        }
        return value;
    }

    /**
     * Cells of like recency and age replaced by four rows, at a standard deviation on either side of their mean, to about
     * {@code target} rows. What a likelihood loses is of third order in the width of a cell, and least in sum if a frequency
     * gets cells about in proportion to the root of its rows.
     */
    ParetoNbdRows coarse(int target) {
        if (size <= target) {
            return this;
        }
        ParetoNbdRows out = new ParetoNbdRows(0, new int[size], new double[size], new double[size], new double[size]);
        double roots = 0;
        for (int from = 0; from < size; from = endOfFrequency(from)) {
            roots += Math.sqrt(endOfFrequency(from) - from);
        }
        int used = 0;
        for (int from = 0; from < size; from = endOfFrequency(from)) {
            int to = endOfFrequency(from);
            int cells = Math.max(8, (int) (target / 4 * Math.sqrt(to - from) / roots));
            used = coarse(from, to, x[from] == 0 ? Math.min(cells, 32) : cells, out, used);
        }
        return new ParetoNbdRows(used, out.x, out.tx, out.age, out.weight);
    }

    private int endOfFrequency(int from) {
        int to = from + 1;
        while (to < size && x[to] == x[from]) {
            to++;
        }
        return to;
    }

    /** Fills the rows of one frequency from {@code used} on; returns where they end. */
    private int coarse(int from, int to, int cells, ParetoNbdRows out, int used) {
        if (to - from <= 4 * cells) {
            System.arraycopy(x, from, out.x, used, to - from);
            System.arraycopy(tx, from, out.tx, used, to - from);
            System.arraycopy(age, from, out.age, used, to - from);
            System.arraycopy(weight, from, out.weight, used, to - from);
            return used + to - from;
        }
        int ages = x[from] == 0 ? cells : Math.max(2, (int) (0.6 * Math.sqrt(cells)));
        int shares = x[from] == 0 ? 1 : cells / ages;
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (int i = from; i < to; i++) {
            low = Math.min(low, age[i]);
            high = Math.max(high, age[i]);
        }
        // weight, age, age^2, share, share^2
        double[] sums = new double[5 * ages * shares];
        for (int i = from; i < to; i++) {
            double share = age[i] > 0 ? tx[i] / age[i] : 1;
            int at = 5 * (cell(high > low ? (age[i] - low) / (high - low) : 0, ages) * shares + cell(share, shares));
            double w = weight[i];
            double y = age[i] - low;
            sums[at] += w;
            sums[at + 1] += w * y;
            sums[at + 2] += w * y * y;
            sums[at + 3] += w * share;
            sums[at + 4] += w * share * share;
        }
        for (int at = 0; at < sums.length; at += 5) {
            double w = sums[at];
            if (w > 0) {
                double t = sums[at + 1] / w;
                double tSpread = Math.sqrt(Math.max(0, sums[at + 2] / w - t * t));
                double share = sums[at + 3] / w;
                double shareSpread = Math.sqrt(Math.max(0, sums[at + 4] / w - share * share));
                int points = x[from] == 0 ? 2 : 4;
                for (int k = 0; k < points; k++) {
                    double y = Math.max(0, (k & 1) == 0 ? t - tSpread : t + tSpread);
                    double z = (k & 2) == 0 ? share - shareSpread : share + shareSpread;
                    out.x[used] = x[from];
                    out.age[used] = low + y;
                    out.tx[used] = Math.min(1, Math.max(0, z)) * out.age[used];
                    out.weight[used] = w / points;
                    used++;
                }
            }
        }
        return used;
    }

    private static int cell(double share, int cells) {
        return Math.min(cells - 1, (int) (share * cells));
    }
}
