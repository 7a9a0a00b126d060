package org.customerequity.model.purchase;

import org.customerequity.internal.GompertzGrowth;

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

    /** The life of a new customer. */
    static GompertzLife ofNew(double b, double s, double beta) {
        return new GompertzLife(s, b, beta, 0);
    }

    @Override
    public double logGrowth(double y) {
        return GompertzGrowth.logGrowth(w, b * y);
    }

    @Override
    public double logSpeed(double y) {
        return Math.log(b / GompertzGrowth.weightAfter(w, b * y));
    }

    @Override
    public double logRate() {
        return bt + Math.log(w);
    }

    @Override
    public GompertzLife after(double t) {
        return new GompertzLife(shape, b, GompertzGrowth.weightAfter(w, b * t), bt + b * t);
    }

    @Override
    public double scale() {
        return GompertzGrowth.scale(w) / b;
    }

    @Override
    public double reach(double y) {
        return GompertzGrowth.reach(w, b * y) / b;
    }

    @Override
    public double timeOfGrowth(double y, double growth) {
        double then = GompertzGrowth.weightAfter(w, b * y);
        return (growth < GompertzGrowth.LARGE ? Math.log1p(then * Math.expm1(growth)) : growth + Math.log(then)) / b;
    }
}
