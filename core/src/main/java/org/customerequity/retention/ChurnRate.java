package org.customerequity.retention;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.ProportionDifference;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * The share of the customers at the start of a period who have left by its end: the complement of {@link RetentionRate}, and
 * like it counted or stated. Immutable.
 *
 * <pre>{@code
 *   churn = lost / S = 1 - retention           over k periods: 1 - (1 - churn)^k, never k * churn
 * }</pre>
 */
public final class ChurnRate implements Serializable {
    private static final long serialVersionUID = 1;

    private final PeriodicShare share;

    private ChurnRate(PeriodicShare share) {
        this.share = share;
    }

    private static ChurnRate counted(Proportion counts, PeriodUnit unit) {
        return new ChurnRate(share(counts, 0, unit));
    }

    private static PeriodicShare share(@Nullable Proportion counts, double stated, PeriodUnit unit) {
        return new PeriodicShare("churn", "customers lost", counts, stated, unit);
    }

    /**
     * {@code ChurnRate.ofCounts(20, 200, PeriodUnit.MONTH)}: 20 of the 200 at the start had left at the end.
     *
     * @param lost in [0, {@code atStart}]; who came and left within the period is in neither count
     * @param atStart customers when the period began, {@code >= 0}
     * @param unit the length of the period
     */
    public static ChurnRate ofCounts(long lost, long atStart, PeriodUnit unit) {
        Require.nonNegative(lost, "lost", "");
        if (lost > atStart) {
            throw Require.bad(
                    "lost", "must be <= atStart " + atStart, "leave out who came and left within the period", lost);
        }
        return counted(Proportion.of(lost, atStart), unit);
    }

    /** A rate without counts: {@code ChurnRate.of(0.03, PeriodUnit.MONTH)}. */
    public static ChurnRate of(double fraction, PeriodUnit unit) {
        return new ChurnRate(share(null, fraction, unit));
    }

    /**
     * Customers lost over the mean of the customers at start and end. Some reports call this churn; it is not a share of
     * anybody, can exceed 1, and does not compound, so here it is a ratio of its own and no {@code ChurnRate}.
     */
    public static Ratio perAverageCustomer(long lost, long atStart, long atEnd) {
        Require.nonNegative(lost, "lost", "");
        Require.nonNegative(atStart, "atStart", "customers when the period began");
        Require.nonNegative(atEnd, "atEnd", "customers when the period ended");
        return Ratio.of(lost, "customers lost", 0.5 * atStart + 0.5 * atEnd, "average customers");
    }

    /** The complement of {@code retention}, with its counts if it has any. */
    static ChurnRate complement(PeriodicShare retention) {
        return retention.isCounted()
                ? counted(retention.counts().complement(), retention.unit())
                : of(1 - retention.value(), retention.unit());
    }

    /** Whether there was any customer at the start. */
    public boolean isDefined() {
        return share.isDefined();
    }

    /**
     * The fraction lost over one {@link #unit()}, in [0, 1].
     *
     * @throws UndefinedRatioException if there were no customers at the start
     */
    public double value() {
        return share.value();
    }

    /** The value, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return share.asOptional();
    }

    /** The length of the period. */
    public PeriodUnit unit() {
        return share.unit();
    }

    /**
     * Customers lost, of customers at the start.
     *
     * @throws IllegalStateException if this rate was stated or converted, not counted
     */
    public Proportion counts() {
        return share.counts();
    }

    /**
     * Wilson's score interval ({@link Proportion#confidenceInterval}).
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws IllegalStateException if this rate was stated or converted, not counted
     * @throws UndefinedRatioException if there were no customers at the start
     */
    public Interval confidenceInterval(double level) {
        value();
        return counts().confidenceInterval(level);
    }

    /**
     * The rate over another period if it stays the same in every one: {@code 1 - (1 - c)^(periods)}, so that 3 % a month is
     * 30.6 % a year. The result is stated, without counts; with the same unit it is this rate.
     *
     * @throws UndefinedRatioException if there were no customers at the start
     */
    public ChurnRate per(PeriodUnit other) {
        // through expm1 and log1p, so that a small rate keeps its digits
        return other == unit() ? this : of(-Math.expm1(unit().from(1, other) * Math.log1p(-value())), other);
    }

    /**
     * How many periods a customer stays on average, the first included, if everyone leaves at this constant rate:
     * {@code 1 / churn}, the mean of the geometric distribution.
     *
     * <p>Customers differ: those likely to leave do so first, and the rest stay longer. With such differences this understates
     * the mean time a new customer stays, and more so that of an old one; a retention curve fitted to cohorts does not.
     *
     * @return periods of {@link #unit()}, {@code >= 1}
     * @throws UndefinedRatioException if nobody leaves, or there were no customers at the start
     */
    public double expectedPeriods() {
        double churn = value();
        if (churn == 0) {
            throw new UndefinedRatioException(
                    "expected " + unit().noun() + "s as a customer are undefined, because churn is 0: nobody leaves");
        }
        return 1 / churn;
    }

    /**
     * This rate less that of other customers, with Newcombe's interval and the tests of no difference. Both must be counted over
     * periods of one length. The same customers in two periods are not two samples.
     *
     * @throws IllegalStateException if one of the two was stated or converted, not counted
     */
    public ProportionDifference minus(ChurnRate other) {
        return share.minus(other.share);
    }

    /** Who stayed instead of who left: 1 - churn, with the counts if there are any. */
    public RetentionRate toRetention() {
        return RetentionRate.complement(share);
    }

    /**
     * Both together: other customers in the same period, or the same in another period of the same length.
     *
     * @throws IllegalStateException if one of the two was stated or converted, not counted
     */
    public ChurnRate plus(ChurnRate other) {
        return new ChurnRate(share.plus(other.share));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ChurnRate other && share.equals(other.share);
    }

    @Override
    public int hashCode() {
        return Objects.hash(share);
    }

    /** {@code churn 0.1 per month (20 of 200)}. */
    @Override
    public String toString() {
        return share.toString();
    }
}
