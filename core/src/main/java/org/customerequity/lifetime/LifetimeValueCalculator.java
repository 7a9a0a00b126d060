package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Require;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;

/**
 * Lifetime value of one customer under a constant margin and a constant retention rate. Immutable.
 *
 * <pre>{@code
 *   value = m * first * (1 - q^n) / (1 - q)              q = r (1 + g) / (1 + d)
 *
 *   IMMEDIATE_COUNTED      first = 1              n = T + 1
 *   AFTER_FIRST            first = r / (1 + d)    n = T
 *   END_OF_PERIOD          first = 1 / (1 + d)    n = T
 *   JUST_BEFORE_RENEWAL    first = r              n = T
 *
 *   m  contribution of the first period that counts; each later one is 1 + g times the one before
 *   r  retention per period
 *   d  discount per period = (1 + annual)^(years per period) - 1
 *   g  growth of the margin per period = (1 + growth)^(growth periods per period) - 1, 0 unless set
 *   T  horizon in periods; for ever, (1 - q^n) is 1
 * }</pre>
 *
 * <p>The conventions are those of {@link CashFlowTiming}; which is right is discussed by Fader and Hardie, What's wrong with
 * this CLV formula?, 2014. AFTER_FIRST for ever is the margin multiple of Gupta and Lehmann, Customers as Assets, Journal of
 * Interactive Marketing 17(1), 2003; with growth, their {@code m r / (1 + d - r (1 + g))}.
 *
 * <p>One retention rate for everyone is an assumption. Where customers differ, those who are still there are the loyal ones,
 * and this formula understates what they are worth.
 *
 * @param discount the time value of money
 * @param timing when margins arrive and whether the first counts; there is no default, because no two conventions agree
 * @param horizon a whole number of the margin's periods, or for ever
 * @param growth of the margin over one {@code growthUnit}, a fraction, {@code > -1}; {@code 0.01} means 1 %
 * @param growthUnit the period of the growth, which need not be that of the margin; a year where there is no growth
 */
public record LifetimeValueCalculator(
        DiscountRate discount, CashFlowTiming timing, Horizon horizon, double growth, PeriodUnit growthUnit)
        implements Serializable {
    public LifetimeValueCalculator {
        Objects.requireNonNull(discount, "discount");
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(horizon, "horizon");
        Objects.requireNonNull(growthUnit, "growthUnit");
        growth = Require.finite(growth, "growth", "0.01 means 1 %");
        if (growth <= -1) {
            throw Require.bad("growth", "must be > -1", "0.01 means 1 %", growth);
        }
        if (growth == 0) {
            growthUnit = PeriodUnit.YEAR;
        }
    }

    /** For ever and without growth; see {@link #withHorizon} and {@link #withGrowth}. */
    public static LifetimeValueCalculator of(DiscountRate discount, CashFlowTiming timing) {
        return new LifetimeValueCalculator(discount, timing, Horizon.FOREVER, 0, PeriodUnit.YEAR);
    }

    /** This calculator over another horizon. */
    public LifetimeValueCalculator withHorizon(Horizon newHorizon) {
        return new LifetimeValueCalculator(discount, timing, newHorizon, growth, growthUnit);
    }

    /**
     * This calculator with a margin that grows by {@code fraction} over each {@code unit}, compounding:
     * {@code withGrowth(0.03, PeriodUnit.YEAR)} raises a monthly margin by 0.25 % a month.
     */
    public LifetimeValueCalculator withGrowth(double fraction, PeriodUnit unit) {
        return new LifetimeValueCalculator(discount, timing, horizon, fraction, unit);
    }

    /** This calculator with another timing of the margins. */
    public LifetimeValueCalculator withTiming(CashFlowTiming newTiming) {
        return new LifetimeValueCalculator(discount, newTiming, horizon, growth, growthUnit);
    }

    /**
     * The present value of the margins of one customer.
     *
     * @param margin contribution of one active period; may be negative
     * @param retention per the same period; {@link RetentionRate#per} converts
     * @return the value today, in the currency of {@code margin}
     * @throws IllegalArgumentException if the units differ, the horizon is not a whole number of periods, or the sum diverges
     */
    public Contribution value(PeriodicContribution margin, RetentionRate retention) {
        if (margin.unit() != retention.unit()) {
            throw Require.bad(
                    "retention",
                    "must be per " + margin.unit().noun() + ", as the margin is",
                    "convert it with RetentionRate.per",
                    "per " + retention.unit().noun());
        }
        return new Contribution(margin.amount().times(marginMultiple(retention)));
    }

    /**
     * The value of a margin of 1 per period of {@code retention}.
     *
     * @throws IllegalArgumentException if the horizon is not a whole number of periods, or the sum diverges
     */
    public double marginMultiple(RetentionRate retention) {
        double r = retention.value();
        double d = discount.perPeriod(retention.unit());
        // 1 - q without first rounding q
        double g = growthPer(retention.unit());
        double gap = ((1 - r) + d - r * g) / (1 + d);
        double periods = horizon.lengthPer(retention.unit());
        if (horizon.isForever() && !(gap > 0)) {
            throw Require.bad(
                    "horizon",
                    "must end where retention x (1 + growth) >= 1 + discount per period",
                    "retention " + r + ", growth " + g + ", discount " + d + ": the sum diverges; set a finite horizon",
                    horizon);
        }
        if (!horizon.isForever() && periods != Math.rint(periods)) {
            String noun = retention.unit().noun();
            throw Require.bad(
                    "horizon",
                    "must be a whole number of " + noun + "s",
                    "such as Horizon.of(" + (long) Math.max(1, Math.rint(periods)) + ", PeriodUnit." + retention.unit()
                            + ")",
                    periods + " " + noun + "s");
        }
        return switch (timing) {
            case IMMEDIATE_COUNTED -> GeometricSum.of(gap, periods + 1);
            case AFTER_FIRST -> r / (1 + d) * GeometricSum.of(gap, periods);
            case END_OF_PERIOD -> GeometricSum.of(gap, periods) / (1 + d);
            case JUST_BEFORE_RENEWAL -> r * GeometricSum.of(gap, periods);
        };
    }

    private double growthPer(PeriodUnit period) {
        return period == growthUnit ? growth : Math.expm1(growthUnit.from(1, period) * Math.log1p(growth));
    }
}
