package org.customerequity.segment;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.segment.ValueTiers.Tier;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** The whale curve, tiers by value, and the standard error of the Gini coefficient. */
@Seeded
class ValueCurvesTest {
    /** Sheet 11. */
    private static final double[] PROFITS = {-15, 120, 80, -80, 40, 20, 10, -5, 60, -30};

    private static final double[] VALUES = {5, 12, 20, 8, 150, 33, 70, 2, 95, 105};
    private static final TierScheme ABC = TierScheme.of(List.of("A", "B", "C"), 0.5, 0.8, 1);

    @Test
    void whaleOfTheSheet() {
        WhaleCurve whale = WhaleCurve.of(PROFITS);
        assertArrayEquals(new double[] {0.6, 1, 1.3, 1.5, 1.6, 1.65, 1.625, 1.55, 1.4, 1}, whale.shares(), 1e-15);
        assertEquals(330, whale.peak());
        assertEquals(6, whale.peakCustomers());
        close(1.65, whale.peakShare(), 1e-15);
        assertEquals(200, whale.total());
        assertEquals(130, whale.lost());
        assertEquals(Proportion.of(4, 10), whale.unprofitable());
        assertEquals("WhaleCurve[10 customers, total 200.0, peak 330.0 at 6]", whale.toString());
        travels(whale);
    }

    @Test
    void aWhaleThatLosesHasAmountsOnly() {
        WhaleCurve whale = WhaleCurve.of(new double[] {5, 0, -10});
        assertArrayEquals(new double[] {5, 5, -5}, whale.cumulative());
        assertEquals(1, whale.peakCustomers());
        fails(
                UndefinedRatioException.class,
                "share of the total profit is undefined, because the total is not positive, -5.0 (use"
                        + " WhaleCurve.cumulative)",
                whale::shares);
        WhaleCurve none = WhaleCurve.of(new double[] {-1, -2});
        assertEquals(0, none.peak());
        assertEquals(0, none.peakCustomers());
        rejects(
                "values[0] must be finite, was NaN (one value a customer)",
                () -> WhaleCurve.of(new double[] {Double.NaN}));
    }

    @Property
    void whaleLaws(@ForAll @Size(min = 1, max = 60) List<@IntRange(min = -20, max = 20) Integer> profits) {
        double[] p = profits.stream().mapToDouble(x -> x).toArray();
        WhaleCurve whale = WhaleCurve.of(p);
        double[] cumulative = whale.cumulative();
        double highest = 0;
        int first = 0;
        for (int k = 0; k < cumulative.length; k++) {
            if (cumulative[k] > highest) {
                highest = cumulative[k];
                first = k + 1;
            }
            // steps never grow
            if (k >= 2) {
                assertTrue(cumulative[k] - cumulative[k - 1] <= cumulative[k - 1] - cumulative[k - 2]);
            }
        }
        assertEquals(highest, whale.peak());
        assertEquals(first, whale.peakCustomers());
        assertEquals(whale.peak() - whale.total(), whale.lost());
        Arrays.sort(p);
        assertEquals(whale, WhaleCurve.of(p));
    }

    /** By leaving out one after the other. */
    @Property
    void jackknifeOfTheGini(
            @ForAll @Size(min = 3, max = 40) List<@IntRange(min = 1, max = 30) Integer> values, @ForAll boolean steep) {
        double[] v =
                values.stream().mapToDouble(x -> steep ? Math.pow(x, 9) : x).toArray();
        int n = v.length;
        double[] without = new double[n];
        for (int i = 0; i < n; i++) {
            double[] rest = new double[n - 1];
            System.arraycopy(v, 0, rest, 0, i);
            System.arraycopy(v, i + 1, rest, i, n - 1 - i);
            without[i] = Concentration.of(rest).gini();
        }
        double mean = Arrays.stream(without).average().orElseThrow();
        double squares =
                Arrays.stream(without).map(g -> (g - mean) * (g - mean)).sum();
        Estimate estimate = Concentration.of(v).giniEstimate();
        assertEquals(Math.sqrt((n - 1.0) / n * squares), estimate.standardError(), 1e-13);
        assertEquals(Concentration.of(v).gini(), estimate.value());
    }

