package org.customerequity.retention.cohort;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/** Ages from days since 1970, without an object a day; the days of the last 45 years are remembered. */
final class CohortCalendar {
    /** 64 kB. */
    private static final int TABLE = 1 << 14;

    private static final int UNKNOWN = Integer.MIN_VALUE;

    private static final int DAYS_FROM_0000_03_01 = 719_468;
    private static final int DAYS_PER_400_YEARS = 146_097;

    private final PeriodUnit unit;
    private final CohortClock clock;
    private final int tableFrom;
    private final int[] table;

    CohortCalendar(PeriodUnit unit, CohortClock clock, int lastDay) {
        this.unit = unit;
        this.clock = clock;
        tableFrom = lastDay - TABLE + 1;
        table = new int[TABLE];
        Arrays.fill(table, UNKNOWN);
    }

    /** What of a day its age depends on, for {@link #age(int, int)}. */
    int code(int day) {
        int i = day - tableFrom;
        if (i < 0 || i >= TABLE) {
            return code(day, unit, clock);
        }
        int known = table[i];
        if (known == UNKNOWN) {
            known = code(day, unit, clock);
            table[i] = known;
        }
        return known;
    }

    /** Whole periods from a first day to another that is not before it, both as codes. */
    int age(int first, int day) {
        return age(first, day, unit, clock);
    }

    static int epochDay(LocalDate day, String name) {
        if (Math.abs(day.getYear()) > 9999) {
            throw Require.bad(name, "must be in the years -9999 to 9999", "", day);
        }
        return (int) day.toEpochDay();
    }

    /** Whole periods from a first day to another that is not before it. */
    static int ageOn(int day, int first, PeriodUnit unit, CohortClock clock) {
        return age(code(first, unit, clock), code(day, unit, clock), unit, clock);
    }

    private static int code(int day, PeriodUnit unit, CohortClock clock) {
        return clock == CohortClock.CALENDAR
                ? period(day, unit)
                : unit == PeriodUnit.DAY || unit == PeriodUnit.WEEK ? day : civil(day);
    }

    private static int age(int first, int day, PeriodUnit unit, CohortClock clock) {
        return clock == CohortClock.CALENDAR
                ? day - first
                : switch (unit) {
                    case DAY -> day - first;
                    case WEEK -> (day - first) / 7;
                    case MONTH -> months(first, day);
                    case QUARTER -> months(first, day) / 3;
                    case YEAR -> months(first, day) / 12;
                };
    }

    /** Number of the calendar period in which a day falls. */
    static int period(int day, PeriodUnit unit) {
        return switch (unit) {
            case DAY -> day;
            // 1 January 1970 was a Thursday
            case WEEK -> Math.floorDiv(day + 3, 7);
            case MONTH -> civil(day) >> 5;
            case QUARTER -> Math.floorDiv(civil(day) >> 5, 3);
            case YEAR -> Math.floorDiv(civil(day) >> 5, 12);
        };
    }

    /** How the calendar period in which a day falls is written. */
    static String name(int day, PeriodUnit unit) {
        LocalDate first =
                ReportingPeriod.containing(LocalDate.ofEpochDay(day), unit).from();
        String text = first.toString();
        return switch (unit) {
            case DAY -> text;
            case WEEK ->
                "%04d-W%02d"
                        .formatted(first.get(IsoFields.WEEK_BASED_YEAR), first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> text.substring(0, text.length() - 3);
            case QUARTER -> text.substring(0, text.length() - 6) + "-Q" + first.get(IsoFields.QUARTER_OF_YEAR);
            case YEAR -> text.substring(0, text.length() - 6);
        };
    }

    /** Whole months; from the 31st, a month ends with the last day of a shorter one. */
    private static int months(int first, int day) {
        int month = day >> 5;
        int dayOfMonth = day & 31;
        int due = first & 31;
        boolean early = dayOfMonth < due && (dayOfMonth < 28 || dayOfMonth < lengthOfMonth(month));
        return month - (first >> 5) - (early ? 1 : 0);
    }

    private static int lengthOfMonth(int month) {
        int year = Math.floorDiv(month, 12);
        return switch (month - 12 * year) {
            case 1 -> (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 3, 5, 8, 10 -> 30;
            default -> 31;
        };
    }

    /**
     * Months since the year 0 and the day of the month in the low 5 bits, of the proleptic Gregorian calendar: years are counted from
     * March, so that the leap day ends one, in cycles of 400.
     */
    private static int civil(int epochDay) {
        int days = epochDay + DAYS_FROM_0000_03_01;
        int cycle = Math.floorDiv(days, DAYS_PER_400_YEARS);
        int dayOfCycle = days - cycle * DAYS_PER_400_YEARS;
        int yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
        int dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        // March of year y is its third month
        int month = 12 * (400 * cycle + yearOfCycle) + 2 + monthFromMarch;
        return month << 5 | dayOfMonth;
    }
}
