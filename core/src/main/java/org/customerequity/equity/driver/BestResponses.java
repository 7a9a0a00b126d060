package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.jspecify.annotations.Nullable;

/**
 * A market in which each brand in turn makes the move that is best for it, given what the others do, until nobody changes. A way to see
 * where moves and answers lead, not a forecast: it may go round in circles, and then says so. Immutable.
 *
 * <pre>{@code
 *   the best move of a brand maximises   its equity, all brands' moves together,  less the cost of its move
 * }</pre>
 *
 * <p>Not to move, at no cost, is always open. A brand changes its move only for one that is better by more than rounding. Brands move in
 * the order of the survey, which may decide where the market comes to rest.
 */
public final class BestResponses implements Serializable {
    private static final long serialVersionUID = 1;

    /** Relative to equity. */
    private static final double ROUNDING = 1e-12;

    /** How it ended. */
    public enum Verdict {
        /** No brand would change its move: an equilibrium of these moves. */
        SETTLED,
        /** The same moves came round again, and would for ever. */
        CYCLE,
        /** Neither, within the rounds that were allowed. */
        OUT_OF_ROUNDS
    }

    private final List<Map<String, Move>> rounds;
    private final Verdict verdict;
    private final int cycleLength;
    private final EquityChange change;

    /**
     * Something a brand may do.
     *
     * @param name for reports
     * @param scenario what it changes
     * @param cost present value, {@code >= 0}
     */
    public record Move(String name, Scenario scenario, CurrencyAmount cost) implements Serializable {
        public Move {
            Require.nonBlank(name, "name", "for reports");
            Objects.requireNonNull(scenario, "scenario");
            Require.nonNegative(Objects.requireNonNull(cost, "cost").value(), "cost", "present value");
        }
    }

    private BestResponses(List<Map<String, Move>> rounds, Verdict verdict, int cycleLength, EquityChange change) {
        this.rounds = rounds;
        this.verdict = verdict;
        this.cycleLength = cycleLength;
        this.change = change;
    }

    /**
     * Plays rounds until nobody changes.
     *
     * @param moves by brand; brands that are not named never move
     * @param mostRounds of one turn of every brand each, at least 1
     * @throws CurrencyMismatchException if a cost is in another currency than the market
     */
    public static BestResponses of(BrandEquities today, Map<String, List<Move>> moves, int mostRounds) {
        return new Play(Objects.requireNonNull(today, "today"), moves)
                .rounds(Require.positive(mostRounds, "mostRounds", "20 show whether it settles"));
    }

    private static final class Play {
        private final BrandEquities today;
        private final List<String> brands;
        private final List<List<Move>> options = new ArrayList<>();
        private final Map<List<Integer>, double[]> known = new HashMap<>();

        Play(BrandEquities today, Map<String, List<Move>> moves) {
            this.today = today;
            this.brands = today.survey().brands();
            Move still = new Move(
                    "no move",
                    Scenario.none(),
                    new CurrencyAmount(today.market().currency(), 0));
            Objects.requireNonNull(moves, "moves")
                    .keySet()
                    .forEach(brand -> today.survey().brandIndex(brand));
            for (String brand : brands) {
                List<Move> all = new ArrayList<>(List.of(still));
                for (Move move : moves.getOrDefault(brand, List.of())) {
                    CurrencyMismatchException.check(
                            today.market().currency(),
                            Objects.requireNonNull(move, "move").cost().currency());
                    all.add(move);
                }
                options.add(all);
            }
        }

        private Scenario together(int[] chosen) {
            Scenario all = Scenario.none();
            for (int b = 0; b < chosen.length; b++) {
                all = all.and(options.get(b).get(chosen[b]).scenario());
            }
            return all;
        }

        /** Equity of every brand, remembered. */
        private double[] equities(int[] chosen) {
            List<Integer> key = Arrays.stream(chosen).boxed().toList();
            double[] found = known.get(key);
            if (found == null) {
                WhatIf whatIf = new WhatIf(today);
                found = whatIf.equities(today.model(), whatIf.cases(List.of(new WhatIf.Weighted(1, together(chosen)))));
                known.put(key, found);
            }
            return found;
        }

        private int best(int[] chosen, int brand) {
            int[] at = chosen.clone();
            int best = chosen[brand];
            double highest = worth(at, brand);
            for (int option = 0; option < options.get(brand).size(); option++) {
                at[brand] = option;
                double worth = worth(at, brand);
                if (worth > highest + ROUNDING * Math.abs(highest)) {
                    highest = worth;
                    best = option;
                }
            }
            return best;
        }

        private double worth(int[] chosen, int brand) {
            return equities(chosen)[brand]
                    - options.get(brand).get(chosen[brand]).cost().value();
        }

        BestResponses rounds(int most) {
            int[] chosen = new int[brands.size()];
            List<List<Integer>> seen = new ArrayList<>();
            List<Map<String, Move>> played = new ArrayList<>();
            seen.add(Arrays.stream(chosen).boxed().toList());
            for (int round = 1; round <= most; round++) {
                int[] before = chosen.clone();
                for (int b = 0; b < chosen.length; b++) {
                    chosen[b] = best(chosen, b);
                }
                if (Arrays.equals(before, chosen)) {
                    return end(played, Verdict.SETTLED, 0, chosen);
                }
                Map<String, Move> now = new LinkedHashMap<>();
                for (int b = 0; b < chosen.length; b++) {
                    now.put(brands.get(b), options.get(b).get(chosen[b]));
                }
                played.add(now);
                List<Integer> key = Arrays.stream(chosen).boxed().toList();
                int again = seen.indexOf(key);
                if (again >= 0) {
                    return end(played, Verdict.CYCLE, seen.size() - again, chosen);
                }
                seen.add(key);
            }
            return end(played, Verdict.OUT_OF_ROUNDS, 0, chosen);
        }

        private BestResponses end(List<Map<String, Move>> played, Verdict verdict, int cycle, int[] chosen) {
            return new BestResponses(
                    played.stream().map(java.util.Collections::unmodifiableMap).toList(),
                    verdict,
                    cycle,
                    today.under(together(chosen)));
        }
    }

    /** How it ended. */
    public Verdict verdict() {
        return verdict;
    }

    /** After how many rounds the same moves come round again; 0 where they do not. */
    public int cycleLength() {
        return cycleLength;
    }

    /** The moves of all brands after each round in which one changed; none where nobody ever moved. */
    public List<Map<String, Move>> rounds() {
        return rounds;
    }

    /** What the last moves do to the equity of every brand, before their costs. */
    public EquityChange change() {
        return change;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BestResponses other
                && rounds.equals(other.rounds)
                && verdict == other.verdict
                && cycleLength == other.cycleLength
                && change.equals(other.change);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rounds, verdict, cycleLength);
    }

    /** One line a round, and how it ended. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int r = 0; r < rounds.size(); r++) {
            s.append("round ").append(r + 1).append(": ");
            boolean first = true;
            for (Map.Entry<String, Move> e : rounds.get(r).entrySet()) {
                s.append(first ? "" : ", ")
                        .append(e.getKey())
                        .append(' ')
                        .append(e.getValue().name());
                first = false;
            }
            s.append(System.lineSeparator());
        }
        s.append(verdict.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        return cycleLength > 0 ? s + " of " + cycleLength + " rounds" : s.toString();
    }
}
