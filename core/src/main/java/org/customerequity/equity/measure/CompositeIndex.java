package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;
import org.customerequity.internal.Shares;
import org.customerequity.survey.RatingScale;
import org.customerequity.value.UndefinedRatioException;

/**
 * One figure from several ratings: a scorecard of brand equity, or an index over value, brand and relationship equity.
 *
 * <pre>{@code
 *   absolute   100 sum_k w_k (x_k - low_k) / (high_k - low_k)          0 to 100; reversed where a low rating is good
 *   relative   sum_k w_k (x_k - mean_k) / sd_k                         over the brands compared, sd with n - 1
 * }</pre>
 *
 * <p>The absolute form measures against the ends of the scale, not against the best and worst in the sample, so that it can be
 * followed over time and does not move when another brand is added. The relative form only ranks the brands it was given.
 *
 * <p>Items of one part are first averaged to the part ({@link org.customerequity.survey.ItemAnswers#respondentMeans}), and
 * parts to the index ({@link #scores(double[]...)}), each step with its own rule for what was not answered.
 *
 * <p>The index is formative: its parts make it up and need not be correlated, so that Cronbach's alpha says nothing about it.
 *
 * @param weights how much each part counts
 * @param scales one a part
 * @param leastAnswered share of the parts that must be answered, in (0, 1]; with fewer the index is undefined, with some missing it
 *     is the weighted mean of the rest
 */
