package org.customerequity.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Named numbers of customers as columns: what rules and clusters look at. Immutable; every number is finite.
 *
 * <pre>{@code
 *   CustomerFeatures.of("orders", orders).plus("spend", spend)
 * }</pre>
 */
public final class CustomerFeatures implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<String> names;
    private final double[][] columns;
    private final @Nullable CustomerIds ids;

    private CustomerFeatures(List<String> names, double[][] columns, @Nullable CustomerIds ids) {
        this.names = List.copyOf(Objects.requireNonNull(names, "names"));
        this.columns = columns;
        this.ids = ids;
        Segmentation.checkNames(this.names, "names");
        if (columns.length != this.names.size()) {
            throw Require.bad("columns", "must be one a name, " + this.names.size(), "", columns.length);
        }
        for (int c = 0; c < columns.length; c++) {
            if (columns[c].length != columns[0].length) {
                throw Require.bad(
                        this.names.get(c),
                        "must have as many rows as the other columns, " + columns[0].length,
                        "",
                        columns[c].length);
            }
            for (int row = 0; row < columns[c].length; row++) {
                if (!Double.isFinite(columns[c][row])) {
                    throw Require.bad(
                            this.names.get(c) + "[" + row + "]",
                            "must be finite",
                            "leave out or fill who has none",
                            columns[c][row]);
                }
            }
        }
        if (ids != null && ids.size() != columns[0].length) {
            throw Require.bad("ids", "must be one a row, " + columns[0].length, "", ids.size());
        }
    }

    /** One column. The array is copied. */
    public static CustomerFeatures of(String name, double[] column) {
        return new CustomerFeatures(
                List.of(Objects.requireNonNull(name, "name")),
                new double[][] {Objects.requireNonNull(column, "column").clone()},
                null);
    }

    /** As many columns as names, of equal length. The arrays are copied. */
    public static CustomerFeatures ofColumns(List<String> names, double[]... columns) {
        double[][] copies = new double[Objects.requireNonNull(columns, "columns").length][];
        for (int c = 0; c < copies.length; c++) {
            copies[c] = Objects.requireNonNull(columns[c], "columns[" + c + "]").clone();
        }
        return new CustomerFeatures(names, copies, null);
    }

    /** These with one more column. */
    public CustomerFeatures plus(String name, double[] column) {
        List<String> more = new ArrayList<>(names);
        more.add(Objects.requireNonNull(name, "name"));
        double[][] wider = Arrays.copyOf(columns, columns.length + 1);
        wider[columns.length] = Objects.requireNonNull(column, "column").clone();
        return new CustomerFeatures(more, wider, ids);
    }

    /** These with one identifier a row. */
    public CustomerFeatures withIds(CustomerIds newIds) {
        return new CustomerFeatures(names, columns, Objects.requireNonNull(newIds, "newIds"));
    }

    /** The names of the columns, in their order. */
    public List<String> names() {
        return names;
    }

    /** How many customers. */
    public int size() {
        return columns[0].length;
    }

    /** The number of this name, of row {@code row}. */
    public double value(int row, String name) {
        return columns[place(name)][Objects.checkIndex(row, size())];
    }

    /** A copy of a column. */
    public double[] column(String name) {
        return columns[place(name)].clone();
    }

    /** Whether rows have identifiers. */
    public boolean hasIds() {
        return ids != null;
    }

    /**
     * The identifiers, in the order of the rows.
     *
     * @throws IllegalStateException if there are none
     */
    public CustomerIds ids() {
        if (ids == null) {
            throw new IllegalStateException("features must have identifiers (CustomerFeatures.withIds)");
        }
        return ids;
    }

    /** Not a copy: for reading in this package. */
    double[] shared(String name) {
        return columns[place(name)];
    }

    /** {@code orders 3.0, spend 250.0}. */
    String describe(int row) {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < columns.length; c++) {
            text.append(c == 0 ? "" : ", ").append(names.get(c)).append(' ').append(columns[c][row]);
        }
        return text.toString();
    }

    private int place(String name) {
        return Require.indexOf(name, names, "name", "a column of these features");
    }

    /** Equal names, columns and identifiers. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CustomerFeatures other
                && names.equals(other.names)
                && Arrays.deepEquals(columns, other.columns)
                && Objects.equals(ids, other.ids);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.deepHashCode(columns);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "CustomerFeatures[" + size() + " customers: " + String.join(", ", names) + "]";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new CustomerFeatures(names, columns, ids);
    }
}
