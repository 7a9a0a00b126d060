package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Which key figure moves which, by elasticities: what a change of one does to another along all ways together. Immutable.
 *
 * <pre>{@code
 *   a_ij    direct elasticity: 1 % more of i moves j by a_ij %
 *   total   T = I + A + A^2 + ... = (I - A)^-1,   finite, as there is no cycle
 *   change  of j by a relative change x of i:  exp(T_ij ln(1 + x)) - 1
 *   se      of T_ij: sqrt( sum over k, l of (T_ik T_lj se_kl)^2 )          delta method, errors independent
 * }</pre>
 *
 * <p>The elasticities are the caller's: as causal as whatever they were taken from. Path tracing goes back to S. Wright, The method
 * of path coefficients, Annals of Mathematical Statistics 5, 1934.
 */
public final class KpiGraph implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Effect> effects;
    /** In an order in which every effect goes forward. */
    private final List<String> figures;
    /** {@code [from][to]}, with the identity. */
    private final double[][] total;

    /**
     * A direct effect.
     *
     * @param from the figure that moves
     * @param to the figure that it moves
     * @param elasticity per cent of {@code to} by one per cent of {@code from}
     * @param standardError 0 where the elasticity is known or merely given
     */
    public record Effect(String from, String to, double elasticity, double standardError) implements Serializable {
        public Effect {
            Require.nonBlank(from, "from", "such as satisfaction");
            Require.nonBlank(to, "to", "such as retention");
            elasticity = Require.finite(elasticity, "elasticity", "0.30: 1 % of from moves to by 0.30 %");
            standardError = Require.nonNegative(standardError, "standardError", "0 where the elasticity is known");
        }
    }

    private KpiGraph(List<Effect> effects) {
        this.effects = effects;
        this.figures = ordered(effects);
        int n = figures.size();
        total = new double[n][n];
        for (int i = n - 1; i >= 0; i--) {
            total[i][i] = 1;
            for (Effect effect : effects) {
                if (effect.from().equals(figures.get(i))) {
                    int next = figures.indexOf(effect.to());
                    for (int j = next; j < n; j++) {
                        total[i][j] += effect.elasticity() * total[next][j];
                        Require.finite(
                                total[i][j],
                                "total effect of " + figures.get(i) + " on " + figures.get(j),
                                "the elasticities multiply beyond all numbers");
                    }
                }
            }
        }
    }

    /** Nothing moves anything yet; {@code KpiGraph.empty().withEffect("CSAT", "retention", 0.30)}. */
    public static KpiGraph empty() {
        return new KpiGraph(List.of());
    }

    /**
     * With one more direct effect.
     *
     * @throws IllegalArgumentException if it closes a cycle, or is there already
     */
    public KpiGraph withEffect(String from, String to, double elasticity) {
        return plus(new Effect(from, to, elasticity, 0));
    }

    /**
     * With one more direct effect that was estimated, independently of the others.
     *
     * @throws IllegalArgumentException if it closes a cycle, or is there already
     */
    public KpiGraph withEffect(String from, String to, Estimate elasticity) {
        Objects.requireNonNull(elasticity, "elasticity");
        return plus(new Effect(from, to, elasticity.value(), elasticity.standardError()));
    }

    private KpiGraph plus(Effect effect) {
        for (Effect known : effects) {
            if (known.from().equals(effect.from()) && known.to().equals(effect.to())) {
                throw Require.bad("effect", "must be new", "it is there already", effect.from() + " -> " + effect.to());
            }
        }
        List<String> back = way(effect.to(), effect.from(), new HashSet<>());
        if (!back.isEmpty()) {
            throw Require.bad(
                    "effect",
                    "must not close a cycle",
                    "what goes round has no end: leave one effect out",
                    effect.from() + " -> " + String.join(" -> ", back));
        }
        List<Effect> more = new ArrayList<>(effects);
        more.add(effect);
        return new KpiGraph(List.copyOf(more));
    }

    /** A way along effects, with both ends, past no figure that was seen before; empty if there is none. */
    private List<String> way(String from, String to, Set<String> seen) {
        if (from.equals(to)) {
            return List.of(from);
        }
        if (!seen.add(from)) {
            return List.of();
        }
        for (Effect effect : effects) {
            if (effect.from().equals(from)) {
                List<String> rest = way(effect.to(), to, seen);
                if (!rest.isEmpty()) {
                    List<String> way = new ArrayList<>(rest);
                    way.add(0, from);
                    return way;
                }
            }
        }
        return List.of();
    }

    private static List<String> ordered(List<Effect> effects) {
        List<String> order = new ArrayList<>();
        for (Effect effect : effects) {
            visit(effect.from(), effects, order);
        }
        Collections.reverse(order);
        return List.copyOf(order);
    }

    /** Adds a figure after all that it moves. */
    private static void visit(String figure, List<Effect> effects, List<String> order) {
        if (order.contains(figure)) {
            return;
        }
        for (Effect effect : effects) {
            if (effect.from().equals(figure)) {
                visit(effect.to(), effects, order);
            }
        }
        order.add(figure);
    }

    /** The direct effects. */
    public List<Effect> effects() {
        return effects;
    }

    /** The figures, each before all that it moves. */
    public List<String> figures() {
        return figures;
    }

    /**
     * The elasticity of one figure to another along all ways, 0 where there is none, 1 to itself.
     *
     * @throws IllegalArgumentException if a figure is not in the graph
     */
    public double totalEffect(String from, String to) {
        return total[index(from, "from")][index(to, "to")];
    }

    /**
     * The total effect with its standard error.
     *
     * @throws IllegalArgumentException if a figure is not in the graph
     * @throws IllegalStateException if no effect on the way was given a standard error
     */
    public Estimate totalEffectEstimate(String from, String to) {
        return Estimate.of(totalEffect(from, to), standardError(from, to));
    }

    private double standardError(String from, String to) {
        int i = index(from, "from");
        int j = index(to, "to");
        double error = 0;
        for (Effect effect : effects) {
            double slope = total[i][figures.indexOf(effect.from())] * total[figures.indexOf(effect.to())][j];
            error = Math.hypot(error, slope * effect.standardError());
        }
        if (error == 0) {
            throw new IllegalStateException("effects from " + from + " to " + to
                    + " must have standard errors for an estimate, had none (give them as Estimate)");
        }
        return error;
    }

    /**
     * The relative change of one figure by that of another.
     *
     * @param relativeChange of {@code from}, {@code > -1}; {@code 0.05} for 5 % more
     * @return relative change of {@code to}
     */
    public double change(String from, double relativeChange, String to) {
        double change = Math.expm1(totalEffect(from, to) * logChange(relativeChange));
        return Require.finite(change, "change of " + to, "total effect " + totalEffect(from, to));
    }

    /**
     * The relative change with its standard error: {@code (1 + change) |ln(1 + x)| se}.
     *
     * @throws IllegalStateException if no effect on the way was given a standard error
     */
    public Estimate changeEstimate(String from, double relativeChange, String to) {
        double change = change(from, relativeChange, to);
        double slope = (1 + change) * Math.abs(logChange(relativeChange));
        return Estimate.of(change, slope * standardError(from, to));
    }

    private static double logChange(double relativeChange) {
        if (!(relativeChange > -1 && relativeChange < Double.POSITIVE_INFINITY)) {
            throw Require.bad("relativeChange", "must be finite and > -1", "0.05 for 5 % more", relativeChange);
        }
        return Math.log1p(relativeChange);
    }

    private int index(String figure, String name) {
        return Require.indexOf(figure, figures, name, "a figure of the graph");
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof KpiGraph other && effects.equals(other.effects);
    }

    @Override
    public int hashCode() {
        return Objects.hash(effects, Arrays.deepHashCode(total));
    }

    /** {@code CSAT -> retention 0.3, retention -> equity 1.8}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Effect effect : effects) {
            out.append(out.length() == 0 ? "" : ", ")
                    .append(effect.from())
                    .append(" -> ")
                    .append(effect.to())
                    .append(' ')
                    .append(effect.elasticity());
        }
        return out.length() == 0 ? "nothing moves anything" : out.toString();
    }
}
