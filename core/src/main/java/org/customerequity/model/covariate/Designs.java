package org.customerequity.model.covariate;

import java.util.Arrays;

/** The distinct rows of a design, and which of them each customer has. */
final class Designs {
    final int size;
    final int columns;
    /** Row by row. */
    final double[] z;
    /** The design of each customer. */
    final int[] of;

    private Designs(int size, int columns, double[] z, int[] of) {
        this.size = size;
        this.columns = columns;
        this.z = z;
        this.of = of;
    }

    /** Of columns {@code design[column][customer]}. */
    static Designs of(double[][] design, int customers) {
        int columns = design.length;
        int[] of = new int[customers];
        if (columns == 0) {
            return new Designs(customers == 0 ? 0 : 1, 0, new double[0], of);
        }
        int capacity = Integer.highestOneBit(Math.max(8, customers + customers / 2)) * 2;
        int[] slots = new int[capacity];
        Arrays.fill(slots, -1);
        int[] first = new int[customers];
        int size = 0;
        for (int i = 0; i < customers; i++) {
            int slot = hash(design, i) & (capacity - 1);
            while (slots[slot] >= 0 && !alike(design, first[slots[slot]], i)) {
                slot = (slot + 1) & (capacity - 1);
            }
            if (slots[slot] < 0) {
                slots[slot] = size;
                first[size++] = i;
            }
            of[i] = slots[slot];
        }
        double[] z = new double[size * columns];
        for (int d = 0; d < size; d++) {
            for (int c = 0; c < columns; c++) {
                z[d * columns + c] = design[c][first[d]] + 0.0;
            }
        }
        return new Designs(size, columns, z, of);
    }

    private static int hash(double[][] design, int i) {
        long h = 0x9E3779B97F4A7C15L;
        for (double[] column : design) {
            h = (h ^ (h >>> 29) ^ Double.doubleToRawLongBits(column[i] + 0.0)) * 0xC2B2AE3D27D4EB4FL;
        }
        return (int) (h >>> 32);
    }

    private static boolean alike(double[][] design, int i, int j) {
        for (double[] column : design) {
            if (column[i] != column[j]) {
                return false;
            }
        }
        return true;
    }

    /** The designs that rows still have, whose numbers are replaced by the new ones. */
    Designs kept(int[] rows) {
        int[] number = new int[size];
        Arrays.fill(number, -1);
        int left = 0;
        for (int i = 0; i < rows.length; i++) {
            if (number[rows[i]] < 0) {
                number[rows[i]] = left++;
            }
            rows[i] = number[rows[i]];
        }
        double[] some = new double[left * columns];
        for (int d = 0; d < size; d++) {
            if (number[d] >= 0) {
                System.arraycopy(z, d * columns, some, number[d] * columns, columns);
            }
        }
        return new Designs(left, columns, some, rows);
    }

    /** The customers of each design, one design after the other in the order of their numbers; {@link #ends} says where. */
    int[] customersByDesign() {
        int[] next = new int[size + 1];
        for (int d : of) {
            next[d + 1]++;
        }
        for (int d = 0; d < size; d++) {
            next[d + 1] += next[d];
        }
        int[] order = new int[of.length];
        for (int i = 0; i < of.length; i++) {
            order[next[of[i]]++] = i;
        }
        return order;
    }

    /** Where the customers of each design end in {@link #customersByDesign}. */
    int[] ends() {
        int[] ends = new int[size];
        for (int d : of) {
            ends[d]++;
        }
        for (int d = 1; d < size; d++) {
            ends[d] += ends[d - 1];
        }
        return ends;
    }

    /** The columns of the distinct rows: {@code distinct()[column][design]}. */
    double[][] distinct() {
        double[][] out = new double[columns][size];
        for (int d = 0; d < size; d++) {
            for (int c = 0; c < columns; c++) {
                out[c][d] = z[d * columns + c];
            }
        }
        return out;
    }
}
