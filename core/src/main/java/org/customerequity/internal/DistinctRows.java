package org.customerequity.internal;

import java.util.Arrays;

/**
 * The distinct rows of (frequency, recency, age) with how often each occurs, ordered by frequency: what a likelihood sums
 * over, so that its cost grows with distinct rows and everything that depends on the frequency alone is computed once.
 */
public final class DistinctRows {
    private final int size;
    private final int[] frequency;
    private final double[] recency;
    private final double[] age;
    private final double[] weight;

    private DistinctRows(int size, int[] frequency, double[] recency, double[] age, double[] weight) {
        this.size = size;
        this.frequency = frequency;
        this.recency = recency;
        this.age = age;
        this.weight = weight;
    }

    /** Compresses the rows. The arrays are read, not kept. */
    public static DistinctRows of(int[] x, double[] tx, double[] t) {
        int n = x.length;
        int[] alike = firstAlike(x, tx, t);
        int[] first = new int[n];
        int[] count = new int[n];
        int distinct = 0;
        for (int i = 0; i < n; i++) {
            count[alike[i]]++;
            if (alike[i] == i) {
                first[distinct++] = i;
            }
        }
        long[] order = new long[distinct];
        for (int j = 0; j < distinct; j++) {
            order[j] = ((long) x[first[j]] << 32) | j;
        }
        Arrays.sort(order);
        int[] frequency = new int[distinct];
        double[] recency = new double[distinct];
        double[] age = new double[distinct];
        double[] weight = new double[distinct];
        for (int j = 0; j < distinct; j++) {
            int at = (int) order[j];
            int row = first[at];
            frequency[j] = x[row];
            recency[j] = tx[row];
            age[j] = t[row];
            weight[j] = count[row];
        }
        return new DistinctRows(distinct, frequency, recency, age, weight);
    }

    /** For every row the first row that equals it, itself where it is new. The arrays are read, not kept. */
    public static int[] firstAlike(int[] x, double[] tx, double[] t) {
        int n = x.length;
        int capacity = Integer.highestOneBit(Math.max(8, n + n / 2)) * 2;
        int[] slots = new int[capacity];
        Arrays.fill(slots, -1);
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            int slot = mix(x[i], tx[i], t[i]) & (capacity - 1);
            int row = slots[slot];
            while (row >= 0 && !(x[row] == x[i] && tx[row] == tx[i] && t[row] == t[i])) {
                slot = (slot + 1) & (capacity - 1);
                row = slots[slot];
            }
            if (row < 0) {
                row = i;
                slots[slot] = i;
            }
            out[i] = row;
        }
        return out;
    }

    private static int mix(int x, double tx, double t) {
        long h = x * 0x9E3779B97F4A7C15L;
        h = (h ^ Double.doubleToRawLongBits(tx)) * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ (h >>> 29) ^ Double.doubleToRawLongBits(t)) * 0x165667B19E3779F9L;
        return (int) (h >>> 32);
    }

    /** How many distinct rows. */
    public int size() {
        return size;
    }

    /** Frequency of row {@code i}; never falls with {@code i}. */
    public int frequency(int i) {
        return frequency[i];
    }

    /** Recency of row {@code i}. */
    public double recency(int i) {
        return recency[i];
    }

    /** Age of row {@code i}. */
    public double age(int i) {
        return age[i];
    }

    /** How many customers share row {@code i}. */
    public double weight(int i) {
        return weight[i];
    }
}
