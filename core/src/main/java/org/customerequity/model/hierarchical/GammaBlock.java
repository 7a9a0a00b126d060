package org.customerequity.model.hierarchical;

import java.util.random.RandomGenerator;
import org.customerequity.internal.GammaDraws;
import org.customerequity.internal.SliceSampler;
import org.customerequity.internal.SpecialFunctions;

/**
 * The gamma distribution of a rate over customers, given the rates of n customers: its shape with the rate parameter integrated
 * out, then the rate parameter. Far better than one given the other in turn, which crawls along their ridge.
 *
 * <pre>{@code
 *   ln p(ln shape | v) = shape SL - n lnGamma(shape) + lnGamma(G) - G ln(g2 + S) + a1 ln shape - a2 shape
 *   rate | shape, v    ~ gamma(G, g2 + S)
 *
 *   S, SL  sums of v and of ln v;  G = g1 + n shape;  a1, a2 prior of the shape, with the Jacobian;  g1, g2 of the rate parameter
 * }</pre>
 */
final class GammaBlock {
    private static final SliceSampler SLICE = SliceSampler.of(0.2);

    private final GammaPrior shapePrior;
    private final GammaPrior ratePrior;
    private double shape;
    private double rate;

    GammaBlock(GammaPrior shapePrior, GammaPrior ratePrior, double shape, double rate) {
        this.shapePrior = shapePrior;
        this.ratePrior = ratePrior;
        this.shape = shape;
        this.rate = rate;
    }

    double shape() {
        return shape;
    }

    double rate() {
        return rate;
    }

    /** Takes what another step has drawn. */
    void set(double newShape, double newRate) {
        shape = newShape;
        rate = newRate;
    }

    /** ln of the prior density of ln shape and ln rate, less its constant. */
    double logPrior(double logShape, double logRate) {
        return shapePrior.logDensityOfLog(logShape) + ratePrior.logDensityOfLog(logRate);
    }

    /** Draws both anew. */
    void draw(int n, double sum, double sumOfLogs, RandomGenerator random) {
        double logShape = SLICE.next(
                u -> logDensity(u, n, sum, sumOfLogs), Math.log(Math.max(shape, ExponentialLife.LEAST)), random);
        shape = Math.exp(logShape);
        rate = rateGivenShape(shape, n, sum, random);
    }

    double logDensity(double logShape, int n, double sum, double sumOfLogs) {
        double a = Math.exp(logShape);
        double g = ratePrior.shape() + n * a;
        return a * sumOfLogs
                - n * SpecialFunctions.logGamma(a)
                + SpecialFunctions.logGamma(g)
                - g * Math.log(ratePrior.rate() + sum)
                + shapePrior.logDensityOfLog(logShape);
    }

    private double rateGivenShape(double a, int n, double sum, RandomGenerator random) {
        double g = ratePrior.shape() + n * a;
        return Math.max(GammaDraws.standard(g, random) / (ratePrior.rate() + sum), ExponentialLife.LEAST);
    }
}
