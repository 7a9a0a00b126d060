package org.customerequity.retention.curve;

import java.util.random.RandomGenerator;

/** Draws of the renewal at which a customer leaves. */
final class GeometricDraw {
    private GeometricDraw() {}

    /** The first whole number at which an exponential variable of this rate has passed; infinite where the rate is 0. */
    static double of(double rate, RandomGenerator random) {
        if (rate == Double.POSITIVE_INFINITY) {
            return 1;
        }
        // a rate of -ln 1 is negative zero, by which a quotient would be minus infinity
        return Math.max(1, Math.ceil(random.nextExponential() / (rate + 0.0)));
    }
}
