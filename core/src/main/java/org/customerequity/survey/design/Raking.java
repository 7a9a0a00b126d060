package org.customerequity.survey.design;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * What raking ended with: weights that meet all margins, or the closest it came.
 *
 * @param best the weights of the last round
 * @param converged whether every weighted share is within the tolerance of that of the population
 * @param rounds how many were made
 * @param largestGap between a weighted share and that of the population
 */
public record Raking(SurveyWeights best, boolean converged, int rounds, double largestGap) implements Serializable {
    public Raking {
        Objects.requireNonNull(best, "best");
        Require.nonNegative(rounds, "rounds", "");
        largestGap = Require.nonNegative(largestGap, "largestGap", "");
    }

    /**
     * The weights.
     *
     * @throws IllegalStateException if they do not meet the margins
     */
    public SurveyWeights orThrow() {
        if (!converged) {
            throw new IllegalStateException("raking must meet the margins, but after " + rounds
                    + " rounds the largest gap was " + largestGap
                    + " (margins may contradict each other: merge groups that overlap fully)");
        }
        return best;
    }
}
