package org.customerequity.survey.brand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingScale;
import org.jspecify.annotations.Nullable;

/**
 * A survey of the customers of a market as columns: ratings of every considered brand on every sub-driver, the brand bought last,
 * the next choice, frequency, volume, weight and segment. Immutable.
 *
 * <p>A respondent considers the brands rated, and the brand bought last. A considered brand has a rating on every sub-driver:
 * gaps are settled, when the survey is built, by {@link MissingRatings}. Of a brand that is not considered there is no rating.
 */
public final class BrandSurvey implements Serializable {
    private static final long serialVersionUID = 1;

    /** The segment of respondents who were given none. */
    public static final String EVERYBODY = "everybody";

    private final List<String> brands;
    private final List<SubDriver> subDrivers;
    private final RatingScale scale;
    private final String[] ids;
    private final int[] last;
    /** Respondents times brands times sub-drivers; NaN where a brand is not considered. */
    private final double[] ratings;
    /** Respondents times brands; a row of zeros where the next choice was not asked. */
    private final double[] shares;

    private final double[] frequency;
    private final double[] volume;
    private final double[] weight;
    private final List<String> segments;
    private final int[] segment;

    private BrandSurvey(
            List<String> brands,
            List<SubDriver> subDrivers,
            RatingScale scale,
            String[] ids,
            int[] last,
            double[] ratings,
            double[] shares,
            double[] frequency,
            double[] volume,
            double[] weight,
            List<String> segments,
            int[] segment) {
        this.brands = brands;
        this.subDrivers = subDrivers;
        this.scale = scale;
        this.ids = ids;
        this.last = last;
        this.ratings = ratings;
        this.shares = shares;
        this.frequency = frequency;
        this.volume = volume;
        this.weight = weight;
        this.segments = segments;
        this.segment = segment;
    }

    /** A survey to be filled, on a scale from 1 to 5 and refusing gaps. */
    public static Builder of(List<SubDriver> subDrivers, List<String> brands) {
        return new Builder(subDrivers, brands);
    }

    /** Collects answers. Not for use by several threads at once. */
    public static final class Builder {
        private final List<SubDriver> subDrivers;
        private final List<String> brands;
        private RatingScale scale = RatingScale.FIVE_POINT;
        private MissingRatings missing = MissingRatings.REJECT;
        private final List<BrandAnswer> answers = new ArrayList<>();

        private Builder(List<SubDriver> subDrivers, List<String> brands) {
            this.subDrivers = List.copyOf(subDrivers);
            this.brands = List.copyOf(brands);
            Require.notEmpty(subDrivers.size(), "subDrivers", "must not be empty", "what every brand is rated on");
            if (brands.size() < 2) {
                throw Require.bad("brands", "must be at least 2", "a choice is between brands", brands.size());
            }
            Set<String> seen = new HashSet<>();
            for (String brand : brands) {
                if (!seen.add(Require.nonBlank(brand, "brand", "a name"))) {
                    throw Require.bad("brands", "must differ", "", '"' + brand + '"');
                }
            }
            seen.clear();
            for (SubDriver subDriver : subDrivers) {
                if (!seen.add(subDriver.name())) {
                    throw Require.bad("subDrivers", "must have different names", "", '"' + subDriver.name() + '"');
                }
            }
        }

        /** On another scale, of which the high end is good. */
        public Builder withScale(RatingScale newScale) {
            if (newScale.polarity() != RatingScale.Polarity.HIGHER_IS_BETTER) {
                throw Require.bad(
                        "newScale",
                        "must be one of which the high end is good",
                        "recode as lowest + highest - rating",
                        newScale);
            }
            scale = newScale;
            return this;
        }

