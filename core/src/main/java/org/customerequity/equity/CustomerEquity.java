package org.customerequity.equity;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.internal.Require;
import org.customerequity.lifetime.CustomerValues;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.segment.Concentration;
import org.customerequity.segment.TierScheme;
import org.customerequity.segment.ValueTiers;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Interval;
import org.customerequity.value.Ratio;
import org.customerequity.value.ValueBasis;
import org.jspecify.annotations.Nullable;

/**
 * Customer equity of the current base: the sum of the residual lifetime values of the customers there are, from the end of
 * observation on (Blattberg and Deighton 1996; Rust, Lemon and Zeithaml 2004). Customers still to come are not in it, nor
 * is what the present ones brought before. Immutable.
 */
public final class CustomerEquity implements Serializable {
    private static final long serialVersionUID = 1;

    private final CustomerValues values;
    private final ValueTotal total;

    private CustomerEquity(CustomerValues values) {
        this.values = values;
        this.total = values.total();
    }

    /**
     * The equity of the customers in {@code values}.
     *
     * @throws IllegalArgumentException if the values are revenue: what customers pay is not what they are worth
     */
    public static CustomerEquity ofCurrent(CustomerValues values) {
        if (values.basis() != ValueBasis.CONTRIBUTION) {
            throw Require.bad(
                    "values",
                    "must count contribution",
                    "give the value model a margin with withMargin",
                    values.basis());
        }
        return new CustomerEquity(values);
    }

    /** Expected discounted contribution of all customers. */
    public CurrencyAmount total() {
        return total.total();
    }

    /** How many customers. */
    public int customers() {
        return total.customers();
    }

    /** Equity per customer. */
    public CurrencyAmount average() {
        return total.average();
    }

    /**
     * What a present customer is still worth, over what one costs to acquire: how many new customers the base would pay for.
     * Not the LTV:CAC of a new customer, which is that of {@code LifetimeValueModel.valueOfNewCustomer()}.
     *
     * @throws IllegalArgumentException if there are no customers
     * @throws org.customerequity.value.CurrencyMismatchException if the cost is in another currency
     * @throws org.customerequity.value.UndefinedRatioException if nobody was acquired
     */
    public Ratio averageToCost(AcquisitionCost cost) {
        return cost.valueToCost(new Contribution(average()));
    }

    /** The total with its uncertainties apart: parameters, outcomes, and the weight of the largest customer. */
    public ValueTotal uncertainty() {
        return total;
    }

    /** Where the expected total lies, given the uncertainty of the fitted parameters. */
    public Interval confidenceInterval(double level) {
        return total.confidenceInterval(level);
    }

    /**
     * Where the total will turn out: uncertainty of parameters and of outcomes.
     *
     * @throws IllegalStateException if the outcome has no finite variance; then see {@link #simulatedInterval}
     */
    public Interval predictionInterval(double level) {
        return total.predictionInterval(level);
    }

    /**
     * Where the total will turn out, by simulation instead of a normal approximation: for bases in which single customers
     * weigh heavily, or whose spend model has no variance.
     *
     * @param draws how many totals to simulate, at least 100
     */
    public Interval simulatedInterval(double level, int draws, RandomGenerator random) {
        return values.simulatedInterval(level, draws, random);
    }

    /**
     * The share of the equity that sits with the most valuable {@code fraction} of customers.
     *
     * @param fraction in [0, 1]; {@code 0.10} for the top tenth
     * @throws org.customerequity.value.UndefinedRatioException if a customer's value is negative or all are zero
     */
    public double topShare(double fraction) {
        return concentration().topShare(fraction);
    }

    /** How unequally the equity is spread: top shares, Gini, Lorenz curve. */
    public Concentration concentration() {
        return Concentration.of(values.toArray());
    }

    /** Equity by tier of customers: platinum 5 %, gold to 20 %, iron to 50 %, lead the rest. */
    public List<EquityTier> tiers() {
        return tiers(TierScheme.PYRAMID);
    }

