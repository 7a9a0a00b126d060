package org.customerequity.history.covariate;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * The covariates of many customers as columns, each a number or a category in every row. Immutable: columns are checked once and
 * copied in.
 *
 * <pre>{@code
 *   CovariateTable table = CovariateTable.of(ids).withCategories("channel", channels).withNumbers("age", ages);
 *   PurchaseHistories known = histories.withCovariates(table);
 * }</pre>
 *
 * <p>A table of identifiers is joined to histories by identifier; a table of rows ({@link #ofRows}) by place. Every customer has
 * every covariate: what is not known is a category of its own ({@code "unknown"}), or a number chosen by the caller with a flag
 * beside it.
 */
public final class CovariateTable implements Serializable {
    private static final long serialVersionUID = 1;

    /** How many customers a message names. */
    private static final int NAMED = 3;

    private final int size;
    private final @Nullable CustomerIds ids;
    private final LinkedHashMap<String, Column> columns;

    private CovariateTable(int size, @Nullable CustomerIds ids, LinkedHashMap<String, Column> columns) {
        this.size = size;
        this.ids = ids;
        this.columns = columns;
    }

    /** A table of these customers, without covariates yet. */
    public static CovariateTable of(CustomerIds ids) {
        return new CovariateTable(Objects.requireNonNull(ids, "ids").size(), ids, new LinkedHashMap<>());
    }

    /** A table of rows without identifiers, in the order of the histories they belong to; without covariates yet. */
    public static CovariateTable ofRows(int size) {
        return new CovariateTable(Require.nonNegative(size, "size", "rows"), null, new LinkedHashMap<>());
    }

    /**
     * A table of rows without identifiers, from the covariates of each.
     *
     * @param rows each with the covariates of the first, of the same kind
     */
    public static CovariateTable ofRows(List<Covariates> rows) {
        CovariateTableBuilder builder = builder();
        for (int i = 0; i < rows.size(); i++) {
            builder.add("row " + i, rows.get(i));
        }
        CovariateTable table = builder.build();
        return new CovariateTable(table.size, null, table.columns);
    }

    /** A table built customer by customer. */
    public static CovariateTableBuilder builder() {
        return new CovariateTableBuilder();
    }

    /**
     * This table with a column of numbers.
     *
     * @param name not blank, and not among the columns
     * @param values one a row, finite
     */
    public CovariateTable withNumbers(String name, double... values) {
        double[] copy = Objects.requireNonNull(values, "values").clone();
        sameLength(checked(name), copy.length);
        for (int i = 0; i < copy.length; i++) {
            if (!Double.isFinite(copy[i])) {
                throw Require.bad(
                        name + " of " + customer(i),
                        "must be a finite number",
                        "what is not known needs a value and a flag beside it",
                        copy[i]);
            }
        }
        return and(name, new Numbers(copy));
    }

    /**
     * This table with a column of categories.
     *
     * @param name not blank, and not among the columns
     * @param values one a row, not blank
     */
    public CovariateTable withCategories(String name, List<String> values) {
        Objects.requireNonNull(values, "values");
        sameLength(checked(name), values.size());
        String[] copy = values.toArray(new String[0]);
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == null || copy[i].isBlank()) {
                throw Require.bad(
                        name + " of " + customer(i),
                        "must be a category",
                        "what is not known is a category too: \"unknown\"",
                        copy[i] == null ? "null" : '"' + copy[i] + '"');
            }
        }
        return and(name, Categories.of(copy));
    }

    /**
     * This table with a column of categories replaced by columns of zeros and ones, one for each other level but the reference:
     * {@code channel=ads}, as {@link CovariateCoding} names them. For paths, which take numbers only
     * ({@link CovariatePaths#withConstants}).
     *
     * <p>The columns are those of the categories that occur here. For customers who come later, {@link CovariateCoding#asTable} has those of
     * the customers it was learnt from.
     *
     * @param name of a column of categories
     * @param reference one of its {@link #levels}
     */
    public CovariateTable withFlags(String name, String reference) {
        Categories column = categoriesOf(name);
        int zero = Require.indexOf(reference, List.of(column.levels), "reference", "a level of " + name);
        LinkedHashMap<String, Column> replaced = new LinkedHashMap<>();
        columns.forEach((other, any) -> {
            if (!other.equals(name)) {
                replaced.put(other, any);
            }
        });
        CovariateTable flagged = new CovariateTable(size, ids, replaced);
        for (int level = 0; level < column.levels.length; level++) {
            if (level != zero) {
                double[] flags = new double[size];
                for (int i = 0; i < size; i++) {
                    flags[i] = column.codes[i] == level ? 1 : 0;
                }
                flagged = flagged.withNumbers(name + '=' + column.levels[level], flags);
            }
        }
        return flagged;
    }

    private String checked(String name) {
        Require.nonBlank(name, "name", "of a covariate");
        if (columns.containsKey(name)) {
            throw Require.bad("name", "must be new", "each covariate once", '"' + name + '"');
        }
        return name;
    }

    private void sameLength(String name, int length) {
        if (length != size) {
            throw Require.bad(name, "must have a value for each of the rows, " + size, "", length);
        }
    }

    private CovariateTable and(String name, Column column) {
        LinkedHashMap<String, Column> more = new LinkedHashMap<>(columns);
        more.put(name, column);
        return new CovariateTable(size, ids, more);
    }

    /** How many customers. */
    public int size() {
        return size;
    }

    /** Names of the columns, in the order in which they were given. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
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
            throw new IllegalStateException("covariates must have identifiers (CovariateTable.of)");
        }
        return ids;
    }

    /**
     * Whether a column holds numbers, and not categories.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public boolean isNumber(String name) {
        return column(name) instanceof Numbers;
    }

    /**
     * A copy of a column of numbers.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public double[] numbers(String name) {
        if (column(name) instanceof Numbers numbers) {
            return numbers.values.clone();
        }
        throw Require.bad("name", "must be of a column of numbers", "", '"' + name + '"');
    }

    /**
     * The categories that occur in a column, each once, in alphabetical order.
     *
     * @throws IllegalArgumentException if there is no column of categories of that name
     */
    public List<String> levels(String name) {
        return List.of(categoriesOf(name).levels);
    }

    /**
     * A column of categories, in the order of the rows.
     *
     * @throws IllegalArgumentException if there is no column of categories of that name
     */
    public List<String> categories(String name) {
        Categories column = categoriesOf(name);
        return new AbstractList<>() {
            @Override
            public String get(int i) {
                return column.levels[column.codes[i]];
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private Categories categoriesOf(String name) {
        if (column(name) instanceof Categories categories) {
            return categories;
        }
        throw Require.bad("name", "must be of a column of categories", "", '"' + name + '"');
    }

    private Column column(String name) {
        Column column = columns.get(Objects.requireNonNull(name, "name"));
        if (column == null) {
            throw Require.bad("covariates", "must have \"" + name + '"', "", names().isEmpty() ? "none" : names());
        }
        return column;
    }

    /** For the coding: the index in {@link #levels} of every row; not to be written to. */
    int[] codes(String name) {
        return categoriesOf(name).codes;
    }

    /** For the coding: a column of numbers; not to be written to. */
    double[] numbersShared(String name) {
        return column(name) instanceof Numbers numbers ? numbers.values : numbers(name);
    }

    /** One customer. */
    public Covariates row(int i) {
        Objects.checkIndex(i, size);
        Covariates row = Covariates.none();
        for (Map.Entry<String, Column> e : columns.entrySet()) {
            row = e.getValue() instanceof Numbers numbers
                    ? row.with(e.getKey(), numbers.values[i])
                    : row.with(e.getKey(), ((Categories) e.getValue()).at(i));
        }
        return row;
    }

    /** One customer by identifier. */
    public Covariates row(String id) {
        return row(ids().indexOf(id));
    }

    /** The rows of the given indexes, in that order and as often as they are named, without identifiers. */
    public CovariateTable select(int... rows) {
        Objects.requireNonNull(rows, "rows");
        for (int row : rows) {
            Objects.checkIndex(row, size);
        }
        LinkedHashMap<String, Column> chosen = new LinkedHashMap<>();
        columns.forEach((name, column) -> chosen.put(name, column.select(rows)));
        return new CovariateTable(rows.length, null, chosen);
    }

    /**
     * The rows of these customers, in their order.
     *
     * @throws IllegalArgumentException if a customer has no covariates here, or somebody here is none of these customers; the
     *     message names them, and {@link #knownAmong} drops the latter
     * @throws IllegalStateException if this table has no identifiers
     */
    public CovariateTable forCustomers(CustomerIds customers) {
        int[] rows = ids().rowsOf(Objects.requireNonNull(customers, "customers"));
        int[] strangers = customers.rowsOf(ids());
        refuse(strangers, ids(), "must be of customers of the histories", "CovariateTable.knownAmong drops others");
        return joined(rows, customers);
    }

    /**
     * The rows of these customers, in their order; rows of others are dropped.
     *
     * @throws IllegalArgumentException if a customer has no covariates here; the message names him
     * @throws IllegalStateException if this table has no identifiers
     */
    public CovariateTable knownAmong(CustomerIds customers) {
        return joined(ids().rowsOf(Objects.requireNonNull(customers, "customers")), customers);
    }

    private CovariateTable joined(int[] rows, CustomerIds customers) {
        refuse(rows, customers, "must be there for every customer of the histories", "none were found for these");
        CovariateTable selected = select(rows);
        return new CovariateTable(selected.size, customers, selected.columns);
    }

    /** Refuses rows of -1, and names whose they are. */
    private static void refuse(int[] rows, CustomerIds of, String rule, String hint) {
        int missing = 0;
        StringBuilder named = new StringBuilder();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0 && missing++ < NAMED) {
                named.append(named.isEmpty() ? "" : ", ")
                        .append('"')
                        .append(of.get(i))
                        .append('"');
            }
        }
        if (missing > 0) {
            throw Require.bad(
                    "covariates", rule, hint, named + (missing > NAMED ? " and " + (missing - NAMED) + " more" : ""));
        }
    }

    private String customer(int i) {
        return ids == null ? "row " + i : '"' + ids.get(i) + '"';
    }

    /** Equal columns in equal rows of equal identifiers, in whatever order of columns. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CovariateTable other
                && size == other.size
                && Objects.equals(ids, other.ids)
                && columns.equals(other.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, columns);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "CovariateTable[" + size + " customers, " + names() + "]";
    }

    private sealed interface Column extends Serializable {
        Column select(int[] rows);
    }

    private record Numbers(double[] values) implements Column {
        @Override
        public Numbers select(int[] rows) {
            double[] chosen = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Numbers(chosen);
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Numbers other && Arrays.equals(values, other.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** Indexes into the levels that occur, which are in alphabetical order. */
    private record Categories(int[] codes, String[] levels) implements Column {
        static Categories of(String[] values) {
            String[] levels = Arrays.stream(values).distinct().sorted().toArray(String[]::new);
            Map<String, Integer> places = new LinkedHashMap<>();
            for (String level : levels) {
                places.put(level, places.size());
            }
            return new Categories(Arrays.stream(values).mapToInt(places::get).toArray(), levels);
        }

        String at(int i) {
            return levels[codes[i]];
        }

        @Override
        public Categories select(int[] rows) {
            boolean[] occurs = new boolean[levels.length];
            for (int row : rows) {
                occurs[codes[row]] = true;
            }
            int[] places = new int[levels.length];
            int kept = 0;
            for (int k = 0; k < levels.length; k++) {
                places[k] = kept;
                kept += occurs[k] ? 1 : 0;
            }
            String[] left = new String[kept];
            for (int k = 0; k < levels.length; k++) {
                if (occurs[k]) {
                    left[places[k]] = levels[k];
                }
            }
            return new Categories(
                    Arrays.stream(rows).map(row -> places[codes[row]]).toArray(), left);
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Categories other
                    && Arrays.equals(codes, other.codes)
                    && Arrays.equals(levels, other.levels);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(codes) + Arrays.hashCode(levels);
        }
    }
}
