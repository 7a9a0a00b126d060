package org.customerequity.value;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

/** Ratios and counted proportions. */
@Seeded
class RatioTest {
    private static Ratio orderValue(double revenue, double orders) {
        return Ratio.of(revenue, "revenue", orders, "orders");
    }

    @Test
    void twoMonthsTogetherAreNotTheMeanOfTheirRatios() {
        Ratio both = orderValue(1_000, 10).plus(orderValue(9_000, 30));
        assertEquals(250, both.value());
        assertNotEquals((100 + 300) / 2.0, both.value());
    }

    @Property
    void mergingIsAssociativeAndCommutative(@ForAll @Size(6) int[] n) {
        // whole numbers add exactly
        Ratio a = orderValue(n[0], Math.abs((double) n[1]));
        Ratio b = orderValue(n[2], Math.abs((double) n[3]));
        Ratio c = orderValue(n[4], Math.abs((double) n[5]));
        assertEquals(a.plus(b).plus(c), a.plus(b.plus(c)));
        assertEquals(a.plus(b), b.plus(a));
        assertEquals(a, a.plus(orderValue(0, 0)));
    }

    @Property
    void theMergedRatioLiesBetweenItsParts(
            @ForAll @Scale(15) @DoubleRange(max = 1e6) double y1,
            @ForAll @Scale(15) @DoubleRange(min = 0.1, max = 1e6) double x1,
            @ForAll @Scale(15) @DoubleRange(max = 1e6) double y2,
            @ForAll @Scale(15) @DoubleRange(min = 0.1, max = 1e6) double x2) {
        double both = orderValue(y1, x1).plus(orderValue(y2, x2)).value();
        assertTrue(both >= Math.min(y1 / x1, y2 / x2) * (1 - 1e-15));
        assertTrue(both <= Math.max(y1 / x1, y2 / x2) * (1 + 1e-15));
    }

    @Test
    void undefinedIsNeverANumber() {
        Ratio none = orderValue(0, 0);
        assertFalse(none.isDefined());
        assertEquals(OptionalDouble.empty(), none.asOptional());
        fails(UndefinedRatioException.class, "revenue per orders is undefined, because orders is 0", none::value);
        assertEquals("revenue per orders = undefined (0.0 / 0.0)", none.toString());
        assertEquals(
                "revenue per orders = 60.0 (54000.0 / 900.0)",
                orderValue(54_000, 900).toString());
        assertEquals(OptionalDouble.of(0), orderValue(0, 1).asOptional());
        assertEquals(OptionalDouble.of(60), orderValue(54_000, 900).asOptional());
        assertEquals(0.5, Ratio.of(1, 2).value());
        rejects(
                "orders must be 0 or large enough to divide revenue 1.0E300, was 1.0E-300 (their ratio is beyond all numbers)",
                () -> orderValue(1e300, 1e-300));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects("revenue must be finite, was NaN (numerator of a ratio)", () -> orderValue(Double.NaN, 1));
        rejects("orders must be finite and >= 0, was -1.0 (denominator of a ratio)", () -> orderValue(1, -1));
        rejects("numeratorName must not be blank, was \" \" (such as revenue)", () -> Ratio.of(1, " ", 1, "orders"));
        rejects(
                "other must be revenue per orders, was revenue per customers (only like ratios merge)",
                () -> orderValue(1, 1).plus(Ratio.of(1, "revenue", 1, "customers")));
        rejectsNull("numeratorName", () -> Ratio.of(1, null, 1, "orders"));
        rejectsNull("denominatorName", () -> Ratio.of(1, "revenue", 1, null));
        rejectsNull("other", () -> orderValue(1, 1).plus(null));
    }

    /** Sheets 10 and 22: Wilson for 430 of 500, 913 of 1,000 and 5 of 10; and the limits at nothing and everything. */
    @Test
    void wilsonInterval() {
        Interval csat = Proportion.of(430, 500).confidenceInterval(0.95);
        close(0.826833135056, csat.lower(), 1e-11);
        close(0.887677339812, csat.upper(), 1e-11);
        Interval onTime = Proportion.of(913, 1000).confidenceInterval(0.95);
        close(0.893913518943, onTime.lower(), 1e-11);
        close(0.928925578548, onTime.upper(), 1e-11);
        Interval half = Proportion.of(5, 10).confidenceInterval(0.95);
        close(0.236593090513, half.lower(), 1e-11);
        close(0.763406909487, half.upper(), 1e-11);
        assertEquals(0, Proportion.of(0, 10).confidenceInterval(0.95).lower());
        assertEquals(1, Proportion.of(10, 10).confidenceInterval(0.95).upper());
    }

    /** Wilson's limits are where the score test just rejects: |p - x| = z sqrt(x (1 - x) / n). */
    @Property
    void wilsonInvertsTheScoreTest(
            @ForAll @IntRange(min = 1, max = 100_000) int trials,
            @ForAll @Scale(15) @DoubleRange(max = 1) double share,
            @ForAll @Scale(15) @DoubleRange(min = 0.5, max = 0.999) double level) {
        Proportion proportion = Proportion.of(Math.round(share * trials), trials);
        Interval interval = proportion.confidenceInterval(level);
        double p = proportion.value();
        double z = NormalQuantile.ofLevel(level);
        assertTrue(interval.lower() >= 0 && interval.upper() <= 1 && interval.contains(p));
        for (double x : new double[] {interval.lower(), interval.upper()}) {
            if (x > 0 && x < 1) {
                assertEquals(Math.abs(p - x), z * Math.sqrt(x * (1 - x) / trials), 1e-11);
            }
        }
        Interval lost = proportion.complement().confidenceInterval(level);
        assertEquals(1 - interval.upper(), lost.lower(), 1e-14);
        assertEquals(1 - interval.lower(), lost.upper(), 1e-14);
    }

    @Property
    void proportionsMerge(
            @ForAll @LongRange(max = 1L << 40) long a,
            @ForAll @LongRange(max = 1L << 40) long b,
            @ForAll @LongRange(max = 1L << 40) long c,
            @ForAll @LongRange(max = 1L << 40) long d) {
        Proportion x = Proportion.of(Math.min(a, b), Math.max(a, b));
        Proportion y = Proportion.of(Math.min(c, d), Math.max(c, d));
        assertEquals(x.plus(y), y.plus(x));
        assertEquals(x.plus(y).complement(), x.complement().plus(y.complement()));
        assertEquals(x, x.plus(Proportion.of(0, 0)));
        assertEquals(x.plus(y).toRatio(), x.toRatio().plus(y.toRatio()));
    }

    @Test
    void badProportions() {
        rejects("successes must be <= trials 2, was 3", () -> Proportion.of(3, 2));
        rejects("successes must be >= 0, was -1", () -> Proportion.of(-1, 2));
        rejects("trials must be >= 0, was -2", () -> Proportion.of(0, -2));
        rejects(
                "level must be in (0, 1), was 95.0 (0.95 means 95 %)",
                () -> Proportion.of(1, 2).confidenceInterval(95));
        fails(
                UndefinedRatioException.class,
                "successes per trials is undefined, because trials is 0",
                () -> Proportion.of(0, 0).confidenceInterval(0.95));
        fails(
                UndefinedRatioException.class,
                "wins per deals is undefined, because deals is 0",
                () -> Proportion.of(0, 0).toRatio("wins", "deals").value());
        assertEquals(OptionalDouble.empty(), Proportion.of(0, 0).asOptional());
        assertEquals(OptionalDouble.of(0.5), Proportion.of(1, 2).asOptional());
    }
}
