package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.retention.ChurnRate;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * What one customer brings, how long, and at what cost: the three numbers of a business case, and what follows from them.
 *
 * <pre>{@code
 *   lifetime value    m / c          m  contribution per period, c  churn per period; not discounted
 *   value to cost     (m / c) / CAC
 *   net value         m / c - CAC
 * }</pre>
 *
 * <p>The simplest form: constant margin, constant churn, no discount. For a discounted value set
 * {@code LifetimeValueCalculator} against {@link AcquisitionCost#valueToCost(Contribution)}.
 *
 * @param margin contribution of one active period; revenue does not compile here
 * @param churn per the same period
 * @param cost of acquiring one customer, best fully loaded, in the currency of the margin
 */
public record UnitEconomics(PeriodicContribution margin, ChurnRate churn, AcquisitionCost cost)
        implements Serializable {
    public UnitEconomics {
        Objects.requireNonNull(margin, "margin");
        Objects.requireNonNull(churn, "churn");
        Objects.requireNonNull(cost, "cost");
        if (churn.unit() != margin.unit()) {
            throw Require.bad(
                    "churn",
                    "must be per " + margin.unit().noun() + ", as the margin is",
                    "convert it with ChurnRate.per",
                    "per " + churn.unit().noun());
        }
        CurrencyMismatchException.check(margin.amount().currency(), cost.spend().currency());
    }

    /** {@code UnitEconomics.of(margin, churn, cost)}. */
    public static UnitEconomics of(PeriodicContribution margin, ChurnRate churn, AcquisitionCost cost) {
        return new UnitEconomics(margin, churn, cost);
    }

    /**
     * Contribution of a customer over the expected time with us, the first period included: {@code m / c}.
     *
     * @throws UndefinedRatioException if churn is 0 or undefined
     */
    public Contribution lifetimeValue() {
        return new Contribution(margin.amount().times(churn.expectedPeriods()));
    }

    /**
     * LTV:CAC.
     *
     * @throws UndefinedRatioException if churn is 0 or undefined, or nobody was acquired
     */
    public Ratio valueToCost() {
        return cost.valueToCost(lifetimeValue());
    }

    /**
     * Lifetime value less the cost of acquisition, of one customer. Not a {@link Contribution}: set against the cost again, it
     * would count that twice.
     *
     * @throws UndefinedRatioException if churn is 0 or undefined, or nobody was acquired
     */
    public CurrencyAmount netValue() {
        return lifetimeValue().amount().minus(cost.perCustomer());
    }

    /** When the cost is paid back, allowing for customers who leave; empty if never. Not discounted. */
    public Optional<PaybackPeriod> payback() {
        return PaybackPeriod.withSurvival(cost, margin, churn.toRetention());
    }
}
