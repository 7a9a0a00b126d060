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

    /** Weights between one over this and this have squares that keep their digits, and sums of squares that are finite. */
    private static final double LARGEST = 1e100;

    private static final WeightedMean NONE = new WeightedMean(0, 0, 0, 0, 0, 0);

    private final long responses;
    private final double weight;
    private final double squaredWeights;
    /** The sum of w_i w_j over all pairs: (sum w)^2 - sum w^2 = 2 of it, without the difference. */
    private final double crossedWeights;

    private final double mean;
    private final double scatter;

    private WeightedMean(
            long responses, double weight, double squaredWeights, double crossedWeights, double mean, double scatter) {
        this.responses = responses;
        this.weight = weight;
        this.squaredWeights = squaredWeights;
        this.crossedWeights = crossedWeights;
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
     * @param weights 0 or from 1e-100 to 1e100, not all 0 unless there are none; who has weight 0 does not count
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
        double crossedWeights = 0;
        int heaviest = 0;
        for (int i = 0; i < answers.length; i++) {
            Require.finite(answers[i], "answers[" + i + "]", "leave out who did not answer");
            double w = Require.nonNegative(weights[i], "weights[" + i + "]", "");
            if (w > 0) {
                if (!(w >= 1 / LARGEST && w <= LARGEST)) {
                    throw Require.bad(
                            "weights[" + i + "]",
                            "must be 0 or from 1e-100 to 1e100",
                            "rescale them: only their ratios count",
                            w);
                }
                responses++;
                crossedWeights += weight * w;
                weight += w;
                squaredWeights += w * w;
                heaviest = w > weights[heaviest] ? i : heaviest;
            }
        }
        if (responses == 0) {
            if (answers.length > 0) {
                throw Require.bad("weights", "must not all be 0", "", "0 for all of " + answers.length);
            }
            return NONE;
        }
        // from an answer, so that a large number common to all does no harm; from the one that counts most, so that its
        // distance
        // from the mean keeps its digits
        double guess = answers[heaviest];
        double sum = 0;
        for (int i = 0; i < answers.length; i++) {
            sum += weights[i] > 0 ? weights[i] * (answers[i] - guess) : 0;
        }
        double shift = sum / weight;
        double left = 0;
        double scatter = 0;
        for (int i = 0; i < answers.length; i++) {
            double distance = weights[i] > 0 ? answers[i] - guess - shift : 0;
            left += weights[i] * distance;
            scatter += weights[i] * distance * distance;
        }
        double mean = guess + (shift + left / weight);
        return checked(
                responses, weight, squaredWeights, crossedWeights, mean, Math.max(0, scatter - left / weight * left));
    }

    private static WeightedMean checked(
            long responses, double weight, double squaredWeights, double crossedWeights, double mean, double scatter) {
        Require.positive(responses, "responses", "");
        Require.positive(weight, "sum of weights", "");
        Require.positive(squaredWeights, "sum of squared weights", "rescale them: only their ratios count");
        return new WeightedMean(
                responses,
                weight,
                squaredWeights,
                Require.nonNegative(
                        crossedWeights, "sum of products of weights", "rescale them: only their ratios count"),
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
        requireAnswers();
        if (responses < 2) {
            throw new UndefinedRatioException(
                    "standard error of the weighted mean is undefined, because responses is " + responses);
        }
        // n_eff - 1, which would cancel where one weight is nearly all
        double degrees = 2 * crossedWeights / squaredWeights;
        return Estimate.of(mean, Math.sqrt(scatter / weight / degrees));
    }

    /** The answers of both together, with weights of one kind. */
    public WeightedMean plus(WeightedMean other) {
        Objects.requireNonNull(other, "other");
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
                crossedWeights + other.crossedWeights + weight * other.weight,
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
                && crossedWeights == other.crossedWeights
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
        return responses == 0 ? NONE : checked(responses, weight, squaredWeights, crossedWeights, mean, scatter);
    }
}
