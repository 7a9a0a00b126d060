package org.customerequity.segment;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.segment.SegmentComparison.Difference;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Values by segment. */
@Seeded
class SegmentComparisonTest {
    private static final List<String> NAMES = List.of("gold", "iron", "lead");
    private static final double[] VALUES = {12, 15, 9, 20, 14, 7, 8, 11, 6, 3, 1, 4, 1, 5, 9, 2};
    private static final Segmentation SEGMENTS =
            Segmentation.ofIndexes(NAMES, new int[] {0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2});
    private static final SegmentComparison ALL = SegmentComparison.of(SEGMENTS, VALUES);

    /** Computed with mpmath at 30 digits. */
    @Test
    void welchAndHolm() {
        List<Difference> all = ALL.differences();
        Difference goldIron = all.get(0);
        assertEquals("gold", goldIron.first());
        assertEquals("iron", goldIron.second());
        close(6, goldIron.difference(), 1e-15);
        close(2.113448997886314, goldIron.standardError(), 1e-14);
        close(6.281433110806635, goldIron.degreesOfFreedom(), 1e-14);
        close(0.02816373905220153, goldIron.pValue(), 1e-12);
        close(0.8842254726483966, goldIron.confidenceInterval(0.95).lower(), 1e-10);
        close(-0.8389420964061309, goldIron.simultaneousInterval(0.95).lower(), 1e-10);
        close(0.001878133603451871, all.get(1).pValue(), 1e-12);
        close(0.0195274653280479, all.get(2).pValue(), 1e-12);
        // by Holm: 3, 2 and 1 times, and the largest p may not fall below the one before
        close(0.005634400810355612, all.get(1).holmPValue(), 1e-12);
        close(0.0390549306560958, all.get(2).holmPValue(), 1e-12);
        close(0.0390549306560958, goldIron.holmPValue(), 1e-12);
        // a family of two
        List<Difference> ofGold = ALL.differencesOf("gold");
        assertEquals(
                List.of("iron", "lead"), ofGold.stream().map(Difference::second).toList());
        close(0.02816373905220153, ofGold.get(0).holmPValue(), 1e-12);
        close(2 * 0.001878133603451871, ofGold.get(1).holmPValue(), 1e-12);
        List<Difference> one = ALL.differences(List.of("lead", "gold"));
        assertEquals(1, one.size());
        assertEquals(-all.get(1).difference(), one.get(0).difference());
        assertEquals(one.get(0).pValue(), one.get(0).holmPValue());
        assertEquals(one.get(0).confidenceInterval(0.9), one.get(0).simultaneousInterval(0.9));
        travels(all.get(0));
    }

