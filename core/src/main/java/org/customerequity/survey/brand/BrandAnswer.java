package org.customerequity.survey.brand;

import com.google.common.collect.ImmutableMap;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;

/**
 * What one respondent of a brand survey said. Immutable; each {@code with} returns a changed copy.
 *
 * <pre>{@code
 *   BrandAnswer.of("r1", "American")          // bought American last
 *       .withNext("Delta")                    // will buy Delta next; or withNextShares
 *       .withFrequency(4).withVolume(300)     // purchases a year, units or money a purchase
 *       .withRating("American", "quality", 4) // one by one, or withRatings(brand, subDrivers, 4, 3, 5)
 * }</pre>
 */
public final class BrandAnswer implements Serializable {
    private static final long serialVersionUID = 1;

    private final String id;
    private final String lastBrand;
    private final Map<String, Double> nextShares;
    private final double frequency;
    private final double volume;
    private final double weight;
    private final String segment;
    private final Map<String, Map<String, Double>> ratings;

    private BrandAnswer(
            String id,
            String lastBrand,
            Map<String, Double> nextShares,
            double frequency,
            double volume,
            double weight,
            String segment,
            Map<String, Map<String, Double>> ratings) {
        this.id = id;
        this.lastBrand = lastBrand;
        this.nextShares = nextShares;
        this.frequency = frequency;
        this.volume = volume;
        this.weight = weight;
        this.segment = segment;
        this.ratings = ratings;
    }

    /** A respondent who buys once a year one unit, with weight 1, in one segment for all, who has rated nothing yet. */
    public static BrandAnswer of(String id, String lastBrand) {
        return new BrandAnswer(
                Require.nonBlank(id, "id", "of the respondent"),
                Require.nonBlank(lastBrand, "lastBrand", "the brand bought last"),
                Map.of(),
                1,
                1,
                1,
                BrandSurvey.EVERYBODY,
                Map.of());
    }

    /** With the brand to be bought next. */
    public BrandAnswer withNext(String brand) {
        return withNextShares(Map.of(Require.nonBlank(brand, "brand", "to be bought next"), 1.0));
    }

    /**
     * With how likely each brand is to be bought next; brands left out have share 0.
     *
     * @param shares each {@code >= 0}, summing to 1 within 1e-9; see {@link #withNextPoints} for a constant sum of 100
     */
    public BrandAnswer withNextShares(Map<String, Double> shares) {
        double sum = 0;
        for (Map.Entry<String, Double> e :
                Objects.requireNonNull(shares, "shares").entrySet()) {
            sum += Require.nonNegative(
                    Objects.requireNonNull(e.getValue(), e.getKey()),
                    "share of " + e.getKey(),
                    "how likely it is bought next");
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw Require.bad("shares", "must sum to 1", "withNextPoints divides by the sum", sum);
        }
        return new BrandAnswer(
                id,
                lastBrand,
                Collections.unmodifiableMap(new LinkedHashMap<>(shares)),
                frequency,
                volume,
                weight,
                segment,
                ratings);
    }

    /** With points split over the brands for the next purchase, of any positive sum, such as 100. */
    public BrandAnswer withNextPoints(Map<String, Double> points) {
        double sum = 0;
        for (Map.Entry<String, Double> e :
                Objects.requireNonNull(points, "points").entrySet()) {
            sum += Require.nonNegative(
                    Objects.requireNonNull(e.getValue(), e.getKey()),
                    "points of " + e.getKey(),
                    "how likely it is bought next");
        }
        Require.positive(sum, "sum of points", "at least one brand has a point");
        Map<String, Double> shares = new LinkedHashMap<>();
        for (Map.Entry<String, Double> e : points.entrySet()) {
            shares.put(e.getKey(), e.getValue() / sum);
        }
        return withNextShares(shares);
    }

    /** With purchases a year, of all brands. */
    public BrandAnswer withFrequency(double purchasesPerYear) {
        Require.positive(purchasesPerYear, "purchasesPerYear", "of all brands; leave out who does not buy");
        return new BrandAnswer(id, lastBrand, nextShares, purchasesPerYear, volume, weight, segment, ratings);
    }

    /** With units, or money, of one purchase. */
    public BrandAnswer withVolume(double perPurchase) {
        Require.positive(perPurchase, "perPurchase", "units or money of one purchase");
        return new BrandAnswer(id, lastBrand, nextShares, frequency, perPurchase, weight, segment, ratings);
    }

