package org.customerequity.survey.brand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingScale;
import org.jspecify.annotations.Nullable;

/**
 * Repeat purchases of the customers of a market as columns: for each person the brands bought one after another, and the ratings of
 * the brands on offer each time. Immutable.
 *
 * <p>Offers that are equal are kept once, so that tasks shown to everybody, or ratings that stay, cost next to nothing.
 *
 * <pre>{@code
 *   BrandPanel panel = BrandPanel.of(subDrivers, brands)
 *       .add(BrandPurchases.of("p1").withPurchases(tasks, List.of("Delta", "American", "Delta")))
 *       .build();
 * }</pre>
 */
public final class BrandPanel implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<String> brands;
    private final List<SubDriver> subDrivers;
    private final RatingScale scale;
    private final String[] ids;
    /** First purchase of each person, and one more: the number of purchases. */
    private final int[] start;
    /** Brand bought before the first purchase of each person; -1 where unknown. */
    private final int[] before;
    /** Brand of each purchase. */
    private final int[] bought;
    /** Offer of each purchase. */
    private final int[] offer;
    /** Offers times brands times sub-drivers; NaN where a brand is not on offer. */
    private final double[] ratings;

    private final double[] frequency;
    private final double[] volume;
    private final double[] weight;
    private final List<String> segments;
    private final int[] segment;

    private BrandPanel(
            List<String> brands,
            List<SubDriver> subDrivers,
            RatingScale scale,
            String[] ids,
            int[] start,
            int[] before,
            int[] bought,
            int[] offer,
            double[] ratings,
            double[] frequency,
            double[] volume,
            double[] weight,
            List<String> segments,
            int[] segment) {
        this.brands = brands;
        this.subDrivers = subDrivers;
        this.scale = scale;
        this.ids = ids;
        this.start = start;
        this.before = before;
        this.bought = bought;
        this.offer = offer;
        this.ratings = ratings;
        this.frequency = frequency;
        this.volume = volume;
        this.weight = weight;
        this.segments = segments;
        this.segment = segment;
    }

    /** A panel to be filled, with ratings on a scale from 1 to 5. */
    public static Builder of(List<SubDriver> subDrivers, List<String> brands) {
        return new Builder(subDrivers, brands);
    }

    /** Collects persons. Not for use by several threads at once. */
    public static final class Builder {
        private final List<SubDriver> subDrivers;
        private final List<String> brands;
        private RatingScale scale = RatingScale.FIVE_POINT;
        private final List<BrandPurchases> persons = new ArrayList<>();
        /** Knows what brands, sub-drivers and scale must be; stays empty. */
        private final BrandSurvey.Builder survey;

        private Builder(List<SubDriver> subDrivers, List<String> brands) {
            this.survey = BrandSurvey.of(subDrivers, brands);
            this.subDrivers = List.copyOf(subDrivers);
            this.brands = List.copyOf(brands);
        }

        /** On another scale, of which the high end is good. */
        public Builder withScale(RatingScale newScale) {
            survey.withScale(newScale);
            scale = newScale;
            return this;
        }

        /** One more person. */
        public Builder add(BrandPurchases person) {
            persons.add(Objects.requireNonNull(person, "person"));
            return this;
        }

        /** More persons. */
        public Builder addAll(Iterable<BrandPurchases> more) {
            more.forEach(this::add);
            return this;
        }

        /**
         * The panel.
         *
         * @throws IllegalArgumentException if a person bought nothing, or a brand that was not on offer; if a brand is not of the
         *     panel, is not rated on every sub-driver, or is rated off the scale; if nobody was added, or all weights are 0
         */
        public BrandPanel build() {
            int n = Require.notEmpty(persons.size(), "persons", "must not be empty", "one BrandPurchases a person");
            String[] ids = new String[n];
            int[] start = new int[n + 1];
            int[] before = new int[n];
            double[] frequency = new double[n];
            double[] volume = new double[n];
            double[] weight = new double[n];
            int[] segment = new int[n];
            Map<String, Integer> segments = new LinkedHashMap<>();
            Set<String> seen = new HashSet<>();
            double weights = 0;
            for (int i = 0; i < n; i++) {
                BrandPurchases person = persons.get(i);
                ids[i] = person.id();
                if (!seen.add(ids[i])) {
                    throw Require.bad("id", "must be of one person only", "", '"' + ids[i] + '"');
                }
                Require.notEmpty(
                        person.bought().size(), "purchases of " + ids[i], "must not be empty", "leave the person out");
                start[i + 1] = Math.addExact(start[i], person.bought().size());
                before[i] = person.before().isPresent()
                        ? brand(person.before().get(), "brand before the first of " + ids[i])
                        : -1;
                frequency[i] = person.frequency();
                volume[i] = person.volume();
                weight[i] = person.weight();
                weights += weight[i];
                segment[i] = segments.computeIfAbsent(person.segment(), s -> segments.size());
            }
            Require.positive(weights, "sum of weights", "not all of them 0");
            int[] bought = new int[start[n]];
            int[] offer = new int[start[n]];
            Map<BrandOffer, Integer> offers = new LinkedHashMap<>();
            for (int i = 0; i < n; i++) {
                BrandPurchases person = persons.get(i);
                for (int t = 0; t < person.bought().size(); t++) {
                    BrandOffer ratings = person.offers().get(t);
                    int at = start[i] + t;
                    bought[at] = brand(person.bought().get(t), "purchase " + (t + 1) + " of " + ids[i]);
                    if (!ratings.ratings().containsKey(person.bought().get(t))) {
                        throw Require.bad(
                                "purchase " + (t + 1) + " of " + ids[i],
                                "must be among the brands on offer, "
                                        + ratings.ratings().keySet(),
                                "those with ratings",
                                '"' + person.bought().get(t) + '"');
                    }
                    Integer known = offers.putIfAbsent(ratings, offers.size());
                    offer[at] = known == null ? offers.size() - 1 : known;
                }
            }
            return new BrandPanel(
                    brands,
                    subDrivers,
                    scale,
                    ids,
                    start,
                    before,
                    bought,
                    offer,
                    ratings(offers.keySet()),
                    frequency,
                    volume,
                    weight,
                    Collections.unmodifiableList(new ArrayList<>(segments.keySet())),
                    segment);
        }

        private double[] ratings(Set<BrandOffer> offers) {
            int d = subDrivers.size();
            double[] all = new double[Math.multiplyExact(offers.size(), brands.size() * d)];
            Arrays.fill(all, Double.NaN);
            int at = 0;
            for (BrandOffer offer : offers) {
                for (Map.Entry<String, List<Double>> of : offer.ratings().entrySet()) {
                    int b = brand(of.getKey(), "brand on offer");
                    if (of.getValue().size() != d) {
                        throw Require.bad(
                                "ratings of " + of.getKey(),
                                "must be one a sub-driver, " + d,
                                "leave out a brand not on offer",
                                of.getValue().size());
                    }
                    for (int s = 0; s < d; s++) {
                        double x = of.getValue().get(s);
                        if (!(x >= scale.lowest() && x <= scale.highest())) {
                            throw Require.bad(
                                    "rating of " + of.getKey() + " on "
                                            + subDrivers.get(s).name(),
                                    "must be from " + scale.lowest() + " to " + scale.highest(),
                                    "see withScale",
                                    x);
                        }
                        all[at + b * d + s] = x;
                    }
                }
                at += brands.size() * d;
            }
            return all;
        }

        private int brand(String name, String what) {
            return Require.indexOf(name, brands, what, "");
        }
    }

    /** How many persons. */
    public int size() {
        return ids.length;
    }

    /** How many purchases of all persons. */
    public int purchases() {
        return bought.length;
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

    /** The name of person {@code i}. */
    public String id(int i) {
        return ids[i];
    }

    /** How many purchases person {@code i} made, {@code >= 1}. */
    public int purchases(int i) {
        return start[i + 1] - start[i];
    }

    /**
     * The brand of a purchase.
     *
     * @param purchase of person {@code i}, from 0 in the order of time
     */
    public int bought(int i, int purchase) {
        return bought[at(i, purchase)];
    }

    /** The brand that was bought before a purchase; empty at the first one where that is not known. */
    public OptionalInt boughtBefore(int i, int purchase) {
        int at = at(i, purchase);
        int brand = at == start[i] ? before[i] : bought[at - 1];
        return brand < 0 ? OptionalInt.empty() : OptionalInt.of(brand);
    }

    /** Whether a brand was on offer at a purchase. */
    public boolean isOffered(int i, int purchase, int brand) {
        return !Double.isNaN(rating(i, purchase, brand, 0));
    }

    /** The rating, at a purchase, of a brand on a sub-driver; NaN where the brand was not on offer. */
    public double rating(int i, int purchase, int brand, int subDriver) {
        return ratings[(offer[at(i, purchase)] * brands.size() + brand) * subDrivers.size() + subDriver];
    }

    /** Purchases a year of person {@code i}. */
    public double frequency(int i) {
        return frequency[i];
    }

    /** Units, or money, of one purchase of person {@code i}. */
    public double volume(int i) {
        return volume[i];
    }

    /** How many customers person {@code i} stands for, relative to others. */
    public double weight(int i) {
        return weight[i];
    }

    /** The segments, in order of appearance. */
    public List<String> segments() {
        return segments;
    }

    /** The segment of person {@code i}, counted from 0 in the order of {@link #segments()}. */
    public int segment(int i) {
        return segment[i];
    }

    /** A brand for a purchase; see {@link #mapPurchases}. */
    @FunctionalInterface
    public interface PurchaseFunction {
        /**
         * The brand to be bought, one of those on offer.
         *
         * @param before the brand bought before, of those just made up; empty where that is not known
         */
        int apply(int i, int purchase, OptionalInt before);
    }

    /**
     * This panel with other brands bought, person by person in the order of time: what a model would have them buy.
     *
     * @throws IllegalArgumentException if a brand is not on offer
     */
    public BrandPanel mapPurchases(PurchaseFunction choice) {
        Objects.requireNonNull(choice, "choice");
        int[] changed = new int[bought.length];
        for (int i = 0; i < ids.length; i++) {
            OptionalInt last = boughtBefore(i, 0);
            for (int t = 0; t < purchases(i); t++) {
                int brand = choice.apply(i, t, last);
                if (brand < 0 || brand >= brands.size() || !isOffered(i, t, brand)) {
                    throw Require.bad(
                            "purchase " + (t + 1) + " of " + ids[i], "must be among the brands on offer", "", brand);
                }
                changed[start[i] + t] = brand;
                last = OptionalInt.of(brand);
            }
        }
        return new BrandPanel(
                brands,
                subDrivers,
                scale,
                ids,
                start,
                before,
                changed,
                offer,
                ratings,
                frequency,
                volume,
                weight,
                segments,
                segment);
    }

    /** The panel of these persons, each as often as it is named: a bootstrap sample, a segment, a fold. */
    public BrandPanel rows(int... persons) {
        int n = Require.notEmpty(persons.length, "persons", "must not be empty", "indices from 0");
        String[] newIds = new String[n];
        int[] newStart = new int[n + 1];
        int[] newBefore = new int[n];
        double[] newFrequency = new double[n];
        double[] newVolume = new double[n];
        double[] newWeight = new double[n];
        int[] newSegment = new int[n];
        for (int r = 0; r < n; r++) {
            int i = persons[r];
            if (i < 0 || i >= ids.length) {
                throw Require.bad("persons[" + r + "]", "must be from 0 to " + (ids.length - 1), "", i);
            }
            newIds[r] = ids[i];
            newStart[r + 1] = Math.addExact(newStart[r], purchases(i));
            newBefore[r] = before[i];
            newFrequency[r] = frequency[i];
            newVolume[r] = volume[i];
            newWeight[r] = weight[i];
            newSegment[r] = segment[i];
        }
        int[] newBought = new int[newStart[n]];
        int[] newOffer = new int[newStart[n]];
        for (int r = 0; r < n; r++) {
            System.arraycopy(bought, start[persons[r]], newBought, newStart[r], purchases(persons[r]));
            System.arraycopy(offer, start[persons[r]], newOffer, newStart[r], purchases(persons[r]));
        }
        return new BrandPanel(
                brands,
                subDrivers,
                scale,
                newIds,
                newStart,
                newBefore,
                newBought,
                newOffer,
                ratings,
                newFrequency,
                newVolume,
                newWeight,
                segments,
                newSegment);
    }

    /**
     * The persons as respondents of a survey taken after their last purchase, in the same order: the brand bought last is that of the
     * last purchase, ratings are those of the last purchase, the next choice is unknown. What {@code equity.driver} values.
     *
     * @throws IllegalArgumentException if a person is here more than once, as in a bootstrap sample
     */
    public BrandSurvey toSurvey() {
        int perOffer = brands.size() * subDrivers.size();
        int[] last = new int[ids.length];
        double[] now = new double[Math.multiplyExact(ids.length, perOffer)];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            int at = start[i + 1] - 1;
            last[i] = bought[at];
            System.arraycopy(ratings, offer[at] * perOffer, now, i * perOffer, perOffer);
            names.add(segments.get(segment[i]));
        }
        return BrandSurvey.of(subDrivers, brands)
                .withScale(scale)
                .addColumns(SurveyColumns.of(List.of(ids), last, now)
                        .withFrequency(frequency)
                        .withVolume(volume)
                        .withWeights(weight)
                        .withSegments(names))
                .build();
    }

    private int at(int i, int purchase) {
        return start[i] + Objects.checkIndex(purchase, start[i + 1] - start[i]);
    }

    /** Equal in every purchase, rating and weight. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BrandPanel other
                && brands.equals(other.brands)
                && subDrivers.equals(other.subDrivers)
                && scale.equals(other.scale)
                && Arrays.equals(ids, other.ids)
                && Arrays.equals(start, other.start)
                && Arrays.equals(before, other.before)
                && Arrays.equals(bought, other.bought)
                && Arrays.equals(offer, other.offer)
                && Arrays.equals(ratings, other.ratings)
                && Arrays.equals(frequency, other.frequency)
                && Arrays.equals(volume, other.volume)
                && Arrays.equals(weight, other.weight)
                && segments.equals(other.segments)
                && Arrays.equals(segment, other.segment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(brands, subDrivers, scale, Arrays.hashCode(ids), Arrays.hashCode(bought));
    }

    /** {@code 30 persons, 180 purchases, 3 brands, 2 sub-drivers on 1 to 5}. */
    @Override
    public String toString() {
        return size() + " persons, " + purchases() + " purchases, " + brands.size() + " brands, " + subDrivers.size()
                + " sub-drivers on " + scale.lowest() + " to " + scale.highest();
    }
}
