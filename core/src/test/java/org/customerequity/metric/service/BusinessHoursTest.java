package org.customerequity.metric.service;

import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

/** The clock of a desk that closes. */
@Seeded
class BusinessHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalTime NINE = LocalTime.of(9, 0);
    private static final LocalTime FIVE = LocalTime.of(17, 0);
    private static final BusinessHours DESK = BusinessHours.mondayToFriday(BERLIN, NINE, FIVE);

    private static Instant at(String wall) {
        return java.time.LocalDateTime.parse(wall).atZone(BERLIN).toInstant();
    }

    @Test
    void oneWeek() {
        // 2026-11-20 is a Friday
        assertEquals(Duration.ofMinutes(75), DESK.elapsed(at("2026-11-20T16:00"), at("2026-11-23T09:15")));
        assertEquals(Duration.ZERO, DESK.elapsed(at("2026-11-20T17:00"), at("2026-11-23T09:00")));
        assertEquals(Duration.ofHours(40), DESK.elapsed(at("2026-11-20T12:00"), at("2026-11-27T12:00")));
        assertEquals(
                Duration.ofHours(32),
                DESK.withHolidays(LocalDate.of(2026, 11, 24)).elapsed(at("2026-11-20T12:00"), at("2026-11-27T12:00")));
        assertEquals(
                Duration.ofHours(43),
                DESK.withOpening(DayOfWeek.SATURDAY, NINE, LocalTime.NOON)
                        .elapsed(at("2026-11-20T12:00"), at("2026-11-27T12:00")));
        assertEquals(Duration.ZERO, DESK.elapsed(at("2026-11-20T12:00"), at("2026-11-20T12:00")));
        travels(DESK.withHolidays(LocalDate.of(2026, 12, 25)));
    }

    @Test
    void theOrderOfOpeningsDoesNotMatter() {
        BusinessHours one = new BusinessHours(
                BERLIN,
                List.of(
                        new BusinessHours.Opening(DayOfWeek.MONDAY, LocalTime.of(13, 0), FIVE),
                        new BusinessHours.Opening(DayOfWeek.MONDAY, NINE, LocalTime.NOON)),
                Set.of());
        BusinessHours other = new BusinessHours(
                BERLIN,
                List.of(
                        new BusinessHours.Opening(DayOfWeek.MONDAY, NINE, LocalTime.NOON),
                        new BusinessHours.Opening(DayOfWeek.MONDAY, LocalTime.of(13, 0), FIVE)),
                Set.of());
        assertEquals(one, other);
        assertNotEquals(one, DESK);
    }

    /** The day on which clocks go forward has 23 hours, the other one 25. */
    @Test
    void changesOfTheClocks() {
        BusinessHours always = DESK.withOpening(DayOfWeek.SUNDAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        assertEquals(Duration.ofHours(23), always.elapsed(at("2026-03-28T12:00"), at("2026-03-30T08:00")));
        assertEquals(Duration.ofHours(25), always.elapsed(at("2026-10-24T12:00"), at("2026-10-26T08:00")));
        // opens in the hour that is left out: at the change, 03:00
        BusinessHours early = DESK.withOpening(DayOfWeek.SUNDAY, LocalTime.of(2, 30), LocalTime.of(4, 0));
        assertEquals(Duration.ofHours(1), early.elapsed(at("2026-03-28T12:00"), at("2026-03-30T08:00")));
        // opens in the hour that comes twice: the first time
        assertEquals(Duration.ofMinutes(150), early.elapsed(at("2026-10-24T12:00"), at("2026-10-26T08:00")));
        // closes in it: the last time
        BusinessHours late = DESK.withOpening(DayOfWeek.SUNDAY, LocalTime.of(1, 0), LocalTime.of(2, 30));
        assertEquals(Duration.ofMinutes(150), late.elapsed(at("2026-10-24T12:00"), at("2026-10-26T08:00")));
        assertEquals(Duration.ofHours(1), late.elapsed(at("2026-03-28T12:00"), at("2026-03-30T08:00")));
    }

    /** Every quarter of an hour looked at on the wall, over changes of the clocks in three zones. */
    @Property(tries = 150)
    void asCountedByQuarters(
            @ForAll @IntRange(max = 2) int zone,
            @ForAll @IntRange(max = 35_000) int from,
            @ForAll @IntRange(max = 3000) int quarters) {
        ZoneId place = ZoneId.of(List.of("America/New_York", "Australia/Lord_Howe", "Europe/Berlin")
                .get(zone));
        LocalDate holiday = LocalDate.of(2026, 10, 5);
        // hours away from those that come twice or not at all
        BusinessHours desk = BusinessHours.mondayToFriday(place, LocalTime.of(8, 15), LocalTime.of(16, 45))
                .withOpening(DayOfWeek.SUNDAY, LocalTime.of(0, 0), LocalTime.of(12, 0))
                .withOpening(DayOfWeek.SUNDAY, LocalTime.of(22, 0), LocalTime.MIDNIGHT)
                .withHolidays(holiday);
        Instant begin = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(900L * from);
        long open = 0;
        for (int q = 0; q < quarters; q++) {
            ZonedDateTime wall = begin.plusSeconds(900L * q).atZone(place);
            LocalTime time = wall.toLocalTime();
            boolean counts;
            if (wall.toLocalDate().equals(holiday) || wall.getDayOfWeek() == DayOfWeek.SATURDAY) {
                counts = false;
            } else if (wall.getDayOfWeek() == DayOfWeek.SUNDAY) {
                counts = time.getHour() < 12 || time.getHour() >= 22;
            } else {
                counts = !time.isBefore(LocalTime.of(8, 15)) && time.isBefore(LocalTime.of(16, 45));
            }
            open += counts ? 1 : 0;
        }
        assertEquals(Duration.ofMinutes(15 * open), desk.elapsed(begin, begin.plusSeconds(900L * quarters)));
    }

    /** Time adds up: to a point and from it. */
    @Property(tries = 300)
    void timeAddsUp(
            @ForAll @IntRange(max = 500_000) int start,
            @ForAll @IntRange(max = 50_000) int first,
            @ForAll @IntRange(max = 50_000) int second) {
        Instant a = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * start);
        Instant b = a.plusSeconds(60L * first);
        Instant c = b.plusSeconds(60L * second);
        assertEquals(DESK.elapsed(a, c), DESK.elapsed(a, b).plus(DESK.elapsed(b, c)));
        assertEquals(
                CaseClock.calendar().elapsed(a, c),
                CaseClock.calendar().elapsed(a, b).plus(CaseClock.calendar().elapsed(b, c)));
    }

    /** 25 October 2026, clocks back at 03:00: a change of shifts at 02:30 comes twice, and no hour counts twice for it. */
    @Test
    void shiftsThatChangeInTheHourThatComesTwice() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant before = Instant.parse("2026-10-24T12:00:00Z");
        Instant after = Instant.parse("2026-10-25T12:00:00Z");
        BusinessHours whole = new BusinessHours(
                berlin,
                List.of(new BusinessHours.Opening(DayOfWeek.SUNDAY, LocalTime.MIN, LocalTime.of(5, 0))),
                Set.of());
        BusinessHours shifts = new BusinessHours(
                berlin,
                List.of(
                        new BusinessHours.Opening(DayOfWeek.SUNDAY, LocalTime.MIN, LocalTime.of(2, 30)),
                        new BusinessHours.Opening(DayOfWeek.SUNDAY, LocalTime.of(2, 30), LocalTime.of(5, 0))),
                Set.of());
        assertEquals(Duration.ofHours(6), whole.elapsed(before, after));
        assertEquals(Duration.ofHours(6), shifts.elapsed(before, after));
        for (Instant between = before; between.isBefore(after); between = between.plusSeconds(600)) {
            assertEquals(whole.elapsed(between, after), shifts.elapsed(between, after));
            assertEquals(whole.elapsed(before, between), shifts.elapsed(before, between));
        }
    }

    @Test
    void badInput() {
        rejects(
                "stop must not be before start 2026-11-20T16:00:00Z, was 2026-11-20T15:00:00Z",
                () -> DESK.elapsed(at("2026-11-20T17:00"), at("2026-11-20T16:00")));
        rejects(
                "close must be after open 17:00, was 09:00 (00:00 is the end of the day; split a night shift)",
                () -> BusinessHours.mondayToFriday(BERLIN, FIVE, NINE));
        rejects(
                "openings must not overlap, was Opening[day=MONDAY, open=09:00, close=17:00] and"
                        + " Opening[day=MONDAY, open=12:00, close=13:00]",
                () -> DESK.withOpening(DayOfWeek.MONDAY, LocalTime.NOON, LocalTime.of(13, 0)));
        rejects(
                "openings must not overlap, was Opening[day=SUNDAY, open=09:00, close=00:00] and"
                        + " Opening[day=SUNDAY, open=12:00, close=13:00]",
                () -> DESK.withOpening(DayOfWeek.SUNDAY, NINE, LocalTime.MIDNIGHT)
                        .withOpening(DayOfWeek.SUNDAY, LocalTime.NOON, LocalTime.of(13, 0)));
        rejects(
                "openings must be at least one, was empty (a desk that never opens answers nothing)",
                () -> new BusinessHours(BERLIN, List.of(), Set.of()));
        rejectsNull("zone", () -> BusinessHours.mondayToFriday(null, NINE, FIVE));
        rejectsNull("open", () -> BusinessHours.mondayToFriday(BERLIN, null, FIVE));
        rejectsNull("close", () -> BusinessHours.mondayToFriday(BERLIN, NINE, null));
        rejectsNull("day", () -> DESK.withOpening(null, NINE, FIVE));
        rejectsNull("days[0]", () -> DESK.withHolidays((LocalDate) null));
        rejectsNull("start", () -> DESK.elapsed(null, Instant.EPOCH));
        rejectsNull("stop", () -> DESK.elapsed(Instant.EPOCH, null));
    }
}
