package org.customerequity.history.covariate;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The covariates of one customer through time: numbers that stay the same within a period and may jump to the next.
 *
 * <pre>{@code
 *   CovariatePath path = CovariatePath.of(PeriodUnit.WEEK, "promotion", "price")
 *       .until(2.5, 0, 9.9)      // from the first purchase on
 *       .until(3.5, 1, 7.9)
 *       .until(4.5, 0, 9.9)
 *       .withPurchases(1.0, 2.5);
 * }</pre>
 *
 * <p>Time is the customer's own: it begins at 0 with the first purchase, which may lie anywhere within the first period. Period k is
 * [start, end): what happens exactly on a boundary belongs to the period that starts there. A path knows how many repeat purchases
 * fell into each period; beyond the end of observation it says what is planned, and a model asks it no further than it
 * {@linkplain #reach reaches}. It reaches for ever only where that was declared ({@link #forEver}).
 *
 * <p>Numbers only: a category is a column of zeros and ones for each level but one. Immutable; 8 bytes a number.
 */
public final class CovariatePath implements Serializable {
    private static final long serialVersionUID = 1;

    /** By so much of itself a time may lie beyond the end. */
    private static final double ROUNDING = 1e-14;

    /** A day past year 9999 is no longer said in messages. */
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private static final CovariatePath NONE =
            new CovariatePath(PeriodUnit.DAY, List.of(), new double[0], new double[0], new int[0], null, null);

    private final PeriodUnit unit;
    private final List<String> names;
    private final double[] ends;
    private final double[] values;
    private final int[] purchases;
    private final @Nullable String customer;
    private final @Nullable LocalDate firstDay;

    /** Arrays are kept, not copied. */
    CovariatePath(
            PeriodUnit unit,
            List<String> names,
            double[] ends,
            double[] values,
            int[] purchases,
            @Nullable String customer,
            @Nullable LocalDate firstDay) {
        this.unit = unit;
        this.names = names;
        this.ends = ends;
        this.values = values;
        this.purchases = purchases;
        this.customer = customer;
        this.firstDay = firstDay;
    }

    /** Nothing is known. */
    public static CovariatePath none() {
        return NONE;
    }

    /** Whether nothing is known: there are no covariates. */
    public boolean isNone() {
        return names.isEmpty();
    }

    /**
     * A path of these covariates that has no period yet; add periods with {@link #until}.
     *
     * @param unit what time is counted in
     * @param names of the covariates, at least one, each once
     */
    public static CovariatePath of(PeriodUnit unit, String... names) {
        Objects.requireNonNull(unit, "unit");
        List<String> checked = checkedNames(names);
        return new CovariatePath(unit, checked, new double[0], new double[0], new int[0], null, null);
    }

    static List<String> checkedNames(String... names) {
        Require.notEmpty(
                Objects.requireNonNull(names, "names").length, "names", "must have at least one", "of the covariates");
        for (String name : names) {
            Require.nonBlank(name, "names", "of a covariate");
        }
        List<String> checked = List.of(names);
        if (Set.copyOf(checked).size() < names.length) {
            throw Require.bad("names", "must differ from each other", "each covariate once", checked);
        }
        return checked;
    }

    /**
     * This path with one more period, from where it ended so far.
     *
     * @param end of the period, since the first purchase; finite and after the end so far
     * @param covariates one number for each of the {@link #names}, finite
     */
    public CovariatePath until(double end, double... covariates) {
        Require.finite(end, "end", "of the period; CovariatePath.forEver is without end");
        return and(end, covariates);
    }

    /** This path with a last period that never ends: what the covariates are from then on, as the caller declares. */
    public CovariatePath forEver(double... covariates) {
        return and(Double.POSITIVE_INFINITY, covariates);
    }

    private CovariatePath and(double end, double... covariates) {
        if (!(end > reach())) {
            throw Require.bad("end", "must be after the end so far, " + reach(), "periods follow one another", end);
        }
        if (Objects.requireNonNull(covariates, "covariates").length != names.size()) {
            throw Require.bad("covariates", "must be one for each of " + names, "", covariates.length);
        }
        int k = ends.length;
        double[] newEnds = Arrays.copyOf(ends, k + 1);
        newEnds[k] = end;
        double[] newValues = Arrays.copyOf(values, values.length + covariates.length);
        for (int j = 0; j < covariates.length; j++) {
            newValues[values.length + j] =
                    Require.finite(covariates[j], names.get(j), "what is not known needs a value and a flag beside it");
        }
        return new CovariatePath(unit, names, newEnds, newValues, Arrays.copyOf(purchases, k + 1), customer, firstDay);
    }

    /**
     * This path with these repeat purchases, instead of those it had.
     *
     * @param times of the repeat purchases since the first purchase, in the unit, in any order; {@code >= 0} and before the end
     *     of the path
     */
    public CovariatePath withPurchases(double... times) {
        int[] counts = new int[ends.length];
        for (double time : Objects.requireNonNull(times, "times")) {
            Require.nonNegative(time, "times", "of repeat purchases, since the first purchase");
            int k = periodAt(time);
            if (k == ends.length) {
                throw tooShort("must go beyond " + at(time) + ", since a purchase was made then");
            }
            counts[k]++;
        }
        return new CovariatePath(unit, names, ends, values, counts, customer, firstDay);
    }

    /** This path with a number of repeat purchases for each of its periods. */
    public CovariatePath withPurchaseCounts(int... counts) {
        if (Objects.requireNonNull(counts, "counts").length != ends.length) {
            throw Require.bad("counts", "must be one for each of the periods, " + ends.length, "", counts.length);
        }
        for (int count : counts) {
            Require.nonNegative(count, "counts", "repeat purchases in a period");
        }
        return new CovariatePath(unit, names, ends, values, counts.clone(), customer, firstDay);
    }

    /** What time is counted in. */
    public PeriodUnit unit() {
        return unit;
    }

    /** Names of the covariates, in the order of their numbers. */
    public List<String> names() {
        return names;
    }

    /**
     * The place of a covariate among the {@link #names}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public int indexOf(String name) {
        int j = names.indexOf(Objects.requireNonNull(name, "name"));
        if (j < 0) {
            throw Require.bad("path" + ofWhom(), "must have \"" + name + '"', "a covariate of the model", names);
        }
        return j;
    }

    /** How many periods. */
    public int periods() {
        return ends.length;
    }

    /** When period {@code k} starts, since the first purchase; 0 for the first. */
    public double start(int k) {
        return k == 0 ? 0 : ends[k - 1];
    }

    /** When period {@code k} ends, since the first purchase; positive infinity for a last period without end. */
    public double end(int k) {
        return ends[k];
    }

    /** Covariate {@code j} in period {@code k}. */
    public double value(int k, int j) {
        return values[k * names.size() + j];
    }

    /** Repeat purchases in period {@code k}. */
    public int purchases(int k) {
        return purchases[k];
    }

    /** Repeat purchases in all periods. */
    public int purchases() {
        int sum = 0;
        for (int count : purchases) {
            sum += count;
        }
        return sum;
    }

    /** The period that time falls into: the one that starts there, on a boundary; {@link #periods} from the end on. */
    public int periodAt(double time) {
        Require.nonNegative(time, "time", "since the first purchase");
        int at = Arrays.binarySearch(ends, time);
        return at < 0 ? -at - 1 : at + 1;
    }

    /** How far the path goes, since the first purchase: positive infinity where the last period never ends. */
    public double reach() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** Whose path it is, where it was cut from {@link CovariatePaths}. */
    public Optional<String> customer() {
        return Optional.ofNullable(customer);
    }

    /** The day of the first purchase, where it was cut from {@link CovariatePaths}. */
    public Optional<LocalDate> firstDay() {
        return Optional.ofNullable(firstDay);
    }

    /**
     * This path, if it reaches that far; to rounding, so that dates that meet do.
     *
     * @param time since the first purchase; may be infinite
     * @param why is said where it does not: {@code "the observation ends then"}
     * @throws IllegalArgumentException if it does not; the message names the customer and how far the path reaches
     */
    public CovariatePath requireReach(double time, String why) {
        Objects.requireNonNull(why, "why");
        // 60 weeks and the end of the 60th are the same, however the two were added up
        if (!(time <= reach() * (1 + ROUNDING))) {
            throw time == Double.POSITIVE_INFINITY
                    ? tooShort("must be declared to hold for ever")
                    : tooShort("must reach " + at(time) + ", since " + why);
        }
        return this;
    }

    private IllegalArgumentException tooShort(String rule) {
        return new IllegalArgumentException("path" + ofWhom() + " " + rule + ", reached " + at(reach())
                + " (give the covariates of the periods to come, or declare that the last ones hold for ever)");
    }

    private String ofWhom() {
        return customer == null ? "" : " of customer \"" + customer + '"';
    }

    private String at(double time) {
        String weeks = time + " " + unit.noun() + "s after the first purchase";
        double days = Math.floor(time * unit.days() + 1e-6);
        return firstDay == null || days > ChronoUnit.DAYS.between(firstDay, LAST_DAY)
                ? weeks
                : weeks + " (" + firstDay.plusDays((long) days) + ")";
    }

    /** Equal unit, names, periods, numbers, purchases, customer and first day. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CovariatePath other
                && unit == other.unit
                && names.equals(other.names)
                && Arrays.equals(ends, other.ends)
                && Arrays.equals(values, other.values)
                && Arrays.equals(purchases, other.purchases)
                && Objects.equals(customer, other.customer)
                && Objects.equals(firstDay, other.firstDay);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, names, Arrays.hashCode(ends), Arrays.hashCode(values), Arrays.hashCode(purchases));
    }

    /** A summary, not the numbers. */
    @Override
    public String toString() {
        return "CovariatePath[" + names + (customer == null ? "" : " of \"" + customer + '"') + ", " + ends.length
                + " periods, "
                + (reach() == Double.POSITIVE_INFINITY ? "for ever" : "until " + reach() + " " + unit.noun() + "s")
                + ", " + purchases() + " purchases]";
    }
}
