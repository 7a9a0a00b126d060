package org.customerequity.retention;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.ProportionDifference;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * The share of the customers at the start of a period who are still customers at its end. Immutable.
 *
 * <pre>{@code
 *   retention = (E - N) / S
 *
 *   S  customers at the start of the period
 *   E  customers at its end
 *   N  of those, acquired (or won back) during the period
 * }</pre>
 *
 * <p>A counted rate keeps its counts, so that it merges and has an interval. A rate that is stated ({@link #of}) or converted
 * ({@link #per}) has none, and {@link #counts()} says so.
 *
 * <p>With no customers at the start the rate is undefined: {@link #isDefined()} is false and {@link #value()} throws. Such a
 * rate still merges, so that an empty partition does no harm.
 */
public final class RetentionRate implements Serializable {
    private static final long serialVersionUID = 1;

    private final PeriodicShare share;

    private RetentionRate(PeriodicShare share) {
        this.share = share;
    }

    private static RetentionRate counted(Proportion counts, PeriodUnit unit) {
        return new RetentionRate(share(counts, 0, unit));
    }

    private static PeriodicShare share(@Nullable Proportion counts, double stated, PeriodUnit unit) {
        return new PeriodicShare("retention", "customers retained", counts, stated, unit);
    }

    /**
     * {@code RetentionRate.ofCounts(200, 230, 50, PeriodUnit.MONTH)} is (230 - 50) / 200, 90 % a month.
     *
     * @param atStart customers when the period began, {@code >= 0}
     * @param atEnd customers when it ended, {@code >= 0}
     * @param acquired those of {@code atEnd} who came, or came back, during the period; at most {@code atEnd}
     * @param unit the length of the period
     * @throws IllegalArgumentException if more would be retained than there were: then reactivated customers have been
     *     counted as retained
     */
    public static RetentionRate ofCounts(long atStart, long atEnd, long acquired, PeriodUnit unit) {
        Require.nonNegative(atStart, "atStart", "customers when the period began");
        Require.nonNegative(atEnd, "atEnd", "customers when the period ended");
        Require.nonNegative(acquired, "acquired", "those at the end who came during the period");
        if (acquired > atEnd) {
            throw Require.bad(
                    "acquired", "must be <= atEnd " + atEnd, "leave out who came and left within the period", acquired);
        }
        if (atEnd - acquired > atStart) {
            throw Require.bad(
                    "atEnd - acquired",
                    "must be <= atStart " + atStart,
                    "a reactivated customer is not retained: count it in acquired, or report it separately",
                    atEnd - acquired);
        }
        return counted(Proportion.of(atEnd - acquired, atStart), unit);
    }

    /** {@code RetentionRate.ofRetained(180, 200, PeriodUnit.MONTH)}: 180 of the 200 at the start were there at the end. */
    public static RetentionRate ofRetained(long retained, long atStart, PeriodUnit unit) {
        Require.nonNegative(retained, "retained", "");
        if (retained > atStart) {
            throw Require.bad(
                    "retained", "must be <= atStart " + atStart, "reactivated customers are not retained", retained);
        }
        return counted(Proportion.of(retained, atStart), unit);
    }

    /** A rate without counts: {@code RetentionRate.of(0.90, PeriodUnit.MONTH)}. */
    public static RetentionRate of(double fraction, PeriodUnit unit) {
        return new RetentionRate(share(null, fraction, unit));
    }

    /** The complement of {@code churn}, with its counts if it has any. */
    static RetentionRate complement(PeriodicShare churn) {
        return churn.isCounted()
                ? counted(churn.counts().complement(), churn.unit())
                : of(1 - churn.value(), churn.unit());
    }

    /** Whether there was any customer at the start. */
    public boolean isDefined() {
        return share.isDefined();
    }

    /**
     * The fraction retained over one {@link #unit()}, in [0, 1].
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
     * Customers retained, of customers at the start.
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
     * The rate over another period if it stays the same in every one: {@code r^(periods)}, so that 0.90 a month is 0.2824 a
     * year. The result is stated, without counts; with the same unit it is this rate.
     *
     * @throws UndefinedRatioException if there were no customers at the start
     */
    public RetentionRate per(PeriodUnit other) {
        return other == unit() ? this : of(Math.pow(value(), unit().from(1, other)), other);
    }

    /**
     * This rate less that of other customers, with Newcombe's interval and the tests of no difference. Both must be counted over
     * periods of one length. The same customers in two periods are not two samples.
     *
     * @throws IllegalStateException if one of the two was stated or converted, not counted
     */
    public ProportionDifference minus(RetentionRate other) {
        return share.minus(other.share);
    }

    /** Who left instead of who stayed: 1 - retention, with the counts if there are any. */
    public ChurnRate toChurn() {
        return ChurnRate.complement(share);
    }

    /**
     * Both together: other customers in the same period, or the same in another period of the same length.
     *
     * @throws IllegalStateException if one of the two was stated or converted, not counted
     */
    public RetentionRate plus(RetentionRate other) {
        return new RetentionRate(share.plus(other.share));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RetentionRate other && share.equals(other.share);
    }

    @Override
    public int hashCode() {
        return Objects.hash(share);
    }

    /** {@code retention 0.9 per month (180 of 200)}. */
    @Override
    public String toString() {
        return share.toString();
    }
}
