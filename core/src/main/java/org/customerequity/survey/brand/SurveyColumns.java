package org.customerequity.survey.brand;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Answers of many respondents as columns, for {@link BrandSurvey.Builder#addColumns}: what a database or a file of 10,000
 * respondents has, without an object for each. Immutable; columns are copied in, and each {@code with} returns a changed copy.
 *
 * <pre>{@code
 *   SurveyColumns.of(ids, last, ratings)     // ratings[(i * brands + b) * subDrivers + s], NaN where not answered
 *       .withNext(next)                      // -1 where not asked; or withNextShares
 *       .withFrequency(purchasesPerYear)     // without it, and without volume or weights, 1 for everybody
 * }</pre>
 *
 * <p>Brands and sub-drivers are counted from 0 in the order of the survey, which checks what the columns hold.
 */
public final class SurveyColumns implements Serializable {
    private static final long serialVersionUID = 1;

    final String[] ids;
    final int[] last;
    final double[] ratings;
    /** One of these two at most. */
    final int @Nullable [] next;

    final double @Nullable [] nextShares;
    final double @Nullable [] frequency;
    final double @Nullable [] volume;
    final double @Nullable [] weight;
    final String @Nullable [] segment;

    private SurveyColumns(
            String[] ids,
            int[] last,
            double[] ratings,
            int @Nullable [] next,
            double @Nullable [] nextShares,
            double @Nullable [] frequency,
            double @Nullable [] volume,
            double @Nullable [] weight,
            String @Nullable [] segment) {
        this.ids = ids;
        this.last = last;
        this.ratings = ratings;
        this.next = next;
        this.nextShares = nextShares;
        this.frequency = frequency;
        this.volume = volume;
        this.weight = weight;
        this.segment = segment;
    }

    /**
     * Respondents who each buy once a year one unit, with weight 1, in one segment, and were not asked for the next brand.
     *
     * @param ids one a respondent
     * @param lastBrand the brand each bought last
     * @param ratings respondents times brands times sub-drivers, the sub-drivers of a brand side by side; NaN where not answered.
     *     A brand without any rating is not considered, but for the last one
     */
    public static SurveyColumns of(List<String> ids, int[] lastBrand, double[] ratings) {
        String[] names = Objects.requireNonNull(ids, "ids").toArray(new String[0]);
        for (int i = 0; i < names.length; i++) {
            Require.nonBlank(names[i], "ids[" + i + "]", "of the respondent");
        }
        sameLength(Objects.requireNonNull(lastBrand, "lastBrand").length, names.length, "lastBrand");
        Objects.requireNonNull(ratings, "ratings");
        return new SurveyColumns(names, lastBrand.clone(), ratings.clone(), null, null, null, null, null, null);
    }

    /**
     * With the brand each will buy next.
     *
     * @param brand counted from 0; -1 where it was not asked
     */
    public SurveyColumns withNext(int... brand) {
        int[] own = Objects.requireNonNull(brand, "brand").clone();
        sameLength(own.length, ids.length, "brand");
        return new SurveyColumns(ids, last, ratings, own, null, frequency, volume, weight, segment);
    }

    /**
     * With how likely each respondent buys each brand next.
     *
     * @param shares respondents times brands, each {@code >= 0}, those of a respondent summing to 1 within 1e-9; all 0 where it
     *     was not asked
     */
    public SurveyColumns withNextShares(double[] shares) {
        double[] own = Objects.requireNonNull(shares, "shares").clone();
        return new SurveyColumns(ids, last, ratings, null, own, frequency, volume, weight, segment);
    }

    /** With purchases a year, of all brands, {@code > 0}. */
    public SurveyColumns withFrequency(double... purchasesPerYear) {
        double[] own = column(purchasesPerYear, "purchasesPerYear");
        return new SurveyColumns(ids, last, ratings, next, nextShares, own, volume, weight, segment);
    }

    /** With units, or money, of one purchase, {@code > 0}. */
    public SurveyColumns withVolume(double... perPurchase) {
        double[] own = column(perPurchase, "perPurchase");
        return new SurveyColumns(ids, last, ratings, next, nextShares, frequency, own, weight, segment);
    }

    /** With how many customers of the market each stands for, relative to others, {@code >= 0}. */
    public SurveyColumns withWeights(double... newWeights) {
        double[] own = column(newWeights, "newWeights");
        return new SurveyColumns(ids, last, ratings, next, nextShares, frequency, volume, own, segment);
    }

    /** With the segment of each. */
    public SurveyColumns withSegments(List<String> newSegments) {
        String[] own = Objects.requireNonNull(newSegments, "newSegments").toArray(new String[0]);
        sameLength(own.length, ids.length, "newSegments");
        for (int i = 0; i < own.length; i++) {
            Require.nonBlank(own[i], "newSegments[" + i + "]", "such as \"business\"");
        }
        return new SurveyColumns(ids, last, ratings, next, nextShares, frequency, volume, weight, own);
    }

    private double[] column(double[] values, String name) {
        sameLength(Objects.requireNonNull(values, name).length, ids.length, name);
        return values.clone();
    }

    private static void sameLength(int length, int respondents, String name) {
        if (length != respondents) {
            throw Require.bad(name, "must have one entry a respondent, " + respondents, "", length);
        }
    }

    /** How many respondents. */
    public int size() {
        return ids.length;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SurveyColumns other
                && Arrays.equals(ids, other.ids)
                && Arrays.equals(last, other.last)
                && Arrays.equals(ratings, other.ratings)
                && Arrays.equals(next, other.next)
                && Arrays.equals(nextShares, other.nextShares)
                && Arrays.equals(frequency, other.frequency)
                && Arrays.equals(volume, other.volume)
                && Arrays.equals(weight, other.weight)
                && Arrays.equals(segment, other.segment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(ids), Arrays.hashCode(last), Arrays.hashCode(ratings));
    }

    /** {@code columns of 10000 respondents}. */
    @Override
    public String toString() {
        return "columns of " + size() + " respondents";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        SurveyColumns checked = of(Arrays.asList(ids), last, ratings);
        checked = next == null ? checked : checked.withNext(next);
        checked = nextShares == null ? checked : checked.withNextShares(nextShares);
        checked = frequency == null ? checked : checked.withFrequency(frequency);
        checked = volume == null ? checked : checked.withVolume(volume);
        checked = weight == null ? checked : checked.withWeights(weight);
        return segment == null ? checked : checked.withSegments(Arrays.asList(segment));
    }
}
