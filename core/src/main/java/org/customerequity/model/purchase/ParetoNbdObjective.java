package org.customerequity.model.purchase;

import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.row.ParetoNbdRow;

/** The log-likelihood of rows in u = ln(r, alpha, s, beta), with gradient and Hessian from one pass. */
final class ParetoNbdObjective implements NewtonMaximizer.Objective {
    private final ParetoNbdRows rows;
    private final ParetoNbdRow row = new ParetoNbdRow();

    ParetoNbdObjective(ParetoNbdRows rows) {
        this.rows = rows;
    }

    @Override
    public double value(double[] u) {
        return evaluate(u, new double[4], new double[4][4]);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        return rows.sum(row, u, gradient, hessian);
    }
}
