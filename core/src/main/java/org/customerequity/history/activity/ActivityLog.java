package org.customerequity.history.activity;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseLog;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * On which days each customer was active: logged in, bought, called, whatever the events that it was made of say.
 *
 * <pre>{@code
 *   ActivityLogBuilder builder = ActivityLog.builder();
 *   builder.add("A-12", Instant.parse("2026-03-28T23:30:00Z"), ZoneId.of("Europe/Berlin"));   // 29 March there
 *   ActivityLog log = builder.build();
 *   int monthly = log.countActiveIn(ReportingPeriod.ofMonth(2026, 3));
 * }</pre>
 *
 * <p>Several events of a customer on one day are one active day, and so is the same event delivered twice. How many events there
 * were, and telling by an identifier whether two are the same, is not its business.
 *
 * <p>Numbers of active customers are of distinct ones, and do not add up over periods: who was active in two months is in both, and
 * once in the quarter. Columns have one row a customer, in the order of {@link #ids()}: shorter identifiers before longer and then
 * as strings sort. Immutable; 4 bytes an active day.
 */
public final class ActivityLog implements Serializable {
    private static final long serialVersionUID = 1;

    private final CustomerIds ids;

    /** Of the days of each row, and where the last ones end. */
    private final int[] begin;

    private final int[] day;

    ActivityLog(CustomerIds ids, int[] begin, int[] day) {
        this.ids = ids;
        this.begin = begin;
        this.day = day;
    }

    /** Nothing yet: what a stream or a partition starts from. */
    public static ActivityLogBuilder builder() {
        return new ActivityLogBuilder();
    }

    /** Every purchase as an activity. Rows are those of the purchase log. */
    public static ActivityLog from(PurchaseLog log) {
        Objects.requireNonNull(log, "log");
        int[] begin = new int[log.size() + 1];
        int[] day = new int[log.totalPurchases()];
        int kept = 0;
        for (int row = 0; row < log.size(); row++) {
            int first = kept;
            for (int epochDay : log.epochDays(row)) {
                if (kept == first || day[kept - 1] != epochDay) {
                    day[kept++] = epochDay;
                }
            }
            begin[row + 1] = kept;
        }
        return new ActivityLog(log.ids(), begin, Arrays.copyOf(day, kept));
    }

    /** How many customers, and rows. */
    public int size() {
        return ids.size();
    }

    /** Who they are. */
    public CustomerIds ids() {
        return ids;
    }

    int begin(int row) {
        return begin[row];
    }

    int epochDay(int k) {
        return day[k];
    }

    /** Active days of all customers. */
    public long totalActiveDays() {
        return day.length;
    }

    /** On how many days the customer was active. */
    public int activeDays(int row) {
        Objects.checkIndex(row, size());
        return begin[row + 1] - begin[row];
    }

    /** The days on which the customer was active, in order, as {@link LocalDate#toEpochDay()}. */
    public int[] epochDays(int row) {
        return Arrays.copyOfRange(day, begin[Objects.checkIndex(row, size())], begin[row + 1]);
    }

    /** The first day on which the customer was active. */
    public LocalDate firstDay(int row) {
        return LocalDate.ofEpochDay(day[begin[Objects.checkIndex(row, size())]]);
    }

    /** The last day on which the customer was active. */
    public LocalDate lastDay(int row) {
        Objects.checkIndex(row, size());
        return LocalDate.ofEpochDay(day[begin[row + 1] - 1]);
    }

    /** The first day on which anybody was active; empty if nobody ever was. */
    public Optional<LocalDate> firstDay() {
        return Arrays.stream(day).min().stream().mapToObj(LocalDate::ofEpochDay).findFirst();
    }

    /** The last day on which anybody was active; empty if nobody ever was. */
    public Optional<LocalDate> lastDay() {
        return Arrays.stream(day).max().stream().mapToObj(LocalDate::ofEpochDay).findFirst();
    }

    /** Whether each customer was active on any day of a period. */
    public boolean[] activeIn(ReportingPeriod period) {
        long from = Objects.requireNonNull(period, "period").from().toEpochDay();
        long to = period.to().toEpochDay();
        boolean[] out = new boolean[size()];
        for (int row = 0; row < out.length; row++) {
            int k = firstFrom(row, from);
            out[row] = k < begin[row + 1] && day[k] < to;
        }
        return out;
    }

    /** On how many days of a period each customer was active. */
    public int[] activeDaysIn(ReportingPeriod period) {
        long from = Objects.requireNonNull(period, "period").from().toEpochDay();
        long to = period.to().toEpochDay();
        int[] out = new int[size()];
        for (int row = 0; row < out.length; row++) {
            out[row] = firstFrom(row, to) - firstFrom(row, from);
        }
        return out;
    }

    /** How many customers were active on any day of a period, each once. */
    public int countActiveIn(ReportingPeriod period) {
        int count = 0;
        for (boolean active : activeIn(period)) {
            count += active ? 1 : 0;
        }
        return count;
    }

    /**
     * How many customers were active in each calendar day, week, month, quarter or year of a period, each once in each: the pieces
     * of {@link ReportingPeriod#split}. They do not add up to {@link #countActiveIn(ReportingPeriod)}.
     */
    public int[] countActiveIn(ReportingPeriod period, PeriodUnit each) {
        List<ReportingPeriod> pieces =
                Objects.requireNonNull(period, "period").split(Objects.requireNonNull(each, "each"));
        long[] to = pieces.stream().mapToLong(piece -> piece.to().toEpochDay()).toArray();
        long from = period.from().toEpochDay();
        long end = period.to().toEpochDay();
        int[] counts = new int[to.length];
        for (int row = 0; row < size(); row++) {
            int piece = 0;
            long counted = Long.MIN_VALUE;
            for (int k = firstFrom(row, from); k < begin[row + 1] && day[k] < end; k++) {
                if (day[k] < counted) {
                    continue;
                }
                // far apart as days may be, a search of the pieces is short
                piece = each == PeriodUnit.DAY ? (int) (day[k] - from) : pieceOf(to, piece, day[k]);
                counts[piece]++;
                counted = to[piece];
            }
        }
        return counts;
    }

    private static int pieceOf(long[] to, int atLeast, long epochDay) {
        int found = Arrays.binarySearch(to, atLeast, to.length, epochDay);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Active days of all customers in a period: the sum of the numbers of customers active on each day. */
    public long totalActiveDaysIn(ReportingPeriod period) {
        long sum = 0;
        for (int days : activeDaysIn(period)) {
            sum += days;
        }
        return sum;
    }

    /**
     * Customers active on a day of the period, on average over its days.
     *
     * <pre>{@code
     *   mean daily actives = active days of all customers in the period / days of the period
     *   stickiness         = mean daily actives / customers active in the period, each once
     * }</pre>
     */
    public double meanDailyActives(ReportingPeriod period) {
        return totalActiveDaysIn(period) / (double) period.days();
    }

    /** The first of a row's days that is not before {@code epochDay}, or where they end. */
    private int firstFrom(int row, long epochDay) {
        int low = begin[row];
        int high = begin[row + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (day[middle] < epochDay) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Equal identifiers and days. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ActivityLog other
                && Arrays.equals(begin, other.begin)
                && Arrays.equals(day, other.day)
                && ids.equals(other.ids);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(begin), Arrays.hashCode(day));
    }

    /** A summary, not the days. */
    @Override
    public String toString() {
        return "ActivityLog[" + day.length + " active days of " + size() + " customers]";
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        boolean sound = begin.length == ids.size() + 1 && begin[0] == 0 && begin[ids.size()] == day.length;
        for (int row = 0; sound && row < ids.size(); row++) {
            sound = begin[row] < begin[row + 1] && begin[row + 1] <= day.length;
            for (int k = begin[row] + 1; sound && k < begin[row + 1]; k++) {
                sound = day[k - 1] < day[k];
            }
        }
        if (!sound) {
            throw new InvalidObjectException("days must be as they were written");
        }
    }
}
