package org.customerequity.metric.service;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Merging;
import org.customerequity.metric.MetricDefinition.OpenCases;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.RatioMetric;
import org.customerequity.value.ReportingPeriod;

/**
 * The stock of open cases and what flowed in and out of it: {@code end = start + arrived - closed}.
 *
 * <p>Periods that follow each other add their flows and keep the first start and the last end ({@link #followedBy}); desks side by
 * side add both ({@link #plus}). A case opened again arrives again.
 *
 * @param period the days
 * @param start open at the start, {@code >= 0}
 * @param arrived in the period, {@code >= 0}
 * @param closed in the period, at most {@code start + arrived}
 */
public record Backlog(ReportingPeriod period, long start, long arrived, long closed) implements Serializable {
    /** Open at the end over arrived. */
    public static final MetricDefinition BACKLOG_RATE =
            of("backlog rate", "open at the end", "arrived").withOpenCases(OpenCases.COUNTED);

    /** Open at the end over closed per day. */
    public static final MetricDefinition BACKLOG_DAYS =
            of("backlog days", "open at the end", "closed per day").withOpenCases(OpenCases.COUNTED);

    /** Mean backlog over closed per day. */
    public static final MetricDefinition MEAN_DAYS_IN_SYSTEM =
            of("mean days in system (Little)", "mean backlog", "closed per day").withOpenCases(OpenCases.COUNTED);

    public Backlog {
        Objects.requireNonNull(period, "period");
        Require.nonNegative(start, "start", "open cases");
        Require.nonNegative(arrived, "arrived", "cases");
        Require.nonNegative(closed, "closed", "cases");
        long all = Math.addExact(start, arrived);
        if (closed > all) {
            throw Require.bad("closed", "must be <= start + arrived " + all, "no other case was there", closed);
        }
    }

    /** The end follows from the flows. */
    public static Backlog of(ReportingPeriod period, long start, long arrived, long closed) {
        return new Backlog(period, start, arrived, closed);
    }

    /**
     * With an end that was counted for itself, which must agree with the flows.
     *
     * @throws IllegalArgumentException if it does not: a flow is missing or counted twice
     */
    public static Backlog reconciled(ReportingPeriod period, long start, long arrived, long closed, long end) {
        Backlog backlog = new Backlog(period, start, arrived, closed);
        if (end != backlog.end()) {
            throw Require.bad(
                    "end",
                    "must be start + arrived - closed = " + backlog.end(),
                    "a case opened again arrives again; cancelled and merged cases are closed",
                    end);
        }
        return backlog;
    }

    private static MetricDefinition of(String name, String numerator, String denominator) {
        return MetricDefinition.of(name, numerator, denominator, "cases of the period")
                .withPolarity(Polarity.LOWER_IS_BETTER)
                .withMerging(Merging.NONE);
    }

    /** Open at the end: {@code start + arrived - closed}. */
    public long end() {
        return start + arrived - closed;
    }

    /** Open at the end over arrived in the period; may exceed 1. */
    public RatioMetric rate() {
        return RatioMetric.ofTotals(BACKLOG_RATE, period, end(), arrived);
    }

    /**
     * How many days of work are left at the pace of the period: {@code end / (closed / workingDays)}. Undefined where nothing was
     * closed.
     *
     * @param workingDays of the period, {@code > 0} and at most its days
     */
    public RatioMetric days(double workingDays) {
        return RatioMetric.ofTotals(BACKLOG_DAYS, period, end(), closedPerDay(workingDays));
    }

    /**
     * The mean time of a case in the system by Little's law, {@code mean backlog / (closed / workingDays)}, with the mean of start and
     * end as the mean backlog. It holds in a steady state only: in a backlog that grows, cases wait longer than this.
     *
     * @param workingDays of the period, {@code > 0} and at most its days
     */
    public RatioMetric meanDaysInSystem(double workingDays) {
        return meanDaysInSystem(start / 2.0 + end() / 2.0, workingDays);
    }

    /**
     * {@link #meanDaysInSystem(double)} with a mean backlog that was counted day by day.
     *
     * @param meanBacklog of the period, {@code >= 0}
     * @param workingDays of the period, {@code > 0} and at most its days
     */
    public RatioMetric meanDaysInSystem(double meanBacklog, double workingDays) {
        Require.nonNegative(meanBacklog, "meanBacklog", "open cases");
        return RatioMetric.ofTotals(MEAN_DAYS_IN_SYSTEM, period, meanBacklog, closedPerDay(workingDays));
    }

    private double closedPerDay(double workingDays) {
        if (!(workingDays > 0 && workingDays <= period.days())) {
            throw Require.bad("workingDays", "must be > 0 and <= " + period.days(), "days of " + period, workingDays);
        }
        return closed / workingDays;
    }

    /**
     * Both periods as one.
     *
     * @param next the period that begins when this one ends, with the stock at which this one ends
     */
    public Backlog followedBy(Backlog next) {
        Objects.requireNonNull(next, "next");
        if (!next.period.from().equals(period.to())) {
            throw Require.bad("next", "must begin on " + period.to(), "the day after this period", next.period);
        }
        if (next.start != end()) {
            throw Require.bad("next.start", "must be the end of this period, " + end(), "", next.start);
        }
        return new Backlog(
                period.plus(next.period),
                start,
                Math.addExact(arrived, next.arrived),
                Math.addExact(closed, next.closed));
    }

    /** Two desks in one period; no case may be at both. */
    public Backlog plus(Backlog other) {
        Objects.requireNonNull(other, "other");
        if (!period.equals(other.period)) {
            throw Require.bad(
                    "other", "must be of the period " + period, "stocks of two dates do not add", other.period);
        }
        return new Backlog(
                period,
                Math.addExact(start, other.start),
                Math.addExact(arrived, other.arrived),
                Math.addExact(closed, other.closed));
    }
}
