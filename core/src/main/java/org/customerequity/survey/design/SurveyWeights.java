package org.customerequity.survey.design;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.survey.RatingCounts;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.WeightedMean;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How much each respondent counts, so that those who answered speak for those who did not. On average a weight is 1. Immutable.
 *
 * <pre>{@code
 *   post-stratified   w = N_h n / (N n_h)              groups of one cut, as PopulationMargin
 *   raked             w = product over cuts of factors, so that the weighted share of every group of every cut is that of
 *                     the population                    iterative proportional fitting
 * }</pre>
 *
 * <p>Weights correct what the groups explain: within a group, who answered is taken to be like who did not. They cost precision,
 * said by {@link #designEffect}. Deming and Stephan, On a Least Squares Adjustment of a Sampled Frequency Table, Annals of
 * Mathematical Statistics 11(4), 1940; Kish, Survey Sampling, 1965, section 11.7.
 */
public final class SurveyWeights implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] weights;

    private SurveyWeights(double[] weights) {
        this.weights = weights;
    }

    /**
     * Weights known from elsewhere, as of a panel provider; rescaled to a mean of 1.
     *
     * @param weights one a respondent, finite and {@code > 0}
     */
    public static SurveyWeights of(double... weights) {
        double[] copy = Objects.requireNonNull(weights, "weights").clone();
        Require.notEmpty(copy.length, "weights", "must have at least one", "");
        for (int i = 0; i < copy.length; i++) {
            Require.positive(copy[i], "weights[" + i + "]", "leave out who does not count");
        }
        return new SurveyWeights(meanOne(copy));
    }

    private static double[] meanOne(double[] weights) {
        double factor = weights.length
                / Require.positive(Arrays.stream(weights).sum(), "sum of weights", "only ratios of weights count");
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Require.positive(weights[i] * factor, "weights[" + i + "]", "only ratios of weights count");
        }
        return weights;
    }

    /** Weights by the groups of one cut, which may be cells of several characteristics: {@code "north, premium"}. */
    public static SurveyWeights postStratified(PopulationMargin cells) {
        double[] weights = new double[cells.size()];
        for (int i = 0; i < weights.length; i++) {
            int h = cells.groupOf(i);
            weights[i] = cells.share(h) * cells.size() / cells.respondents(h);
        }
        return new SurveyWeights(meanOne(weights));
    }

    /** {@link #raked(List, double, int)} to 1e-10 in at most 1,000 rounds. */
    public static Raking raked(PopulationMargin... margins) {
        return raked(List.of(margins), 1e-10, 1000);
    }

    /**
     * Weights by several cuts, of each of which only the own groups are known in the population, not their cells.
     *
     * @param margins at least one, of the same respondents in the same order
     * @param tolerance the largest gap allowed between a weighted share and that of the population, in (0, 1)
     * @param rounds at most, {@code > 0}; one round goes through all cuts
     * @return the weights and whether they meet the margins: cuts that contradict each other can never be met
     */
    public static Raking raked(List<PopulationMargin> margins, double tolerance, int rounds) {
        List<PopulationMargin> cuts = List.copyOf(Objects.requireNonNull(margins, "margins"));
        Require.notEmpty(cuts.size(), "margins", "must have at least one", "");
        Require.openFraction(tolerance, "tolerance", "gap between shares");
        Require.positive(rounds, "rounds", "");
        int n = cuts.get(0).size();
        for (PopulationMargin cut : cuts) {
            if (cut.size() != n) {
                throw Require.bad(
                        cut.name(),
                        "must be of the respondents of " + cuts.get(0).name() + ", " + n,
                        "",
                        cut.size());
            }
        }
        double[] weights = new double[n];
        Arrays.fill(weights, 1);
        int round = 0;
        double gap = largestGap(weights, cuts);
        // where margins contradict each other, weights die away; stopped before they are lost
        while (gap > tolerance && round < rounds && Arrays.stream(weights).min().orElse(1) > 1e-150) {
            for (PopulationMargin cut : cuts) {
                double[] factors = groupSums(weights, cut);
                for (int h = 0; h < factors.length; h++) {
                    factors[h] = cut.share(h) * n / factors[h];
                }
                for (int i = 0; i < n; i++) {
                    weights[i] *= factors[cut.groupOf(i)];
                }
            }
            round++;
            gap = largestGap(weights, cuts);
        }
        return new Raking(new SurveyWeights(meanOne(weights)), gap <= tolerance, round, gap);
    }

    private static double[] groupSums(double[] weights, PopulationMargin cut) {
        double[] sums = new double[cut.groupCount()];
        for (int i = 0; i < weights.length; i++) {
            sums[cut.groupOf(i)] += weights[i];
        }
        return sums;
    }

    private static double largestGap(double[] weights, List<PopulationMargin> cuts) {
        double gap = 0;
        for (PopulationMargin cut : cuts) {
            double[] sums = groupSums(weights, cut);
            double all = Arrays.stream(sums).sum();
            for (int h = 0; h < sums.length; h++) {
                gap = Math.max(gap, Math.abs(sums[h] / all - cut.share(h)));
            }
        }
        return gap;
    }

    /** How many respondents. */
    public int size() {
        return weights.length;
    }

    /** The weight of respondent {@code i}, {@code > 0}; 1 on average. */
    public double weight(int i) {
        return weights[Objects.checkIndex(i, weights.length)];
    }

    /** A copy of the weights. */
    public double[] toArray() {
        return weights.clone();
    }

    /** The largest weight. */
    public double largest() {
        return Arrays.stream(weights).max().orElseThrow();
    }

    /**
     * The largest gap between the weighted share of a group and its share in the population, over all groups of a cut: 0 where
     * the weights meet it, more after {@link #trimmed}.
     */
    public double largestGap(PopulationMargin margin) {
        margin.requireRespondents(weights.length, "weights");
        return largestGap(weights, List.of(margin));
    }

    /** Kish's effective sample size: as many respondents of equal weight would be as precise. */
    public double effectiveSize() {
        // with a mean of 1 the sum is n
        return Math.min(
                weights.length,
                (double) weights.length
                        * weights.length
                        / Arrays.stream(weights).map(w -> w * w).sum());
    }

    /** How many times weighting makes the variance as large, {@code 1 + var(w) / mean(w)^2}: at least 1. */
    public double designEffect() {
        return weights.length / effectiveSize();
    }

    /**
     * These weights with none above {@code cap}; what is cut off goes to the others in proportion, and again until it holds.
     * Less variance, some bias: the margins no longer hold exactly, and {@link #largestGap} says by how much.
     *
     * @param cap the largest weight, as a multiple of the mean; {@code > 1}; 5 is common
     */
    public SurveyWeights trimmed(double cap) {
        if (!(cap > 1 && cap < Double.POSITIVE_INFINITY)) {
            throw Require.bad("cap", "must be finite and > 1", "a multiple of the mean weight", cap);
        }
        int n = weights.length;
        double[] sorted = weights.clone();
        Arrays.sort(sorted);
        double[] sums = sorted.clone();
        for (int i = 1; i < n; i++) {
            sums[i] += sums[i - 1];
        }
        // with the k largest at the cap, the rest share what is left; the fewest for which none of the rest exceeds it
        int k = 0;
        double factor = n / sums[n - 1];
        while (sorted[n - 1 - k] * factor > cap) {
            k++;
            factor = (n - k * cap) / sums[n - 1 - k];
        }
        double scale = factor;
        double[] cut = Arrays.stream(weights).map(w -> Math.min(cap, w * scale)).toArray();
        return new SurveyWeights(cut);
    }

    /**
     * The weighted mean of one answer a respondent, with Kish's standard error, which takes weights to have nothing to do with
     * answers.
     *
     * @param answers finite, in the order of the respondents
     */
    public WeightedMean mean(double... answers) {
        requireAnswers(answers.length, "answers");
        return WeightedMean.of(answers, weights);
    }

    /**
     * The weighted mean with the linearised standard error, which holds where large weights go with certain answers too.
     *
     * <pre>{@code
     *   se = sqrt(n / (n - 1) sum w^2 (x - m)^2) / sum w
     * }</pre>
     *
     * <p>Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 1992, chapter 5: the ratio of two totals, weights as
     * given. Where the weights are post-stratified, {@link PopulationMargin#meanEstimate} is sharper.
     *
     * @throws UndefinedRatioException if there is one respondent only
     */
    public Estimate linearisedMeanEstimate(double... answers) {
        double mean = mean(answers).value();
        int n = weights.length;
        if (n < 2) {
            throw new UndefinedRatioException(
                    "standard error of the weighted mean is undefined, because there is one response only");
        }
        int heaviest = 0;
        for (int i = 1; i < n; i++) {
            heaviest = weights[i] > weights[heaviest] ? i : heaviest;
        }
        // from the answer that counts most, so that its distance from the mean keeps its digits
        double[] distances = new double[n];
        for (int i = 0; i < n; i++) {
            distances[i] = answers[i] - answers[heaviest];
        }
        double shift = mean(distances).value();
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double residual = weights[i] * (distances[i] - shift);
            squares += residual * residual;
        }
        return Estimate.of(mean, Math.sqrt(n / (n - 1.0) * squares) / n);
    }

    /**
     * The weighted net promoter score, in [-100, 100]: the weighted mean of 100 for a promoter, 0 and -100 for a detractor. Its
     * normal interval may reach beyond, where {@link org.customerequity.value.Interval#clippedTo} cuts it.
     *
     * @param ratings from 0 to 10, in the order of the respondents
     */
    public WeightedMean netPromoterScore(int... ratings) {
        return mean(points(ratings));
    }

    private double[] points(int[] ratings) {
        requireAnswers(ratings.length, "ratings");
        NetPromoterScore.ofResponses(ratings);
        return Arrays.stream(ratings)
                .mapToDouble(rating -> rating >= 9 ? 100 : rating >= 7 ? 0 : -100)
                .toArray();
    }

    /**
     * The weighted share of answers in the best {@code points} points of a scale: of satisfied customers with 2 points. Its normal
     * interval may reach beyond [0, 1], where {@link org.customerequity.value.Interval#clippedTo} cuts it.
     *
     * @param ratings each a point of the scale, in the order of the respondents
     */
    public WeightedMean bestBox(RatingScale scale, int points, int... ratings) {
        requireAnswers(ratings.length, "ratings");
        RatingCounts.ofResponses(scale, ratings).bestBox(points);
        boolean high = scale.polarity() == RatingScale.Polarity.HIGHER_IS_BETTER;
        return mean(Arrays.stream(ratings)
                .mapToDouble(r -> (high ? r > scale.highest() - points : r < scale.lowest() + points) ? 1 : 0)
                .toArray());
    }

    private void requireAnswers(int count, String what) {
        if (count != weights.length) {
            throw Require.bad(what, "must be one a respondent, " + weights.length, "", count);
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SurveyWeights other && Arrays.equals(weights, other.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights);
    }

    /** {@code weights of 500 respondents, design effect 1.21}, all digits. */
    @Override
    public String toString() {
        return "weights of " + weights.length + " respondents, design effect " + designEffect();
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        for (int i = 0; i < weights.length; i++) {
            Require.positive(weights[i], "weights[" + i + "]", "");
        }
        return new SurveyWeights(weights.clone());
    }
}
