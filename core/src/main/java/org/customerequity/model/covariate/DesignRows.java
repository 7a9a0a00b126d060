package org.customerequity.model.covariate;

import java.util.Arrays;
import org.customerequity.history.PurchaseHistories;

/** What a likelihood with covariates reads: distinct rows with weights, by frequency and within it by design. */
final class DesignRows {
    final int size;
    final int[] x;
    final double[] tx;
    final double[] age;
    final double[] logs;
    final int[] design;
    final double[] weight;

    private DesignRows(int size) {
        this.size = size;
        x = new int[size];
        tx = new double[size];
        age = new double[size];
        logs = new double[size];
        design = new int[size];
        weight = new double[size];
    }

    /** Time is multiplied by {@code scale}; intervals are read where the model reads them. */
    static DesignRows of(PurchaseHistories histories, double scale, boolean intervals, Designs designs) {
        int n = histories.size();
        int[] x = histories.frequencies();
        double[] tx = histories.recencies();
        double[] age = histories.ages();
        double[] logs = new double[n];
        double lnScale = Math.log(scale);
        for (int i = 0; i < n; i++) {
            logs[i] = intervals ? histories.sumOfLogIntervals(i) + x[i] * lnScale : 0;
        }
        int[] of = designs.of;
        int[] byDesign = designs.customersByDesign();
        int capacity = Integer.highestOneBit(Math.max(8, n + n / 2)) * 2;
        int[] slots = new int[capacity];
        Arrays.fill(slots, -1);
        int[] first = new int[n];
        double[] count = new double[n];
        int size = 0;
        // by design, so that sorting by frequency and place leaves designs together
        for (int i : byDesign) {
            int slot = hash(x[i], tx[i], age[i], logs[i], of[i]) & (capacity - 1);
            while (slots[slot] >= 0) {
                int j = first[slots[slot]];
                if (x[i] == x[j] && tx[i] == tx[j] && age[i] == age[j] && logs[i] == logs[j] && of[i] == of[j]) {
                    break;
                }
                slot = (slot + 1) & (capacity - 1);
            }
            if (slots[slot] < 0) {
                slots[slot] = size;
                first[size++] = i;
            }
            count[slots[slot]]++;
        }
        long[] order = new long[size];
        for (int j = 0; j < size; j++) {
            order[j] = ((long) x[first[j]] << 32) | j;
        }
        Arrays.sort(order);
        DesignRows out = new DesignRows(size);
        for (int j = 0; j < size; j++) {
            int at = (int) order[j];
            int i = first[at];
            out.x[j] = x[i];
            out.tx[j] = tx[i] * scale;
            out.age[j] = age[i] * scale;
            out.logs[j] = logs[i];
            out.design[j] = of[i];
            out.weight[j] = count[at];
        }
        return out;
    }

    private static int hash(int x, double tx, double age, double logs, int design) {
        long h = (x * 31L + design) * 0x9E3779B97F4A7C15L;
        h = (h ^ Double.doubleToRawLongBits(tx)) * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ (h >>> 29) ^ Double.doubleToRawLongBits(age)) * 0x165667B19E3779F9L;
        h = (h ^ (h >>> 31) ^ Double.doubleToRawLongBits(logs)) * 0xC2B2AE3D27D4EB4FL;
        return (int) (h >>> 32);
    }

    /** Every {@code step}-th row: a part of the base that is like the whole. */
    DesignRows every(int step) {
        DesignRows out = new DesignRows((size + step - 1) / step);
        for (int j = 0; j < out.size; j++) {
            int i = j * step;
            out.x[j] = x[i];
            out.tx[j] = tx[i];
            out.age[j] = age[i];
            out.logs[j] = logs[i];
            out.design[j] = design[i];
            out.weight[j] = weight[i] * step;
        }
        return out;
    }
}
