package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * A brand or firm as customers rate it: a mean rating an attribute.
 *
 * @param name of the brand, or of the market that several make up
 * @param ratings one an attribute, in the order of the attributes; finite
 */
public record RatedBrand(String name, List<Double> ratings) implements Serializable {
    public RatedBrand {
        Require.nonBlank(name, "name", "of the brand");
        Objects.requireNonNull(ratings, "ratings");
        Require.notEmpty(ratings.size(), "ratings", "must have a rating", "one an attribute");
        for (int k = 0; k < ratings.size(); k++) {
            String at = "ratings[" + k + "]";
            Require.finite(Objects.requireNonNull(ratings.get(k), at), at, "mean rating of " + name);
        }
        ratings = List.copyOf(ratings);
    }

    /** {@code RatedBrand.of("Ours", 4.2, 3.6, 4.0)}. */
    public static RatedBrand of(String name, double... ratings) {
        Objects.requireNonNull(ratings, "ratings");
        List<Double> list = new ArrayList<>(ratings.length);
        for (double rating : ratings) {
            list.add(rating);
        }
        return new RatedBrand(name, list);
    }

    /** Several brands as one, each counting the same: the mean of every rating. */
    public static RatedBrand market(List<RatedBrand> brands) {
        double[] ones = new double[Objects.requireNonNull(brands, "brands").size()];
        Arrays.fill(ones, 1);
        return market(brands, ones);
    }

    /**
     * Several brands as one, each counting by its weight, such as its share of the market: {@code sum v_j x_jk / sum v_j}.
     *
     * @param brands rated on the same attributes
     * @param weights one a brand, each {@code >= 0}, not all 0; they need not sum to 1
     */
    public static RatedBrand market(List<RatedBrand> brands, double... weights) {
        Objects.requireNonNull(brands, "brands");
        Objects.requireNonNull(weights, "weights");
        Require.notEmpty(brands.size(), "brands", "must have a brand", "the market to compare with");
        if (weights.length != brands.size()) {
            throw Require.bad("weights", "must be " + brands.size(), "one a brand", weights.length);
        }
        double total = 0;
        for (int j = 0; j < weights.length; j++) {
            Objects.requireNonNull(brands.get(j), "brands[" + j + "]");
            total += Require.nonNegative(weights[j], "weights[" + j + "]", "such as a share of the market");
        }
        Require.positive(total, "sum of weights", "some brand must count");
        int attributes = brands.get(0).ratings().size();
        double[] means = new double[attributes];
        for (int j = 0; j < weights.length; j++) {
            RatedBrand brand = brands.get(j);
            if (brand.ratings().size() != attributes) {
                throw Require.bad(
                        "brands[" + j + "]",
                        "must have " + attributes + " ratings",
                        "the same attributes for all",
                        brand.ratings().size());
            }
            for (int k = 0; k < attributes; k++) {
                means[k] += weights[j] / total * brand.ratings().get(k);
            }
        }
        for (int k = 0; k < attributes; k++) {
            int attribute = k;
            DoubleSummaryStatistics ratings = brands.stream()
                    .mapToDouble(brand -> brand.ratings().get(attribute))
                    .summaryStatistics();
            // rounding must not carry a mean off the scale
            means[k] = Math.min(Math.max(means[k], ratings.getMin()), ratings.getMax());
        }
        return of("market", means);
    }
}
