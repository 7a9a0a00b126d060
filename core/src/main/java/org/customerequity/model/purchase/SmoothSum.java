package org.customerequity.model.purchase;

import java.util.function.DoubleUnaryOperator;
import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.Quadrature;

/**
 * Sums of positive terms F(n) over n = 0, 1, 2, ..., also where billions of them count.
 *
 * <p>The first {@code direct} terms are added one by one, until a geometric tail is below rounding. If more are needed, they
 * come by the formula of Euler and Maclaurin with central differences, c = direct - 1/2:
 *
 * <pre>{@code
 *   F(direct) + F(direct + 1) + ... = integral of F from c on + d1/24 - 17/5760 d3 + 367/967680 d5 - 27859/464486400 d7
 *
 *   dj  j-th central difference of F at c
 * }</pre>
 *
 * <p>which asks that F be smooth on the scale of 8 or more at {@code direct} and beyond. The integral is taken over ln n, in
 * which products of powers are log-concave.
 */
final class SmoothSum {
    private static final double NEGLIGIBLE = 1e-17;
    /** exp(-45) of the largest is negligible. */
    private static final double REACH = 45;

    /** Of the integral; the Kronrod rule is far better than it says. */
    private static final double TOLERANCE = 1e-11;

    /** ln n beyond which no sum of ours has terms. */
    private static final double FARTHEST = 60;

    /** Of a panel of 16 nodes, in ln n and in ln F. */
    private static final double MAX_WIDTH = 2;

    private static final double MAX_CHANGE = 12;

    private static final double GOLDEN = 0.3819660112501051;

    private SmoothSum() {}

    /**
     * ln of the sum of exp(logF(n)) over n = 0, 1, 2, ...; minus infinity where all terms are 0.
     *
     * @param logF defined for whole n from 0 on and real n from {@code direct - 4} on
     * @param direct how many terms to add one by one, at least 8
     */
    static double log(DoubleUnaryOperator logF, int direct) {
        double[] last = new double[8];
        double top = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double before = Double.NEGATIVE_INFINITY;
        for (int n = 0; n < direct; n++) {
            double log = logF.applyAsDouble(n);
            last[n & 7] = log;
            if (log > top) {
                sum = sum * Math.exp(top - log) + 1;
                top = log;
            } else if (log > Double.NEGATIVE_INFINITY) {
                double term = Math.exp(log - top);
                sum += term;
                double ratio = Math.exp(log - before);
                if (n >= 4 && ratio < 1 && term * ratio <= NEGLIGIBLE * (1 - ratio) * sum) {
                    return top + Math.log(sum);
                }
            }
            before = log;
        }
        return tail(logF, direct, last, top, sum);
    }

    /**
     * The same where ln F is concave in ln n beyond {@code direct}, and smooth on the scale of 1 but for one edge, whose place is
     * known: no search, some hundred values of F.
     *
     * @param logF as in {@link #log(DoubleUnaryOperator, int)}
     * @param direct how many terms to add one by one, at least 8
     * @param head the sum of those terms, positive
     * @param edge ln n at the edge
     * @param spread its width in ln n, as a standard deviation
     */
    static double withEdge(DoubleUnaryOperator logF, int direct, double head, double edge, double spread) {
        double[] nodes = GaussLegendre.nodes(16);
        double[] weights = GaussLegendre.weights(16);
        double at = Math.log(direct - 0.5);
        double value = at + logF.applyAsDouble(Math.exp(at));
        double[] f = new double[8];
        for (int i = 0; i < 8; i++) {
            f[i] = Math.exp(logF.applyAsDouble(direct - 4.0 + i));
        }
        double total = head + correction(f);
        if (value < Math.log(head) - REACH && at > edge) {
            return total;
        }
        while (at < FARTHEST) {
            double next = at + widest(at, edge, spread);
            double end = next + logF.applyAsDouble(Math.exp(next));
            while (Math.abs(end - value) > MAX_CHANGE && next - at > 1e-9) {
                next = at + (next - at) * Math.max(0.9 * MAX_CHANGE / Math.abs(end - value), 0.01);
                end = next + logF.applyAsDouble(Math.exp(next));
            }
            double half = (next - at) / 2;
            double panel = 0;
            for (int i = 0; i < nodes.length; i++) {
                double v = at + half * (1 + nodes[i]);
                panel += weights[i] * Math.exp(v + logF.applyAsDouble(Math.exp(v)));
            }
            total += panel * half;
            // concave: beyond, it falls at least as fast
            double slope = (value - end) / (next - at);
            if (slope > 0 && Math.exp(end) <= NEGLIGIBLE * slope * total) {
                return total;
            }
            at = next;
            value = end;
        }
        throw new ArithmeticException("smooth sum: terms still count at ln n = " + at);
    }

