package org.customerequity.survey.brand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collector;
import java.util.stream.IntStream;
import org.customerequity.internal.Require;
import org.customerequity.survey.ItemAnswers;
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
    /** Places in {@code ratings} that were filled in. */
    private final BitSet imputed;

    private final List<SurveyQuality.LeftOut> leftOut;

    /** First row of each respondent. Made at first use; a race makes it twice, the same. */
    private transient volatile @Nullable Map<String, Integer> places;

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
            int[] segment,
            BitSet imputed,
            List<SurveyQuality.LeftOut> leftOut) {
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
        this.imputed = imputed;
        this.leftOut = leftOut;
    }

    private BrandSurvey with(double[] newRatings, double[] newWeight) {
        return new BrandSurvey(
                brands,
                subDrivers,
                scale,
                ids,
                last,
                newRatings,
                shares,
                frequency,
                volume,
                newWeight,
                segments,
                segment,
                imputed,
                leftOut);
    }

    /** A survey to be filled, on a scale from 1 to 5 and refusing gaps. */
    public static Builder of(List<SubDriver> subDrivers, List<String> brands) {
        return new Builder(subDrivers, brands);
    }

    /**
     * Collects answers, one by one or as columns, into columns. Builders of the same survey combine, and travel, so that a stream, a
     * batch job or a cluster can build it piecewise. Not for use by several threads at once.
     */
    public static final class Builder implements Serializable {
        private static final long serialVersionUID = 1;

        private final AnswerTable table;
        private RatingScale scale = RatingScale.FIVE_POINT;
        private MissingRatings missing = MissingRatings.REJECT;

        private Builder(List<SubDriver> subDrivers, List<String> brands) {
            List<SubDriver> ratedOn = List.copyOf(Objects.requireNonNull(subDrivers, "subDrivers"));
            List<String> chosenFrom = List.copyOf(Objects.requireNonNull(brands, "brands"));
            Require.notEmpty(ratedOn.size(), "subDrivers", "must not be empty", "what every brand is rated on");
            if (chosenFrom.size() < 2) {
                throw Require.bad("brands", "must be at least 2", "a choice is between brands", chosenFrom.size());
            }
            table = new AnswerTable(ratedOn, chosenFrom);
        }

        /** On another scale, of which the high end is good. */
        public Builder withScale(RatingScale newScale) {
            if (Objects.requireNonNull(newScale, "newScale").polarity() != RatingScale.Polarity.HIGHER_IS_BETTER) {
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

        /**
         * One more respondent.
         *
         * @throws IllegalArgumentException if the answer names a brand or sub-driver that is not of the survey, chooses outside the
         *     brands considered, or is of a respondent who was added before; the builder is then as it was
         */
        public Builder add(BrandAnswer answer) {
            table.add(Objects.requireNonNull(answer, "answer"));
            return this;
        }

        /** More respondents. */
        public Builder addAll(Iterable<BrandAnswer> answers) {
            Objects.requireNonNull(answers, "answers").forEach(this::add);
            return this;
        }

        /**
         * More respondents, as columns: all of them, or none if one is refused.
         *
         * @throws IllegalArgumentException as of {@link #add}, and if a column is too short or too long, or holds a frequency or volume
         *     that is not {@code > 0}, a weight below 0, or shares that do not sum to 1
         */
        public Builder addColumns(SurveyColumns columns) {
            table.add(Objects.requireNonNull(columns, "columns"));
            return this;
        }

        /**
         * This builder with the respondents of another after its own.
         *
         * @throws IllegalArgumentException if the other is of another survey, or shares a respondent with this one
         */
        public Builder combine(Builder other) {
            if (!rules().equals(Objects.requireNonNull(other, "other").rules())) {
                throw Require.bad(
                        "other", "must have the brands, sub-drivers, scale and policy " + rules(), "", other.rules());
            }
            table.addAll(other.table);
            return this;
        }

        private List<Object> rules() {
            return List.of(table.brands, table.subDrivers, scale, missing);
        }

        /**
         * A collector of answers, for streams and parallel streams, under the rules of this builder.
         *
         * @throws IllegalStateException if answers were added to this builder, which the collector would not hold
         */
        public Collector<BrandAnswer, ?, BrandSurvey> toSurvey() {
            if (table.size > 0) {
                throw new IllegalStateException("a builder must be empty to collect a stream, had " + table.size
                        + " answers (use add, or a new one)");
            }
            RatingScale ofAll = scale;
            MissingRatings policy = missing;
            return Collector.of(
                    () -> of(table.subDrivers, table.brands).withScale(ofAll).withMissing(policy),
                    Builder::add,
                    Builder::combine,
                    Builder::build);
        }

        /**
         * The survey. The builder may go on collecting, for another one.
         *
         * @throws IllegalArgumentException if a rating is off the scale, or a gap is to be rejected or has no mean to take; if nobody
         *     answered, everybody is left out, or all weights are 0
         */
        public BrandSurvey build() {
            int n = Require.notEmpty(table.size, "answers", "must not be empty", "one BrandAnswer a respondent");
            int k = table.brands.size();
            table.requireOnScale(scale.lowest(), scale.highest());
            BrandSurvey answered = new BrandSurvey(
                    table.brands,
                    table.subDrivers,
                    scale,
                    Arrays.copyOf(table.ids, n),
                    Arrays.copyOf(table.last, n),
                    Arrays.copyOf(table.ratings, n * k * table.subDrivers.size()),
                    Arrays.copyOf(table.shares, n * k),
                    Arrays.copyOf(table.frequency, n),
                    Arrays.copyOf(table.volume, n),
                    Arrays.copyOf(table.weight, n),
                    List.copyOf(table.segments),
                    Arrays.copyOf(table.segment, n),
                    new BitSet(),
                    List.of());
            BrandSurvey survey = answered.settled(missing);
            survey.requireWeights();
            return survey;
        }
    }

    /** This survey, which nobody has seen yet, without gaps. */
    private BrandSurvey settled(MissingRatings policy) {
        int d = subDrivers.size();
        Gaps gaps = new Gaps();
        for (int i = 0; i < ids.length; i++) {
            for (int b = 0; b < brands.size(); b++) {
                int from = (i * brands.size() + b) * d;
                if (b == last[i] || AnswerTable.isRated(ratings, from, d)) {
                    for (int s = 0; s < d; s++) {
                        if (Double.isNaN(ratings[from + s])) {
                            gaps.add(from + s);
                        }
                    }
                }
            }
        }
        if (gaps.size == 0) {
            return this;
        }
        return switch (policy) {
            case REJECT ->
                throw Require.bad(
                        "rating of " + nameOf(gaps.cells[0]) + " by " + ids[gaps.cells[0] / rowLength()],
                        "must be given",
                        "a considered brand is rated on every sub-driver; see withMissing",
                        "missing");
            case DROP_RESPONDENT -> withoutGaps(gaps);
            case BRAND_MEAN -> {
                fill(gaps);
                yield this;
            }
        };
    }

    /** Places of ratings to be settled, ascending. */
    private static final class Gaps {
        int[] cells = new int[16];
        int size;

        void add(int cell) {
            if (size == cells.length) {
                cells = Arrays.copyOf(cells, 2 * size);
            }
            cells[size++] = cell;
        }
    }

    private int rowLength() {
        return brands.size() * subDrivers.size();
    }

    /** {@code American on quality}. */
    private String nameOf(int cell) {
        return brands.get(cell % rowLength() / subDrivers.size()) + " on "
                + subDrivers.get(cell % subDrivers.size()).name();
    }

    private BrandSurvey withoutGaps(Gaps gaps) {
        List<SurveyQuality.LeftOut> out = new ArrayList<>();
        BitSet incomplete = new BitSet();
        for (int g = 0; g < gaps.size; ) {
            int first = gaps.cells[g];
            int i = first / rowLength();
            int count = 0;
            for (; g < gaps.size && gaps.cells[g] / rowLength() == i; g++) {
                count++;
            }
            incomplete.set(i);
            out.add(new SurveyQuality.LeftOut(
                    ids[i],
                    brands.get(first % rowLength() / subDrivers.size()),
                    subDrivers.get(first % subDrivers.size()).name(),
                    count));
        }
        int[] complete =
                IntStream.range(0, ids.length).filter(i -> !incomplete.get(i)).toArray();
        if (complete.length == 0) {
            throw Require.bad(
                    "answers",
                    "must be complete for at least one respondent",
                    "every considered brand is rated on every sub-driver; see withMissing",
                    "incomplete for all of " + ids.length);
        }
        BrandSurvey kept = rows(complete);
        // only segments of those who stay, in order of appearance
        Map<Integer, Integer> used = new LinkedHashMap<>();
        for (int i = 0; i < complete.length; i++) {
            Integer next = used.size();
            Integer at = used.putIfAbsent(kept.segment[i], next);
            kept.segment[i] = at == null ? next : at;
        }
        return new BrandSurvey(
                brands,
                subDrivers,
                scale,
                kept.ids,
                kept.last,
                kept.ratings,
                kept.shares,
                kept.frequency,
                kept.volume,
                kept.weight,
                used.keySet().stream().map(segments::get).toList(),
                kept.segment,
                kept.imputed,
                List.copyOf(out));
    }

    private void fill(Gaps gaps) {
        int row = rowLength();
        double[] sum = new double[row];
        double[] weights = new double[row];
        for (int i = 0; i < ids.length; i++) {
            for (int c = 0; c < row; c++) {
                double x = ratings[i * row + c];
                if (!Double.isNaN(x)) {
                    sum[c] += weight[i] * x;
                    weights[c] += weight[i];
                }
            }
        }
        for (int g = 0; g < gaps.size; g++) {
            int cell = gaps.cells[g];
            int c = cell % row;
            if (!(weights[c] > 0)) {
                throw Require.bad(
                        "ratings of " + nameOf(cell),
                        "must be given by a respondent with a weight",
                        "their mean is to fill the gap of " + ids[cell / row],
                        "missing for all");
            }
            // a mean lies between the ends of the scale, also where it is rounded
            ratings[cell] = Math.max(scale.lowest(), Math.min(scale.highest(), sum[c] / weights[c]));
            imputed.set(cell);
        }
    }

    private void requireWeights() {
        double sum = 0;
        for (double w : weight) {
            sum += w;
        }
        Require.positive(sum, "sum of weights", "not all of them 0");
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
        return Require.indexOf(brand, brands, "brand", "");
    }

    /** The place of a sub-driver in {@link #subDrivers()}. */
    public int subDriverIndex(String name) {
        return Require.indexOf(name, subDrivers.stream().map(SubDriver::name).toList(), "name", "a sub-driver");
    }

    /** The name of respondent {@code i}. */
    public String id(int i) {
        return ids[i];
    }

    /** Whether there is a respondent of that name. */
    public boolean contains(String id) {
        return places().containsKey(Objects.requireNonNull(id, "id"));
    }

    /**
     * The row of a respondent, from 0; the first one where {@link #rows} has repeated him.
     *
     * @throws IllegalArgumentException if there is none of that name; see {@link #contains}
     */
    public int indexOf(String id) {
        Integer at = places().get(Objects.requireNonNull(id, "id"));
        if (at == null) {
            throw Require.bad("id", "must be a respondent of this survey", "see BrandSurvey.contains", '"' + id + '"');
        }
        return at;
    }

    private Map<String, Integer> places() {
        Map<String, Integer> made = places;
        if (made == null) {
            made = new HashMap<>();
            for (int i = 0; i < ids.length; i++) {
                made.putIfAbsent(ids[i], i);
            }
            places = made;
        }
        return made;
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

    /** Whether a rating was not answered but filled in, under {@link MissingRatings#BRAND_MEAN}. */
    public boolean isImputed(int i, int brand, int subDriver) {
        return imputed.get((i * brands.size() + brand) * subDrivers.size() + subDriver);
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

    /**
     * Kish's effective sample size: as many respondents of equal weight would give a mean the same standard error.
     *
     * <pre>{@code
     *   n_eff = (sum w)^2 / sum w^2         from 1 to the number of respondents
     * }</pre>
     *
     * <p>L. Kish, Survey Sampling, 1965, section 11.7.
     */
    public double effectiveSize() {
        double largest = 0;
        for (double w : weight) {
            largest = Math.max(largest, w);
        }
        double sum = 0;
        double squares = 0;
        for (double w : weight) {
            double relative = w / largest;
            sum += relative;
            squares += relative * relative;
        }
        return sum * sum / squares;
    }

    /** What surprises this survey holds: who was left out, what was filled in, and what cannot be told from it. */
    public SurveyQuality quality() {
        return SurveyQuality.of(this);
    }

    /** Value, brand and relationship equity of the brands as indices from 0 to 100, with equal weights. */
    public EquityIndices indices() {
        return EquityIndices.of(this);
    }

    /**
     * The ratings of a brand on the sub-drivers of one driver, by those who consider it: what Cronbach's alpha is computed from. What was
     * filled in is unanswered here. Rows are the respondents in the order of this survey; weights do not enter.
     *
     * <pre>{@code
     *   CronbachAlpha.of(survey.itemRatings("American", EquityDriver.VALUE).withoutIncomplete())
     * }</pre>
     *
     * @throws IllegalArgumentException if no sub-driver is of that driver, or a rating is off the scale, where {@link #mapRatings} has
     *     put it
     */
    public ItemAnswers itemRatings(String brand, EquityDriver driver) {
        int b = brandIndex(brand);
        Objects.requireNonNull(driver, "driver");
        int[] items = IntStream.range(0, subDrivers.size())
                .filter(s -> subDrivers.get(s).driver() == driver)
                .toArray();
        if (items.length == 0) {
            throw Require.bad("driver", "must have a sub-driver in the survey", "", driver);
        }
        int[] rows = IntStream.range(0, ids.length).filter(i -> considers(i, b)).toArray();
        double[][] columns = new double[items.length][rows.length];
        for (int j = 0; j < items.length; j++) {
            for (int r = 0; r < rows.length; r++) {
                columns[j][r] = isImputed(rows[r], b, items[j]) ? Double.NaN : rating(rows[r], b, items[j]);
            }
        }
        List<String> names =
                Arrays.stream(items).mapToObj(s -> subDrivers.get(s).name()).toList();
        return ItemAnswers.ofColumns(names, columns).onScale(scale);
    }

    /** Who was left out when this survey was built. */
    List<SurveyQuality.LeftOut> leftOut() {
        return leftOut;
    }

    /**
     * With other weights.
     *
     * @param newWeights one a respondent, finite and {@code >= 0}, not all 0
     */
    public BrandSurvey withWeights(double... newWeights) {
        double[] own = Objects.requireNonNull(newWeights, "newWeights").clone();
        if (own.length != ids.length) {
            throw Require.bad("newWeights", "must be one a respondent, " + ids.length, "", own.length);
        }
        for (int i = 0; i < own.length; i++) {
            own[i] = Require.nonNegative(own[i], "newWeights[" + i + "]", "relative to other respondents");
        }
        BrandSurvey changed = with(ratings, own);
        changed.requireWeights();
        return changed;
    }

    /**
     * With weights so that the brands were bought last by these shares of the customers: the sample then has the shares of the market
     * (post-stratification, as Rust, Lemon and Zeithaml 2004 weight their panels). Weights of the buyers of one brand keep their
     * proportions, and all weights their sum. {@link #effectiveSize()} says what it costs.
     *
     * <pre>{@code
     *   w_i' = w_i  share_b  W / W_b       W_b  sum of weights of those who bought b last,  W  of all
     * }</pre>
     *
     * @param marketShares of every brand, {@code >= 0}, summing to 1 within 1e-9
     * @throws IllegalArgumentException if a brand has a share but no buyer in the survey
     */
    public BrandSurvey weightedTo(Map<String, Double> marketShares) {
        int k = brands.size();
        double[] factor = new double[k];
        double[] bought = new double[k];
        double all = 0;
        for (int i = 0; i < ids.length; i++) {
            bought[last[i]] += weight[i];
            all += weight[i];
        }
        double sum = 0;
        for (Map.Entry<String, Double> share :
                Objects.requireNonNull(marketShares, "marketShares").entrySet()) {
            int b = brandIndex(share.getKey());
            factor[b] = Require.nonNegative(share.getValue(), "share of " + share.getKey(), "0.25 means 25 %");
            sum += factor[b];
        }
        if (marketShares.size() < k) {
            throw Require.bad(
                    "marketShares", "must have a share for every brand, " + brands, "", marketShares.keySet());
        }
        if (!(Math.abs(sum - 1) <= AnswerTable.SHARES)) {
            throw Require.bad("marketShares", "must sum to 1", "of the customers, bought last", sum);
        }
        for (int b = 0; b < k; b++) {
            if (factor[b] > 0 && !(bought[b] > 0)) {
                throw Require.bad(
                        "share of " + brands.get(b),
                        "must be 0",
                        "nobody in the survey bought it last; share it out among the others",
                        factor[b]);
            }
            factor[b] = factor[b] == 0 ? 0 : factor[b] / sum * (all / bought[b]);
        }
        double[] own = new double[ids.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = weight[i] * factor[last[i]];
        }
        BrandSurvey changed = with(ratings, own);
        changed.requireWeights();
        return changed;
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
     * <p>Centring ratings within respondents, each less the respondent's mean of the sub-driver over the brands, takes out what is
     * common to all brands (halo). It changes no choice probability of a logit, and so no direct fit; only principal components of the
     * ratings see the difference.
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
        return with(changed, weight);
    }

    /**
     * The respondents of one segment. The survey of a segment has the same {@link #segments()}, and reports nobody as left out.
     *
     * @throws IllegalArgumentException if there is no such segment, or nobody with a weight in it
     */
    public BrandSurvey inSegment(String name) {
        int wanted = Require.indexOf(name, segments, "name", "a segment");
        int[] inside =
                IntStream.range(0, ids.length).filter(i -> segment[i] == wanted).toArray();
        Require.notEmpty(inside.length, "respondents of " + name, "must not be empty", "see quality().segments()");
        return rows(inside);
    }

    /**
     * The survey of these respondents, each as often as it is named: a bootstrap sample, a segment, a fold. Reports nobody as left
     * out.
     *
     * @throws IllegalArgumentException if there are none, one is not of the survey, or all have weight 0
     */
    public BrandSurvey rows(int... respondents) {
        int k = brands.size();
        int row = rowLength();
        int n = Require.notEmpty(
                Objects.requireNonNull(respondents, "respondents").length,
                "respondents",
                "must not be empty",
                "indices from 0");
        String[] newIds = new String[n];
        int[] newLast = new int[n];
        double[] newRatings = new double[n * row];
        double[] newShares = new double[n * k];
        double[] newFrequency = new double[n];
        double[] newVolume = new double[n];
        double[] newWeight = new double[n];
        int[] newSegment = new int[n];
        BitSet newImputed = new BitSet();
        for (int r = 0; r < n; r++) {
            int i = respondents[r];
            if (i < 0 || i >= ids.length) {
                throw Require.bad("respondents[" + r + "]", "must be from 0 to " + (ids.length - 1), "", i);
            }
            newIds[r] = ids[i];
            newLast[r] = last[i];
            System.arraycopy(ratings, i * row, newRatings, r * row, row);
            System.arraycopy(shares, i * k, newShares, r * k, k);
            newFrequency[r] = frequency[i];
            newVolume[r] = volume[i];
            newWeight[r] = weight[i];
            newSegment[r] = segment[i];
            for (int at = imputed.nextSetBit(i * row); at >= 0 && at < (i + 1) * row; at = imputed.nextSetBit(at + 1)) {
                newImputed.set(at - i * row + r * row);
            }
        }
        BrandSurvey taken = new BrandSurvey(
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
                newSegment,
                newImputed,
                List.of());
        taken.requireWeights();
        return taken;
    }

    /** Equal in every answer, in what was filled in and in who was left out. */
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
                && Arrays.equals(segment, other.segment)
                && imputed.equals(other.imputed)
                && leftOut.equals(other.leftOut);
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

    // runs the checks again on what came from a stream; ratings may be off the scale, as mapRatings allows
    private Object readResolve() {
        new AnswerTable(List.copyOf(subDrivers), List.copyOf(brands))
                .requireComplete(ids, last, ratings, shares, frequency, volume, weight, segment, segments.size());
        requireWeights();
        return this;
    }
}
