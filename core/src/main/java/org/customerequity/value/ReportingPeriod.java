package org.customerequity.value;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * The days that a figure is about: from the first, which belongs to it, to the first that does not, {@code [from, to)}. Periods
 * that follow each other share that day and nothing else, so that no event is counted twice or lost.
 *
 * <pre>{@code
 *   ReportingPeriod.ofMonth(2026, 3)                    2026-03-01 to 2026-04-01, 31 days
 *   ReportingPeriod.ofYear(2026).split(QUARTER)         four calendar quarters, of 90, 91, 92 and 92 days
 * }</pre>
 *
 * <p>Weeks begin on Monday (ISO 8601). An instant belongs to the day that it falls on in a time zone, which has to be named: the
 * day of a change of the clocks has 23 or 25 hours.
 *
 * @param from the first day
 * @param to the first day after it
 */
public record ReportingPeriod(LocalDate from, LocalDate to) implements Serializable {
    public ReportingPeriod {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (!to.isAfter(from)) {
            throw Require.bad("to", "must be after from " + from, "the first day that does not belong to it", to);
        }
    }

    /**
     * Any days.
     *
     * @param from the first day
     * @param to the first day after it
     */
    public static ReportingPeriod of(LocalDate from, LocalDate to) {
        return new ReportingPeriod(from, to);
    }

    /** {@code ReportingPeriod.ofMonth(2026, 3)}. */
    public static ReportingPeriod ofMonth(int year, int month) {
        if (month < 1 || month > 12) {
            throw Require.bad("month", "must be 1 to 12", "1 is January", month);
        }
        return containing(LocalDate.of(year, month, 1), PeriodUnit.MONTH);
    }

    /** {@code ReportingPeriod.ofQuarter(2026, 1)}: January to March. */
    public static ReportingPeriod ofQuarter(int year, int quarter) {
        if (quarter < 1 || quarter > 4) {
            throw Require.bad("quarter", "must be 1 to 4", "1 is January to March", quarter);
        }
        return containing(LocalDate.of(year, 3 * quarter - 2, 1), PeriodUnit.QUARTER);
    }

    /** {@code ReportingPeriod.ofYear(2026)}. */
    public static ReportingPeriod ofYear(int year) {
        return containing(LocalDate.of(year, 1, 1), PeriodUnit.YEAR);
    }

    /** The calendar day, week from Monday, month, quarter or year in which a day falls. */
    public static ReportingPeriod containing(LocalDate day, PeriodUnit unit) {
        Objects.requireNonNull(day, "day");
        LocalDate first = switch (Objects.requireNonNull(unit, "unit")) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3);
            case YEAR -> day.withDayOfYear(1);
        };
        return new ReportingPeriod(first, after(first, unit));
    }

    private static LocalDate after(LocalDate first, PeriodUnit unit) {
        return switch (unit) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            case QUARTER -> first.plusMonths(3);
            case YEAR -> first.plusYears(1);
        };
    }

    /** The last day that belongs to it. */
    public LocalDate lastDay() {
        return to.minusDays(1);
    }

    /** How many days. */
    public long days() {
        return ChronoUnit.DAYS.between(from, to);
    }

    /** Its length in days over the length of {@code unit}: 31 days are 1.0185 months. */
    public double lengthPer(PeriodUnit unit) {
        return days() / Objects.requireNonNull(unit, "unit").days();
    }

    /** Whether a day belongs to it. */
    public boolean contains(LocalDate day) {
        return !Objects.requireNonNull(day, "day").isBefore(from) && day.isBefore(to);
    }

    /** Whether the day that an instant falls on, in this zone, belongs to it. */
    public boolean contains(Instant instant, ZoneId zone) {
        Objects.requireNonNull(instant, "instant");
        return contains(LocalDate.ofInstant(instant, Objects.requireNonNull(zone, "zone")));
    }

    /** Whether any day belongs to both. */
    public boolean overlaps(ReportingPeriod other) {
        return from.isBefore(Objects.requireNonNull(other, "other").to) && other.from.isBefore(to);
    }

    /**
     * Cut where calendar days, weeks, months, quarters or years begin. The first and the last piece are shorter where this does
     * not begin or end with one.
     */
    public List<ReportingPeriod> split(PeriodUnit unit) {
        Objects.requireNonNull(unit, "unit");
        List<ReportingPeriod> pieces = new ArrayList<>();
        LocalDate begin = from;
        while (begin.isBefore(to)) {
            LocalDate end = containing(begin, unit).to;
            pieces.add(new ReportingPeriod(begin, end.isBefore(to) ? end : to));
            begin = end;
        }
        return List.copyOf(pieces);
    }

    /**
     * Both together, where they are the same or one follows the other.
     *
     * @throws IllegalArgumentException if they overlap in part or leave a gap
     */
    public ReportingPeriod plus(ReportingPeriod other) {
        if (Objects.requireNonNull(other, "other").equals(this)) {
            return this;
        }
        if (other.from.equals(to)) {
            return new ReportingPeriod(from, other.to);
        }
        if (other.to.equals(from)) {
            return new ReportingPeriod(other.from, to);
        }
        throw Require.bad(
                "other",
                "must be the same period as " + this + ", or follow or precede it",
                "without a gap and without counting a day twice",
                other);
    }

    /** {@code 2026-03-01 to 2026-03-31}: the last day is the last that belongs to it. */
    @Override
    public String toString() {
        return from + " to " + lastDay();
    }
}
