package org.customerequity.equity;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many customers will be acquired in each period from now on: numbers period by period, and if wanted a growth for ever after.
 * Immutable.
 *
 * <pre>{@code
 *   n_1, n_2, ..., n_K        stated
 *   n_(K+j) = n_K (1 + g)^j   after that, for ever, where asked for: the terminal part
 *
 *   discounted = sum over k of n_k (1 + d)^-(k - s)        s = 1, 1/2, 0: acquired at START, MIDDLE, END of the period
 *   terminal   = n_K (1 + g) (1 + d)^-(K + 1 - s) / (1 - (1 + g) / (1 + d))
 * }</pre>
 */
public final class AcquisitionPlan implements Serializable {
    private static final long serialVersionUID = 1;

    /** When, within a period, its customers are acquired. */
    public enum Moment {
        /** At its start: those of the first period now. */
        START,
        /** In its middle. */
        MIDDLE,
        /** At its end. */
        END
    }

    private final PeriodUnit unit;
    private final Moment moment;
    private final double[] customers;
    private final boolean forever;
    private final double growth;

    private AcquisitionPlan(PeriodUnit unit, Moment moment, double[] customers, boolean forever, double growth) {
        this.unit = Objects.requireNonNull(unit, "unit");
        this.moment = Objects.requireNonNull(moment, "moment");
        this.customers = customers;
        this.forever = forever;
        this.growth = growth;
    }

    /**
     * Numbers period by period, and nobody after: {@code AcquisitionPlan.of(PeriodUnit.QUARTER, Moment.MIDDLE, 900, 950, 980)}.
     *
     * @param customers of each period, at least one period; finite and {@code >= 0}, need not be whole
     */
    public static AcquisitionPlan of(PeriodUnit unit, Moment moment, double... customers) {
        double[] copy = Objects.requireNonNull(customers, "customers").clone();
        Require.notEmpty(copy.length, "customers", "must have at least one period", "");
        for (int k = 0; k < copy.length; k++) {
            copy[k] = Require.nonNegative(copy[k], "customers[" + k + "]", "acquired in a period");
        }
        return new AcquisitionPlan(unit, moment, copy, false, 0);
    }

    /**
     * The same number in each of {@code periods} periods, and nobody after:
     * {@code AcquisitionPlan.constant(PeriodUnit.QUARTER, Moment.MIDDLE, 900, 8).growingBy(0.01)} grows from 900 on.
     *
     * @param customers of each period; finite and {@code >= 0}, need not be whole
     */
    public static AcquisitionPlan constant(PeriodUnit unit, Moment moment, double customers, int periods) {
        Require.nonNegative(customers, "customers", "acquired in each period");
        double[] each = new double[Require.positive(periods, "periods", "")];
        Arrays.fill(each, customers);
        return new AcquisitionPlan(unit, moment, each, false, 0);
    }

    /**
     * This plan with more growth: {@code n_k (1 + g)^(k-1)}, the first period as it was; where it goes on for ever, that grows
     * faster too.
     *
     * @param growthPerPeriod a fraction, {@code > -1}; {@code 0.01} means 1 % from each period to the next on top of this plan
     */
    public AcquisitionPlan growingBy(double growthPerPeriod) {
        double g = growth(growthPerPeriod);
        double log = Math.log1p(g);
        double[] grown = new double[customers.length];
        for (int k = 0; k < grown.length; k++) {
            // nobody stays nobody, also where the factor overflows
            double number = customers[k] == 0 ? 0 : customers[k] * Math.exp(log * k);
            grown[k] = Require.finite(number, "customers[" + k + "]", "at this growth");
        }
        return new AcquisitionPlan(unit, moment, grown, forever, forever ? growth(growth + g + growth * g) : 0);
    }

    private static double growth(double growthPerPeriod) {
        if (!(growthPerPeriod > -1 && growthPerPeriod < Double.POSITIVE_INFINITY)) {
            throw Require.bad("growthPerPeriod", "must be finite and > -1", "0.01 means 1 %", growthPerPeriod);
        }
        return growthPerPeriod + 0.0;
    }

