package org.customerequity.history.activity;

import static org.customerequity.Checks.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/** Against sorted sets of days, and any order and any split gives the same log. */
@Seeded
class ActivityLogProperties {
    private static final LocalDate DAY0 = LocalDate.of(1969, 12, 20);

    record Event(String customer, int day) {}

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.of("1", "2", "10", "Äx", "b"),
                        Arbitraries.integers().between(0, 45))
                .as(Event::new)
                .list()
                .ofMaxSize(120);
    }

    @Provide
    Arbitrary<ReportingPeriod> periods() {
        return Combinators.combine(
                        Arbitraries.integers().between(-5, 45),
                        Arbitraries.integers().between(1, 50))
                .as((from, days) -> ReportingPeriod.of(DAY0.plusDays(from), DAY0.plusDays(from + days)));
    }

    private static ActivityLogBuilder builder(List<Event> events) {
        ActivityLogBuilder builder = ActivityLog.builder();
        events.forEach(e -> builder.add(e.customer(), DAY0.plusDays(e.day())));
        return builder;
    }

    @Property
    void sameAsSortedSets(
            @ForAll("events") List<Event> events, @ForAll("periods") ReportingPeriod period, @ForAll PeriodUnit each) {
        Map<String, TreeSet<LocalDate>> naive = new TreeMap<>();
        events.forEach(
                e -> naive.computeIfAbsent(e.customer(), c -> new TreeSet<>()).add(DAY0.plusDays(e.day())));
        ActivityLog log = builder(events).build();
        assertEquals(naive.keySet(), new TreeSet<>(log.ids().asList()));
        int[] daysIn = log.activeDaysIn(period);
        boolean[] activeIn = log.activeIn(period);
        long total = 0;
        for (int row = 0; row < log.size(); row++) {
            TreeSet<LocalDate> days = naive.get(log.ids().get(row));
            assertEquals(days.size(), log.activeDays(row));
            assertEquals(days.first(), log.firstDay(row));
            assertEquals(days.last(), log.lastDay(row));
            int inside = days.subSet(period.from(), period.to()).size();
            assertEquals(inside, daysIn[row]);
            assertEquals(inside > 0, activeIn[row]);
            total += inside;
        }
        assertEquals(total, log.totalActiveDaysIn(period));
        assertEquals(total / (double) period.days(), log.meanDailyActives(period));
        List<ReportingPeriod> pieces = period.split(each);
        int[] counts = log.countActiveIn(period, each);
        assertEquals(pieces.size(), counts.length);
        for (int i = 0; i < counts.length; i++) {
            assertEquals(log.countActiveIn(pieces.get(i)), counts[i]);
        }
    }

    @Property
    void anyOrderAndAnySplitGivesTheSameLog(@ForAll("events") List<Event> events, @ForAll long seed) {
        Random random = new Random(seed);
        List<Event> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);
        List<ActivityLogBuilder> parts = List.of(ActivityLog.builder(), ActivityLog.builder(), ActivityLog.builder());
        shuffled.forEach(e -> parts.get(random.nextInt(3)).add(e.customer(), DAY0.plusDays(e.day())));
        ActivityLogBuilder merged = random.nextBoolean()
                ? parts.get(1).combine(sent(parts.get(0))).combine(parts.get(2))
                : parts.get(2).combine(parts.get(1).combine(parts.get(0)));
        assertEquals(builder(events).build(), merged.build());
        assertEquals(events.size(), merged.events());
    }
}
