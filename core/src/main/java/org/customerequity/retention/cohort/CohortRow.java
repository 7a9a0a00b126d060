package org.customerequity.retention.cohort;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One cohort of a table: columns that every member has been observed through. Arrays are never changed. */
final class CohortRow implements Serializable {
    private static final long serialVersionUID = 1;

    final long size;
    final long[] active;
    /** Active in the column or in any behind it; null where only counts are known. */
    final long @Nullable [] later;
    /** Active in the column and in the one before; null where only counts are known. */
    final long @Nullable [] both;

    final long @Nullable [] orders;
    final double @Nullable [] revenue;
    /** Over customers, sums of squares of revenue and of its products with that of the first column. */
    final double @Nullable [] squares;

    final double @Nullable [] products;

    CohortRow(
            long size,
            long[] active,
            long @Nullable [] later,
            long @Nullable [] both,
            long @Nullable [] orders,
            double @Nullable [] revenue,
            double @Nullable [] squares,
            double @Nullable [] products) {
        this.size = size;
        this.active = active;
        this.later = later;
        this.both = both;
        this.orders = orders;
        this.revenue = revenue;
        this.squares = squares;
        this.products = products;
    }

    /** Customers who left for good, so that who is active was always active, and is active until the last column. */
    static CohortRow ofSurvivors(long[] survivors) {
        long[] before = new long[survivors.length];
        System.arraycopy(survivors, 1, before, 1, survivors.length - 1);
        return new CohortRow(survivors[0], survivors, survivors, before, null, null, null, null);
    }

    int columns() {
        return active.length;
    }

    /** Of other customers; a column is known where it is of both. */
    CohortRow plus(CohortRow other) {
        int columns = Math.min(columns(), other.columns());
        return new CohortRow(
                size + other.size,
                sum(active, other.active, columns),
                later == null || other.later == null ? null : sum(later, other.later, columns),
                both == null || other.both == null ? null : sum(both, other.both, columns),
                orders == null || other.orders == null ? null : sum(orders, other.orders, columns),
                revenue == null || other.revenue == null ? null : sum(revenue, other.revenue, columns),
                squares == null || other.squares == null ? null : sum(squares, other.squares, columns),
                products == null || other.products == null ? null : sum(products, other.products, columns));
    }

    private static long[] sum(long[] a, long[] b, int columns) {
        long[] out = Arrays.copyOf(a, columns);
        for (int k = 0; k < columns; k++) {
            out[k] += b[k];
        }
        return out;
    }

    private static double[] sum(double[] a, double[] b, int columns) {
        double[] out = Arrays.copyOf(a, columns);
        for (int k = 0; k < columns; k++) {
            out[k] += b[k];
        }
        return out;
    }

    /** Whether everybody was active at first, and in every column before one of activity: nobody ever came back. */
    boolean isSurvival() {
        return later != null && (active.length == 0 || active[0] == size) && Arrays.equals(later, active);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CohortRow other
                && size == other.size
                && Arrays.equals(active, other.active)
                && Arrays.equals(later, other.later)
                && Arrays.equals(both, other.both)
                && Arrays.equals(orders, other.orders)
                && Arrays.equals(revenue, other.revenue)
                && Arrays.equals(squares, other.squares)
                && Arrays.equals(products, other.products);
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, Arrays.hashCode(active), Arrays.hashCode(revenue));
    }
}
