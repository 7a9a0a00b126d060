package org.customerequity.model.purchase;

import org.customerequity.internal.Elementary;

/**
 * Gompertz lives: {@code c(t+y) = beta + e^(b (t+y)) - 1 = e^(b t) (w + e^(b y) - 1)}, where
 * {@code w = beta e^(-b t) + 1 - e^(-b t)} is beta for a new customer and tends to 1.
 *
 * @param shape s
 * @param b the growth of the hazard per period
 * @param w the beta that a customer of this age has as if he were new
 * @param bt b times the age
 */
record GompertzLife(double shape, double b, double w, double bt) implements ResidualLife {
    private static final long serialVersionUID = 1;

    /** e^500 is far from overflow and far beyond where the rest of c counts. */
    static final double LARGE = 500;

    /** The life of a new customer. */
    static GompertzLife ofNew(double b, double s, double beta) {
        return new GompertzLife(s, b, beta, 0);
    }

    /** {@code beta e^(-y) + 1 - e^(-y)}. */
    static double weightAfter(double beta, double y) {
        return beta * Math.exp(-y) - Math.expm1(-y);
    }

    /** ln((w + e^y - 1)/w), y >= 0. */
    static double logGrowth(double w, double y) {
        return y < LARGE ? Elementary.log1p(Elementary.expm1(y) / w) : y - Math.log(w);
    }

    @Override
    public double logGrowth(double y) {
        return logGrowth(w, b * y);
    }

    @Override
    public double logSpeed(double y) {
        return Math.log(b / weightAfter(w, b * y));
    }

    @Override
    public double logRate() {
        return bt + Math.log(w);
    }

    @Override
    public GompertzLife after(double t) {
        return new GompertzLife(shape, b, weightAfter(w, b * t), bt + b * t);
    }

    @Override
    public double scale() {
        return scale(w) / b;
    }

    /** c vanishes at ln(1-w), in units of 1/b, where {@code w < 1}. */
    static double scale(double w) {
        return w < 0.6 ? -Math.log1p(-w) : 1;
    }

    @Override
    public double reach(double y) {
        return reach(w, b * y) / b;
    }

    /** c has zeros at ln(w-1) +- i pi for w > 1, at ln(1-w) +- 2 i pi for w < 1, in units of 1/b. */
    static double reach(double w, double by) {
        return Math.max(1.5, 1.2 * (by - Math.log(Math.abs(w - 1))));
    }

    @Override
    public double timeOfGrowth(double y, double growth) {
        double then = weightAfter(w, b * y);
        return (growth < LARGE ? Math.log1p(then * Math.expm1(growth)) : growth + Math.log(then)) / b;
    }
}
