package org.customerequity.retention.cohort;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.internal.Require;
import org.customerequity.retention.curve.EmpiricalCurve;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;
import org.customerequity.value.RatioOfSums;
import org.jspecify.annotations.Nullable;

/**
 * Cohorts by age: how many of those who came together were active, ordered, and for how much. Immutable.
 *
 * <pre>{@code
 *   cohort     size   age 0   1    2    3
 *   2026-01     100     100  60   48   42
 *   2026-02     120     120  78   60
 *   2026-03      90      90  63
 *   2026-04     150     150
 * }</pre>
 *
 * <p>A cell is observed when its ages are over for <em>every</em> member of the cohort; before that it is absent, never 0, and
 * nothing is averaged over it. Ages are named by the one at which a column begins: with brackets 0, 1, 7, 30, age 7 is the bracket
 * {@code [7, 30)}.
 *
 * <p>Of the ways to one curve from many cohorts, with n(c, k) the active of cohort c at age k and N(c) its size:
 *
 * <pre>{@code
 *   pooledRetention     sum n(c, k) / sum N(c)            over the cohorts observed to k
 *   pooledConditional   sum n(c, k) / sum n(c, k-1)       over the same
 *   chainLadder         product of pooledConditional      uses every observed cell
 * }</pre>
 *
 * <p>The first compares different cohorts at different ages, and may rise where old cohorts were better ones; the last is a
 * survival curve only where nobody returns, see {@link #isSurvival}.
 */
public final class CohortTable implements Serializable {
    private static final long serialVersionUID = 1;

    private final CohortRules rules;
    private final @Nullable LocalDate lastDay;
    private final @Nullable Currency currency;
    private final Cohort[] cohorts;
    private final CohortRow[] rows;

    CohortTable(
            CohortRules rules,
            @Nullable LocalDate lastDay,
            @Nullable Currency currency,
            SortedMap<Cohort, CohortRow> table) {
        this.rules = rules;
        this.lastDay = lastDay;
        this.currency = currency;
        cohorts = table.keySet().toArray(Cohort[]::new);
        rows = table.values().toArray(CohortRow[]::new);
    }

    /**
     * A table of counts as printed in a report: cohorts 1, 2, ... by their active customers, the first number the size.
     *
     * @param unit of the ages
     * @param active for each cohort n(0), n(1), ...: the size, then the active at each age that is over for all its members; at most
     *     the size, but it may rise again
     */
    public static CohortTable ofCounts(PeriodUnit unit, long[]... active) {
        Objects.requireNonNull(active, "active");
        TreeMap<Cohort, CohortRow> table = new TreeMap<>();
        for (int c = 0; c < active.length; c++) {
            String name = "active[" + c + "]";
            long[] row = Objects.requireNonNull(active[c], name).clone();
            Require.notEmpty(row.length, name, "must begin with the size of the cohort", "n(0), n(1), ...");
            for (int k = 0; k < row.length; k++) {
                Require.nonNegative(row[k], name + "[" + k + "]", "active customers");
                if (row[k] > row[0]) {
                    throw Require.bad(name + "[" + k + "]", "must be <= the size of the cohort, " + row[0], "", row[k]);
                }
            }
            table.put(numbered(c), new CohortRow(row[0], row, null, null, null, null, null, null));
        }
        return new CohortTable(CohortRules.per(unit, CohortClock.TENURE), null, null, table);
    }

    /** Survivors of contracts: cohorts 1, 2, ..., and whoever is active at an age has made that many renewals. */
    public static CohortTable from(CohortCounts survivors) {
        TreeMap<Cohort, CohortRow> table = new TreeMap<>();
        Objects.requireNonNull(survivors, "survivors");
        for (int c = 0; c < survivors.size(); c++) {
            table.put(numbered(c), CohortRow.ofSurvivors(survivors.survivors(c)));
        }
        return new CohortTable(CohortRules.per(survivors.unit(), CohortClock.TENURE), null, null, table);
    }

