package org.customerequity.value;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Require;

/** {@link Distribution#logNormal}. */
record LogNormalDistribution(double mu, double sigma) implements Distribution {
    private static final long serialVersionUID = 1;

    LogNormalDistribution {
        Require.finite(mu, "mu", "mean of the logarithm");
        Require.positive(sigma, "sigma", "standard deviation of the logarithm");
    }

    private NormalDistribution logarithm() {
        return NormalDistribution.of(mu, sigma);
    }

    @Override
    public double mean() {
        return Math.exp(mu + sigma * sigma / 2);
    }

    @Override
    public double variance() {
        double square = sigma * sigma;
        // one exponential where the two of the product would leave the doubles on either side
        return square > 1
                ? Math.exp(2 * (mu + square) + Math.log1p(-Math.exp(-square)))
                : Math.exp(2 * mu + square) * Math.expm1(square);
    }

    @Override
    public double density(double x) {
        return Require.number(x, "x") <= 0 ? 0 : logarithm().density(Math.log(x)) / x;
    }

    @Override
    public double probabilityBelow(double x) {
        return Require.number(x, "x") <= 0 ? 0 : logarithm().cumulativeProbability(Math.log(x));
    }

    @Override
    public double quantile(double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        return Math.exp(logarithm().inverseCumulativeProbability(p));
    }
}
