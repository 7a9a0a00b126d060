package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.ValueBasis;
import org.jspecify.annotations.Nullable;

/**
 * The residual lifetime value of every customer of a base: what each is expected to be worth from the end of observation
 * on. What customers were worth before is history and is not in here. Immutable; rows are in the order of the histories.
 */
public final class LifetimeValues implements Serializable {
    private static final long serialVersionUID = 1;

    private final LifetimeValueModel model;
    private final PurchaseHistories histories;
    private final Currency currency;
    private final double[] probabilityAlive;
    private final double[] discountedPurchases;
    private final double[] meanSpend;
    private final double[] value;

    LifetimeValues(
            LifetimeValueModel model,
            PurchaseHistories histories,
            Currency currency,
            double[] probabilityAlive,
            double[] discountedPurchases,
            double[] meanSpend) {
        this.model = model;
        this.histories = histories;
        this.currency = currency;
        this.probabilityAlive = probabilityAlive;
        this.discountedPurchases = discountedPurchases;
        this.meanSpend = meanSpend;
        this.value = new double[meanSpend.length];
        for (int i = 0; i < value.length; i++) {
            value[i] = model.valuePerRevenue() * discountedPurchases[i] * meanSpend[i];
        }
    }

    /** How many customers. */
    public int size() {
        return value.length;
    }

    /** The model and conventions that gave these values. */
    public LifetimeValueModel model() {
        return model;
    }

    /** The histories they were computed from, row by row. */
    public PurchaseHistories histories() {
        return histories;
    }

    /** The currency of all values. */
    public Currency currency() {
        return currency;
    }

    /** What the values count: contribution where the model was given a margin, else revenue. */
    public ValueBasis basis() {
        return model.basis();
    }

    /** The value of row {@code i}, in {@link #currency()}. */
    public double value(int i) {
        return value[i];
    }

    /** The probability that row {@code i} is still a customer. */
    public double probabilityAlive(int i) {
        return probabilityAlive[i];
    }

    /** Expected purchases ahead of row {@code i}, each discounted. */
    public double discountedPurchases(int i) {
        return discountedPurchases[i];
    }

    /** Expected revenue of one purchase of row {@code i}. */
    public double meanSpend(int i) {
        return meanSpend[i];
    }

    /** A copy of the values, in the order of the rows. */
    public double[] toArray() {
        return value.clone();
    }

    /** The identifiers of the rows. */
    public CustomerIds ids() {
        return histories.ids();
    }

    /** Everything about row {@code i}, with its uncertainties. */
    public LifetimeValue row(int i) {
        Objects.checkIndex(i, size());
        ValueTotal one = model.total(select(i));
        return new LifetimeValue(
                one.total(),
                basis(),
                probabilityAlive[i],
                discountedPurchases[i],
                meanSpend[i],
                one.parameterError(),
                one.outcomeDeviation());
    }

    /**
     * Everything about one customer.
     *
     * @throws IllegalArgumentException if there is no such customer
     */
    public LifetimeValue row(String id) {
        return row(ids().indexOf(id));
    }

    /** The whole base. */
    public ValueTotal total() {
        return model.total(this);
    }

    /**
     * The total of each group of customers, with uncertainties that are right for the group: parameter errors are computed
     * on the group's total and never added up.
     *
     * @param group the group of each row, from 0 to {@code groups - 1}
     * @param groups how many
     */
    public List<ValueTotal> totals(int[] group, int groups) {
        if (group.length != size()) {
            throw Require.bad("group", "must have one entry for each of the rows, " + size(), "", group.length);
        }
        for (int g : group) {
            if (g < 0 || g >= groups) {
                throw Require.bad("group", "must be from 0 to groups - 1, " + (groups - 1), "", g);
            }
        }
        return model.totals(this, group, groups);
    }

    /** The value of a customer not yet acquired, by the model and in the currency of these values. */
    public LifetimeValue valueOfNewCustomer() {
        return model.valueOfNewCustomer(currency);
    }

    /**
     * The standard error of the expected value of the whole base and of customers not yet acquired, together. The same fitted
     * parameters move both, so it is not the root of a sum of squares.
     *
     * @param newCustomers how many times {@link #valueOfNewCustomer} is added to the total; need not be whole
     * @return in {@link #currency()}; 0 where parameters were given, not fitted
     */
    public double parameterErrorWithNew(double newCustomers) {
        return model.parameterErrorWithNew(
                this, Require.nonNegative(newCustomers, "newCustomers", "customers still to come"));
    }

    /**
     * The standard error of the difference between the expected values of this base and of the {@code later} one: the same
     * parameters move both, and in the difference that mostly cancels.
     *
     * @param later another base, or this one at another date, valued with the same fit; its terms may differ
     * @return in {@link #currency()}; 0 where parameters were given, not fitted
     * @throws IllegalArgumentException if {@code later} was valued with another fit
     * @throws CurrencyMismatchException if it is in another currency
     */
    public double parameterErrorOfDifference(LifetimeValues later) {
        CurrencyMismatchException.check(currency, later.currency);
        return model.parameterErrorOfDifference(this, later);
    }

    /**
     * Where the total of the base will turn out, by simulation: for bases of few customers, or with a spend model that has
     * no variance, where {@link ValueTotal#predictionInterval} does not hold.
     *
     * @param draws how many totals to simulate, at least 100
     */
    public Interval simulatedInterval(double level, int draws, RandomGenerator random) {
        return model.simulatedInterval(this, level, draws, random);
    }

    private LifetimeValues select(int i) {
        return new LifetimeValues(
                model,
                histories.select(i),
                currency,
                new double[] {probabilityAlive[i]},
                new double[] {discountedPurchases[i]},
                new double[] {meanSpend[i]});
    }

    /** Equal models, terms, histories and values. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof LifetimeValues other
                && model.equals(other.model)
                && currency.equals(other.currency)
                && histories.equals(other.histories)
                && Arrays.equals(value, other.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, currency, Arrays.hashCode(value));
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "LifetimeValues[" + size() + " customers, " + basis() + " in " + currency + "]";
    }
}
