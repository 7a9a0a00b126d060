package org.customerequity.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Segments by rule: named conditions in order, of which the first that holds decides. Immutable.
 *
 * <pre>{@code
 *   SegmentRules.first("large", Condition.atLeast("spend", 500))
 *           .next("frequent", Condition.atLeast("orders", 6))
 *           .otherwise("other")
 * }</pre>
 *
 * <p>Without {@link #otherwise} the rules must take every customer, and a customer whom none takes is refused: nobody is left out
 * in silence. Two rules may have one name.
 */
public final class SegmentRules implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Rule> rules;
    private final @Nullable String otherwise;

    /**
     * One rule.
     *
     * @param name of the segment
     * @param condition who belongs to it, unless an earlier rule took them
     */
    public record Rule(String name, Condition condition) implements Serializable {
        public Rule {
            Require.nonBlank(name, "name", "such as gold");
            Objects.requireNonNull(condition, "condition");
        }
    }

    private SegmentRules(List<Rule> rules, @Nullable String otherwise) {
        this.rules = List.copyOf(rules);
        this.otherwise = otherwise;
    }

    /** The rule asked first. */
    public static SegmentRules first(String name, Condition condition) {
        return new SegmentRules(List.of(new Rule(name, condition)), null);
    }

    /** These with one more rule, asked where none of these holds. */
    public SegmentRules next(String name, Condition condition) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(new Rule(name, condition));
        return new SegmentRules(more, otherwise);
    }

    /** These with a segment for whom no rule takes. */
    public SegmentRules otherwise(String name) {
        return new SegmentRules(rules, Require.nonBlank(name, "name", "such as unassigned"));
    }

    /** The rules, in the order they are asked. */
    public List<Rule> rules() {
        return rules;
    }

    /** The names of the segments, in the order of the rules, the default last. */
    public List<String> names() {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        rules.forEach(rule -> names.add(rule.name()));
        if (otherwise != null) {
            names.add(otherwise);
        }
        return List.copyOf(names);
    }

    /**
     * Each customer in the segment of the first rule that holds; with the identifiers of the features, where they have any.
     *
     * @throws IllegalArgumentException if a rule names a number that the features do not have, or no rule takes a customer and
     *     there is no default
     */
    public Segmentation assign(CustomerFeatures features) {
        Objects.requireNonNull(features, "features");
        List<String> names = names();
        int[] segment = new int[features.size()];
        Arrays.fill(segment, -1);
        for (Rule rule : rules) {
            int at = names.indexOf(rule.name());
            boolean[] holds = rule.condition().holds(features);
            for (int row = 0; row < segment.length; row++) {
                if (segment[row] < 0 && holds[row]) {
                    segment[row] = at;
                }
            }
        }
        int rest = otherwise == null ? -1 : names.indexOf(otherwise);
        for (int row = 0; row < segment.length; row++) {
            if (segment[row] < 0) {
                if (rest < 0) {
                    throw Require.bad(
                            "row " + row,
                            "must be taken by a rule",
                            "add a rule, or SegmentRules.otherwise",
                            features.describe(row));
                }
                segment[row] = rest;
            }
        }
        Segmentation out = Segmentation.ofIndexes(names, segment);
        return features.hasIds() ? out.withIds(features.ids()) : out;
    }

    /** Equal rules in equal order, and an equal default. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SegmentRules other
                && rules.equals(other.rules)
                && Objects.equals(otherwise, other.otherwise);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rules, otherwise);
    }

    /** The rules as text: {@code large: spend >= 500.0; else other}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("SegmentRules[");
        for (Rule rule : rules) {
            text.append(rule.name()).append(": ").append(rule.condition()).append("; ");
        }
        return text.append("else ")
                .append(otherwise == null ? "refused" : otherwise)
                .append(']')
                .toString();
    }
}
