package org.customerequity.value;

import java.util.function.DoubleUnaryOperator;
import org.customerequity.internal.Require;

/** What the distributions have in common. */
final class Distributions {
    private static final double LOWEST = Math.log(Double.MIN_VALUE);
    private static final double HIGHEST = Math.log(Double.MAX_VALUE);

    private Distributions() {}

    /**
     * The x at which a distribution function on (0, infinity) reaches p, from the smaller tail: bracketed in ln x around a
     * start, then by secant steps kept inside the bracket.
     */
    static double quantile(DoubleUnaryOperator below, DoubleUnaryOperator above, double p, double start) {
        Require.openFraction(p, "p", "0.5 for the median");
        boolean upper = p > 0.5;
        // rises in ln x, and is zero at the quantile, in logarithms so that a small tail counts as much as the middle
        DoubleUnaryOperator miss = upper
                ? t -> Math.log1p(-p) - Math.log(above.applyAsDouble(Math.exp(t)))
                : t -> Math.log(below.applyAsDouble(Math.exp(t))) - Math.log(p);
        double from = Math.min(HIGHEST, Math.max(LOWEST, Math.log(start)));
        double to = from;
        double step = 1;
        while (from > LOWEST && !(miss.applyAsDouble(from) < 0)) {
            to = from;
            from = Math.max(LOWEST, from - step);
            step *= 2;
        }
        step = 1;
        while (to < HIGHEST && !(miss.applyAsDouble(to) >= 0)) {
            from = to;
            to = Math.min(HIGHEST, to + step);
            step *= 2;
        }
        if (from == to) {
            return Math.exp(from);
        }
        double low = miss.applyAsDouble(from);
        double high = miss.applyAsDouble(to);
        for (int i = 0; i < 300 && to - from > 1e-15 * Math.max(1, Math.abs(to)); i++) {
            double secant = from - low * ((to - from) / (high - low));
            double middle = from + (to - from) / 2;
            double next = i % 3 == 2 || !(secant > from && secant < to) ? middle : secant;
            double value = miss.applyAsDouble(next);
            if (value < 0) {
                from = next;
                low = value;
            } else {
                to = next;
                high = value;
            }
            if (value == 0) {
                return Math.exp(next);
            }
        }
        return Math.exp(from + (to - from) / 2);
    }
}
