package org.customerequity.survey.brand;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The brands one person of a panel bought, in the order of time, and what there was to choose from. Immutable; each {@code with}
 * returns a changed copy.
 *
 * <pre>{@code
 *   BrandPurchases.of("p1")                              // nothing known of what was bought before
 *       .withPurchases(tasks, List.of("Delta", "Delta")) // or withPurchases(offer, "Delta", "Delta") where ratings stay
 *       .withObserved(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 12, 31))
 * }</pre>
 */
public final class BrandPurchases implements Serializable {
    private static final long serialVersionUID = 1;

    private final String id;
    private final @Nullable String before;
    private final List<BrandOffer> offers;
    private final List<String> bought;
    private final double frequency;
    /** 0 where the frequency was given. */
    private final double years;

    private final double volume;
    private final double weight;
    private final String segment;

    private BrandPurchases(
            String id,
            @Nullable String before,
            List<BrandOffer> offers,
            List<String> bought,
            double frequency,
            double years,
            double volume,
            double weight,
            String segment) {
        this.id = id;
        this.before = before;
        this.offers = offers;
        this.bought = bought;
        this.frequency = frequency;
        this.years = years;
        this.volume = volume;
        this.weight = weight;
        this.segment = segment;
    }

    /**
     * A person who has bought nothing yet, buys once a year one unit, with weight 1, in one segment for all. What was bought before
     * the first purchase is unknown: that purchase then has no inertia.
     */
    public static BrandPurchases of(String id) {
        return new BrandPurchases(
                Require.nonBlank(id, "id", "of the person"),
                null,
                List.of(),
                List.of(),
                1,
                0,
                1,
                1,
                BrandSurvey.EVERYBODY);
    }

    /** With the brand bought before the first purchase, from which that purchase has inertia. */
    public BrandPurchases withBefore(String brand) {
        Require.nonBlank(brand, "brand", "bought before the first purchase; leave out what is not known");
        return new BrandPurchases(id, brand, offers, bought, frequency, years, volume, weight, segment);
    }

    /** With one more purchase, after the earlier ones: the brand bought, and all brands on offer. */
    public BrandPurchases withPurchase(BrandOffer offer, String brand) {
        return withPurchases(List.of(offer), List.of(brand));
    }

    /** With more purchases, after the earlier ones, of the same offer each. */
    public BrandPurchases withPurchases(BrandOffer offer, String... brands) {
        return withPurchases(
                Collections.nCopies(brands.length, Objects.requireNonNull(offer, "offer")), List.of(brands));
    }

    /**
     * With more purchases, after the earlier ones, each with its own offer, such as the tasks shown to everybody.
     *
     * @param brands bought, one for each of the offers
     */
    public BrandPurchases withPurchases(List<BrandOffer> moreOffers, List<String> brands) {
        if (brands.size() != moreOffers.size()) {
            throw Require.bad(
                    "brands", "must be one for each of the offers, " + moreOffers.size(), "of " + id, brands.size());
        }
        List<BrandOffer> allOffers = new ArrayList<>(offers);
        List<String> allBought = new ArrayList<>(bought);
        for (int t = 0; t < brands.size(); t++) {
            allOffers.add(Objects.requireNonNull(moreOffers.get(t), "offer"));
            allBought.add(Require.nonBlank(brands.get(t), "brand", "bought by " + id));
        }
        return new BrandPurchases(
                id,
                before,
                Collections.unmodifiableList(allOffers),
                Collections.unmodifiableList(allBought),
                frequency,
                years,
                volume,
                weight,
                segment);
    }

    /** With purchases a year, of all brands. */
    public BrandPurchases withFrequency(double purchasesPerYear) {
        Require.positive(purchasesPerYear, "purchasesPerYear", "of all brands; leave out who does not buy");
        return new BrandPurchases(id, before, offers, bought, purchasesPerYear, 0, volume, weight, segment);
    }

    /**
     * With the frequency that purchases have over the time they were observed: their number over {@code years}. A time that begins
     * at a purchase counts it once too often: give that one to {@link #withBefore} instead.
     */
    public BrandPurchases withObservedYears(double newYears) {
        Require.positive(newYears, "newYears", "in which the purchases were made");
        return new BrandPurchases(id, before, offers, bought, 1, newYears, volume, weight, segment);
    }

    /**
     * With the frequency that purchases have between two days; see {@link #withObservedYears}.
     *
     * @param from first day of observation
     * @param to last day of observation
     */
    public BrandPurchases withObserved(LocalDate from, LocalDate to) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (to.isBefore(from)) {
            throw Require.bad("to", "must not be before " + from, "last day of observation", to);
        }
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        return withObservedYears(days * PeriodUnit.DAY.years());
    }

    /** With units, or money, of one purchase. */
    public BrandPurchases withVolume(double perPurchase) {
        Require.positive(perPurchase, "perPurchase", "units or money of one purchase");
        return new BrandPurchases(id, before, offers, bought, frequency, years, perPurchase, weight, segment);
    }

    /** With how many customers of the market the person stands for, relative to others. */
    public BrandPurchases withWeight(double newWeight) {
        Require.nonNegative(newWeight, "newWeight", "relative to other persons");
        return new BrandPurchases(id, before, offers, bought, frequency, years, volume, newWeight, segment);
    }

    /** With the segment to which the person belongs. */
    public BrandPurchases withSegment(String newSegment) {
        Require.nonBlank(newSegment, "newSegment", "such as \"business\"");
        return new BrandPurchases(id, before, offers, bought, frequency, years, volume, weight, newSegment);
    }

    /** The person. */
    public String id() {
        return id;
    }

    /** The brand bought before the first purchase, where that is known. */
    public Optional<String> before() {
        return Optional.ofNullable(before);
    }

    /** What there was to choose from, one for each purchase. */
    public List<BrandOffer> offers() {
        return offers;
    }

    /** The brands bought, in the order of time. */
    public List<String> bought() {
        return bought;
    }

    /** Purchases a year; {@code 0} where none was made in an observed time. */
    public double frequency() {
        return years > 0 ? bought.size() / years : frequency;
    }

    /** Units, or money, of one purchase. */
    public double volume() {
        return volume;
    }

    /** How many customers the person stands for, relative to others. */
    public double weight() {
        return weight;
    }

    /** The segment. */
    public String segment() {
        return segment;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BrandPurchases other
                && id.equals(other.id)
                && Objects.equals(before, other.before)
                && offers.equals(other.offers)
                && bought.equals(other.bought)
                && frequency == other.frequency
                && years == other.years
                && volume == other.volume
                && weight == other.weight
                && segment.equals(other.segment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, before, offers, bought, frequency, years, volume, weight, segment);
    }

    /** {@code p1, bought 6 times}. */
    @Override
    public String toString() {
        return id + ", bought " + bought.size() + " times";
    }
}
