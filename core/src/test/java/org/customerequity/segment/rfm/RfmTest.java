package org.customerequity.segment.rfm;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.segment.Condition;
import org.customerequity.segment.CustomerFeatures;
import org.customerequity.segment.SegmentRules;
import org.customerequity.segment.Segmentation;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.junit.jupiter.api.Test;

/** Recency, frequency and money. */
@Seeded
class RfmTest {
    /** Sheet 11. */
    private static final RfmMeasures TEN = RfmMeasures.ofColumns(
            new int[] {5, 40, 2, 90, 15, 60, 8, 120, 25, 33},
            new int[] {12, 3, 20, 1, 7, 2, 9, 1, 5, 4},
            new double[] {340, 80, 900, 25, 210, 60, 150, 15, 500, 95});

    private static final CurrencyAmount COST = CurrencyAmount.of("EUR", 1.5);
    private static final CurrencyAmount MARGIN = CurrencyAmount.of("EUR", 30);

    /** Scores by sorting and counting, as the definition says. */
    private static int[] naive(double[] goodness, int[] group, int k, RfmTies ties) {
        int[] out = new int[goodness.length];
        for (int i = 0; i < out.length; i++) {
            int mine = i;
            int[] peers = IntStream.range(0, out.length)
                    .filter(j -> group[j] == group[mine])
                    .toArray();
            double rank = 1;
            int equal = 0;
            for (int j : peers) {
                rank += goodness[j] < goodness[i] || ties == RfmTies.BY_ROW && goodness[j] == goodness[i] && j < i
                        ? 1
                        : 0;
                equal += goodness[j] == goodness[i] ? 1 : 0;
            }
            if (ties == RfmTies.EQUAL_SCORES) {
                rank += (equal - 1) / 2.0;
            }
            out[i] = (int) Math.floor((rank - 1) * k / peers.length + 1e-12) + 1;
        }
        return out;
    }

    private static RfmMeasures random(int n, int kinds, long seed) {
        Random random = new Random(seed);
        return RfmMeasures.ofColumns(
                random.ints(n, 0, kinds).toArray(),
                random.ints(n, 0, kinds).toArray(),
                random.ints(n, -kinds, kinds).asDoubleStream().toArray());
    }

    @Test
    void scoresOfTheSheet() {
        assertEquals(
                List.of("554", "222", "555", "111", "444", "222", "443", "111", "335", "333"),
                RfmScoring.independent(RfmTies.BY_ROW).score(TEN).codes());
        assertEquals(
                List.of("112", "444", "111", "555", "222", "444", "223", "555", "331", "333"),
                RfmScoring.independent(RfmTies.BY_ROW)
                        .withOneAsBest()
                        .score(TEN)
                        .codes());
    }

    @Property
    void scoresFollowTheirDefinition(
            @ForAll @IntRange(min = 1, max = 80) int n,
            @ForAll @IntRange(min = 1, max = 60) int kinds,
            @ForAll @IntRange(min = 2, max = 30) int k,
            @ForAll boolean nested,
            @ForAll RfmTies ties,
            @ForAll long seed) {
        RfmMeasures measures = random(n, kinds, seed);
        RfmScoring scoring = (nested ? RfmScoring.nested(ties) : RfmScoring.independent(ties)).withClasses(k, 3, k);
        RfmScores scores = scoring.score(measures);
        double[] fresh =
                IntStream.range(0, n).mapToDouble(i -> -measures.recencyDays(i)).toArray();
        double[] purchases =
                IntStream.range(0, n).mapToDouble(measures::purchases).toArray();
        double[] money = IntStream.range(0, n).mapToDouble(measures::money).toArray();
        int[] r = naive(fresh, new int[n], k, ties);
        int[] f = naive(purchases, nested ? r : new int[n], 3, ties);
        int[] rf =
                IntStream.range(0, n).map(i -> nested ? 100 * r[i] + f[i] : 0).toArray();
        int[] m = naive(money, rf, k, ties);
        for (int i = 0; i < n; i++) {
            assertEquals(r[i], scores.recency(i));
            assertEquals(f[i], scores.frequency(i));
            assertEquals(m[i], scores.money(i));
        }
    }

