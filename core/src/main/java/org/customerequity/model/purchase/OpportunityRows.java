package org.customerequity.model.purchase;

import java.util.Arrays;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;

/**
 * Whole numbers (x, t, n): purchases, opportunity of the last one, opportunities so far. The distinct ones among many rows,
 * each with how often it occurs, and for every row which of them it is, so that whatever is computed from them is computed
 * once.
 */
final class OpportunityRows {
    private static final int MOST = 10_000_000;

    private int size;
    private int[] x;
    private int[] t;
    private int[] n;
    private int[] weight;
    private final int[] rowOf;

    private OpportunityRows(int rows) {
        rowOf = new int[rows];
        x = new int[16];
        t = new int[16];
        n = new int[16];
        weight = new int[16];
    }

    /** The distinct rows of the histories, which must hold whole numbers. */
    static OpportunityRows of(PurchaseHistories histories) {
        int rows = histories.size();
        OpportunityRows all = new OpportunityRows(rows);
        int[] slots = slots(64);
        for (int i = 0; i < rows; i++) {
            int count = histories.frequency(i);
            double recency = histories.recency(i);
            double age = histories.age(i);
            if (!isValid(count, recency, age)) {
                try {
                    check(count, recency, age);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("row " + i + ": " + e.getMessage(), e);
                }
            }
            slots = all.add(i, count, (int) recency, (int) age, slots);
        }
        return all;
    }

    /** The distinct numbers of purchases and of opportunities among these rows, whenever the last purchase was. */
    OpportunityRows withoutRecency() {
        OpportunityRows all = new OpportunityRows(size);
        int[] slots = slots(64);
        for (int i = 0; i < size; i++) {
            slots = all.add(i, x[i], 0, n[i], slots);
        }
        return all;
    }

    /** The distinct numbers of opportunities among these rows. */
    OpportunityRows ofAges() {
        OpportunityRows all = new OpportunityRows(size);
        int[] slots = slots(64);
        for (int i = 0; i < size; i++) {
            slots = all.add(i, 0, 0, n[i], slots);
        }
        return all;
    }

    private static int[] slots(int capacity) {
        int[] slots = new int[capacity];
        Arrays.fill(slots, -1);
        return slots;
    }

    /** Open addressing, at most half full. */
    private int[] add(int row, int count, int last, int opportunities, int[] slots) {
        int mask = slots.length - 1;
        int slot = mix(count, last, opportunities) & mask;
        while (true) {
            int at = slots[slot];
            if (at < 0) {
                break;
            }
            if (x[at] == count && t[at] == last && n[at] == opportunities) {
                weight[at]++;
                rowOf[row] = at;
                return slots;
            }
            slot = (slot + 1) & mask;
        }
        if (size == x.length) {
            x = Arrays.copyOf(x, 2 * size);
            t = Arrays.copyOf(t, 2 * size);
            n = Arrays.copyOf(n, 2 * size);
            weight = Arrays.copyOf(weight, 2 * size);
        }
        x[size] = count;
        t[size] = last;
        n[size] = opportunities;
        weight[size] = 1;
        rowOf[row] = size;
        slots[slot] = size;
        size++;
        return 2 * size <= slots.length ? slots : rehashed(2 * slots.length);
    }

    private int[] rehashed(int capacity) {
        int[] slots = slots(capacity);
        for (int j = 0; j < size; j++) {
            int slot = mix(x[j], t[j], n[j]) & (capacity - 1);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (capacity - 1);
            }
            slots[slot] = j;
        }
        return slots;
    }

    private static int mix(int count, int last, int opportunities) {
        long h = count * 0x9E3779B97F4A7C15L;
        h = (h ^ last) * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ (h >>> 29) ^ opportunities) * 0x165667B19E3779F9L;
        return (int) (h >>> 32);
    }

    /** How many are distinct. */
    int size() {
        return size;
    }

    /** Purchases of the distinct row {@code j}. */
    int x(int j) {
        return x[j];
    }

    /** Opportunity of the last purchase of the distinct row {@code j}. */
    int t(int j) {
        return t[j];
    }

    /** Opportunities of the distinct row {@code j}. */
    int n(int j) {
        return n[j];
    }

    /** How many rows are the distinct row {@code j}. */
    int weight(int j) {
        return weight[j];
    }

    /** Which distinct row is row {@code i} of those that these were made from. */
    int of(int i) {
        return rowOf[i];
    }

    /** One value a row, from one value a distinct row. */
    double[] spread(double[] distinct) {
        double[] out = new double[rowOf.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = distinct[rowOf[i]];
        }
        return out;
    }

    private static boolean isValid(int x, double recency, double age) {
        return recency == (int) recency && age == (int) age && x <= recency && age <= MOST;
    }

    /** Refuses what cannot have happened at whole opportunities. */
    static void check(PurchaseHistory history) {
        check(history.frequency(), history.recency(), history.age());
    }

    private static void check(int x, double recency, double age) {
        String hint = "the BG/BB counts opportunities: build histories with Opportunities";
        if (age != Math.rint(age)) {
            throw Require.bad("age", "must be a whole number of opportunities", hint, age);
        }
        if (age > MOST) {
            throw Require.bad("age", "must be <= " + MOST + " opportunities", "", age);
        }
        if (recency != Math.rint(recency)) {
            throw Require.bad("recency", "must be a whole number of opportunities", hint, recency);
        }
        if (x > recency) {
            throw Require.bad(
                    "frequency", "must be <= recency " + recency, "at most one purchase at an opportunity", x);
        }
    }
}
