package org.customerequity.retention;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.internal.Require;
import org.customerequity.value.ReportingPeriod;

/**
 * After how many days without a purchase a customer counts as lapsed, where nobody says that they leave. A purchase makes a customer
 * active on its own day and the {@code days - 1} after it.
 *
 * <pre>{@code
 *   active on D  =  bought on a day in (D - days, D]
 *
 *   InactivityRule.ofDays(90), bought on 1 January of 365 days: active until 31 March, lapsed from 1 April
 * }</pre>
 *
 * <p>Any such rule calls some customers lapsed who are only slow, and others active who have gone: the shorter, the more of the first.
 * A purchase model ({@code probabilityAlive}) needs no rule and says how sure it is.
 *
 * @param days {@code >= 1}
 */
public record InactivityRule(int days) implements Serializable {
    public InactivityRule {
        Require.positive(days, "days", "without a purchase");
    }

    /** {@code InactivityRule.ofDays(90)}. */
    public static InactivityRule ofDays(int days) {
        return new InactivityRule(days);
    }

    /**
     * Whether each customer of a log is active on a day, in the order of its rows. Who first buys later is not.
     *
     * @param day not after the end of observation
     */
    public boolean[] activeOn(PurchaseLog log, LocalDate day) {
        Objects.requireNonNull(log, "log");
        if (Objects.requireNonNull(day, "day").isAfter(log.lastDay())) {
            throw Require.bad(
                    "day",
                    "must not be after the end of observation " + log.lastDay(),
                    "what was bought then is not known",
                    day);
        }
        long on = day.toEpochDay();
        boolean[] active = new boolean[log.size()];
        for (int i = 0; i < active.length; i++) {
            int[] days = log.epochDays(i);
            int last = lastBefore(days, on + 1);
            active[i] = last >= 0 && covers(days[last], on);
        }
        return active;
    }

    /**
     * Whether each customer is active on a day, in the order of the log's rows: any activity counts as a purchase does. The log has no end
     * of observation: that it is complete until that day is for the caller to know.
     */
    public boolean[] activeOn(ActivityLog log, LocalDate day) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(day, "day");
        return log.activeIn(ReportingPeriod.of(day.minusDays(days - 1L), day.plusDays(1)));
    }

    /** Whether a purchase makes active on a day that is not before it. */
    boolean covers(int purchase, long day) {
        return day - purchase < days;
    }

    /** The place of the last of ascending days before {@code day}, or -1. */
    static int lastBefore(int[] days, long day) {
        int low = 0;
        int high = days.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (days[middle] < day) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
