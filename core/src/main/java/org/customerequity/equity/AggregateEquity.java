package org.customerequity.equity;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodicContribution;

/**
 * The equity of customers known by four numbers only, all alike: how many, what each brings, how long they stay, what later money
 * is worth.
 *
 * <pre>{@code
 *   equity = N m L(retention, d)        L  expected payments of a customer, in money of today
 *
 *   AFTER_FIRST, constant retention r, for ever        N m r / (1 + d - r)
 * }</pre>
 *
 * <p>L is {@link RetentionCurve#discountedLifetime}. Customers of different tenure, margin or loyalty are segments, one of these
 * each; see {@link EquityDecomposition#bySegment}. The form is that of Gupta, Lehmann and Stuart, Valuing Customers, Journal of
 * Marketing Research 41(1), 2004.
 *
 * @param customers N, finite and {@code >= 0}; expected numbers need not be whole
 * @param margin m, contribution of one active customer per period; may be negative
 * @param retention the curve, per the same period
 * @param tenure the customers have reached, see {@link RetentionCurve}; without effect where retention is constant
 * @param discount what later money is worth
 * @param timing when margins arrive and whether the first counts
 * @param horizon a whole number of periods, or for ever
 * @param standardErrors of those factors that are uncertain: of the number of customers, of the margin in its currency, of the
 *     retention per period, of the annual discount rate; each finite and {@code > 0}
 */
