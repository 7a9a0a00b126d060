package org.customerequity.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.customerequity.internal.Require;

/**
 * Names of value tiers, best first, and the cumulative share of customers at which each ends.
 *
 * @param names distinct, best tier first
 * @param upTo as many, rising, in (0, 1], the last 1: {@code 0.05, 0.20, 0.50, 1}
 */
public record TierScheme(List<String> names, List<Double> upTo) implements Serializable {
    /**
     * Platinum up to 5 %, gold to 20 %, iron to 50 %, lead the rest: the customer pyramid of Zeithaml, Rust and Lemon, The
     * Customer Pyramid, California Management Review 43(4), 2001, with usual breaks.
     */
    public static final TierScheme PYRAMID = of(List.of("platinum", "gold", "iron", "lead"), 0.05, 0.20, 0.50, 1);

    public TierScheme {
        names = List.copyOf(names);
        upTo = List.copyOf(upTo);
        if (names.isEmpty() || names.size() != upTo.size()) {
            throw Require.bad("upTo", "must have one share a name, " + names.size(), "at least one", upTo.size());
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw Require.bad("names", "must be distinct", "", names);
        }
        double before = 0;
        for (int i = 0; i < names.size(); i++) {
            Require.nonBlank(names.get(i), "names[" + i + "]", "such as gold");
            double share = upTo.get(i);
            if (!(share > before && share <= 1)) {
                throw Require.bad(
                        "upTo[" + i + "]",
                        "must be > " + before + " and <= 1",
                        "cumulative: 0.05, 0.20, 0.50, 1",
                        share);
            }
            before = share;
        }
        if (before != 1) {
            throw Require.bad("upTo", "must end with 1", "the last tier holds the rest", before);
        }
    }

    /** {@code TierScheme.of(List.of("A", "B", "C"), 0.10, 0.50, 1)}. */
    public static TierScheme of(List<String> names, double... upTo) {
        List<Double> shares = new ArrayList<>(upTo.length);
        for (double share : upTo) {
            shares.add(share);
        }
        return new TierScheme(names, shares);
    }

    /** How many tiers. */
    public int size() {
        return names.size();
    }
}