    @Test
    void giniErrorIsThatOfRepeatedSamples() {
        // mpmath, 30 digits, leaving out one after the other
        close(0.0879222816030681, Concentration.of(VALUES).giniEstimate().standardError(), 1e-12);
        // one holds nearly all: without it, the Gini coefficient of 1, 1 and 3 is 4 / 15, else 2 / 3 but for 1e-15
        double three = (3 * 2 / 3.0 + 4 / 15.0) / 4;
        double expected = Math.sqrt(3 / 4.0 * (3 * Math.pow(2 / 3.0 - three, 2) + Math.pow(4 / 15.0 - three, 2)));
        close(
                expected,
                Concentration.of(new double[] {1, 1e16, 3, 1}).giniEstimate().standardError(),
                1e-14);
        SplittableRandom random = new SplittableRandom(11);
        int rounds = 2000;
        double sum = 0;
        double squares = 0;
        double errors = 0;
        for (int r = 0; r < rounds; r++) {
            double[] v = new double[200];
            Arrays.setAll(v, i -> -Math.log(1 - random.nextDouble()));
            Estimate e = Concentration.of(v).giniEstimate();
            sum += e.value();
            squares += e.value() * e.value();
            errors += e.standardError();
        }
        double spread = Math.sqrt(squares / rounds - sum / rounds * (sum / rounds));
        // the standard deviation of 2000 draws is itself known to 1.6 %
        assertEquals(spread, errors / rounds, 0.06 * spread);
        fails(
                UndefinedRatioException.class,
                "standard error of the Gini coefficient is undefined, because without one customer nothing is left",
                () -> Concentration.of(new double[] {0, 0, 3}).giniEstimate());
    }

    @Test
    void tiersByShareOfValue() {
        // 150 + 105 are 51 % of 500; with 95 and 70 they are 84 %
        ValueTiers tiers = ValueTiers.byShareOfValue(VALUES, ABC);
        assertEquals(new Tier("A", 0.5, 2, 255, 500, 105), tiers.tier("A"));
        assertEquals(new Tier("B", 0.8, 2, 165, 500, 70), tiers.tier("B"));
        assertEquals(new Tier("C", 1, 6, 80, 500, 2), tiers.tier("C"));
        // reached exactly is enough, and who brings nothing is in the last
        ValueTiers exact = ValueTiers.byShareOfValue(new double[] {50, 30, 20, 0}, ABC);
        assertEquals(
                List.of(1, 1, 2), exact.tiers().stream().map(Tier::customers).toList());
        String why = "share of value is undefined, because ";
        fails(
                UndefinedRatioException.class,
                why + "there is a negative value, -1.0 (set customers who lose money apart)",
                () -> ValueTiers.byShareOfValue(new double[] {1, -1}, ABC));
        fails(
                UndefinedRatioException.class,
                why + "all values are 0",
                () -> ValueTiers.byShareOfValue(new double[] {0, 0}, ABC));
    }

    @Test
    void tiersByThresholds() {
        ValueTiers tiers = ValueTiers.byThresholds(VALUES, List.of("A", "B", "C"), 95, 20);
        assertEquals(new Tier("A", 0.3, 3, 350, 500, 95), tiers.tier("A"));
        assertEquals(new Tier("B", 0.6, 3, 123, 500, 20), tiers.tier("B"));
        assertEquals(new Tier("C", 1, 4, 27, 500, 2), tiers.tier("C"));
        Segmentation segments = tiers.segmentation(new double[] {95, 94, 20, 19, -4});
        assertArrayEquals(new int[] {0, 1, 1, 2, 2}, segments.segments());
        ValueTiers allGood = ValueTiers.byThresholds(new double[] {100, 200}, List.of("A", "B"), 50);
        assertEquals(0, allGood.tier("B").customers());
        assertEquals("B", allGood.tierOf(49).name());
        assertEquals("A", allGood.tierOf(50).name());
        rejects(
                "thresholds must be one less than names, 1, was 2 (the last tier holds the rest)",
                () -> ValueTiers.byThresholds(VALUES, List.of("A", "B"), 2, 1));
        rejects(
                "thresholds[1] must be finite and < 1.0, was 2.0 (best first: 500, 100)",
                () -> ValueTiers.byThresholds(VALUES, List.of("A", "B", "C"), 1, 2));
        rejects(
                "thresholds[0] must be finite, was NaN (best first: 500, 100)",
                () -> ValueTiers.byThresholds(VALUES, List.of("A", "B"), Double.NaN));
        rejectsNull("values", () -> WhaleCurve.of(null));
        rejectsNull("values", () -> ValueTiers.byShareOfValue(null, ABC));
        rejectsNull("values", () -> tiers.segmentation(null));
        rejectsNull("thresholds", () -> ValueTiers.byThresholds(VALUES, List.of("A"), (double[]) null));
        rejects(
                "values[0] must be finite, was NaN (one value a customer)",
                () -> tiers.segmentation(new double[] {Double.NaN}));
    }

