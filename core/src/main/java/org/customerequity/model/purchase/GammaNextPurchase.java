package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;

/**
 * The next purchase of a customer who, if alive, surely buys again, at a rate of Gamma(shape, rate).
 *
 * <pre>{@code
 *   F(u) = P [1 - (A / (A+u))^R]            R shape, A rate, P the probability to be alive
 *   u(p) = A [(1 - p/P)^(-1/R) - 1]         p < P
 * }</pre>
 *
 * <p>F has its relative precision for the smallest u. A quantile beyond the largest {@code double} is never, too.
 */
record GammaNextPurchase(double probabilityEver, double shape, double rate) implements NextPurchase, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public double probabilityWithin(double u) {
        return within(probabilityEver, shape, rate, time(u));
    }

    @Override
    public OptionalDouble quantile(double p) {
        double u = quantile(probabilityEver, shape, rate, probability(p));
        return u < Double.POSITIVE_INFINITY ? OptionalDouble.of(u) : OptionalDouble.empty();
    }

    @Override
    public String toString() {
        return SolvedNextPurchase.text(this);
    }

    static double time(double u) {
        return Require.nonNegative(u, "u", "periods of the model's unit after the end of observation");
    }

    static double probability(double p) {
        return Require.openFraction(p, "p", "0.5 for the median");
    }

    static double within(double ever, double shape, double rate, double u) {
        double z = u / rate;
        double aged = z < Double.POSITIVE_INFINITY ? BgNbdLikelihood.log1p(z) : Math.log(u) - Math.log(rate);
        return ever * -Math.expm1(-shape * aged);
    }

    /** Positive infinity for never. */
    static double quantile(double ever, double shape, double rate, double p) {
        return p < ever ? rate * Math.expm1(-Math.log1p(-p / ever) / shape) : Double.POSITIVE_INFINITY;
    }
}
