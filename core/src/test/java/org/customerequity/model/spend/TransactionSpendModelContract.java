package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.value.Distribution;
import org.customerequity.value.Interval;
import org.junit.jupiter.api.Test;

/**
 * The laws every {@link TransactionSpendModel} obeys, beside those of every {@link SpendModel}. Inherit it, say which
 * {@link #model()} to test, and all of them run.
 */
@SuppressWarnings("exports") // of JUnit, which who inherits a contract has
public abstract class TransactionSpendModelContract extends SpendModelContract {
    /** For the class that names the model. */
    protected TransactionSpendModelContract() {}

    @Override
    protected abstract TransactionSpendModel model();

    /** {@code count} transactions of that mean whose logarithms have this variance around their own mean, roughly. */
    protected static SpendSummary withLogs(int count, double mean, double variance) {
        return SpendSummary.of(count, mean)
                .withLogs(Math.log(mean) - (count == 1 ? 0 : variance / 2), (count - 1) * variance);
    }

    private static final double[] AMOUNTS = {12.5, 30, 21.75, 8, 55.1, 19.99, 3};

    /** The integral of z^power times the density of one amount, by the trapezoidal rule in ln z. */
    private double integral(int power) {
        double sum = 0;
        double step = 1.0 / 256;
        for (int i = -256 * 45; i <= 256 * 45; i++) {
            double y = i * step;
            SpendSummary one = SpendSummary.ofAmounts(Math.exp(y));
            sum += Math.exp(model().logLikelihoodOfTransactions(one) + (power + 1) * y) * step;
        }
        return sum;
    }

    @Test
    public void densityOfOneAmountIntegratesToOneAndHasThePopulationMean() {
        assertEquals(1, integral(0), 1e-8);
        double population = model().expectedSpend(SpendSummary.none());
        assertEquals(population, integral(1), 1e-6 * population);
    }

    /** f(z_1 ... z_n) / f(z_1 ... z_(n-1)) is the density of amount n, given the others. */
    @Test
    public void likelihoodIsTheProductOfTheDensitiesOfEachNextAmount() {
        for (int n = 1; n <= AMOUNTS.length; n++) {
            SpendSummary before = SpendSummary.ofAmounts(Arrays.copyOf(AMOUNTS, n - 1));
            SpendSummary after = SpendSummary.ofAmounts(Arrays.copyOf(AMOUNTS, n));
            double next = Math.log(model().nextSpend(before).density(AMOUNTS[n - 1]));
            double likelihood = model().logLikelihoodOfTransactions(after);
            assertEquals(next, likelihood - model().logLikelihoodOfTransactions(before), 1e-11 * Math.abs(likelihood));
        }
    }

    @Test
    public void momentsOfTheDistributionsAreTheModels() {
        for (SpendSummary s : spends()) {
            double mean = model().expectedSpend(s);
            Distribution own = model().meanSpend(s);
            Distribution next = model().nextSpend(s);
            assertEquals(mean, own.mean(), 1e-12 * mean, () -> "mean of the own mean of " + s);
            assertEquals(mean, next.mean(), 1e-12 * mean, () -> "mean of the next amount of " + s);
            double variance = model().varianceOfMeanSpend(s);
            assertSame(variance, own.variance(), "variance of the own mean of " + s);
            double square = model().expectedSquareOfTransaction(s);
            assertSame(square, next.variance() + mean * mean, "square of the next amount of " + s);
        }
    }

    private static void assertSame(double expected, double actual, String what) {
        if (expected == Double.POSITIVE_INFINITY) {
            assertEquals(expected, actual, what);
        } else {
            assertEquals(expected, actual, 1e-11 * expected, what);
        }
    }

    @Test
    public void predictionOfOnePurchaseIsWiderThanWhatIsBelievedOfTheMean() {
        for (SpendSummary s : spends()) {
            Interval own = model().meanSpendCredibleInterval(s, 0.9);
            Interval next = model().nextSpendPredictionInterval(s, 0.9);
            assertTrue(
                    next.upper() / next.lower() > own.upper() / own.lower(), () -> own + " and " + next + " of " + s);
            assertEquals(0.05, model().meanSpend(s).probabilityBelow(own.lower()), 1e-9, () -> own + " of " + s);
            assertEquals(0.95, model().nextSpend(s).probabilityBelow(next.upper()), 1e-9, () -> next + " of " + s);
        }
    }

    /** The share of simulated amounts below the median and the 90 % point, which no moment would show wrong. */
    @Test
    public void simulatedAmountsAreDistributedAsTheNext() {
        SplittableRandom random = new SplittableRandom(20261123);
        int draws = 40_000;
        for (SpendSummary s : spends()) {
            for (double p : new double[] {0.1, 0.5, 0.9}) {
                double limit = model().nextSpend(s).quantile(p);
                double below = 0;
                for (int i = 0; i < draws; i++) {
                    below += model().simulateSpend(s, 1, random)[0] <= limit ? 1.0 / draws : 0;
                }
                assertEquals(p, below, 4 * Math.sqrt(p * (1 - p) / draws), () -> "share below " + limit + " of " + s);
            }
        }
    }

    @Test
    public void likelihoodsByColumnAreTheSingleFormsToTheBit() {
        List<SpendSummary> rows = List.of(
                SpendSummary.none(),
                SpendSummary.ofAmounts(30),
                SpendSummary.ofAmounts(12.5, 30, 21.75),
                SpendSummary.ofAmounts(AMOUNTS));
        double[] column = model().logLikelihoodOfTransactions(histories(rows));
        for (int i = 0; i < column.length; i++) {
            assertEquals(model().logLikelihoodOfTransactions(rows.get(i)), column[i], 0.0, rows.get(i)::toString);
        }
        assertEquals(0, column[0], 0.0);
    }

    @Test
    public void amountsWithoutLogarithmsHaveNoLikelihood() {
        SpendSummary bare = SpendSummary.of(2, 30);
        String message = assertThrows(IllegalArgumentException.class, () -> model().logLikelihoodOfTransactions(bare))
                .getMessage();
        assertTrue(
                message.startsWith(
                        "spend must have the logarithms of its amounts, was SpendSummary[count=2, mean=30.0] ("),
                message);
        PurchaseHistories column = histories(List.of(SpendSummary.none(), bare));
        String ofRow = assertThrows(IllegalArgumentException.class, () -> model().logLikelihoodOfTransactions(column))
                .getMessage();
        assertTrue(ofRow.startsWith("row 1: spend must have the logarithms of its 2 amounts, was without ("), ofRow);
    }
}
