package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;

/**
 * A figure against a reference of others, both with their errors, independent of each other: {@code z = (x - ref) / sqrt(se^2 +
 * se_ref^2)}.
 *
 * @param figure ours
 * @param reference theirs
 */
public record BenchmarkDifference(Estimate figure, Estimate reference) implements Serializable {
    public BenchmarkDifference {
        Objects.requireNonNull(figure, "figure");
        Objects.requireNonNull(reference, "reference");
        if (figure.standardError() == 0 && reference.standardError() == 0) {
            throw Require.bad(
                    "figure and reference",
                    "must not both have the standard error 0",
                    "without an error nothing can be said of chance",
                    figure + " and " + reference);
        }
    }

    /** {@code BenchmarkDifference.of(Estimate.of(0.62, 0.021), Estimate.of(0.58, 0.012))}. */
    public static BenchmarkDifference of(Estimate figure, Estimate reference) {
        return new BenchmarkDifference(figure, reference);
    }

    /** Figure less reference, with its standard error. */
    public Estimate differenceEstimate() {
        return Estimate.of(
                figure.value() - reference.value(), Math.hypot(figure.standardError(), reference.standardError()));
    }

    /** The difference in its own standard errors. */
    public double z() {
        Estimate difference = differenceEstimate();
        return difference.value() / difference.standardError();
    }

    /** How often chance alone would give a difference of this size or more, in either direction. */
    public double pValue() {
        return 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z()));
    }
}
