package org.customerequity.metric.service;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.customerequity.internal.Require;

/**
 * The clock of a desk that closes: weekly opening hours in a time zone, less holidays. Time in which it is closed does not count.
 *
 * <p>Hours are those on the wall. Where clocks go forward inside the opening hours the day is shorter, where they go back it is
 * longer. An hour of opening that the change leaves out is the moment of the change; one that comes twice opens the first time, and
 * closes the last.
 *
 * @param zone of the desk
 * @param openings of a week, in any order, without overlap; at least one
 * @param holidays on which it stays closed
 */
public record BusinessHours(ZoneId zone, List<Opening> openings, Set<LocalDate> holidays) implements CaseClock {
    /**
     * Open on one day of the week. A shift over midnight is two of them.
     *
     * @param day of the week
     * @param open from this time
     * @param close until this time; {@link LocalTime#MIDNIGHT} is the end of the day
     */
    public record Opening(DayOfWeek day, LocalTime open, LocalTime close) implements Serializable {
        public Opening {
            Objects.requireNonNull(day, "day");
            Objects.requireNonNull(open, "open");
            Objects.requireNonNull(close, "close");
            if (!close.equals(LocalTime.MIDNIGHT) && !close.isAfter(open)) {
                throw Require.bad(
                        "close",
                        "must be after open " + open,
                        "00:00 is the end of the day; split a night shift",
                        close);
            }
        }

        private boolean endsWithTheDay() {
            return close.equals(LocalTime.MIDNIGHT);
        }
    }

    public BusinessHours {
        Objects.requireNonNull(zone, "zone");
        List<Opening> sorted = new ArrayList<>(List.copyOf(Objects.requireNonNull(openings, "openings")));
        Require.notEmpty(sorted.size(), "openings", "must be at least one", "a desk that never opens answers nothing");
        sorted.sort(Comparator.comparing(Opening::day).thenComparing(Opening::open));
        for (int i = 1; i < sorted.size(); i++) {
            Opening before = sorted.get(i - 1);
            Opening next = sorted.get(i);
            if (before.day() == next.day()
                    && (before.endsWithTheDay() || next.open().isBefore(before.close()))) {
                throw Require.bad("openings", "must not overlap", "", before + " and " + next);
            }
        }
        openings = List.copyOf(sorted);
        holidays = Set.copyOf(Objects.requireNonNull(holidays, "holidays"));
    }

    /** Open from Monday to Friday; no holidays yet. */
    public static BusinessHours mondayToFriday(ZoneId zone, LocalTime open, LocalTime close) {
        List<Opening> week = new ArrayList<>();
        for (int day = 1; day <= 5; day++) {
            week.add(new Opening(DayOfWeek.of(day), open, close));
        }
        return new BusinessHours(zone, week, Set.of());
    }

    /** Open on one day more, or once more on a day. */
    public BusinessHours withOpening(DayOfWeek day, LocalTime open, LocalTime close) {
        List<Opening> more = new ArrayList<>(openings);
        more.add(new Opening(day, open, close));
        return new BusinessHours(zone, more, holidays);
    }

    /** Closed on these days too. */
    public BusinessHours withHolidays(LocalDate... days) {
        Objects.requireNonNull(days, "days");
        Set<LocalDate> more = new TreeSet<>(holidays);
        for (int i = 0; i < days.length; i++) {
            more.add(Objects.requireNonNull(days[i], "days[" + i + "]"));
        }
        return new BusinessHours(zone, openings, more);
    }

    /** How much of the time from {@code start} to {@code stop} it was open. The work grows with the days between them. */
    @Override
    public Duration elapsed(Instant start, Instant stop) {
        CaseClock.calendar().elapsed(start, stop);
        LocalDate last = LocalDate.ofInstant(stop, zone);
        Duration sum = Duration.ZERO;
        // an hour that comes twice, with a change of shifts in it, belongs to both and counts once
        Instant counted = start;
        for (LocalDate day = LocalDate.ofInstant(start, zone); !day.isAfter(last); day = day.plusDays(1)) {
            DayOfWeek weekday = day.getDayOfWeek();
            if (holidays.contains(day)) {
                continue;
            }
            for (Opening hours : openings) {
                if (hours.day() == weekday) {
                    Instant open = later(counted, instant(day.atTime(hours.open()), true));
                    Instant close = earlier(
                            stop,
                            hours.endsWithTheDay()
                                    ? instant(day.plusDays(1).atStartOfDay(), true)
                                    : instant(day.atTime(hours.close()), false));
                    if (open.isBefore(close)) {
                        sum = sum.plus(Duration.between(open, close));
                        counted = close;
                    }
                }
            }
        }
        return sum;
    }

    /** Of a time on the wall that comes twice, the first or the last; of one that is left out, the moment of the change. */
    private Instant instant(LocalDateTime wall, boolean first) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(wall);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(wall);
            return gap.getInstant();
        }
        return wall.toInstant(offsets.get(first ? 0 : offsets.size() - 1));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
