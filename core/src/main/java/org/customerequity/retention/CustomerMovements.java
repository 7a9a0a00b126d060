package org.customerequity.retention;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;
import java.util.OptionalLong;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Ending;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * Who came, came back and left in a period, in numbers of customers that add up, and every rate that is read off them. Immutable.
 *
 * <pre>{@code
 *   start + acquired + reactivated - churned = end
 *
 *   start        customers when the period begins: at the end of the day before its first
 *   acquired     customers at the end who had never been one
 *   reactivated  customers at the end who were none at the start, but had been before
 *   churned      customers at the start who are none at the end: by choice, not by choice, or for a reason unknown
 *   end          customers at the end of its last day
 * }</pre>
 *
 * <p>It compares two days. Who came and left in between is in no number, and who left and came back is retained.
 *
 * <p>Parts with different customers of one period merge ({@link #plus}); periods that follow each other chain
 * ({@link CustomerWaterfall}). The movements of a year are not the sums of its months: who came in March and left in June has
 * churned in a month, and not in the year.
 */
public final class CustomerMovements implements Serializable {
    private static final long serialVersionUID = 1;

    private static final String LEAVE_OUT = "leave out who came and left within the period";

    /** Where the number of former customers is not known. */
    private static final long UNKNOWN = -1;

    private final ReportingPeriod period;
    private final long start;
    private final long acquired;
    private final long reactivated;
    private final long voluntary;
    private final long involuntary;
    private final long unknown;
    private final long lapsedAtStart;

    private CustomerMovements(
            ReportingPeriod period,
            long start,
            long acquired,
            long reactivated,
            long voluntary,
            long involuntary,
            long unknown,
            long lapsedAtStart) {
        this.period = Objects.requireNonNull(period, "period");
        this.start = start;
        this.acquired = acquired;
        this.reactivated = reactivated;
        this.voluntary = voluntary;
        this.involuntary = involuntary;
        this.unknown = unknown;
        this.lapsedAtStart = lapsedAtStart;
    }

    /**
     * From counts, in the order of the identity: {@code of(march, 200, 50, 0, 20, 230)}. Nothing is known yet of reasons
     * ({@link #withChurnReasons}) and of former customers ({@link #withLapsedAtStart}).
     *
     * @param start customers when the period began
     * @param acquired new customers, still there at the end
     * @param reactivated former customers who are there again at the end
     * @param churned those of the start who are not there at the end
     * @param end customers when it ended
     * @throws IllegalArgumentException if a count is negative, or they do not add up
     */
    public static CustomerMovements of(
            ReportingPeriod period, long start, long acquired, long reactivated, long churned, long end) {
        Require.nonNegative(start, "start", "customers when the period began");
        Require.nonNegative(acquired, "acquired", "customers who are new");
        Require.nonNegative(reactivated, "reactivated", "customers who are back");
        Require.nonNegative(churned, "churned", "customers who left");
        if (churned > start) {
            throw Require.bad("churned", "must be <= start " + start, LEAVE_OUT, churned);
        }
        long sum = Math.addExact(Math.addExact(start - churned, acquired), reactivated);
        if (sum != end) {
            throw Require.bad(
                    "end",
                    "must be start + acquired + reactivated - churned = " + sum,
                    "one movement is missing or counted twice",
                    end);
        }
        return new CustomerMovements(period, start, acquired, reactivated, 0, 0, churned, UNKNOWN);
    }

    /** Nobody: what a stream or a partition starts from, with {@link #plusCustomer}. */
    public static CustomerMovements none(ReportingPeriod period) {
        return new CustomerMovements(period, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * From columns with a row a customer.
     *
     * @param atStart whether a customer at the end of the day before the period
     * @param atEnd whether a customer at the end of its last day
     * @param before whether ever a customer before the period; read only where {@code atStart} is false
     */
    public static CustomerMovements ofColumns(
            ReportingPeriod period, boolean[] atStart, boolean[] atEnd, boolean[] before) {
        int n = sameLength(atStart, atEnd, "atEnd");
        sameLength(atStart, before, "before");
        long[] cells = new long[8];
        for (int i = 0; i < n; i++) {
            cells[(atStart[i] ? 4 : 0) | (atEnd[i] ? 2 : 0) | (before[i] ? 1 : 0)]++;
        }
        return ofCells(period, cells);
    }

    /** Counted by at start (4), at end (2) and before (1). */
    private static CustomerMovements ofCells(ReportingPeriod period, long[] cells) {
        long churned = cells[4] + cells[5];
        long start = churned + cells[6] + cells[7];
        return new CustomerMovements(period, start, cells[2], cells[3], 0, 0, churned, cells[1] + cells[3]);
    }

    private static int sameLength(boolean[] rows, boolean[] column, String name) {
        Objects.requireNonNull(rows, "atStart");
        Objects.requireNonNull(column, name);
        if (column.length != rows.length) {
            throw Require.bad(name, "must have as many rows as atStart, " + rows.length, "", column.length);
        }
        return rows.length;
    }

    /**
     * From purchases, where nobody says that they leave: a customer is who bought not too long ago, by the rule. A former customer
     * is who bought before the period, and too long ago.
     *
     * <p>The purchases are those of the log, after all its refunds; {@code log.until(day)} gives what was known on an earlier day.
     * Where the log does not reach back to the first purchases of the business, those who come back after a longer time than it
     * covers are taken for new, and so is everybody at its beginning.
     *
     * @throws IllegalArgumentException if the period ends after the end of observation
     */
    public static CustomerMovements from(PurchaseLog log, ReportingPeriod period, InactivityRule rule) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(rule, "rule");
        if (period.lastDay().isAfter(log.lastDay())) {
            throw Require.bad(
                    "period",
                    "must not end after the end of observation, " + log.lastDay(),
                    "what was bought then is not known",
                    period);
        }
        long from = period.from().toEpochDay();
        long to = period.to().toEpochDay();
        long[] cells = new long[8];
        for (int i = 0; i < log.size(); i++) {
            int[] days = log.epochDays(i);
            int before = InactivityRule.lastBefore(days, from);
            int until = InactivityRule.lastBefore(days, to);
            int cell = before < 0 ? 0 : rule.covers(days[before], from - 1) ? 5 : 1;
            cell |= until >= 0 && rule.covers(days[until], to - 1) ? 2 : 0;
            cells[cell]++;
        }
        return ofCells(period, cells);
    }

    /**
     * From activities of any kind, such as logins, by the rule. The log has no end of observation: that it is complete until the end of the
     * period is for the caller to know.
     */
    public static CustomerMovements from(ActivityLog log, ReportingPeriod period, InactivityRule rule) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(rule, "rule");
        boolean[] atStart = rule.activeOn(log, period.from().minusDays(1));
        boolean[] before = new boolean[atStart.length];
        for (int i = 0; i < before.length; i++) {
            before[i] = log.firstDay(i).isBefore(period.from());
        }
        return ofColumns(period, atStart, rule.activeOn(log, period.lastDay()), before);
    }

    /**
     * From contracts: a customer is who has any contract, also a free one. Who left is counted by the {@link Ending} of the last.
     *
     * <p>A customer leaves on the first day without a contract, which is the end of the term that was paid for. To count them on the
     * day of their notice, build the log with that day as the end. Who pauses between two contracts leaves and comes back. The log has
     * no end of observation: a contract without an end runs on, and that the log knows of all until the end of the period is for the
     * caller to know.
     */
    public static CustomerMovements from(ContractLog log, ReportingPeriod period) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        LocalDate opening = period.from().minusDays(1);
        LocalDate closing = period.lastDay();
        CustomerMovements moved =
                ofColumns(period, log.activeOn(opening), log.activeOn(closing), log.customerBefore(period.from()));
        return moved.withChurnReasons(
                count(log.leftBetween(opening, closing, Ending.VOLUNTARY)),
                count(log.leftBetween(opening, closing, Ending.INVOLUNTARY)));
    }

    private static long count(boolean[] column) {
        long count = 0;
        for (boolean each : column) {
            count += each ? 1 : 0;
        }
        return count;
    }

    /**
     * With the reasons of those who left; of the others the reason stays unknown.
     *
     * @param leftByChoice who gave notice
     * @param leftNotByChoice whose card failed, who died or moved out of reach
     * @throws IllegalArgumentException if more left for a reason than left
     */
    public CustomerMovements withChurnReasons(long leftByChoice, long leftNotByChoice) {
        Require.nonNegative(leftByChoice, "leftByChoice", "who gave notice");
        Require.nonNegative(leftNotByChoice, "leftNotByChoice", "whose card failed");
        long known = Math.addExact(leftByChoice, leftNotByChoice);
        if (known > churned()) {
            throw Require.bad("leftByChoice + leftNotByChoice", "must be <= churned " + churned(), LEAVE_OUT, known);
        }
        return new CustomerMovements(
                period, start, acquired, reactivated, leftByChoice, leftNotByChoice, churned() - known, lapsedAtStart);
    }

    /**
     * With the number of former customers when the period began, of whom the reactivated are a part.
     *
     * @throws IllegalArgumentException if more came back than there were
     */
    public CustomerMovements withLapsedAtStart(long lapsed) {
        Require.nonNegative(lapsed, "lapsed", "former customers when the period began");
        if (lapsed < reactivated) {
            throw Require.bad(
                    "lapsed",
                    "must be >= reactivated " + reactivated,
                    "who left within the period and came back is retained",
                    lapsed);
        }
        return new CustomerMovements(period, start, acquired, reactivated, voluntary, involuntary, unknown, lapsed);
    }

    /** With one more customer; the flags are those of {@link #ofColumns}. */
    public CustomerMovements plusCustomer(boolean atStart, boolean atEnd, boolean before) {
        long[] cells = new long[8];
        cells[(atStart ? 4 : 0) | (atEnd ? 2 : 0) | (before ? 1 : 0)]++;
        return plus(ofCells(period, cells));
    }

    /**
     * Both together: other customers in the same period. The number of former customers is known where both know it.
     *
     * @throws IllegalArgumentException if the periods differ; see {@link CustomerWaterfall} for periods that follow each other
     */
    public CustomerMovements plus(CustomerMovements other) {
        Objects.requireNonNull(other, "other");
        if (!other.period.equals(period)) {
            throw Require.bad(
                    "other",
                    "must be of the period " + period,
                    "movements of periods do not add: see CustomerWaterfall",
                    other.period);
        }
        boolean known = lapsedAtStart != UNKNOWN && other.lapsedAtStart != UNKNOWN;
        return new CustomerMovements(
                period,
                Math.addExact(start, other.start),
                Math.addExact(acquired, other.acquired),
                Math.addExact(reactivated, other.reactivated),
                Math.addExact(voluntary, other.voluntary),
                Math.addExact(involuntary, other.involuntary),
                Math.addExact(unknown, other.unknown),
                known ? Math.addExact(lapsedAtStart, other.lapsedAtStart) : UNKNOWN);
    }

    /** The days it is about. */
    public ReportingPeriod period() {
        return period;
    }

    /** Customers when the period began. */
    public long start() {
        return start;
    }

    /** New customers. */
    public long acquired() {
        return acquired;
    }

    /** Former customers who are back. */
    public long reactivated() {
        return reactivated;
    }

    /** All who left, whatever the reason. */
    public long churned() {
        return voluntary + involuntary + unknown;
    }

    /** Who left for this reason. */
    public long churned(Ending why) {
        return switch (Objects.requireNonNull(why, "why")) {
            case VOLUNTARY -> voluntary;
            case INVOLUNTARY -> involuntary;
            case UNKNOWN -> unknown;
        };
    }

    /** Customers of the start who are there at the end. */
    public long retained() {
        return start - churned();
    }

    /** Customers when the period ended. */
    public long end() {
        return retained() + acquired + reactivated;
    }

    /**
     * Former customers when the period began, if known. That of the next period is not to be had from these movements: who came and
     * left within this one is in it.
     */
    public OptionalLong lapsedAtStart() {
        return lapsedAtStart == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(lapsedAtStart);
    }

    /**
     * The share of the customers at the start who stayed: {@code (end - acquired - reactivated) / start}.
     *
     * @param unit what the period is: {@code MONTH} of 28 to 31 days, {@code QUARTER} of 89 to 92, {@code YEAR} of 365 or 366
     * @throws IllegalArgumentException if the period is not that long
     */
    public RetentionRate retentionRate(PeriodUnit unit) {
        requireLength(unit);
        return RetentionRate.ofRetained(retained(), start, unit);
    }

    /**
     * The share of the customers at the start who left: {@code churned / start}.
     *
     * @param unit what the period is: {@code MONTH} of 28 to 31 days, {@code QUARTER} of 89 to 92, {@code YEAR} of 365 or 366
     * @throws IllegalArgumentException if the period is not that long
     */
    public ChurnRate churnRate(PeriodUnit unit) {
        requireLength(unit);
        return ChurnRate.ofCounts(churned(), start, unit);
    }

    private void requireLength(PeriodUnit unit) {
        long days = period.days();
        boolean fits = switch (Objects.requireNonNull(unit, "unit")) {
            case DAY -> days == 1;
            case WEEK -> days == 7;
            case MONTH -> days >= 28 && days <= 31;
            // February to April, a quarter of who closes the books in January, has 89
            case QUARTER -> days >= 89 && days <= 92;
            case YEAR -> days == 365 || days == 366;
        };
        if (!fits) {
            throw Require.bad(
                    "unit",
                    "must be the length of the period, " + days + " days",
                    "count over calendar units: ReportingPeriod.split",
                    unit);
        }
    }

    /** The share of the customers at the start who left for this reason; the three add up to the churn rate. */
    public Proportion churnShare(Ending why) {
        return Proportion.of(churned(why), start);
    }

    /**
     * Who left over the mean of the customers at start and end: what some reports call churn. It is a share of nobody, can exceed 1
     * and does not compound.
     */
    public Ratio churnPerAverageCustomer() {
        return ChurnRate.perAverageCustomer(churned(), start, end());
    }

    /**
     * Who left over the customers at the start and those acquired: another figure that some reports call churn. As only those of the
     * start are counted as leaving, it falls when more are acquired, though nobody stays longer.
     */
    public Ratio churnPerStartAndAcquired() {
        return Ratio.of(churned(), "customers lost", (double) start + acquired, "customers at start and acquired");
    }

    /**
     * The share of the former customers at the start who came back.
     *
     * @throws IllegalStateException if their number is not known
     */
    public Proportion reactivationRate() {
        if (lapsedAtStart == UNKNOWN) {
            throw new IllegalStateException(
                    "lapsed customers at start must be known for a reactivation rate (use withLapsedAtStart)");
        }
        return Proportion.of(reactivated, lapsedAtStart);
    }

    /** The share of those who came who had been customers before: {@code reactivated / (acquired + reactivated)}. */
    public Proportion reacquiredShare() {
        return Proportion.of(reactivated, Math.addExact(acquired, reactivated));
    }

    /** By how much the number of customers grew, per customer at the start; negative where it fell. */
    public Ratio growth() {
        return Ratio.of((double) end() - start, "customers more", start, "customers at start");
    }

    /** Equal period and counts. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CustomerMovements other
                && period.equals(other.period)
                && start == other.start
                && acquired == other.acquired
                && reactivated == other.reactivated
                && voluntary == other.voluntary
                && involuntary == other.involuntary
                && unknown == other.unknown
                && lapsedAtStart == other.lapsedAtStart;
    }

    @Override
    public int hashCode() {
        return Objects.hash(period, start, acquired, reactivated, voluntary, involuntary, unknown, lapsedAtStart);
    }

    /** {@code 2026-03-01 to 2026-03-31: 200 + 50 acquired + 0 reactivated - 20 churned = 230 customers}. */
    @Override
    public String toString() {
        return period + ": " + start + " + " + acquired + " acquired + " + reactivated + " reactivated - " + churned()
                + " churned = " + end() + " customers";
    }
}
