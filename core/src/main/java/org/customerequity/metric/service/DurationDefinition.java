package org.customerequity.metric.service;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.customerequity.internal.Require;

/**
 * Which time is meant: from which event to which, by which clock, in which unit. Durations of two definitions do not merge.
 *
 * <p>What a case that is opened again does to its resolution time is said by the name: {@link #timeToFirstResolution} stops once and
 * for all, {@link #timeToLastResolution} runs on, over the time in which the case was thought to be closed too.
 *
 * @param name as it is called in the field: {@code first response time}
 * @param start the event at which the clock starts
 * @param stop the event at which it stops
 * @param clock calendar time or business hours
 * @param unit of the numbers
 */
public record DurationDefinition(String name, String start, String stop, CaseClock clock, TimeUnit unit)
        implements Serializable {
    /** As long as nanoseconds fit. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    public DurationDefinition {
        Require.nonBlank(name, "name", "such as first response time");
        Require.nonBlank(start, "start", "such as case opened");
        Require.nonBlank(stop, "stop", "such as first answer by a person");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(unit, "unit");
        if (unit == TimeUnit.DAYS && clock instanceof BusinessHours) {
            throw Require.bad(
                    "unit", "must be HOURS or less by business hours", "a working day has no fixed length", unit);
        }
    }

    /** From the opening of a case to the first answer by a person; an automatic receipt is none. */
    public static DurationDefinition firstResponseTime(CaseClock clock, TimeUnit unit) {
        return new DurationDefinition("first response time", "case opened", "first answer by a person", clock, unit);
    }

    /** From the opening of a case to its first resolution, whether or not it is opened again. */
    public static DurationDefinition timeToFirstResolution(CaseClock clock, TimeUnit unit) {
        return new DurationDefinition("time to first resolution", "case opened", "first resolution", clock, unit);
    }

    /** From the opening of a case to its last resolution; a case that is open again has not finished. */
    public static DurationDefinition timeToLastResolution(CaseClock clock, TimeUnit unit) {
        return new DurationDefinition("time to last resolution", "case opened", "last resolution", clock, unit);
    }

    /** From the order to its delivery in full. */
    public static DurationDefinition fulfilmentTime(CaseClock clock, TimeUnit unit) {
        return new DurationDefinition("fulfilment time", "order placed", "delivered in full", clock, unit);
    }

    /** From the request for a quote to the quote. */
    public static DurationDefinition quoteTurnaroundTime(CaseClock clock, TimeUnit unit) {
        return new DurationDefinition("quote turnaround time", "quote requested", "quote sent", clock, unit);
    }

    /** From the beginning of the work to its end: without the time spent waiting for somebody to begin. */
    public static DurationDefinition processingTime(CaseClock clock, TimeUnit unit) {
        return new DurationDefinition("processing time", "work begun", "work finished", clock, unit);
    }

    /**
     * The time between two instants by this clock and in this unit.
     *
     * @param from when it started
     * @param to when it stopped, not before {@code from} and within 292 years of it
     */
    public double elapsed(Instant from, Instant to) {
        Duration time = clock.elapsed(from, to);
        if (time.compareTo(LONGEST) > 0) {
            throw Require.bad("to", "must be within 292 years of from " + from, "", to);
        }
        return (double) time.toNanos() / unit.toNanos(1);
    }

    void requireLike(DurationDefinition other) {
        if (!equals(other)) {
            throw Require.bad("other", "must be " + this, "only like durations merge", other);
        }
    }

    /** {@code first response time in minutes, from case opened to first answer by a person, by calendar time}. */
    @Override
    public String toString() {
        return name + " in " + unit.toString().toLowerCase(Locale.ROOT) + ", from " + start + " to " + stop + ", by "
                + (clock instanceof BusinessHours hours ? "business hours of " + hours.zone() : "calendar time");
    }
}
