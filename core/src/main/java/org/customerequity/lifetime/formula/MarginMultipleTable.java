package org.customerequity.lifetime.formula;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The table of Gupta and Lehmann (2003): the margin multiple by retention, a row each, and by discount rate, a column each.
 * Immutable.
 */
public final class MarginMultipleTable implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] retentions;
    private final DiscountRate[] discounts;
    private final double[][] multiples;

    private MarginMultipleTable(double[] retentions, DiscountRate[] discounts, double[][] multiples) {
        this.retentions = retentions;
        this.discounts = discounts;
        this.multiples = multiples;
    }

    /**
     * Without growth.
     *
     * @param retentions per {@code unit}, each in [0, 1]
     * @param unit the period of retention and margin
     * @param discounts one a column
     */
    public static MarginMultipleTable of(double[] retentions, PeriodUnit unit, DiscountRate... discounts) {
        return ofGrowing(retentions, unit, 0, discounts);
    }

    /**
     * With a margin that grows by a fraction per period.
     *
     * @throws IllegalArgumentException if some combination diverges
     */
    public static MarginMultipleTable ofGrowing(
            double[] retentions, PeriodUnit unit, double growth, DiscountRate... discounts) {
        double[] rows = Objects.requireNonNull(retentions, "retentions").clone();
        DiscountRate[] columns = Objects.requireNonNull(discounts, "discounts").clone();
        Objects.requireNonNull(unit, "unit");
        Require.notEmpty(rows.length, "retentions", "must have a rate", "one a row");
        Require.notEmpty(columns.length, "discounts", "must have a rate", "one a column");
        double[][] out = new double[rows.length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            RetentionRate rate = RetentionRate.of(rows[i], unit);
            for (int j = 0; j < columns.length; j++) {
                Objects.requireNonNull(columns[j], "discounts[" + j + "]");
                out[i][j] = new GuptaLehmann(rate, columns[j], growth).multiple();
            }
        }
        return new MarginMultipleTable(rows, columns, out);
    }

    /** The multiple of a row and column, counted from 0. */
    public double at(int row, int column) {
        return multiples[Objects.checkIndex(row, retentions.length)][Objects.checkIndex(column, discounts.length)];
    }

    /** Rates of the rows. */
    public double[] retentions() {
        return retentions.clone();
    }

    /** Rates of the columns. */
    public DiscountRate[] discounts() {
        return discounts.clone();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof MarginMultipleTable other
                && Arrays.equals(retentions, other.retentions)
                && Arrays.equals(discounts, other.discounts)
                && Arrays.deepEquals(multiples, other.multiples);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(retentions), Arrays.hashCode(discounts), Arrays.deepHashCode(multiples));
    }

    /** The table with two decimals, as in the paper; the annual discount in the first line. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("retention");
        for (DiscountRate discount : discounts) {
            out.append(String.format(Locale.ROOT, "%9.1f%%", 100 * discount.effectiveAnnual()));
        }
        for (int i = 0; i < retentions.length; i++) {
            out.append(String.format(Locale.ROOT, "%n%8.1f%%", 100 * retentions[i]));
            for (double multiple : multiples[i]) {
                out.append(String.format(Locale.ROOT, "%10.2f", multiple));
            }
        }
        return out.toString().replace(System.lineSeparator(), "\n");
    }
}
