package org.customerequity.segment;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.CustomerIds;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Proportion;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Segmentations, rules, and tables of two. */
@Seeded
class SegmentationTest {
    private static final Segmentation REGION =
            Segmentation.ofLabels(List.of("south", "north", "south", "east")).withIds(ids("a", "b", "c", "d"));
    private static final CustomerFeatures FEATURES = CustomerFeatures.of("orders", new double[] {1, 6, 8, 2})
            .plus("spend", new double[] {900, 100, 600, 20})
            .withIds(ids("a", "b", "c", "d"));

    private static CustomerIds ids(String... ids) {
        return CustomerIds.of(List.of(ids));
    }

    private static Segmentation random(int n, int k, long seed) {
        List<String> names = List.of("A", "B", "C", "D").subList(0, k);
        return Segmentation.ofIndexes(names, new Random(seed).ints(n, 0, k).toArray());
    }

    @Test
    void labelsOfTheCaller() {
        assertEquals(List.of("east", "north", "south"), REGION.names());
        assertArrayEquals(new int[] {1, 1, 2}, REGION.counts());
        assertEquals("south", REGION.label(2));
        assertEquals("north", REGION.label("b"));
        assertEquals(2, REGION.segment(0));
        assertArrayEquals(new int[] {0, 2}, REGION.rows("south"));
        assertEquals(Proportion.of(2, 4), REGION.share("south"));
        assertEquals("Segmentation[4 customers: east 1, north 1, south 2]", REGION.toString());
        Segmentation tiers = Segmentation.ofLabels(List.of("gold", "iron"), List.of("iron", "iron"));
        assertArrayEquals(new int[] {0, 2}, tiers.counts());
        Segmentation selected = REGION.select(1, 0);
        assertEquals("north", selected.label(0));
        assertEquals("south", selected.label(1));
        travels(REGION);
        assertNotEquals(REGION, Segmentation.ofLabels(List.of("south", "north", "south", "east")));
    }

    @Test
    void figuresBySegment() {
        Map<String, Proportion> churned = REGION.proportions(new boolean[] {true, false, false, true});
        assertEquals(List.of("east", "north", "south"), List.copyOf(churned.keySet()));
        assertEquals(Proportion.of(1, 1), churned.get("east"));
        assertEquals(Proportion.of(0, 1), churned.get("north"));
        assertEquals(Proportion.of(1, 2), churned.get("south"));
        Map<String, RatioOfSums> perOrder =
                REGION.ratios(FEATURES.column("spend"), "spend", FEATURES.column("orders"), "order");
        close(1500 / 9.0, perOrder.get("south").value(), 1e-15);
        assertEquals(
                RatioOfSums.ofColumns(new double[] {900, 600}, "spend", new double[] {1, 8}, "order"),
                perOrder.get("south"));
    }

    @Test
    void crossed() {
        Segmentation size = SegmentRules.first("large", Condition.atLeast("spend", 500))
                .otherwise("small")
                .assign(FEATURES);
        Segmentation both = REGION.crossedWith(size);
        assertEquals("south / large", both.label("c"));
        assertEquals("east / small", both.label("d"));
        assertEquals(6, both.names().size());
        CrossTable table = CrossTable.of(REGION, size);
        assertEquals(2, table.count("south", "large"));
        assertEquals(Proportion.of(2, 2), table.shareOfRow("south", "large"));
        assertEquals(Proportion.of(1, 2), table.shareOfColumn("north", "small"));
        assertEquals(1, table.cramersV(), 1e-15);
        assertEquals("CrossTable[3 x 2 segments]", table.toString());
        travels(table);
        rejects(
                "columns must be of the same customers in the same order, was Segmentation[1 customers: A 1]"
                        + " (Segmentation[4 customers: east 1, north 1, south 2])",
                () -> CrossTable.of(REGION, Segmentation.ofLabels(List.of("A"))));
        fails(
                UndefinedRatioException.class,
                "chi-square test of the table is undefined, because nothing is left to compare",
                () -> CrossTable.of(size, Segmentation.ofLabels(List.of("x", "x", "x", "x")))
                        .independenceTest());
    }

    /** Computed with mpmath at 30 digits. */
    @Test
    void chiSquare() {
        ChiSquareTest test = ChiSquareTest.ofTable(new long[][] {{30, 0, 10, 5}, {12, 0, 25, 8}, {0, 0, 0, 0}});
        close(14.83516483516484, test.statistic(), 1e-14);
        assertEquals(2, test.degreesOfFreedom());
        close(0.000600599390290785, test.pValue(), 1e-12);
        close(6.5, test.smallestExpected(), 1e-15);
        assertEquals(1, ChiSquareTest.ofTable(new long[][] {{1, 1}, {2, 2}}).pValue());
        rejects(
                "counts[1] must have as many columns as the first row, 2, was 1",
                () -> ChiSquareTest.ofTable(new long[][] {{1, 1}, {2}}));
        rejects("counts[0][1] must be >= 0, was -1", () -> ChiSquareTest.ofTable(new long[][] {{1, -1}, {2, 2}}));
        travels(test);
    }