    /** Each customer against the rule of the Javadoc, in whole numbers; and all ways keep equal values together. */
    @Property
    void sharesOfValueFollowTheirRule(@ForAll @Size(min = 1, max = 80) List<@IntRange(max = 20) Integer> values) {
        double[] v = values.stream().mapToDouble(x -> x).toArray();
        double total = Arrays.stream(v).sum();
        if (total == 0) {
            return;
        }
        ValueTiers tiers = ValueTiers.byShareOfValue(v, ABC);
        Segmentation segments = tiers.segmentation(v);
        int[] percent = {50, 80, 100};
        for (int i = 0; i < v.length; i++) {
            double mine = v[i];
            double better = Arrays.stream(v).filter(x -> x > mine).sum();
            int tier = 0;
            while (tier < 2 && 100 * better >= percent[tier] * total) {
                tier++;
            }
            assertEquals(ABC.names().get(tier), segments.label(i));
        }
        int[] counts = segments.counts();
        for (int t = 0; t < 3; t++) {
            assertEquals(counts[t], tiers.tiers().get(t).customers());
        }
        Segmentation byCount = ValueTiers.of(v, ABC).segmentation(v);
        for (int i = 0; i < v.length; i++) {
            assertEquals(ValueTiers.of(v, ABC).tierOf(v[i]).name(), byCount.label(i));
        }
    }

    @Test
    void aWhaleIsFiniteAndEndsWithItsTotal() {
        rejects(
                "sum of positive values must be finite, was Infinity (scale the values down)",
                () -> WhaleCurve.of(new double[] {1.5e308, 1e308, -1e308}));
        WhaleCurve steep = WhaleCurve.of(new double[] {1e308, -1e308, 1e-300});
        fails(
                UndefinedRatioException.class,
                "share of the total profit is undefined, because the total is too near to 0, 1.0E-300 (use"
                        + " WhaleCurve.cumulative)",
                steep::shares);
        fails(
                UndefinedRatioException.class,
                "share of the total profit is undefined, because the total is too near to 0, 1.0E-300 (use"
                        + " WhaleCurve.cumulative)",
                steep::peakShare);
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2000; round++) {
            double[] p = new double[1 + random.nextInt(6)];
            Arrays.setAll(p, i -> (random.nextDouble() - 0.4) * Math.pow(10, random.nextInt(40)));
            WhaleCurve whale = WhaleCurve.of(p);
            assertEquals(whale.total(), whale.cumulative()[p.length - 1]);
            if (whale.total() > 0) {
                assertEquals(1, whale.shares()[p.length - 1]);
                assertTrue(whale.peakShare() >= 1);
            }
        }
    }

    @Test
    void tiersOfOnesOwnAreChecked() {
        Tier gold = new Tier("gold", 0.5, 1, 10, 15, 10);
        Tier iron = new Tier("iron", 1, 1, 5, 15, 5);
        assertEquals("iron", new ValueTiers(List.of(gold, iron)).tierOf(7).name());
        rejects("tiers must be distinct, was [gold, gold]", () -> new ValueTiers(List.of(gold, gold)));
        rejects(
                "tiers[1].threshold must be <= that of the tier before, 5.0, was 10.0 (best first)",
                () -> new ValueTiers(List.of(iron, gold)));
    }
}
