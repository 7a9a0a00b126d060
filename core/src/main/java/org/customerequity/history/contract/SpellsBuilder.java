package org.customerequity.history.contract;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/**
 * From the dates of contracts to {@link Spells} or {@link CohortCounts}, through a window of observation.
 *
 * <pre>{@code
 *   SpellsBuilder.per(PeriodUnit.MONTH).observedFrom(LocalDate.of(2024, 1, 1)).until(LocalDate.of(2025, 12, 31))
 *           .active(LocalDate.of(2023, 5, 17))
 *           .ended(LocalDate.of(2024, 3, 1), LocalDate.of(2025, 2, 1))
 *           .toRenewals()
 * }</pre>
 *
 * <p>A contract ends on the first day on which the customer is no customer any more, so that one of a month from 1 March ends on
 * 1 April. What ends after the window counts as still active, what ended on its first day or before, or starts after it, is left
 * out and counted ({@link #leftOut}). A contract that began before the window was seen only from the tenure it had reached by
 * then. Built piecewise, builders of one window {@link #combine}. Not for use by several threads at once.
 */
public final class SpellsBuilder {
    private static final long ACTIVE = Long.MAX_VALUE;

    private final PeriodUnit unit;
    private final LocalDate from;
    private final LocalDate until;
    private long[] starts = new long[16];
    /** Epoch day of the end, or {@link #ACTIVE}. */
    private long[] ends = new long[16];

    private int size;
    private long leftOut;

    private SpellsBuilder(PeriodUnit unit, LocalDate from, LocalDate until) {
        this.unit = unit;
        this.from = from;
        this.until = until;
    }

    /** Says what tenures are counted in; then say the window, {@link Window#until}. */
    public static Window per(PeriodUnit unit) {
        return new Window(Objects.requireNonNull(unit, "unit"), LocalDate.MIN);
    }

    /**
     * The days on which contracts were observed.
     *
     * @param unit what tenures are counted in
     * @param from the first day; before it, customers could come and go unseen
     */
    public record Window(PeriodUnit unit, LocalDate from) implements Serializable {
        public Window {
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(from, "from");
        }

        /** Says that customers who left before this day are not in the data; without it, all who ever came are. */
        public Window observedFrom(LocalDate firstDay) {
            return new Window(unit, firstDay);
        }

        /** The last day of observation, on which a customer without an end was still active. */
        public SpellsBuilder until(LocalDate lastDay) {
            Objects.requireNonNull(lastDay, "lastDay");
            if (!lastDay.isAfter(from)) {
                throw Require.bad("lastDay", "must be after the first day " + from, "", lastDay);
            }
            return new SpellsBuilder(unit, from, lastDay);
        }
    }

    /** A contract that is still active, for all that is known. */
    public SpellsBuilder active(LocalDate start) {
        return add(Objects.requireNonNull(start, "start"), ACTIVE);
    }

    /**
     * A contract that ended.
     *
     * @param end the first day without it, not before {@code start}
     */
    public SpellsBuilder ended(LocalDate start, LocalDate end) {
        Objects.requireNonNull(start, "start");
        if (end.isBefore(start)) {
            throw Require.bad("end", "must not be before start " + start, "the first day without the contract", end);
        }
        return add(start, end.isAfter(until) ? ACTIVE : end.toEpochDay());
    }

    private SpellsBuilder add(LocalDate start, long end) {
        if (start.isAfter(until) || end <= from.toEpochDay()) {
            leftOut++;
            return this;
        }
        ensure(size + 1);
        starts[size] = start.toEpochDay();
        ends[size++] = end;
        return this;
    }

    /**
     * The first spell of each customer of a log: from the first day of the first contract to the first day without any. Who comes
     * back later is not seen again. An interruption of {@code graceDays} or fewer, as when a card fails and is replaced, does not
     * end the spell.
     *
     * <p>Whether somebody comes back within the grace is known {@code graceDays} after the end only: let the window end that many
     * days before the last day that the log knows of.
     *
     * @param graceDays {@code >= 0}; 0 where every day without a contract is a lapse
     */
    public SpellsBuilder firstSpellsOf(ContractLog log, int graceDays) {
        Objects.requireNonNull(log, "log")
                .addRuns(this, Require.nonNegative(graceDays, "graceDays", "0 for none"), true);
        return this;
    }

    /**
     * Every spell of each customer of a log, as {@link #firstSpellsOf} has the first: who comes back after more than {@code graceDays}
     * begins a new spell, of tenure 0, and counts in a later cohort.
     */
    public SpellsBuilder spellsOf(ContractLog log, int graceDays) {
        Objects.requireNonNull(log, "log")
                .addRuns(this, Require.nonNegative(graceDays, "graceDays", "0 for none"), false);
        return this;
    }

    void addDays(int start, int end) {
        if (end == Days.NONE) {
            active(LocalDate.ofEpochDay(start));
        } else {
            ended(LocalDate.ofEpochDay(start), LocalDate.ofEpochDay(end));
        }
    }

    private void ensure(int capacity) {
        if (capacity > starts.length) {
            int grown = Math.max(capacity, 2 * starts.length);
            starts = Arrays.copyOf(starts, grown);
            ends = Arrays.copyOf(ends, grown);
        }
    }