    @Property
    void equalScoresDoNotDependOnTheOrderOfRows(
            @ForAll @IntRange(min = 1, max = 60) int n, @ForAll boolean nested, @ForAll long seed) {
        RfmMeasures measures = random(n, 8, seed);
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        RfmMeasures shuffled = RfmMeasures.ofColumns(
                order.stream().mapToDouble(measures::recencyDays).toArray(),
                order.stream().mapToDouble(measures::purchases).toArray(),
                order.stream().mapToDouble(measures::money).toArray());
        RfmScoring scoring =
                nested ? RfmScoring.nested(RfmTies.EQUAL_SCORES) : RfmScoring.independent(RfmTies.EQUAL_SCORES);
        RfmScores scores = scoring.score(measures);
        RfmScores ofShuffled = scoring.score(shuffled);
        RfmScores oneBest = scoring.withOneAsBest().score(measures);
        for (int i = 0; i < n; i++) {
            assertEquals(scores.code(order.get(i)), ofShuffled.code(i));
            assertEquals(6 - scores.money(i), oneBest.money(i));
            for (int j = 0; j < n; j++) {
                if (measures.recencyDays(i) < measures.recencyDays(j)) {
                    assertTrue(scores.recency(i) >= scores.recency(j));
                }
            }
        }
    }

    @Test
    void classesByRowAreOfEqualSize() {
        int[] same = new int[103];
        RfmScores scores = RfmScoring.nested(RfmTies.BY_ROW)
                .withClasses(2, 2, 2)
                .score(RfmMeasures.ofColumns(same, same, new double[103]));
        int[] counts = scores.cells().counts();
        assertEquals(8, counts.length);
        for (int count : counts) {
            assertTrue(count == 12 || count == 13 || count == 14, () -> Arrays.toString(counts));
        }
        // and with equal scores, all alike are in the middle
        RfmScores equal =
                RfmScoring.independent(RfmTies.EQUAL_SCORES).score(RfmMeasures.ofColumns(same, same, new double[103]));
        assertEquals(List.of("333"), equal.cells().names());
    }

    @Test
    void aNegativeZeroIsZero() {
        double[] zeros = {0.0, -0.0, 0.0, -0.0};
        RfmMeasures measures = RfmMeasures.ofColumns(zeros, zeros, zeros);
        for (boolean nested : new boolean[] {true, false}) {
            RfmScores scores = new RfmScoring(nested, RfmTies.EQUAL_SCORES, 4, 4, 4, false).score(measures);
            assertEquals(1, scores.cells().names().size());
        }
    }

    @Test
    void breaksOfOnesOwn() {
        RfmBreaks breaks =
                RfmBreaks.of(new double[] {30, 90, 365}, new double[] {2, 4, 10}, new double[] {50, 200, 1000});
        RfmMeasures measures = RfmMeasures.ofColumns(
                new double[] {0, 30, 30.5, 90, 365, 366},
                new double[] {1, 2, 3, 4, 10, 11},
                new double[] {-5, 49.99, 50, 200, 999, 1000});
        assertEquals(
                List.of("411", "421", "322", "333", "243", "144"),
                breaks.score(measures).codes());
        travels(breaks);
        rejects(
                "money[1] must be finite and above the one before, was 5.0",
                () -> RfmBreaks.of(new double[] {30}, new double[] {2}, new double[] {5, 5}));
        rejects(
                "purchases must not be empty, was empty (one break makes two classes)",
                () -> RfmBreaks.of(new double[] {30}, new double[] {}, new double[] {5, 5}));
    }

    @Test
    void manyClassesAreWrittenApart() {
        RfmScores deciles =
                RfmScoring.independent(RfmTies.BY_ROW).withClasses(10, 5, 5).score(TEN);
        assertEquals("10-5-5", deciles.code(2));
        assertEquals("RfmScores[10 customers, classes 10 x 5 x 5, best highest]", deciles.toString());
    }

    private static Stream<Transaction> transactions() {
        LocalDate day = LocalDate.of(2026, 1, 1);
        return Stream.of(
                Transaction.of("ann", day, 10),
                Transaction.of("bob", day.plusDays(3), 50),
                Transaction.of("ann", day.plusDays(8), 30),
                Transaction.of("ann", day.plusDays(20), 20));
    }

