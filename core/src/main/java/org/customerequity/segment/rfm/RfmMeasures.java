package org.customerequity.segment.rfm;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.internal.Require;
import org.customerequity.segment.CustomerFeatures;
import org.jspecify.annotations.Nullable;

/**
 * What is scored: days since the last purchase, number of purchases, and money, as columns. Immutable.
 *
 * <p>Recency here is days before the end of observation, so that less is better; {@code PurchaseHistory.recency} counts from the
 * first purchase on. Purchases include the first.
 */
public final class RfmMeasures implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] days;
    private final double[] purchases;
    private final double[] money;
    private final @Nullable CustomerIds ids;

    private RfmMeasures(double[] days, double[] purchases, double[] money, @Nullable CustomerIds ids) {
        this.days = days;
        this.purchases = purchases;
        this.money = money;
        this.ids = ids;
        int n = Require.notEmpty(days.length, "recencyDays", "must not be empty", "one row a customer");
        rows(n, purchases.length, "purchases");
        rows(n, money.length, "money");
        for (int i = 0; i < n; i++) {
            if (!(days[i] >= 0 && days[i] < Double.POSITIVE_INFINITY)) {
                throw Require.bad("recencyDays[" + i + "]", "must be finite and >= 0", "days since the last", days[i]);
            }
            if (!(purchases[i] >= 0 && purchases[i] < Double.POSITIVE_INFINITY)) {
                throw Require.bad("purchases[" + i + "]", "must be finite and >= 0", "", purchases[i]);
            }
            if (!Double.isFinite(money[i])) {
                throw Require.bad("money[" + i + "]", "must be finite", "", money[i]);
            }
        }
        if (ids != null) {
            rows(n, ids.size(), "ids");
        }
    }

    private static void rows(int expected, int actual, String name) {
        if (expected != actual) {
            throw Require.bad(name, "must have as many rows as the other columns, " + expected, "", actual);
        }
    }

    /**
     * One row a customer. The arrays are copied.
     *
     * @param recencyDays days since the last purchase, {@code >= 0}
     * @param purchases how many, {@code >= 0}
     * @param money total or mean as the caller says; finite, may be negative after refunds
     */
    public static RfmMeasures ofColumns(double[] recencyDays, double[] purchases, double[] money) {
        Objects.requireNonNull(recencyDays, "recencyDays");
        Objects.requireNonNull(purchases, "purchases");
        Objects.requireNonNull(money, "money");
        return new RfmMeasures(recencyDays.clone(), purchases.clone(), money.clone(), null);
    }

    /** {@link #ofColumns(double[], double[], double[])} with whole days and purchases. */
    public static RfmMeasures ofColumns(int[] recencyDays, int[] purchases, double[] money) {
        Objects.requireNonNull(recencyDays, "recencyDays");
        Objects.requireNonNull(purchases, "purchases");
        Objects.requireNonNull(money, "money");
        return new RfmMeasures(
                Arrays.stream(recencyDays).asDoubleStream().toArray(),
                Arrays.stream(purchases).asDoubleStream().toArray(),
                money.clone(),
                null);
    }

    /**
     * Of all purchases in a log, as of its last day of observation, in whole days. Money is rounded to 12 digits, so that amounts equal
     * but for rounding in their sums are equal.
     */
    public static RfmMeasures from(PurchaseLog log, RfmMoney kind) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(kind, "kind");
        int n = log.size();
        double[] days = new double[n];
        double[] purchases = new double[n];
        double[] money = new double[n];
        LocalDate end = log.lastDay();
        for (int i = 0; i < n; i++) {
            int count = log.purchases(i);
            days[i] = end.toEpochDay() - log.day(i, count - 1).toEpochDay();
            purchases[i] = count;
            double[] amounts = log.amounts(i);
            double total = DoubleStream.of(amounts).sum();
            double size = DoubleStream.of(amounts).map(Math::abs).sum();
            money[i] = kind == RfmMoney.TOTAL ? clean(total, size) : clean(total / count, size / count);
        }
        return new RfmMeasures(days, purchases, money, log.ids());
    }

    /**
     * Of histories whose mean spend is that of all purchases, the first included. Days are rounded to the sixth decimal, a tenth of a
     * second, so that days equal but for rounding in another unit are equal; money to 12 digits for the same reason.
     *
     * @throws IllegalArgumentException if some customer's spend is of fewer purchases, because money would then mean one thing for
     *     some customers and another for others (summarise with {@code MeanSpend.OF_ALL_PURCHASES}, or take a {@link PurchaseLog})
     */
    public static RfmMeasures from(PurchaseHistories histories, RfmMoney kind) {
        Objects.requireNonNull(histories, "histories");
        Objects.requireNonNull(kind, "kind");
        int n = histories.size();
        double[] days = new double[n];
        double[] purchases = new double[n];
        double[] money = new double[n];
        double unit = histories.unit().days();
        for (int i = 0; i < n; i++) {
            int count = Math.addExact(histories.frequency(i), 1);
            if (histories.spendCount(i) != count) {
                throw Require.bad(
                        "spendCount(" + i + ")",
                        "must be all purchases, " + count,
                        "MeanSpend.OF_ALL_PURCHASES, or RfmMeasures.from(PurchaseLog)",
                        histories.spendCount(i));
            }
            days[i] = Math.rint((histories.age(i) - histories.recency(i)) * unit * 1e6) / 1e6;
            purchases[i] = count;
            double amount = histories.meanSpend(i) * (kind == RfmMoney.TOTAL ? count : 1);
            money[i] = clean(amount, Math.abs(amount));
        }
        return new RfmMeasures(days, purchases, money, histories.hasIds() ? histories.ids() : null);
    }

    /**
     * Without what rounding leaves in a sum of decimals: 0.1 + 0.2 ties with 0.3, and a refund of all that was bought with 0.
     *
     * @param size of what was added up, to 12 digits of which is rounded
     */
    private static double clean(double amount, double size) {
        int decimals = size > 0 ? 11 - (int) Math.floor(Math.log10(size)) : 0;
        // powers of ten up to here are exact, and beyond there are no cents
        if (decimals < 0 || decimals > 22) {
            return amount;
        }
        double perUnit = Math.pow(10, decimals);
        return Math.rint(amount * perUnit) / perUnit;
    }

    /** These with one identifier a row. */
    public RfmMeasures withIds(CustomerIds newIds) {
        return new RfmMeasures(days, purchases, money, Objects.requireNonNull(newIds, "newIds"));
    }

    /** How many customers. */
    public int size() {
        return days.length;
    }

    /** Days since the last purchase of row {@code i}. */
    public double recencyDays(int i) {
        return days[i];
    }

    /** Purchases of row {@code i}. */
    public double purchases(int i) {
        return purchases[i];
    }

    /** Money of row {@code i}, total or mean as these measures were made. */
    public double money(int i) {
        return money[i];
    }

    /**
     * The three as features {@code recencyDays}, {@code purchases} and {@code money}, for rules and clusters; with the identifiers,
     * where there are some.
     */
    public CustomerFeatures toFeatures() {
        CustomerFeatures features =
                CustomerFeatures.ofColumns(List.of("recencyDays", "purchases", "money"), days, purchases, money);
        return ids == null ? features : features.withIds(ids);
    }

    /** The identifiers, or null where there are none. */
    @Nullable
    CustomerIds idsOrNull() {
        return ids;
    }

    /** Days with the sign changed, so that more is better; no negative zero. */
    double[] freshness() {
        double[] out = new double[days.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = 0.0 - days[i];
        }
        return out;
    }

    /** Not a copy: for reading in this package. */
    double[] sharedPurchases() {
        return purchases;
    }

    /** Not a copy: for reading in this package. */
    double[] sharedMoney() {
        return money;
    }

    /** Equal columns and identifiers. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RfmMeasures other
                && Arrays.equals(days, other.days)
                && Arrays.equals(purchases, other.purchases)
                && Arrays.equals(money, other.money)
                && Objects.equals(ids, other.ids);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(days), Arrays.hashCode(purchases), Arrays.hashCode(money));
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "RfmMeasures[" + size() + " customers]";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new RfmMeasures(days, purchases, money, ids);
    }
}
