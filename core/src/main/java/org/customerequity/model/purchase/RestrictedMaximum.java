package org.customerequity.model.purchase;

import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Restriction;

/** The log-likelihood of a simpler model: the maximum with some of the log-parameters held. */
final class RestrictedMaximum {
    /** A log-likelihood so much lower needs no exact comparison; above the error of a coarse copy. */
    private static final double FAR = 100;

    private RestrictedMaximum() {}

    /**
     * The largest value found within {@code bound} from {@code from}, with the variables {@code held} where they are there.
     */
    static double of(NewtonMaximizer.Objective whole, double bound, double[] from, int... held) {
        return Restriction.maximum(whole, bound, from, held).value();
    }

    /**
     * The same by way of a rough copy of the objective that costs less, corrected by what it lacks at the best point of all;
     * of the whole only where that is not far below the value there.
     */
    static double of(
            NewtonMaximizer.Objective whole,
            NewtonMaximizer.Objective rough,
            double[] best,
            double bestValue,
            double bound,
            double[] from,
            int... held) {
        Restriction.Maximum end = Restriction.maximum(rough, bound, from, held);
        double value = end.value() + bestValue - rough.value(best);
        if (rough == whole || bestValue - value > FAR) {
            return value;
        }
        return Restriction.maximum(whole, bound, end.point(), held).value();
    }
}
