package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.customerequity.equity.driver.BestResponses.Move;
import org.customerequity.equity.driver.BestResponses.Verdict;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.junit.jupiter.api.Test;

/** Formula sheet 23, section 11. */
class ReactionTest {
    private static final RatingShift UP = RatingShift.by(0.2);
    private static final Scenario OWN = Scenario.of("one", "value", UP);
    private static final Scenario TWO = Scenario.of("two", "value", UP);
    private static final Reactions REACTIONS = Reactions.to(OWN)
            .and("none", 0.5, Scenario.none())
            .and("two follows", 0.3, TWO)
            .and("both follow", 0.2, TWO.and("three", "value", UP));

    private static CurrencyAmount usd(double value) {
        return CurrencyAmount.of("USD", value);
    }

    @Test
    void changesByAnswerAndExpected() {
        ReactionTable table = ReactionTable.of(WhatIfFixture.certain(), REACTIONS);
        assertEquals(2902397.65125, table.under("none").of("one").change().value(), 1e-4);
        assertEquals(
                -2651007.2335, table.under("two follows").of("one").change().value(), 1e-4);
        assertEquals(
                -4719912.03646, table.under("both follow").of("one").change().value(), 1e-4);
        assertEquals(
                2194212.829, table.under("both follow").of("three").change().value(), 1e-3);
        assertEquals(
                -5394178.49914,
                table.withoutMove("two follows").of("one").change().value(),
                1e-4);
        assertEquals(-288085.751722, table.expected().of("one").change().value(), 1e-4);
        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "one value by 0.2",
                        "answer           p            one            two          three",
                        "none         0.500        2902398       -2231092        -578145",
                        "two follows  0.300       -2651007        4133000       -2088719",
                        "both follow  0.200       -4719912        2662570        2194213",
                        "expected                  -288086         656868        -476846"),
                table.toString());
    }

    @Test
    void theReturnOnAMoveIsThatOfTheExpectedAnswer() {
        ReactionTable table = ReactionTable.of(WhatIfFixture.today(), REACTIONS);
        BrandChange expected = table.expected().of("one");
        double mean = 0;
        for (Reactions.Reaction r : REACTIONS.all()) {
            mean += r.probability() * table.under(r.name()).of("one").change().value();
        }
        assertEquals(mean, expected.change().value(), 1e-6);
        MarketingReturn result = expected.costing(SpendStream.of("USD", 500_000), DiscountRate.ofAnnualPercent(10));
        assertTrue(result.probabilityItPays() < 0.05);
        SimulatedValue draws = expected.simulate(2000, new SplittableRandom(1));
        double error = expected.estimate().standardError();
        assertEquals(error, draws.standardError(), 0.06 * error);
        // shares and retention are expectations too
        double retention = 0;
        for (Reactions.Reaction r : REACTIONS.all()) {
            retention += r.probability()
                    * table.under(r.name()).of("one").retentionAfter().orElseThrow();
        }
        assertEquals(retention, expected.retentionAfter().orElseThrow(), 1e-14);
        assertEquals(
                "0.5: one value by 0.2 | 0.3: one value by 0.2; two value by 0.2"
                        + " | 0.2: one value by 0.2; two value by 0.2; three value by 0.2",
                expected.all().scenario());
    }

    /** Free improvements are always made: all brands move once, and stay. */
    @Test
    void freeMovesAreMadeByAll() {
        BestResponses free = BestResponses.of(WhatIfFixture.certain(), moves(0, UP), 10);
        assertEquals(Verdict.SETTLED, free.verdict());
        assertEquals(1, free.rounds().size());
        // caps make value less worth to brand one, whose best customer rates it 5 already: still the best of its moves
        assertEquals("value", free.rounds().get(0).get("one").name());
        assertEquals("value", free.rounds().get(0).get("two").name());
        assertEquals(0, free.cycleLength());
        assertEquals(
                "round 1: one value, two value, three no move" + System.lineSeparator() + "settled", free.toString());
        assertEquals(-2651007.2335, free.change().of("one").change().value(), 1e-4);
    }

    private static Map<String, List<Move>> moves(double cost, RatingShift shift) {
        List<Move> one = List.of(
                new Move("value", Scenario.of("one", "value", shift), usd(cost)),
                new Move("brand", Scenario.of("one", "brand", shift), usd(cost)));
        List<Move> two = List.of(
                new Move("value", Scenario.of("two", "value", shift), usd(cost)),
                new Move("brand", Scenario.of("two", "brand", shift), usd(cost)));
        return Map.of("one", one, "two", two);
    }

    @Test
    void dearMovesAreNotMade() {
        BestResponses dear = BestResponses.of(WhatIfFixture.certain(), moves(1e8, UP), 10);
        assertEquals(Verdict.SETTLED, dear.verdict());
        assertEquals(List.of(), dear.rounds());
        assertEquals(0, dear.change().of("one").change().value());
    }

    /** What settles is an equilibrium: no brand gains by another of its moves, valued afresh. */
    @Test
    void whatSettlesIsAnEquilibrium() {
        SplittableRandom random = new SplittableRandom(11);
        BrandEquities today = WhatIfFixture.certain();
        for (int trial = 0; trial < 20; trial++) {
            Map<String, List<Move>> moves = moves(6e6 * random.nextDouble(), RatingShift.by(random.nextDouble()));
            BestResponses end = BestResponses.of(today, moves, 20);
            assertEquals(Verdict.SETTLED, end.verdict());
            if (end.rounds().isEmpty()) {
                continue;
            }
            Map<String, Move> last = end.rounds().get(end.rounds().size() - 1);
            for (String brand : moves.keySet()) {
                Scenario rivals = Scenario.none();
                for (Map.Entry<String, Move> e : last.entrySet()) {
                    rivals = e.getKey().equals(brand)
                            ? rivals
                            : rivals.and(e.getValue().scenario());
                }
                double worth = worth(today, brand, rivals, last.get(brand));
                for (Move other : moves.get(brand)) {
                    assertTrue(worth(today, brand, rivals, other) <= worth + 1e-3);
                }
            }
        }
    }

    private static double worth(BrandEquities today, String brand, Scenario rivals, Move move) {
        return today.under(rivals.and(move.scenario())).of(brand).after().value()
                - move.cost().value();
    }

    /** Brand two spoils part of what brand one is good at, the more so where one has just improved: they chase each other for ever. */
    @Test
    void aChaseIsReportedAsACycle() {
        List<Move> improve = List.of(
                new Move("value", Scenario.of("one", "value", RatingShift.by(1).uncapped()), usd(0)),
                new Move(
                        "brand", Scenario.of("one", "brand", RatingShift.by(1.7).uncapped()), usd(0)));
        List<Move> spoil = List.of(
                new Move(
                        "value",
                        Scenario.of("one", "value", RatingShift.scaledBy(0.5).uncapped()),
                        usd(0)),
                new Move(
                        "brand",
                        Scenario.of("one", "brand", RatingShift.scaledBy(0.143).uncapped()),
                        usd(0)));
        Map<String, List<Move>> moves = Map.of("one", improve, "two", spoil);
        BestResponses chase = BestResponses.of(WhatIfFixture.certain(), moves, 20);
        assertEquals(Verdict.CYCLE, chase.verdict());
        assertEquals(2, chase.cycleLength());
        assertTrue(chase.toString().endsWith("cycle of 2 rounds"));
        int n = chase.rounds().size();
        assertEquals(chase.rounds().get(n - 1), chase.rounds().get(n - 3));
        for (Map<String, Move> round : chase.rounds()) {
            // two, who moves last, spoils what one has improved
            assertEquals(round.get("one").name(), round.get("two").name());
        }
        BestResponses oneRound = BestResponses.of(WhatIfFixture.certain(), moves, 1);
        assertEquals(Verdict.OUT_OF_ROUNDS, oneRound.verdict());
        assertEquals(1, oneRound.rounds().size());
    }

    @Test
    void badInputIsNamed() {
        assertMessage(
                "sum of probabilities must be 1, was 0.5 (no answer is an answer too: and(\"none\", ...))",
                () -> ReactionTable.of(
                        WhatIfFixture.certain(), Reactions.to(OWN).and("two follows", 0.5, TWO)));
        assertMessage(
                "probability must be in [0, 1], was 1.5 (of the answer)",
                () -> Reactions.to(OWN).and("x", 1.5, TWO));
        assertMessage("name must be of one answer only, was \"none\"", () -> REACTIONS.and("none", 0, Scenario.none()));
        assertMessage(
                "reaction must be one of [none, two follows, both follow], was \"war\"",
                () -> ReactionTable.of(WhatIfFixture.certain(), REACTIONS).under("war"));
        assertMessage(
                "brand must be one of [one, two, three], was \"four\"",
                () -> BestResponses.of(WhatIfFixture.certain(), Map.of("four", List.of()), 5));
        assertMessage(
                "mostRounds must be > 0, was 0 (20 show whether it settles)",
                () -> BestResponses.of(WhatIfFixture.certain(), Map.of(), 0));
        assertThrows(
                CurrencyMismatchException.class,
                () -> BestResponses.of(
                        WhatIfFixture.certain(),
                        Map.of("one", List.of(new Move("a", OWN, CurrencyAmount.of("EUR", 1)))),
                        5));
        assertEquals("one value by 0.2; none 0.5, two follows 0.3, both follow 0.2", REACTIONS.toString());
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