public record CompositeIndex(AttributeWeights weights, List<RatingScale> scales, double leastAnswered)
        implements Serializable {
    public CompositeIndex {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(scales, "scales");
        leastAnswered = checkLeast(leastAnswered);
        if (scales.size() != weights.size()) {
            throw Require.bad("scales", "must be " + weights.size(), "one a part", scales.size());
        }
        for (int k = 0; k < scales.size(); k++) {
            Objects.requireNonNull(scales.get(k), "scales[" + k + "]");
        }
        scales = List.copyOf(scales);
    }

    /**
     * An index, or that it is undefined and why.
     *
     * @param weightedSum over the answered parts, of weight times scaled rating, from 0 to 100
     * @param answeredWeight weight of the answered parts
     * @param answered how many parts were answered
     * @param parts of how many
     * @param leastAnswered share of them that must be answered, in (0, 1]
     */
    public record Score(double weightedSum, double answeredWeight, int answered, int parts, double leastAnswered)
            implements Serializable {
        public Score {
            weightedSum = Require.nonNegative(weightedSum, "weightedSum", "");
            answeredWeight = Require.nonNegative(answeredWeight, "answeredWeight", "");
            Require.nonNegative(answered, "answered", "how many parts were answered");
            Require.positive(parts, "parts", "of the index");
            if (answered > parts) {
                throw Require.bad("answered", "must be <= parts " + parts, "", answered);
            }
            leastAnswered = checkLeast(leastAnswered);
        }

        /** Whether enough was answered. */
        public boolean isDefined() {
            return answeredWeight > 0 && Shares.isAtLeast(answered, parts, leastAnswered);
        }

        /**
         * The index, in [0, 100].
         *
         * @throws UndefinedRatioException if too little was answered
         */
        public double value() {
            if (!isDefined()) {
                throw new UndefinedRatioException(
                        Shares.isAtLeast(answered, parts, leastAnswered)
                                ? "index is undefined, because the answered parts have no weight"
                                : "index is undefined, because " + answered + " of " + parts
                                        + " parts were answered, less than the share " + leastAnswered);
            }
            return mean(weightedSum, answeredWeight);
        }

        /** The value, or empty where it is undefined. */
        public OptionalDouble asOptional() {
            return isDefined() ? OptionalDouble.of(value()) : OptionalDouble.empty();
        }
    }

    /** All parts on one scale; undefined where a part is missing, see {@link #withLeastAnswered}. */
    public static CompositeIndex of(AttributeWeights weights, RatingScale scale) {
        Objects.requireNonNull(scale, "scale");
        return new CompositeIndex(
                weights,
                Collections.nCopies(Objects.requireNonNull(weights, "weights").size(), scale),
                1);
    }

    /** Each part on a scale of its own; undefined where a part is missing, see {@link #withLeastAnswered}. */
    public static CompositeIndex of(AttributeWeights weights, List<RatingScale> scales) {
        return new CompositeIndex(weights, scales, 1);
    }

    /**
     * This index also for who left out some parts: {@code withLeastAnswered(0.5)} takes the weighted mean of what was answered
     * where that is at least half of the parts.
     *
     * @param share of the parts, in (0, 1]; 1 where all must be answered
     */
    public CompositeIndex withLeastAnswered(double share) {
        return new CompositeIndex(weights, scales, share);
    }

    /**
     * The index of one respondent, or of mean ratings.
     *
     * @param ratings one a part, within its scale; NaN where it was not answered
     */
    public Score score(double... ratings) {
        if (Objects.requireNonNull(ratings, "ratings").length != weights.size()) {
            throw Require.bad("ratings", "must be " + weights.size(), "one a part", ratings.length);
        }
        double sum = 0;
        double weight = 0;
        int answered = 0;
        for (int k = 0; k < ratings.length; k++) {
            if (!Double.isNaN(ratings[k])) {
                double share = weights.shares().get(k);
                sum += share * scaled(ratings[k], scales.get(k), k, -1);
                weight += share;
                answered++;
            }
        }
        return new Score(sum, weight, answered, ratings.length, leastAnswered);
    }

    /** The index of a brand. */
    public Score score(RatedBrand brand) {
        return score(Objects.requireNonNull(brand, "brand").ratings().stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    /**
     * The index of every respondent.
     *
     * @param parts a column a part, all of one length; NaN where it was not answered
     * @return one a respondent; NaN where {@link #score(double...)} is undefined
     */
    public double[] scores(double[]... parts) {
        if (Objects.requireNonNull(parts, "parts").length != weights.size()) {
            throw Require.bad("parts", "must be " + weights.size(), "a column a part", parts.length);
        }
        int n = Objects.requireNonNull(parts[0], "parts[0]").length;
        double[] shares = new double[parts.length];
        RatingScale[] ends = scales.toArray(new RatingScale[0]);
        for (int k = 0; k < parts.length; k++) {
            shares[k] = weights.shares().get(k);
            if (Objects.requireNonNull(parts[k], "parts[" + k + "]").length != n) {
                throw Require.bad("parts[" + k + "]", "must have " + n + " rows", "as the first part", parts[k].length);
            }
        }
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            double weight = 0;
            int answered = 0;
            for (int k = 0; k < parts.length; k++) {
                double rating = parts[k][i];
                if (!Double.isNaN(rating)) {
                    sum += shares[k] * scaled(rating, ends[k], k, i);
                    weight += shares[k];
                    answered++;
                }
            }
            out[i] = weight > 0 && Shares.isAtLeast(answered, parts.length, leastAnswered)
                    ? mean(sum, weight)
                    : Double.NaN;
        }
        return out;
    }

    /**
     * How the brands stand to each other: the weighted mean of their standardised ratings, 0 on average. Higher is better, and
     * the figure means nothing outside this list.
     *
     * @param brands at least two, rated on every part; some must differ on each part
     * @return one a brand, in their order
     */
    public double[] relativeScores(List<RatedBrand> brands) {
        int n = Objects.requireNonNull(brands, "brands").size();
        if (n < 2) {
            throw Require.bad("brands", "must be at least 2", "to be compared with each other", n);
        }
        double[] out = new double[n];
        double[] x = new double[n];
        for (int k = 0; k < weights.size(); k++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                List<Double> ratings = Objects.requireNonNull(brands.get(i), "brands[" + i + "]")
                        .ratings();
                if (ratings.size() != weights.size()) {
                    throw Require.bad(
                            "brands[" + i + "]",
                            "must have " + weights.size() + " ratings",
                            "one a part",
                            ratings.size());
                }
                x[i] = scaled(ratings.get(k), scales.get(k), k, i);
                mean += x[i] / n;
            }
            double squares = 0;
            double largest = 0;
            for (int i = 0; i < n; i++) {
                x[i] -= mean;
                squares += x[i] * x[i];
                largest = Math.max(largest, Math.abs(x[i]));
            }
            // on a scale of 0 to 100, less than this is rounding
            if (largest < 1e-11) {
                throw Require.bad(
                        "part " + weights.attributes().get(k),
                        "must differ between brands",
                        "leave it out: it ranks nobody",
                        brands.get(0).ratings().get(k) + " for all");
            }
            double deviation = Math.sqrt(squares / (n - 1));
            for (int i = 0; i < n; i++) {
                out[i] += weights.shares().get(k) * x[i] / deviation;
            }
        }
        return out;
    }

    /** A rating as 0 (worst end of the scale) to 100 (best end). */
    private double scaled(double rating, RatingScale scale, int part, int row) {
        if (!(rating >= scale.lowest() && rating <= scale.highest())) {
            throw Require.bad(
                    weights.attributes().get(part) + (row < 0 ? "" : "[" + row + "]"),
                    "must be from " + scale.lowest() + " to " + scale.highest(),
                    "NaN where it was not answered",
                    rating);
        }
        double from = scale.polarity() == RatingScale.Polarity.HIGHER_IS_BETTER
                ? rating - scale.lowest()
                : scale.highest() - rating;
        return 100 * from / (scale.highest() - scale.lowest());
    }

    /** Rounding may carry a full score just over 100. */
    private static double mean(double sum, double weight) {
        return Math.min(100, sum / weight);
    }

    private static double checkLeast(double leastAnswered) {
        if (!(leastAnswered > 0 && leastAnswered <= 1)) {
            throw Require.bad("leastAnswered", "must be in (0, 1]", "0.5 means at least half", leastAnswered);
        }
        return leastAnswered;
    }
}
