package org.customerequity.value;

import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;

/** {@link Distribution#gamma}. */
record GammaDistribution(double shape, double rate) implements Distribution {
    private static final long serialVersionUID = 1;

    GammaDistribution {
        Require.positive(shape, "shape", "");
        Require.positive(rate, "rate", "the mean is shape / rate");
    }

    @Override
    public double mean() {
        return shape / rate;
    }

    @Override
    public double variance() {
        return shape / rate / rate;
    }

    @Override
    public double density(double x) {
        Require.number(x, "x");
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (x <= 0) {
            return x < 0 || shape > 1 ? 0 : shape == 1 ? rate : Double.POSITIVE_INFINITY;
        }
        if (Require.number(x, "x") == Double.POSITIVE_INFINITY) {
            return 0;
        }
        return Math.exp(
                shape * Math.log(rate) + (shape - 1) * Math.log(x) - rate * x - SpecialFunctions.logGamma(shape));
    }

    @Override
    public double probabilityBelow(double x) {
        return Require.number(x, "x") <= 0 ? 0 : RegularizedGamma.P.value(shape, rate * x);
    }

    double probabilityAbove(double x) {
        return x <= 0 ? 1 : RegularizedGamma.Q.value(shape, rate * x);
    }

    @Override
    public double quantile(double p) {
        return Distributions.quantile(this::probabilityBelow, this::probabilityAbove, p, mean());
    }
}
