package org.customerequity.segment;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Concentration of value, and tiers. */
@Seeded
class ConcentrationTest {
    /** Sheet 11. */
    private static final double[] VALUES = {5, 12, 20, 8, 150, 33, 70, 2, 95, 105};

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(v -> v).toArray();
    }

    @Test
    void numbersOfTheSheet() {
        Concentration concentration = Concentration.of(VALUES);
        close(0.5308, concentration.gini(), 1e-15);
        close(0.589777777778, concentration.giniSmallSample(), 1e-12);
        close(0.196704, concentration.herfindahl(), 1e-15);
        close(0.51, concentration.topShare(0.20), 1e-15);
        assertEquals(4, concentration.customersForShare(0.80));
        assertArrayEquals(
                new double[] {0.004, 0.014, 0.03, 0.054, 0.094, 0.16, 0.3, 0.49, 0.7, 1},
                concentration.lorenzOrdinates(),
                1e-15);
        assertEquals(500, concentration.total());
        assertEquals(10, concentration.size());
        assertEquals("Concentration[10 customers, total 500.0]", concentration.toString());
    }

    /** The Gini coefficient by its definition: the mean absolute difference of two customers over twice the mean. */
    @Property
    void giniIsTheMeanDifference(
            @ForAll @Size(min = 1, max = 60) List<@Scale(6) @DoubleRange(min = 0.001, max = 1e6) Double> values) {
        double[] v = array(values);
        double differences = 0;
        for (double a : v) {
            for (double b : v) {
                differences += Math.abs(a - b);
            }
        }
        double n = v.length;
        Concentration concentration = Concentration.of(v);
        double expected = differences / (2 * n * concentration.total());
        assertEquals(expected, concentration.gini(), 1e-13);
        // and by the area under the Lorenz curve
        double area = 0;
        double before = 0;
        for (double ordinate : concentration.lorenzOrdinates()) {
            area += (before + ordinate) / 2 / n;
            before = ordinate;
        }
        assertEquals(1 - 2 * area, concentration.gini(), 1e-13);
        assertTrue(concentration.gini() >= 0 && concentration.gini() <= (n - 1) / n);
        assertTrue(concentration.herfindahl() >= 1 / n - 1e-15 && concentration.herfindahl() <= 1);
    }

    @Property
    void topSharesAreTheLorenzCurveFromAbove(
            @ForAll @Size(min = 1, max = 60) List<@Scale(6) @DoubleRange(min = 0.001, max = 1e6) Double> values,
            @ForAll @Scale(6) @DoubleRange(max = 1) double fraction) {
        Concentration concentration = Concentration.of(array(values));
        double[] lorenz = concentration.lorenzOrdinates();
        int n = lorenz.length;
        double at = (1 - fraction) * n;
        int whole = Math.min(n - 1, (int) at);
        double left = whole == 0 ? 0 : lorenz[whole - 1];
        double onCurve = left + (at - whole) * (lorenz[whole] - left);
        assertEquals(1 - onCurve, concentration.topShare(fraction), 1e-12);
        assertTrue(concentration.topShare(fraction) >= fraction - 1e-15);
        int needed = concentration.customersForShare(fraction);
        assertTrue(concentration.topShare((double) needed / n) >= fraction - 1e-15);
        assertTrue(needed == 0 || concentration.topShare((needed - 1.0) / n) < fraction + 1e-15);
        assertEquals(0, concentration.topShare(0));
        assertEquals(1, concentration.topShare(1), 1e-15);
    }

    @Property
    void orderAndScaleDoNotMatter(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 9) Integer> values, @ForAll int seed) {
        double[] v = values.stream().mapToDouble(x -> x).toArray();
        List<Integer> order = new ArrayList<>(values);
        Collections.shuffle(order, new Random(seed));
        double[] shuffled = order.stream().mapToDouble(x -> x).toArray();
        assertEquals(Concentration.of(v), Concentration.of(shuffled));
        assertEquals(ValueTiers.of(v), ValueTiers.of(shuffled));
        double[] doubled = Arrays.stream(v).map(x -> 2 * x).toArray();
        assertEquals(Concentration.of(v).gini(), Concentration.of(doubled).gini(), 1e-15);
        assertEquals(
                Concentration.of(v).topShare(0.3), Concentration.of(doubled).topShare(0.3), 1e-15);
        double[] twice = Arrays.copyOf(v, 2 * v.length);
        System.arraycopy(v, 0, twice, v.length, v.length);
        assertEquals(Concentration.of(v).gini(), Concentration.of(twice).gini(), 1e-14);
    }

    @Test
    void extremes() {
        double[] equal = new double[1000];
        Arrays.fill(equal, 0.1);
        assertEquals(0, Concentration.of(equal).gini());
        close(0.1, Concentration.of(equal).topShare(0.1), 1e-15);
        close(0.001, Concentration.of(equal).herfindahl(), 1e-13);
        double[] one = new double[1000];
        one[17] = 3;
        assertEquals(0.999, Concentration.of(one).gini());
        assertEquals(1, Concentration.of(one).giniSmallSample(), 1e-15);
        assertEquals(1, Concentration.of(one).topShare(0.001));
        assertEquals(1, Concentration.of(one).customersForShare(1));
        assertEquals(1, Concentration.of(one).herfindahl());
        assertEquals(0, Concentration.of(one).customersForShare(0));
        assertEquals(0, Concentration.of(new double[] {7}).gini());
    }

    @Test
    void whatMeansNothingIsUndefined() {
        Concentration losses = Concentration.of(new double[] {10, -5, 20});
        assertEquals(25, losses.total());
        String why = " is undefined, because there is a negative value, -5.0 (set customers who lose money apart)";
        fails(UndefinedRatioException.class, "Gini coefficient" + why, losses::gini);
        fails(UndefinedRatioException.class, "Lorenz curve" + why, losses::lorenzOrdinates);
        fails(UndefinedRatioException.class, "Herfindahl index" + why, losses::herfindahl);
        fails(UndefinedRatioException.class, "share of the top customers" + why, () -> losses.topShare(0.1));
        fails(
                UndefinedRatioException.class,
                "number of customers for a share" + why,
                () -> losses.customersForShare(0.1));
        fails(
                UndefinedRatioException.class,
                "Gini coefficient is undefined, because all values are 0",
                () -> Concentration.of(new double[] {0, -0.0}).gini());
        fails(
                UndefinedRatioException.class,
                "small-sample Gini coefficient is undefined, because there is one customer only",
                () -> Concentration.of(new double[] {1}).giniSmallSample());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "values must not be empty, was no customer (one value a customer)",
                () -> Concentration.of(new double[0]));
        rejects(
                "values[1] must be finite, was NaN (one value a customer)",
                () -> Concentration.of(new double[] {1, Double.NaN}));
        rejects(
                "sum of values must be finite, was Infinity (scale the values down)",
                () -> Concentration.of(new double[] {1e308, 1e308}));
        rejects(
                "fraction must be in [0, 1], was 10.0 (0.10 means the top 10 %)",
                () -> Concentration.of(VALUES).topShare(10));
        rejects(
                "share must be in [0, 1], was 80.0 (0.80 means 80 % of the total)",
                () -> Concentration.of(VALUES).customersForShare(80));
        travels(Concentration.of(VALUES));
        rejects(
                "values[9] must be finite, was NaN (one value a customer)",
                () -> tampered(Concentration.of(VALUES), 150.0, Double.NaN));
        double[] mine = VALUES.clone();
        Concentration concentration = Concentration.of(mine);
        mine[0] = 1e9;
        assertEquals(500, concentration.total());
        assertArrayEquals(VALUES, new double[] {5, 12, 20, 8, 150, 33, 70, 2, 95, 105});
    }

    @Test
    void pyramid() {
        ValueTiers tiers = ValueTiers.of(VALUES);
        assertEquals(
                List.of("platinum", "gold", "iron", "lead"),
                tiers.tiers().stream().map(ValueTiers.Tier::name).toList());
        // 5 % of 10 is half a customer, which takes one; then up to 2, up to 5, and the rest
        assertEquals(new ValueTiers.Tier("platinum", 0.05, 1, 150, 500, 150), tiers.tier("platinum"));
        assertEquals(new ValueTiers.Tier("gold", 0.20, 1, 105, 500, 105), tiers.tier("gold"));
        assertEquals(new ValueTiers.Tier("iron", 0.50, 3, 95 + 70 + 33, 500, 33), tiers.tier("iron"));
        assertEquals(new ValueTiers.Tier("lead", 1, 5, 47, 500, 2), tiers.tier("lead"));
        assertEquals(0.3, tiers.tier("platinum").valueShare());
        assertEquals(66, tiers.tier("iron").meanValue().value());
        assertEquals("gold", tiers.tierOf(120).name());
        assertEquals("platinum", tiers.tierOf(150).name());
        assertEquals("lead", tiers.tierOf(-3).name());
        travels(tiers);
        travels(TierScheme.PYRAMID);
    }

    @Test
    void equalCustomersAreInOneTier() {
        TierScheme scheme = TierScheme.of(List.of("A", "B", "C"), 0.2, 0.4, 1);
        ValueTiers tiers = ValueTiers.of(new double[] {9, 7, 7, 7, 1, 1, 1, 1, 1, 1}, scheme);
        assertEquals(
                List.of(4, 0, 6),
                tiers.tiers().stream().map(ValueTiers.Tier::customers).toList());
        assertEquals("A", tiers.tierOf(7).name());
        fails(
                UndefinedRatioException.class,
                "value of tier B per customers is undefined, because customers is 0",
                () -> tiers.tier("B").meanValue().value());
        assertEquals(0, tiers.tier("B").valueShare());
    }

    /** Each customer against the rule of the Javadoc: first tier whose share exceeds the share of strictly better ones. */
    @Property
    void tiersFollowTheirRule(@ForAll @Size(min = 1, max = 120) List<@IntRange(min = -5, max = 20) Integer> values) {
        double[] v = values.stream().mapToDouble(x -> x).toArray();
        ValueTiers tiers = ValueTiers.of(v);
        int[] customers = new int[4];
        double[] totals = new double[4];
        int[] percent = {5, 20, 50, 100};
        for (double value : v) {
            long better = Arrays.stream(v).filter(x -> x > value).count();
            int tier = 0;
            // better / n >= share, in whole numbers
            while (100 * better >= (long) percent[tier] * v.length) {
                tier++;
            }
            customers[tier]++;
            totals[tier] += value;
            assertEquals(
                    TierScheme.PYRAMID.names().get(tier), tiers.tierOf(value).name());
        }
        for (int t = 0; t < 4; t++) {
            assertEquals(customers[t], tiers.tiers().get(t).customers());
            assertEquals(totals[t], tiers.tiers().get(t).total());
        }
    }

    @Test
    void aDecimalShareCutsWhereItSays() {
        double[] v = new double[100];
        Arrays.setAll(v, i -> i);
        // 0.07 * 100 is 7.000000000000001 in binary
        ValueTiers tiers = ValueTiers.of(v, TierScheme.of(List.of("top", "rest"), 0.07, 1));
        assertEquals(7, tiers.tier("top").customers());
    }

    @Test
    void badTiers() {
        fails(
                UndefinedRatioException.class,
                "share of value of tier platinum is undefined, because the value of all customers is not positive,"
                        + " -1.0",
                () -> ValueTiers.of(new double[] {1, -2}).tier("platinum").valueShare());
        rejects(
                "upTo[1] must be > 0.5 and <= 1, was 0.2 (cumulative: 0.05, 0.20, 0.50, 1)",
                () -> TierScheme.of(List.of("A", "B"), 0.5, 0.2));
        rejects("upTo must end with 1, was 0.5 (the last tier holds the rest)", () -> TierScheme.of(List.of("A"), 0.5));
        rejects("upTo must have one share a name, 2, was 1 (at least one)", () -> TierScheme.of(List.of("A", "B"), 1));
        rejects("names must be distinct, was [A, A]", () -> TierScheme.of(List.of("A", "A"), 0.5, 1));
        rejects("names[0] must not be blank, was \" \" (such as gold)", () -> TierScheme.of(List.of(" "), 1));
        rejects(
                "upTo[0] must be > 0.0 and <= 1, was NaN (cumulative: 0.05, 0.20, 0.50, 1)",
                () -> TierScheme.of(List.of("A"), Double.NaN));
        rejects(
                "name must be one of [platinum, gold, iron, lead], was \"silver\"",
                () -> ValueTiers.of(VALUES).tier("silver"));
        rejects("values must not be empty, was no customer (one value a customer)", () -> ValueTiers.of(new double[0]));
        rejectsNull("scheme", () -> ValueTiers.of(VALUES, null));
    }

    @Test
    void comparedByValues() {
        Concentration concentration = Concentration.of(VALUES);
        double[] other = VALUES.clone();
        other[0] = 6;
        assertNotEquals(concentration, Concentration.of(other));
        assertNotEquals(concentration.hashCode(), Concentration.of(other).hashCode());
        assertEquals(Concentration.of(new double[] {0.0, 1}), Concentration.of(new double[] {-0.0, 1}));
        // two customers are enough for the small-sample form, and a share reached exactly needs nobody more
        assertEquals(1, Concentration.of(new double[] {0, 5}).giniSmallSample());
        assertEquals(2, Concentration.of(new double[] {1, 1, 1, 1}).customersForShare(0.5));
    }

    private static double[] equal(double value, int n) {
        double[] v = new double[n];
        Arrays.fill(v, value);
        return v;
    }

    @Test
    void sumsNearTheLargestNumberDoNotOverflow() {
        close(9 / 22.0, Concentration.of(new double[] {1e308, 1e307}).gini(), 1e-15);
        close(0.5, Concentration.of(new double[] {1e307, 1e307, 1e307, 9e307}).gini(), 1e-15);
        double[] v = equal(1e302, 100_000);
        v[3] = 7e302;
        double[] small = equal(1, 100_000);
        small[3] = 7;
        close(Concentration.of(small).gini(), Concentration.of(v).gini(), 1e-13);
        close(
                Concentration.of(small).giniEstimate().standardError(),
                Concentration.of(v).giniEstimate().standardError(),
                1e-9);
        // a million equal shares, whose squares rounding must not move
        close(1e-6, Concentration.of(equal(0.1, 1_000_000)).herfindahl(), 1e-15);
        assertEquals(2 / 3.0, Concentration.of(new double[] {5e-324, 0, 0}).gini(), 1e-15);
    }

    /** 0.07 * 100 is 7.000000000000001 in doubles: 7 of 100 equal customers hold 7 %. */
    @Test
    void aDecimalShareIsReachedWhereItSays() {
        for (int percent = 0; percent <= 100; percent++) {
            double share = percent / 100.0;
            assertEquals(percent, Concentration.of(equal(1, 100)).customersForShare(share));
            assertEquals(percent, Concentration.of(equal(0.1, 100)).customersForShare(share));
            if (percent > 0 && percent < 100) {
                TierScheme scheme = TierScheme.of(List.of("top", "rest"), share, 1);
                double[] rising = new double[100];
                Arrays.setAll(rising, i -> i);
                assertEquals(percent, ValueTiers.of(rising, scheme).tier("top").customers());
            }
        }
        // shares that were added up: 0.1 + 0.2 is 0.30000000000000004
        TierScheme added = TierScheme.of(List.of("top", "rest"), 0.1 + 0.2, 1);
        double[] ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        assertEquals(3, ValueTiers.of(ten, added).tier("top").customers());
        // the whole needs everybody who has any, also who does not show in the sum
        assertEquals(2, Concentration.of(new double[] {1e20, 1, 0}).customersForShare(1));
        assertEquals(1, Concentration.of(new double[] {1e20, 1, 0}).customersForShare(0.99));
        // what is so small that a share of it rounds to 0
        ValueTiers tiny = ValueTiers.byShareOfValue(new double[] {5e-324, 0}, TierScheme.PYRAMID);
        assertEquals(1, tiny.tier("platinum").customers());
        assertEquals(1, Concentration.of(new double[] {5e-324, 0}).customersForShare(0.05));
    }

    @Property
    void theFewForAShareAreThoseOfTheTiersOfIt(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 30) Integer> values,
            @ForAll @IntRange(min = 1, max = 99) int percent) {
        double[] v = values.stream().mapToDouble(x -> x).toArray();
        double total = Arrays.stream(v).sum();
        double[] falling = Arrays.stream(v).map(x -> -x).sorted().map(x -> -x).toArray();
        int needed = 0;
        for (double sum = 0; 100 * sum < percent * total; needed++) {
            sum += falling[needed];
        }
        assertEquals(needed, Concentration.of(v).customersForShare(percent / 100.0));
        double least = falling[needed - 1];
        TierScheme scheme = TierScheme.of(List.of("A", "B"), percent / 100.0, 1);
        assertEquals(least, ValueTiers.byShareOfValue(v, scheme).tier("A").threshold());
    }

    @Test
    void anIntervalOfTheGiniStaysInItsRange() {
        Interval interval =
                Concentration.of(new double[] {1, 1, 30}).giniEstimate().confidenceInterval(0.95);
        assertTrue(interval.lower() > 0 && interval.upper() < 1, interval.toString());
        assertEquals(Estimate.of(0, 0), Concentration.of(new double[] {2, 2, 2}).giniEstimate());
        fails(
                UndefinedRatioException.class,
                "standard error of the Gini coefficient is undefined, because there are fewer than three customers",
                () -> Concentration.of(new double[] {1, 3}).giniEstimate());
    }
}