    /** Takes over what another builder of the same window has. */
    public SpellsBuilder combine(SpellsBuilder other) {
        if (other.unit != unit || !other.from.equals(from) || !other.until.equals(until)) {
            throw Require.bad(
                    "other",
                    "must have the same unit and window",
                    from + " to " + until,
                    other.from + " to " + other.until);
        }
        ensure(size + other.size);
        System.arraycopy(other.starts, 0, starts, size, other.size);
        System.arraycopy(other.ends, 0, ends, size, other.size);
        size += other.size;
        leftOut += other.leftOut;
        return this;
    }

    /** Contracts that were not active on any day of the window. */
    public long leftOut() {
        return leftOut;
    }

    /**
     * Spells in continuous time: days over the length of the unit. A contract that ended on the day it began, or on which
     * observation began, counts as half a day.
     */
    public Spells toTimes() {
        double[] entry = new double[size];
        double[] last = new double[size];
        boolean[] lapsed = new boolean[size];
        long first = from.toEpochDay();
        for (int i = 0; i < size; i++) {
            lapsed[i] = ends[i] != ACTIVE;
            long end = lapsed[i] ? ends[i] : until.toEpochDay();
            long seen = Math.max(starts[i], first);
            entry[i] = (seen - starts[i]) / unit.days();
            double days = end - starts[i];
            last[i] = (lapsed[i] && end == seen ? days + 0.5 : days) / unit.days();
        }
        return Spells.ofTimes(entry, last, lapsed, unit);
    }

    /**
     * Spells counted in renewals, which fall due on the same day of every calendar month, quarter or year (or every week, every
     * day). A contract that ends between two renewals lapsed at the later one; a renewal that falls on the last day of
     * observation has been made.
     */
    public Spells toRenewals() {
        int[] entry = new int[size];
        int[] last = new int[size];
        boolean[] lapsed = new boolean[size];
        for (int i = 0; i < size; i++) {
            LocalDate start = LocalDate.ofEpochDay(starts[i]);
            entry[i] = start.isBefore(from) ? renewals(start, from) : 0;
            lapsed[i] = ends[i] != ACTIVE;
            if (lapsed[i]) {
                LocalDate end = LocalDate.ofEpochDay(ends[i]);
                int whole = renewals(start, end);
                last[i] = Math.max(1, renewal(start, whole).isBefore(end) ? whole + 1 : whole);
            } else {
                last[i] = renewals(start, until);
            }
        }
        return Spells.ofRenewals(entry, last, lapsed, unit);
    }

    /**
     * Survivors by cohort: customers whose first contract began in the same calendar day, week (from Monday), month, quarter or year.
     * A cohort is followed for as many renewals as have fallen due for all of it; the cohort that began before the window is left
     * out.
     *
     * @throws IllegalStateException if there is no whole cohort
     */
    public CohortCounts toCohorts() {
        Spells spells = toRenewals();
        Map<LocalDate, int[]> dueAndCount = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            LocalDate start = LocalDate.ofEpochDay(starts[i]);
            LocalDate cohort = cohort(start);
            if (!cohort.isBefore(from)) {
                int due = renewals(start, until);
                dueAndCount.merge(cohort, new int[] {due, 1}, (a, b) -> new int[] {Math.min(a[0], b[0]), a[1] + b[1]});
            }
        }
        if (dueAndCount.isEmpty()) {
            throw new IllegalStateException("no cohort began within the window, from " + from + " to " + until);
        }
        Map<LocalDate, long[]> survivors = new TreeMap<>();
        dueAndCount.forEach((cohort, row) -> survivors.put(cohort, new long[row[0] + 1]));
        for (int i = 0; i < size; i++) {
            long[] row = survivors.get(cohort(LocalDate.ofEpochDay(starts[i])));
            if (row != null) {
                int made = (int) spells.last(i) - (spells.lapsed(i) ? 1 : 0);
                for (int t = 0; t <= Math.min(made, row.length - 1); t++) {
                    row[t]++;
                }
            }
        }
        return CohortCounts.of(unit, survivors.values().toArray(long[][]::new));
    }

    private LocalDate cohort(LocalDate start) {
        return ReportingPeriod.containing(start, unit).from();
    }

    private int renewals(LocalDate start, LocalDate day) {
        return renewals(start, day, unit);
    }

    private LocalDate renewal(LocalDate start, int count) {
        return renewal(start, count, unit);
    }

    /** Renewals on or before a day that is not before the start. */
    static int renewals(LocalDate start, LocalDate day, PeriodUnit unit) {
        long steps = unit == PeriodUnit.QUARTER ? 3 : 1;
        int count = Math.toIntExact(calendar(unit).between(start, day) / steps);
        // from 31 January a month ends on 28 February, which the calendar does not count as a month
        while (!renewal(start, count + 1, unit).isAfter(day)) {
            count++;
        }
        return count;
    }

    private static LocalDate renewal(LocalDate start, int count, PeriodUnit unit) {
        return start.plus(unit == PeriodUnit.QUARTER ? 3L * count : count, calendar(unit));
    }

    private static ChronoUnit calendar(PeriodUnit unit) {
        return switch (unit) {
            case DAY -> ChronoUnit.DAYS;
            case WEEK -> ChronoUnit.WEEKS;
            case MONTH, QUARTER -> ChronoUnit.MONTHS;
            case YEAR -> ChronoUnit.YEARS;
        };
    }
}