        /** With another treatment of gaps. */
        public Builder withMissing(MissingRatings policy) {
            missing = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** One more respondent. */
        public Builder add(BrandAnswer answer) {
            answers.add(Objects.requireNonNull(answer, "answer"));
            return this;
        }

        /** More respondents. */
        public Builder addAll(Iterable<BrandAnswer> more) {
            more.forEach(this::add);
            return this;
        }

        /**
         * The survey.
         *
         * @throws IllegalArgumentException if an answer names a brand or sub-driver that is not of the survey, rates off the scale,
         *     chooses outside the brands considered, or leaves a gap that is to be rejected; if nobody answered, or all weights are 0
         */
        public BrandSurvey build() {
            int n = Require.notEmpty(answers.size(), "answers", "must not be empty", "one BrandAnswer a respondent");
            int k = brands.size();
            int d = subDrivers.size();
            String[] ids = new String[n];
            int[] last = new int[n];
            double[] ratings = new double[n * k * d];
            double[] shares = new double[n * k];
            double[] frequency = new double[n];
            double[] volume = new double[n];
            double[] weight = new double[n];
            int[] segment = new int[n];
            List<String> segments = new ArrayList<>();
            Set<String> seen = new LinkedHashSet<>();
            Arrays.fill(ratings, Double.NaN);
            double weights = 0;
            for (int i = 0; i < n; i++) {
                BrandAnswer a = answers.get(i);
                ids[i] = a.id();
                if (!seen.add(a.id())) {
                    throw Require.bad("id", "must be of one respondent only", "", '"' + a.id() + '"');
                }
                last[i] = brand(a.lastBrand(), "last brand of " + a.id());
                for (Map.Entry<String, Map<String, Double>> of : a.ratings().entrySet()) {
                    int b = brand(of.getKey(), "brand rated by " + a.id());
                    for (Map.Entry<String, Double> on : of.getValue().entrySet()) {
                        int s = subDriver(on.getKey(), a.id());
                        double x = on.getValue();
                        if (!(x >= scale.lowest() && x <= scale.highest())) {
                            throw Require.bad(
                                    "rating of " + of.getKey() + " on " + on.getKey() + " by " + a.id(),
                                    "must be from " + scale.lowest() + " to " + scale.highest(),
                                    "see withScale",
                                    x);
                        }
                        ratings[(i * k + b) * d + s] = x;
                    }
                }
                for (Map.Entry<String, Double> next : a.nextShares().entrySet()) {
                    int b = brand(next.getKey(), "next brand of " + a.id());
                    if (next.getValue() > 0 && b != last[i] && !a.ratings().containsKey(next.getKey())) {
                        throw Require.bad(
                                "next brand of " + a.id(),
                                "must be among the brands considered, which are those rated and the last",
                                "rate it, or leave the choice out",
                                '"' + next.getKey() + '"');
                    }
                    shares[i * k + b] = next.getValue();
                }
                frequency[i] = a.frequency();
                volume[i] = a.volume();
                weight[i] = a.weight();
                weights += a.weight();
                int at = segments.indexOf(a.segment());
                if (at < 0) {
                    at = segments.size();
                    segments.add(a.segment());
                }
                segment[i] = at;
            }
            Require.positive(weights, "sum of weights", "not all of them 0");
            // PART OF THE SURVEY HELPER: gaps by policy, quality report
            for (int i = 0; i < n; i++) {
                for (int b = 0; b < k; b++) {
                    boolean considered =
                            b == last[i] || answers.get(i).ratings().containsKey(brands.get(b));
                    for (int s = 0; considered && s < d; s++) {
                        if (Double.isNaN(ratings[(i * k + b) * d + s])) {
                            throw new IllegalArgumentException("rating of " + brands.get(b) + " on "
                                    + subDrivers.get(s).name() + " by " + ids[i]
                                    + " is missing (see withMissing; policy " + missing + ")");
                        }
                    }
                }
            }
            return new BrandSurvey(
                    brands,
                    subDrivers,
                    scale,
                    ids,
                    last,
                    ratings,
                    shares,
                    frequency,
                    volume,
                    weight,
                    Collections.unmodifiableList(segments),
                    segment);
        }

        private int brand(String name, String what) {
            int at = brands.indexOf(name);
            if (at < 0) {
                throw Require.bad(what, "must be one of " + brands, "", '"' + name + '"');
            }
            return at;
        }

        private int subDriver(String name, String respondent) {
            for (int s = 0; s < subDrivers.size(); s++) {
                if (subDrivers.get(s).name().equals(name)) {
                    return s;
                }
            }
            throw Require.bad(
                    "sub-driver rated by " + respondent,
                    "must be one of " + subDrivers.stream().map(SubDriver::name).toList(),
                    "",
                    '"' + name + '"');
        }
    }

    /** How many respondents. */
    public int size() {
        return ids.length;
    }

    /** The brands; other methods count them from 0 in this order. */
    public List<String> brands() {
        return brands;
    }

    /** The sub-drivers; other methods count them from 0 in this order. */
    public List<SubDriver> subDrivers() {
        return subDrivers;
    }

    /** The scale of the ratings. */
    public RatingScale scale() {
        return scale;
    }

    /** The place of a brand in {@link #brands()}. */
    public int brandIndex(String brand) {
        int at = brands.indexOf(Objects.requireNonNull(brand, "brand"));
        if (at < 0) {
            throw Require.bad("brand", "must be one of " + brands, "", '"' + brand + '"');
        }
        return at;
    }

    /** The place of a sub-driver in {@link #subDrivers()}. */
    public int subDriverIndex(String name) {
        Objects.requireNonNull(name, "name");
        for (int s = 0; s < subDrivers.size(); s++) {
            if (subDrivers.get(s).name().equals(name)) {
                return s;
            }
        }
        throw Require.bad(
                "name",
                "must be one of " + subDrivers.stream().map(SubDriver::name).toList(),
                "a sub-driver",
                '"' + name + '"');
    }

    /** The name of respondent {@code i}. */
    public String id(int i) {
        return ids[i];
    }

    /** The brand bought last by respondent {@code i}. */
    public int lastBrand(int i) {
        return last[i];
    }

    /** Whether respondent {@code i} considers a brand. */
    public boolean considers(int i, int brand) {
        return !Double.isNaN(ratings[(i * brands.size() + brand) * subDrivers.size()]);
    }

