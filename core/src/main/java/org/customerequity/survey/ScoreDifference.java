package org.customerequity.survey;

import java.io.Serializable;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;

/**
 * The difference of two scores, with the test of whether it is more than chance.
 *
 * <pre>{@code
 *   z = (score1 - score2) / se          p = P(|T| >= |z|), T Student's t, which for degrees without limit is normal
 *
 *   independent   se^2 = se1^2 + se2^2                                   other people in each
 *   paired        se^2 = variance of x1 - x2, over n                     the same people in both
 *   overlapping   se^2 = se1^2 + se2^2 - 2 rho n12 / sqrt(n1 n2) se1 se2   n12 of them in both
 * }</pre>
 *
 * <p>Whose answers are compared decides: to treat a panel as independent samples hides changes, since people who answer alike in
 * both waves make the error of the difference smaller.
 *
 * @param estimate the difference and its standard error
 * @param degreesOfFreedom that the standard error has, {@code > 0}; positive infinity where it is taken to be normal, as that of
 *     shares and net promoter scores is
 */
public record ScoreDifference(Estimate estimate, double degreesOfFreedom) implements Serializable {
    public ScoreDifference {
        Objects.requireNonNull(estimate, "estimate");
        if (!(degreesOfFreedom > 0)) {
            throw Require.bad("degreesOfFreedom", "must be > 0", "positive infinity for normal", degreesOfFreedom);
        }
    }

    /** Of two samples of other people, both scores taken to be normal. */
    public static ScoreDifference ofIndependent(Estimate first, Estimate second) {
        return new ScoreDifference(difference(first, second), Double.POSITIVE_INFINITY);
    }

    private static Estimate difference(Estimate first, Estimate second) {
        return Estimate.of(first.value() - second.value(), Math.hypot(first.standardError(), second.standardError()));
    }

    /** Of two means by Welch's test: {@code se^4 / (se1^4 / (n1 - 1) + se2^4 / (n2 - 1))} degrees of freedom. */
    static ScoreDifference ofMeans(Estimate first, long n1, Estimate second, long n2) {
        Estimate difference = difference(first, second);
        double se = difference.standardError();
        double share1 = Math.pow(first.standardError() / se, 2);
        double share2 = Math.pow(second.standardError() / se, 2);
        double degrees =
                se == 0 ? (double) n1 + n2 - 2 : 1 / (share1 * share1 / (n1 - 1.0) + share2 * share2 / (n2 - 1.0));
        return new ScoreDifference(difference, degrees);
    }

    /**
     * Of the same people, asked twice: mean of the first answers less mean of the second, with n - 1 degrees of freedom. For a net
     * promoter score give each answer as 100, 0 or -100; for a share as 1 or 0.
     *
     * @param first one answer a respondent, finite
     * @param second of the same respondents in the same order
     * @throws UndefinedRatioException if fewer than two answered
     */
    public static ScoreDifference ofPaired(double[] first, double[] second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        if (second.length != first.length) {
            throw Require.bad("second", "must be as many as first, " + first.length, "the same people", second.length);
        }
        int n = first.length;
        if (n < 2) {
            throw new UndefinedRatioException(
                    "standard error of the paired difference is undefined, because responses is " + n);
        }
        double[] differences = new double[n];
        double[] ones = new double[n];
        for (int i = 0; i < n; i++) {
            differences[i] = Require.finite(first[i], "first[" + i + "]", "leave out who did not answer twice")
                    - Require.finite(second[i], "second[" + i + "]", "leave out who did not answer twice");
            ones[i] = 1;
        }
        return new ScoreDifference(WeightedMean.of(differences, ones).estimate(), n - 1.0);
    }

    /**
     * Of two waves that share some respondents, as a rotating panel does.
     *
     * @param first score of the first wave
     * @param firstResponses n1, {@code > 0}
     * @param second score of the second
     * @param secondResponses n2, {@code > 0}
     * @param shared n12, who answered in both; at most the smaller of the two
     * @param correlation rho between the two answers of those, in [-1, 1]
     */
    public static ScoreDifference ofOverlapping(
            Estimate first,
            long firstResponses,
            Estimate second,
            long secondResponses,
            long shared,
            double correlation) {
        Require.positive(firstResponses, "firstResponses", "");
        Require.positive(secondResponses, "secondResponses", "");
        Require.nonNegative(shared, "shared", "who answered in both waves");
        if (shared > Math.min(firstResponses, secondResponses)) {
            throw Require.bad(
                    "shared",
                    "must be <= " + Math.min(firstResponses, secondResponses),
                    "who answered in both waves",
                    shared);
        }
        if (!(Math.abs(correlation) <= 1)) {
            throw Require.bad("correlation", "must be in [-1, 1]", "between the two answers of a person", correlation);
        }
        double a = first.standardError();
        double b = second.standardError();
        double r = correlation * (shared / Math.sqrt((double) firstResponses * secondResponses));
        // (a - b)^2 + 2 a b (1 - r), which rounding cannot make negative
        double variance = (a - b) * (a - b) + 2 * a * b * Math.max(0, 1 - r);
        return new ScoreDifference(
                Estimate.of(first.value() - second.value(), Math.sqrt(variance)), Double.POSITIVE_INFINITY);
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
        double z = Math.abs(zScore());
        return 2
                * (degreesOfFreedom == Double.POSITIVE_INFINITY
                        ? NormalDistribution.of(0, 1).survivalProbability(z)
                        : TDistribution.of(degreesOfFreedom).survivalProbability(z));
    }

    /**
     * The interval of the difference, by Student's t where the degrees of freedom are finite.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval confidenceInterval(double level) {
        if (degreesOfFreedom == Double.POSITIVE_INFINITY) {
            return estimate.confidenceInterval(level);
        }
        double tail = (1 - Require.openFraction(level, "level", "0.95 means 95 %")) / 2;
        double half = TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail) * estimate.standardError();
        return new Interval(estimate.value() - half, estimate.value() + half, level);
    }
}
