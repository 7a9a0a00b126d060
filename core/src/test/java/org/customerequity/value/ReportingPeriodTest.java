package org.customerequity.value;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class ReportingPeriodTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<Long> lengths(ReportingPeriod period, PeriodUnit unit) {
        return period.split(unit).stream().map(ReportingPeriod::days).toList();
    }

    @Test
    void calendarMonthsQuartersAndYears() {
        ReportingPeriod march = ReportingPeriod.ofMonth(2026, 3);
        assertEquals(ReportingPeriod.of(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1)), march);
        assertEquals(31, march.days());
        assertEquals(LocalDate.of(2026, 3, 31), march.lastDay());
        assertEquals("2026-03-01 to 2026-03-31", march.toString());
        close(31 / 30.4375, march.lengthPer(PeriodUnit.MONTH), 1e-15);
        assertEquals(
                List.of(31L, 28L, 31L, 30L, 31L, 30L, 31L, 31L, 30L, 31L, 30L, 31L),
                lengths(ReportingPeriod.ofYear(2026), PeriodUnit.MONTH));
        assertEquals(List.of(90L, 91L, 92L, 92L), lengths(ReportingPeriod.ofYear(2026), PeriodUnit.QUARTER));
        assertEquals(List.of(91L, 91L, 92L, 92L), lengths(ReportingPeriod.ofYear(2024), PeriodUnit.QUARTER));
        assertEquals(
                ReportingPeriod.ofMonth(2025, 12).to(),
                ReportingPeriod.ofQuarter(2026, 1).from());
        assertEquals(
                ReportingPeriod.ofYear(2025).to(),
                ReportingPeriod.ofQuarter(2026, 1).from());
        travels(march);
    }

    @Test
    void februaryByTheGregorianRule() {
        assertEquals(29, ReportingPeriod.ofMonth(2024, 2).days());
        assertEquals(28, ReportingPeriod.ofMonth(2026, 2).days());
        assertEquals(28, ReportingPeriod.ofMonth(2100, 2).days());
        assertEquals(29, ReportingPeriod.ofMonth(2000, 2).days());
        assertEquals(366, ReportingPeriod.ofYear(2000).days());
    }

    /** ISO 8601: the week of the year's first Thursday is its first, so that a year has 52 or 53. */
    @Test
    void weeksBeginOnMondayAndCrossTheYear() {
        ReportingPeriod week = ReportingPeriod.containing(LocalDate.of(2026, 1, 1), PeriodUnit.WEEK);
        assertEquals(ReportingPeriod.of(LocalDate.of(2025, 12, 29), LocalDate.of(2026, 1, 5)), week);
        assertEquals(week, ReportingPeriod.containing(LocalDate.of(2025, 12, 29), PeriodUnit.WEEK));
        assertEquals(week, ReportingPeriod.containing(LocalDate.of(2026, 1, 4), PeriodUnit.WEEK));
        assertEquals(4L, lengths(ReportingPeriod.ofYear(2026), PeriodUnit.WEEK).get(0));
        assertEquals(53, lengths(ReportingPeriod.ofYear(2026), PeriodUnit.WEEK).size());
    }

    @Test
    void anInstantBelongsToTheDayOfTheZone() {
        ReportingPeriod march = ReportingPeriod.ofMonth(2026, 3);
        Instant lastHour = Instant.parse("2026-03-31T21:59:59.999999999Z");
        assertTrue(march.contains(lastHour, BERLIN), "23:59 in summer time");
        assertFalse(march.contains(lastHour.plusNanos(1), BERLIN));
        assertTrue(march.contains(lastHour.plusNanos(1), ZoneId.of("UTC")));
        assertFalse(march.contains(Instant.parse("2026-02-28T22:59:59Z"), BERLIN));
        assertTrue(march.contains(Instant.parse("2026-02-28T23:00:00Z"), BERLIN));
    }

    /** Each instant of a day of 23 or 25 hours belongs to that day, and to no other; the hour that comes twice, both times. */
    @Test
    void daysOfAChangeOfTheClocks() {
        for (LocalDate day : List.of(LocalDate.of(2026, 3, 29), LocalDate.of(2026, 10, 25))) {
            ReportingPeriod period = ReportingPeriod.containing(day, PeriodUnit.DAY);
            Instant start = day.atStartOfDay(BERLIN).toInstant();
            long hours = day.getMonthValue() == 3 ? 23 : 25;
            for (long half = -4; half < 2 * hours + 4; half++) {
                boolean inside = half >= 0 && half < 2 * hours;
                assertEquals(inside, period.contains(start.plusSeconds(1800 * half), BERLIN), day + " " + half);
            }
        }
        // where clocks change at midnight, the day begins at one
        LocalDate day = LocalDate.of(2024, 4, 26);
        Instant midnight = Instant.parse("2024-04-25T22:00:00Z");
        ReportingPeriod friday = ReportingPeriod.containing(day, PeriodUnit.DAY);
        assertTrue(friday.contains(midnight, ZoneId.of("Africa/Cairo")));
        assertFalse(friday.contains(midnight.minusNanos(1), ZoneId.of("Africa/Cairo")));
    }

    @Test
    void periodsThatFollowEachOtherAddUp() {
        ReportingPeriod january = ReportingPeriod.ofMonth(2026, 1);
        ReportingPeriod february = ReportingPeriod.ofMonth(2026, 2);
        ReportingPeriod march = ReportingPeriod.ofMonth(2026, 3);
        assertEquals(ReportingPeriod.ofQuarter(2026, 1), january.plus(february).plus(march));
        assertEquals(ReportingPeriod.ofQuarter(2026, 1), march.plus(february).plus(january));
        assertEquals(march, march.plus(ReportingPeriod.ofMonth(2026, 3)));
        assertFalse(january.overlaps(february));
        assertTrue(ReportingPeriod.ofYear(2026).overlaps(february));
        assertTrue(february.overlaps(ReportingPeriod.ofYear(2026)));
        rejects(
                "other must be the same period as 2026-01-01 to 2026-01-31, or follow or precede it, was 2026-03-01 to"
                        + " 2026-03-31 (without a gap and without counting a day twice)",
                () -> january.plus(march));
        assertThrows(
                IllegalArgumentException.class,
                () -> ReportingPeriod.ofYear(2026).plus(january));
    }

    @Test
    void badInputIsRefusedByName() {
        LocalDate day = LocalDate.of(2026, 3, 1);
        rejects(
                "to must be after from 2026-03-01, was 2026-03-01 (the first day that does not belong to it)",
                () -> ReportingPeriod.of(day, day));
        rejects("month must be 1 to 12, was 13 (1 is January)", () -> ReportingPeriod.ofMonth(2026, 13));
        rejects("month must be 1 to 12, was 0 (1 is January)", () -> ReportingPeriod.ofMonth(2026, 0));
        rejects("quarter must be 1 to 4, was 0 (1 is January to March)", () -> ReportingPeriod.ofQuarter(2026, 0));
        rejects("quarter must be 1 to 4, was 5 (1 is January to March)", () -> ReportingPeriod.ofQuarter(2026, 5));
        ReportingPeriod march = ReportingPeriod.ofMonth(2026, 3);
        rejectsNull("from", () -> ReportingPeriod.of(null, day));
        rejectsNull("to", () -> ReportingPeriod.of(day, null));
        rejectsNull("day", () -> ReportingPeriod.containing(null, PeriodUnit.DAY));
        rejectsNull("unit", () -> ReportingPeriod.containing(day, null));
        rejectsNull("day", () -> march.contains(null));
        rejectsNull("instant", () -> march.contains(null, BERLIN));
        rejectsNull("zone", () -> march.contains(Instant.EPOCH, null));
        rejectsNull("unit", () -> march.split(null));
        rejectsNull("unit", () -> march.lengthPer(null));
        rejectsNull("other", () -> march.plus(null));
        rejectsNull("other", () -> march.overlaps(null));
    }

    @Provide
    Arbitrary<ReportingPeriod> periods() {
        return Combinators.combine(
                        Arbitraries.integers().between(-40_000, 60_000),
                        Arbitraries.integers().between(1, 1500))
                .as((from, days) ->
                        ReportingPeriod.of(LocalDate.ofEpochDay(from), LocalDate.ofEpochDay(from + (long) days)));
    }

    @Property
    void piecesTileThePeriod(@ForAll("periods") ReportingPeriod period, @ForAll PeriodUnit unit) {
        List<ReportingPeriod> pieces = period.split(unit);
        ReportingPeriod sum = pieces.get(0);
        for (ReportingPeriod piece : pieces.subList(1, pieces.size())) {
            assertEquals(sum.to(), piece.from());
            assertFalse(sum.overlaps(piece));
            sum = sum.plus(piece);
        }
        assertEquals(period, sum);
        assertEquals(
                period.days(), pieces.stream().mapToLong(ReportingPeriod::days).sum());
        // a piece inside is a whole calendar unit, and each is part of the one around it
        for (int i = 0; i < pieces.size(); i++) {
            ReportingPeriod whole = ReportingPeriod.containing(pieces.get(i).from(), unit);
            assertTrue(whole.contains(pieces.get(i).lastDay()));
            if (i > 0 && i < pieces.size() - 1) {
                assertEquals(whole, pieces.get(i));
            }
        }
    }

    /** Against the calendar fields of the platform: days of one unit share them, days of two do not. */
    @Property
    void daysOfOneUnitShareItsCalendarFields(@ForAll("periods") ReportingPeriod period, @ForAll PeriodUnit unit) {
        Set<Object> seen = new HashSet<>();
        for (ReportingPeriod piece : period.split(unit)) {
            Set<Object> fields = new HashSet<>();
            for (LocalDate day = piece.from(); piece.contains(day); day = day.plusDays(1)) {
                fields.add(
                        switch (unit) {
                            case DAY -> day;
                            case WEEK ->
                                day.get(IsoFields.WEEK_BASED_YEAR) + "-W" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
                            case MONTH -> java.time.YearMonth.from(day);
                            case QUARTER -> day.getYear() + "-Q" + day.get(IsoFields.QUARTER_OF_YEAR);
                            case YEAR -> day.getYear();
                        });
            }
            assertEquals(1, fields.size());
            assertTrue(seen.addAll(fields), "no field in two pieces");
        }
    }

    @Property
    void containsTheDaysFromTheFirstToTheLast(
            @ForAll("periods") ReportingPeriod a, @ForAll("periods") ReportingPeriod b) {
        assertTrue(a.contains(a.from()));
        assertTrue(a.contains(a.lastDay()));
        assertFalse(a.contains(a.to()));
        assertFalse(a.contains(a.from().minusDays(1)));
        assertEquals(a.contains(b.from()) || b.contains(a.from()), a.overlaps(b));
        assertEquals(a.overlaps(b), b.overlaps(a));
        close(a.days(), a.lengthPer(PeriodUnit.YEAR) * 365.25, 1e-15);
    }
}
