package org.customerequity.metric.change;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.testing.OracleTable;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.junit.jupiter.api.Test;

/** Growth put down to factors. */
@Seeded
class GrowthDecompositionTest {
    private static final FactoredValue BEFORE = four(4000, 2.25, 60, 0.40);
    private static final FactoredValue AFTER = four(4400, 2.1, 64, 0.38);
    private static final Map<String, FactoredValue> SEGMENTS_BEFORE =
            Map.of("shop", four(3000, 2.0, 50, 0.4), "web", four(1000, 3.0, 90, 0.4));
    private static final Map<String, FactoredValue> SEGMENTS_AFTER =
            Map.of("shop", four(3100, 2.0, 50, 0.4), "web", four(1300, 2.6, 95, 0.36));

    private static FactoredValue four(double customers, double frequency, double orderValue, double margin) {
        return FactoredValue.of("customers", customers)
                .times("frequency", frequency)
                .times("order value", orderValue)
                .times("margin", margin);
    }

    private static double[] amounts(GrowthDecomposition growth) {
        return growth.effects().stream().mapToDouble(GrowthEffect::amount).toArray();
    }

    /** Sheet 22, section 6; its figures have 12 digits. */
    @Test
    void numbersOfTheSheet() {
        GrowthDecomposition divisia = GrowthDecomposition.byLogMeanDivisia(BEFORE, AFTER);
        close(8716.8, divisia.change(), 1e-14);
        assertArrayEquals(
                new double[] {20999.6597514, -15201.1760913, 14219.7505821, -11301.4342422}, amounts(divisia), 1e-7);
        GrowthDecomposition shapley = GrowthDecomposition.byShapley(BEFORE, AFTER);
        assertArrayEquals(new double[] {21029.2, -15230.8, 14241.2, -11322.8}, amounts(shapley), 1e-9);
        assertEquals(GrowthDecomposition.Method.SHAPLEY, shapley.method());
        GrowthDecomposition two = GrowthDecomposition.byLogMeanDivisia(SEGMENTS_BEFORE, SEGMENTS_AFTER);
        close(11596, two.change(), 1e-13);
        assertArrayEquals(
                new double[] {33320.5126619, -15992.2316647, 6042.28113561, -11774.5621329}, amounts(two), 1e-7);
        assertEquals(List.of("shop", "web"), List.copyOf(two.segments().keySet()));
        travels(two);
        travels(shapley);
        travels(BEFORE);
    }

    /** Sheet 09: revenue of 2022 and 2023. */
    @Test
    void revenueOfTheAudit() {
        GrowthDecomposition growth = GrowthDecomposition.byLogMeanDivisia(
                FactoredValue.of("customers", 6).times("frequency", 8.0 / 6).times("order value", 1185.0 / 8),
                FactoredValue.of("customers", 7).times("frequency", 9.0 / 7).times("order value", 1510.0 / 9));
        assertArrayEquals(new double[] {206.7071694, -48.7669129499, 167.05974355}, amounts(growth), 1e-8);
    }

    @Test
    void logMeanAgainstFiftyDigits() {
        OracleTable oracle = OracleTable.resource("logarithmic-mean.csv");
        for (int row = 0; row < oracle.size(); row++) {
            double a = oracle.get(row, "a");
            double b = oracle.get(row, "b");
            assertEquals(1, LogMean.of(a, b) / oracle.get(row, "mean"), 2e-15, oracle.where(row));
            assertEquals(1, LogMean.slope(a, b) / oracle.get(row, "slope"), 2e-13, oracle.where(row));
        }
    }

