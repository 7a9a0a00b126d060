package org.customerequity.equity;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Customer equity with future cohorts: the customers there are and those still to come, less what it costs to win them. Another
 * construction than {@link CustomerEquity}, which is the present base only: say which of the two a figure is. Immutable.
 *
 * <pre>{@code
 *   total = current + A (V - CAC)
 *
 *   A    customers to come, each at the discount factor of its acquisition, AcquisitionPlan.discountedCustomers
 *   V    value of a new customer at acquisition, the first purchase included; CAC  cost of acquiring one
 *   A V  before cost;  A CAC  acquisition spend
 * }</pre>
 *
 * <p>V and CAC are those of today for every cohort. Present customers have cost what they have cost: no cost is set against them.
 * Gupta, Lehmann and Stuart, Valuing Customers, Journal of Marketing Research 41(1), 2004, in discrete time.
 *
 * <p>The cost is optional ({@link #withCost}). Without it only figures before cost are known, and the others throw.
 *
 * <p>Intervals hold the uncertainty of the fitted parameters (confidence) and that of what each customer does (prediction). They
 * do not hold that of the plan or of the cost, which are stated.
 */
public final class EquityWithFuture implements Serializable {
    private static final long serialVersionUID = 1;

    private final CurrencyAmount current;
    private final Contribution newCustomer;
    private final AcquisitionPlan plan;
    private final DiscountRate discount;
    private final @Nullable AcquisitionCost cost;
    private final double parameterError;
    private final double outcomeDeviation;
    private final double stated;
    private final double terminal;

    EquityWithFuture(
            CurrencyAmount current,
            Contribution newCustomer,
            AcquisitionPlan plan,
            DiscountRate discount,
            @Nullable AcquisitionCost cost,
            double parameterError,
            double outcomeDeviation) {
        CurrencyMismatchException.check(current.currency(), newCustomer.amount().currency());
        this.current = current;
        this.newCustomer = newCustomer;
        this.plan = Objects.requireNonNull(plan, "plan");
        this.discount = Objects.requireNonNull(discount, "discount");
        this.cost = cost;
        this.parameterError = parameterError;
        this.outcomeDeviation = outcomeDeviation;
        this.stated = plan.discountedStated(discount);
        this.terminal = plan.discountedTerminal(discount);
    }

    /**
     * From amounts, without uncertainty. From fitted models see {@link CustomerEquity#withFuture(AcquisitionPlan)}.
     *
     * @param current equity of the present customers
     * @param newCustomer value of one still to come, at its acquisition, before the cost of it
     * @throws IllegalArgumentException if the plan goes on for ever and grows as fast as money is discounted
     * @throws CurrencyMismatchException if the currencies differ
     */
    public static EquityWithFuture of(
            Contribution current, Contribution newCustomer, AcquisitionPlan plan, DiscountRate discount) {
        return new EquityWithFuture(
                Objects.requireNonNull(current, "current").amount(),
                Objects.requireNonNull(newCustomer, "newCustomer"),
                plan,
                discount,
                null,
                0,
                0);
    }

    /**
     * The same with what it costs to acquire a customer, best fully loaded.
     *
     * @throws CurrencyMismatchException if the cost is in another currency
     * @throws UndefinedRatioException if nobody was acquired at that cost
     */
    public EquityWithFuture withCost(AcquisitionCost acquisitionCost) {
        Objects.requireNonNull(acquisitionCost, "acquisitionCost");
        CurrencyMismatchException.check(
                current.currency(), acquisitionCost.perCustomer().currency());
        return new EquityWithFuture(
                current, newCustomer, plan, discount, acquisitionCost, parameterError, outcomeDeviation);
    }

    /** Equity of the present customers. */
    public CurrencyAmount current() {
        return current;
    }

    /** Value of one customer still to come, at its acquisition and before its cost. */
    public Contribution newCustomer() {
        return newCustomer;
    }

    /** Who comes when. */
    public AcquisitionPlan plan() {
        return plan;
    }

    /** At which later money is worth less. */
    public DiscountRate discount() {
        return discount;
    }

    /** Whether the cost of acquisition is known. */
    public boolean hasCost() {
        return cost != null;
    }

    /**
     * What it costs to acquire a customer.
     *
     * @throws IllegalStateException if it was not given
     */
    public AcquisitionCost cost() {
        if (cost == null) {
            throw new IllegalStateException(
                    "acquisition cost must be given (withCost; figures before cost are known without it)");
        }
        return cost;
    }

    /** What all customers still to come are worth today, before the cost of acquiring them. */
    public CurrencyAmount futureBeforeCost() {
        return newCustomer.amount().times(stated + terminal);
    }

    /**
     * What it takes today to acquire them all.
     *
     * @throws IllegalStateException if no cost was given
     */
    public CurrencyAmount acquisitionSpend() {
        return cost().perCustomer().times(stated + terminal);
    }

    /**
     * What customers still to come are worth today, less the cost of acquiring them; negative where they cost more.
     *
     * @throws IllegalStateException if no cost was given
     */
    public CurrencyAmount future() {
        return net().times(stated + terminal);
    }

    /**
     * The part of {@link #future} that comes after the stated periods of the plan: what rests on a growth for ever.
     *
     * @throws IllegalStateException if no cost was given
     */
    public CurrencyAmount terminal() {
        return net().times(terminal);
    }

    /** The part of {@link #futureBeforeCost} that comes after the stated periods of the plan. */
    public CurrencyAmount terminalBeforeCost() {
        return newCustomer.amount().times(terminal);
    }

    private CurrencyAmount net() {
        return newCustomer.amount().minus(cost().perCustomer());
    }

    /**
     * Present and future customers, less the cost of acquiring the latter.
     *
     * @throws IllegalStateException if no cost was given
     */
    public CurrencyAmount total() {
        return current.plus(future());
    }

    /** Present and future customers before any cost of acquisition. */
    public CurrencyAmount totalBeforeCost() {
        return current.plus(futureBeforeCost());
    }

    /**
     * {@link #future} in {@link #total}; negative where future customers cost more than they bring.
     *
     * @throws IllegalStateException if no cost was given
     * @throws UndefinedRatioException if the total is not positive
     */
    public Ratio futureShare() {
        return share(future(), "future customers");
    }

    /**
     * {@link #terminal} in {@link #total}, not in {@link #future}: how much of the equity nobody can check for a long time.
     *
     * @throws IllegalStateException if no cost was given
     * @throws UndefinedRatioException if the total is not positive
     */
    public Ratio terminalShare() {
        return share(terminal(), "terminal part");
    }

    private Ratio share(CurrencyAmount part, String name) {
        double all = total().value();
        if (!(all > 0)) {
            throw new UndefinedRatioException(
                    "share of " + name + " in equity is undefined, because the equity is not positive, " + total());
        }
        return Ratio.of(part.value(), name, all, "equity");
    }

    /** The stated periods of the plan, one by one. */
    public List<Cohort> cohorts() {
        List<Cohort> out = new ArrayList<>(plan.periods());
        for (int k = 0; k < plan.periods(); k++) {
            double factor = plan.factor(k, discount);
            out.add(new Cohort(
                    k, plan.customers(k), factor, newCustomer.amount().times(plan.customers(k) * factor)));
        }
        return List.copyOf(out);
    }

    /**
     * The expected {@link #total} with its standard error from the uncertainty of the fitted parameters, in the currency of it.
     *
     * @throws IllegalStateException if no cost was given, or the parameters were given and not fitted
     */
    public Estimate totalEstimate() {
        return estimate(total());
    }

    /**
     * The expected {@link #totalBeforeCost} with its standard error; a stated cost has none, so that it is that of the total.
     *
     * @throws IllegalStateException if the parameters were given and not fitted
     */
    public Estimate totalBeforeCostEstimate() {
        return estimate(totalBeforeCost());
    }

    private Estimate estimate(CurrencyAmount amount) {
        if (parameterError == 0 && amount.value() != 0) {
            throw new IllegalStateException("equity must come from fits to have a standard error, was from given"
                    + " parameters or amounts (make the value model from fits)");
        }
        return Estimate.of(amount.value(), parameterError);
    }

    /** Standard deviation of the outcome around the expectation; positive infinity where the spend model has no variance. */
    public double outcomeDeviation() {
        return outcomeDeviation;
    }

    /**
     * Where the expected {@link #total} lies, given the uncertainty of the fitted parameters.
     *
     * @throws IllegalStateException if no cost was given, or the parameters were given and not fitted
     */
    public Interval confidenceInterval(double level) {
        return totalEstimate().confidenceInterval(level);
    }

    /**
     * Where the expected {@link #totalBeforeCost} lies, given the uncertainty of the fitted parameters.
     *
     * @throws IllegalStateException if the parameters were given and not fitted
     */
    public Interval confidenceIntervalBeforeCost(double level) {
        return totalBeforeCostEstimate().confidenceInterval(level);
    }

    /**
     * Where the {@link #total} will turn out if as many customers come as planned: uncertainty of parameters and of outcomes.
     *
     * @throws IllegalStateException if no cost was given, nothing is known of the uncertainty, or the outcome has no finite
     *     variance
     */
    public Interval predictionInterval(double level) {
        if (outcomeDeviation == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("the outcome has no finite variance, because the spend model has none"
                    + " (use confidenceInterval for the expectation)");
        }
        double error = Math.hypot(parameterError, outcomeDeviation);
        if (error == 0 && total().value() != 0) {
            throw new IllegalStateException(
                    "equity must come from models to have a prediction interval, was from given amounts"
                            + " (CustomerEquity.withFuture)");
        }
        return Estimate.of(total().value(), error).confidenceInterval(level);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof EquityWithFuture other
                && current.equals(other.current)
                && newCustomer.equals(other.newCustomer)
                && plan.equals(other.plan)
                && discount.equals(other.discount)
                && Objects.equals(cost, other.cost)
                && parameterError == other.parameterError
                && outcomeDeviation == other.outcomeDeviation;
    }

    @Override
    public int hashCode() {
        return Objects.hash(current, newCustomer, plan, discount, cost, parameterError, outcomeDeviation);
    }

    /** {@code USD 100.0 now, USD 60.0 to come, less USD 20.0 to acquire them}. */
    @Override
    public String toString() {
        return current + " now, " + futureBeforeCost() + " to come, "
                + (hasCost() ? "less " + acquisitionSpend() + " to acquire them" : "before the cost of acquiring them");
    }

    /**
     * The customers of one period of a plan.
     *
     * @param period from 0
     * @param customers acquired in it
     * @param discountFactor what one unit of money at their acquisition is worth today, in [0, 1]
     * @param valueBeforeCost of all of them, today
     */
    public record Cohort(int period, double customers, double discountFactor, CurrencyAmount valueBeforeCost)
            implements Serializable {
        public Cohort {
            Require.nonNegative(period, "period", "");
            customers = Require.nonNegative(customers, "customers", "");
            discountFactor = Require.fraction(discountFactor, "discountFactor", "");
            Objects.requireNonNull(valueBeforeCost, "valueBeforeCost");
        }
    }
}
