package org.customerequity.internal.row;

/**
 * The log-likelihood of one customer's history in the logarithms of that customer's own parameters, with both derivatives.
 *
 * <p>Where all customers share their parameters, a likelihood adds rows up; where covariates give each customer parameters of
 * his own, the chain rule is applied to each row. Neither the row nor its derivatives know where a parameter comes from.
 *
 * <p>Rows come ordered by frequency, and some parameters stay the same from row to row: what depends on these alone may be
 * remembered from one call to the next. Not for use by several threads at once.
 */
public interface RowLikelihood {
    /** How many parameters a customer has. */
    int parameters();

    /**
     * The log-likelihood of a row at log-parameters {@code u}.
     *
     * @param x repeat purchases
     * @param tx time of the last
     * @param age time observed
     * @param logs sum of the logarithms of the times between purchases; read by models of regular timing only
     */
    double value(int x, double tx, double age, double logs, double[] u);

    /** {@link #value} with its gradient and (both triangles of) its Hessian in {@code u} written into the arrays. */
    double evaluate(int x, double tx, double age, double logs, double[] u, double[] gradient, double[][] hessian);
}
