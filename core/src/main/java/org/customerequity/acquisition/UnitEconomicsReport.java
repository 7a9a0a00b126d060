package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * The business case of one new customer in full: what accounts pay, what is left of it, how long they stay by a retention curve,
 * what that is worth today, and what they cost. {@link UnitEconomics} is its simplest form, without discount and with one churn.
 *
 * <pre>{@code
 *   L     expected discounted payments        RetentionCurve.discountedLifetime of a new customer
 *   revenue over the lifetime                 ARPA L
 *   less variable cost                        ARPA (1 - margin) L
 *   lifetime value                            ARPA margin L
 *   less acquisition cost                     CAC
 *   net value                                 lifetime value - CAC
 * }</pre>
 *
 * <p>With the errors of its inputs ({@link #withRevenueError}, {@link #withRelativeRetentionError}) the results have errors too, by the delta method: ARPA and retention are
 * taken to be independent, the cost to be known from the books. One relative error of all retention suits a constant rate; on a
 * curve that flattens, where retention comes close to 1, it overstates what is not known.
 *
 * @param revenue of an active account per period (ARPA), {@code >= 0}
 * @param margin contribution per revenue
 * @param curve who is still a customer, in the period of the revenue
 * @param discount the time value of money
 * @param timing when payments arrive and whether the first counts
 * @param horizon how far ahead value counts
 * @param cost of acquiring customers, in the currency of the revenue
 * @param revenueError standard error of the revenue, in its currency; 0 where it was given
 * @param relativeRetentionError relative standard error of retention, the same share of every period's retention: {@code 0.025} for 0.80
 *     with a standard error of 0.02; 0 where it was given
 */
public record UnitEconomicsReport(
        PeriodicRevenue revenue,
        MarginRatio margin,
        RetentionCurve curve,
        DiscountRate discount,
        CashFlowTiming timing,
        Horizon horizon,
        AcquisitionCost cost,
        double revenueError,
        double relativeRetentionError)
        implements Serializable {
    public UnitEconomicsReport {
        Objects.requireNonNull(revenue, "revenue");
        Objects.requireNonNull(margin, "margin");
        Objects.requireNonNull(curve, "curve");
        Objects.requireNonNull(discount, "discount");
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(horizon, "horizon");
        Objects.requireNonNull(cost, "cost");
        Require.nonNegative(revenue.amount().value(), "revenue", "of an active account per period");
        if (curve.unit() != revenue.unit()) {
            throw Require.bad(
                    "curve",
                    "must be per " + revenue.unit().noun() + ", as the revenue is",
                    "",
                    "per " + curve.unit().noun());
        }
        CurrencyMismatchException.check(
                revenue.amount().currency(), cost.spend().currency());
        revenueError = Require.nonNegative(revenueError, "revenueError", "0 where the revenue was given");
        relativeRetentionError = Require.nonNegative(
                relativeRetentionError, "relativeRetentionError", "0.025 means 2.5 % of the retention");
    }

    /** For ever, from given numbers; see {@link #withHorizon}, {@link #withRevenueError} and {@link #withRelativeRetentionError}. */
    public static UnitEconomicsReport of(
            PeriodicRevenue revenue,
            MarginRatio margin,
            RetentionCurve curve,
            AcquisitionCost cost,
            DiscountRate discount,
            CashFlowTiming timing) {
        return new UnitEconomicsReport(revenue, margin, curve, discount, timing, Horizon.FOREVER, cost, 0, 0);
    }

    /** This report over another horizon. */
    public UnitEconomicsReport withHorizon(Horizon newHorizon) {
        return new UnitEconomicsReport(
                revenue, margin, curve, discount, timing, newHorizon, cost, revenueError, relativeRetentionError);
    }

    /** This report where the revenue was estimated, with this standard error in its currency. */
    public UnitEconomicsReport withRevenueError(double newRevenueError) {
        return new UnitEconomicsReport(
                revenue, margin, curve, discount, timing, horizon, cost, newRevenueError, relativeRetentionError);
    }

    /** This report where retention was estimated, with this standard error relative to it: {@code 0.02 / 0.80}. */
    public UnitEconomicsReport withRelativeRetentionError(double newRelativeRetentionError) {
        return new UnitEconomicsReport(
                revenue, margin, curve, discount, timing, horizon, cost, revenueError, newRelativeRetentionError);
    }

    /** Contribution of an active account per period. */
    public PeriodicContribution contribution() {
        return revenue.times(margin);
    }

    /**
     * Expected payments of a new customer, each discounted.
     *
     * @throws IllegalArgumentException if the sum diverges
     */
    public double discountedPayments() {
        return curve.discountedLifetime(0, discount, timing, horizon);
    }

    /** What a new customer is worth, before the cost of acquisition. */
    public Contribution lifetimeValue() {
        return new Contribution(contribution().amount().times(discountedPayments()));
    }

    /**
     * LTV:CAC.
     *
     * @throws UndefinedRatioException if nobody was acquired
     */
    public Ratio valueToCost() {
        return cost.valueToCost(lifetimeValue());
    }

    /**
     * Lifetime value less the cost of acquisition, of one customer.
     *
     * @throws UndefinedRatioException if nobody was acquired
     */
    public CurrencyAmount netValue() {
        return waterfall().netValue();
    }

    /**
     * When the cost is paid back, discounted; empty if not within {@code limit}. Every payment from the first on counts, at the end
     * of its period, whatever the {@link #timing()} of the value.
     */
    public Optional<PaybackPeriod> payback(Horizon limit) {
        return PaybackPeriod.onCurve(cost, contribution(), curve, discount, limit);
    }

    /**
     * From revenue to net value, of one customer over its life.
     *
     * @throws UndefinedRatioException if nobody was acquired
     */
    public Waterfall waterfall() {
        double payments = discountedPayments();
        CurrencyAmount gross = revenue.amount().times(payments);
        CurrencyAmount value = contribution().amount().times(payments);
        CurrencyAmount paid = cost.perCustomer();
        return new Waterfall(gross, gross.minus(value), new Contribution(value), paid, value.minus(paid));
    }

    /**
     * The steps from what a customer pays to what is left.
     *
     * @param revenue over the lifetime, discounted
     * @param variableCost of earning it
     * @param lifetimeValue the difference
     * @param acquisitionCost of one customer
     * @param netValue lifetime value less acquisition cost
     */
    public record Waterfall(
            CurrencyAmount revenue,
            CurrencyAmount variableCost,
            Contribution lifetimeValue,
            CurrencyAmount acquisitionCost,
            CurrencyAmount netValue)
            implements Serializable {
        public Waterfall {
            Objects.requireNonNull(revenue, "revenue");
            Objects.requireNonNull(variableCost, "variableCost");
            Objects.requireNonNull(lifetimeValue, "lifetimeValue");
            Objects.requireNonNull(acquisitionCost, "acquisitionCost");
            Objects.requireNonNull(netValue, "netValue");
        }
    }

    /**
     * {@link #lifetimeValue} with its standard error.
     *
     * <pre>{@code
     *   se^2 = (margin L se_ARPA)^2 + (value e se_r / r)^2        e  RetentionCurve.retentionElasticity
     * }</pre>
     *
     * @throws IllegalStateException if no errors of the inputs are known
     */
    public Estimate lifetimeValueEstimate() {
        double value = lifetimeValue().amount().value();
        double error = error(value);
        return value > 0 ? Estimate.ofPositive(value, error) : Estimate.of(value, error);
    }

    /**
     * {@link #valueToCost} with its standard error, the cost taken as known.
     *
     * @throws IllegalStateException if no errors of the inputs are known
     */
    public Estimate valueToCostEstimate() {
        double ratio = valueToCost().value();
        double error =
                error(lifetimeValue().amount().value()) / cost.perCustomer().value();
        return ratio > 0 ? Estimate.ofPositive(ratio, error) : Estimate.of(ratio, error);
    }

    /**
     * {@link #netValue} with its standard error, the cost taken as known.
     *
     * @throws IllegalStateException if no errors of the inputs are known
     */
    public Estimate netValueEstimate() {
        return Estimate.of(netValue().value(), error(lifetimeValue().amount().value()));
    }

    private double error(double value) {
        if (revenueError == 0 && relativeRetentionError == 0) {
            throw new IllegalStateException(
                    "the errors of revenue or retention must be known for that of a result, were 0 (use"
                            + " withRevenueError or withRelativeRetentionError)");
        }
        double ofRevenue = margin.fraction() * discountedPayments() * revenueError;
        double ofRetention = value == 0 || relativeRetentionError == 0
                ? 0
                : value * curve.retentionElasticity(0, discount, timing, horizon) * relativeRetentionError;
        return Math.hypot(ofRevenue, ofRetention);
    }
}
