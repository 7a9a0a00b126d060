package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.PurchaseLog;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * Repeat purchases of a base period by period, and what a model expects of them: whether it follows the base as it grows older.
 *
 * <pre>{@code
 *   cumulative expected(e) = sum over customers i acquired by the end of day e of E[X(e - first purchase of i)]
 * }</pre>
 *
 * <p>{@code E[X(t)]} is what is expected of a new customer in (0, t]. Periods are counted from the first day of the log; a
 * purchase belongs to the period in which its day begins, as in {@link PurchaseLog#repeatPurchasesByPeriod()}, and each period
 * ends with its last day. The last one may be cut short by the end of observation.
 *
 * <p>The expectation is computed once for each distinct age of a customer in days, not for each customer. Fader, Hardie and Lee,
 * "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005, figures 3 and 4.
 */
public final class Tracking implements Serializable {
    private static final long serialVersionUID = 1;

    private final LocalDate firstDay;
    private final LocalDate lastDay;
    private final PeriodUnit unit;
    private final long[] actual;
    private final double[] expected;

    private Tracking(LocalDate firstDay, LocalDate lastDay, PeriodUnit unit, long[] actual, double[] expected) {
        this.firstDay = firstDay;
        this.lastDay = lastDay;
        this.unit = unit;
        this.actual = actual;
        this.expected = expected;
    }

    /**
     * Of all customers of a log, from its first day to its last.
     *
     * @throws IllegalArgumentException if the log is empty or not in the model's unit
     */
    public static Tracking of(PurchaseModel model, PurchaseLog log) {
        return of(model, log, log.lastDay());
    }

    /**
     * Of the customers acquired by a day, such as the end of the calibration: from the first day of the log to its last.
     *
     * @param acquiredUntil the last day on which a first purchase counts
     * @throws IllegalArgumentException if there is no such customer or the log is not in the model's unit
     */
    public static Tracking of(PurchaseModel model, PurchaseLog log, LocalDate acquiredUntil) {
        PeriodUnit unit = log.unit();
        if (model.unit() != unit) {
            throw Require.bad("log", "must be in the model's unit " + model.unit(), "build it per that unit", unit);
        }
        int lastBirth = Math.toIntExact(
                Objects.requireNonNull(acquiredUntil, "acquiredUntil").toEpochDay());
        LocalDate first = log.firstDay().orElse(log.lastDay());
        int origin = Math.toIntExact(first.toEpochDay());
        int end = Math.toIntExact(log.lastDay().toEpochDay());
        int periods = (int) Math.ceil((end - origin + 1) / unit.days());

        long[] actual = new long[periods];
        double[] births = new double[log.size()];
        int customers = 0;
        PurchaseHistories histories = log.histories();
        for (int i = 0; i < log.size(); i++) {
            int[] days = log.epochDays(i);
            if (days[0] <= lastBirth) {
                births[customers++] = birth(histories.age(i) * unit.days(), days[0], end);
                for (int p = 1; p < days.length; p++) {
                    actual[(int) ((days[p] - origin) / unit.days())]++;
                }
            }
        }
        Require.notEmpty(
                customers, "log", "must have customers acquired by " + acquiredUntil, "there is nobody to track");
        double[] cumulative = cumulative(model, Arrays.copyOf(births, customers), origin, end, periods);
        double[] expected = new double[periods];
        for (int k = 0; k < periods; k++) {
            expected[k] = Math.max(0, cumulative[k] - (k == 0 ? 0 : cumulative[k - 1]));
        }
        return new Tracking(first, log.lastDay(), unit, actual, expected);
    }

    /**
     * The day, counted from 1970, at whose end the customer's time begins: the first purchase's own where times of day are not
     * used, before its end where they are.
     */
    private static double birth(double ageInDays, int day, int end) {
        double before = ageInDays - (end - day);
        return Math.abs(before) < 1e-6 ? day : day - before;
    }

    private static double[] cumulative(PurchaseModel model, double[] births, int origin, int end, int periods) {
        Arrays.sort(births);
        PeriodUnit unit = model.unit();
        PurchaseHistory newCustomer = PurchaseHistory.newCustomer(unit);
        Map<Double, Double> byWholeDays = new HashMap<>();
        double[] out = new double[periods];
        for (int k = 0; k < periods; k++) {
            int last = (int) Math.min(end, origin + Math.ceil((k + 1) * unit.days()) - 1);
            int from = 0;
            while (from < births.length && births[from] < last) {
                int to = from;
                while (to < births.length && births[to] == births[from]) {
                    to++;
                }
                double days = last - births[from];
                Double known = byWholeDays.get(days);
                double each = known != null
                        ? known
                        : model.expectedPurchases(newCustomer, Span.first(days / unit.days(), unit));
                if (known == null && days == Math.rint(days)) {
                    byWholeDays.put(days, each);
                }
                out[k] += (to - from) * each;
                from = to;
            }
        }
        return out;
    }

    /** How many periods. */
    public int periods() {
        return actual.length;
    }

    /** What a period is. */
    public PeriodUnit unit() {
        return unit;
    }

    /** The last day of period {@code k}, from 0. */
    public LocalDate lastDay(int k) {
        Objects.checkIndex(k, periods());
        LocalDate day = firstDay.plusDays((long) Math.ceil((k + 1) * unit.days()) - 1);
        return day.isAfter(lastDay) ? lastDay : day;
    }

    /** Repeat purchases in period {@code k}. */
    public long actual(int k) {
        return actual[k];
    }

    /** Repeat purchases expected in period {@code k}, {@code >= 0}. */
    public double expected(int k) {
        return expected[k];
    }

    /** Repeat purchases of each period. */
    public long[] actual() {
        return actual.clone();
    }

    /** Repeat purchases expected of each period. */
    public double[] expected() {
        return expected.clone();
    }

    /** Repeat purchases from the first day to the end of each period. */
    public long[] cumulativeActual() {
        long[] sums = actual.clone();
        Arrays.parallelPrefix(sums, Long::sum);
        return sums;
    }

    /** Repeat purchases expected from the first day to the end of each period. */
    public double[] cumulativeExpected() {
        double[] sums = expected.clone();
        for (int k = 1; k < sums.length; k++) {
            sums[k] += sums[k - 1];
        }
        return sums;
    }

    /** Equal days and numbers. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Tracking other
                && unit == other.unit
                && firstDay.equals(other.firstDay)
                && lastDay.equals(other.lastDay)
                && Arrays.equals(actual, other.actual)
                && Arrays.equals(expected, other.expected);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(actual) + Arrays.hashCode(expected);
    }

    /** A summary, not the periods. */
    @Override
    public String toString() {
        return "Tracking[" + periods() + " " + unit.noun() + "s from " + firstDay + ", "
                + Arrays.stream(actual).sum() + " repeat purchases, expected "
                + Arrays.stream(expected).sum() + "]";
    }
}