    @Test
    void measuresOfALogAndOfHistories() {
        TransactionSummarizer rules = TransactionSummarizer.per(PeriodUnit.WEEK).until(LocalDate.of(2026, 1, 31));
        PurchaseLog log = transactions().collect(rules.toLog());
        RfmMeasures expected = RfmMeasures.ofColumns(new int[] {10, 27}, new int[] {3, 1}, new double[] {60, 50})
                .withIds(CustomerIds.of(List.of("ann", "bob")));
        assertEquals(expected, RfmMeasures.from(log, RfmMoney.TOTAL));
        PurchaseHistories histories = transactions()
                .collect(rules.withMeanSpend(MeanSpend.OF_ALL_PURCHASES).toHistories());
        assertEquals(expected, RfmMeasures.from(histories, RfmMoney.TOTAL));
        CustomerFeatures features = expected.toFeatures();
        assertEquals(List.of("recencyDays", "purchases", "money"), features.names());
        for (int row = 0; row < expected.size(); row++) {
            assertEquals(expected.recencyDays(row), features.value(row, "recencyDays"));
            assertEquals(expected.purchases(row), features.value(row, "purchases"));
            assertEquals(expected.money(row), features.value(row, "money"));
        }
        assertEquals(log.ids(), features.ids());
        assertFalse(RfmMeasures.ofColumns(new int[] {1}, new int[] {2}, new double[] {3})
                .toFeatures()
                .hasIds());
        assertEquals(20, RfmMeasures.from(log, RfmMoney.MEAN).money(0));
        assertEquals(RfmMeasures.from(log, RfmMoney.MEAN), RfmMeasures.from(histories, RfmMoney.MEAN));
        PurchaseHistories repeats = transactions().collect(rules.toHistories());
        rejects(
                "spendCount(0) must be all purchases, 3, was 2 (MeanSpend.OF_ALL_PURCHASES, or"
                        + " RfmMeasures.from(PurchaseLog))",
                () -> RfmMeasures.from(repeats, RfmMoney.MEAN));
        Segmentation cells = RfmScoring.independent(RfmTies.EQUAL_SCORES)
                .withClasses(2, 2, 2)
                .score(expected)
                .cells();
        assertEquals("222", cells.label("ann"));
        assertEquals("111", cells.label("bob"));
    }

    @Test
    void cellsAreNamedBestFirst() {
        Segmentation cells = RfmScoring.independent(RfmTies.BY_ROW).score(TEN).cells();
        assertEquals(List.of("555", "554", "444", "443", "335", "333", "222", "111"), cells.names());
        assertEquals(8, cells.names().size());
        assertEquals(Proportion.of(2, 10), cells.share("222"));
        assertEquals("443", cells.label(6));
    }

    @Test
    void conventionalNamesCoverEveryCellOnce() {
        double[] days = new double[125];
        RfmBreaks whole = RfmBreaks.of(new double[] {1, 2, 3, 4}, new double[] {2, 3, 4, 5}, new double[] {2, 3, 4, 5});
        double[] f = new double[125];
        Arrays.setAll(days, i -> 5 - i / 25);
        Arrays.setAll(f, i -> i / 5 % 5 + 1);
        double[] m = new double[125];
        Arrays.setAll(m, i -> i % 5 + 1);
        Segmentation segments = whole.score(RfmMeasures.ofColumns(days, f, m)).conventionalSegments();
        // from R 1 to 5 down and F 1 to 5 across
        String[][] grid = {
            {"hibernating", "hibernating", "at risk", "at risk", "cannot lose"},
            {"hibernating", "hibernating", "at risk", "at risk", "cannot lose"},
            {"about to sleep", "about to sleep", "need attention", "loyal", "loyal"},
            {"promising", "potential loyalists", "potential loyalists", "loyal", "loyal"},
            {"new", "potential loyalists", "potential loyalists", "champions", "champions"}
        };
        for (int i = 0; i < 125; i++) {
            assertEquals(grid[i / 25][i / 5 % 5], segments.label(i));
        }
        // each rule stands alone, so their order does not matter
        List<SegmentRules.Rule> rules =
                new ArrayList<>(RfmSegments.conventional().rules());
        Collections.reverse(rules);
        SegmentRules reversed =
                SegmentRules.first(rules.get(0).name(), rules.get(0).condition());
        for (SegmentRules.Rule rule : rules.subList(1, rules.size())) {
            reversed = reversed.next(rule.name(), rule.condition());
        }
        Segmentation again = whole.score(RfmMeasures.ofColumns(days, f, m)).segments(reversed);
        for (int i = 0; i < 125; i++) {
            assertEquals(segments.label(i), again.label(i));
        }
        rejects(
                "classes of recency and frequency must be 5 and 5, was 4 and 5 (for others give SegmentRules of your"
                        + " own)",
                () -> RfmScoring.independent(RfmTies.BY_ROW)
                        .withClasses(4, 5, 5)
                        .score(TEN)
                        .conventionalSegments());
    }

