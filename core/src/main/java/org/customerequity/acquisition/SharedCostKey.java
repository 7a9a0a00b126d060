package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.customerequity.internal.Require;

/**
 * By what spend that serves all channels is shared out to them. No key is right: each is a convention, and the costs of channels
 * differ by it, so that it is named.
 *
 * @param basis what each channel is measured by
 * @param weights of {@link Basis#STATED_WEIGHTS} only; each {@code >= 0}, together above 0; empty otherwise
 */
public record SharedCostKey(Basis basis, Map<String, Double> weights) implements Serializable {
    /** What a channel is measured by. */
    public enum Basis {
        /** Its media spend in the period: channels without media, as organic ones, bear nothing. */
        MEDIA_SPEND,
        /** The customers it won in the period, paid and organic. */
        CUSTOMERS,
        /** A weight stated for each channel, such as hours of work; the same in every period. */
        STATED_WEIGHTS
    }

    /** By media spend of the period. */
    public static final SharedCostKey BY_MEDIA_SPEND = new SharedCostKey(Basis.MEDIA_SPEND, Map.of());

    /** By customers won in the period. */
    public static final SharedCostKey BY_CUSTOMERS = new SharedCostKey(Basis.CUSTOMERS, Map.of());

    public SharedCostKey {
        Objects.requireNonNull(basis, "basis");
        Map<String, Double> copy = new TreeMap<>(Objects.requireNonNull(weights, "weights"));
        double sum = 0;
        for (Map.Entry<String, Double> entry : copy.entrySet()) {
            Require.nonBlank(entry.getKey(), "channel", "");
            sum += Require.nonNegative(entry.getValue(), "weight of " + entry.getKey(), "");
        }
        if (basis == Basis.STATED_WEIGHTS) {
            Require.positive(sum, "sum of weights", "somebody bears the cost");
        } else if (!copy.isEmpty()) {
            throw Require.bad("weights", "must be empty", "only stated weights have any", copy);
        }
        weights = Collections.unmodifiableMap(copy);
    }

    /** By weights of the channels, of which only the ratios count. A channel without a weight bears nothing. */
    public static SharedCostKey ofWeights(Map<String, Double> weights) {
        return new SharedCostKey(Basis.STATED_WEIGHTS, weights);
    }
}
