package org.customerequity.history.activity;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.sent;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.policy.SameDay;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.junit.jupiter.api.Test;

class ActivityLogTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate MARCH_1 = LocalDate.of(2026, 3, 1);

    /** The week of the sheet (22, section 3): so many actives on each of seven days, 1450 in the month. */
    @Test
    void stickinessOfTheSheet() {
        int[] daily = {412, 398, 430, 445, 420, 380, 365};
        ActivityLogBuilder builder = ActivityLog.builder();
        LocalDate monday = LocalDate.of(2026, 3, 2);
        int next = 0;
        for (int d = 0; d < daily.length; d++) {
            for (int i = 0; i < daily[d]; i++) {
                builder.add("c" + next, monday.plusDays(d));
                next = (next + 1) % 1450;
            }
        }
        ActivityLog log = builder.build();
        ReportingPeriod week = ReportingPeriod.containing(monday, PeriodUnit.WEEK);
        assertArrayEquals(daily, log.countActiveIn(week, PeriodUnit.DAY));
        assertEquals(2850, log.totalActiveDaysIn(week));
        assertEquals(1450, log.countActiveIn(ReportingPeriod.ofMonth(2026, 3)));
        close(0.28078817734, log.meanDailyActives(week) / log.countActiveIn(week), 1e-11);
    }

    @Test
    void anInstantBelongsToTheDayThatItFallsOnInTheZone() {
        Instant halfPastMidnight = Instant.parse("2026-03-28T23:30:00Z");
        assertEquals(LocalDate.of(2026, 3, 29), only(halfPastMidnight, BERLIN));
        assertEquals(LocalDate.of(2026, 3, 28), only(halfPastMidnight, ZoneId.of("UTC")));
    }

    private static LocalDate only(Instant instant, ZoneId zone) {
        return ActivityLog.builder().add("a", instant, zone).build().firstDay(0);
    }

    /** An event every half hour, from midnight to midnight: 46 of them, or 50, are one day. */
    @Test
    void daysOf23And25HoursAreDays() {
        for (LocalDate changed : List.of(LocalDate.of(2026, 3, 29), LocalDate.of(2026, 10, 25))) {
            Instant from = changed.atStartOfDay(BERLIN).toInstant();
            Instant to = changed.plusDays(1).atStartOfDay(BERLIN).toInstant();
            ActivityLogBuilder builder = ActivityLog.builder();
            for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(30))) {
                builder.add("a", at, BERLIN);
            }
            ActivityLog log = builder.build();
            assertEquals(changed.getMonthValue() == 3 ? 46 : 50, builder.events());
            assertArrayEquals(new int[] {(int) changed.toEpochDay()}, log.epochDays(0));
            builder.add("a", to, BERLIN);
            assertEquals(2, builder.build().activeDays(0));
        }
    }

    @Test
    void eventsComeLateTwiceAndFromBefore1970() {
        ActivityLog log = ActivityLog.builder()
                .add("b", LocalDate.of(2026, 1, 5))
                .add("a", LocalDate.of(2026, 1, 3))
                .add("b", LocalDate.of(1969, 12, 30))
                .add("b", LocalDate.of(2026, 1, 5))
                .add("b", LocalDate.of(1970, 1, 1))
                .add("b", LocalDate.of(1969, 12, 30))
                .build();
        assertEquals(List.of("a", "b"), log.ids().asList());
        assertArrayEquals(new int[] {-2, 0, 20458}, log.epochDays(1));
        assertEquals(LocalDate.of(1969, 12, 30), log.firstDay(1));
        assertEquals(LocalDate.of(2026, 1, 5), log.lastDay(1));
        assertEquals(Optional.of(LocalDate.of(1969, 12, 30)), log.firstDay());
        assertEquals(Optional.of(LocalDate.of(2026, 1, 5)), log.lastDay());
        assertEquals(1, log.activeDays(0));
        assertEquals(4, log.totalActiveDays());
        assertArrayEquals(new boolean[] {true, true}, log.activeIn(ReportingPeriod.ofMonth(2026, 1)));
        assertArrayEquals(new int[] {0, 1}, log.activeDaysIn(ReportingPeriod.ofMonth(1970, 1)));
        assertEquals(Optional.empty(), ActivityLog.builder().build().firstDay());
        assertEquals(Optional.empty(), ActivityLog.builder().build().lastDay());
    }

    @Test
    void activesOfMonthsDoNotAddUpToThoseOfTheQuarter() {
        ActivityLog log = ActivityLog.builder()
                .add("a", MARCH_1.minusDays(1))
                .add("a", MARCH_1)
                .add("a", MARCH_1.plusDays(31))
                .add("b", MARCH_1.plusDays(3))
                .build();
        ReportingPeriod quarter = ReportingPeriod.ofQuarter(2026, 1);
        assertArrayEquals(new int[] {0, 1, 2}, log.countActiveIn(quarter, PeriodUnit.MONTH));
        assertEquals(2, log.countActiveIn(quarter));
        assertArrayEquals(new int[] {2}, log.countActiveIn(quarter, PeriodUnit.YEAR));
    }

    @Test
    void aPurchaseIsAnActivity() {
        PartialSummary partial = TransactionSummarizer.per(PeriodUnit.WEEK)
                .until(MARCH_1.plusDays(30))
                .withSameDay(SameDay.SEPARATE)
                .partial();
        partial.add(new Transaction("b", MARCH_1.atTime(LocalTime.NOON), 5));
        partial.add(new Transaction("b", MARCH_1.atTime(LocalTime.of(13, 0)), 5));
        partial.add(new Transaction("b", MARCH_1.plusDays(2).atTime(LocalTime.NOON), 5));
        partial.add(new Transaction("a", MARCH_1.atTime(LocalTime.NOON), 5));
        PurchaseLog purchases = partial.toLog();
        assertEquals(
                ActivityLog.builder()
                        .add("a", MARCH_1)
                        .add("b", MARCH_1)
                        .add("b", MARCH_1.plusDays(2))
                        .build(),
                ActivityLog.from(purchases));
    }

    @Test
    void travelsAndGoesOn() {
        ActivityLogBuilder builder = ActivityLog.builder().add("a", MARCH_1).add("b", MARCH_1.plusDays(1));
        ActivityLog yesterday = travels(builder.build());
        ActivityLog both = ActivityLog.builder()
                .add("b", MARCH_1.plusDays(2))
                .addAll(yesterday)
                .build();
        assertEquals(sent(builder).add("b", MARCH_1.plusDays(2)).build(), both);
        assertNotEquals(yesterday, both);
        assertEquals("ActivityLog[3 active days of 2 customers]", both.toString());
        assertEquals("ActivityLogBuilder[2 events of 2 customers]", builder.toString());
    }

    @Test
    void badInputIsRefusedByName() {
        ActivityLogBuilder builder = ActivityLog.builder();
        rejectsNull("customer", () -> builder.add(null, MARCH_1));
        rejectsNull("day", () -> builder.add("a", null));
        rejectsNull("instant", () -> builder.add("a", null, BERLIN));
        rejectsNull("zone", () -> builder.add("a", Instant.EPOCH, null));
        rejectsNull("log", () -> builder.addAll(null));
        rejectsNull("log", () -> ActivityLog.from(null));
        rejectsNull("other", () -> builder.combine(null));
        rejects("other must be another builder, was this one", () -> builder.combine(builder));
        rejects("customer must not be blank, was \"\" (an identifier)", () -> builder.add("", MARCH_1));
        rejects(
                "day must be within 5.8 million years of 1970, was " + LocalDate.MAX,
                () -> builder.add("a", LocalDate.MAX));
        rejects("epochDay must be > -2147483648, was -2147483648", () -> builder.add("a", Integer.MIN_VALUE));
        ActivityLog log = builder.build();
        rejectsNull("period", () -> log.activeIn(null));
        rejectsNull("period", () -> log.activeDaysIn(null));
        rejectsNull("each", () -> log.countActiveIn(ReportingPeriod.ofYear(2026), null));
    }
}
