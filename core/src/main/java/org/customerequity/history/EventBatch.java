package org.customerequity.history;

import java.util.Arrays;

/**
 * The events of some customers at a time, customer after customer, each in the order of arrival.
 *
 * <p>A customer's events form a list through memory too large for any cache, and one step must be read before the next is
 * known. So many lists are walked side by side, a step of each in turn: the reads of different lists overlap.
 */
final class EventBatch {
    /** Events that should fit a cache, while they are put in order. */
    private static final int EVENTS = 1 << 15;

    private final EventLog log;
    private final boolean timed;
    private final int size;
    private final int[] walking;
    private final int[] next;
    private final int[] end;

    // as read, a step of each list in turn
    private int[] owners = new int[1024];
    private long[] readMoments = new long[1024];
    private double[] readAmounts = new double[1024];

    private long[] moments = new long[1024];
    private double[] amounts = new double[1024];

    EventBatch(EventLog log, boolean timed) {
        this.log = log;
        this.timed = timed;
        long each = log.customers() == 0 ? 1 : log.events() / log.customers() + 1;
        this.size = (int) Math.max(16, EVENTS / each);
        this.walking = new int[size];
        this.next = new int[size];
        this.end = new int[size + 1];
    }

    /** How many customers to load at a time, at most. */
    int size() {
        return size;
    }

    /** Reads the events of {@code customers} from {@code from} to {@code to}. */
    void load(int[] customers, int from, int to) {
        int n = to - from;
        Arrays.fill(end, 0, n + 1, 0);
        for (int i = 0; i < n; i++) {
            next[i] = log.lastEvent(customers[from + i]);
        }
        int lists = 0;
        for (int i = 0; i < n; i++) {
            if (next[i] != 0) {
                walking[lists++] = i;
            }
        }
        int read = 0;
        while (lists > 0) {
            if (read + lists > owners.length) {
                grow(read + lists);
            }
            int more = 0;
            for (int k = 0; k < lists; k++) {
                int owner = walking[k];
                int event = next[owner];
                long link = log.link(event);
                long day = link >> 32;
                owners[read] = owner;
                readMoments[read] = timed ? day * CustomerEvents.NANOS_PER_DAY + log.nanoOfDay(event) : day;
                readAmounts[read] = log.amount(event);
                read++;
                end[owner]++;
                int before = (int) link;
                if (before != 0) {
                    next[owner] = before;
                    walking[more++] = owner;
                }
            }
            lists = more;
        }
        for (int i = 1; i <= n; i++) {
            end[i] += end[i - 1];
        }
        // the latest was read first: filled from the end, each place is left at its customer's first event
        for (int k = 0; k < read; k++) {
            int at = --end[owners[k]];
            moments[at] = readMoments[k];
            amounts[at] = readAmounts[k];
        }
    }

    private void grow(int needed) {
        int capacity = Math.max(needed, 2 * owners.length);
        owners = Arrays.copyOf(owners, capacity);
        readMoments = Arrays.copyOf(readMoments, capacity);
        readAmounts = Arrays.copyOf(readAmounts, capacity);
        moments = new long[capacity];
        amounts = new double[capacity];
    }

    /** Where the events of the {@code i}th customer loaded begin; those of the next one follow. */
    int start(int i) {
        return end[i];
    }

    long moment(int i) {
        return moments[i];
    }

    double amount(int i) {
        return amounts[i];
    }
}
