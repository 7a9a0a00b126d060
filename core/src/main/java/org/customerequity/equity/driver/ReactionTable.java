package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * What a move is worth to every brand, for each answer of the rivals and in expectation. Immutable.
 *
 * <p>The return on a move is that of {@link #expected()}, not that of a market where nobody answers. What it costs not to move is what
 * {@link #withoutMove} says: the rivals' change alone.
 */
public final class ReactionTable implements Serializable {
    private static final long serialVersionUID = 1;

    private final BrandEquities today;
    private final Reactions reactions;
    private final List<EquityChange> changes;
    private final EquityChange expected;

    private ReactionTable(BrandEquities today, Reactions reactions, List<EquityChange> changes, EquityChange expected) {
        this.today = today;
        this.reactions = reactions;
        this.changes = changes;
        this.expected = expected;
    }

    /**
     * The table of a move and its answers.
     *
     * @throws IllegalArgumentException if the probabilities of the answers do not sum to 1, or a scenario names a brand or sub-driver
     *     that the survey does not have
     */
    public static ReactionTable of(BrandEquities today, Reactions reactions) {
        EquityChange.Base base = new EquityChange.Base(Objects.requireNonNull(today, "today"));
        List<WhatIf.Weighted> weighted = new ArrayList<>();
        List<EquityChange> changes = new ArrayList<>();
        // probabilities may miss 1 by their decimals; of a whole equity that is more than a change of it can bear
        double sum = Objects.requireNonNull(reactions, "reactions").complete().stream()
                .mapToDouble(Reactions.Reaction::probability)
                .sum();
        for (Reactions.Reaction r : reactions.all()) {
            Scenario both = reactions.move().and(r.answer());
            weighted.add(new WhatIf.Weighted(r.probability() / sum, both));
            changes.add(EquityChange.of(base, List.of(new WhatIf.Weighted(1, both))));
        }
        return new ReactionTable(today, reactions, List.copyOf(changes), EquityChange.of(base, weighted));
    }

    /** The move and the answers. */
    public Reactions reactions() {
        return reactions;
    }

    /** What the move and this answer do together. */
    public EquityChange under(String reaction) {
        return changes.get(index(reaction));
    }

    /** What this answer does if the move is not made: the rivals move alone. */
    public EquityChange withoutMove(String reaction) {
        return today.under(reactions.all().get(index(reaction)).answer());
    }

    /** The expectation over the answers: its intervals carry the uncertainty of the model, not that of who answers what. */
    public EquityChange expected() {
        return expected;
    }

    private int index(String reaction) {
        List<String> names =
                reactions.all().stream().map(Reactions.Reaction::name).toList();
        return Require.indexOf(reaction, names, "reaction", "");
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ReactionTable other && today.equals(other.today) && reactions.equals(other.reactions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(today, reactions);
    }

    /** A table: the change of every brand's equity by answer, and expected. */
    @Override
    public String toString() {
        List<String> brands = expected.brands();
        int wide = "expected".length();
        for (Reactions.Reaction r : reactions.all()) {
            wide = Math.max(wide, r.name().length());
        }
        StringBuilder s = new StringBuilder(reactions.move().toString());
        s.append(String.format(Locale.ROOT, "%n%-" + wide + "s %6s", "answer", "p"));
        for (String brand : brands) {
            s.append(String.format(Locale.ROOT, " %14s", brand));
        }
        for (int r = 0; r <= changes.size(); r++) {
            boolean last = r == changes.size();
            EquityChange change = last ? expected : changes.get(r);
            s.append(String.format(
                    Locale.ROOT,
                    "%n%-" + wide + "s %6s",
                    last ? "expected" : reactions.all().get(r).name(),
                    last
                            ? ""
                            : String.format(
                                    Locale.ROOT, "%.3f", reactions.all().get(r).probability())));
            for (int b = 0; b < brands.size(); b++) {
                s.append(String.format(Locale.ROOT, " %14.0f", change.change(b)));
            }
        }
        return s.toString();
    }
}
