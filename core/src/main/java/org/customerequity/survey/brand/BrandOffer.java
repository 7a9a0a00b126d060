package org.customerequity.survey.brand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * The brands a person could choose from at a purchase, and what each was rated: a task of a choice experiment, a shelf on a day.
 * Immutable.
 *
 * <pre>{@code
 *   BrandOffer.of("American", 3, 2).withBrand("Delta", 2, 4)   // ratings in the order of the panel's sub-drivers
 * }</pre>
 */
public final class BrandOffer implements Serializable {
    private static final long serialVersionUID = 1;

    private final Map<String, List<Double>> ratings;

    private BrandOffer(Map<String, List<Double>> ratings) {
        this.ratings = Collections.unmodifiableMap(ratings);
    }

    /**
     * One brand on offer.
     *
     * @param ratings one a sub-driver, in the order of the panel's, finite
     */
    public static BrandOffer of(String brand, double... ratings) {
        return new BrandOffer(new LinkedHashMap<>()).withBrand(brand, ratings);
    }

    /**
     * With one more brand on offer, or with other ratings of a brand.
     *
     * @param newRatings one a sub-driver, in the order of the panel's, finite
     */
    public BrandOffer withBrand(String brand, double... newRatings) {
        Require.nonBlank(brand, "brand", "the one on offer");
        List<Double> list = new ArrayList<>(newRatings.length);
        for (int s = 0; s < newRatings.length; s++) {
            list.add(Require.finite(
                    newRatings[s], "rating " + (s + 1) + " of " + brand, "leave out a brand not on offer"));
        }
        Map<String, List<Double>> all = new LinkedHashMap<>(ratings);
        all.put(brand, Collections.unmodifiableList(list));
        return new BrandOffer(all);
    }

    /** Ratings by brand on offer, in the order of the panel's sub-drivers. */
    public Map<String, List<Double>> ratings() {
        return ratings;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BrandOffer other && ratings.equals(other.ratings);
    }

    @Override
    public int hashCode() {
        return ratings.hashCode();
    }

    /** {@code {American=[3.0, 2.0], Delta=[2.0, 4.0]}}. */
    @Override
    public String toString() {
        return ratings.toString();
    }
}