    /**
     * Equity by tier of customers, best tier first, each with its own uncertainty.
     *
     * @throws IllegalArgumentException if there are no customers
     */
    public List<EquityTier> tiers(TierScheme scheme) {
        double[] value = values.toArray();
        ValueTiers cut = ValueTiers.of(value, scheme);
        int[] tier = new int[value.length];
        for (int i = 0; i < tier.length; i++) {
            tier[i] = cut.tiers().indexOf(cut.tierOf(value[i]));
        }
        List<ValueTotal> totals = values.totals(tier, scheme.size());
        List<EquityTier> out = new ArrayList<>(scheme.size());
        for (int t = 0; t < scheme.size(); t++) {
            out.add(new EquityTier(scheme.names().get(t), totals.get(t), total));
        }
        return List.copyOf(out);
    }

    /**
     * This equity with that of customers still to come, each worth what the same model says of a new one: one set of parameters
     * moves both, and the interval of the sum knows it.
     */
    public EquityWithFuture withFuture(AcquisitionPlan plan) {
        double acquired = Objects.requireNonNull(plan, "plan").discountedCustomers(values.discount());
        return withFuture(plan, values.valueOfNewCustomer(), values.parameterErrorWithNew(acquired));
    }

    /**
     * This equity with that of customers still to come as another model values a new one: a later cohort, another market. Its
     * parameters are taken as independent of those of the present customers.
     *
     * @param newCustomers another fit, with the discount rate, the horizon and the timing of this equity
     * @throws IllegalArgumentException if one of the three differs, or the model has no margin
     * @throws IllegalStateException if it was given no discount, horizon or currency
     * @throws org.customerequity.value.CurrencyMismatchException if it is in another currency
     */
    public EquityWithFuture withFuture(AcquisitionPlan plan, LifetimeValueModel newCustomers) {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(newCustomers, "newCustomers");
        if (!(values instanceof LifetimeValues purchases)) {
            throw Require.bad(
                    "newCustomers",
                    "must be a LifetimeValue, because the present customers have contracts",
                    "withFuture(plan, model.valueOfNewCustomer())",
                    newCustomers);
        }
        LifetimeValueModel present = purchases.model();
        requireSame("discount", present.discount(), newCustomers.discount());
        requireSame("horizon", present.horizon(), newCustomers.horizon());
        requireSame("timing", present.timing(), newCustomers.timing());
        return withFuture(plan, newCustomers.valueOfNewCustomer());
    }

    private static void requireSame(String name, Object present, Object future) {
        if (!present.equals(future)) {
            throw Require.bad(
                    name + " of newCustomers",
                    "must be that of this equity, " + present,
                    "values that add up are counted alike",
                    future);
        }
    }

    /**
     * The same of a value from elsewhere. A value does not carry its terms: that it was discounted at the rate of this equity and
     * counted as far ahead cannot be checked here, and is up to the caller. {@link #withFuture(AcquisitionPlan, LifetimeValueModel)}
     * checks it.
     *
     * @param newCustomer at acquisition, the first purchase included; its standard error is taken as independent of that of the
     *     present customers
     * @throws IllegalArgumentException if it is revenue
     * @throws org.customerequity.value.CurrencyMismatchException if it is in another currency
     */
    public EquityWithFuture withFuture(AcquisitionPlan plan, LifetimeValue newCustomer) {
        Objects.requireNonNull(newCustomer, "newCustomer");
        double acquired = Objects.requireNonNull(plan, "plan").discountedCustomers(values.discount());
        return withFuture(
                plan, newCustomer, Math.hypot(total.parameterError(), acquired * newCustomer.standardError()));
    }

    private EquityWithFuture withFuture(AcquisitionPlan plan, LifetimeValue newCustomer, double parameterError) {
        if (newCustomer.basis() != ValueBasis.CONTRIBUTION) {
            throw Require.bad(
                    "newCustomer",
                    "must count contribution",
                    "give the value model a margin with withMargin",
                    newCustomer.basis());
        }
        DiscountRate discount = values.discount();
        double each = newCustomer.outcomeDeviation();
        // each customer's outcome by itself, at the square of its discount
        double outcomes = each == 0 ? 0 : each * Math.sqrt(plan.discountedTwice(discount));
        return new EquityWithFuture(
                total(),
                newCustomer.contribution(),
                plan,
                discount,
                null,
                parameterError,
                Math.hypot(total.outcomeDeviation(), outcomes));
    }

    /** The value of each customer. */
    public CustomerValues values() {
        return values;
    }

    /** Equity of equal values. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CustomerEquity other && values.equals(other.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** {@code USD 61234.56 of 2357 customers}. */
    @Override
    public String toString() {
        return total() + " of " + customers() + " customers";
    }
}