public record AggregateEquity(
        double customers,
        PeriodicContribution margin,
        RetentionCurve retention,
        double tenure,
        DiscountRate discount,
        CashFlowTiming timing,
        Horizon horizon,
        Map<EquityFactor, Double> standardErrors)
        implements Serializable {
    public AggregateEquity {
        customers = Require.nonNegative(customers, "customers", "");
        Objects.requireNonNull(margin, "margin");
        Objects.requireNonNull(retention, "retention");
        tenure = Require.nonNegative(tenure, "tenure", "periods the customers have been customers");
        Objects.requireNonNull(discount, "discount");
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(horizon, "horizon");
        if (margin.unit() != retention.unit()) {
            throw Require.bad(
                    "retention",
                    "must be per " + margin.unit().noun() + ", as the margin is",
                    "convert it with RetentionRate.per",
                    "per " + retention.unit().noun());
        }
        standardErrors = Map.copyOf(Objects.requireNonNull(standardErrors, "standardErrors"));
        standardErrors.forEach((factor, error) -> check(factor, error, retention));
    }

    private static void check(EquityFactor factor, double error, RetentionCurve retention) {
        Require.positive(error, "standard error of " + factor, "leave out what is certain");
        if (factor == EquityFactor.MIX) {
            throw Require.bad("factor", "must be one of an equity", "the mix follows from the customers", factor);
        }
        if (factor == EquityFactor.RETENTION
                && !(retention instanceof ConstantRetention r && r.retention() > 0 && r.retention() < 1)) {
            throw Require.bad("retention", "must be constant and in (0, 1) to have a standard error", "", retention);
        }
    }

    /**
     * Customers of constant retention, valued for ever; see {@link #withHorizon}.
     *
     * @throws org.customerequity.value.UndefinedRatioException if the retention has no customers to start from
     */
    public static AggregateEquity of(
            double customers,
            PeriodicContribution margin,
            RetentionRate retention,
            DiscountRate discount,
            CashFlowTiming timing) {
        return of(customers, margin, ConstantRetention.from(retention), discount, timing);
    }

    /** Customers at the start of a retention curve, valued for ever; see {@link #withTenure} and {@link #withHorizon}. */
    public static AggregateEquity of(
            double customers,
            PeriodicContribution margin,
            RetentionCurve retention,
            DiscountRate discount,
            CashFlowTiming timing) {
        return new AggregateEquity(customers, margin, retention, 0, discount, timing, Horizon.FOREVER, Map.of());
    }

    /** The same but for the number of customers, which then is certain. */
    public AggregateEquity withCustomers(double newCustomers) {
        Map<EquityFactor, Double> errors = new EnumMap<>(EquityFactor.class);
        errors.putAll(standardErrors);
        errors.remove(EquityFactor.CUSTOMERS);
        return new AggregateEquity(newCustomers, margin, retention, tenure, discount, timing, horizon, errors);
    }

    /** The same customers after {@code newTenure} periods. */
    public AggregateEquity withTenure(double newTenure) {
        return new AggregateEquity(customers, margin, retention, newTenure, discount, timing, horizon, standardErrors);
    }

    /** The same over another horizon. */
    public AggregateEquity withHorizon(Horizon newHorizon) {
        return new AggregateEquity(customers, margin, retention, tenure, discount, timing, newHorizon, standardErrors);
    }

    /**
     * The same with an uncertain factor.
     *
     * @param error standard error: of the number of customers, of the margin in its currency, of the retention per period (of a
     *     constant one only), of the annual discount rate
     */
    public AggregateEquity withStandardError(EquityFactor factor, double error) {
        Map<EquityFactor, Double> errors = new EnumMap<>(EquityFactor.class);
        errors.putAll(standardErrors);
        errors.put(Objects.requireNonNull(factor, "factor"), error);
        return new AggregateEquity(customers, margin, retention, tenure, discount, timing, horizon, errors);
    }

    /** L, the expected payments of one customer in money of today. */
    public double lifetime() {
        return retention.discountedLifetime(tenure, discount, timing, horizon);
    }

    /**
     * N m L.
     *
     * @throws IllegalArgumentException if it is infinite, or the horizon is not a whole number of periods
     */
    public Contribution value() {
        return new Contribution(margin.amount().times(customers * lifetime()));
    }

    /**
     * The value with its standard error by the delta method, in the currency of the margin; errors of the factors are taken as
     * independent.
     *
     * <pre>{@code
     *   Var = sum over factors of (dV/dx)^2 se(x)^2
     *
     *   dL/dr       = L e / r                        e  elasticity in the retention, RetentionCurve.retentionElasticity
     *   dL/dannual  = - L (e + s) years / (1 + annual)
     *   s           0 for IMMEDIATE_COUNTED and AFTER_FIRST, 1 for END_OF_PERIOD, -1 for JUST_BEFORE_RENEWAL
     * }</pre>
     */
    public Estimate estimate() {
        double m = margin.amount().value();
        double life = lifetime();
        double discounting = error(EquityFactor.DISCOUNT) == 0
                ? 0
                : error(EquityFactor.DISCOUNT) * customers * m * slopeInDiscount(life);
        double error = Math.hypot(
                Math.hypot(error(EquityFactor.CUSTOMERS) * m * life, error(EquityFactor.MARGIN) * customers * life),
                Math.hypot(error(EquityFactor.RETENTION) * customers * m * slopeInRetention(life), discounting));
        return Estimate.of(customers * m * life, error);
    }

    /** 0 where the factor is certain. */
    double error(EquityFactor factor) {
        return standardErrors.getOrDefault(factor, 0.0);
    }

    /** dL/dr, 0 where r is certain. */
    double slopeInRetention(double life) {
        if (error(EquityFactor.RETENTION) == 0 || !(retention instanceof ConstantRetention constant)) {
            return 0;
        }
        return life * elasticity() / constant.retention();
    }

    /** dL/d(annual discount). */
    double slopeInDiscount(double life) {
        if (life == 0) {
            return 0;
        }
        int shift = switch (timing) {
            case IMMEDIATE_COUNTED, AFTER_FIRST -> 0;
            case END_OF_PERIOD -> 1;
            case JUST_BEFORE_RENEWAL -> -1;
        };
        return -life * (elasticity() + shift) * retention.unit().years() / (1 + discount.effectiveAnnual());
    }

    private double elasticity() {
        return retention.retentionElasticity(tenure, discount, timing, horizon);
    }

    /** {@code USD 1600000.0 of 10000.0 customers}. */
    @Override
    public String toString() {
        return value().amount() + " of " + customers + " customers";
    }
}
