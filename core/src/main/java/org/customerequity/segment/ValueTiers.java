package org.customerequity.segment;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * Customers in tiers by value, cut by cumulative share of customers: the best 5 %, the next 15 %, and so on.
 *
 * <p>A customer is in the first tier whose share exceeds the share of customers of strictly greater value. So customers of equal
 * value are always in one tier, the better one, whatever the order of the rows; a tier may therefore be fuller than its share,
 * and the next one emptier. A cut that falls inside a customer takes that customer in: the top 5 % of 10 customers is one.
 *
 * @param tiers best first
 */
public record ValueTiers(List<Tier> tiers) implements Serializable {
    /**
     * One tier.
     *
     * @param name from the scheme
     * @param upTo cumulative share of customers at which it was cut
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
        List<Tier> tiers = new ArrayList<>(scheme.size());
        int taken = 0;
        for (int t = 0; t < scheme.size(); t++) {
            double upTo = scheme.upTo().get(t);
            // in decimals, so that 7 % of 100 customers are 7 and not 8
            int cut = BigDecimal.valueOf(upTo)
                    .multiply(BigDecimal.valueOf(n))
                    .setScale(0, RoundingMode.CEILING)
                    .intValueExact();
            double threshold = ascending[n - cut];
            int from = taken;
            Sum sum = Sum.create();
            while (taken < n && ascending[n - 1 - taken] >= threshold) {
                sum.add(ascending[n - 1 - taken]);
                taken++;
            }
            tiers.add(new Tier(scheme.names().get(t), upTo, taken - from, sum.getAsDouble(), all, threshold));
        }
        return new ValueTiers(tiers);
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
