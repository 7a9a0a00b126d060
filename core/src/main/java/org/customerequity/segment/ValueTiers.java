package org.customerequity.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Customers in tiers by value. There are three ways to cut, and they answer different questions:
 *
 * <ul>
 *   <li>{@link #of} by cumulative share of customers: the best 5 %, the next 15 %, and so on;
 *   <li>{@link #byShareOfValue} by cumulative share of their value: who brings the first 50 % of it;
 *   <li>{@link #byThresholds} by value itself: 500 or more, 100 or more, the rest.
 * </ul>
 *
 * <p>By shares, a customer is in the first tier whose share exceeds the share (of customers, or of value) that those of strictly
 * greater value have. So customers of equal value are always in one tier, the better one, whatever the order of the rows; a tier
 * may therefore be fuller than its share, and the next one emptier. A cut that falls inside a customer takes that customer in:
 * the top 5 % of 10 customers is one.
 *
 * @param tiers best first
 */
public record ValueTiers(List<Tier> tiers) implements Serializable {
    /**
     * One tier.
     *
     * @param name from the scheme
     * @param upTo cumulative share at which it was cut, of customers or of value as the tiers were made; of tiers by thresholds,
     *     the share of customers in it and in the better ones
     * @param customers how many are in it
     * @param total sum of their values
     * @param baseTotal sum of the values of all customers of all tiers
     * @param threshold the least value that is enough for this tier
     */
    public record Tier(String name, double upTo, int customers, double total, double baseTotal, double threshold)
            implements Serializable {
        public Tier {
            Require.nonBlank(name, "name", "such as gold");
            Require.fraction(upTo, "upTo", "cumulative share of customers");
            Require.nonNegative(customers, "customers", "");
            total = Require.finite(total, "total", "");
            baseTotal = Require.finite(baseTotal, "baseTotal", "");
            threshold = Require.finite(threshold, "threshold", "");
        }

        /**
         * This tier's share of the value of all customers.
         *
         * @throws UndefinedRatioException if the value of all customers is not positive
         */
        public double valueShare() {
            if (baseTotal <= 0) {
                throw new UndefinedRatioException("share of value of tier " + name
                        + " is undefined, because the value of all customers is not positive, " + baseTotal);
            }
            return total / baseTotal;
        }

        /**
         * Value per customer of this tier; undefined where the tier is empty.
         */
        public Ratio meanValue() {
            return Ratio.of(total, "value of tier " + name, customers, "customers");
        }
    }

    public ValueTiers {
        tiers = List.copyOf(tiers);
        if (tiers.isEmpty()) {
            throw Require.bad("tiers", "must not be empty", "", tiers);
        }
        Segmentation.checkNames(tiers.stream().map(Tier::name).toList(), "tiers");
        for (int t = 1; t < tiers.size(); t++) {
            double threshold = tiers.get(t).threshold();
            if (threshold > tiers.get(t - 1).threshold()) {
                throw Require.bad(
                        "tiers[" + t + "].threshold",
                        "must be <= that of the tier before, "
                                + tiers.get(t - 1).threshold(),
                        "best first",
                        threshold);
            }
        }
    }

    /** By {@link TierScheme#PYRAMID}: platinum 5 %, gold 20 %, iron 50 %, lead the rest. */
    public static ValueTiers of(double[] values) {
        return of(values, TierScheme.PYRAMID);
    }

    /**
     * By a scheme of one's own.
     *
     * @param values one a customer, finite, at least one; may be negative. The array is copied
     */
    public static ValueTiers of(double[] values, TierScheme scheme) {
        Objects.requireNonNull(scheme, "scheme");
        double[] ascending = SortedValues.ascending(values);
        double all = SortedValues.total(ascending);
        int n = ascending.length;
        double[] thresholds = new double[scheme.size()];
        for (int t = 0; t < thresholds.length; t++) {
            thresholds[t] = ascending[n - SortedValues.customersOf(scheme.upTo().get(t), n)];
        }
        return cut(ascending, all, scheme.names(), scheme.upTo(), thresholds);
    }

    /**
     * By cumulative share of value: the first tier holds the best customers who together bring the first share of the total, and
     * so on. Shares of a scheme are then of value: {@code 0.50, 0.80, 1}.
     *
     * @param values one a customer, finite, {@code >= 0}, at least one. The array is copied
     * @throws UndefinedRatioException if a value is negative or all are zero
     */
    public static ValueTiers byShareOfValue(double[] values, TierScheme scheme) {
        Objects.requireNonNull(scheme, "scheme");
        double[] ascending = SortedValues.ascending(values);
        double all = SortedValues.total(ascending);
        if (ascending[0] < 0 || all == 0) {
            throw new UndefinedRatioException("share of value is undefined, because "
                    + (all == 0 && ascending[0] == 0
                            ? "all values are 0"
                            : "there is a negative value, " + ascending[0] + " (set customers who lose money apart)"));
        }
        double[] thresholds = new double[scheme.size()];
        for (int t = 0; t < thresholds.length - 1; t++) {
            thresholds[t] = ascending[
                    ascending.length
                            - SortedValues.bestForShare(ascending, scheme.upTo().get(t), all)];
        }
        thresholds[thresholds.length - 1] = ascending[0];
        return cut(ascending, all, scheme.names(), scheme.upTo(), thresholds);
    }

    /**
     * By value itself, the same at every date: {@code byThresholds(values, List.of("A", "B", "C"), 500, 100)} puts 500 and more
     * into A, 100 and more into B, and the rest into C.
     *
     * @param values one a customer, finite, at least one; may be negative. The array is copied
     * @param names distinct, best first
     * @param thresholds the least value of each tier but the last, falling
     */
    public static ValueTiers byThresholds(double[] values, List<String> names, double... thresholds) {
        Objects.requireNonNull(thresholds, "thresholds");
        Segmentation.checkNames(Objects.requireNonNull(names, "names"), "names");
        if (thresholds.length != names.size() - 1) {
            throw Require.bad(
                    "thresholds",
                    "must be one less than names, " + (names.size() - 1),
                    "the last tier holds the rest",
                    thresholds.length);
        }
        double[] ascending = SortedValues.ascending(values);
        double[] least = Arrays.copyOf(thresholds, names.size());
        for (int t = 0; t < thresholds.length; t++) {
            if (!(Double.isFinite(least[t]) && (t == 0 || least[t] < least[t - 1]))) {
                throw Require.bad(
                        "thresholds[" + t + "]",
                        t == 0 ? "must be finite" : "must be finite and < " + least[t - 1],
                        "best first: 500, 100",
                        least[t]);
            }
        }
        int last = thresholds.length;
        least[last] = last == 0 ? ascending[0] : Math.min(ascending[0], least[last - 1]);
        return cut(ascending, SortedValues.total(ascending), names, null, least);
    }

    /** With no shares given, those of customers that were reached. */
    private static ValueTiers cut(
            double[] ascending, double all, List<String> names, @Nullable List<Double> upTo, double[] thresholds) {
        int n = ascending.length;
        List<Tier> tiers = new ArrayList<>(thresholds.length);
        int taken = 0;
        for (int t = 0; t < thresholds.length; t++) {
            int from = taken;
            Sum sum = Sum.create();
            while (taken < n && ascending[n - 1 - taken] >= thresholds[t]) {
                sum.add(ascending[n - 1 - taken]);
                taken++;
            }
            double share = upTo == null ? (double) taken / n : upTo.get(t);
            tiers.add(new Tier(names.get(t), share, taken - from, sum.getAsDouble(), all, thresholds[t]));
        }
        return new ValueTiers(tiers);
    }

    /**
     * Every customer in its tier: those these tiers were made of, or others, or the same at a later date.
     *
     * @param values one a customer, finite
     */
    public Segmentation segmentation(double[] values) {
        int[] segment = new int[Objects.requireNonNull(values, "values").length];
        for (int i = 0; i < segment.length; i++) {
            Require.finite(values[i], "values[" + i + "]", "one value a customer");
            int t = 0;
            while (t < tiers.size() - 1 && values[i] < tiers.get(t).threshold()) {
                t++;
            }
            segment[i] = t;
        }
        return Segmentation.ofIndexes(tiers.stream().map(Tier::name).toList(), segment);
    }

    /** The tier a customer of this value is in; a value below all is in the last. */
    public Tier tierOf(double value) {
        Require.finite(value, "value", "");
        for (Tier tier : tiers) {
            if (value >= tier.threshold()) {
                return tier;
            }
        }
        return tiers.get(tiers.size() - 1);
    }

    /**
     * The tier of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Tier tier(String name) {
        for (Tier tier : tiers) {
            if (tier.name().equals(Objects.requireNonNull(name, "name"))) {
                return tier;
            }
        }
        throw Require.bad(
                "name", "must be one of " + tiers.stream().map(Tier::name).toList(), "", '"' + name + '"');
    }
}
