package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.value.Interval;

/**
 * A figure added up over all customers within each joint draw, so that what customers share, the uncertainty of the population,
 * does not average out.
 *
 * @param expected sums of what is expected of customers with the rates of the draw: uncertain as parameters and rates are
 * @param predicted sums of what customers with these rates then do: uncertain by chance too
 */
public record PosteriorTotal(DrawSummary expected, DrawSummary predicted) implements Serializable {
    public PosteriorTotal {
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(predicted, "predicted");
    }

    /** The mean of the expected totals. */
    public double mean() {
        return expected.mean();
    }

    /**
     * Where the expected total lies with that probability.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval credibleInterval(double level) {
        return expected.interval(level);
    }

    /**
     * Where the total itself will lie with that probability.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval predictionInterval(double level) {
        return predicted.interval(level);
    }
}
