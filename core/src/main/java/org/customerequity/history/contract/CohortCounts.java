package org.customerequity.history.contract;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many of each cohort were left after each renewal: a triangle of survivors, cohorts of different length. Immutable.
 *
 * <p>{@code CohortCounts.of(PeriodUnit.YEAR, new long[] {1000, 869, 743}, new long[] {1200, 1040})} is two cohorts: of 1,000
 * customers 869 made the first renewal and 743 the second, and 1,200 who came a year later.
 */
public final class CohortCounts implements Serializable {
    private static final long serialVersionUID = 1;

    private final PeriodUnit unit;
    private final long[][] survivors;

    private CohortCounts(PeriodUnit unit, long[][] survivors) {
        this.unit = Objects.requireNonNull(unit, "unit");
        this.survivors = survivors;
    }

    /**
     * Cohorts by their survivors.
     *
     * @param unit the time between renewals
     * @param survivors for each cohort N(0), N(1), ..., N(K): all who came, then those left after each renewal that fell due;
     *     {@code N(0) > 0}, and no number above the one before
     */
    public static CohortCounts of(PeriodUnit unit, long[]... survivors) {
        Objects.requireNonNull(survivors, "survivors");
        Require.notEmpty(survivors.length, "survivors", "must have a cohort", "one array each");
        long[][] rows = new long[survivors.length][];
        for (int c = 0; c < rows.length; c++) {
            rows[c] =
                    Objects.requireNonNull(survivors[c], "survivors[" + c + "]").clone();
            check(rows[c], "survivors[" + c + "]");
        }
        return new CohortCounts(unit, rows);
    }

    private static void check(long[] row, String name) {
        Require.notEmpty(row.length, name, "must begin with the size of the cohort", "N(0), N(1), ...");
        Require.positive(row[0], name + "[0]", "the size of the cohort");
        for (int t = 1; t < row.length; t++) {
            Require.nonNegative(row[t], name + "[" + t + "]", "customers left after renewal " + t);
            if (row[t] > row[t - 1]) {
                throw Require.bad(
                        name + "[" + t + "]",
                        "must be <= the one before, " + row[t - 1],
                        "who comes back counts in a cohort of their own",
                        row[t]);
            }
        }
    }

    /** The time between renewals. */
    public PeriodUnit unit() {
        return unit;
    }

    /** How many cohorts. */
    public int size() {
        return survivors.length;
    }

    /** Renewals that have fallen due in a cohort. */
    public int renewals(int cohort) {
        return survivors[cohort].length - 1;
    }

    /** Renewals due in the longest cohort. */
    public int longest() {
        return Arrays.stream(survivors).mapToInt(row -> row.length - 1).max().orElse(0);
    }

    /** Customers of a cohort left after {@code renewals}. */
    public long survivors(int cohort, int renewals) {
        return survivors[cohort][renewals];
    }

    /** N(0), N(1), ... of a cohort; a copy. */
    public long[] survivors(int cohort) {
        return survivors[cohort].clone();
    }

    /** Customers of a cohort who are still there. */
    public long active(int cohort) {
        return survivors[cohort][renewals(cohort)];
    }

    /** All who came, over all cohorts. */
    public long acquired() {
        return Arrays.stream(survivors).mapToLong(row -> row[0]).sum();
    }

    /** All who left while observed, over all cohorts. */
    public long lapses() {
        long sum = 0;
        for (long[] row : survivors) {
            sum += row[0] - row[row.length - 1];
        }
        return sum;
    }

    /** One cohort alone. */
    public CohortCounts cohort(int cohort) {
        return new CohortCounts(unit, new long[][] {survivors[cohort]});
    }

    /** What was known when no cohort was older than this: later renewals are left out, as from a fit that is to be tested on them. */
    public CohortCounts upTo(int renewals) {
        Require.nonNegative(renewals, "renewals", "to keep of each cohort");
        long[][] rows = new long[survivors.length][];
        Arrays.setAll(rows, c -> Arrays.copyOf(survivors[c], Math.min(renewals + 1, survivors[c].length)));
        return new CohortCounts(unit, rows);
    }

    /** The cohorts of both. */
    public CohortCounts plus(CohortCounts other) {
        if (other.unit != unit) {
            throw Require.bad("other", "must be per " + unit.noun(), "", "per " + other.unit.noun());
        }
        List<long[]> rows = new ArrayList<>(Arrays.asList(survivors));
        rows.addAll(Arrays.asList(other.survivors));
        return new CohortCounts(unit, rows.toArray(long[][]::new));
    }

    /** Equal in every count and the unit. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CohortCounts other && unit == other.unit && Arrays.deepEquals(survivors, other.survivors);
    }

    @Override
    public int hashCode() {
        return 31 * unit.hashCode() + Arrays.deepHashCode(survivors);
    }

    /** {@code 2 cohorts per year, 2200 acquired, 417 lapsed}. */
    @Override
    public String toString() {
        return size() + (size() == 1 ? " cohort" : " cohorts") + " per " + unit.noun() + ", " + acquired()
                + " acquired, " + lapses() + " lapsed";
    }
}
