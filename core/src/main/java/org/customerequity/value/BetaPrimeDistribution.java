package org.customerequity.value;

import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;

/** {@link Distribution#betaPrime}. */
record BetaPrimeDistribution(double a, double b, double scale) implements Distribution {
    private static final long serialVersionUID = 1;

    BetaPrimeDistribution {
        new BetaDistribution(a, b);
        Require.positive(scale, "scale", "");
    }

    @Override
    public double mean() {
        return b > 1 ? scale * (a / (b - 1)) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double variance() {
        double mean = mean();
        return b > 2 ? mean * scale * ((a + b - 1) / ((b - 1) * (b - 2))) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double density(double x) {
        Require.number(x, "x");
        if (x <= 0) {
            return x < 0 || a > 1 ? 0 : a == 1 ? b / scale : Double.POSITIVE_INFINITY;
        }
        if (Require.number(x, "x") == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double y = x / scale;
        if (y == Double.POSITIVE_INFINITY) {
            return 0;
        }
        return Math.exp((a - 1) * Math.log(y) - (a + b) * Math.log1p(y) - SpecialFunctions.logBeta(a, b)) / scale;
    }

    @Override
    public double probabilityBelow(double x) {
        Require.number(x, "x");
        if (x == Double.POSITIVE_INFINITY) {
            return 1;
        }
        return x <= 0 ? 0 : IncompleteBeta.regularized(x / (x + scale), scale / (x + scale), a, b);
    }

    private double probabilityAbove(double x) {
        return x <= 0 ? 1 : IncompleteBeta.regularized(scale / (x + scale), x / (x + scale), b, a);
    }

    @Override
    public double quantile(double p) {
        return Distributions.quantile(this::probabilityBelow, this::probabilityAbove, p, scale * (a / b));
    }
}
