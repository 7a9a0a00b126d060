package org.customerequity.model.covariate;

import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.NextPurchase;

/** The next purchase of a customer whose path may end: what lies beyond is refused. */
final class PathNextPurchase implements NextPurchase {
    private static final double LARGEST = 1e15;

    private final double alive;
    private final PurchaseHistory history;
    private final DoubleFunction<PathKernel> reader;

    /** How far the path goes beyond the end of observation. */
    private final double reach;

    PathNextPurchase(double alive, PurchaseHistory history, DoubleFunction<PathKernel> reader) {
        this.alive = alive;
        this.history = history;
        this.reader = reader;
        this.reach = history.path().isNone()
                ? Double.POSITIVE_INFINITY
                : Math.max(0, history.path().reach() - history.age());
    }

    @Override
    public double probabilityWithin(double u) {
        Require.nonNegative(u, "u", "periods of the model's unit after the end of observation");
        return u == 0 ? 0 : within(reader.apply(u), u);
    }

    private double within(PathKernel kernel, double u) {
        return alive * kernel.probabilityWithin(u);
    }

    @Override
    public double probabilityEver() {
        return alive * reader.apply(Double.POSITIVE_INFINITY).probabilityEver(history.unit());
    }

    @Override
    public OptionalDouble quantile(double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        boolean forEver = reach == Double.POSITIVE_INFINITY;
        if (p >= alive || (forEver && p >= probabilityEver())) {
            return OptionalDouble.empty();
        }
        double most = forEver ? LARGEST : reach;
        PathKernel kernel = reader.apply(most);
        if (most == 0 || within(kernel, most) < p) {
            if (!forEver) {
                history.path().requireReach(Double.POSITIVE_INFINITY, "");
            }
            return OptionalDouble.empty();
        }
        double high = Math.min(1, most);
        while (within(kernel, high) < p) {
            high = Math.min(most, high * 16);
        }
        double low = high;
        while (low > Double.MIN_NORMAL && within(kernel, low) >= p) {
            low /= 16;
        }
        // the logarithm of u by bisection with secant steps: F rises in it
        double from = Math.log(low);
        double to = Math.log(high);
        double below = within(kernel, low) - p;
        double above = within(kernel, high) - p;
        for (int i = 0; i < 200 && to - from > 1e-15 * Math.max(1, Math.abs(to)); i++) {
            double secant = from + (to - from) * (below / (below - above));
            double middle = from + (to - from) / 2;
            double next = i % 3 == 2 || !(secant > from && secant < to) ? middle : secant;
            double value = within(kernel, Math.min(most, Math.exp(next))) - p;
            if (value < 0) {
                from = next;
                below = value;
            } else {
                to = next;
                above = value;
            }
        }
        return OptionalDouble.of(Math.min(most, Math.exp(from + (to - from) / 2)));
    }

    /** As others, or how far the path lets it be said. */
    @Override
    public String toString() {
        if (reach < Double.POSITIVE_INFINITY) {
            return "NextPurchase[within " + reach + " " + history.unit().noun() + "s, to where the path reaches, with"
                    + " probability " + probabilityWithin(reach) + "]";
        }
        OptionalDouble median = median();
        return "NextPurchase[ever with probability " + probabilityEver() + ", median "
                + (median.isPresent() ? median.getAsDouble() : "never") + "]";
    }
}
