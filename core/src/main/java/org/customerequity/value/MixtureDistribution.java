package org.customerequity.value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.customerequity.internal.Require;

/** {@link Distribution#mixture}. */
record MixtureDistribution(List<Distribution> parts, List<Double> weights) implements Distribution {
    private static final long serialVersionUID = 1;

    static Distribution of(List<Distribution> parts, double... weights) {
        if (parts.size() != weights.length || parts.isEmpty()) {
            throw Require.bad("weights", "must be one for each of the parts, " + parts.size(), "", weights.length);
        }
        List<Distribution> kept = new ArrayList<>();
        List<Double> keptWeights = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = Require.fraction(weights[i], "weights[" + i + "]", "");
            sum += weight;
            if (weight > 0) {
                kept.add(parts.get(i));
                keptWeights.add(weight);
            }
        }
        if (Math.abs(sum - 1) > 1e-9) {
            throw Require.bad("weights", "must have a sum of 1", "", sum);
        }
        return kept.size() == 1 ? kept.get(0) : new MixtureDistribution(List.copyOf(kept), List.copyOf(keptWeights));
    }

    private double sum(ToDoubleFunction<Distribution> figure) {
        double sum = 0;
        for (int i = 0; i < weights.size(); i++) {
            sum += weights.get(i) * figure.applyAsDouble(parts.get(i));
        }
        return sum;
    }

    @Override
    public double mean() {
        return sum(Distribution::mean);
    }

    @Override
    public double variance() {
        double mean = mean();
        return mean == Double.POSITIVE_INFINITY
                ? mean
                : sum(part -> part.variance() + (part.mean() - mean) * (part.mean() - mean));
    }

    @Override
    public double density(double x) {
        return sum(part -> part.density(x));
    }

    @Override
    public double probabilityBelow(double x) {
        return Math.min(1, sum(part -> part.probabilityBelow(x)));
    }

    @Override
    public double quantile(double p) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (Distribution part : parts) {
            double q = part.quantile(p);
            low = Math.min(low, q);
            high = Math.max(high, q);
        }
        // between the smallest and the largest of the parts, which themselves do not reach below the smallest double
        if (low == high || low == 0) {
            return high;
        }
        double found =
                Distributions.quantile(this::probabilityBelow, x -> 1 - probabilityBelow(x), p, Math.sqrt(low * high));
        // a search that ends at a bound of the range can step over it by a rounding error
        return Math.min(high, Math.max(low, found));
    }
}
