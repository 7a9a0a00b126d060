package org.customerequity.model.spend;

import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.fit.Parametric;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;

/**
 * A model of how much a customer spends per transaction, independent of how often: what lifetime value needs to know of spend.
 *
 * <p>Every question is asked about a {@link SpendSummary}; with {@link SpendSummary#none()} the answer is that for a customer
 * drawn from the population. Bring your own: implement the methods without a body and inherit the contract test
 * {@code org.customerequity.model.spend.SpendModelContract} of the test artifact. A model that also knows how single amounts
 * are distributed is a {@link TransactionSpendModel}.
 */
public interface SpendModel extends Parametric {
    /** The same model with other parameters, in the order of {@link #parameterNames()}. */
    @Override
    SpendModel withParameters(double... parameters);

    /**
     * The customer's expected mean amount per transaction.
     *
     * @throws ArithmeticException if that mean does not exist, with the condition in the message
     */
    double expectedSpend(SpendSummary spend);

    /** The variance of the customer's own mean amount, given what is known; positive infinity where it does not exist. */
    double varianceOfMeanSpend(SpendSummary spend);

    /** The expected square of the amount of one transaction; positive infinity where it does not exist. */
    double expectedSquareOfTransaction(SpendSummary spend);

    /** One draw of the customer's own mean given what is known, and of {@code n} amounts. */
    double[] simulateSpend(SpendSummary spend, int n, RandomGenerator random);

    /**
     * The histories with other amounts: as many transactions of each customer, whose own mean and amounts are drawn anew as this
     * model says. A data set that might have been, for {@link org.customerequity.fit.Bootstrap#parametric}.
     *
     * @throws IllegalArgumentException if the histories have no amounts in a named currency
     */
    default PurchaseHistories simulateHistories(PurchaseHistories like, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        Currency currency = Objects.requireNonNull(like, "like")
                .currency()
                .orElseThrow(
                        () -> new IllegalArgumentException("histories must have amounts in a currency, were without"
                                + " (PurchaseHistories.withSpend or TransactionSummarizer.withCurrency)"));
        int[] count = new int[like.size()];
        double[] mean = new double[like.size()];
        double[] meanOfLogs = new double[like.size()];
        double[] scatterOfLogs = new double[like.size()];
        for (int i = 0; i < count.length; i++) {
            count[i] = like.spendCount(i);
            double[] amounts = simulateSpend(SpendSummary.none(), count[i], random);
            // extreme parameters draw amounts below the smallest double
            Arrays.setAll(amounts, j -> Math.max(amounts[j], Double.MIN_NORMAL));
            SpendSummary spend = SpendSummary.ofAmounts(amounts);
            mean[i] = spend.mean();
            meanOfLogs[i] = spend.meanOfLogs();
            scatterOfLogs[i] = spend.scatterOfLogs();
        }
        return like.withSpend(count, mean, currency).withLogSpend(meanOfLogs, scatterOfLogs);
    }

    /** {@link #expectedSpend(SpendSummary)} for every row; NaN in a row where it does not exist. */
    default double[] expectedSpend(PurchaseHistories histories) {
        return column(histories, spend -> {
            try {
                return expectedSpend(spend);
            } catch (ArithmeticException doesNotExist) {
                return Double.NaN;
            }
        });
    }

    /** {@link #varianceOfMeanSpend(SpendSummary)} for every row; positive infinity where it does not exist. */
    default double[] varianceOfMeanSpend(PurchaseHistories histories) {
        return column(histories, this::varianceOfMeanSpend);
    }

    /** {@link #expectedSquareOfTransaction(SpendSummary)} for every row; positive infinity where it does not exist. */
    default double[] expectedSquareOfTransaction(PurchaseHistories histories) {
        return column(histories, this::expectedSquareOfTransaction);
    }

    private static double[] column(PurchaseHistories histories, ToDoubleFunction<SpendSummary> one) {
        double[] out = new double[Objects.requireNonNull(histories, "histories").size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = one.applyAsDouble(histories.spend(i));
        }
        return out;
    }
}
