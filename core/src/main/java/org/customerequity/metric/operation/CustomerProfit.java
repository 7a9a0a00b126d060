package org.customerequity.metric.operation;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Revenue;

/**
 * What a customer leaves in a period: {@code revenue - direct cost - cost to serve - retention spend}. It is of the past, and carries
 * no overhead that the customer did not cause.
 *
 * @param revenue net of refunds; may be negative
 * @param directCost of what was sold, {@code >= 0}
 * @param costToServe by activities
 * @param retentionSpend on this customer, {@code >= 0}
 */
public record CustomerProfit(
        Revenue revenue, CurrencyAmount directCost, CurrencyAmount costToServe, CurrencyAmount retentionSpend)
        implements Serializable {
    public CustomerProfit {
        Objects.requireNonNull(revenue, "revenue");
        Require.nonNegative(Objects.requireNonNull(directCost, "directCost").value(), "directCost", "");
        Require.nonNegative(Objects.requireNonNull(costToServe, "costToServe").value(), "costToServe", "");
        Require.nonNegative(
                Objects.requireNonNull(retentionSpend, "retentionSpend").value(), "retentionSpend", "");
        CurrencyMismatchException.check(revenue.amount().currency(), directCost.currency());
        CurrencyMismatchException.check(revenue.amount().currency(), costToServe.currency());
        CurrencyMismatchException.check(revenue.amount().currency(), retentionSpend.currency());
    }

    /** With the cost to serve as its activities add up to. */
    public static CustomerProfit of(
            Revenue revenue, CurrencyAmount directCost, CostToServe costToServe, CurrencyAmount retentionSpend) {
        return new CustomerProfit(
                revenue,
                directCost,
                Objects.requireNonNull(costToServe, "costToServe").total(),
                retentionSpend);
    }

    /** What is left; negative where serving costs more than it earns. */
    public CurrencyAmount value() {
        return revenue.amount().minus(directCost).minus(costToServe).minus(retentionSpend);
    }

    /** Both together, in one currency: of another customer, or of other days. */
    public CustomerProfit plus(CustomerProfit other) {
        return new CustomerProfit(
                revenue.plus(other.revenue),
                directCost.plus(other.directCost),
                costToServe.plus(other.costToServe),
                retentionSpend.plus(other.retentionSpend));
    }
}
