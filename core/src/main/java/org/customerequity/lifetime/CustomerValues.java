package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Currency;
import java.util.List;
import java.util.random.RandomGenerator;
import org.customerequity.history.CustomerIds;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.ValueBasis;

/**
 * The residual lifetime value of every customer of a base, one row each: what customer equity adds up. Of customers who come and
 * go unseen it is {@link LifetimeValues}, of customers with contracts {@link SubscriptionValues}.
 */
public sealed interface CustomerValues extends Serializable permits LifetimeValues, SubscriptionValues {
    /** How many customers. */
    int size();

    /** The currency of all values. */
    Currency currency();

    /** What the values count: contribution where the model was given a margin, else revenue. */
    ValueBasis basis();

    /** At what rate later money was discounted. */
    DiscountRate discount();

    /** How far ahead value was counted. */
    Horizon horizon();

    /** Whether the rows have identifiers. */
    boolean hasIds();

    /**
     * The identifiers of the rows.
     *
     * @throws IllegalStateException if there are none
     */
    CustomerIds ids();

    /** The value of row {@code i}, in {@link #currency()}. */
    double value(int i);

    /** The probability that row {@code i} is still a customer. */
    double probabilityAlive(int i);

    /** A copy of the values, in the order of the rows. */
    double[] toArray();

    /** Everything about row {@code i}, with its uncertainties. */
    LifetimeValue row(int i);

    /**
     * Everything about one customer.
     *
     * @throws IllegalArgumentException if there is no such customer
     */
    default LifetimeValue row(String id) {
        return row(ids().indexOf(id));
    }

    /** The whole base. */
    ValueTotal total();

    /**
     * The total of each group of customers, with uncertainties that are right for the group: parameter errors are computed
     * on the group's total and never added up.
     *
     * @param group the group of each row, from 0 to {@code groups - 1}
     * @param groups how many
     */
    List<ValueTotal> totals(int[] group, int groups);

    /** The value of a customer not yet acquired, by the model and in the currency of these values. */
    LifetimeValue valueOfNewCustomer();

    /**
     * The standard error of the expected value of the whole base and of customers not yet acquired, together. The same fitted
     * parameters move both, so it is not the root of a sum of squares.
     *
     * @param newCustomers how many times {@link #valueOfNewCustomer} is added to the total; need not be whole
     * @return in {@link #currency()}; 0 where parameters were given, not fitted
     */
    double parameterErrorWithNew(double newCustomers);

    /**
     * The standard error of the difference between the expected values of this base and of the {@code later} one: the same
     * parameters move both, and in the difference that mostly cancels.
     *
     * @param later another base, or this one at another date, valued with the same fit; its terms may differ
     * @return in {@link #currency()}; 0 where parameters were given, not fitted
     * @throws IllegalArgumentException if {@code later} was valued with another fit
     * @throws CurrencyMismatchException if it is in another currency
     */
    double parameterErrorOfDifference(CustomerValues later);

    /**
     * Where the total of the base will turn out, by simulation: for bases of few customers, where
     * {@link ValueTotal#predictionInterval} does not hold.
     *
     * @param draws how many totals to simulate, at least 100
     */
    Interval simulatedInterval(double level, int draws, RandomGenerator random);

    /** Whether both were valued with the same margin, discount, horizon and timing. */
    boolean hasSameTerms(CustomerValues other);

    /** What part of the total is expected to come within a horizon that is nearer than the one they were valued with. */
    CurrencyAmount totalWithin(Horizon nearer);

    /**
     * What is expected to come before a later day on which the base is valued again in the same way: no payment is in both.
     *
     * @param later the time until that day
     */
    default CurrencyAmount expectedUntil(Horizon later) {
        return totalWithin(later);
    }
}