    private static Cohort numbered(int index) {
        return Cohort.starting(Integer.toString(index + 1));
    }

    // --- rows and columns

    /** What made the table. */
    public CohortRules rules() {
        return rules;
    }

    /** The last day of observation; empty where the table was made of counts. */
    public Optional<LocalDate> lastDay() {
        return Optional.ofNullable(lastDay);
    }

    /** The currency of revenue, if one was named. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(currency);
    }

    /** How many cohorts. */
    public int size() {
        return rows.length;
    }

    /** The cohorts, in order. */
    public List<Cohort> cohorts() {
        return List.of(cohorts);
    }

    /** One cohort. */
    public Cohort cohort(int i) {
        return cohorts[Objects.checkIndex(i, cohorts.length)];
    }

    /**
     * The place of a cohort.
     *
     * @throws IllegalArgumentException if the table has none of that name
     */
    public int indexOf(Cohort cohort) {
        int at = Arrays.binarySearch(cohorts, Objects.requireNonNull(cohort, "cohort"));
        if (at < 0) {
            throw Require.bad("cohort", "must be one of the table's", "see cohorts()", cohort);
        }
        return at;
    }

    /** All who came in cohort {@code i}, active or not. */
    public long customers(int i) {
        return row(i).size;
    }

    /** The ages at which columns begin, as far as any cohort is observed. */
    public int[] ages() {
        int columns = 0;
        for (CohortRow row : rows) {
            columns = Math.max(columns, row.columns());
        }
        int[] ages = new int[columns];
        Arrays.setAll(ages, k -> rules.edges().isEmpty() ? k : rules.edges().get(k));
        return ages;
    }

    private CohortRow row(int i) {
        return rows[Objects.checkIndex(i, rows.length)];
    }

    /** The column that begins at an age. */
    private int column(int age) {
        Require.nonNegative(age, "age", "periods since the first day");
        if (rules.edges().isEmpty()) {
            return age;
        }
        int at = rules.edges().indexOf(age);
        if (at < 0 || at == rules.edges().size() - 1) {
            throw Require.bad("age", "must begin a bracket of " + rules.edges(), "see CohortRules.withBrackets", age);
        }
        return at;
    }

    /** Whether the column that begins at {@code age} is over for every member of cohort {@code i}. */
    public boolean isObserved(int i, int age) {
        return column(age) < row(i).columns();
    }

    // --- cells

    /** Customers of cohort {@code i} who were active; empty where that cannot be known yet. */
    public OptionalLong active(int i, int age) {
        return cell(row(i).active, column(age));
    }

    /**
     * Of the active, those who were active in the column before too; the others came back. Empty in the first column and where it
     * cannot be known.
     */
    public OptionalLong continuing(int i, int age) {
        int column = column(age);
        long[] both = row(i).both;
        return both == null || column == 0 ? OptionalLong.empty() : cell(both, column);
    }

    /** Orders of cohort {@code i}, or whatever each activity was; empty where they cannot be known. */
    public OptionalLong orders(int i, int age) {
        long[] orders = row(i).orders;
        return orders == null ? OptionalLong.empty() : cell(orders, column(age));
    }

    /**
     * Revenue of cohort {@code i}, in {@link #currency}; empty where it cannot be known. Of contracts, the recurring revenue on a day of
     * the age.
     */
    public OptionalDouble revenue(int i, int age) {
        double[] revenue = row(i).revenue;
        int column = column(age);
        return revenue == null || column >= revenue.length
                ? OptionalDouble.empty()
                : OptionalDouble.of(revenue[column]);
    }

    private static OptionalLong cell(long[] cells, int column) {
        return column < cells.length ? OptionalLong.of(cells[column]) : OptionalLong.empty();
    }

