package org.customerequity.value;

import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;

/** {@link Distribution#beta}. */
record BetaDistribution(double a, double b) implements Distribution {
    private static final long serialVersionUID = 1;

    BetaDistribution {
        Require.positive(a, "a", "first shape");
        Require.positive(b, "b", "second shape");
    }

    @Override
    public double mean() {
        return a / (a + b);
    }

    @Override
    public double variance() {
        double sum = a + b;
        return a / sum * (b / sum) / (sum + 1);
    }

    @Override
    public double density(double x) {
        Require.number(x, "x");
        if (x <= 0 || x >= 1) {
            double shape = x <= 0 ? a : b;
            boolean atEdge = x == 0 || x == 1;
            return !atEdge || shape > 1 ? 0 : shape == 1 ? a + b - 1 : Double.POSITIVE_INFINITY;
        }
        return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - SpecialFunctions.logBeta(a, b));
    }

    @Override
    public double probabilityBelow(double x) {
        return Require.number(x, "x") <= 0 ? 0 : x >= 1 ? 1 : IncompleteBeta.regularized(x, a, b);
    }

    @Override
    public double quantile(double p) {
        double odds = new BetaPrimeDistribution(a, b, 1).quantile(p);
        return odds == Double.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
    }
}