    @Property
    void tablesOfDisjointCustomersAdd(
            @ForAll @IntRange(min = 1, max = 40) int n, @ForAll @IntRange(min = 1, max = 40) int m, @ForAll long seed) {
        Segmentation a = random(n + m, 3, seed);
        Segmentation b = random(n + m, 4, seed + 1);
        int[] first = IntStream.range(0, n).toArray();
        int[] second = IntStream.range(n, n + m).toArray();
        CrossTable x = CrossTable.of(a.select(first), b.select(first));
        CrossTable y = CrossTable.of(a.select(second), b.select(second));
        assertEquals(CrossTable.of(a, b), x.plus(y));
        assertEquals(x.plus(y), y.plus(x));
        int[] down = new int[3];
        for (int r = 0; r < 3; r++) {
            down[r] = (int) Arrays.stream(x.plus(y).counts()[r]).sum();
        }
        assertArrayEquals(a.counts(), down);
        Segmentation pairs = a.crossedWith(b);
        for (int i = 0; i < n + m; i++) {
            assertEquals(a.label(i) + " / " + b.label(i), pairs.label(i));
        }
    }

    @Test
    void rulesInOrder() {
        SegmentRules rules = SegmentRules.first("large", Condition.atLeast("spend", 500))
                .next("frequent", Condition.above("orders", 5).or(Condition.equalTo("orders", 1)))
                .otherwise("other");
        Segmentation segments = rules.assign(FEATURES);
        assertEquals(List.of("large", "frequent", "other"), segments.names());
        assertArrayEquals(new int[] {0, 1, 0, 2}, segments.segments());
        assertEquals("frequent", segments.label("b"));
        assertEquals(
                "SegmentRules[large: spend >= 500.0; frequent: (orders > 5.0 or orders == 1.0); else other]",
                rules.toString());
        travels(rules);
        SegmentRules open = SegmentRules.first("large", Condition.atLeast("spend", 500));
        assertNotEquals(rules, open);
        rejects(
                "row 1 must be taken by a rule, was orders 6.0, spend 100.0 (add a rule, or SegmentRules.otherwise)",
                () -> open.assign(FEATURES));
        rejects(
                "name must be one of [orders, spend], was \"age\" (a column of these features)",
                () -> SegmentRules.first("old", Condition.above("age", 60)).assign(FEATURES));
        // one name by two rules is one segment, and the default may be one of them
        Segmentation merged = open.next("small", Condition.below("orders", 3))
                .next("large", Condition.atLeast("orders", 6))
                .otherwise("small")
                .assign(FEATURES);
        assertEquals(List.of("large", "small"), merged.names());
        assertArrayEquals(new int[] {0, 0, 0, 1}, merged.segments());
    }

    /** Against plain Java on the same numbers. */
    @Property
    void conditionsAreWhatTheySay(@ForAll long seed, @ForAll @IntRange(min = -3, max = 3) int limit) {
        double[] x = new Random(seed).ints(30, -4, 5).asDoubleStream().toArray();
        double[] y = new Random(~seed).ints(30, -4, 5).asDoubleStream().toArray();
        CustomerFeatures features = CustomerFeatures.ofColumns(List.of("x", "y"), x, y);
        Condition both = Condition.atLeast("x", limit).and(Condition.below("y", limit));
        Condition not =
                Condition.atMost("x", limit).or(Condition.above("y", limit)).negate();
        Condition between = Condition.between("x", -3, limit);
        boolean[] bothHold = both.holds(features);
        boolean[] notHold = not.holds(features);
        boolean[] betweenHold = between.holds(features);
        for (int i = 0; i < x.length; i++) {
            assertEquals(x[i] >= limit && y[i] < limit, bothHold[i]);
            assertEquals(!(x[i] <= limit || y[i] > limit), notHold[i]);
            assertEquals(x[i] >= -3 && x[i] <= limit, betweenHold[i]);
        }
        assertEquals("not (x <= " + (double) limit + " or y > " + (double) limit + ")", not.toString());
        travels(not);
    }

