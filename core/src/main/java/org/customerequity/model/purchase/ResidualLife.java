package org.customerequity.model.purchase;

import java.io.Serializable;

/**
 * How long customers stay from some moment on, where each leaves at a hazard {@code e c'(y)} of his own with
 * {@code e ~ gamma(s, c(0))}, y counted from that moment.
 *
 * <pre>{@code
 *   P(life > y) = (c(0)/c(y))^s = exp(-s z(y))      z(y) = ln(c(y)/c(0))
 *   density     = s z'(y) exp(-s z(y))
 *
 *   c(y) = D + y                    exponential lives, the Pareto/NBD
 *   c(y) = beta + e^(b (t+y)) - 1   Gompertz lives, the GGompertz/NBD
 * }</pre>
 *
 * <p>Who is alive at y has e ~ gamma(s, c(y)), who left then had e ~ gamma(s + 1, c(y)).
 */
interface ResidualLife extends Serializable {
    /** The shape s. */
    double shape();

    /** z(y) for y >= 0: 0 at 0, never falls. */
    double logGrowth(double y);

    /** ln z'(y). */
    double logSpeed(double y);

    /** ln c(0). */
    double logRate();

    /** The life that is left to who is alive at t. */
    ResidualLife after(double t);

    /** Distance from 0 to the nearest place on the negative axis where c vanishes, or what is as far as that to steer by. */
    double scale();

    /** How long a stretch from y onwards a quadrature rule of 16 nodes may take at once, in view of complex zeros of c. */
    double reach(double y);

    /** The time from y in which c grows by the factor e^growth. */
    double timeOfGrowth(double y, double growth);

    /** ln P(life > y). */
    default double logSurvival(double y) {
        return -shape() * logGrowth(y);
    }

    /** ln of the density at y. */
    default double logDensity(double y) {
        return Math.log(shape()) + logSpeed(y) + logSurvival(y);
    }
}
