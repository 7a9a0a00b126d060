package org.customerequity.value;

import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;

/** {@link Distribution#inverseGamma}. */
record InverseGammaDistribution(double shape, double rate) implements Distribution {
    private static final long serialVersionUID = 1;

    InverseGammaDistribution {
        new GammaDistribution(shape, rate);
    }

    private GammaDistribution reciprocal() {
        return new GammaDistribution(shape, rate);
    }

    @Override
    public double mean() {
        return shape > 1 ? rate / (shape - 1) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double variance() {
        double mean = mean();
        return shape > 2 ? mean * mean / (shape - 2) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double density(double x) {
        if (Require.number(x, "x") <= 0 || x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        return Math.exp(
                shape * Math.log(rate) - (shape + 1) * Math.log(x) - rate / x - SpecialFunctions.logGamma(shape));
    }

    @Override
    public double probabilityBelow(double x) {
        return Require.number(x, "x") <= 0 ? 0 : reciprocal().probabilityAbove(1 / x);
    }

    @Override
    public double quantile(double p) {
        return Distributions.quantile(
                this::probabilityBelow, x -> reciprocal().probabilityBelow(1 / x), p, rate / shape);
    }
}