    /** With how many customers of the market the respondent stands for, relative to others. */
    public BrandAnswer withWeight(double newWeight) {
        Require.nonNegative(newWeight, "newWeight", "relative to other respondents");
        return new BrandAnswer(id, lastBrand, nextShares, frequency, volume, newWeight, segment, ratings);
    }

    /** With the segment to which the respondent belongs. */
    public BrandAnswer withSegment(String newSegment) {
        Require.nonBlank(newSegment, "newSegment", "such as \"business\"");
        return new BrandAnswer(id, lastBrand, nextShares, frequency, volume, weight, newSegment, ratings);
    }

    /** With the rating of one brand on one sub-driver, instead of an earlier one. */
    public BrandAnswer withRating(String brand, String subDriver, double rating) {
        return withRatings(brand, Map.of(Require.nonBlank(subDriver, "subDriver", "what it is rated on"), rating));
    }

    /**
     * With the ratings of one brand, instead of earlier ones on the same sub-drivers.
     *
     * @param subDrivers those of the survey
     * @param points one a sub-driver; {@code NaN} where it was not answered
     */
    public BrandAnswer withRatings(String brand, List<SubDriver> subDrivers, double... points) {
        if (Objects.requireNonNull(points, "points").length
                != Objects.requireNonNull(subDrivers, "subDrivers").size()) {
            throw Require.bad("points", "must be one a sub-driver, " + subDrivers.size(), "", points.length);
        }
        Map<String, Double> answered = new LinkedHashMap<>();
        for (int s = 0; s < points.length; s++) {
            if (!Double.isNaN(points[s])) {
                answered.put(subDrivers.get(s).name(), points[s]);
            }
        }
        return answered.isEmpty() ? this : withRatings(brand, answered);
    }

    private BrandAnswer withRatings(String brand, Map<String, Double> more) {
        Require.nonBlank(brand, "brand", "the one rated");
        Map<String, Double> own = new LinkedHashMap<>(ratings.getOrDefault(brand, Map.of()));
        more.forEach((subDriver, rating) -> own.put(
                subDriver,
                Require.finite(rating, "rating of " + brand + " on " + subDriver, "leave out what was not answered")));
        Map<String, Map<String, Double>> all = new LinkedHashMap<>(ratings);
        all.put(brand, Collections.unmodifiableMap(own));
        return new BrandAnswer(
                id, lastBrand, nextShares, frequency, volume, weight, segment, Collections.unmodifiableMap(all));
    }

    /** The respondent. */
    public String id() {
        return id;
    }

    /** The brand bought last. */
    public String lastBrand() {
        return lastBrand;
    }

    /** The brand to be bought next, where one has all the share. */
    public Optional<String> next() {
        return nextShares.entrySet().stream()
                .filter(e -> e.getValue() == 1)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** How likely each brand is bought next; empty where that was not asked. */
    public Map<String, Double> nextShares() {
        return nextShares;
    }

    /** Purchases a year. */
    public double frequency() {
        return frequency;
    }

    /** Units, or money, of one purchase. */
    public double volume() {
        return volume;
    }

    /** How many customers the respondent stands for, relative to others. */
    public double weight() {
        return weight;
    }

    /** The segment. */
    public String segment() {
        return segment;
    }

    /** Ratings by brand and sub-driver. */
    public Map<String, Map<String, Double>> ratings() {
        return ratings;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object o) {
        return o instanceof BrandAnswer other
                && id.equals(other.id)
                && lastBrand.equals(other.lastBrand)
                && nextShares.equals(other.nextShares)
                && frequency == other.frequency
                && volume == other.volume
                && weight == other.weight
                && segment.equals(other.segment)
                && ratings.equals(other.ratings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, lastBrand, nextShares, frequency, volume, weight, segment, ratings);
    }

    @Override
    public String toString() {
        return id + ", last " + lastBrand + ", rates "
                + ImmutableMap.copyOf(ratings).keySet();
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        BrandAnswer checked = of(id, lastBrand)
                .withFrequency(frequency)
                .withVolume(volume)
                .withWeight(weight)
                .withSegment(segment);
        if (!nextShares.isEmpty()) {
            checked = checked.withNextShares(nextShares);
        }
        for (Map.Entry<String, Map<String, Double>> of : ratings.entrySet()) {
            checked = checked.withRatings(of.getKey(), of.getValue());
        }
        return checked;
    }
}
