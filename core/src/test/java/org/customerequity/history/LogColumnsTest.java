package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Logarithms of intervals and of single amounts, on one customer and as columns. */
@Seeded
class LogColumnsTest {
    private static final Currency USD = Currency.getInstance("USD");

    private static PurchaseHistories full() {
        return PurchaseHistories.ofColumns(
                        new int[] {0, 1, 3}, new double[] {0, 5, 12}, new double[] {9, 9, 20}, PeriodUnit.WEEK)
                .withSpend(new int[] {0, 1, 3}, new double[] {0, 8, 14}, USD)
                .withLogSpend(
                        new double[] {0, Math.log(8), Math.log(4 * 6 * 32) / 3}, new double[] {0, 0, scatter(4, 6, 32)})
                .withLogIntervals(new double[] {0, Math.log(5), Math.log(2 * 3 * 7)})
                .withIds(CustomerIds.of(List.of("a", "b", "c")));
    }

    private static double scatter(double... amounts) {
        double mean = Arrays.stream(amounts).map(Math::log).average().orElseThrow();
        return Arrays.stream(amounts).map(a -> Math.pow(Math.log(a) - mean, 2)).sum();
    }

    private static void assertMessage(String expected, Executable code) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, code).getMessage());
    }

    private static void assertUnknown(String expected, Executable code) {
        assertEquals(expected, assertThrows(IllegalStateException.class, code).getMessage());
    }

    @Test
    void aRowHasWhatItsColumnsSay() {
        PurchaseHistories histories = full();
        assertEquals(
                PurchaseHistory.of(3, 12, 20, PeriodUnit.WEEK)
                        .withSpend(SpendSummary.of(3, 14).withLogs(Math.log(768) / 3, scatter(4, 6, 32)))
                        .withIntervals(IntervalSummary.of(3, Math.log(42))),
                histories.row(2));
        assertEquals(PurchaseHistory.of(0, 0, 9, PeriodUnit.WEEK), histories.row(0));
        assertEquals(Math.log(42), histories.sumOfLogIntervals(2));
        assertEquals(Math.log(8), histories.meanOfLogSpend(1));
        assertEquals(
                "PurchaseHistories[3 customers, unit WEEK, with spend in USD, with log spend, with intervals]",
                histories.toString());
    }

    @Test
    void columnsStayWithTheirRows() {
        PurchaseHistories picked = full().select(2, 0);
        assertEquals(full().row(2), picked.row(0));
        assertEquals(full().row(0), picked.row(1));
        assertEquals(full().row(1), full().filter(i -> i == 1).row("b"));
        assertEquals(full().row(2), full().withoutIds().select(2, 2).row(1));
        assertEquals(full(), full().select(0, 1, 2));
        assertEquals(full().hashCode(), full().select(0, 1, 2).hashCode());
    }

    @Test
    void newAmountsKeepIntervalsButNotTheLogarithmsOfTheOldOnes() {
        PurchaseHistories changed = full().withSpend(new int[] {0, 1, 3}, new double[] {0, 8, 15}, USD);
        assertTrue(changed.hasIntervals());
        assertFalse(changed.hasLogSpend());
        assertFalse(changed.row(2).spend().hasLogs());
        assertTrue(changed.row(0).spend().hasLogs(), "of nothing, nothing is unknown");
    }

    @Test
    void aColumnMoreMakesADifference() {
        PurchaseHistories bare =
                PurchaseHistories.ofColumns(new int[] {1}, new double[] {5}, new double[] {9}, PeriodUnit.WEEK);
        PurchaseHistories timed = bare.withLogIntervals(new double[] {Math.log(5)});
        PurchaseHistories spending = bare.withSpend(new int[] {1}, new double[] {8}, USD);
        assertNotEquals(bare, timed);
        assertNotEquals(bare.row(0), timed.row(0));
        assertNotEquals(spending, spending.withLogSpend(new double[] {Math.log(8)}, new double[] {0}));
        assertNotEquals(SpendSummary.of(1, 8), SpendSummary.ofAmounts(8));
        assertFalse(bare.hasIntervals());
        assertFalse(bare.row(0).hasIntervals());
        assertTrue(timed.row(0).hasIntervals());
    }

    @Test
    void theSingleFormAndTheColumnsRefuseTheSame() {
        PurchaseHistories histories =
                PurchaseHistories.ofColumns(new int[] {0, 2}, new double[] {0, 6}, new double[] {9, 9}, PeriodUnit.DAY);
        String tooMuch = "sumOfLogs must be at most frequency * ln(recency / frequency), " + 2 * Math.log(3)
                + ", was 2.2 (natural logarithms of intervals in the unit of the history)";
        assertMessage("row 1: " + tooMuch, () -> histories.withLogIntervals(new double[] {0, 2.2}));
        assertMessage(tooMuch, () -> histories.row(1).withIntervals(IntervalSummary.of(2, 2.2)));
        assertMessage(
                "row 0: sumOfLogs must be 0 where count is 0, was 1.0 (a sum of nothing)",
                () -> histories.withLogIntervals(new double[] {1, 0}));
        assertMessage(
                "row 1: sumOfLogs must be finite, was NaN (purchases at the same moment have no log interval)",
                () -> histories.withLogIntervals(new double[] {0, Double.NaN}));
        assertMessage(
                "row 1: sumOfLogs must be finite, was -Infinity (purchases at the same moment have no log interval)",
                () -> histories.withLogIntervals(new double[] {0, Double.NEGATIVE_INFINITY}));
        assertMessage(
                "sumOfLogs must have as many rows as the other columns, 2, was 1",
                () -> histories.withLogIntervals(new double[1]));
        assertMessage(
                "intervals.count must be the frequency 2, or 0 where they are not known, was 1 (one interval before each"
                        + " repeat purchase)",
                () -> histories.row(1).withIntervals(IntervalSummary.of(1, 1)));
        assertMessage(
                "count must be >= 0, was -1 (times between consecutive purchases)", () -> IntervalSummary.of(-1, 0));
        assertMessage(
                "sumOfLogs must be ln(recency), " + Math.log(6)
                        + ", was 0.5 (natural logarithms of intervals in the unit of the history)",
                () -> PurchaseHistory.of(1, 6, 9, PeriodUnit.DAY).withIntervals(IntervalSummary.of(1, 0.5)));
        // purchases all at one moment: no finite sum is right
        assertThrows(
                IllegalArgumentException.class,
                () -> PurchaseHistory.of(2, 0, 5, PeriodUnit.DAY).withIntervals(IntervalSummary.of(2, -700)));
    }

    @Test
    void logarithmsOfAmountsAreChecked() {
        PurchaseHistories histories =
                PurchaseHistories.ofColumns(new int[] {0, 2}, new double[] {0, 6}, new double[] {9, 9}, PeriodUnit.DAY);
        PurchaseHistories spending = histories.withSpend(new int[] {0, 2}, new double[] {0, 10}, USD);
        String tooMuch = "meanOfLogs must be finite and at most ln(mean), " + Math.log(10)
                + ", was 2.31 (mean of natural logarithms, not logarithm of the mean)";
        assertMessage("row 1: " + tooMuch, () -> spending.withLogSpend(new double[] {0, 2.31}, new double[2]));
        assertMessage(tooMuch, () -> SpendSummary.of(2, 10).withLogs(2.31, 0));
        assertMessage(
                "row 1: scatterOfLogs must be finite and >= 0, was -1.0 (sum of squared distances from the mean)",
                () -> spending.withLogSpend(new double[] {0, 2}, new double[] {0, -1}));
        assertMessage(
                "row 0: meanOfLogs and scatterOfLogs must be 0 where count is 0, was 1.0 and 0.0 (logarithms of nothing)",
                () -> spending.withLogSpend(new double[] {1, 2}, new double[2]));
        assertMessage(
                "scatterOfLogs must be 0 where count is 1, was 0.5 (one amount has no scatter)",
                () -> SpendSummary.of(1, 10).withLogs(Math.log(10), 0.5));
        assertMessage(
                "meanOfLogs must be ln(mean), " + Math.log(10)
                        + ", was 2.0 (mean of natural logarithms, not logarithm of the mean)",
                () -> SpendSummary.of(1, 10).withLogs(2, 0));
        assertMessage(
                "mean must be > 0 for logarithms of amounts, was 0.0 (amounts of zero have none)",
                () -> SpendSummary.of(2, 0).withLogs(0, 0));
        assertThrows(
                IllegalArgumentException.class, () -> SpendSummary.of(2, 10).withLogs(Double.NaN, 0));
        assertThrows(
                IllegalArgumentException.class, () -> SpendSummary.of(2, 10).withLogs(2, Double.NaN));
        assertMessage(
                "amounts[1] must be finite and > 0, was 0.0 (a logarithm needs a positive amount)",
                () -> SpendSummary.ofAmounts(3, 0));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SpendSummary.ofAmounts(1e308, 1e308))
                .getMessage()
                .endsWith("(amounts add up to more than a double holds)"));
        assertMessage(
                "scatterOfLogs must have as many rows as the other columns, 2, was 1",
                () -> spending.withLogSpend(new double[2], new double[1]));
        assertUnknown(
                "histories must have amounts before their logarithms (PurchaseHistories.withSpend)",
                () -> histories.withLogSpend(new double[2], new double[2]));
    }

    @Test
    void whatIsNotKnownIsNotAnswered() {
        PurchaseHistories bare =
                PurchaseHistories.ofColumns(new int[] {1}, new double[] {5}, new double[] {9}, PeriodUnit.WEEK);
        assertUnknown(
                "histories must have intervals (PurchaseHistories.withLogIntervals, or PurchaseLog.histories where no"
                        + " customer has two purchases at the same moment)",
                () -> bare.sumOfLogIntervals(0));
        String noLogs = "histories must have the logarithms of single amounts (PurchaseHistories.withLogSpend, or"
                + " PurchaseLog.withSpendPolicy where some amounts are zero)";
        assertUnknown(noLogs, () -> bare.meanOfLogSpend(0));
        PurchaseHistories spending = bare.withSpend(new int[] {1}, new double[] {8}, USD);
        assertUnknown(noLogs, () -> spending.scatterOfLogSpend(0));
        String summary = "spend must have the logarithms of its amounts, was SpendSummary[count=2, mean=22.35]"
                + " (SpendSummary.ofAmounts or SpendSummary.withLogs)";
        assertUnknown(summary, () -> SpendSummary.of(2, 22.35).meanOfLogs());
        assertUnknown(summary, () -> SpendSummary.of(2, 22.35).scatterOfLogs());
        assertEquals(0, SpendSummary.none().meanOfLogs());
        assertEquals(0, SpendSummary.none().scatterOfLogs());
        assertEquals(SpendSummary.none(), SpendSummary.ofAmounts());
    }

    /** The example customers of the sheet: 12.5, 30 and 21.75; 40, 38.5, 61 and 29.9. */
    @Test
    void amountsAreSummedUp() {
        SpendSummary three = SpendSummary.ofAmounts(12.5, 30, 21.75);
        assertEquals(3, three.count());
        assertEquals(64.25 / 3, three.mean(), 1e-15 * 22);
        assertEquals(Math.log(12.5 * 30 * 21.75) / 3, three.meanOfLogs(), 1e-15 * 3);
        assertEquals(scatter(12.5, 30, 21.75), three.scatterOfLogs(), 1e-15);
        assertEquals(
                "SpendSummary[count=1, mean=55.0, meanOfLogs=" + Math.log(55) + ", scatterOfLogs=0.0]",
                SpendSummary.ofAmounts(55).toString());
    }

    /** Log-likelihood of the six example customers of the log-normal model of sheet 20 E, from the summaries alone. */
    @Test
    void theSummariesAreSufficientForTheLogNormalModel() {
        double[][] customers = {{12.5, 30, 21.75}, {55}, {8.4, 9.9}, {40, 38.5, 61, 29.9}, {17, 26}, {90, 14.2, 33}};
        double mu = 3.2;
        double tau2 = 0.25;
        double s2 = 0.2;
        double logs = 0;
        double money = 0;
        for (double[] amounts : customers) {
            SpendSummary s = SpendSummary.ofAmounts(amounts);
            int n = s.count();
            double v = s2 + n * tau2;
            double distance = s.meanOfLogs() - mu;
            double share = -n / 2.0 * Math.log(2 * Math.PI)
                    - (n - 1) / 2.0 * Math.log(s2)
                    - Math.log(v) / 2
                    - s.scatterOfLogs() / (2 * s2)
                    - n * distance * distance / (2 * v);
            logs += share;
            money += share - n * s.meanOfLogs();
        }
        assertEquals(-14.843000786511892, logs, 1e-13 * 15);
        assertEquals(-63.866779336698565, money, 1e-13 * 64);
    }

    @Test
    void summariesTravel() throws IOException, ClassNotFoundException {
        assertEquals(full(), copy(full()));
        assertEquals(SpendSummary.of(2, 5), copy(SpendSummary.of(2, 5)));
        assertEquals(full().row(2), copy(full().row(2)));
    }

    private static Object copy(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    /** Whatever the amounts, rounding never makes their own summary impossible; equal amounts are the hard case. */
    @Property
    void everySummaryOfAmountsPassesItsOwnChecks(
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = -14, max = 14) Double> powers,
            @ForAll boolean equal) {
        double[] amounts = powers.stream()
                .mapToDouble(p -> Math.pow(10, equal ? powers.get(0) : p))
                .toArray();
        SpendSummary s = SpendSummary.ofAmounts(amounts);
        assertEquals(s, SpendSummary.of(s.count(), s.mean()).withLogs(s.meanOfLogs(), s.scatterOfLogs()));
        double product = powers.stream()
                .mapToDouble(p -> Math.log(Math.pow(10, equal ? powers.get(0) : p)))
                .sum();
        assertEquals(product, s.count() * s.meanOfLogs(), 1e-12 * (1 + Math.abs(product)) * s.count());
        assertEquals(scatter(amounts), s.scatterOfLogs(), 1e-12 * (1 + s.scatterOfLogs()));
    }

    /** Equal intervals have the largest sum of logarithms; rounding does not make it impossible, a real excess does. */
    @Property
    void equalIntervalsAreTheBound(
            @ForAll @DoubleRange(min = -6, max = 6) double power, @ForAll @Size(min = 1, max = 30) List<Byte> repeats) {
        int x = repeats.size();
        double interval = Math.pow(10, power) / 3;
        double recency = 0;
        double sum = 0;
        for (int i = 0; i < x; i++) {
            recency += interval;
            sum += Math.log(interval);
        }
        PurchaseHistory history = PurchaseHistory.of(x, recency, recency, PeriodUnit.DAY);
        assertTrue(history.withIntervals(IntervalSummary.of(x, sum)).hasIntervals());
        double excess = sum + 1e-6 * (x + Math.abs(sum));
        assertThrows(IllegalArgumentException.class, () -> history.withIntervals(IntervalSummary.of(x, excess)));
    }
}
