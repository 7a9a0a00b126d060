package org.customerequity.segment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Two segmentations of the same customers against each other: how many are in each pair of segments. Immutable; tables of
 * disjoint customers add.
 */
public final class CrossTable implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<String> rows;
    private final List<String> columns;
    private final long[][] counts;

    private CrossTable(List<String> rows, List<String> columns, long[][] counts) {
        this.rows = rows;
        this.columns = columns;
        this.counts = counts;
        long sum = 0;
        for (long[] line : counts) {
            for (long count : line) {
                sum = Require.sum(sum, Require.nonNegative(count, "count", ""), "sum of counts");
            }
        }
    }

    /** The segments of {@code rows} down, those of {@code columns} across. */
    public static CrossTable of(Segmentation rows, Segmentation columns) {
        Objects.requireNonNull(rows, "rows").requireSameCustomers(columns, "columns");
        long[][] counts = new long[rows.names().size()][columns.names().size()];
        for (int i = 0; i < rows.size(); i++) {
            counts[rows.segment(i)][columns.segment(i)]++;
        }
        return new CrossTable(rows.names(), columns.names(), counts);
    }

    /** The segments down. */
    public List<String> rowNames() {
        return rows;
    }

    /** The segments across. */
    public List<String> columnNames() {
        return columns;
    }

    /** Customers in both segments. */
    public long count(String row, String column) {
        return counts[row(row)][column(column)];
    }

    /** All counts, a copy, in the order of the names. */
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** How many of the row's customers are in the column, with an interval by Wilson. */
    public Proportion shareOfRow(String row, String column) {
        long[] line = counts[row(row)];
        return Proportion.of(line[column(column)], Arrays.stream(line).sum());
    }

    /** How many of the column's customers are in the row, with an interval by Wilson. */
    public Proportion shareOfColumn(String row, String column) {
        int c = column(column);
        return Proportion.of(
                counts[row(row)][c],
                Arrays.stream(counts).mapToLong(line -> line[c]).sum());
    }

    /**
     * Whether the two have to do with each other.
     *
     * @throws UndefinedRatioException if fewer than two rows or two columns hold a customer
     */
    public ChiSquareTest independenceTest() {
        return ChiSquareTest.ofTable(counts);
    }

    /**
     * How much, from 0 to 1: {@code sqrt(chi^2 / (n min(rows - 1, columns - 1)))} over rows and columns that hold a customer
     * (Cramer, Mathematical Methods of Statistics, 1946).
     *
     * @throws UndefinedRatioException if fewer than two rows or two columns hold a customer
     */
    public double cramersV() {
        double chiSquare = independenceTest().statistic();
        double n = 0;
        long[] down = new long[columns.size()];
        int usedRows = 0;
        for (long[] line : counts) {
            long sum = Arrays.stream(line).sum();
            usedRows += sum > 0 ? 1 : 0;
            n += sum;
            for (int c = 0; c < line.length; c++) {
                down[c] += line[c];
            }
        }
        long usedColumns = Arrays.stream(down).filter(sum -> sum > 0).count();
        return Math.min(1, Math.sqrt(chiSquare / (n * (Math.min(usedRows, usedColumns) - 1))));
    }

    /**
     * Both together; the customers must be disjoint.
     *
     * @throws IllegalArgumentException if the segments differ
     */
    public CrossTable plus(CrossTable other) {
        Objects.requireNonNull(other, "other");
        if (!rows.equals(other.rows) || !columns.equals(other.columns)) {
            throw Require.bad("other", "must have the same segments", "" + this, other);
        }
        long[][] sum = counts();
        for (int r = 0; r < sum.length; r++) {
            for (int c = 0; c < sum[r].length; c++) {
                sum[r][c] = Math.addExact(sum[r][c], other.counts[r][c]);
            }
        }
        return new CrossTable(rows, columns, sum);
    }

    private int row(String name) {
        return Require.indexOf(name, rows, "row", "");
    }

    private int column(String name) {
        return Require.indexOf(name, columns, "column", "");
    }

    /** Equal names and counts. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CrossTable other
                && rows.equals(other.rows)
                && columns.equals(other.columns)
                && Arrays.deepEquals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rows, columns, Arrays.deepHashCode(counts));
    }

    @Override
    public String toString() {
        return "CrossTable[" + rows.size() + " x " + columns.size() + " segments]";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new CrossTable(rows, columns, counts);
    }
}
