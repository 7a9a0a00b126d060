package org.customerequity.internal;

import java.util.random.RandomGenerator;

/**
 * Gamma and Poisson draws for sweeps over many customers: no object a draw, no check of arguments.
 *
 * <p>G. Marsaglia and W. W. Tsang, A Simple Method for Generating Gamma Variables, ACM Transactions on Mathematical Software
 * 26(3), 2000.
 */
public final class GammaDraws {
    /** Mean from which a Poisson count is drawn by halves of a gamma waiting time. */
    private static final double MANY = 24;

    private GammaDraws() {}

    /** A draw of that shape and rate 1; 0 only where it underflows. */
    public static double standard(double shape, RandomGenerator random) {
        // Gamma(shape) is Gamma(shape + 1) times a uniform to the power 1 / shape; -ln of a uniform is exponential
        return shape >= 1
                ? ofOneOrMore(shape, random)
                : ofOneOrMore(shape + 1, random) * Math.exp(-random.nextExponential() / shape);
    }

    private static double ofOneOrMore(double shape, RandomGenerator random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double z = random.nextGaussian();
            double root = 1 + c * z;
            if (root > 0) {
                double v = root * root * root;
                double u = random.nextDouble();
                double squared = z * z;
                if (u < 1 - 0.0331 * squared * squared || Math.log(u) < 0.5 * squared + d * (1 - v + Math.log(v))) {
                    return d * v;
                }
            }
        }
    }

    /**
     * A Poisson count as a whole {@code double}. A large mean is cut down by the waiting time for the event in its middle (J. H.
     * Ahrens and U. Dieter, Computing 12, 1974), so that the cost grows with the logarithm of the mean.
     */
    public static double poisson(double mean, RandomGenerator random) {
        double count = 0;
        double left = mean;
        while (left > MANY) {
            double n = Math.floor(left * 0.875);
            double wait = ofOneOrMore(n, random);
            if (wait > left) {
                // n - 1 events before it are uniform over the wait
                return count + binomial(n - 1, left / wait, random);
            }
            count += n;
            left -= wait;
        }
        for (double t = random.nextExponential(); t < left; t += random.nextExponential()) {
            count++;
        }
        return count;
    }

    /** By the order statistic in the middle of n uniforms, a beta draw, until few are left to count. */
    private static double binomial(double n, double p, RandomGenerator random) {
        double count = 0;
        double left = n;
        double share = p;
        while (left > MANY) {
            double i = Math.floor((left + 1) / 2);
            double a = ofOneOrMore(i, random);
            double b = ofOneOrMore(left + 1 - i, random);
            double middle = a / (a + b);
            if (middle <= share) {
                count += i;
                left -= i;
                share = (share - middle) / (1 - middle);
            } else {
                left = i - 1;
                share /= middle;
            }
        }
        for (double i = 0; i < left; i++) {
            count += random.nextDouble() < share ? 1 : 0;
        }
        return count;
    }
}
