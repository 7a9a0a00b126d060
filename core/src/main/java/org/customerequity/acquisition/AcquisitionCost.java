package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * Customer acquisition cost (CAC): spend over the customers it won. It keeps both, and the definition it was made by, so that
 * it merges with its like and never with another: a simple cost and a fully loaded one are different numbers.
 *
 * <pre>{@code
 *   SIMPLE         media                      / all new customers
 *   FULLY_LOADED   all kinds of expense       / new customers
 *   BLENDED        all kinds of expense       / new customers, paid and organic
 *   PAID           media                      / new customers attributed to paid media
 *   PAID_FULLY_LOADED  all kinds of expense   / new customers attributed to paid media
 *   STATED         as the caller defined both
 * }</pre>
 *
 * <p>With nobody acquired the cost per customer is undefined: {@link #isDefined()} is false, {@link #perCustomer()} throws,
 * {@link #asOptional()} is empty. It is never 0.
 *
 * <p>This is an average. What the next customer costs, which decides whether to spend more, is another number and higher.
 *
 * @param spend {@code >= 0}
 * @param customers won by that spend, {@code >= 0}
 * @param definition what is in the two
 */
public record AcquisitionCost(CurrencyAmount spend, long customers, Definition definition) implements Serializable {
    /** What is counted as cost and as customers. */
    public enum Definition {
        /** As the caller defined it. */
        STATED,
        /** Media over all new customers. */
        SIMPLE,
        /** Every kind of expense over new customers. */
        FULLY_LOADED,
        /** Every kind of expense over new customers, with those who came by themselves. */
        BLENDED,
        /** Media over the customers attributed to paid media. */
        PAID,
        /** Every kind of expense over the customers attributed to paid media. */
        PAID_FULLY_LOADED
    }

    public AcquisitionCost {
        Objects.requireNonNull(spend, "spend");
        Objects.requireNonNull(definition, "definition");
        if (spend.value() < 0) {
            throw Require.bad("spend", "must be >= 0", "money spent on winning customers", spend);
        }
        Require.nonNegative(customers, "customers", "customers won by the spend");
    }

    /** {@code AcquisitionCost.of(CurrencyAmount.of("USD", 500), 50)} is USD 10 per customer. */
    public static AcquisitionCost of(CurrencyAmount spend, long customers) {
        return new AcquisitionCost(spend, customers, Definition.STATED);
    }

    /** Media over all new customers: what the advertising account shows, and too low for a business case. */
    public static AcquisitionCost simple(AcquisitionSpend spend, long newCustomers) {
        return new AcquisitionCost(spend.amount(AcquisitionExpense.MEDIA), newCustomers, Definition.SIMPLE);
    }

    /** Every kind of expense over new customers: the cost to set against lifetime value. */
    public static AcquisitionCost fullyLoaded(AcquisitionSpend spend, long newCustomers) {
        return new AcquisitionCost(spend.total(), newCustomers, Definition.FULLY_LOADED);
    }

    /** Every kind of expense over paid and organic customers together. */
    public static AcquisitionCost blended(AcquisitionSpend spend, AcquiredCustomers newCustomers) {
        return new AcquisitionCost(spend.total(), newCustomers.total(), Definition.BLENDED);
    }

    /** Media over the customers attributed to it. Attribution is not causation: some would have come anyway. */
    public static AcquisitionCost paid(AcquisitionSpend spend, AcquiredCustomers newCustomers) {
        return new AcquisitionCost(spend.amount(AcquisitionExpense.MEDIA), newCustomers.paid(), Definition.PAID);
    }

    /**
     * Every kind of expense over the customers attributed to paid media: the strictest. It charges paid customers with the work
     * that also brought the others.
     */
    public static AcquisitionCost paidFullyLoaded(AcquisitionSpend spend, AcquiredCustomers newCustomers) {
        return new AcquisitionCost(spend.total(), newCustomers.paid(), Definition.PAID_FULLY_LOADED);
    }

    /** Whether anybody was acquired. */
    public boolean isDefined() {
        return customers > 0;
    }

    /**
     * Spend over customers.
     *
     * @throws UndefinedRatioException if nobody was acquired
     */
    public CurrencyAmount perCustomer() {
        return new CurrencyAmount(spend.currency(), toRatio().value());
    }

    /** The cost per customer, or empty where nobody was acquired. */
    public Optional<CurrencyAmount> asOptional() {
        return isDefined() ? Optional.of(perCustomer()) : Optional.empty();
    }

    /** Spend over customers as a ratio. */
    public Ratio toRatio() {
        return Ratio.of(spend.value(), "acquisition spend in " + spend.currency(), customers, "customers acquired");
    }

    /**
     * LTV:CAC: how many times the lifetime value of one customer covers the cost of one. As totals, the value of all
     * customers acquired over all that was spent, so that the ratios of two channels merge as they should.
     *
     * <p>Undefined where nothing was spent.
     *
     * @param lifetimeValue contribution of one customer over its life, however computed, in the currency of the cost
     * @throws UndefinedRatioException if nobody was acquired
     */
    public Ratio valueToCost(Contribution lifetimeValue) {
        CurrencyMismatchException.check(spend.currency(), lifetimeValue.amount().currency());
        perCustomer();
        return Ratio.of(
                lifetimeValue.amount().value() * customers,
                "lifetime value of customers acquired",
                spend.value(),
                "acquisition spend");
    }

    /** Both together: another period, region or channel by the same definition and in the same currency. */
    public AcquisitionCost plus(AcquisitionCost other) {
        if (other.definition != definition) {
            throw Require.bad(
                    "other",
                    "must be a cost by the definition " + definition,
                    "costs of different scope do not add",
                    other.definition);
        }
        return new AcquisitionCost(spend.plus(other.spend), Math.addExact(customers, other.customers), definition);
    }

    /** {@code USD 10.0 per customer (USD 500.0 / 50, stated)}, or {@code undefined} in place of the value. */
    @Override
    public String toString() {
        return (isDefined() ? perCustomer() + " per customer" : "undefined") + " (" + spend + " / " + customers + ", "
                + definition.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    }
}
