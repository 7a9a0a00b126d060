package org.customerequity.survey;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * What customers do, in one number: visits, depth, referrals, reviews, each scaled between its declared bounds and weighted by
 * declared weights. The numbers of two dates compare only if bounds and weights are those of one index.
 *
 * <pre>{@code
 *   index = sum over behaviours of w_j s_j / sum w_j          s = (x - worst) / (best - worst), cut to [0, 1]
 * }</pre>
 *
 * <p>Bounds from the data, such as minimum and maximum, would change with every customer who joins; that is why they are declared.
 * A value beyond a bound counts as the bound.
 *
 * @param behaviours at least one, with names that differ; their weights together above 0
 */
public record EngagementIndex(List<Behaviour> behaviours) implements Serializable {
    /**
     * One behaviour.
     *
     * @param name for messages
     * @param worst the value that counts 0, finite
     * @param best the value that counts 1, finite, another than {@code worst}; below it where less is better
     * @param weight {@code >= 0}; only ratios of weights count
     */
    public record Behaviour(String name, double worst, double best, double weight) implements Serializable {
        public Behaviour {
            Require.nonBlank(name, "name", "such as visits");
            worst = Require.finite(worst, "worst", "the value that counts 0");
            best = Require.finite(best, "best", "the value that counts 1");
            weight = Require.nonNegative(weight, "weight", "");
            if (best == worst) {
                throw Require.bad("best", "must not be worst", "bounds of " + name + " declare its scale", best);
            }
        }

        double scaled(double x) {
            // halves, so that bounds of opposite signs cannot overflow
            double share = (x / 2 - worst / 2) / (best / 2 - worst / 2);
            return Math.max(0, Math.min(1, share));
        }
    }

    public EngagementIndex {
        behaviours = List.copyOf(Objects.requireNonNull(behaviours, "behaviours"));
        Require.notEmpty(behaviours.size(), "behaviours", "must have at least one", "");
        List<String> names = behaviours.stream().map(Behaviour::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw Require.bad("behaviours", "must have names that differ", "", names);
        }
        Require.positive(
                behaviours.stream().mapToDouble(Behaviour::weight).sum(), "sum of weights", "somebody must count");
    }

    /** {@code EngagementIndex.of(new Behaviour("visits", 0, 20, 2), new Behaviour("days since login", 30, 0, 1))}. */
    public static EngagementIndex of(Behaviour... behaviours) {
        return new EngagementIndex(List.of(behaviours));
    }

    /**
     * The index of one customer, in [0, 1].
     *
     * @param values one a behaviour, in their order; finite
     */
    public double score(double... values) {
        if (values.length != behaviours.size()) {
            throw Require.bad("values", "must be one a behaviour, " + behaviours.size(), "", values.length);
        }
        double sum = 0;
        double weights = 0;
        for (int j = 0; j < values.length; j++) {
            Behaviour behaviour = behaviours.get(j);
            double x = Require.finite(values[j], behaviour.name, "leave out who was not observed");
            sum += behaviour.weight * behaviour.scaled(x);
            weights += behaviour.weight;
        }
        return Math.min(1, sum / weights);
    }

    /**
     * The index of many customers.
     *
     * @param columns one a behaviour, each with one value a customer; finite
     * @return one index a customer
     */
    public double[] scores(double[]... columns) {
        if (columns.length != behaviours.size()) {
            throw Require.bad("columns", "must be one a behaviour, " + behaviours.size(), "", columns.length);
        }
        int n = columns[0].length;
        for (int j = 0; j < columns.length; j++) {
            if (columns[j].length != n) {
                throw Require.bad(
                        behaviours.get(j).name,
                        "must have as many rows as " + behaviours.get(0).name + ", " + n,
                        "",
                        columns[j].length);
            }
        }
        double[] scores = new double[n];
        double weights = 0;
        for (int j = 0; j < columns.length; j++) {
            Behaviour behaviour = behaviours.get(j);
            for (int i = 0; i < n; i++) {
                double x = columns[j][i];
                if (!Double.isFinite(x)) {
                    throw Require.bad(
                            behaviour.name + "[" + i + "]", "must be finite", "leave out who was not observed", x);
                }
                scores[i] += behaviour.weight * behaviour.scaled(x);
            }
            weights += behaviour.weight;
        }
        for (int i = 0; i < n; i++) {
            scores[i] = Math.min(1, scores[i] / weights);
        }
        return scores;
    }
}