    /** {@code L(a, b)} is the integral of a^t b^(1-t) over [0, 1]. */
    @Property
    void logMeanIsTheMeanOfTheWay(
            @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 1000) double a,
            @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 1000) double b) {
        Sum sum = Sum.create();
        int n = 400;
        for (int i = 0; i <= n; i++) {
            double t = (double) i / n;
            sum.addProduct(i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2, Math.pow(a, t) * Math.pow(b, 1 - t));
        }
        assertEquals(1, LogMean.of(a, b) / (sum.getAsDouble() / (3 * n)), 1e-8);
        assertEquals(LogMean.of(a, b), LogMean.of(b, a));
        assertTrue(LogMean.of(a, b) <= Math.max(a, b) && LogMean.of(a, b) >= Math.min(a, b));
        double h = a * 1e-5;
        assertEquals(1, (LogMean.of(a + h, b) - LogMean.of(a - h, b)) / (2 * h) / LogMean.slope(a, b), 1e-6);
    }

    /** Each form, whatever the numbers, adds up: the exact sum of the parts is the change within the last place of the largest. */
    @Property
    void partsAddUp(
            @ForAll @IntRange(min = 1, max = 4) int segments,
            @ForAll @IntRange(min = 1, max = 5) int factors,
            @ForAll long seed) {
        Random random = new Random(seed);
        Map<String, FactoredValue> before = new java.util.HashMap<>();
        Map<String, FactoredValue> after = new java.util.HashMap<>();
        for (int g = 0; g < segments; g++) {
            before.put("s" + g, drawn(factors, random));
            after.put("s" + g, drawn(factors, random));
        }
        List<GrowthDecomposition> all = List.of(
                GrowthDecomposition.byLogMeanDivisia(before, after),
                GrowthDecomposition.byLogMeanDivisiaWithMix(before, after),
                GrowthDecomposition.byShapley(before, after),
                GrowthDecomposition.byShapleyWithMix(before, after));
        for (GrowthDecomposition growth : all) {
            double largest = 0;
            Sum rest = Sum.of(growth.change());
            for (double part : amounts(growth)) {
                rest.add(-part);
                largest = Math.max(largest, Math.abs(part));
            }
            double scale = Math.max(largest, Math.max(growth.before(), growth.after()));
            assertEquals(0, rest.getAsDouble(), Math.ulp(scale), growth::toString);
        }
        // the mix is taken out of the first part and out of no other
        for (int form = 0; form < 4; form += 2) {
            double[] plain = amounts(all.get(form));
            double[] mix = amounts(all.get(form + 1));
            double tolerance =
                    1e-12 * (1 + all.get(form).before() + all.get(form).after());
            assertEquals(plain[0], mix[0] + mix[1], tolerance);
            for (int k = 1; k < factors; k++) {
                assertEquals(plain[k], mix[k + 1], tolerance);
            }
            // and a part is the sum of those of the segments
            double sum = 0;
            for (GrowthDecomposition segment : all.get(form).segments().values()) {
                sum += segment.effects().get(factors - 1).amount();
            }
            assertEquals(plain[factors - 1], sum, tolerance);
        }
        if (segments == 1) {
            assertEquals(0, all.get(1).effect("mix").amount(), 1e-9 * all.get(1).before());
            assertEquals(0, all.get(3).effect("mix").amount(), 1e-9 * all.get(1).before());
        }
    }

    private static FactoredValue drawn(int factors, Random random) {
        FactoredValue value = FactoredValue.of("x0", 1 + 100 * random.nextDouble());
        for (int k = 1; k < factors; k++) {
            value = value.times("x" + k, 0.1 + random.nextDouble());
        }
        return value;
    }

    /** Backwards in time every part changes its sign, and the order of the factors does not matter. */
    @Property
    void neitherDirectionNorOrderMatter(
            @ForAll @Size(4) List<@Scale(3) @DoubleRange(min = 0.1, max = 90) Double> x,
            @ForAll @Size(4) List<@Scale(3) @DoubleRange(min = 0.1, max = 90) Double> y) {
        FactoredValue before = four(x.get(0), x.get(1), x.get(2), x.get(3));
        FactoredValue after = four(y.get(0), y.get(1), y.get(2), y.get(3));
        double tolerance = 1e-13 * (before.value() + after.value());
        for (boolean divisia : new boolean[] {true, false}) {
            GrowthDecomposition there = of(divisia, before, after);
            double[] back = amounts(of(divisia, after, before));
            GrowthDecomposition turned = of(divisia, reversed(before), reversed(after));
            for (int k = 0; k < 4; k++) {
                GrowthEffect effect = there.effects().get(k);
                assertEquals(-effect.amount(), back[k], tolerance);
                assertEquals(effect.amount(), turned.effect(effect.factor()).amount(), tolerance);
                double moved = y.get(k) - x.get(k);
                assertTrue(effect.amount() * moved >= 0 || Math.abs(effect.amount()) <= tolerance);
            }
        }
    }

    private static GrowthDecomposition of(boolean divisia, FactoredValue before, FactoredValue after) {
        return divisia
                ? GrowthDecomposition.byLogMeanDivisia(before, after)
                : GrowthDecomposition.byShapley(before, after);
    }

    private static FactoredValue reversed(FactoredValue value) {
        List<FactoredValue.Factor> factors = new java.util.ArrayList<>(value.factors());
        java.util.Collections.reverse(factors);
        return new FactoredValue(factors);
    }

    /** Standard errors against differences: move one input by its error, both ways, and take half of what that changes. */
    @Property(tries = 200)
    void standardErrorsAreThoseOfTheDeltaMethod(@ForAll @IntRange(max = 3) int form, @ForAll long seed) {
        Random random = new Random(seed);
        double[][][] x = new double[2][2][3];
        for (double[][] date : x) {
            for (double[] segment : date) {
                for (int k = 0; k < 3; k++) {
                    segment[k] = 1 + 5 * random.nextDouble();
                }
            }
        }
        double relative = 0.01;
        GrowthDecomposition growth = form(form, x, relative);
        double[] variance = new double[growth.effects().size()];
        double ofChange = 0;
        double h = 1e-4;
        for (int date = 0; date < 2; date++) {
            for (int g = 0; g < 2; g++) {
                for (int k = 0; k < 3; k++) {
                    double held = x[date][g][k];
                    x[date][g][k] = held * (1 + h);
                    GrowthDecomposition up = form(form, x, 0);
                    x[date][g][k] = held * (1 - h);
                    GrowthDecomposition down = form(form, x, 0);
                    x[date][g][k] = held;
                    for (int line = 0; line < variance.length; line++) {
                        double d = (amounts(up)[line] - amounts(down)[line]) / (2 * h) * relative;
                        variance[line] += d * d;
                    }
                    double d = (up.change() - down.change()) / (2 * h) * relative;
                    ofChange += d * d;
                }
            }
        }
        for (int line = 0; line < variance.length; line++) {
            GrowthEffect effect = growth.effects().get(line);
            assertEquals(1, effect.amountEstimate().standardError() / Math.sqrt(variance[line]), 1e-5);
        }
        assertEquals(1, growth.changeEstimate().standardError() / Math.sqrt(ofChange), 1e-7);
    }

    private static GrowthDecomposition form(int form, double[][][] x, double relative) {
        Map<String, FactoredValue> before =
                Map.of("a", estimated(x[0][0], relative), "b", estimated(x[0][1], relative));
        Map<String, FactoredValue> after = Map.of("a", estimated(x[1][0], relative), "b", estimated(x[1][1], relative));
        return switch (form) {
            case 0 -> GrowthDecomposition.byLogMeanDivisia(before, after);
            case 1 -> GrowthDecomposition.byLogMeanDivisiaWithMix(before, after);
            case 2 -> GrowthDecomposition.byShapley(before, after);
            default -> GrowthDecomposition.byShapleyWithMix(before, after);
        };
    }

    private static FactoredValue estimated(double[] x, double relative) {
        return FactoredValue.of("n", Estimate.of(x[0], x[0] * relative))
                .times("f", Estimate.of(x[1], x[1] * relative))
                .times("a", Estimate.of(x[2], x[2] * relative));
    }

    /** Moving one factor after the other, in all 6 orders by hand. */
    @Test
    void shapleyByHandWithZeroAndNegativeFactors() {
        double[] x = {10, 2, -3};
        double[] y = {0, 4, 5};
        GrowthDecomposition growth = GrowthDecomposition.byShapley(
                FactoredValue.of("a", x[0]).times("b", x[1]).times("c", x[2]),
                FactoredValue.of("a", y[0]).times("b", y[1]).times("c", y[2]));
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        double[] parts = new double[3];
        for (int[] order : orders) {
            double[] at = x.clone();
            for (int k : order) {
                double was = at[0] * at[1] * at[2];
                at[k] = y[k];
                parts[k] += (at[0] * at[1] * at[2] - was) / 6;
            }
        }
        assertArrayEquals(parts, amounts(growth), 1e-13);
        assertEquals(60, growth.change());
    }

    @Test
    void aSegmentThatIsNewOrLost() {
        Map<String, FactoredValue> before =
                Map.of("old", FactoredValue.of("customers", 10).times("value", Estimate.of(5, 0.5)));
        Map<String, FactoredValue> after = Map.of(
                "old", FactoredValue.of("customers", 10).times("value", Estimate.of(5, 0.5)),
                "new", FactoredValue.of("customers", 4).times("value", Estimate.of(7, 0.25)));
        GrowthDecomposition growth = GrowthDecomposition.byShapley(before, after);
        assertArrayEquals(new double[] {28, 0}, amounts(growth), 1e-14);
        // the new segment's value is one number, not two: 4 customers times its error, and the old ones' two errors
        // cancel not
        close(1, growth.effect("customers").standardError(), 1e-14);
        close(Math.hypot(5, 5), growth.effect("value").standardError(), 1e-14);
        rejects(
                "customers of segment new before must be > 0 for log-mean Divisia parts, was 0.0"
                        + " (byShapley allows what is not)",
                () -> GrowthDecomposition.byLogMeanDivisia(before, after));
    }

    @Test
    void whatIsWrongIsSaid() {
        FactoredValue zero = four(4000, 0, 60, 0.4);
        rejects(
                "frequency after must be > 0 for log-mean Divisia parts, was 0.0 (byShapley allows what is not)",
                () -> GrowthDecomposition.byLogMeanDivisia(BEFORE, zero));
        rejects(
                "after must have the factors [customers, frequency, order value, margin], was [customers]"
                        + " (the same in the same order)",
                () -> GrowthDecomposition.byShapley(BEFORE, FactoredValue.of("customers", 1)));
        rejects(
                "factors must have distinct names, was \"customers\"",
                () -> FactoredValue.of("customers", 1).times("customers", 2));
        rejects("orders must be finite, was NaN (a factor of a value)", () -> FactoredValue.of("orders", Double.NaN));
        rejects("segments must be at least one, was empty", () -> GrowthDecomposition.byShapley(Map.of(), Map.of()));
        rejects(
                "factor must be one of [customers, frequency, order value, margin], was \"mix\" (as it was named)",
                () -> GrowthDecomposition.byShapley(BEFORE, AFTER).effect("mix"));
        rejects(
                "x before must add up to more than 0 over the segments, was 0.0 (a mix is shares of it)",
                () -> GrowthDecomposition.byShapleyWithMix(
                        Map.of("a", FactoredValue.of("x", 0)), Map.of("a", FactoredValue.of("x", 1))));
        fails(
                IllegalStateException.class,
                "customers must rest on a factor with a standard error to have one (give the factors as Estimate)",
                () -> GrowthDecomposition.byShapley(BEFORE, AFTER)
                        .effect("customers")
                        .amountEstimate());
        rejects(
                "factors must not be named mix, was [mix] (that is the line of the segments)",
                () -> GrowthDecomposition.byLogMeanDivisiaWithMix(
                        Map.of("a", FactoredValue.of("mix", 1)), Map.of("a", FactoredValue.of("mix", 1))));
        rejectsNull("estimate", () -> FactoredValue.of("x", (Estimate) null));
        rejectsNull("factors", () -> new FactoredValue(null));
        rejectsNull("after", () -> GrowthDecomposition.byLogMeanDivisia(BEFORE, null));
        rejectsNull("before", () -> GrowthDecomposition.byShapley((FactoredValue) null, AFTER));
    }
}
