package org.customerequity.model.spend;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;

/**
 * A model of how much a customer spends per transaction, independent of how often.
 *
 * <p>Every question is asked about a {@link SpendSummary}; with {@link SpendSummary#none()} the answer is that for a customer
 * drawn from the population. Bring your own: implement the methods without a body and inherit the contract test
 * {@code org.customerequity.model.spend.SpendModelContract} of the test artifact.
 */
public interface SpendModel {
    /** Names of the parameters, as the literature writes them. */
    List<String> parameterNames();

    /** Values of the parameters, positive, in the order of their names. */
    double[] parameters();

    /** The same model with other parameters, in the order of {@link #parameterNames()}. */
    SpendModel withParameters(double... parameters);

    /**
     * ln of the density of this mean, given the number of transactions in it; 0 where that is 0.
     *
     * @throws IllegalArgumentException if transactions were counted and their mean is 0
     */
    double logLikelihood(SpendSummary spend);

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
     * {@link #logLikelihood(SpendSummary)} for every row: 0 where no transaction was counted, NaN where their mean is 0.
     */
    default double[] logLikelihood(PurchaseHistories histories) {
        return column(histories, spend -> spend.count() > 0 && spend.mean() == 0 ? Double.NaN : logLikelihood(spend));
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
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = one.applyAsDouble(histories.spend(i));
        }
        return out;
    }
}
