package org.customerequity.survey;

import java.io.Serializable;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;

/**
 * The difference of two scores of independent samples, with the test of whether it is more than chance.
 *
 * <pre>{@code
 *   z = (score1 - score2) / sqrt(se1^2 + se2^2)          p = P(|Z| >= |z|), Z standard normal
 * }</pre>
 *
 * @param estimate the difference and its standard error
 */
public record ScoreDifference(Estimate estimate) implements Serializable {
    public ScoreDifference {
        Objects.requireNonNull(estimate, "estimate");
    }

    /** First score less second. */
    public double value() {
        return estimate.value();
    }

    /**
     * The difference in standard errors.
     *
     * @throws UndefinedRatioException if the standard error is zero
     */
    public double zScore() {
        if (estimate.standardError() == 0) {
            throw new UndefinedRatioException("z of the difference is undefined, because its standard error is 0");
        }
        return estimate.value() / estimate.standardError();
    }

    /**
     * The two-sided p value: how often chance alone would give a difference at least as large.
     *
     * @throws UndefinedRatioException if the standard error is zero
     */
    public double pValue() {
        return 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(zScore()));
    }

    /**
     * The normal interval of the difference.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval confidenceInterval(double level) {
        return estimate.confidenceInterval(level);
    }
}
