package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Amounts;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Require;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.UndefinedRatioException;

/**
 * How long it takes until the contribution of a customer has paid back the cost of acquiring it.
 *
 * <pre>{@code
 *   received by the end of period k:    C_k = sum j = 1..k of m r^(j-1) / (1 + d)^j
 *   paid back in the first k with       C_k >= CAC
 *   and, inside it, at                  k - 1 + (CAC - C_(k-1)) / (C_k - C_(k-1))
 * }</pre>
 *
 * <p>Without survival and discount (r = 1, d = 0) that is CAC / m. Every method is empty where the contribution, however long
 * one waits, does not add up to the cost. Where a sum is short of it by rounding, below 1e-12 of it, it is paid back.
 *
 * @param periods since acquisition, {@code >= 0}, linear inside a period
 * @param unit what is counted
 */
public record PaybackPeriod(double periods, PeriodUnit unit) implements Serializable {
    public PaybackPeriod {
        periods = Require.nonNegative(periods, "periods", "since acquisition");
        Objects.requireNonNull(unit, "unit");
    }

    /**
     * As if every customer stayed: CAC / m. Too short where customers leave.
     *
     * @throws UndefinedRatioException if nobody was acquired
     */
    public static Optional<PaybackPeriod> plain(AcquisitionCost cost, PeriodicContribution margin) {
        return discounted(cost, margin, RetentionRate.of(1, margin.unit()), DiscountRate.NONE);
    }

    /**
     * Counting only the customers who are still there; the first margin is certain.
     *
     * @param retention per the period of {@code margin}
     * @throws UndefinedRatioException if nobody was acquired
     */
    public static Optional<PaybackPeriod> withSurvival(
            AcquisitionCost cost, PeriodicContribution margin, RetentionRate retention) {
        return discounted(cost, margin, retention, DiscountRate.NONE);
    }

    /**
     * Counting only the customers who are still there, in money of the day of acquisition; margins arrive at the end of each
     * period.
     *
     * @param retention per the period of {@code margin}
     * @throws UndefinedRatioException if nobody was acquired
     */
    public static Optional<PaybackPeriod> discounted(
            AcquisitionCost cost, PeriodicContribution margin, RetentionRate retention, DiscountRate discount) {
        PeriodUnit unit = margin.unit();
        if (retention.unit() != unit) {
            throw Require.bad(
                    "retention",
                    "must be per " + unit.noun() + ", as the margin is",
                    "convert it with RetentionRate.per",
                    "per " + retention.unit().noun());
        }
        CurrencyAmount owed = cost.perCustomer();
        CurrencyMismatchException.check(margin.amount().currency(), owed.currency());
        if (owed.value() == 0) {
            return Optional.of(new PaybackPeriod(0, unit));
        }
        if (margin.amount().value() <= 0) {
            return Optional.empty();
        }
        double r = retention.value();
        double d = discount.perPeriod(unit);
        double gap = ((1 - r) + d) / (1 + d);
        // the cost, in margins of the first period as they are worth at acquisition
        double target = owed.value() * (1 + d) / margin.amount().value();
        if (gap == 0) {
            return Optional.of(new PaybackPeriod(target, unit));
        }
        if (gap == 1) {
            // one margin and no more
            return Amounts.reach(1, target)
                    ? Optional.of(new PaybackPeriod(Math.min(1, target), unit))
                    : Optional.empty();
        }
        // a cost that is all that ever comes in, to within rounding of the rates, is never paid back
        if (target * gap >= 1 - Math.min(1e-12, 0x1p-52 * (1 + 1 / gap))) {
            return Optional.empty();
        }
        double k = Math.max(1, Math.ceil(Math.log1p(-target * gap) / Math.log1p(-gap)));
        // the logarithms may be one period off where the target falls on its end; cut to [0, 1], that moves nothing
        double before = GeometricSum.of(gap, k - 1);
        double inside = (target - before) / Math.pow(1 - gap, k - 1);
        return Optional.of(new PaybackPeriod(k - 1 + Math.min(1, Math.max(0, inside)), unit));
    }

    /**
     * Counting only the customers whom a retention curve still expects, in money of the day of acquisition.
     *
     * <pre>{@code
     *   C_k = sum j = 1..k of m S(j-1) / (1 + d)^j
     * }</pre>
     *
     * <p>With a constant retention this is {@link #discounted}.
     *
     * @param curve of a new customer, in the period of {@code margin}
     * @param limit finite: how far ahead is looked; up to a million periods
     * @return empty if the cost is not paid back within {@code limit}
     * @throws UndefinedRatioException if nobody was acquired
     */
    public static Optional<PaybackPeriod> onCurve(
            AcquisitionCost cost,
            PeriodicContribution margin,
            RetentionCurve curve,
            DiscountRate discount,
            Horizon limit) {
        double owed = cost.perCustomer().value();
        CurrencyMismatchException.check(margin.amount().currency(), cost.spend().currency());
        PeriodUnit unit = margin.unit();
        double last = limit.lengthPer(unit);
        double[] received = receivedPerCustomer(margin, curve, discount, last);
        for (int k = 0; k < received.length; k++) {
            if (isPaid(received, k, owed)) {
                double periods = k == 0 ? 0 : k - 1 + (owed - received[k - 1]) / (received[k] - received[k - 1]);
                periods = Math.min(k, periods);
                return Amounts.reach(last, periods)
                        ? Optional.of(new PaybackPeriod(Math.min(last, periods), unit))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Short of it by rounding, and not because payments die away with what is left to pay. */
    private static boolean isPaid(double[] received, int k, double owed) {
        return received[k] >= owed
                || k > 0
                        && Amounts.reach(received[k], owed)
                        && owed - received[k] <= 1e-9 * (received[k] - received[k - 1]);
    }

    /** C_0, C_1, ... to the first whole period not before {@code last}. */
    static double[] receivedPerCustomer(
            PeriodicContribution margin, RetentionCurve curve, DiscountRate discount, double last) {
        PeriodUnit unit = margin.unit();
        if (curve.unit() != unit) {
            throw Require.bad(
                    "curve",
                    "must be per " + unit.noun() + ", as the margin is",
                    "",
                    "per " + curve.unit().noun());
        }
        if (!(last <= 1e6)) {
            throw Require.bad("limit", "must be <= 1000000 " + unit.noun() + "s", "how far ahead is looked", last);
        }
        int periods = (int) Math.ceil(last);
        double[] survival = curve.survivals(periods);
        double delta = discount.continuousPer(unit);
        double[] received = new double[periods + 1];
        for (int k = 1; k <= periods; k++) {
            received[k] = received[k - 1] + margin.amount().value() * survival[k - 1] * Math.exp(-delta * k);
        }
        return received;
    }

    /** The number of whole periods after which the cost has been paid back; a hair above a whole number is that number. */
    public long wholePeriods() {
        return (long) Amounts.wholePeriods(periods);
    }
}
