package org.customerequity.examples;

import java.util.Locale;
import org.customerequity.segment.Concentration;
import org.customerequity.segment.TierScheme;
import org.customerequity.segment.ValueTiers;

/** Who are our best customers, and how much depends on them? */
public final class SegmentsExample {
    private SegmentsExample() {}

    /** Prints tiers of twenty customers by value, and how concentrated the value is. */
    public static void main(String[] args) {
        double[] values = {12, 310, 7, 55, 0, 140, 21, 3, 88, 9, 33, 5, 61, 2, 18, 420, 0, 14, 72, 27};

        ValueTiers tiers = ValueTiers.of(values, TierScheme.PYRAMID);
        for (ValueTiers.Tier tier : tiers.tiers()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %2d of %d customers, from %3.0f up: %4.1f %% of the value%n",
                    tier.name(),
                    tier.customers(),
                    values.length,
                    tier.threshold(),
                    100 * tier.valueShare());
        }
        System.out.println("a customer of value 100 is " + tiers.tierOf(100).name());

        Concentration spread = Concentration.of(values);
        System.out.printf(
                Locale.ROOT,
                "the top 20 %% hold %.1f %%; %d of %d hold 80 %%; Gini %.3f%n",
                100 * spread.topShare(0.20),
                spread.customersForShare(0.80),
                spread.size(),
                spread.gini());
    }
}
