package org.customerequity.model.purchase;

import java.util.Optional;
import org.customerequity.value.Distribution;

/**
 * What a model believes of one customer's own rates after seeing the history: the posterior distribution.
 *
 * <p>What the rates are rates of, the model says: most have purchases per period, and either a chance to leave after a
 * purchase or a rate of leaving per period.
 */
public interface CustomerRates {
    /** The probability that the customer had not left by the end of observation. */
    double probabilityAlive();

    /** How often the customer buys while a customer. */
    Distribution purchaseRate();

    /** How readily the customer leaves; empty in a model in which nobody leaves. */
    Optional<Distribution> dropout();

    /** The covariance of the two; 0 where nobody leaves. */
    double covariance();
}
