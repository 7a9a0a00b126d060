package org.customerequity.internal;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/**
 * Draws that {@link RandomGenerator} does not have. Exact, also for shapes so small that the draw itself would underflow:
 * those are made as logarithms.
 */
public final class RandomDraws {
    private RandomDraws() {}

    /** A draw from the gamma distribution of that shape and rate (mean shape / rate); 0 only where it underflows. */
    public static double gamma(double shape, double rate, RandomGenerator random) {
        Require.positive(shape, "shape", "");
        Require.positive(rate, "rate", "");
        return (shape >= 1 ? standardGamma(shape, random) : Math.exp(logGamma(shape, random))) / rate;
    }

    /** The logarithm of a draw from the gamma distribution of that shape and rate 1. */
    public static double logGamma(double shape, RandomGenerator random) {
        Require.positive(shape, "shape", "");
        if (shape >= 1) {
            return Math.log(standardGamma(shape, random));
        }
        // Gamma(shape) is Gamma(shape + 1) times a uniform to the power 1 / shape; -ln of a uniform is exponential
        return Math.log(standardGamma(shape + 1, random)) - random.nextExponential() / shape;
    }

    /** A draw from the beta distribution, whose mean is a / (a + b). */
    public static double beta(double a, double b, RandomGenerator random) {
        return 1 / (1 + Math.exp(logGamma(b, random) - logGamma(a, random)));
    }

    /**
     * Random numbers of its own for one of many, so that a simulation is the same however many there are and on however many threads.
     * Neighbouring indexes are sent to far apart seeds (Stafford's mix 13 of MurmurHash3's finaliser, as in SplittableRandom).
     */
    public static RandomGenerator stream(long seed, int index) {
        long z = seed + index;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return new SplittableRandom(z ^ (z >>> 31));
    }

    private static double standardGamma(double shape, RandomGenerator random) {
        UniformRandomProvider bits = random::nextLong;
        return AhrensDieterMarsagliaTsangGammaSampler.of(bits, shape, 1).sample();
    }
}