    /**
     * The share of cohort {@code i} that was retained at an age; empty where it cannot be known yet.
     *
     * @param definition what counts as retained
     * @param age where a column begins; of one age only for {@link RetentionDefinition#N_DAY}
     * @throws IllegalArgumentException if the table cannot tell: N-day in a bracket of several ages, unbounded from counts that may rise
     */
    public Optional<Proportion> retention(RetentionDefinition definition, int i, int age) {
        int column = column(definition, age);
        CohortRow row = row(i);
        return column < row.columns()
                ? Optional.of(Proportion.of(retained(definition, row)[column], row.size))
                : Optional.empty();
    }

    private int column(RetentionDefinition definition, int age) {
        int column = column(age);
        List<Integer> edges = rules.edges();
        if (Objects.requireNonNull(definition, "definition") == RetentionDefinition.N_DAY
                && !edges.isEmpty()
                && edges.get(column + 1) != age + 1) {
            throw Require.bad(
                    "age",
                    "must be a column of its own",
                    "its bracket is [" + age + ", " + edges.get(column + 1) + "), use RetentionDefinition.BRACKET",
                    age);
        }
        return column;
    }

    private static long[] retained(RetentionDefinition definition, CohortRow row) {
        if (definition != RetentionDefinition.UNBOUNDED) {
            return row.active;
        }
        if (row.later == null) {
            throw Require.bad(
                    "definition",
                    "must be N_DAY or BRACKET",
                    "counts do not tell who was active later; give single customers",
                    definition);
        }
        return row.later;
    }

    /**
     * What cohort {@code i} spent at an age per what it spent in the first column, with the standard error that customers' differences
     * give it; empty where that cannot be known.
     *
     * @throws IllegalArgumentException if more was refunded than bought in the first column
     */
    public Optional<RatioOfSums> revenueRetention(int i, int age) {
        int column = column(age);
        CohortRow row = row(i);
        return row.revenue != null && column < row.columns()
                ? Optional.of(revenue(List.of(row), column))
                : Optional.empty();
    }

    /** Of all customers of these rows as one; a row may lie below zero that together do not. */
    private static RatioOfSums revenue(List<CohortRow> rows, int column) {
        double n = 0;
        double y = 0;
        double x = 0;
        double yy = 0;
        double xy = 0;
        double xx = 0;
        for (CohortRow row : rows) {
            if (row.revenue == null || row.squares == null || row.products == null) {
                throw Require.bad("revenue", "must be known", "the table was made without amounts", "none");
            }
            n += row.size;
            y += row.revenue[column];
            x += row.revenue[0];
            yy += row.squares[column];
            xy += column == 0 ? row.squares[0] : row.products[column];
            xx += row.squares[0];
        }
        if (n == 0) {
            return RatioOfSums.empty("revenue at the age", "revenue in the first column");
        }
        return new RatioOfSums(
                Ratio.of(y, "revenue at the age", x, "revenue in the first column"),
                (long) n,
                // rounding alone can push a sum of squares that is zero below it
                Math.max(0, yy - y * y / n),
                column == 0 ? Math.max(0, xx - x * x / n) : xy - x * y / n,
                Math.max(0, xx - x * x / n));
    }

    // --- curves

    /**
     * Retained of all customers of the cohorts old enough: {@code sum n(c, k) / sum N(c)}. Its interval is that of Wilson. Undefined
     * where no cohort is observed so far.
     */
    public Proportion pooledRetention(RetentionDefinition definition, int age) {
        int column = column(definition, age);
        long retained = 0;
        long customers = 0;
        for (CohortRow row : rows) {
            if (column < row.columns()) {
                retained += retained(definition, row)[column];
                customers += row.size;
            }
        }
        return Proportion.of(retained, customers);
    }

    /**
     * Active at an age per active in the column before, over the cohorts observed to it: {@code sum n(c, k) / sum n(c, k-1)}. Above 1
     * where more returned than left. In the first column, per all customers.
     */
    public Ratio pooledConditional(int age) {
        int column = column(age);
        double active = 0;
        double before = 0;
        for (CohortRow row : rows) {
            if (column < row.columns()) {
                active += row.active[column];
                before += column == 0 ? row.size : row.active[column - 1];
            }
        }
        return Ratio.of(active, "active at the age", before, "active before");
    }