    @Test
    void oneSegment() {
        SegmentValues gold = ALL.segment("gold");
        assertEquals(5, gold.customers());
        assertEquals(70, gold.total());
        close(70 / 127.0, gold.shareOfTotal(), 1e-15);
        assertEquals(14, gold.mean());
        close(16.5, gold.variance(), 1e-15);
        close(8.95633699646939, gold.meanInterval(0.95).lower(), 1e-10);
        assertEquals(14, gold.median());
        assertEquals(20, gold.quantile(1));
        assertEquals(7.5, ALL.segment("iron").median());
        // 5 customers hold 93.75 % between least and largest, 7 hold 98.4 %, and 1 - 2 (1 + 7) / 128 = 87.5 % one
        // further in
        assertEquals(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.95), gold.medianInterval(0.95));
        assertEquals(new Interval(9, 20, 0.9375), gold.medianInterval(0.9375));
        assertEquals(new Interval(1, 9, 0.95), ALL.segment("lead").medianInterval(0.95));
        assertEquals(new Interval(1, 5, 0.875), ALL.segment("lead").medianInterval(0.875));
        assertEquals("SegmentValues[gold: 5 customers, total 70.0]", gold.toString());
        travels(ALL);
    }

    /** Skewed values: the interval of the median holds its level whatever the distribution. */
    @Test
    void medianIntervalsCover() {
        SplittableRandom random = new SplittableRandom(3);
        int rounds = 4000;
        int held = 0;
        double[] draws = new double[25];
        Segmentation one = Segmentation.ofIndexes(List.of("all"), new int[25]);
        for (int round = 0; round < rounds; round++) {
            Arrays.setAll(draws, i -> Math.exp(2 * random.nextGaussian()));
            held += SegmentComparison.of(one, draws)
                            .segment("all")
                            .medianInterval(0.9)
                            .contains(1)
                    ? 1
                    : 0;
        }
        // exact coverage of [v_(8), v_(18)] of 25 is 0.9567 > 0.9
        assertEquals(0.9567, (double) held / rounds, 4 * Math.sqrt(0.9567 * 0.0433 / rounds));
    }

    @Property(tries = 300)
    void partsAddUpAndOrderDoesNotMatter(@ForAll @IntRange(min = 6, max = 60) int n, @ForAll long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles(n, -50, 100).toArray();
        int[] segment = IntStream.range(0, n)
                .map(i -> i < 6 ? i / 2 : random.nextInt(3))
                .toArray();
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, random);
        SegmentComparison a = SegmentComparison.of(Segmentation.ofIndexes(NAMES, segment), values);
        SegmentComparison b = SegmentComparison.of(
                Segmentation.ofIndexes(
                        NAMES, order.stream().mapToInt(i -> segment[i]).toArray()),
                order.stream().mapToDouble(i -> values[i]).toArray());
        double total = 0;
        int customers = 0;
        for (SegmentValues s : a.segments()) {
            total += s.total();
            customers += s.customers();
            assertTrue(s.meanInterval(0.9).contains(s.mean()));
            assertTrue(s.medianInterval(0.9).contains(s.median()));
        }
        assertEquals(n, customers);
        assertEquals(Arrays.stream(values).sum(), total, 1e-10);
        List<Difference> tests = a.differences();
        for (int t = 0; t < tests.size(); t++) {
            Difference d = tests.get(t);
            assertTrue(d.holmPValue() >= d.pValue() && d.holmPValue() <= Math.min(1, 3 * d.pValue()));
            assertEquals(d.pValue() < 0.05, !d.confidenceInterval(0.95).contains(0));
            close(b.differences().get(t).pValue(), d.pValue(), 1e-9);
        }
        for (SegmentValues s : a.segments()) {
            assertEquals(s.total(), b.segment(s.name()).total());
            assertEquals(s.median(), b.segment(s.name()).median());
        }
    }

    @Test
    void whatMeansNothingIsUndefined() {
        SegmentComparison thin = SegmentComparison.of(
                Segmentation.ofIndexes(List.of("A", "B", "C", "D"), new int[] {0, 1, 1, 2, 2}),
                new double[] {-9, 1, 1, 2, 2});
        fails(
                UndefinedRatioException.class,
                "variance of A is undefined, because it has one customer only",
                thin::differences);
        fails(
                UndefinedRatioException.class,
                "mean of D is undefined, because it has no customer",
                () -> thin.segment("D").mean());
        fails(
                UndefinedRatioException.class,
                "Welch's test of B and C is undefined, because values vary in neither",
                () -> thin.differences(List.of("B", "C")));
        fails(
                UndefinedRatioException.class,
                "share of value of B is undefined, because the value of all customers is not positive, -3.0",
                () -> thin.segment("B").shareOfTotal());
        assertEquals(0, thin.segment("D").total());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects("values must be one a customer, 16, was 1", () -> SegmentComparison.of(SEGMENTS, new double[1]));
        double[] bad = VALUES.clone();
        bad[3] = Double.NaN;
        rejects("values[3] must be finite, was NaN (one value a customer)", () -> SegmentComparison.of(SEGMENTS, bad));
        rejects(
                "variance of A must be finite, was Infinity (scale the values down)",
                () -> SegmentComparison.of(
                                Segmentation.ofIndexes(List.of("A"), new int[2]), new double[] {1e200, -1e200})
                        .segment("A")
                        .variance());
        rejects("name must be one of [gold, iron, lead], was \"x\"", () -> ALL.segment("x"));
        rejects(
                "names must be at least two segments, was [gold] (a difference is of two)",
                () -> ALL.differences(List.of("gold")));
        rejects(
                "level must be in (0, 1), was 95.0 (0.95 means 95 %)",
                () -> ALL.segment("gold").medianInterval(95));
        rejectsNull("values", () -> SegmentComparison.of(SEGMENTS, null));
        rejectsNull("names", () -> ALL.differences(null));
        rejectsNull("segmentation", () -> SegmentComparison.of(null, VALUES));
    }

    @Test
    void quantilesOfAWideSampleAreFinite() {
        SegmentValues wide = SegmentComparison.of(
                        Segmentation.ofIndexes(List.of("A"), new int[2]), new double[] {-1.5e308, 1.5e308})
                .segment("A");
        assertEquals(0, wide.median());
        assertEquals(-1.5e308, wide.quantile(0));
        assertEquals(1.5e308, wide.quantile(1));
        close(-0.75e308, wide.quantile(0.25), 1e-15);
    }

    @Test
    void aSegmentIsNotComparedWithItself() {
        rejects("names must be distinct, was [gold, gold]", () -> ALL.differences(List.of("gold", "gold")));
        SegmentComparison one = SegmentComparison.of(Segmentation.ofLabels(List.of("A", "A")), new double[] {1, 2});
        rejects("segments must be at least two, was [A] (a difference is of two)", () -> one.differencesOf("A"));
    }

    /** A level that both segments share does not round their difference away. */
    @Test
    void differencesAtAHighLevel() {
        Random random = new Random(6);
        double[] low = random.ints(40, 0, 1000).mapToDouble(x -> x / 8.0).toArray();
        double[] high = Arrays.stream(low).map(x -> x + 1e12).toArray();
        Segmentation two = Segmentation.ofIndexes(
                List.of("A", "B"),
                IntStream.range(0, 40).map(i -> i % 3 == 0 ? 0 : 1).toArray());
        Difference near = SegmentComparison.of(two, low).differences().get(0);
        Difference far = SegmentComparison.of(two, high).differences().get(0);
        close(near.difference(), far.difference(), 1e-13);
        close(near.standardError(), far.standardError(), 1e-13);
        close(near.pValue(), far.pValue(), 1e-12);
    }
}
