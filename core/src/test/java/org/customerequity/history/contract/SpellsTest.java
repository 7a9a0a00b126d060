package org.customerequity.history.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Contract spells and cohorts of survivors: what they refuse, and how dates become tenures. */
class SpellsTest {
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;
    private static final LocalDate NEW_YEAR = LocalDate.of(2024, 1, 1);
    private static final LocalDate END = LocalDate.of(2024, 12, 31);

    private static void assertMessage(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void aSpellRunsForward() {
        assertMessage(
                "entry must be finite and >= 0, was -1.0 (tenure when first observed, 0 from the start)",
                () -> new Spell(-1, 2, true));
        assertMessage("last must be >= entry 3.0, was 2.0 (tenure when last seen)", () -> new Spell(3, 2, false));
        assertMessage(
                "last must be > entry 2.0 where the contract lapsed, was 2.0 (it was active at entry)",
                () -> new Spell(2, 2, true));
        assertMessage(
                "last must be finite and >= 0, was NaN (tenure when last seen)", () -> Spell.activeAt(Double.NaN));
        assertEquals(new Spell(2, 2, false), Spell.activeAt(2).enteredAt(2));
    }

    @Test
    void columnsSayWhichRowIsWrong() {
        boolean[] lapsed = {true, false};
        assertMessage(
                "row 1: last must be >= entry 5.0, was 2.0 (tenure when last seen)",
                () -> Spells.ofRenewals(new int[] {0, 5}, new int[] {1, 2}, lapsed, MONTH));
        assertMessage(
                "last must have one value a row, 2, was 1",
                () -> Spells.ofRenewals(new int[] {0, 5}, new int[] {1}, lapsed, MONTH));
        assertMessage(
                "row 0: last must be a whole number of renewals, was 1.5 (use ofTimes for continuous time)",
                () -> Spells.ofRenewals(List.of(Spell.activeAt(1.5)), MONTH));
        assertMessage(
                "row 0: last must be <= 10000000, was 2.0E7 (renewals are tabulated one by one)",
                () -> Spells.ofRenewals(List.of(Spell.activeAt(2e7)), MONTH));
        Spells spells = Spells.ofTimes(new double[] {0, 0.5}, new double[] {1, 2}, lapsed, MONTH);
        lapsed[1] = true;
        assertEquals(1, spells.lapses());
        assertEquals(new Spell(0.5, 2, false), spells.row(1));
        assertEquals("2 spells per month, 1 lapsed", spells.toString());
        assertEquals(spells, Spells.ofTimes(List.of(spells.row(0), spells.row(1)), MONTH));
        assertNotEquals(spells, Spells.ofTimes(List.of(spells.row(1), spells.row(0)), MONTH));
    }

    @Test
    void cohortsOnlyShrink() {
        CohortCounts two = CohortCounts.of(PeriodUnit.YEAR, new long[] {1000, 869, 743}, new long[] {1200, 1040});
        assertEquals("2 cohorts per year, 2200 acquired, 417 lapsed", two.toString());
        assertEquals(2, two.longest());
        assertEquals(1, two.renewals(1));
        assertEquals(1040, two.active(1));
        assertEquals(869, two.survivors(0, 1));
        assertEquals(CohortCounts.of(PeriodUnit.YEAR, new long[] {1000, 869}, new long[] {1200, 1040}), two.upTo(1));
        assertEquals(two, two.cohort(0).plus(two.cohort(1)));
        assertEquals(two.hashCode(), two.cohort(0).plus(two.cohort(1)).hashCode());
        two.survivors(0)[0] = 5;
        assertArrayEquals(new long[] {1000, 869, 743}, two.survivors(0));
        assertMessage(
                "survivors[1][2] must be <= the one before, 3, was 4 (who comes back counts in a cohort of their own)",
                () -> CohortCounts.of(MONTH, new long[] {3}, new long[] {9, 3, 4}));
        assertMessage(
                "survivors[0][0] must be > 0, was 0 (the size of the cohort)",
                () -> CohortCounts.of(MONTH, new long[] {0, 0}));
        assertMessage("survivors must have a cohort, was empty (one array each)", () -> CohortCounts.of(MONTH));
        assertMessage(
                "survivors[0] must begin with the size of the cohort, was empty (N(0), N(1), ...)",
                () -> CohortCounts.of(MONTH, new long[0]));
        assertMessage("other must be per year, was per month", () -> two.plus(CohortCounts.of(MONTH, new long[] {3})));
    }

    private static SpellsBuilder year() {
        return SpellsBuilder.per(MONTH).observedFrom(NEW_YEAR).until(END);
    }

    @Test
    void datesBecomeRenewals() {
        Spells spells = year().ended(NEW_YEAR, LocalDate.of(2024, 2, 1)) // left at the first renewal
                .ended(NEW_YEAR, LocalDate.of(2024, 2, 2)) // within the second month: at the second renewal
                .ended(NEW_YEAR, NEW_YEAR.plusDays(3)) // within the first month
                .active(NEW_YEAR) // 11 renewals, the last on 1 December
                .active(LocalDate.of(
                        2024, 1, 31)) // renews on the last day of a short month: 11 times, the last on 31 December
                .active(LocalDate.of(2023, 11, 15)) // seen from one renewal on
                .ended(LocalDate.of(2023, 11, 15), LocalDate.of(2024, 1, 15)) // left at the second, observed
                .ended(LocalDate.of(2024, 5, 1), LocalDate.of(2025, 5, 1)) // ends after the window: active
                .toRenewals();
        int[] entry = {0, 0, 0, 0, 0, 1, 1, 0};
        int[] last = {1, 2, 1, 11, 11, 13, 2, 7};
        boolean[] lapsed = {true, true, true, false, false, false, true, false};
        assertEquals(Spells.ofRenewals(entry, last, lapsed, MONTH), spells);
    }

    @Test
    void datesBecomeTimes() {
        LocalDate until = NEW_YEAR.plusDays(100);
        Spells spells = SpellsBuilder.per(PeriodUnit.DAY)
                .observedFrom(NEW_YEAR)
                .until(until)
                .ended(NEW_YEAR.plusDays(10), NEW_YEAR.plusDays(25))
                .ended(NEW_YEAR.plusDays(10), NEW_YEAR.plusDays(10))
                .active(NEW_YEAR.minusDays(40))
                .active(until)
                .toTimes();
        assertEquals(
                Spells.ofTimes(
                        new double[] {0, 0, 40, 0},
                        new double[] {15, 0.5, 140, 0},
                        new boolean[] {true, true, false, false},
                        PeriodUnit.DAY),
                spells);
        assertEquals(
                15 / 365.25,
                SpellsBuilder.per(PeriodUnit.YEAR)
                        .until(until)
                        .ended(NEW_YEAR, NEW_YEAR.plusDays(15))
                        .toTimes()
                        .last(0),
                1e-16);
    }

    @Test
    void whatWasNeverSeenIsCounted() {
        SpellsBuilder builder = year().active(LocalDate.of(2025, 1, 1))
                .ended(LocalDate.of(2020, 1, 1), NEW_YEAR)
                .active(NEW_YEAR);
        assertEquals(2, builder.leftOut());
        assertEquals(1, builder.toTimes().size());
        assertMessage(
                "end must not be before start 2024-01-01, was 2023-12-31 (the first day without the contract)",
                () -> builder.ended(NEW_YEAR, NEW_YEAR.minusDays(1)));
        assertMessage(
                "lastDay must be after the first day 2024-01-01, was 2024-01-01",
                () -> SpellsBuilder.per(MONTH).observedFrom(NEW_YEAR).until(NEW_YEAR));
        assertMessage(
                "other must have the same unit and window, was 2024-01-01 to 2025-12-31 (2024-01-01 to 2024-12-31)",
                () -> builder.combine(
                        SpellsBuilder.per(MONTH).observedFrom(NEW_YEAR).until(LocalDate.of(2025, 12, 31))));
    }

    @Test
    void datesBecomeCohorts() {
        SpellsBuilder builder = SpellsBuilder.per(PeriodUnit.QUARTER)
                .observedFrom(NEW_YEAR)
                .until(LocalDate.of(2024, 10, 5))
                .active(LocalDate.of(2023, 12, 1)) // a cohort from before the window
                .active(LocalDate.of(2024, 1, 5))
                .ended(LocalDate.of(2024, 2, 10), LocalDate.of(2024, 8, 10))
                .ended(LocalDate.of(2024, 3, 31), LocalDate.of(2024, 5, 1))
                .active(LocalDate.of(2024, 4, 6))
                .ended(LocalDate.of(2024, 5, 1), LocalDate.of(2024, 8, 1))
                .active(LocalDate.of(2024, 7, 20));
        // of the first quarter all have had two renewals (31 March renews on 30 June and 30 September), of the second
        // one
        assertEquals(
                CohortCounts.of(PeriodUnit.QUARTER, new long[] {3, 2, 1}, new long[] {2, 1}, new long[] {1}),
                builder.toCohorts());
        assertEquals(
                "no cohort began within the window, from 2024-01-01 to 2024-12-31",
                assertThrows(IllegalStateException.class, () -> year().toCohorts())
                        .getMessage());
    }

    /** Any partition of the contracts gives the same spells, in the order of combination. */
    @Test
    void buildersCombine() {
        SplittableRandom random = new SplittableRandom(3);
        SpellsBuilder whole = year();
        SpellsBuilder first = year();
        SpellsBuilder second = year();
        for (int i = 0; i < 100; i++) {
            LocalDate start = NEW_YEAR.minusDays(300).plusDays(random.nextInt(700));
            LocalDate end = start.plusDays(random.nextInt(400));
            (i < 60 ? first : second).ended(start, end);
            whole.ended(start, end);
        }
        first.combine(second);
        assertEquals(whole.toRenewals(), first.toRenewals());
        assertEquals(whole.toTimes(), first.toTimes());
        assertEquals(whole.toCohorts(), first.toCohorts());
        assertEquals(whole.leftOut(), first.leftOut());
    }
}
