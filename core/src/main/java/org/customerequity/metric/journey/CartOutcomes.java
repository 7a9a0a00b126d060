package org.customerequity.metric.journey;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.ReportingPeriod;

/**
 * What became of carts, by an idle rule: ordered, abandoned when idle for longer than allowed, and still open otherwise. Checkouts
 * are counted in the same way. Mergeable over disjoint carts.
 *
 * @param period the days the carts are of
 * @param idle after how long without activity a cart counts as abandoned
 * @param ordered carts that ended in an order
 * @param abandoned carts without an order, idle for {@code idle} or longer
 * @param stillOpen carts without an order that are not idle for as long yet
 */
public record CartOutcomes(ReportingPeriod period, Duration idle, long ordered, long abandoned, long stillOpen)
        implements Serializable {
    public CartOutcomes {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(idle, "idle");
        if (idle.isNegative() || idle.isZero()) {
            throw Require.bad("idle", "must be > 0", "such as Duration.ofMinutes(30)", idle);
        }
        Require.nonNegative(ordered, "ordered", "");
        Require.nonNegative(abandoned, "abandoned", "");
        Require.nonNegative(stillOpen, "stillOpen", "");
    }

    /**
     * One row a cart with at least one item.
     *
     * @param lastActivity seconds since 1970 ({@link Instant#getEpochSecond()}), not after {@code asOf}
     * @param ordered whether it ended in an order
     * @param asOf when this is looked at
     */
    public static CartOutcomes ofColumns(
            ReportingPeriod period, Duration idle, long[] lastActivity, boolean[] ordered, Instant asOf) {
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(lastActivity, "lastActivity");
        Objects.requireNonNull(ordered, "ordered");
        Objects.requireNonNull(asOf, "asOf");
        if (ordered.length != lastActivity.length) {
            throw Require.bad(
                    "ordered", "must have as many rows as lastActivity, " + lastActivity.length, "", ordered.length);
        }
        long now = asOf.getEpochSecond();
        long limit = idle.toSeconds();
        long bought = 0;
        long abandoned = 0;
        for (int i = 0; i < ordered.length; i++) {
            if (lastActivity[i] > now) {
                throw Require.bad(
                        "lastActivity[" + i + "]",
                        "must not be after " + asOf,
                        "",
                        Instant.ofEpochSecond(lastActivity[i]));
            }
            if (ordered[i]) {
                bought++;
            } else {
                long seconds = Math.subtractExact(now, lastActivity[i]);
                if (seconds > limit || seconds == limit && asOf.getNano() >= idle.getNano()) {
                    abandoned++;
                }
            }
        }
        return new CartOutcomes(period, idle, bought, abandoned, ordered.length - bought - abandoned);
    }

    /** Carts that are decided. */
    public long closed() {
        return Math.addExact(ordered, abandoned);
    }

    /** Abandoned over closed; carts still open are in neither. */
    public ShareMetric abandonmentRate() {
        return JourneyMetrics.during(period).cartAbandonmentRate(ordered, closed());
    }

    /** The same of checkouts, where the rows are checkouts begun. */
    public ShareMetric checkoutAbandonmentRate() {
        return JourneyMetrics.during(period).checkoutAbandonmentRate(ordered, closed());
    }

    /** The carts of both, by one idle rule; none may be in both. */
    public CartOutcomes plus(CartOutcomes other) {
        Objects.requireNonNull(other, "other");
        if (!idle.equals(other.idle)) {
            throw Require.bad("other", "must be by the idle rule " + idle, "carts by two rules do not add", other.idle);
        }
        return new CartOutcomes(
                period.plus(other.period),
                idle,
                Math.addExact(ordered, other.ordered),
                Math.addExact(abandoned, other.abandoned),
                Math.addExact(stillOpen, other.stillOpen));
    }
}
