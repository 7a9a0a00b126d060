package org.customerequity.value;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class RatioOfSumsTest {
    /** The ten customers of sheet 22, section 1. */
    private static final double[] REVENUE = {120, 45, 300, 60, 15, 220, 90, 75, 410, 30};

    private static final double[] ORDERS = {2, 1, 4, 1, 1, 3, 2, 1, 5, 1};

    private static RatioOfSums orderValue() {
        return RatioOfSums.ofColumns(REVENUE, "revenue", ORDERS, "orders");
    }

    @Test
    void valueAndStandardErrorOfTheSheet() {
        assertEquals(65, orderValue().value());
        close(6.22902122868, orderValue().standardError(), 1e-11);
        Interval interval = orderValue().confidenceInterval(0.95);
        assertEquals(65, (interval.lower() + interval.upper()) / 2, 1e-12);
        close(2 * 1.959963984540054 * 6.22902122868, interval.width(), 1e-11);
    }

    /** Another route to about the same number; 6.76297 in the sheet. */
    @Test
    void theJackknifeAgrees() {
        int n = REVENUE.length;
        double[] without = new double[n];
        for (int i = 0; i < n; i++) {
            without[i] = (Arrays.stream(REVENUE).sum() - REVENUE[i])
                    / (Arrays.stream(ORDERS).sum() - ORDERS[i]);
        }
        double mean = Arrays.stream(without).average().orElseThrow();
        double squares =
                Arrays.stream(without).map(r -> (r - mean) * (r - mean)).sum();
        double jackknife = Math.sqrt((n - 1.0) / n * squares);
        close(6.76297, jackknife, 1e-6);
        close(jackknife, orderValue().standardError(), 0.1);
    }

    @Property
    void piecesGiveTheSameAsTheWhole(
            @ForAll @Size(min = 2, max = 40) List<@DoubleRange(max = 1e4) Double> revenue,
            @ForAll @IntRange(max = 40) int at) {
        double[] y = revenue.stream().mapToDouble(v -> v).toArray();
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = 1 + i % 7;
        }
        int cut = Math.min(at, y.length);
        RatioOfSums whole = RatioOfSums.ofColumns(y, "y", x, "x");
        RatioOfSums pieces = RatioOfSums.ofColumns(Arrays.copyOf(y, cut), "y", Arrays.copyOf(x, cut), "x")
                .plus(RatioOfSums.ofColumns(
                        Arrays.copyOfRange(y, cut, y.length), "y", Arrays.copyOfRange(x, cut, x.length), "x"));
        RatioOfSums streamed = RatioOfSums.empty("y", "x");
        for (int i = 0; i < y.length; i++) {
            streamed = streamed.plusUnit(y[i], x[i]);
        }
        // a root of differences of squares of the values keeps half the digits
        double scale = Math.max(1, Arrays.stream(y).max().orElse(1));
        for (RatioOfSums other : new RatioOfSums[] {pieces, streamed}) {
            close(whole.value(), other.value(), 1e-13);
            assertEquals(whole.units(), other.units());
            assertEquals(whole.standardError(), other.standardError(), 1e-7 * scale);
        }
    }

    /** By raw sums this would lose every digit. */
    @Test
    void aLargeOffsetDoesNotCostTheStandardErrorItsDigits() {
        double[] y = REVENUE.clone();
        double[] one = new double[y.length];
        Arrays.fill(one, 1);
        double expected = RatioOfSums.ofColumns(y, "revenue", one, "customers").standardError();
        close(41.5066929007, expected, 1e-11);
        for (int i = 0; i < y.length; i++) {
            y[i] += 1e9;
        }
        close(expected, RatioOfSums.ofColumns(y, "revenue", one, "customers").standardError(), 1e-12);
    }

    @Test
    void squaresThatOverflowAreSaid() {
        RatioOfSums constant =
                RatioOfSums.ofColumns(new double[] {1e200, 1e200, 1e200}, "revenue", new double[] {1, 2, 3}, "orders");
        rejects(
                "standard error must be finite, was Infinity (squares overflow: take a larger unit)",
                constant::standardError);
    }

    /** Everything at one price: the ratio does not vary, at once or one by one, and rounding is no error. */
    @Property
    void onePriceHasNoError(
            @ForAll @IntRange(min = 2, max = 2000) int n,
            @ForAll @IntRange(min = 1, max = 9999) int cents,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] orders = new double[n];
        double[] revenue = new double[n];
        RatioOfSums merged = RatioOfSums.empty("revenue", "orders");
        for (int i = 0; i < n; i++) {
            orders[i] = 1 + random.nextInt(20);
            revenue[i] = cents / 100.0 * orders[i];
            merged = merged.plusUnit(revenue[i], orders[i]);
        }
        assertEquals(
                0, RatioOfSums.ofColumns(revenue, "revenue", orders, "orders").standardError());
        assertEquals(0, merged.standardError());
    }

    @Test
    void totalsMergeButHaveNoStandardError() {
        RatioOfSums totals = RatioOfSums.ofTotals(10_000, "revenue", 2_000, "orders");
        assertEquals(5, totals.value());
        String why = "standard error of revenue per orders is undefined, because ";
        fails(
                UndefinedRatioException.class,
                why + "only totals are known (give one row a customer)",
                totals::standardError);
        RatioOfSums mixed = totals.plus(orderValue());
        assertEquals(11_365.0 / 2_021, mixed.value());
        assertEquals(0, mixed.units());
        fails(
                UndefinedRatioException.class,
                why + "there is one unit only",
                () -> RatioOfSums.empty("revenue", "orders").plusUnit(1, 1).standardError());
        RatioOfSums empty = RatioOfSums.empty("revenue", "orders");
        fails(
                UndefinedRatioException.class,
                "revenue per orders is undefined, because orders is 0",
                empty::standardError);
        assertFalse(empty.isDefined());
        assertEquals(OptionalDouble.empty(), empty.asOptional());
        assertEquals(orderValue(), empty.plus(orderValue()));
        assertEquals(orderValue(), orderValue().plus(empty));
    }

    @Test
    void badColumns() {
        rejects(
                "orders must have as many rows as revenue, 2, was 1",
                () -> RatioOfSums.ofColumns(new double[2], "revenue", new double[1], "orders"));
        rejects(
                "revenue[1] must be finite, was NaN",
                () -> RatioOfSums.ofColumns(new double[] {1, Double.NaN}, "revenue", new double[2], "orders"));
        rejects(
                "orders[0] must be finite and >= 0, was -1.0",
                () -> RatioOfSums.ofColumns(new double[1], "revenue", new double[] {-1}, "orders"));
        rejects(
                "other must be revenue per orders, was orders per customers (only like ratios merge)",
                () -> RatioOfSums.empty("revenue", "orders").plus(RatioOfSums.empty("orders", "customers")));
    }
}
