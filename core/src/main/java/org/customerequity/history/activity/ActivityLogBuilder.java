package org.customerequity.history.activity;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.IdTable;
import org.customerequity.internal.Require;

/**
 * Takes events in any order, early or late, once or several times, alone or with other builders, and makes an {@link ActivityLog} of
 * them: the same log whatever the order and however they were split. Holds 8 to 24 bytes a day on which a customer was active,
 * however many events it had, and, a customer, the identifier and some 28 bytes. Serializable, so that the partitions of a cluster
 * can fill one each. Not for use by several threads at once.
 */
public final class ActivityLogBuilder implements Serializable {
    private static final long serialVersionUID = 1;

    /** A day that nobody has: the first that is out of range. */
    private static final int NEVER = Integer.MIN_VALUE;

    private final IdTable customers = new IdTable();
    private long events;

    /** By number of the customer, the day that was added last: most events repeat it. */
    private transient int[] latest = new int[16];

    /** {@code customer << 32 | day}; the first of them in order and distinct. */
    private transient long[] days = new long[16];

    private transient int size;
    private transient int distinct;

    ActivityLogBuilder() {
        Arrays.fill(latest, NEVER);
    }

    /** Adds an event of which the day is known. */
    public ActivityLogBuilder add(String customer, LocalDate day) {
        Objects.requireNonNull(day, "day");
        long epochDay = day.toEpochDay();
        if ((int) epochDay != epochDay || epochDay == NEVER) {
            throw Require.bad("day", "must be within 5.8 million years of 1970", "", day);
        }
        return add(customer, (int) epochDay);
    }

    /** Adds an event at an instant: it belongs to the day that it falls on in this zone. */
    public ActivityLogBuilder add(String customer, Instant instant, ZoneId zone) {
        Objects.requireNonNull(instant, "instant");
        return add(customer, LocalDate.ofInstant(instant, Objects.requireNonNull(zone, "zone")));
    }

    /**
     * Adds an event of which the day is known: the fast way for columns and files.
     *
     * @param epochDay days from 1970-01-01, as of {@link LocalDate#toEpochDay()}
     */
    public ActivityLogBuilder add(String customer, int epochDay) {
        if (epochDay == NEVER) {
            throw Require.bad("epochDay", "must be > " + NEVER, "", epochDay);
        }
        add(customers.intern(customer), epochDay);
        events++;
        return this;
    }

    private void add(int number, int day) {
        if (number >= latest.length) {
            int before = latest.length;
            latest = Arrays.copyOf(latest, larger(number));
            Arrays.fill(latest, before, latest.length, NEVER);
        }
        if (latest[number] == day) {
            return;
        }
        latest[number] = day;
        if (size == days.length) {
            compact();
            if (size > days.length / 2) {
                days = Arrays.copyOf(days, larger(days.length));
            }
        }
        days[size++] = (long) number << 32 | day & 0xFFFF_FFFFL;
    }

    private static int larger(int used) {
        return (int) Math.min(Integer.MAX_VALUE - 8, 2L * used);
    }

    /** Puts the days in order, each once. */
    private void compact() {
        if (size == distinct) {
            return;
        }
        Arrays.sort(days, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || days[i] != days[kept - 1]) {
                days[kept++] = days[i];
            }
        }
        size = kept;
        distinct = kept;
    }

    /** Adds all days of a log: to go on from where it was made. They count as one event each. */
    public ActivityLogBuilder addAll(ActivityLog log) {
        Objects.requireNonNull(log, "log");
        for (int row = 0; row < log.size(); row++) {
            int number = customers.intern(log.ids().get(row));
            for (int k = log.begin(row); k < log.begin(row + 1); k++) {
                add(number, log.epochDay(k));
            }
        }
        events += log.totalActiveDays();
        return this;
    }

    /**
     * Adds all events of another builder; the other stays as it is.
     *
     * @throws IllegalArgumentException if {@code other} is this one
     */
    public ActivityLogBuilder combine(ActivityLogBuilder other) {
        Objects.requireNonNull(other, "other");
        if (other == this) {
            throw new IllegalArgumentException("other must be another builder, was this one");
        }
        int[] ours = new int[other.customers.size()];
        Arrays.setAll(ours, i -> customers.intern(other.customers, i));
        for (int i = 0; i < other.size; i++) {
            add(ours[(int) (other.days[i] >>> 32)], (int) other.days[i]);
        }
        events += other.events;
        return this;
    }

    /** The log of all events so far. */
    public ActivityLog build() {
        compact();
        int[] order = customers.sorted();
        int[] end = new int[order.length];
        for (int i = 0; i < size; i++) {
            end[(int) (days[i] >>> 32)]++;
        }
        for (int number = 1; number < end.length; number++) {
            end[number] += end[number - 1];
        }
        int[] begin = new int[order.length + 1];
        int[] sorted = new int[size];
        int at = 0;
        for (int row = 0; row < order.length; row++) {
            int from = order[row] == 0 ? 0 : end[order[row] - 1];
            // the low half of a long is unsigned: days before 1970 come after the others
            int split = from;
            while (split < end[order[row]] && (int) days[split] >= 0) {
                split++;
            }
            for (int k = split; k < end[order[row]]; k++) {
                sorted[at++] = (int) days[k];
            }
            for (int k = from; k < split; k++) {
                sorted[at++] = (int) days[k];
            }
            begin[row + 1] = at;
        }
        return new ActivityLog(CustomerIds.of(customers.ids(order)), begin, sorted);
    }

    /** How many events were added. */
    public long events() {
        return events;
    }

    /** A summary, not the events. */
    @Override
    public String toString() {
        return "ActivityLogBuilder[" + events + " events of " + customers.size() + " customers]";
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        compact();
        out.defaultWriteObject();
        out.writeUnshared(Arrays.copyOf(days, size));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        days = (long[]) in.readUnshared();
        size = days.length;
        distinct = size;
        for (int i = 0; i < size; i++) {
            boolean sound = days[i] >= 0 && (int) (days[i] >>> 32) < customers.size();
            if (!sound || (i > 0 && days[i] <= days[i - 1])) {
                throw new InvalidObjectException("days must be as they were written");
            }
        }
        days = Arrays.copyOf(days, Math.max(16, size));
        latest = new int[Math.max(16, customers.size())];
        Arrays.fill(latest, NEVER);
    }
}
