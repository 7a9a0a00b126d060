package org.customerequity.lifetime;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.ValueBasis;
import org.jspecify.annotations.Nullable;

/**
 * The residual lifetime value of every customer of a base: what each is expected to be worth from the end of observation
 * on. What customers were worth before is history and is not in here. Immutable; rows are in the order of the histories.
 */
public final class LifetimeValues implements CustomerValues {
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

    @Override
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

    @Override
    public Currency currency() {
        return currency;
    }

    @Override
    public ValueBasis basis() {
        return model.basis();
    }

    @Override
    public double value(int i) {
        return value[i];
    }

    @Override
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

    @Override
    public double[] toArray() {
        return value.clone();
    }

    @Override
    public CustomerIds ids() {
        return histories.ids();
    }

    @Override
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

    @Override
    public ValueTotal total() {
        return model.total(this);
    }

    @Override
    public List<ValueTotal> totals(int[] group, int groups) {
        requireGroups(group, groups, size());
        return model.totals(this, group, groups);
    }

    static void requireGroups(int[] group, int groups, int rows) {
        if (group.length != rows) {
            throw Require.bad("group", "must have one entry for each of the rows, " + rows, "", group.length);
        }
        for (int g : group) {
            if (g < 0 || g >= groups) {
                throw Require.bad("group", "must be from 0 to groups - 1, " + (groups - 1), "", g);
            }
        }
    }

    @Override
    public LifetimeValue valueOfNewCustomer() {
        return model.valueOfNewCustomer(currency);
    }

    @Override
    public double parameterErrorWithNew(double newCustomers) {
        return model.parameterErrorWithNew(
                this, Require.nonNegative(newCustomers, "newCustomers", "customers still to come"));
    }

    @Override
    public double parameterErrorOfDifference(CustomerValues later) {
        CurrencyMismatchException.check(currency, later.currency());
        if (!(later instanceof LifetimeValues other)) {
            throw Require.bad(
                    "later", "must be valued with the same fit", "how two fits err together is not known", later);
        }
        return model.parameterErrorOfDifference(this, other);
    }

    @Override
    public DiscountRate discount() {
        return model.discount();
    }

    @Override
    public Horizon horizon() {
        return model.horizon();
    }

    @Override
    public boolean hasIds() {
        return histories.hasIds();
    }

    @Override
    public boolean hasSameTerms(CustomerValues other) {
        return other instanceof LifetimeValues that
                && model.valuePerRevenue() == that.model.valuePerRevenue()
                && model.discount().equals(that.model.discount())
                && model.horizon().equals(that.model.horizon())
                && model.timing().equals(that.model.timing());
    }

    @Override
    public CurrencyAmount totalWithin(Horizon nearer) {
        double[] within = model.withHorizon(nearer)
                .withCurrency(currency)
                .value(histories)
                .toArray();
        return new CurrencyAmount(currency, Sum.of(within).getAsDouble());
    }

    /**
     * {@inheritDoc} Also where the spend model has no variance, so that {@link ValueTotal#predictionInterval} does not hold.
     */
    @Override
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
