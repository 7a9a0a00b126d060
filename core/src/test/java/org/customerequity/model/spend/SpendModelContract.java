package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/**
 * The laws every {@link SpendModel} obeys. Inherit it, say which {@link #model()} to test, and all of them run. It needs
 * JUnit Jupiter and nothing else.
 */
@SuppressWarnings("exports") // of JUnit, which who inherits a contract has
public abstract class SpendModelContract {
    /** For the class that names the model. */
    protected SpendModelContract() {}

    /** The model under test, whose population mean exists and is within a few powers of ten of 30. */
    protected abstract SpendModel model();

    /**
     * A customer with {@code count} transactions of that mean: as the model needs him. By default without logarithms of single
     * amounts; see {@link TransactionSpendModelContract#withLogs}.
     */
    protected SpendSummary spend(int count, double mean) {
        return SpendSummary.of(count, mean);
    }

    /** Whether the model learns from what a customer spent, as all but a fixed amount do. */
    protected boolean learns() {
        return true;
    }

    /** Customers to ask about: by default nothing known, then one to 1,000 transactions of little to much. */
    protected List<SpendSummary> spends() {
        return List.of(
                SpendSummary.none(),
                spend(1, 0.5),
                spend(1, 30),
                spend(2, 22.35),
                spend(7, 73.74),
                spend(40, 5),
                spend(1000, 900));
    }

    /** Customers of whom enough is known for simulated second moments to settle; by default 7 and 40 transactions. */
    protected List<SpendSummary> wellKnown() {
        return List.of(spend(7, 73.74), spend(40, 5));
    }

    @Test
    public void expectedSpendIsPositiveRisesWithTheMeanAndFollowsItWhereMuchIsKnown() {
        for (int n : new int[] {1, 2, 10, 1000}) {
            double before = 0;
            for (double mean : new double[] {0.1, 1, 10, 100, 1000}) {
                double now = model().expectedSpend(spend(n, mean));
                double last = before;
                assertTrue(
                        (learns() ? now > last : now == last || last == 0) && now < Double.POSITIVE_INFINITY,
                        () -> now + " after " + last + " at " + mean);
                before = now;
            }
        }
        double population = model().expectedSpend(SpendSummary.none());
        assertEquals(
                learns() ? 55 : population,
                model().expectedSpend(spend(10_000_000, 55)),
                1e-3,
                "ten million transactions of 55");
    }

    @Test
    public void secondMomentsAreConsistent() {
        for (SpendSummary s : spends()) {
            double mean = model().expectedSpend(s);
            double variance = model().varianceOfMeanSpend(s);
            double square = model().expectedSquareOfTransaction(s);
            assertTrue(variance >= 0, () -> "variance " + variance + " of " + s);
            assertTrue(
                    square >= variance + mean * mean || square == Double.POSITIVE_INFINITY,
                    () -> "one transaction varies less than the mean of many: " + s);
        }
    }

    /** Two amounts of one customer share his mean: E[z1 z2] is its second moment. */
    @Test
    public void simulatedAmountsHaveTheModelsMoments() {
        RandomGenerator random = new SplittableRandom(20260902);
        int draws = 200_000;
        for (SpendSummary s : wellKnown()) {
            double mean = model().expectedSpend(s);
            double[] amount = new double[draws];
            double[] square = new double[draws];
            double[] product = new double[draws];
            for (int i = 0; i < draws; i++) {
                double[] two = model().simulateSpend(s, 2, random);
                assertEquals(2, two.length);
                amount[i] = two[0];
                square[i] = two[0] * two[0];
                product[i] = two[0] * two[1];
            }
            assertMean(mean, amount, "amount of " + s);
            assertMean(model().expectedSquareOfTransaction(s), square, "squared amount of " + s);
            assertMean(model().varianceOfMeanSpend(s) + mean * mean, product, "squared mean of " + s);
        }
    }

    private static void assertMean(double expected, double[] sample, String what) {
        double mean = 0;
        for (double y : sample) {
            mean += y / sample.length;
        }
        double variance = 0;
        for (double y : sample) {
            variance += (y - mean) * (y - mean) / sample.length;
        }
        assertEquals(expected, mean, 4 * Math.sqrt(variance / sample.length) + 1e-9 * expected, what);
    }

