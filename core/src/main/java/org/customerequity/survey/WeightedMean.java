package org.customerequity.survey;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * A mean of answers in which respondents count by their weights, as where some groups were asked more often than others.
 * Mergeable and immutable.
 *
 * <pre>{@code
 *   m     = sum w x / sum w
 *   n_eff = (sum w)^2 / sum w^2                       effective sample size
 *   se    = sqrt(s^2 / n_eff),  s^2 = sum w (x - m)^2 / sum w * n_eff / (n_eff - 1)
 * }</pre>
 *
 * <p>Weights are known only up to a factor: all of them times ten change nothing. With equal weights these are the mean of
 * {@link RatingCounts} and its standard error. The error takes weights as given; that of weights from calibration to known
 * totals is smaller.
 *
 * <p>Source: Kish, Survey Sampling, 1965, section 11.7.
 */
public final class WeightedMean implements Serializable {
    private static final long serialVersionUID = 1;

    private static final WeightedMean NONE = new WeightedMean(0, 0, 0, 0, 0);

    private final long responses;
    private final double weight;
    private final double squaredWeights;
    private final double mean;
    private final double scatter;

    private WeightedMean(long responses, double weight, double squaredWeights, double mean, double scatter) {
        this.responses = responses;
        this.weight = weight;
        this.squaredWeights = squaredWeights;
        this.mean = mean;
        this.scatter = scatter;
    }

    /** Of nobody: what merging begins with. */
    public static WeightedMean none() {
        return NONE;
    }

    /**
     * One answer and one weight a respondent.
     *
     * @param answers finite
     * @param weights finite and {@code >= 0}, not all 0 unless there are none; who has weight 0 does not count
     */
    public static WeightedMean of(double[] answers, double[] weights) {
        Objects.requireNonNull(answers, "answers");
        Objects.requireNonNull(weights, "weights");
        if (answers.length != weights.length) {
            throw Require.bad("weights", "must be as many as answers, " + answers.length, "", weights.length);
        }
        long responses = 0;
        double weight = 0;
        double squaredWeights = 0;
        double guess = 0;
        double sum = 0;
        for (int i = 0; i < answers.length; i++) {
            double x = Require.finite(answers[i], "answers[" + i + "]", "leave out who did not answer");
            double w = Require.nonNegative(weights[i], "weights[" + i + "]", "");
            if (w > 0) {
                // from a first guess, so that a large number common to all answers does no harm
                guess = responses++ == 0 ? x : guess;
                weight += w;
                squaredWeights += w * w;
                sum += w * (x - guess);
            }
        }
        if (responses == 0) {
            if (answers.length > 0) {
                throw Require.bad("weights", "must not all be 0", "", "0 for all of " + answers.length);
            }
            return NONE;
        }
        double shift = sum / weight;
        double left = 0;
        double scatter = 0;
        for (int i = 0; i < answers.length; i++) {
            double distance = answers[i] - guess - shift;
            left += weights[i] * distance;
            scatter += weights[i] * distance * distance;
        }
        double mean = guess + (shift + left / weight);
        return checked(responses, weight, squaredWeights, mean, Math.max(0, scatter - left / weight * left));
    }

    private static WeightedMean checked(
            long responses, double weight, double squaredWeights, double mean, double scatter) {
        Require.positive(responses, "responses", "");
        Require.positive(weight, "sum of weights", "");
        Require.positive(squaredWeights, "sum of squared weights", "rescale them: only their ratios count");
        return new WeightedMean(
                responses,
                weight,
                squaredWeights,
                Require.finite(mean, "mean", ""),
                Require.nonNegative(scatter, "sum of weighted squares", "answers too large to be squared"));
    }

    /** Whether anybody with a weight answered. */
    public boolean isDefined() {
        return responses > 0;
    }

    /** Respondents with a weight above 0. */
    public long responses() {
        return responses;
    }

    /**
     * The weighted mean.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double value() {
        requireAnswers();
        return mean;
    }

    /**
     * Kish's effective sample size, from 1 to {@link #responses()}: as many respondents of equal weight would give the same
     * error.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double effectiveSize() {
        requireAnswers();
        return Math.max(1, Math.min(responses, weight / squaredWeights * weight));
    }

    /**
     * How many times the variance is as large as with equal weights: responses per effective size, at least 1.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public double designEffect() {
        return responses / effectiveSize();
    }

    /**
     * The mean with its standard error.
     *
     * @throws UndefinedRatioException if fewer than two answered
     */
    public Estimate estimate() {
        double n = effectiveSize();
        if (responses < 2 || !(n > 1)) {
            throw new UndefinedRatioException("standard error of the weighted mean is undefined, because the effective"
                    + " number of responses is " + n);
        }
        return Estimate.of(mean, Math.sqrt(scatter / weight / (n - 1)));
    }

    /** The answers of both together, with weights of one kind. */
    public WeightedMean plus(WeightedMean other) {
        if (!isDefined() || !other.isDefined()) {
            return isDefined() ? this : other;
        }
        double sum = weight + other.weight;
        double distance = other.mean - mean;
        double share = other.weight / sum;
        return checked(
                Math.addExact(responses, other.responses),
                sum,
                squaredWeights + other.squaredWeights,
                mean + distance * share,
                scatter + other.scatter + weight * share * distance * distance);
    }

    private void requireAnswers() {
        if (!isDefined()) {
            throw new UndefinedRatioException("weighted mean is undefined, because responses is 0");
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof WeightedMean other
                && responses == other.responses
                && weight == other.weight
                && squaredWeights == other.squaredWeights
                && mean == other.mean
                && scatter == other.scatter;
    }

    @Override
    public int hashCode() {
        return Objects.hash(responses, weight, squaredWeights, mean, scatter);
    }

    /** {@code weighted mean 4.6675 of 10 responses}. */
    @Override
    public String toString() {
        return "weighted mean " + (isDefined() ? mean : "undefined") + " of " + responses + " responses";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return responses == 0 ? NONE : checked(responses, weight, squaredWeights, mean, scatter);
    }
}
