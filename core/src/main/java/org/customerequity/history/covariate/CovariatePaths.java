package org.customerequity.history.covariate;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The covariates of many customers by date, each number the same from one day up to, and without, another. Of single customers, of
 * everybody (season, price list), or of everybody but those who have rows of their own.
 *
 * <pre>{@code
 *   CovariatePaths paths = CovariatePaths.builder("holiday", "discount")
 *       .addForAll(LocalDate.of(2023, 1, 1), LocalDate.of(2023, 11, 20), 0, 0.05)
 *       .addForAll(LocalDate.of(2023, 11, 20), LocalDate.of(2024, 1, 1), 1, 0.20)
 *       .build();
 *   PurchaseHistories known = log.histories().withPaths(paths, log);
 * }</pre>
 *
 * <p>Periods to come are given in the same way as those past: what is asked of a model beyond the last of them is refused, unless
 * {@link CovariatePathsBuilder#lastHoldsForEver} was said. Immutable.
 */
public final class CovariatePaths implements Serializable {
    private static final long serialVersionUID = 1;

    /** How many customers a message names. */
    private static final int NAMED = 3;

    /** Nanoseconds. */
    private static final double MOMENTS_PER_DAY = 86_400e9;

    private final List<String> names;
    private final LinkedHashMap<String, Rows> own;
    private final @Nullable Rows shared;
    private final boolean forEver;
    private final @Nullable CovariateTable constants;

    CovariatePaths(
            List<String> names,
            LinkedHashMap<String, Rows> own,
            @Nullable Rows shared,
            boolean forEver,
            @Nullable CovariateTable constants) {
        this.names = names;
        this.own = own;
        this.shared = shared;
        this.forEver = forEver;
        this.constants = constants;
    }

    /** Consecutive stretches of days: the first day of each, the first day after the last, and the numbers by stretch. */
    static final class Rows implements Serializable {
        private static final long serialVersionUID = 1;

        final int[] day;
        final double[] values;

        Rows(int[] day, double[] values) {
            this.day = day;
            this.values = values;
        }

        LocalDate first() {
            return LocalDate.ofEpochDay(day[0]);
        }

        LocalDate end() {
            return LocalDate.ofEpochDay(day[day.length - 1]);
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Rows other && Arrays.equals(day, other.day) && Arrays.equals(values, other.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(day) + Arrays.hashCode(values);
        }
    }

    /**
     * Paths built row by row.
     *
     * @param names of the covariates, at least one, each once
     */
    public static CovariatePathsBuilder builder(String... names) {
        return new CovariatePathsBuilder(CovariatePath.checkedNames(names));
    }

    /**
     * These paths with numbers that never change, of each customer: an age, a flag of the channel.
     *
     * @param table of numbers with identifiers; {@link CovariateTable#withFlags} makes numbers of a category
     * @throws IllegalArgumentException if a column is of categories, or has a name of these paths
     */
    public CovariatePaths withConstants(CovariateTable table) {
        Objects.requireNonNull(table, "table").ids();
        List<String> all = new ArrayList<>(names);
        for (String name : table.names()) {
            if (!table.isNumber(name)) {
                throw Require.bad(
                        "table",
                        "must be of numbers",
                        "CovariateTable.withFlags makes them of a category",
                        '"' + name + '"');
            }
            all.add(name);
        }
        if (constants != null) {
            throw new IllegalStateException("paths have constants already (give them in one table)");
        }
        CovariatePath.checkedNames(all.toArray(new String[0]));
        return new CovariatePaths(List.copyOf(all), own, shared, forEver, table);
    }

    /** Names of the covariates, constants last. */
    public List<String> names() {
        return names;
    }

    /** Who has rows of their own, in the order in which they were given. */
    public Set<String> customers() {
        return Collections.unmodifiableSet(own.keySet());
    }

    /**
     * These paths, if everybody who has rows of their own is one of the customers.
     *
     * @throws IllegalArgumentException if somebody is not; the message names them, and {@link #knownAmong} drops them
     */
    public CovariatePaths requireAmong(CustomerIds customers) {
        Objects.requireNonNull(customers, "customers");
        List<String> strangers =
                own.keySet().stream().filter(id -> !customers.contains(id)).toList();
        if (!strangers.isEmpty()) {
            throw Require.bad(
                    "paths",
                    "must be of customers of the histories",
                    "CovariatePaths.knownAmong drops others",
                    named(strangers));
        }
        return this;
    }

    /** These paths without the rows of those who are not among the customers. */
    public CovariatePaths knownAmong(CustomerIds customers) {
        Objects.requireNonNull(customers, "customers");
        LinkedHashMap<String, Rows> kept = new LinkedHashMap<>(own);
        kept.keySet().removeIf(id -> !customers.contains(id));
        return new CovariatePaths(names, kept, shared, forEver, constants);
    }

    private static String named(List<String> ids) {
        String first = String.join(
                ", ", ids.stream().limit(NAMED).map(id -> '"' + id + '"').toList());
        return ids.size() > NAMED ? first + " and " + (ids.size() - NAMED) + " more" : first;
    }

    /** {@link #path(String, LocalDateTime, PeriodUnit)} from the start of a day. */
    public CovariatePath path(String id, LocalDate firstPurchase, PeriodUnit unit) {
        return path(id, Objects.requireNonNull(firstPurchase, "firstPurchase").atStartOfDay(), unit);
    }

    /**
     * The path of one customer from the first purchase on, in the customer's own time; without purchases. For a customer to come,
     * the first purchase is when he is expected.
     *
     * @throws IllegalArgumentException if there are no rows for him, or the first purchase is on none of their days
     */
    public CovariatePath path(String id, LocalDateTime firstPurchase, PeriodUnit unit) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(firstPurchase, "firstPurchase");
        Objects.requireNonNull(unit, "unit");
        Rows rows = own.getOrDefault(id, shared);
        if (rows == null) {
            throw Require.bad(
                    "paths",
                    "must be there for every customer of the histories",
                    "CovariatePathsBuilder.add, or addForAll for what is the same for everybody",
                    "none for \"" + id + '"');
        }
        LocalDate day = firstPurchase.toLocalDate();
        if (day.isBefore(rows.first()) || (!day.isBefore(rows.end()) && !forEver)) {
            throw Require.bad(
                    "path of customer \"" + id + '"',
                    "must cover the first purchase on " + day,
                    "periods include their first day, not their last",
                    "from " + rows.first() + " to " + rows.end());
        }
        int dynamic = names.size() - (constants == null ? 0 : constants.names().size());
        int first = 0;
        while (first < rows.day.length - 2 && rows.day[first + 1] <= day.toEpochDay()) {
            first++;
        }
        int periods = rows.day.length - 1 - first;
        double[] ends = new double[periods];
        double[] values = new double[periods * names.size()];
        double[] constant = constant(id);
        // as a log counts the times of purchases, so that who buys at midnight buys on the boundary to the bit
        double into = firstPurchase.toLocalTime().toNanoOfDay();
        double momentsPerUnit = unit.days() * MOMENTS_PER_DAY;
        for (int k = 0; k < periods; k++) {
            ends[k] = ((rows.day[first + k + 1] - day.toEpochDay()) * MOMENTS_PER_DAY - into) / momentsPerUnit;
            System.arraycopy(rows.values, (first + k) * dynamic, values, k * names.size(), dynamic);
            System.arraycopy(constant, 0, values, k * names.size() + dynamic, constant.length);
        }
        if (forEver) {
            ends[periods - 1] = Double.POSITIVE_INFINITY;
        }
        return new CovariatePath(unit, names, ends, values, new int[periods], id, day);
    }

    private double[] constant(String id) {
        if (constants == null) {
            return new double[0];
        }
        Covariates row = constants.row(id);
        return constants.names().stream().mapToDouble(row::number).toArray();
    }

    /** Equal names, rows and constants. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CovariatePaths other
                && names.equals(other.names)
                && own.equals(other.own)
                && Objects.equals(shared, other.shared)
                && forEver == other.forEver
                && Objects.equals(constants, other.constants);
    }

    @Override
    public int hashCode() {
        return Objects.hash(names, own, shared, forEver);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "CovariatePaths[" + names + ", " + own.size() + " customers"
                + (shared == null ? "" : ", everybody from " + shared.first() + " to " + shared.end())
                + (forEver ? ", last period for ever" : "") + "]";
    }

    /** For messages of the builder: the days that rows leave out or have twice. */
    static final class Gathered {
        private final TreeSet<Row> rows = new TreeSet<>((a, b) -> Long.compare(a.from, b.from));

        private record Row(int from, int to, double[] values) {}

        void add(String whose, LocalDate from, LocalDate to, double[] values) {
            Row row = new Row((int) from.toEpochDay(), (int) to.toEpochDay(), values);
            Row before = rows.floor(row);
            if (before != null && before.to > row.from) {
                throw overlap(whose, row, before);
            }
            Row after = rows.higher(row);
            if (after != null && after.from < row.to) {
                throw overlap(whose, row, after);
            }
            rows.add(row);
        }

        private static IllegalArgumentException overlap(String whose, Row row, Row other) {
            return Require.bad(
                    "periods of " + whose,
                    "must not overlap",
                    "a period includes its first day, not its last",
                    text(row) + " beside " + text(other));
        }

        private static String text(Row row) {
            return "[" + LocalDate.ofEpochDay(row.from) + ", " + LocalDate.ofEpochDay(row.to) + ")";
        }

        Rows build(String whose, int columns) {
            int[] day = new int[rows.size() + 1];
            double[] values = new double[rows.size() * columns];
            int k = 0;
            for (Row row : rows) {
                if (k > 0 && row.from != day[k]) {
                    throw Require.bad(
                            "periods of " + whose,
                            "must follow one another without a gap",
                            "what is not known needs a value and a flag beside it",
                            "nothing from " + LocalDate.ofEpochDay(day[k]) + " to " + LocalDate.ofEpochDay(row.from));
                }
                day[k] = row.from;
                System.arraycopy(row.values, 0, values, k * columns, columns);
                day[++k] = row.to;
            }
            return new Rows(day, values);
        }
    }
}