    @Test
    public void sameSeedSameAmounts() {
        SpendSummary s = spend(2, 30);
        assertArrayEquals(
                model().simulateSpend(s, 5, new SplittableRandom(3)),
                model().simulateSpend(s, 5, new SplittableRandom(3)));
        assertEquals(0, model().simulateSpend(s, 0, new SplittableRandom(3)).length);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> model().simulateSpend(s, -1, new SplittableRandom(3)))
                .getMessage();
        assertTrue(message.startsWith("n must be >= 0, was -1"), message);
    }

    @Test
    public void columnsAreTheSingleFormsToTheBit() {
        List<SpendSummary> rows = spends();
        PurchaseHistories all = histories(rows);
        double[] expected = model().expectedSpend(all);
        double[] variance = model().varianceOfMeanSpend(all);
        double[] square = model().expectedSquareOfTransaction(all);
        for (int i = 0; i < rows.size(); i++) {
            SpendSummary s = rows.get(i);
            assertEquals(model().expectedSpend(s), expected[i], 0.0, () -> "expected spend of " + s);
            assertEquals(model().varianceOfMeanSpend(s), variance[i], 0.0, () -> "variance of " + s);
            assertEquals(model().expectedSquareOfTransaction(s), square[i], 0.0, () -> "square of " + s);
        }
    }

    /** Customers without an amount need no column of amounts. */
    @Test
    public void columnsWithoutAmountsAreOfThePopulation() {
        PurchaseHistories bare =
                PurchaseHistories.ofColumns(new int[2], new double[2], new double[] {3, 4}, PeriodUnit.WEEK);
        assertEquals(model().expectedSpend(SpendSummary.none()), model().expectedSpend(bare)[1], 0.0);
        assertEquals(model().varianceOfMeanSpend(SpendSummary.none()), model().varianceOfMeanSpend(bare)[1], 0.0);
    }

    /** One row a summary, with logarithms where all have them. */
    static PurchaseHistories histories(List<SpendSummary> rows) {
        int[] count = rows.stream().mapToInt(SpendSummary::count).toArray();
        double[] mean = rows.stream().mapToDouble(SpendSummary::mean).toArray();
        PurchaseHistories all = PurchaseHistories.ofColumns(
                        new int[count.length], new double[count.length], new double[count.length], PeriodUnit.WEEK)
                .withSpend(count, mean, Currency.getInstance("USD"));
        return rows.stream().allMatch(SpendSummary::hasLogs)
                ? all.withLogSpend(
                        rows.stream().mapToDouble(SpendSummary::meanOfLogs).toArray(),
                        rows.stream().mapToDouble(SpendSummary::scatterOfLogs).toArray())
                : all;
    }

    @Test
    public void parametersGoRoundAndAreChecked() {
        SpendModel m = model();
        double[] parameters = m.parameters();
        assertEquals(m.parameterNames().size(), parameters.length, "a name for each parameter");
        assertEquals(m, m.withParameters(parameters));
        for (int j = 0; j < parameters.length; j++) {
            double[] changed = m.parameters();
            changed[j] *= 1.5;
            assertArrayEquals(changed, m.withParameters(changed).parameters(), 0.0);
            changed[j] = Double.NaN;
            String message = assertThrows(IllegalArgumentException.class, () -> m.withParameters(changed))
                    .getMessage();
            assertTrue(message.startsWith(m.parameterNames().get(j) + " must be finite"), message);
        }
        String message = assertThrows(
                        IllegalArgumentException.class, () -> m.withParameters(new double[parameters.length + 1]))
                .getMessage();
        assertTrue(message.startsWith("parameters must be " + parameters.length + " values"), message);
    }

    @Test
    public void travelsAsBytes() throws IOException, ClassNotFoundException {
        assertTrue(model() instanceof Serializable, "a model is Serializable");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(model());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(model(), in.readObject());
        }
    }
}
