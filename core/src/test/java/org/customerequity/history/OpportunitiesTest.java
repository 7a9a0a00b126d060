package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.customerequity.Checks;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Purchases to whole opportunities: of the calendar, between given days, and from a table. */
class OpportunitiesTest {
    private static Transaction gift(String donor, String date, double amount) {
        return Transaction.of(donor, LocalDate.parse(date), amount);
    }

    private static PurchaseLog log(List<Transaction> gifts, String until) {
        return gifts.stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(LocalDate.parse(until))
                        .toLog());
    }

    private static final List<Transaction> GIFTS = List.of(
            gift("anna", "1995-03-01", 10),
            gift("anna", "1995-12-31", 99), // in the year of the first
            gift("anna", "1996-01-01", 20),
            gift("anna", "1998-05-05", 30),
            gift("anna", "1998-11-05", 40), // twice in one year
            gift("ben", "1995-07-01", 5),
            gift("cleo", "2001-02-02", 5),
            gift("dan", "1996-02-02", 5),
            gift("dan", "2001-12-31", 8));

    private static void row(PurchaseHistories h, String id, int x, double t, double n, double mean) {
        PurchaseHistory row = h.row(id);
        assertEquals(
                PurchaseHistory.of(x, t, n, h.unit()),
                PurchaseHistory.of(row.frequency(), row.recency(), row.age(), row.unit()),
                id);
        assertEquals(mean, row.spend().mean(), 1e-12, id);
        assertEquals(x, row.spend().count(), id);
    }

    @Test
    void calendarYears() {
        PurchaseHistories h = Opportunities.inCalendar(PeriodUnit.YEAR).histories(log(GIFTS, "2001-12-31"));
        assertEquals(PeriodUnit.YEAR, h.unit());
        row(h, "anna", 2, 3, 6, (20 + 30 + 40) / 2.0);
        row(h, "ben", 0, 0, 6, 0);
        row(h, "cleo", 0, 0, 0, 0);
        row(h, "dan", 1, 5, 5, 8);
        assertFalse(h.hasIntervals());
    }

    /** A year that is not over is no opportunity yet, and what was bought in it not known to be all. */
    @Test
    void aPeriodThatIsNotOverDoesNotCount() {
        PurchaseHistories h = Opportunities.inCalendar(PeriodUnit.YEAR).histories(log(GIFTS, "2001-12-30"));
        row(h, "anna", 2, 3, 5, 45);
        row(h, "cleo", 0, 0, 0, 0);
        row(h, "dan", 0, 0, 4, 0);
        PurchaseHistories earlier = Opportunities.inCalendar(PeriodUnit.YEAR)
                .histories(log(GIFTS, "2001-12-31").until(LocalDate.parse("1998-12-31")));
        row(earlier, "anna", 2, 3, 3, 45);
        assertEquals(3, earlier.size());
    }

    @Test
    void otherCalendarPeriods() {
        PurchaseLog log = log(
                List.of(gift("a", "2023-12-31", 1), gift("a", "2024-01-01", 1), gift("a", "2024-02-29", 1)),
                "2024-03-31");
        row(Opportunities.inCalendar(PeriodUnit.DAY).histories(log), "a", 2, 60, 91, 1);
        // a Sunday, the Monday after, and a Thursday; the last day of observation is a Sunday
        row(Opportunities.inCalendar(PeriodUnit.WEEK).histories(log), "a", 2, 9, 13, 1);
        row(Opportunities.inCalendar(PeriodUnit.MONTH).histories(log), "a", 2, 2, 3, 1);
        row(Opportunities.inCalendar(PeriodUnit.QUARTER).histories(log), "a", 1, 1, 1, 2);
        row(Opportunities.inCalendar(PeriodUnit.YEAR).histories(log), "a", 0, 0, 0, 0);
    }

    @Test
    void givenDays() {
        List<LocalDate> mailings = List.of(
                LocalDate.parse("1996-01-01"),
                LocalDate.parse("1997-06-01"),
                LocalDate.parse("1998-06-01"),
                LocalDate.parse("2001-12-31"));
        Opportunities opportunities = Opportunities.beginningOn(mailings, PeriodUnit.QUARTER);
        PurchaseHistories h = opportunities.histories(log(GIFTS, "2001-12-31"));
        assertEquals(PeriodUnit.QUARTER, h.unit());
        row(h, "anna", 3, 3, 3, 30);
        row(h, "ben", 0, 0, 3, 0);
        row(h, "cleo", 0, 0, 0, 0);
        row(h, "dan", 0, 0, 2, 0);
        PurchaseHistories before = opportunities.histories(log(GIFTS, "2001-12-29"));
        row(before, "anna", 2, 2, 2, 25);
        row(before, "dan", 0, 0, 1, 0);
    }

    @Test
    void table() {
        PurchaseHistories h = Opportunities.ofIncidence(
                new boolean[][] {{true, false, true, false}, {false, false}, {}, {true}}, PeriodUnit.YEAR);
        assertEquals(
                PurchaseHistories.ofColumns(
                        new int[] {2, 0, 0, 1}, new double[] {3, 0, 0, 1}, new double[] {4, 2, 0, 1}, PeriodUnit.YEAR),
                h);
    }

    /** Counted again with sets of months. */
    @Test
    void asCountedBySets() {
        SplittableRandom random = new SplittableRandom(17);
        List<Transaction> all = new ArrayList<>();
        Map<String, List<LocalDate>> days = new HashMap<>();
        LocalDate from = LocalDate.of(2019, 11, 5);
        for (int i = 0; i < 3000; i++) {
            String id = "c" + random.nextInt(200);
            LocalDate day = from.plusDays(random.nextInt(900));
            all.add(Transaction.of(id, day, 1));
            days.computeIfAbsent(id, k -> new ArrayList<>()).add(day);
        }
        LocalDate until = LocalDate.of(2022, 3, 31);
        PurchaseHistories h = Opportunities.inCalendar(PeriodUnit.MONTH)
                .histories(all.stream()
                        .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                                .until(until)
                                .toLog()));
        int end = 12 * 2022 + 3;
        for (int i = 0; i < h.size(); i++) {
            List<LocalDate> own = days.get(h.ids().get(i));
            int first = own.stream().mapToInt(OpportunitiesTest::month).min().orElseThrow();
            Set<Integer> later = new HashSet<>();
            own.forEach(day -> later.add(month(day)));
            later.removeIf(month -> month <= first || month > end);
            assertEquals(later.size(), h.frequency(i));
            assertEquals(later.stream().mapToInt(month -> month).max().orElse(first) - first, h.recency(i), 0.0);
            assertEquals(end - first, h.age(i), 0.0);
        }
    }

    private static int month(LocalDate day) {
        return 12 * day.getYear() + day.getMonthValue();
    }

    @Test
    void isAValue() {
        List<LocalDate> days = List.of(LocalDate.of(2001, 1, 15), LocalDate.of(2001, 2, 15), LocalDate.of(2001, 3, 15));
        Opportunities some = Checks.travels(Opportunities.beginningOn(days, PeriodUnit.MONTH));
        assertEquals("Opportunities[2 from 2001-01-15, unit MONTH]", some.toString());
        assertEquals(
                "Opportunities[one a calendar year]",
                Checks.travels(Opportunities.inCalendar(PeriodUnit.YEAR)).toString());
        assertEquals(PeriodUnit.MONTH, some.unit());
        Checks.rejects(
                "firstDays must be two or more, was 1 (the last one ends the last opportunity)",
                () -> Opportunities.beginningOn(days.subList(0, 1), PeriodUnit.MONTH));
        Checks.rejects(
                "firstDays[1] must be after the one before, 2001-02-15, was 2001-01-15",
                () -> Opportunities.beginningOn(List.of(days.get(1), days.get(0)), PeriodUnit.MONTH));
        Checks.rejectsNull("unit", () -> Opportunities.beginningOn(days, null));
    }
}