    /**
     * This plan, and after its last period for ever growing from there; 0 keeps the last number.
     *
     * @param growthPerPeriod a fraction, {@code > -1}, and below the discount per period with which the plan is valued
     * @throws IllegalArgumentException if the last period has no customers, or this plan goes on for ever already
     */
    public AcquisitionPlan thenForever(double growthPerPeriod) {
        if (forever) {
            throw Require.bad("plan", "must end", "it goes on for ever already", this);
        }
        Require.positive(customers[customers.length - 1], "customers of the last period", "nothing grows from nobody");
        return new AcquisitionPlan(unit, moment, customers, true, growth(growthPerPeriod));
    }

    /** The period. */
    public PeriodUnit unit() {
        return unit;
    }

    /** When, within a period, its customers are acquired. */
    public Moment moment() {
        return moment;
    }

    /** How many periods are stated. */
    public int periods() {
        return customers.length;
    }

    /** Customers acquired in stated period {@code k}, from 0. */
    public double customers(int k) {
        return customers[Objects.checkIndex(k, customers.length)];
    }

    /** Whether acquisition goes on after the stated periods. */
    public boolean isForever() {
        return forever;
    }

    /**
     * All customers to come, each counted by what one unit of money at its acquisition is worth today.
     *
     * @throws IllegalArgumentException if acquisition for ever grows as fast as money is discounted, so that the sum diverges
     */
    public double discountedCustomers(DiscountRate discount) {
        return discountedStated(discount) + discountedTerminal(discount);
    }

    /** The same of the stated periods only. */
    public double discountedStated(DiscountRate discount) {
        Sum sum = Sum.create();
        for (int k = 0; k < customers.length; k++) {
            sum.add(customers[k] * factor(k, discount));
        }
        return sum.getAsDouble();
    }

    /**
     * The same of what comes after the stated periods; 0 where nothing does.
     *
     * @throws IllegalArgumentException if it diverges
     */
    public double discountedTerminal(DiscountRate discount) {
        if (!forever) {
            return 0;
        }
        double discounting = discount.continuousPer(unit);
        double log = Math.log1p(growth) - discounting;
        // a growth equal to the discount of the period may differ from it by rounding
        if (!(log < -4 * Math.ulp(discounting))) {
            throw Require.bad(
                    "growthPerPeriod",
                    "must be < the discount per " + unit.noun() + " " + discount.perPeriod(unit),
                    "else the sum diverges; state a number of periods instead",
                    growth);
        }
        int last = customers.length - 1;
        return customers[last] * (1 + growth) * factor(last + 1, discount) / -Math.expm1(log);
    }

    /** Present worth of one unit of money at the acquisitions of period {@code k}. */
    double factor(int k, DiscountRate discount) {
        return discount.factor(k + sinceStart(), unit);
    }

    private double sinceStart() {
        return switch (moment) {
            case START -> 0;
            case MIDDLE -> 0.5;
            case END -> 1;
        };
    }

    /** With the square of each discount factor: for variances. */
    double discountedTwice(DiscountRate discount) {
        double annual = discount.effectiveAnnual();
        return discountedCustomers(new DiscountRate(Math.min(annual * (2 + annual), Double.MAX_VALUE)));
    }

    /** Equal numbers, periods and moments. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof AcquisitionPlan other
                && unit == other.unit
                && moment == other.moment
                && forever == other.forever
                && growth == other.growth
                && Arrays.equals(customers, other.customers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, moment, forever, growth, Arrays.hashCode(customers));
    }

    /** {@code 1200.0 customers in 12 months, then for ever at growth 0.01}. */
    @Override
    public String toString() {
        return Sum.of(customers).getAsDouble() + " customers in " + customers.length + " " + unit.noun()
                + (customers.length == 1 ? "" : "s") + (forever ? ", then for ever at growth " + growth : "");
    }
}