    /** The rating of a considered brand on a sub-driver; NaN where respondent {@code i} does not consider the brand. */
    public double rating(int i, int brand, int subDriver) {
        return ratings[(i * brands.size() + brand) * subDrivers.size() + subDriver];
    }

    /** Whether the next choice of respondent {@code i} is known. */
    public boolean hasChoice(int i) {
        for (int b = 0; b < brands.size(); b++) {
            if (shares[i * brands.size() + b] > 0) {
                return true;
            }
        }
        return false;
    }

    /** How likely respondent {@code i} buys a brand next, as answered: 1 for a single choice, 0 also where it was not asked. */
    public double choiceShare(int i, int brand) {
        return shares[i * brands.size() + brand];
    }

    /** Purchases a year of respondent {@code i}. */
    public double frequency(int i) {
        return frequency[i];
    }

    /** Units, or money, of one purchase of respondent {@code i}. */
    public double volume(int i) {
        return volume[i];
    }

    /** How many customers respondent {@code i} stands for, relative to others. */
    public double weight(int i) {
        return weight[i];
    }

    /** The segments, in order of appearance. */
    public List<String> segments() {
        return segments;
    }

    /** The segment of respondent {@code i}, counted from 0 in the order of {@link #segments()}. */
    public int segment(int i) {
        return segment[i];
    }

    /** What a rating becomes; see {@link #mapRatings}. */
    @FunctionalInterface
    public interface RatingFunction {
        /** The new rating of a considered brand on a sub-driver by respondent {@code i}; the old one where nothing changes. */
        double apply(int i, int brand, int subDriver, double rating);
    }

    /**
     * This survey with other ratings of the brands considered: what respondents would say after an improvement.
     *
     * @throws IllegalArgumentException if a rating is not finite; beyond the ends of the scale is for the caller to decide
     */
    public BrandSurvey mapRatings(RatingFunction change) {
        Objects.requireNonNull(change, "change");
        double[] changed = new double[ratings.length];
        int at = 0;
        for (int i = 0; i < ids.length; i++) {
            for (int b = 0; b < brands.size(); b++) {
                for (int s = 0; s < subDrivers.size(); s++, at++) {
                    double x = ratings[at];
                    changed[at] = Double.isNaN(x)
                            ? x
                            : Require.finite(
                                    change.apply(i, b, s, x), "changed rating", brands.get(b) + " by " + ids[i]);
                }
            }
        }
        return new BrandSurvey(
                brands, subDrivers, scale, ids, last, changed, shares, frequency, volume, weight, segments, segment);
    }

    /** The survey of these respondents, each as often as it is named: a bootstrap sample, a segment, a fold. */
    public BrandSurvey rows(int... respondents) {
        int k = brands.size();
        int d = subDrivers.size();
        int n = Require.notEmpty(respondents.length, "respondents", "must not be empty", "indices from 0");
        String[] newIds = new String[n];
        int[] newLast = new int[n];
        double[] newRatings = new double[n * k * d];
        double[] newShares = new double[n * k];
        double[] newFrequency = new double[n];
        double[] newVolume = new double[n];
        double[] newWeight = new double[n];
        int[] newSegment = new int[n];
        for (int r = 0; r < n; r++) {
            int i = respondents[r];
            if (i < 0 || i >= ids.length) {
                throw Require.bad("respondents[" + r + "]", "must be from 0 to " + (ids.length - 1), "", i);
            }
            newIds[r] = ids[i];
            newLast[r] = last[i];
            System.arraycopy(ratings, i * k * d, newRatings, r * k * d, k * d);
            System.arraycopy(shares, i * k, newShares, r * k, k);
            newFrequency[r] = frequency[i];
            newVolume[r] = volume[i];
            newWeight[r] = weight[i];
            newSegment[r] = segment[i];
        }
        return new BrandSurvey(
                brands,
                subDrivers,
                scale,
                newIds,
                newLast,
                newRatings,
                newShares,
                newFrequency,
                newVolume,
                newWeight,
                segments,
                newSegment);
    }

    /** Equal in every answer. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BrandSurvey other
                && brands.equals(other.brands)
                && subDrivers.equals(other.subDrivers)
                && scale.equals(other.scale)
                && Arrays.equals(ids, other.ids)
                && Arrays.equals(last, other.last)
                && Arrays.equals(ratings, other.ratings)
                && Arrays.equals(shares, other.shares)
                && Arrays.equals(frequency, other.frequency)
                && Arrays.equals(volume, other.volume)
                && Arrays.equals(weight, other.weight)
                && segments.equals(other.segments)
                && Arrays.equals(segment, other.segment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(brands, subDrivers, scale, Arrays.hashCode(ids), Arrays.hashCode(ratings));
    }

    /** {@code 5 respondents, 3 brands, 3 sub-drivers on 1 to 5}. */
    @Override
    public String toString() {
        return size() + " respondents, " + brands.size() + " brands, " + subDrivers.size() + " sub-drivers on "
                + scale.lowest() + " to " + scale.highest();
    }
}
