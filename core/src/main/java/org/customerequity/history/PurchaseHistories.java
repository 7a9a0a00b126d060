package org.customerequity.history;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.history.covariate.CovariatePaths;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The histories of many customers as columns: frequency, recency, age and, where amounts are known, the number and mean of
 * the transactions in each customer's spend. Immutable: columns are checked once and copied in.
 *
 * <p>Some models need more: the logarithms of the intervals between purchases ({@link #withLogIntervals}) or of single
 * amounts ({@link #withLogSpend}). {@link PurchaseLog#histories()} has both. What else is known of the customers rides on them
 * ({@link #withCovariates}) and is read by models with covariates, as is what changes with time ({@link #withPaths}).
 *
 * <p>Every column method of a model takes one of these and returns one {@code double} a row, in the order of the rows.
 * Customer identifiers, where there are any, stay apart in {@link #ids()}.
 */
public final class PurchaseHistories implements Serializable {
    private static final long serialVersionUID = 1;

    private final int[] frequency;
    private final double[] recency;
    private final double[] age;
    private final PeriodUnit unit;
    private final double @Nullable [] sumOfLogIntervals;
    private final @Nullable SpendColumns spend;
    private final @Nullable CustomerIds ids;

    /** By row, without identifiers of its own. */
    private final @Nullable CovariateTable covariates;

    private final CovariatePath @Nullable [] paths;

    private PurchaseHistories(
            int[] frequency,
            double[] recency,
            double[] age,
            PeriodUnit unit,
            double @Nullable [] sumOfLogIntervals,
            @Nullable SpendColumns spend,
            @Nullable CustomerIds ids,
            @Nullable CovariateTable covariates,
            CovariatePath @Nullable [] paths) {
        this.frequency = frequency;
        this.recency = recency;
        this.age = age;
        this.unit = Objects.requireNonNull(unit, "unit");
        this.sumOfLogIntervals = sumOfLogIntervals;
        this.spend = spend;
        this.ids = ids;
        this.covariates = covariates;
        this.paths = paths;
    }

    /**
     * Columns of equal length without amounts or identifiers. A row must hold what {@link PurchaseHistory} asks of one
     * customer; the message of a row that does not names it.
     */
    public static PurchaseHistories ofColumns(int[] frequency, double[] recency, double[] age, PeriodUnit unit) {
        Objects.requireNonNull(frequency, "frequency");
        Objects.requireNonNull(recency, "recency");
        Objects.requireNonNull(age, "age");
        sameLength(frequency.length, recency.length, "recency");
        sameLength(frequency.length, age.length, "age");
        int[] x = frequency.clone();
        double[] tx = recency.clone();
        double[] t = age.clone();
        for (int i = 0; i < x.length; i++) {
            // the fast path of PurchaseHistory's own checks; a row that fails it is given to them for their message
            if (!(x[i] >= 0 && tx[i] >= 0 && tx[i] <= t[i] && t[i] < Double.POSITIVE_INFINITY)
                    || (x[i] == 0 && tx[i] != 0)) {
                try {
                    PurchaseHistory.of(x[i], tx[i], t[i], unit);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("row " + i + ": " + e.getMessage(), e);
                }
            }
        }
        return new PurchaseHistories(x, tx, t, unit, null, null, null, null, null);
    }

    /** For the summariser, whose columns are right by construction and need no copy. */
    static PurchaseHistories trusted(
            int[] frequency,
            double[] recency,
            double[] age,
            PeriodUnit unit,
            int[] spendCount,
            double[] meanSpend,
            @Nullable Currency currency,
            CustomerIds ids) {
        SpendColumns spend = new SpendColumns(spendCount, meanSpend, null, null, currency);
        return new PurchaseHistories(frequency, recency, age, unit, null, spend, ids, null, null);
    }

    /** For the log of purchases, as {@link #trusted}: these with what it knows beyond the summariser, or null. */
    PurchaseHistories trustedLogs(
            double @Nullable [] newSumOfLogIntervals,
            double @Nullable [] meanOfLogs,
            double @Nullable [] scatterOfLogs) {
        SpendColumns old = Objects.requireNonNull(spend, "spend");
        SpendColumns withLogs = new SpendColumns(old.count, old.mean, meanOfLogs, scatterOfLogs, old.currency);
        return new PurchaseHistories(
                frequency, recency, age, unit, newSumOfLogIntervals, withLogs, ids, covariates, paths);
    }

    /**
     * These histories with amounts, without logarithms of them.
     *
     * @param count transactions in each customer's mean, {@code >= 0}
     * @param mean mean amount per transaction, {@code >= 0}, and 0 where the count is 0
     * @param inCurrency the currency of all amounts
     */
    public PurchaseHistories withSpend(int[] count, double[] mean, Currency inCurrency) {
        Objects.requireNonNull(count, "count");
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(inCurrency, "inCurrency");
        sameLength(size(), count.length, "count");
        sameLength(size(), mean.length, "mean");
        int[] n = count.clone();
        double[] m = mean.clone();
        for (int i = 0; i < n.length; i++) {
            if (!(n[i] >= 0 && m[i] >= 0 && m[i] < Double.POSITIVE_INFINITY) || (n[i] == 0 && m[i] != 0)) {
                try {
                    SpendSummary.of(n[i], m[i]);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("row " + i + ": " + e.getMessage(), e);
                }
            }
        }
        SpendColumns newSpend = new SpendColumns(n, m, null, null, inCurrency);
        return new PurchaseHistories(
                frequency, recency, age, unit, sumOfLogIntervals, newSpend, ids, covariates, paths);
    }

    /**
     * These histories with the logarithms of the same amounts, for models of single transactions; see
     * {@link SpendSummary#withLogs}.
     *
     * @param meanOfLogs mean of the natural logarithms of each customer's amounts, at most {@code ln(meanSpend)}; 0 where
     *     the count is 0
     * @param scatterOfLogs sum of their squared distances from that mean, {@code >= 0}; 0 where the count is 0 or 1
     * @throws IllegalStateException if these histories have no amounts
     */
    public PurchaseHistories withLogSpend(double[] meanOfLogs, double[] scatterOfLogs) {
        Objects.requireNonNull(meanOfLogs, "meanOfLogs");
        Objects.requireNonNull(scatterOfLogs, "scatterOfLogs");
        if (spend == null) {
            throw new IllegalStateException(
                    "histories must have amounts before their logarithms (PurchaseHistories.withSpend)");
        }
        sameLength(size(), meanOfLogs.length, "meanOfLogs");
        sameLength(size(), scatterOfLogs.length, "scatterOfLogs");
        double[] m = meanOfLogs.clone();
        double[] scatter = scatterOfLogs.clone();
        for (int i = 0; i < m.length; i++) {
            if (!SpendSummary.areLogs(spend.count[i], spend.mean[i], m[i], scatter[i])) {
                try {
                    SpendSummary.of(spend.count[i], spend.mean[i]).withLogs(m[i], scatter[i]);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("row " + i + ": " + e.getMessage(), e);
                }
            }
        }
        SpendColumns withLogs = new SpendColumns(spend.count, spend.mean, m, scatter, spend.currency);
        return new PurchaseHistories(
                frequency, recency, age, unit, sumOfLogIntervals, withLogs, ids, covariates, paths);
    }

    /**
     * These histories with the times between consecutive purchases; see {@link IntervalSummary}.
     *
     * @param sumOfLogs sum of the natural logarithms of each customer's intervals, in the unit of these histories: finite,
     *     at most {@code frequency * ln(recency / frequency)}, which is that of equal intervals; 0 where the frequency is 0,
     *     and {@code ln(recency)} where it is 1
     */
    public PurchaseHistories withLogIntervals(double[] sumOfLogs) {
        sameLength(size(), Objects.requireNonNull(sumOfLogs, "sumOfLogs").length, "sumOfLogs");
        double[] sums = sumOfLogs.clone();
        for (int i = 0; i < sums.length; i++) {
            if (!IntervalSummary.isPossible(sums[i], frequency[i], recency[i])) {
                try {
                    IntervalSummary.of(frequency[i], sums[i]);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("row " + i + ": " + e.getMessage(), e);
                }
                IllegalArgumentException e = IntervalSummary.impossible(sums[i], frequency[i], recency[i]);
                throw new IllegalArgumentException("row " + i + ": " + e.getMessage(), e);
            }
        }
        return new PurchaseHistories(frequency, recency, age, unit, sums, spend, ids, covariates, paths);
    }

    /** These histories with one identifier a row. */
    public PurchaseHistories withIds(CustomerIds newIds) {
        sameLength(size(), Objects.requireNonNull(newIds, "newIds").size(), "ids");
        return new PurchaseHistories(
                frequency, recency, age, unit, sumOfLogIntervals, spend, newIds, covariates, paths);
    }

    /** These histories without identifiers, of which {@link #select} may take a row more than once. */
    public PurchaseHistories withoutIds() {
        return new PurchaseHistories(frequency, recency, age, unit, sumOfLogIntervals, spend, null, covariates, paths);
    }

    /**
     * These histories with what else is known of each customer. A table with identifiers is joined by them and may be in another
     * order; a table of rows, {@link CovariateTable#ofRows}, is in the order of these.
     *
     * @throws IllegalArgumentException if a customer has no covariates, or covariates are of nobody here; the message names them
     * @throws IllegalStateException if the table has identifiers and these histories have none
     */
    public PurchaseHistories withCovariates(CovariateTable table) {
        Objects.requireNonNull(table, "table");
        if (!table.hasIds()) {
            sameLength(size(), table.size(), "covariates");
        }
        int[] everybody = IntStream.range(0, size()).toArray();
        CovariateTable ours = table.hasIds() ? table.forCustomers(ids()).select(everybody) : table;
        return new PurchaseHistories(frequency, recency, age, unit, sumOfLogIntervals, spend, ids, ours, paths);
    }

    /**
     * These histories with the covariates of each customer through time, and with the repeat purchases of the log counted by the
     * periods of the path. The log is the one these histories are of: the same end of observation, and every customer here.
     *
     * @throws IllegalArgumentException if a customer has no path or one that ends before the observation does, if a path is of nobody
     *     here, or if the log has other purchases; the message names customer and dates
     * @throws IllegalStateException if these histories have no identifiers
     */
    public PurchaseHistories withPaths(CovariatePaths newPaths, PurchaseLog log) {
        Objects.requireNonNull(newPaths, "newPaths");
        int[] rows = Objects.requireNonNull(log, "log").ids().rowsOf(ids());
        newPaths.requireAmong(ids());
        if (log.unit() != unit) {
            throw Require.bad("log.unit", "must be that of the histories, " + unit, "", log.unit());
        }
        List<CovariatePath> each = new ArrayList<>(rows.length);
        for (int i = 0; i < rows.length; i++) {
            String id = ids().get(i);
            if (rows[i] < 0) {
                throw Require.bad("log", "must have every customer of the histories", "the same log", '"' + id + '"');
            }
            CovariatePath path = newPaths.path(id, log.firstPurchase(rows[i]), unit);
            each.add(path.withPurchases(log.repeatTimes(rows[i])));
        }
        return withPaths(each);
    }

    /**
     * These histories with the covariates of each customer through time, one path a row.
     *
     * @throws IllegalArgumentException if a path is not what {@link PurchaseHistory} asks for; the message names the row
     */
    public PurchaseHistories withPaths(List<CovariatePath> newPaths) {
        sameLength(size(), Objects.requireNonNull(newPaths, "newPaths").size(), "newPaths");
        CovariatePath[] each = newPaths.toArray(new CovariatePath[0]);
        for (int i = 0; i < each.length; i++) {
            try {
                PurchaseHistory.checkPath(
                        Objects.requireNonNull(each[i], "newPaths"), frequency[i], recency[i], age[i], unit);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("row " + i + ": " + e.getMessage(), e);
            }
        }
        return new PurchaseHistories(frequency, recency, age, unit, sumOfLogIntervals, spend, ids, covariates, each);
    }

    private static CovariatePath[] select(CovariatePath[] paths, int[] rows) {
        CovariatePath[] selected = new CovariatePath[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = paths[rows[i]];
        }
        return selected;
    }

    /**
     * The rows of the given indexes, in that order, with their amounts, intervals, covariates, paths and identifiers.
     *
     * @throws IllegalArgumentException if a row with an identifier is named twice; see {@link #withoutIds}
     */
    public PurchaseHistories select(int... rows) {
        int[] x = new int[Objects.requireNonNull(rows, "rows").length];
        double[] tx = new double[rows.length];
        double[] t = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = Objects.checkIndex(rows[i], size());
            x[i] = frequency[row];
            tx[i] = recency[row];
            t[i] = age[row];
        }
        return new PurchaseHistories(
                x,
                tx,
                t,
                unit,
                SpendColumns.select(sumOfLogIntervals, rows),
                spend == null ? null : spend.select(rows),
                ids == null ? null : ids.select(rows),
                covariates == null ? null : covariates.select(rows),
                paths == null ? null : select(paths, rows));
    }

    /** The rows that {@code choice} takes by their index: {@code histories.filter(i -> histories.frequency(i) > 0)}. */
    public PurchaseHistories filter(IntPredicate choice) {
        Objects.requireNonNull(choice, "choice");
        return select(IntStream.range(0, size()).filter(choice).toArray());
    }

    /** The customers one by one, in the order of the rows: a view that makes each when asked. */
    public List<PurchaseHistory> asList() {
        return new AbstractList<>() {
            @Override
            public PurchaseHistory get(int i) {
                return row(Objects.checkIndex(i, size()));
            }

            @Override
            public int size() {
                return PurchaseHistories.this.size();
            }
        };
    }

    /** How many customers. */
    public int size() {
        return frequency.length;
    }

    /** What recency and age are counted in. */
    public PeriodUnit unit() {
        return unit;
    }

    /** Repeat purchases of row {@code i}. */
    public int frequency(int i) {
        return frequency[i];
    }

    /** Time from the first purchase to the last, of row {@code i}. */
    public double recency(int i) {
        return recency[i];
    }

    /** Time from the first purchase to the end of observation, of row {@code i}. */
    public double age(int i) {
        return age[i];
    }

    /** Whether the logarithms of the intervals between purchases are known. */
    public boolean hasIntervals() {
        return sumOfLogIntervals != null;
    }

    /**
     * Sum of the natural logarithms of the times between consecutive purchases of row {@code i}; 0 where its frequency is
     * 0.
     *
     * @throws IllegalStateException if they are not known
     */
    public double sumOfLogIntervals(int i) {
        if (sumOfLogIntervals == null) {
            throw new IllegalStateException("histories must have intervals (PurchaseHistories.withLogIntervals, or"
                    + " PurchaseLog.histories where no customer has two purchases at the same moment)");
        }
        return sumOfLogIntervals[i];
    }

    /** Whether amounts are known. */
    public boolean hasSpend() {
        return spend != null;
    }

    /** Transactions in the mean spend of row {@code i}; 0 where no amounts are known. */
    public int spendCount(int i) {
        return spend == null ? 0 : spend.count[i];
    }

    /** Mean amount per transaction of row {@code i}; 0 where its count is 0. */
    public double meanSpend(int i) {
        return spend == null ? 0 : spend.mean[i];
    }

    /** Whether the logarithms of the amounts are known. */
    public boolean hasLogSpend() {
        return spend != null && spend.meanOfLogs != null;
    }

    /**
     * Mean of the natural logarithms of the amounts of row {@code i}; 0 where its count is 0.
     *
     * @throws IllegalStateException if they are not known
     */
    public double meanOfLogSpend(int i) {
        return logSpend(spend == null ? null : spend.meanOfLogs)[i];
    }

    /**
     * Sum of the squared distances of the logarithms of the amounts of row {@code i} from their mean; 0 where its count is
     * 0 or 1.
     *
     * @throws IllegalStateException if they are not known
     */
    public double scatterOfLogSpend(int i) {
        return logSpend(spend == null ? null : spend.scatterOfLogs)[i];
    }

    private static double[] logSpend(double @Nullable [] column) {
        if (column == null) {
            throw new IllegalStateException("histories must have the logarithms of single amounts"
                    + " (PurchaseHistories.withLogSpend, or PurchaseLog.withSpendPolicy where some amounts are zero)");
        }
        return column;
    }

    /** What is known of the amounts of row {@code i}. */
    public SpendSummary spend(int i) {
        SpendSummary summary = SpendSummary.of(spendCount(i), meanSpend(i));
        return hasLogSpend() ? summary.withLogs(meanOfLogSpend(i), scatterOfLogSpend(i)) : summary;
    }

    /** The currency of all amounts, empty where none are known or the transactions named none. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(spend == null ? null : spend.currency);
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
            throw new IllegalStateException("histories must have identifiers (PurchaseHistories.withIds)");
        }
        return ids;
    }

    /** Whether covariates are known. */
    public boolean hasCovariates() {
        return covariates != null;
    }

    /**
     * What else is known of each customer, by row.
     *
     * @throws IllegalStateException if nothing is
     */
    public CovariateTable covariates() {
        if (covariates == null) {
            throw new IllegalStateException("histories must have covariates (PurchaseHistories.withCovariates)");
        }
        return covariates;
    }

    /** Whether covariates are known through time. */
    public boolean hasPaths() {
        return paths != null;
    }

    /** The covariates of row {@code i} through time; {@link CovariatePath#none} where none are known. */
    public CovariatePath path(int i) {
        return paths == null ? CovariatePath.none() : paths[i];
    }

    /** One customer. */
    public PurchaseHistory row(int i) {
        IntervalSummary intervals = sumOfLogIntervals == null
                ? IntervalSummary.none()
                : new IntervalSummary(frequency[i], sumOfLogIntervals[i]);
        return new PurchaseHistory(
                frequency[i],
                recency[i],
                age[i],
                unit,
                spend(i),
                intervals,
                covariates == null ? Covariates.none() : covariates.row(i),
                path(i));
    }

    /** One customer by identifier. */
    public PurchaseHistory row(String id) {
        return row(ids().indexOf(id));
    }

    /** A copy of the frequencies. */
    public int[] frequencies() {
        return frequency.clone();
    }

    /** A copy of the recencies. */
    public double[] recencies() {
        return recency.clone();
    }

    /** A copy of the ages. */
    public double[] ages() {
        return age.clone();
    }

    /** Equal columns, unit, currency, identifiers, covariates and paths; a column that only one has makes a difference. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PurchaseHistories other
                && unit == other.unit
                && Arrays.equals(frequency, other.frequency)
                && Arrays.equals(recency, other.recency)
                && Arrays.equals(age, other.age)
                && Arrays.equals(sumOfLogIntervals, other.sumOfLogIntervals)
                && Objects.equals(spend, other.spend)
                && Objects.equals(ids, other.ids)
                && Objects.equals(covariates, other.covariates)
                && Arrays.equals(paths, other.paths);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, Arrays.hashCode(frequency), Arrays.hashCode(recency), Arrays.hashCode(age));
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "PurchaseHistories[" + size() + " customers, unit " + unit + (hasSpend() ? ", with spend" : "")
                + currency().map(c -> " in " + c).orElse("") + (hasLogSpend() ? ", with log spend" : "")
                + (hasIntervals() ? ", with intervals" : "")
                + (covariates == null ? "" : ", with covariates " + covariates.names())
                + (paths == null ? "" : ", with paths") + "]";
    }

    private static void sameLength(int expected, int actual, String name) {
        if (expected != actual) {
            throw Require.bad(name, "must have as many rows as the other columns, " + expected, "", actual);
        }
    }

    /** The amounts: columns of equal length, with those of the logarithms both there or both not. */
    private static final class SpendColumns implements Serializable {
        private static final long serialVersionUID = 1;

        private final int[] count;
        private final double[] mean;
        private final double @Nullable [] meanOfLogs;
        private final double @Nullable [] scatterOfLogs;
        private final @Nullable Currency currency;

        private SpendColumns(
                int[] count,
                double[] mean,
                double @Nullable [] meanOfLogs,
                double @Nullable [] scatterOfLogs,
                @Nullable Currency currency) {
            this.count = count;
            this.mean = mean;
            this.meanOfLogs = meanOfLogs;
            this.scatterOfLogs = scatterOfLogs;
            this.currency = currency;
        }

        private SpendColumns select(int[] rows) {
            int[] n = new int[rows.length];
            double[] m = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                n[i] = count[rows[i]];
                m[i] = mean[rows[i]];
            }
            return new SpendColumns(n, m, select(meanOfLogs, rows), select(scatterOfLogs, rows), currency);
        }

        private static double @Nullable [] select(double @Nullable [] column, int[] rows) {
            if (column == null) {
                return null;
            }
            double[] selected = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                selected[i] = column[rows[i]];
            }
            return selected;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof SpendColumns other
                    && Arrays.equals(count, other.count)
                    && Arrays.equals(mean, other.mean)
                    && Arrays.equals(meanOfLogs, other.meanOfLogs)
                    && Arrays.equals(scatterOfLogs, other.scatterOfLogs)
                    && Objects.equals(currency, other.currency);
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(count), Arrays.hashCode(mean), currency);
        }
    }
}
