package org.customerequity.model.purchase;

import java.util.function.DoubleUnaryOperator;
import org.customerequity.internal.GaussLegendre;

/**
 * Integrals of {@code w(v) exp(phi(v))} where phi is concave with its peak, of value 0, at a known place, and weight and phi
 * are analytic for {@code |Im v| < pi}: products of powers become that in a variable v = ln(c + u).
 *
 * <p>Marches away from the peak in panels of 16 Gauss-Legendre nodes, each at most {@link #MAX_WIDTH} wide and over which phi
 * falls by at most {@link #MAX_FALL}, so that a node rule sees an exponential of a nearly straight line; stops where the
 * rest, which concavity bounds, no longer counts. All terms are positive: about 1e-15 relative of what phi itself has.
 */
final class LogConcaveIntegral {
    private static final double MAX_WIDTH = 2;
    private static final double MAX_FALL = 12;
    private static final int MAX_PANELS = 100_000;
    private static final double NEGLIGIBLE = 1e-18;
    private static final DoubleUnaryOperator ONE = v -> 1;

    private LogConcaveIntegral() {}

    /** The integral of exp(phi) from low to high, either of which may be infinite; phi(peak) = 0 is its largest value. */
    static double of(DoubleUnaryOperator phi, double low, double peak, double high) {
        return of(phi, ONE, low, peak, high);
    }

    /**
     * The integral of weight exp(phi).
     *
     * @param weight in [0, 1], and varying no faster than phi's own scale
     */
    static double of(DoubleUnaryOperator phi, DoubleUnaryOperator weight, double low, double peak, double high) {
        return oneSide(phi, weight, peak, low) + oneSide(phi, weight, peak, high);
    }

    private static double oneSide(DoubleUnaryOperator phi, DoubleUnaryOperator weight, double peak, double end) {
        double[] nodes = GaussLegendre.nodes(16);
        double[] weights = GaussLegendre.weights(16);
        double sign = end < peak ? -1 : 1;
        double at = peak;
        double value = 0;
        double width = MAX_WIDTH;
        double sum = 0;
        for (int panels = 0; at != end; panels++) {
            width = Math.min(MAX_WIDTH, 2 * width);
            double next = clip(at + sign * width, end, sign);
            double nextValue = phi.applyAsDouble(next);
            while (!(value - nextValue <= MAX_FALL)) {
                double fall = value - nextValue;
                width = Math.abs(next - at) * Math.max(0.9 * MAX_FALL / fall, 1e-3);
                next = at + sign * width;
                if (next == at || Double.isNaN(fall) || panels > MAX_PANELS) {
                    throw new ArithmeticException("log-concave integral: phi falls from " + value + " at " + at + " to "
                            + nextValue + " without a step between");
                }
                nextValue = phi.applyAsDouble(next);
            }
            double half = (next - at) / 2;
            double mid = at + half;
            double panel = 0;
            for (int i = 0; i < nodes.length; i++) {
                double v = mid + half * nodes[i];
                panel += weights[i] * weight.applyAsDouble(v) * Math.exp(phi.applyAsDouble(v));
            }
            sum += panel * Math.abs(half);
            // beyond next, phi falls at least as fast as on the average of this panel
            double fall = value - nextValue;
            if (fall > 0 && Math.exp(nextValue) * Math.abs(next - at) <= NEGLIGIBLE * sum * fall) {
                break;
            }
            at = next;
            value = nextValue;
        }
        return sum;
    }

    private static double clip(double next, double end, double sign) {
        return sign > 0 ? Math.min(next, end) : Math.max(next, end);
    }
}
