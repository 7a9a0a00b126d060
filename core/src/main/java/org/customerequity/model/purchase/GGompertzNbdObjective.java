package org.customerequity.model.purchase;

import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.row.GGompertzNbdRow;

/** The log-likelihood of rows in u = ln(r, alpha, b, s, beta), with gradient and Hessian from one pass. */
final class GGompertzNbdObjective implements NewtonMaximizer.Objective {
    private static final int N = 5;

    private final ParetoNbdRows rows;
    private final GGompertzNbdRow row;

    GGompertzNbdObjective(ParetoNbdRows rows) {
        this(rows, new GGompertzNbdRow());
    }

    private GGompertzNbdObjective(ParetoNbdRows rows, GGompertzNbdRow row) {
        this.rows = rows;
        this.row = row;
    }

    /** With half the nodes, which leave about 1e-6 of a row's density: for copies of the rows that are coarser than that. */
    static GGompertzNbdObjective rough(ParetoNbdRows rows) {
        return new GGompertzNbdObjective(rows, GGompertzNbdRow.rough());
    }

    @Override
    public double value(double[] u) {
        return evaluate(u, new double[N], new double[N][N]);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        return rows.sum(row, u, gradient, hessian);
    }
}
