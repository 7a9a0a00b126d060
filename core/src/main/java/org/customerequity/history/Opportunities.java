package org.customerequity.history;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The opportunities at which customers could have bought, and histories that count them: what the BG/BB model of
 * discrete opportunities is fitted to.
 *
 * <pre>{@code
 *   PurchaseLog log = gifts.stream().collect(
 *       TransactionSummarizer.per(PeriodUnit.YEAR).until(LocalDate.of(2001, 12, 31)).toLog());
 *   PurchaseHistories donors = Opportunities.inCalendar(PeriodUnit.YEAR).histories(log);
 * }</pre>
 *
 * <p>An opportunity is a stretch of days: a calendar period, or from one given day until the next. A customer's
 * opportunities are the ones after that of the first purchase that were over by the end of observation. Several purchases
 * in one of them count once, and those in the opportunity of the first purchase or in one not over yet do not count. Then
 * frequency is the number of opportunities bought at, recency the last of these and age how many there were; a customer
 * first seen in the last one has age 0. Immutable.
 */
public final class Opportunities implements Serializable {
    private static final long serialVersionUID = 1;

    private final PeriodUnit unit;
    /** The first day of each opportunity, and of what follows the last one; null for those of the calendar. */
    private final long @Nullable [] firstDays;

    private Opportunities(PeriodUnit unit, long @Nullable [] firstDays) {
        this.unit = unit;
        this.firstDays = firstDays;
    }

    /** One opportunity a calendar day, week from Monday to Sunday, month, quarter or year. */
    public static Opportunities inCalendar(PeriodUnit unit) {
        return new Opportunities(Objects.requireNonNull(unit, "unit"), null);
    }

    /**
     * One opportunity from each of the days until the day before the next one: mailings, and what came in before the next.
     * The last of the days ends the opportunity before it and begins none.
     *
     * @param firstDays at least two, ascending
     * @param unit what the model is to take for the time from one opportunity to the next, as in discounting
     * @throws IllegalArgumentException if they are too few or do not ascend
     */
    public static Opportunities beginningOn(List<LocalDate> firstDays, PeriodUnit unit) {
        Objects.requireNonNull(unit, "unit");
        if (Objects.requireNonNull(firstDays, "firstDays").size() < 2) {
            throw Require.bad(
                    "firstDays", "must be two or more", "the last one ends the last opportunity", firstDays.size());
        }
        long[] days = new long[firstDays.size()];
        for (int k = 0; k < days.length; k++) {
            days[k] = Objects.requireNonNull(firstDays.get(k), "firstDays[" + k + "]")
                    .toEpochDay();
            if (k > 0 && days[k] <= days[k - 1]) {
                throw Require.bad(
                        "firstDays[" + k + "]",
                        "must be after the one before, " + firstDays.get(k - 1),
                        "",
                        firstDays.get(k));
            }
        }
        return new Opportunities(unit, days);
    }

    /**
     * Histories from a table of who bought when: a row a customer, and in it one entry for each opportunity after the
     * first purchase, in order. Rows may differ in length.
     */
    public static PurchaseHistories ofIncidence(boolean[][] bought, PeriodUnit unit) {
        Objects.requireNonNull(unit, "unit");
        int[] frequency = new int[Objects.requireNonNull(bought, "bought").length];
        double[] recency = new double[bought.length];
        double[] age = new double[bought.length];
        for (int i = 0; i < bought.length; i++) {
            age[i] = Objects.requireNonNull(bought[i], "bought[" + i + "]").length;
            for (int k = 0; k < bought[i].length; k++) {
                if (bought[i][k]) {
                    frequency[i]++;
                    recency[i] = k + 1;
                }
            }
        }
        return PurchaseHistories.ofColumns(frequency, recency, age, unit);
    }

    /** What one opportunity after another is counted in. */
    public PeriodUnit unit() {
        return unit;
    }

    /**
     * The histories of the customers of a log, with its identifiers, and with the mean over the opportunities that count of
     * what was spent at them.
     *
     * @param log of any unit
     */
    public PurchaseHistories histories(PurchaseLog log) {
        int customers = Objects.requireNonNull(log, "log").size();
        int[] frequency = new int[customers];
        double[] recency = new double[customers];
        double[] age = new double[customers];
        double[] mean = new double[customers];
        long end = opportunity(log.lastDay().toEpochDay() + 1);
        for (int i = 0; i < customers; i++) {
            int[] days = log.epochDays(i);
            double[] amounts = log.amounts(i);
            long first = opportunity(days[0]);
            long last = first;
            CustomerEvents.CompensatedSum spent = new CustomerEvents.CompensatedSum();
            for (int j = 1; j < days.length; j++) {
                long at = opportunity(days[j]);
                if (at > first && at < end) {
                    frequency[i] += at > last ? 1 : 0;
                    spent.add(amounts[j]);
                    last = at;
                }
            }
            recency[i] = last - first;
            age[i] = Math.max(0, end - 1 - first);
            mean[i] = frequency[i] == 0 ? 0 : spent.finite("spend") / frequency[i];
        }
        @Nullable Currency currency = log.currency().orElse(null);
        return PurchaseHistories.trusted(frequency, recency, age, unit, frequency.clone(), mean, currency, log.ids());
    }

    /** Which opportunity a day is in: their number where they are over, and -1 before the first. */
    private long opportunity(long epochDay) {
        if (firstDays != null) {
            int found = Arrays.binarySearch(firstDays, epochDay);
            int at = found >= 0 ? found : -found - 2;
            return at;
        }
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        return switch (unit) {
            case DAY -> epochDay;
            // the first of January 1970 was a Thursday
            case WEEK -> Math.floorDiv(epochDay + 3, 7L);
            case MONTH -> date.getLong(ChronoField.PROLEPTIC_MONTH);
            case QUARTER -> 4L * date.getYear() + date.get(IsoFields.QUARTER_OF_YEAR);
            case YEAR -> date.getYear();
        };
    }

    /** Equal days and unit. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Opportunities other && unit == other.unit && Arrays.equals(firstDays, other.firstDays);
    }

    @Override
    public int hashCode() {
        return 31 * unit.hashCode() + Arrays.hashCode(firstDays);
    }

    /** {@code Opportunities[one a calendar year]}, {@code Opportunities[12 from 2001-01-15, unit MONTH]}. */
    @Override
    public String toString() {
        return firstDays == null
                ? "Opportunities[one a calendar " + unit.noun() + "]"
                : "Opportunities[" + (firstDays.length - 1) + " from " + LocalDate.ofEpochDay(firstDays[0]) + ", unit "
                        + unit + "]";
    }
}