    @Test
    void rulesMustCoverEveryCellAlsoAnEmptyOne() {
        RfmScores scores = RfmScoring.independent(RfmTies.BY_ROW).score(TEN);
        SegmentRules open = SegmentRules.first("best", Condition.atLeast("R", 4))
                .next("rest", Condition.atMost("R", 3).and(Condition.above("M", 1)));
        rejects(
                "row 0 must be taken by a rule, was R 1.0, F 1.0, M 1.0 (add a rule, or SegmentRules.otherwise)",
                () -> scores.segments(open));
        assertEquals("other", scores.segments(open.otherwise("other")).label(3));
        // best is the highest for rules, whatever is written
        RfmScores oneBest =
                RfmScoring.independent(RfmTies.BY_ROW).withOneAsBest().score(TEN);
        assertEquals(scores.segments(open.otherwise("other")), oneBest.segments(open.otherwise("other")));
    }

    @Test
    void responseAgainstBreakEven() {
        Segmentation cells = Segmentation.ofIndexes(List.of("A", "B", "C"), new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
        boolean[] responded = {true, true, false, false, true, false, false, false, false, false};
        RfmResponse table = RfmResponse.of(cells, responded, COST, CurrencyAmount.of("EUR", 6));
        close(0.25, table.breakEvenResponse(), 1e-15);
        close(100, table.breakEvenIndex("A"), 1e-13);
        close(100 * (1 / 6.0 / 0.25 - 1), table.breakEvenIndex("B"), 1e-13);
        close(6 * 0.5 - 1.5, table.profitPerContact("A").value(), 1e-15);
        assertEquals(List.of("A"), table.cellsThatPay());
        assertEquals(List.of(), table.cellsThatPaySurely(0.95));
        // Wilson for 2 of 4 at 95 %: 0.15004, 0.84996
        assertEquals(
                100 * (0.15003898915214955 / 0.25 - 1),
                table.breakEvenIndexInterval("A", 0.95).lower(),
                1e-9);
        RfmResponse twice = table.plus(table);
        assertEquals(Proportion.of(4, 8), twice.cell("A").response());
        RfmResponse large =
                new RfmResponse(List.of(new RfmResponse.Cell("555", Proportion.of(80, 1000))), COST, MARGIN);
        close(60, large.breakEvenIndex("555"), 1e-13);
        assertEquals(List.of("555"), large.cellsThatPaySurely(0.95));
        travels(table);
        rejects("cell must be one of [A, B, C], was \"D\"", () -> table.breakEvenIndex("D"));
        assertThrows(
                CurrencyMismatchException.class,
                () -> RfmResponse.of(cells, responded, COST, CurrencyAmount.of("USD", 6)));
        rejects(
                "costPerContact must be finite and > 0, was 0.0",
                () -> RfmResponse.of(cells, responded, CurrencyAmount.of("EUR", 0), MARGIN));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> table.plus(large))
                .getMessage()
                .startsWith("other must have the same cells, cost and margin, was RfmResponse["));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        double[] one = {1};
        rejects(
                "recencyDays must not be empty, was empty (one row a customer)",
                () -> RfmMeasures.ofColumns(new double[0], new double[0], new double[0]));
        rejects(
                "money must have as many rows as the other columns, 1, was 2",
                () -> RfmMeasures.ofColumns(one, one, new double[2]));
        rejects(
                "recencyDays[0] must be finite and >= 0, was -1.0 (days since the last)",
                () -> RfmMeasures.ofColumns(new double[] {-1}, one, one));
        rejects(
                "purchases[0] must be finite and >= 0, was NaN",
                () -> RfmMeasures.ofColumns(one, new double[] {Double.NaN}, one));
        rejects(
                "money[0] must be finite, was Infinity",
                () -> RfmMeasures.ofColumns(one, one, new double[] {Double.POSITIVE_INFINITY}));
        rejects(
                "moneyClasses must be in [2, 100], was 1 (5 makes quintiles)",
                () -> RfmScoring.independent(RfmTies.BY_ROW).withClasses(5, 5, 1));
        rejectsNull("money", () -> RfmBreaks.of(one, one, null));
        rejectsNull("responded", () -> RfmResponse.of(Segmentation.ofLabels(List.of("A")), null, COST, MARGIN));
        rejectsNull("ties", () -> RfmScoring.nested(null));
        rejectsNull("measures", () -> RfmScoring.nested(RfmTies.BY_ROW).score(null));
        rejectsNull("kind", () -> RfmMeasures.from(log(), null));
    }

    private static PurchaseLog log() {
        return transactions()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(LocalDate.of(2026, 1, 31))
                        .toLog());
    }

    @Test
    void valuesTravel() {
        RfmScores scores = travels(RfmScoring.nested(RfmTies.EQUAL_SCORES).score(TEN));
        assertNotEquals(scores, RfmScoring.independent(RfmTies.EQUAL_SCORES).score(TEN));
        travels(TEN);
        travels(RfmScoring.nested(RfmTies.EQUAL_SCORES));
        assertEquals("RfmMeasures[10 customers]", TEN.toString());
        Map<String, Proportion> won = scores.cells().proportions(new boolean[10]);
        assertTrue(won.values().stream().allMatch(p -> p.successes() == 0));
    }

    /** Purchases of 0.1 and 0.2 are the money of one of 0.3, which their sum in doubles is not. */
    @Test
    void moneyThatIsEqualButForRoundingTies() {
        assertNotEquals(0.3, 0.1 + 0.2);
        LocalDate last = LocalDate.of(2026, 1, 31);
        TransactionSummarizer rules = TransactionSummarizer.per(PeriodUnit.DAY).until(last);
        List<Transaction> purchases = new ArrayList<>();
        Random random = new Random(4);
        for (int customer = 0; customer < 500; customer++) {
            // cents in so many parts, of the same total for each ten customers
            int parts = 1 + random.nextInt(7);
            int cents = 1000 + 917 * (customer / 10);
            for (int part = 0; part < parts; part++) {
                int some = part == parts - 1 ? cents : cents / (parts + 2);
                cents -= some;
                purchases.add(Transaction.of("c%03d".formatted(customer), last.minusDays(part), some / 100.0));
            }
        }
        PurchaseLog log = purchases.stream().collect(rules.toLog());
        PurchaseHistories histories = purchases.stream()
                .collect(rules.withMeanSpend(MeanSpend.OF_ALL_PURCHASES).toHistories());
        for (RfmMeasures measures :
                List.of(RfmMeasures.from(log, RfmMoney.TOTAL), RfmMeasures.from(histories, RfmMoney.TOTAL))) {
            assertEquals(500, measures.size());
            for (int i = 0; i < 500; i++) {
                assertEquals((1000 + 917 * (i / 10)) / 100.0, measures.money(i));
            }
        }
    }

    /** Responses over costs in cents, against whole numbers: a cell that just breaks even pays. */
    @Property
    void cellsPayFromBreakEvenOnAndPartsAddUp(
            @ForAll @IntRange(min = 1, max = 400) int cents,
            @ForAll @IntRange(min = 1, max = 40) int euros,
            @ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<String> names = List.of("A", "B", "C");
        int[] cell = random.ints(n, 0, 3).toArray();
        boolean[] responded = new boolean[n];
        for (int i = 0; i < n; i++) {
            responded[i] = random.nextInt(5) == 0;
        }
        CurrencyAmount cost = CurrencyAmount.of("EUR", cents / 100.0);
        CurrencyAmount margin = CurrencyAmount.of("EUR", euros);
        RfmResponse whole = RfmResponse.of(Segmentation.ofIndexes(names, cell), responded, cost, margin);
        List<String> pays = new ArrayList<>();
        for (RfmResponse.Cell c : whole.cells()) {
            if (c.response().isDefined()
                    && 100 * c.response().successes() * euros
                            >= cents * c.response().trials()) {
                pays.add(c.name());
            }
        }
        assertEquals(pays, whole.cellsThatPay());
        int cut = random.nextInt(n + 1);
        RfmResponse first = RfmResponse.of(
                Segmentation.ofIndexes(names, Arrays.copyOf(cell, cut)), Arrays.copyOf(responded, cut), cost, margin);
        RfmResponse second = RfmResponse.of(
                Segmentation.ofIndexes(names, Arrays.copyOfRange(cell, cut, n)),
                Arrays.copyOfRange(responded, cut, n),
                cost,
                margin);
        assertEquals(whole, first.plus(second));
        assertEquals(whole, second.plus(first));
    }

    @Test
    void aCellThatJustBreaksEvenPays() {
        RfmResponse even = new RfmResponse(
                List.of(new RfmResponse.Cell("555", Proportion.of(3, 10))),
                CurrencyAmount.of("EUR", 2.70),
                CurrencyAmount.of("EUR", 9));
        assertTrue(even.breakEvenResponse() > 0.3);
        assertEquals(List.of("555"), even.cellsThatPay());
    }
}
