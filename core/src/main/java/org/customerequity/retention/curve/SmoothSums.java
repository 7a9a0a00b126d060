package org.customerequity.retention.curve;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.customerequity.internal.Quadrature;

/**
 * Payment sums of a curve that is smooth in a real tenure: the first terms one by one, the rest by an integral and the
 * summation formula of Gauss and Encke.
 *
 * <pre>{@code
 *   sum j >= N of f(j) = integral from N - 1/2 of f + D/24 - 17 D3/5760 + 367 D5/967680 - ...
 *
 *   D, D3, D5   central differences of order 1, 3, 5 at N - 1/2: f(N) - f(N-1), ...
 * }</pre>
 *
 * <p>The rest is small where the terms change little from one to the next, which is when the formula takes over. The cost hardly
 * depends on the discount. About 1e-13 relative.
 */
final class SmoothSums implements PaymentSums {
    private static final int FIRST = 48;
    private static final double GENTLE = 0.04;
    private static final double TOLERANCE = 1e-14;

    private final DoubleBinaryOperator logStay;
    private final double sharpness;
    private final double power;
    private final double powerFrom;

    /**
     * @param logStay {@code ln(S(t+u) / S(t))} as a function of t and u, at real tenures
     * @param sharpness c, where S is a function of x^c: how sudden its bends can be
     * @param power S falls like x^-power in the end
     * @param powerFrom where it does so to the last digit
     */
    SmoothSums(DoubleBinaryOperator logStay, double sharpness, double power, double powerFrom) {
        this.logStay = logStay;
        this.sharpness = sharpness;
        this.power = power;
        this.powerFrom = Math.min(powerFrom, 1e300);
    }

    @Override
    public double plain(double tenure, double d, double n) {
        return sum(tenure, d, n, false);
    }

    @Override
    public double weighted(double tenure, double d, double n) {
        return sum(tenure, d, n, true);
    }

    private double sum(double tenure, double d, double n, boolean weighted) {
        double decay = weighted ? power - 1 : power;
        if (d == 0 && n == Double.POSITIVE_INFINITY && !(decay > 1)) {
            return Double.POSITIVE_INFINITY;
        }
        double rate = Math.log1p(d);
        DoubleUnaryOperator log = j -> logStay.applyAsDouble(tenure, j) - rate * j;
        DoubleUnaryOperator f =
                weighted ? j -> j * Math.exp(log.applyAsDouble(j)) : j -> Math.exp(log.applyAsDouble(j));
        double first = FIRST + 4 * sharpness;
        double total = 0;
        double before = 0;
        for (double j = 0; j < n; j++) {
            double now = log.applyAsDouble(j);
            double term = Math.exp(now);
            total += weighted ? j * term : term;
            double rest = weighted ? term / d * (j + 1 + (1 + d) / d) : term / d;
            if (term == 0 || d > 0 && rest < 1e-16 * total) {
                return total;
            }
            if (j >= first && before - now < GENTLE && n - j > FIRST) {
                return total + rest(f, tenure, rate, before - now, j + 1, n, weighted);
            }
            before = now;
        }
        return total;
    }

    /** The terms from {@code from} on, of a curve whose logarithm there falls by {@code slope} a period. */
    private double rest(
            DoubleUnaryOperator f, double tenure, double rate, double slope, double from, double n, boolean weighted) {
        double low = from - 0.5;
        double scale = Math.min(tenure + low, 1 / slope);
        double value = correction(f, from);
        double high;
        if (n < Double.POSITIVE_INFINITY) {
            high = n - 0.5;
            value -= correction(f, n);
        } else if (rate > 0) {
            high = low + 60 / rate;
        } else {
            high = Math.max(powerFrom, 4 * (tenure + low));
            value += powerTail(f.applyAsDouble(high), tenure, high, weighted);
        }
        high = rate > 0 ? Math.min(high, low + 60 / rate) : high;
        return value
                + Quadrature.adaptive(
                        y -> f.applyAsDouble(low + scale * Math.expm1(y)) * scale * Math.exp(y),
                        0,
                        Math.log1p((high - low) / scale),
                        TOLERANCE);
    }

    /** The integral from {@code high} of {@code x^-power} with x counted from tenure 0, or of that times j. */
    private double powerTail(double value, double tenure, double high, boolean weighted) {
        double x = tenure + high;
        return weighted ? value / high * x * (x / (power - 2) - tenure / (power - 1)) : value * x / (power - 1);
    }

    private static double correction(DoubleUnaryOperator f, double n) {
        double a = f.applyAsDouble(n - 3);
        double b = f.applyAsDouble(n - 2);
        double c = f.applyAsDouble(n - 1);
        double d = f.applyAsDouble(n);
        double e = f.applyAsDouble(n + 1);
        double g = f.applyAsDouble(n + 2);
        double one = d - c;
        double three = e - 3 * d + 3 * c - b;
        double five = g - 5 * e + 10 * d - 10 * c + 5 * b - a;
        return one / 24 - 17 * three / 5760 + 367 * five / 967680;
    }
}
