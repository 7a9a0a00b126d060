package org.customerequity.lifetime.formula;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodicContribution;

/**
 * The margin multiple: how many margins a customer is worth who has just paid one.
 *
 * <pre>{@code
 *   multiple = r / (1 + i - r (1 + g))        needs r (1 + g) < 1 + i
 *
 *   elasticity in margin 1, retention (1 + i) / gap, discount -i / gap, growth g r / gap;  gap = 1 + i - r (1 + g)
 * }</pre>
 *
 * <p>S. Gupta and D. R. Lehmann, Customers as Assets, Journal of Interactive Marketing 17(1), 2003. The margin just paid and the
 * acquisition cost are not in it. It is {@link CashFlowTiming#AFTER_FIRST} for ever.
 *
 * @param retention r, per period; one for everyone
 * @param discount i, converted to the same period
 * @param growth g of the margin per that period, after the first that counts; a fraction {@code > -1}
 */
public record GuptaLehmann(RetentionRate retention, DiscountRate discount, double growth) implements Serializable {
    public GuptaLehmann {
        Objects.requireNonNull(retention, "retention");
        // checks the growth, and that the sum converges
        calculator(discount, growth, retention).marginMultiple(retention);
        growth += 0.0;
    }

    /** Without growth. */
    public static GuptaLehmann of(RetentionRate retention, DiscountRate discount) {
        return new GuptaLehmann(retention, discount, 0);
    }

    /** With a margin that grows by this fraction per period. */
    public GuptaLehmann withGrowth(double perPeriod) {
        return new GuptaLehmann(retention, discount, perPeriod);
    }

    private static LifetimeValueCalculator calculator(DiscountRate discount, double growth, RetentionRate retention) {
        return LifetimeValueCalculator.of(discount, CashFlowTiming.AFTER_FIRST).withGrowth(growth, retention.unit());
    }

    /** The value of a margin of 1 per period. */
    public double multiple() {
        return calculator(discount, growth, retention).marginMultiple(retention);
    }

    /**
     * The value of a customer, without the margin just paid.
     *
     * @param margin per the period of the retention rate
     */
    public Contribution value(PeriodicContribution margin) {
        return calculator(discount, growth, retention).value(margin, retention);
    }

    /** By how many per cent the multiple changes if one input rises by 1 per cent of itself. */
    public Elasticities elasticities() {
        return scaled(1, 0);
    }

    /**
     * The same of the value less what it cost to acquire the customer, {@code (V - A)}: each is {@code V / (V - A)} times that of the
     * multiple, and that in A is {@code -A / (V - A)}.
     *
     * @param acquisitionCost A, {@code >= 0} and less than the value
     */
    public Elasticities elasticitiesNetOf(CurrencyAmount acquisitionCost, PeriodicContribution margin) {
        CurrencyAmount value = value(margin).amount();
        CurrencyMismatchException.check(value.currency(), acquisitionCost.currency());
        double cost = Require.nonNegative(acquisitionCost.value(), "acquisitionCost", "of one customer");
        if (!(value.value() > cost)) {
            throw Require.bad(
                    "acquisitionCost",
                    "must be < the value " + value,
                    "per cent of nothing, or of a loss, say nothing",
                    acquisitionCost);
        }
        return scaled(value.value() / (value.value() - cost), -cost / (value.value() - cost));
    }

    private Elasticities scaled(double leverage, double ofCost) {
        double r = retention.value();
        double i = discount.perPeriod(retention.unit());
        double gap = (1 - r) + i - r * growth;
        return new Elasticities(
                leverage, leverage * (1 + i) / gap, -leverage * i / gap, leverage * growth * r / gap, ofCost);
    }

    /**
     * Per cent of value per per cent of an input.
     *
     * @param margin in the margin
     * @param retention in the retention rate
     * @param discount in the discount rate per period, {@code <= 0}
     * @param growth in the growth per period
     * @param acquisitionCost in the acquisition cost, {@code <= 0}; 0 where none is set against the value
     */
    public record Elasticities(double margin, double retention, double discount, double growth, double acquisitionCost)
            implements Serializable {
        public Elasticities {
            margin = Require.finite(margin, "margin", "");
            retention = Require.finite(retention, "retention", "");
            discount = Require.finite(discount, "discount", "");
            growth = Require.finite(growth, "growth", "");
            acquisitionCost = Require.finite(acquisitionCost, "acquisitionCost", "");
        }
    }
}
