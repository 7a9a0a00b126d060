package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * How much each attribute counts: shares that sum to 1. There are four ways to them, and the name of the factory says which.
 *
 * @param attributes distinct names
 * @param shares as many, each {@code >= 0}; their sum is 1 to nine decimals
 */
public record AttributeWeights(List<String> attributes, List<Double> shares) implements Serializable {
    public AttributeWeights {
        Objects.requireNonNull(attributes, "attributes");
        Objects.requireNonNull(shares, "shares");
        int n = attributes.size();
        Require.notEmpty(n, "attributes", "must have a name", "such as quality");
        for (int k = 0; k < n; k++) {
            Require.nonBlank(attributes.get(k), "attributes[" + k + "]", "such as quality");
        }
        if (new HashSet<>(attributes).size() != n) {
            throw Require.bad("attributes", "must be distinct", "", attributes);
        }
        if (shares.size() != n) {
            throw Require.bad("shares", "must be " + n, "one an attribute", shares.size());
        }
        double sum = 0;
        for (int k = 0; k < n; k++) {
            double share = Objects.requireNonNull(shares.get(k), "shares[" + k + "]");
            sum += Require.nonNegative(share, "shares[" + k + "]", "the weight of " + attributes.get(k));
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw Require.bad("shares", "must sum to 1", "AttributeWeights.normalised divides by the sum", sum);
        }
        attributes = List.copyOf(attributes);
        shares = List.copyOf(shares);
    }

    /** Shares as they are: {@code AttributeWeights.of(List.of("value", "brand", "relationship"), 0.5, 0.3, 0.2)}. */
    public static AttributeWeights of(List<String> attributes, double... shares) {
        Objects.requireNonNull(shares, "shares");
        List<Double> list = new ArrayList<>(shares.length);
        for (double share : shares) {
            list.add(share);
        }
        return new AttributeWeights(attributes, list);
    }

    /**
     * Answers to "divide 100 points by importance", or their means:
     * {@code AttributeWeights.ofConstantSum(List.of("quality", "price", "convenience"), 40, 35, 25)}.
     *
     * @param points each {@code >= 0}, 100 together
     */
    public static AttributeWeights ofConstantSum(List<String> attributes, double... points) {
        double sum = sum(Objects.requireNonNull(points, "points"), "points");
        if (!(Math.abs(sum - 100) <= 1e-7)) {
            throw Require.bad("points", "must sum to 100", "AttributeWeights.normalised divides by the sum", sum);
        }
        return scaled(attributes, points, sum);
    }

    /**
     * Importances on any scale, divided by their sum.
     *
     * @param importances each {@code >= 0}, not all 0
     */
    public static AttributeWeights normalised(List<String> attributes, double... importances) {
        double sum = sum(Objects.requireNonNull(importances, "importances"), "importances");
        Require.positive(sum, "sum of importances", "something must count");
        return scaled(attributes, importances, sum);
    }

    /** The same for each, where nothing is known of their importance. */
    public static AttributeWeights equal(List<String> attributes) {
        double[] ones =
                new double[Objects.requireNonNull(attributes, "attributes").size()];
        Arrays.fill(ones, 1);
        Require.notEmpty(ones.length, "attributes", "must have a name", "such as quality");
        return normalised(attributes, ones);
    }

    /**
     * By what each does in a choice model, for a step that is as common in one as in the other:
     * {@code b_k sd_k / sum_j b_j sd_j}.
     *
     * @param coefficients of the ratings in the model, each {@code >= 0}
     * @param standardDeviations of the ratings over respondents and brands, each {@code >= 0}
     */
    public static AttributeWeights ofEffects(
            List<String> attributes, double[] coefficients, double[] standardDeviations) {
        Objects.requireNonNull(coefficients, "coefficients");
        if (Objects.requireNonNull(standardDeviations, "standardDeviations").length != coefficients.length) {
            throw Require.bad(
                    "standardDeviations",
                    "must be " + coefficients.length,
                    "one a coefficient",
                    standardDeviations.length);
        }
        double[] effects = new double[coefficients.length];
        for (int k = 0; k < effects.length; k++) {
            double b = Require.nonNegative(
                    coefficients[k],
                    "coefficients[" + k + "]",
                    "what lowers utility cannot add to an index: leave it out");
            effects[k] = b * Require.nonNegative(standardDeviations[k], "standardDeviations[" + k + "]", "");
        }
        double sum = sum(effects, "effects");
        Require.positive(sum, "sum of effects", "some rating must vary and matter");
        return scaled(attributes, effects, sum);
    }

    private static double sum(double[] values, String name) {
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            sum += Require.nonNegative(values[k], name + "[" + k + "]", "how much an attribute counts");
        }
        return sum;
    }

    private static AttributeWeights scaled(List<String> attributes, double[] values, double sum) {
        double[] shares = new double[values.length];
        for (int k = 0; k < shares.length; k++) {
            shares[k] = values[k] / sum;
        }
        return of(attributes, shares);
    }

    /** How many attributes. */
    public int size() {
        return shares.size();
    }

    /** The share of one attribute. */
    public double share(String attribute) {
        int k = attributes.indexOf(Objects.requireNonNull(attribute, "attribute"));
        if (k < 0) {
            throw Require.bad("attribute", "must be one of the attributes", String.join(", ", attributes), attribute);
        }
        return shares.get(k);
    }
}
