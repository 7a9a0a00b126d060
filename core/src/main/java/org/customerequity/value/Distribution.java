package org.customerequity.value;

import java.io.Serializable;
import java.util.List;
import org.customerequity.internal.Require;

/**
 * What may be true of a positive number that is not known, or not known yet: a customer's own rate, the amount of the next
 * purchase. Immutable.
 *
 * <p>The factories cover what the models of this library end with; implement it for others.
 */
public interface Distribution extends Serializable {
    /** The mean; positive infinity where it does not exist. */
    double mean();

    /** The variance; positive infinity where it does not exist. */
    double variance();

    /**
     * The density at {@code x}: 0 outside the range and at infinity, positive infinity at a pole.
     *
     * @param x any number; NaN is refused
     */
    double density(double x);

    /**
     * The probability of a value of at most {@code x}, in [0, 1].
     *
     * @param x any number, infinite too; NaN is refused
     */
    double probabilityBelow(double x);

    /**
     * The value that is not exceeded with probability {@code p}.
     *
     * @param p strictly between 0 and 1
     */
    double quantile(double p);

    /** The square root of the variance. */
    default double standardDeviation() {
        return Math.sqrt(variance());
    }

    /** The central interval that holds the value with probability {@code level}: {@code 0.95} for 95 %. */
    default Interval interval(double level) {
        Require.openFraction(level, "level", "0.95 for 95 %");
        double lower = quantile((1 - level) / 2);
        // where all but next to nothing of the probability is at one number the two differ by the last digit, either
        // way
        return new Interval(lower, Math.max(lower, quantile((1 + level) / 2)), level);
    }

    /** Gamma with density {@code rate^shape x^(shape-1) exp(-rate x) / Gamma(shape)}. */
    static Distribution gamma(double shape, double rate) {
        return new GammaDistribution(shape, rate);
    }

    /** {@code 1 / X} for X of {@link #gamma(double, double)}: the mean is {@code rate / (shape - 1)} for shape above 1. */
    static Distribution inverseGamma(double shape, double rate) {
        return new InverseGammaDistribution(shape, rate);
    }

    /** Beta with density {@code x^(a-1) (1-x)^(b-1) / B(a,b)} on (0, 1). */
    static Distribution beta(double a, double b) {
        return new BetaDistribution(a, b);
    }

    /** {@code scale X / (1 - X)} for X of {@link #beta}: the mean is {@code scale a / (b - 1)} for b above 1. */
    static Distribution betaPrime(double a, double b, double scale) {
        return new BetaPrimeDistribution(a, b, scale);
    }

    /** {@code exp(X)} for a normal X with this mean and standard deviation. */
    static Distribution logNormal(double mu, double sigma) {
        return new LogNormalDistribution(mu, sigma);
    }

    /**
     * One of several distributions, each with its weight.
     *
     * @param weights not negative, with a sum of 1 to rounding; a distribution of weight 0 is left out
     */
    static Distribution mixture(List<Distribution> parts, double... weights) {
        return MixtureDistribution.of(parts, weights);
    }
}
