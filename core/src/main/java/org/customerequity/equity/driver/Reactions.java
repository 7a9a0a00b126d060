package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * What rivals may answer to a move, and how likely each answer is. Immutable.
 *
 * <pre>{@code
 *   Reactions.to(Scenario.of("one", "value", RatingShift.by(0.2)))
 *       .and("none", 0.5, Scenario.none())
 *       .and("two follows", 0.5, Scenario.of("two", "value", RatingShift.by(0.2)))
 * }</pre>
 */
public final class Reactions implements Serializable {
    private static final long serialVersionUID = 1;

    /** Rounding that a sum of probabilities may carry. */
    private static final double TOLERANCE = 1e-9;

    private final Scenario move;
    private final List<Reaction> all;

    /**
     * One answer.
     *
     * @param name for reports
     * @param probability in [0, 1]
     * @param answer what rivals change, beside the move; {@link Scenario#none()} where they do not answer
     */
    public record Reaction(String name, double probability, Scenario answer) implements Serializable {
        public Reaction {
            Require.nonBlank(name, "name", "for reports");
            probability = Require.fraction(probability, "probability", "of the answer");
            Objects.requireNonNull(answer, "answer");
        }
    }

    private Reactions(Scenario move, List<Reaction> all) {
        this.move = move;
        this.all = all;
    }

    /** To a move of one's own; answers are to be added until their probabilities sum to 1. */
    public static Reactions to(Scenario move) {
        return new Reactions(Objects.requireNonNull(move, "move"), List.of());
    }

    /** And this answer. */
    public Reactions and(String name, double probability, Scenario answer) {
        List<Reaction> more = new ArrayList<>(all);
        for (Reaction r : all) {
            if (r.name().equals(name)) {
                throw Require.bad("name", "must be of one answer only", "", '"' + name + '"');
            }
        }
        more.add(new Reaction(name, probability, answer));
        return new Reactions(move, List.copyOf(more));
    }

    /** The move. */
    public Scenario move() {
        return move;
    }

    /** The answers, in the order in which they were added. */
    public List<Reaction> all() {
        return all;
    }

    /** The answers, if their probabilities sum to 1. */
    List<Reaction> complete() {
        double sum = 0;
        for (Reaction r : all) {
            sum += r.probability();
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw Require.bad(
                    "sum of probabilities", "must be 1", "no answer is an answer too: and(\"none\", ...)", sum);
        }
        return all;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Reactions other && move.equals(other.move) && all.equals(other.all);
    }

    @Override
    public int hashCode() {
        return Objects.hash(move, all);
    }

    /** {@code one value by 0.2; none 0.5, two follows 0.5}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(move.toString());
        for (Reaction r : all) {
            s.append(s.length() == move.toString().length() ? "; " : ", ")
                    .append(r.name())
                    .append(' ')
                    .append(r.probability());
        }
        return s.toString();
    }
}
