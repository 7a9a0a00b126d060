package org.customerequity.history;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The histories of many customers as columns: frequency, recency, age and, where amounts are known, the number and mean of
 * the transactions in each customer's spend. Immutable: columns are checked once and copied in.
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
    private final int @Nullable [] spendCount;
    private final double @Nullable [] meanSpend;
    private final @Nullable Currency currency;
    private final @Nullable CustomerIds ids;

    private PurchaseHistories(
            int[] frequency,
            double[] recency,
            double[] age,
            PeriodUnit unit,
            int @Nullable [] spendCount,
            double @Nullable [] meanSpend,
            @Nullable Currency currency,
            @Nullable CustomerIds ids) {
        this.frequency = frequency;
        this.recency = recency;
        this.age = age;
        this.unit = Objects.requireNonNull(unit, "unit");
        this.spendCount = spendCount;
        this.meanSpend = meanSpend;
        this.currency = currency;
        this.ids = ids;
    }

    /**
     * Columns of equal length without amounts or identifiers. A row must hold what {@link PurchaseHistory} asks of one
     * customer; the message of a row that does not names it.
     */
    public static PurchaseHistories ofColumns(int[] frequency, double[] recency, double[] age, PeriodUnit unit) {
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
        return new PurchaseHistories(x, tx, t, unit, null, null, null, null);
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
        return new PurchaseHistories(frequency, recency, age, unit, spendCount, meanSpend, currency, ids);
    }

    /**
     * These histories with amounts.
     *
     * @param count transactions in each customer's mean, {@code >= 0}
     * @param mean mean amount per transaction, {@code >= 0}, and 0 where the count is 0
     * @param inCurrency the currency of all amounts
     */
    public PurchaseHistories withSpend(int[] count, double[] mean, Currency inCurrency) {
        Objects.requireNonNull(inCurrency, "inCurrency");
        sameLength(size(), count.length, "count");
        sameLength(size(), mean.length, "mean");
        int[] n = count.clone();
        double[] m = mean.clone();
        for (int i = 0; i < n.length; i++) {
            if (!(n[i] >= 0 && m[i] >= 0 && m[i] < Double.POSITIVE_INFINITY) || (n[i] == 0 && m[i] != 0)) {
                try {
                    new SpendSummary(n[i], m[i]);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("row " + i + ": " + e.getMessage(), e);
                }
            }
        }
        return new PurchaseHistories(frequency, recency, age, unit, n, m, inCurrency, ids);
    }

    /** These histories with one identifier a row. */
    public PurchaseHistories withIds(CustomerIds newIds) {
        sameLength(size(), newIds.size(), "ids");
        return new PurchaseHistories(frequency, recency, age, unit, spendCount, meanSpend, currency, newIds);
    }

    /** These histories without identifiers, of which {@link #select} may take a row more than once. */
    public PurchaseHistories withoutIds() {
        return new PurchaseHistories(frequency, recency, age, unit, spendCount, meanSpend, currency, null);
    }

    /**
     * The rows of the given indexes, in that order, with their amounts and identifiers.
     *
     * @throws IllegalArgumentException if a row with an identifier is named twice; see {@link #withoutIds}
     */
    public PurchaseHistories select(int... rows) {
        int[] x = new int[rows.length];
        double[] tx = new double[rows.length];
        double[] t = new double[rows.length];
        int[] n = spendCount == null ? null : new int[rows.length];
        double[] m = meanSpend == null ? null : new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = Objects.checkIndex(rows[i], size());
            x[i] = frequency[row];
            tx[i] = recency[row];
            t[i] = age[row];
            if (n != null && m != null) {
                n[i] = spendCount(row);
                m[i] = meanSpend(row);
            }
        }
        return new PurchaseHistories(x, tx, t, unit, n, m, currency, ids == null ? null : ids.select(rows));
    }

    /** The rows that {@code choice} takes by their index: {@code histories.filter(i -> histories.frequency(i) > 0)}. */
    public PurchaseHistories filter(IntPredicate choice) {
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

    /** Whether amounts are known. */
    public boolean hasSpend() {
        return spendCount != null;
    }

    /** Transactions in the mean spend of row {@code i}; 0 where no amounts are known. */
    public int spendCount(int i) {
        return spendCount == null ? 0 : spendCount[i];
    }

    /** Mean amount per transaction of row {@code i}; 0 where its count is 0. */
    public double meanSpend(int i) {
        return meanSpend == null ? 0 : meanSpend[i];
    }

    /** The currency of all amounts, empty where none are known or the transactions named none. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(currency);
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

    /** One customer. */
    public PurchaseHistory row(int i) {
        return new PurchaseHistory(
                frequency[i], recency[i], age[i], unit, new SpendSummary(spendCount(i), meanSpend(i)));
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

    /** Equal columns, unit, currency and identifiers. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PurchaseHistories other
                && unit == other.unit
                && Arrays.equals(frequency, other.frequency)
                && Arrays.equals(recency, other.recency)
                && Arrays.equals(age, other.age)
                && Arrays.equals(spendCount, other.spendCount)
                && Arrays.equals(meanSpend, other.meanSpend)
                && Objects.equals(currency, other.currency)
                && Objects.equals(ids, other.ids);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, Arrays.hashCode(frequency), Arrays.hashCode(recency), Arrays.hashCode(age));
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "PurchaseHistories[" + size() + " customers, unit " + unit + (hasSpend() ? ", with spend" : "")
                + (currency == null ? "" : " in " + currency) + "]";
    }

    private static void sameLength(int expected, int actual, String name) {
        if (expected != actual) {
            throw Require.bad(name, "must have as many rows as the other columns, " + expected, "", actual);
        }
    }
}
