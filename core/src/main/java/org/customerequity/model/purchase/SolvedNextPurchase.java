package org.customerequity.model.purchase;

import java.util.OptionalDouble;
import org.customerequity.internal.Require;

/** A next purchase whose quantiles are found from its distribution: bracketed on a logarithmic scale, then bisected. */
abstract class SolvedNextPurchase implements NextPurchase {
    private static final double LARGEST = 1e15;

    /** F(u) for a checked u. */
    abstract double within(double u);

    @Override
    public final double probabilityWithin(double u) {
        return within(Require.nonNegative(u, "u", "periods of the model's unit after the end of observation"));
    }

    @Override
    public OptionalDouble quantile(double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        if (p >= probabilityEver() || within(LARGEST) < p) {
            return OptionalDouble.empty();
        }
        double high = 1;
        while (within(high) < p) {
            high *= 16;
        }
        double low = high;
        while (low > Double.MIN_NORMAL && within(low) >= p) {
            low /= 16;
        }
        // the logarithm of u by bisection with secant steps: F is smooth and rises in it
        double from = Math.log(low);
        double to = Math.log(high);
        double below = within(low) - p;
        double above = within(high) - p;
        for (int i = 0; i < 200 && to - from > 1e-15 * Math.max(1, Math.abs(to)); i++) {
            double secant = from + (to - from) * (below / (below - above));
            double middle = from + (to - from) / 2;
            double next = i % 3 == 2 || !(secant > from && secant < to) ? middle : secant;
            double value = within(Math.exp(next)) - p;
            if (value < 0) {
                from = next;
                below = value;
            } else {
                to = next;
                above = value;
            }
        }
        return OptionalDouble.of(Math.exp(from + (to - from) / 2));
    }

    /** {@code NextPurchase[ever with probability 0.73, median 12.5]}, or {@code median never}. */
    @Override
    public final String toString() {
        return text(this);
    }

    /** What every next purchase says of itself. */
    static String text(NextPurchase next) {
        OptionalDouble median = next.median();
        return "NextPurchase[ever with probability " + next.probabilityEver() + ", median "
                + (median.isPresent() ? median.getAsDouble() : "never") + "]";
    }
}