    private static double widest(double at, double edge, double spread) {
        double near = edge - 9 * spread;
        if (at > edge + 9 * spread) {
            return MAX_WIDTH;
        }
        double fine = Math.min(MAX_WIDTH, 2 * spread);
        return at >= near ? fine : Math.min(MAX_WIDTH, Math.max(near - at, fine));
    }

    private static double tail(DoubleUnaryOperator logF, int direct, double[] last, double top, double sum) {
        DoubleUnaryOperator phi = v -> v + logF.applyAsDouble(Math.exp(v));
        double low = Math.log(direct - 0.5);
        double peak = peak(phi, low);
        double height = phi.applyAsDouble(peak);
        if (height == Double.NEGATIVE_INFINITY) {
            return sum == 0 ? top : top + Math.log(sum);
        }
        DoubleUnaryOperator relative = v -> Math.exp(phi.applyAsDouble(v) - height);
        double left = Math.max(low, edge(phi, peak, height, -1));
        double right = edge(phi, peak, height, 1);
        // no smoother than the rounding of large logarithms
        double tolerance = TOLERANCE + 1e-15 * Math.abs(height);
        double integral = Quadrature.adaptive(relative, left, peak, tolerance)
                + Quadrature.adaptive(relative, peak, right, tolerance);
        double scale = Math.max(top, height);
        double head = sum == 0 ? 0 : sum * Math.exp(top - scale);
        double total = head + Math.exp(height - scale) * integral + correction(logF, direct, last, scale);
        return scale + Math.log(total);
    }

    /** Where phi is largest from low on: a walk in steps of 1/2, then golden section. */
    private static double peak(DoubleUnaryOperator phi, double low) {
        double best = low;
        double top = phi.applyAsDouble(low);
        double left = low;
        double right = Double.NaN;
        for (double at = low; at < FARTHEST; at += 0.5) {
            double next = at + 0.5;
            double value = phi.applyAsDouble(next);
            if (value > top) {
                left = at;
                best = next;
                right = Double.NaN;
                top = value;
            } else if (Double.isNaN(right)) {
                right = next;
            }
            if (value < top - REACH) {
                break;
            }
        }
        if (top == Double.NEGATIVE_INFINITY) {
            return low;
        }
        if (Double.isNaN(right)) {
            throw new ArithmeticException("smooth sum: terms still rise at ln n = " + best);
        }
        double width = 1e-4;
        while (right - left > width) {
            double next = best - left > right - best ? best - GOLDEN * (best - left) : best + GOLDEN * (right - best);
            double value = phi.applyAsDouble(next);
            if (value > top) {
                if (next < best) {
                    right = best;
                } else {
                    left = best;
                }
                best = next;
                top = value;
            } else if (next < best) {
                left = next;
            } else {
                right = next;
            }
        }
        return best;
    }

    /** About where phi has fallen by {@link #REACH} from its peak, on one side. */
    private static double edge(DoubleUnaryOperator phi, double peak, double height, int side) {
        double far = 1e-6;
        while (phi.applyAsDouble(peak + side * far) > height - REACH && far < FARTHEST) {
            far *= 2;
        }
        double near = far / 2;
        while (far - near > 0.1 * far) {
            double mid = (near + far) / 2;
            if (phi.applyAsDouble(peak + side * mid) > height - REACH) {
                near = mid;
            } else {
                far = mid;
            }
        }
        return peak + side * far;
    }

    private static double correction(DoubleUnaryOperator logF, int direct, double[] last, double scale) {
        // F at direct - 4, ..., direct + 3
        double[] f = new double[8];
        for (int i = 0; i < 8; i++) {
            int n = direct - 4 + i;
            f[i] = Math.exp((i < 4 ? last[n & 7] : logF.applyAsDouble(n)) - scale);
        }
        return correction(f);
    }

    /** From F at direct - 4, ..., direct + 3. */
    private static double correction(double[] f) {
        double d1 = f[4] - f[3];
        double d3 = f[5] - 3 * f[4] + 3 * f[3] - f[2];
        double d5 = f[6] - 5 * f[5] + 10 * f[4] - 10 * f[3] + 5 * f[2] - f[1];
        double d7 = f[7] - 7 * f[6] + 21 * f[5] - 35 * f[4] + 35 * f[3] - 21 * f[2] + 7 * f[1] - f[0];
        return d1 / 24 - 17.0 / 5760 * d3 + 367.0 / 967680 * d5 - 27859.0 / 464486400 * d7;
    }
}
