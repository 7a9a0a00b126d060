package org.customerequity.model.purchase;

import java.util.OptionalDouble;

/**
 * How long until a customer buys next, in periods of the model after the end of observation: a time that may never come,
 * because the customer has left or leaves first.
 */
public interface NextPurchase {
    /**
     * F(u), the probability that the customer buys within {@code u} periods, in [0, {@link #probabilityEver()}].
     *
     * @param u finite and {@code >= 0}
     */
    double probabilityWithin(double u);

    /** The probability that the customer buys again at all, in [0, 1]: what F tends to. */
    double probabilityEver();

    /**
     * The time within which the customer buys with probability {@code p}; empty where the customer does not buy again with
     * that probability.
     *
     * @param p strictly between 0 and 1
     */
    OptionalDouble quantile(double p);

    /** The time within which the customer buys or does not with even odds; empty where never is the likelier. */
    default OptionalDouble median() {
        return quantile(0.5);
    }
}
