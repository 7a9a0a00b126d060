package org.customerequity.model;

import java.util.List;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * A model of when customers buy and whether they have left for good, where nobody tells the business that they left.
 *
 * <p>Every question is asked about a {@link PurchaseHistory}; a customer not yet seen is the history of age 0,
 * {@link PurchaseHistory#newCustomer}. Time ahead is counted from the end of that history. The first purchase, which made
 * the customer a customer, is never counted.
 *
 * <p>Bring your own: implement the methods without a body and inherit the contract test
 * {@code org.customerequity.model.PurchaseModelContract} of the test artifact. Everything else has a general default by
 * summation or quadrature, and a column form that calls the single form for each row; override what you can do better.
 * Implementations are immutable and refuse histories in another unit than their own.
 */
public interface PurchaseModel {
    /** The unit in which the model counts time; histories must be in it. */
    PeriodUnit unit();

    /** Names of the parameters, as the literature writes them. */
    List<String> parameterNames();

    /** Values of the parameters, positive, in the order of their names. */
    double[] parameters();

    /** The same model with other parameters, in the order of {@link #parameterNames()}. */
    PurchaseModel withParameters(double... parameters);

    /** ln of the density of this history's purchase times. */
    double logLikelihood(PurchaseHistory history);

    /**
     * The probability that the customer has not left by {@code later} periods after the end of observation, in [0, 1].
     *
     * @param later periods of the model's unit, finite and {@code >= 0}
     */
    double probabilityAlive(PurchaseHistory history, double later);

    /** Expected purchases in a stretch of time after the end of observation: finite and {@code >= 0}. */
    double expectedPurchases(PurchaseHistory history, Span ahead);

    /**
     * The probability of exactly {@code n} purchases in a stretch of time after the end of observation, in [0, 1].
     *
     * @param n {@code >= 0}
     */
    double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead);

    /**
     * One draw of the customer's own rates given the history, and of the purchases they lead to.
     *
     * @param length periods of the model's unit to look ahead, finite and {@code >= 0}
     * @return times of the purchases in (0, length], ascending, counted from the end of observation
     */
    double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random);

    /** The probability that the customer is still a customer at the end of observation, in [0, 1]. */
    default double probabilityAlive(PurchaseHistory history) {
        return probabilityAlive(history, 0);
    }

    /** {@link #probabilityAlive(PurchaseHistory)} for every row. */
    default double[] probabilityAlive(PurchaseHistories histories) {
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = probabilityAlive(histories.row(i));
        }
        return out;
    }

    /** {@link #expectedPurchases(PurchaseHistory, Span)} for every row. */
    default double[] expectedPurchases(PurchaseHistories histories, Span ahead) {
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = expectedPurchases(histories.row(i), ahead);
        }
        return out;
    }
}