    @Test
    void features() {
        assertEquals(List.of("orders", "spend"), FEATURES.names());
        assertEquals(600, FEATURES.value(2, "spend"));
        assertEquals("CustomerFeatures[4 customers: orders, spend]", FEATURES.toString());
        double[] mine = {1, 2};
        CustomerFeatures copied = CustomerFeatures.of("x", mine);
        mine[0] = 9;
        copied.column("x")[1] = 9;
        assertArrayEquals(new double[] {1, 2}, copied.column("x"));
        travels(FEATURES);
        rejects(
                "x[1] must be finite, was NaN (leave out or fill who has none)",
                () -> CustomerFeatures.of("x", new double[] {1, Double.NaN}));
        rejects("y must have as many rows as the other columns, 2, was 1", () -> copied.plus("y", new double[] {1}));
        rejects("names must be distinct, was [x, x]", () -> copied.plus("x", new double[] {1, 2}));
        rejects("columns must be one a name, 1, was 0", () -> CustomerFeatures.ofColumns(List.of("x")));
        rejects("ids must be one a row, 2, was 1", () -> copied.withIds(ids("a")));
        fails(IllegalStateException.class, "features must have identifiers (CustomerFeatures.withIds)", copied::ids);
        rejectsNull("newIds", () -> copied.withIds(null));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects("labels must not be empty, was empty (one a row)", () -> Segmentation.ofLabels(List.of()));
        rejects(
                "labels[1] must be one of [A], was \"B\"",
                () -> Segmentation.ofLabels(List.of("A"), List.of("A", "B")));
        rejects(
                "segment[0] must be in [0, 1), was 1 (a place in names)",
                () -> Segmentation.ofIndexes(List.of("A"), new int[] {1}));
        rejects("labels[0] must not be blank, was \" \" (such as north)", () -> Segmentation.ofLabels(List.of(" ")));
        rejects("ids must be one a row, 4, was 1", () -> REGION.withIds(ids("a")));
        rejects("success must be one a customer, 4, was 1", () -> REGION.proportions(new boolean[1]));
        rejects("name must be one of [east, north, south], was \"west\"", () -> REGION.rows("west"));
        rejects("least must be <= greatest 1.0, was 2.0 (of x)", () -> Condition.between("x", 2, 1));
        rejects("limit must be finite, was NaN (of x)", () -> Condition.above("x", Double.NaN));
        fails(
                IllegalStateException.class,
                "segmentation must have identifiers (Segmentation.withIds)",
                () -> REGION.select(0).ids());
        rejectsNull("labels[0]", () -> Segmentation.ofLabels(Arrays.asList((String) null)));
        rejectsNull("labels", () -> Segmentation.ofLabels(null));
        rejectsNull("names", () -> Segmentation.ofIndexes(null, new int[0]));
        rejectsNull("segment", () -> Segmentation.ofIndexes(List.of("A"), null));
        rejectsNull("rows", () -> REGION.select((int[]) null));
        rejectsNull("success", () -> REGION.proportions(null));
        rejectsNull("denominatorName", () -> REGION.ratios(new double[4], "a", new double[4], null));
        rejectsNull("counts", () -> ChiSquareTest.ofTable(null));
        rejectsNull("column", () -> FEATURES.plus("x", null));
        rejectsNull("names", () -> CustomerFeatures.ofColumns(null, new double[1]));
        rejectsNull("condition", () -> SegmentRules.first("x", null));
        rejectsNull(
                "features",
                () -> SegmentRules.first("x", Condition.above("x", 1)).assign(null));
        assertTrue(REGION.hasIds());
    }

    @Test
    void labelsOfAnyKindOfList() {
        // 200,000 rows by number would be 10^10 steps through a linked list
        List<String> linked = new LinkedList<>();
        for (int row = 0; row < 200_000; row++) {
            linked.add(row % 3 == 0 ? "A" : "B");
        }
        assertArrayEquals(
                new int[] {66_667, 133_333}, Segmentation.ofLabels(linked).counts());
        rejects(
                "labels[1] must not be blank, was \" \" (such as north)",
                () -> Segmentation.ofLabels(List.of("north", " ")));
        rejects("labels must not be empty, was empty (one a row)", () -> Segmentation.ofLabels(List.of()));
        rejectsNull("labels[1]", () -> Segmentation.ofLabels(Arrays.asList("north", null)));
        rejectsNull("labels[1]", () -> Segmentation.ofLabels(List.of("A"), Arrays.asList("A", null)));
    }

    @Test
    void crossedSegmentsKeepTheIdentifiersOfEither() {
        Segmentation tiers = Segmentation.ofLabels(List.of("gold", "iron", "iron", "gold"));
        assertEquals("gold / south", tiers.crossedWith(REGION).label("a"));
        assertEquals("south / gold", REGION.crossedWith(tiers).label("a"));
    }
}
