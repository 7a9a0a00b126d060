package org.customerequity.model.purchase;

/** Exponential lives with rates gamma(shape, d): c(y) = d + y. */
record ParetoLife(double shape, double d) implements ResidualLife {
    private static final long serialVersionUID = 1;

    @Override
    public double logGrowth(double y) {
        return Math.log1p(y / d);
    }

    @Override
    public double logSpeed(double y) {
        return -Math.log(d + y);
    }

    @Override
    public double logRate() {
        return Math.log(d);
    }

    @Override
    public ParetoLife after(double t) {
        return new ParetoLife(shape, d + t);
    }

    @Override
    public double scale() {
        return d;
    }

    @Override
    public double reach(double y) {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public double timeOfGrowth(double y, double growth) {
        return (d + y) * Math.expm1(growth);
    }
}
