package org.customerequity.metric.service;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.OpenCases;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.ReportingPeriod;

/**
 * What became of the cases, orders or deliveries that were due in a period. One that is open and past due is late. One that is not
 * yet due is in neither part, also if it is done already: those that will be late are not known yet, and the rate would be too high.
 * Mergeable over disjoint cases.
 *
 * @param period in which they were due
 * @param what they are: {@code tickets}, {@code deliveries}
 * @param onTime finished at or before their due time
 * @param finishedLate finished after it
 * @param openPastDue past due and not finished
 * @param notYetDue due later in the period than the figures were taken
 */
public record DueCases(
        ReportingPeriod period, String what, long onTime, long finishedLate, long openPastDue, long notYetDue)
        implements Serializable {
    public DueCases {
        Objects.requireNonNull(period, "period");
        Require.nonBlank(what, "what", "such as tickets");
        Require.nonNegative(onTime, "onTime", "");
        Require.nonNegative(finishedLate, "finishedLate", "");
        Require.nonNegative(openPastDue, "openPastDue", "");
        Require.nonNegative(notYetDue, "notYetDue", "");
        Math.addExact(Math.addExact(onTime, finishedLate), openPastDue);
    }

    /**
     * One row a case; those due on other days are left out.
     *
     * @param what they are: {@code tickets}
     * @param zone in which a due time falls on a day of the period
     * @param asOf when the figures are taken
     * @param due by when each was to be finished
     * @param finished when it was; {@link Instant#MAX} where it was still open; not after {@code asOf} otherwise
     */
    public static DueCases ofColumns(
            ReportingPeriod period, String what, ZoneId zone, Instant asOf, Instant[] due, Instant[] finished) {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(asOf, "asOf");
        int n = Objects.requireNonNull(due, "due").length;
        if (Objects.requireNonNull(finished, "finished").length != n) {
            throw Require.bad("finished", "must have as many rows as due, " + n, "", finished.length);
        }
        Instant from = period.from().atStartOfDay(zone).toInstant();
        Instant to = period.to().atStartOfDay(zone).toInstant();
        long onTime = 0;
        long late = 0;
        long open = 0;
        long notYet = 0;
        for (int i = 0; i < n; i++) {
            if (due[i] == null) {
                throw new NullPointerException("due[" + i + "]");
            }
            if (finished[i] == null) {
                throw new NullPointerException("finished[" + i + "]");
            }
            boolean isOpen = finished[i].equals(Instant.MAX);
            if (!isOpen && finished[i].isAfter(asOf)) {
                throw Require.bad(
                        "finished[" + i + "]",
                        "must not be after asOf " + asOf,
                        "Instant.MAX where still open",
                        finished[i]);
            }
            if (due[i].isBefore(from) || !due[i].isBefore(to)) {
                continue;
            }
            if (due[i].isAfter(asOf)) {
                notYet++;
            } else if (isOpen) {
                open++;
            } else if (finished[i].isAfter(due[i])) {
                late++;
            } else {
                onTime++;
            }
        }
        return new DueCases(period, what, onTime, late, open, notYet);
    }

    /** Past their due time: on time, late and open. */
    public long due() {
        return onTime + finishedLate + openPastDue;
    }

    /** On-time rate, of cases also called SLA rate: on time over due, late and open ones included. */
    public ShareMetric onTimeRate() {
        return ShareMetric.of(
                MetricDefinition.of(
                                "on-time (SLA) rate",
                                "on time",
                                "due",
                                what + " whose due time fell in the period, until now")
                        .withOpenCases(OpenCases.COUNTED),
                period,
                onTime,
                due());
    }

    /** The cases of both; none may be in both. */
    public DueCases plus(DueCases other) {
        Objects.requireNonNull(other, "other");
        if (!what.equals(other.what)) {
            throw Require.bad("other", "must be of " + what, "only like cases add", other.what);
        }
        return new DueCases(
                period.plus(other.period),
                what,
                Math.addExact(onTime, other.onTime),
                Math.addExact(finishedLate, other.finishedLate),
                Math.addExact(openPastDue, other.openPastDue),
                Math.addExact(notYetDue, other.notYetDue));
    }
}
