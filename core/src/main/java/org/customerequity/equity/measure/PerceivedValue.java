package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.customerequity.internal.Require;
import org.customerequity.survey.RatingScale;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * Customer-perceived value: how we are rated against a competitor or the market, attribute by attribute, weighted by what
 * matters to customers.
 *
 * <pre>{@code
 *   ratio        sum_k w_k own_k / market_k                      1 is par
 *   difference   sum_k w_k (own_k - market_k)                    points of the scale, 0 is par
 *   index        100 sum_k w_k (own_k - low) / (high - low)      0 to 100, of one firm alone
 * }</pre>
 *
 * <p>Price is rated as favourability: a high rating is a price that customers like. The ratio needs ratings above 0; it depends
 * on where the scale begins (1 to 5 and 0 to 4 differ), the other two do not.
 *
 * <p>After B. T. Gale, Managing Customer Value, Free Press, 1994.
 *
 * @param weights how much each attribute matters, such as constant-sum importances
 * @param scale of all ratings, a high one being good
 * @param own how customers rate us
 * @param market how they rate the competitor, or the market: {@link RatedBrand#market}
 */
public record PerceivedValue(AttributeWeights weights, RatingScale scale, RatedBrand own, RatedBrand market)
        implements Serializable {
    public PerceivedValue {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(scale, "scale");
        if (scale.polarity() != RatingScale.Polarity.HIGHER_IS_BETTER) {
            throw Require.bad(
                    "scale",
                    "must be one on which higher is better",
                    "rate the favourability of a price, not its height; or turn ratings round: lowest + highest - x",
                    scale.polarity());
        }
        check(own, "own", weights, scale);
        check(market, "market", weights, scale);
    }

    private static void check(RatedBrand brand, String name, AttributeWeights weights, RatingScale scale) {
        List<Double> ratings = Objects.requireNonNull(brand, name).ratings();
        if (ratings.size() != weights.size()) {
            throw Require.bad(
                    name,
                    "must have " + weights.size() + " ratings",
                    String.join(", ", weights.attributes()),
                    ratings.size());
        }
        for (int k = 0; k < ratings.size(); k++) {
            double rating = ratings.get(k);
            if (!(rating >= scale.lowest() && rating <= scale.highest())) {
                throw Require.bad(
                        name + " rating of " + weights.attributes().get(k),
                        "must be from " + scale.lowest() + " to " + scale.highest(),
                        "the scale of the question",
                        rating);
            }
        }
    }

    /**
     * One attribute of the comparison.
     *
     * @param name of the attribute
     * @param weight how much it matters; {@code 0.40} means 40 %
     * @param own our rating
     * @param market that of the competitor or the market
     */
    public record Attribute(String name, double weight, double own, double market) implements Serializable {
        public Attribute {
            Require.nonBlank(name, "name", "such as quality");
            weight = Require.nonNegative(weight, "weight", "0.40 means 40 % of what matters");
            own = Require.finite(own, "own", "a rating");
            market = Require.finite(market, "market", "a rating");
        }

        /**
         * Our rating over theirs.
         *
         * @throws UndefinedRatioException if theirs is not above 0
         */
        public double relativeRating() {
            if (!(market > 0)) {
                throw new UndefinedRatioException("ratio of ratings of " + name
                        + " is undefined, because that of the market is not above 0, " + market
                        + " (use the difference, or a scale that begins at 1)");
            }
            double ratio = own / market;
            if (Double.isInfinite(ratio)) {
                throw new UndefinedRatioException("ratio of ratings of " + name
                        + " is undefined, because it is not finite: " + own + " over " + market);
            }
            return ratio;
        }

        /**
         * What this attribute adds to the ratio beyond par: {@code w (own / market - 1)}. Over all attributes: ratio - 1.
         *
         * @throws UndefinedRatioException if the market's rating is not above 0
         */
        public double ratioContribution() {
            return weight * (relativeRating() - 1);
        }

        /** What this attribute adds to the difference: {@code w (own - market)}. */
        public double differenceContribution() {
            return weight * (own - market);
        }
    }

    /** {@code PerceivedValue.of(weights, RatingScale.FIVE_POINT, ours, RatedBrand.market(competitors))}. */
    public static PerceivedValue of(AttributeWeights weights, RatingScale scale, RatedBrand own, RatedBrand market) {
        return new PerceivedValue(weights, scale, own, market);
    }

    /** The comparison attribute by attribute; contributions add up to the whole. */
    public List<Attribute> attributes() {
        return IntStream.range(0, weights.size())
                .mapToObj(k -> new Attribute(
                        weights.attributes().get(k),
                        weights.shares().get(k),
                        own.ratings().get(k),
                        market.ratings().get(k)))
                .toList();
    }

    /**
     * The weighted mean of our ratings over theirs; 1.04 is 4 % above par.
     *
     * @throws UndefinedRatioException if a rating of the market is not above 0, or the scale begins below 0
     */
    public double ratio() {
        checkScale();
        return attributes().stream()
                .mapToDouble(a -> a.weight() * a.relativeRating())
                .sum();
    }

    /**
     * The ratio over some of the attributes alone, their weights made to sum to 1: over all but price it is the
     * market-perceived quality ratio, one axis of Gale's customer value map; over price alone the other.
     *
     * @param names distinct attributes, at least one
     * @throws UndefinedRatioException as {@link #ratio()}, or if these attributes have no weight
     */
    public double ratioOver(List<String> names) {
        checkScale();
        Objects.requireNonNull(names, "names");
        Require.notEmpty(names.size(), "names", "must have an attribute", String.join(", ", weights.attributes()));
        if (new HashSet<>(names).size() != names.size()) {
            throw Require.bad("names", "must be distinct", "", names);
        }
        double weight = 0;
        for (String name : names) {
            weight += weights.share(name);
        }
        double sum = 0;
        for (Attribute attribute : attributes()) {
            sum += names.contains(attribute.name()) ? attribute.weight() * attribute.relativeRating() : 0;
        }
        return Ratio.of(sum, "weighted relative rating", weight, "weight of the attributes")
                .value();
    }

    /** The weighted difference, in points of the scale. */
    public double difference() {
        return attributes().stream()
                .mapToDouble(Attribute::differenceContribution)
                .sum();
    }

    /** Our own index, from 0 where every rating is the lowest of the scale to 100 where it is the highest. */
    public double index() {
        return CompositeIndex.of(weights, scale).score(own).value();
    }

    /** The index of the competitor or the market, from 0 to 100. */
    public double marketIndex() {
        return CompositeIndex.of(weights, scale).score(market).value();
    }

    private void checkScale() {
        if (scale.lowest() < 0) {
            throw new UndefinedRatioException("ratio of ratings is undefined, because the scale begins below 0, at "
                    + scale.lowest() + " (use the difference)");
        }
    }
}