    /**
     * Revenue at an age per revenue in the first column, over the cohorts old enough: pooled retention weighted by revenue, with its
     * standard error over customers.
     *
     * @throws IllegalArgumentException if the table has no amounts, or more was refunded than bought in the first column
     */
    public RatioOfSums pooledRevenueRetention(int age) {
        int column = column(age);
        return revenue(Arrays.stream(rows).filter(row -> column < row.columns()).toList(), column);
    }

    /**
     * Whether nobody returned: who is active was active at every age before, and everybody at first. So it is with contracts; who
     * buys may pause.
     */
    public boolean isSurvival() {
        for (CohortRow row : rows) {
            if (!row.isSurvival()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The chain-ladder curve as a survival curve: Kaplan-Meier of all cohorts, with Greenwood's errors.
     *
     * @throws IllegalArgumentException if {@link #isSurvival} is not so, or ages are in brackets
     */
    public EmpiricalCurve survivalCurve() {
        if (!isSurvival()) {
            throw Require.bad(
                    "table",
                    "must be of customers who do not return",
                    "for activity see pooledRetention and chainLadder; counts of survivors come from CohortCounts",
                    this);
        }
        if (!rules.edges().isEmpty()) {
            throw Require.bad("table", "must have every age as a column", "make it without brackets", this);
        }
        return EmpiricalCurve.of(CohortCounts.of(
                rules.ageUnit(),
                Arrays.stream(rows)
                        .filter(row -> row.columns() > 0)
                        .map(row -> row.active)
                        .toArray(long[][]::new)));
    }

    /**
     * The pooled development of a measure from age to age, and the table completed by it.
     *
     * @throws IllegalArgumentException if the table does not have the measure, or a measure is negative
     */
    public ChainLadder chainLadder(CohortMeasure measure) {
        Objects.requireNonNull(measure, "measure");
        double[][] triangle = new double[rows.length][];
        for (int c = 0; c < rows.length; c++) {
            triangle[c] = values(rows[c], measure);
        }
        return ChainLadder.of(triangle);
    }

    private static double[] values(CohortRow row, CohortMeasure measure) {
        double[] values = switch (measure) {
            case ACTIVE_CUSTOMERS -> Arrays.stream(row.active).asDoubleStream().toArray();
            case ORDERS, CUMULATIVE_ORDERS -> {
                long[] orders = row.orders;
                if (orders == null) {
                    throw Require.bad("measure", "must be ACTIVE_CUSTOMERS", "counts have no orders", measure);
                }
                yield Arrays.stream(orders).asDoubleStream().toArray();
            }
            case REVENUE, CUMULATIVE_REVENUE -> {
                double[] revenue = row.revenue;
                if (revenue == null) {
                    throw Require.bad("measure", "must not be revenue", "the table was made without amounts", measure);
                }
                yield revenue.clone();
            }
        };
        if (measure == CohortMeasure.CUMULATIVE_ORDERS || measure == CohortMeasure.CUMULATIVE_REVENUE) {
            for (int k = 1; k < values.length; k++) {
                values[k] += values[k - 1];
            }
        }
        return values;
    }

    // --- parts and wholes

    /** The cohorts that are wanted: {@code table.select(cohort -> cohort.label().equals("paid"))}. */
    public CohortTable select(Predicate<Cohort> wanted) {
        Objects.requireNonNull(wanted, "wanted");
        TreeMap<Cohort, CohortRow> table = new TreeMap<>();
        for (int c = 0; c < rows.length; c++) {
            if (wanted.test(cohorts[c])) {
                table.put(cohorts[c], rows[c]);
            }
        }
        return new CohortTable(rules, lastDay, currency, table);
    }

    /**
     * Cohorts by other names; those that get the same name become one, observed as far as all of them are. All customers of a label:
     * {@code table.relabelled(cohort -> Cohort.labelled(cohort.label()))}.
     *
     * <p>The youngest cohort decides how far, and so may leave little: {@link #select} the old ones first, or take
     * {@link #pooledRetention}, which uses each cohort as far as it goes.
     */
    public CohortTable relabelled(Function<Cohort, Cohort> newName) {
        Objects.requireNonNull(newName, "newName");
        TreeMap<Cohort, CohortRow> table = new TreeMap<>();
        for (int c = 0; c < rows.length; c++) {
            table.merge(
                    Objects.requireNonNull(newName.apply(cohorts[c]), "newName of " + cohorts[c]),
                    rows[c],
                    CohortRow::plus);
        }
        return new CohortTable(rules, lastDay, currency, table);
    }

    /**
     * The table of the customers of both, none of whom may be in both. Cohorts of one name become one, observed as far as both are.
     *
     * @throws IllegalArgumentException if rules, last day or currency differ, or only one table has amounts
     */
    public CohortTable plus(CohortTable other) {
        if (!Objects.requireNonNull(other, "other").rules.equals(rules)
                || !Objects.equals(other.lastDay, lastDay)
                || !Objects.equals(other.currency, currency)) {
            throw Require.bad(
                    "other", "must have the same rules, last day and currency", described(), other.described());
        }
        if (hasAmounts() != other.hasAmounts() && size() > 0 && other.size() > 0) {
            throw Require.bad("other", "must have amounts where this has", "and none where it has none", other);
        }
        TreeMap<Cohort, CohortRow> table = new TreeMap<>();
        for (CohortTable part : List.of(this, other)) {
            for (int c = 0; c < part.rows.length; c++) {
                table.merge(part.cohorts[c], part.rows[c], CohortRow::plus);
            }
        }
        return new CohortTable(rules, lastDay, currency, table);
    }

    private boolean hasAmounts() {
        return rows.length > 0 && rows[0].revenue != null;
    }

    private String described() {
        return rules + ", last day " + (lastDay == null ? "none" : lastDay) + ", "
                + (currency == null ? "no currency" : currency);
    }

    // --- object

    /** Equal in every cell and the rules. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CohortTable other
                && rules.equals(other.rules)
                && Objects.equals(lastDay, other.lastDay)
                && Objects.equals(currency, other.currency)
                && Arrays.equals(cohorts, other.cohorts)
                && Arrays.equals(rows, other.rows);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rules, lastDay, Arrays.hashCode(cohorts), Arrays.hashCode(rows));
    }

    /** {@code 4 cohorts per month, 460 customers, 4 ages observed}; {@link #toText} prints the cells. */
    @Override
    public String toString() {
        long customers = 0;
        for (CohortRow row : rows) {
            customers += row.size;
        }
        return rows.length + (rows.length == 1 ? " cohort" : " cohorts") + " per "
                + rules.cohortUnit().noun() + ", " + customers + " customers, " + ages().length + " ages observed";
    }

    /** The active customers as text, one line a cohort, absent cells left empty: for a log or a console. */
    public String toText() {
        List<String[]> lines = new ArrayList<>();
        int[] ages = ages();
        String[] head = new String[ages.length + 2];
        head[0] = "cohort";
        head[1] = "size";
        for (int k = 0; k < ages.length; k++) {
            head[k + 2] = Integer.toString(ages[k]);
        }
        lines.add(head);
        for (int c = 0; c < rows.length; c++) {
            String[] line = new String[rows[c].columns() + 2];
            line[0] = cohorts[c].name();
            line[1] = Long.toString(rows[c].size);
            for (int k = 0; k < rows[c].columns(); k++) {
                line[k + 2] = Long.toString(rows[c].active[k]);
            }
            lines.add(line);
        }
        int[] width = new int[head.length];
        for (String[] line : lines) {
            for (int k = 0; k < line.length; k++) {
                width[k] = Math.max(width[k], line[k].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] line : lines) {
            text.append(line[0]).append(" ".repeat(width[0] - line[0].length()));
            for (int k = 1; k < line.length; k++) {
                text.append(" ".repeat(width[k] - line[k].length() + 2)).append(line[k]);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
