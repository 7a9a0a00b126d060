package org.customerequity.value;

import java.util.Locale;
import org.customerequity.internal.Require;

/**
 * The unit in which recency, age, horizons and model parameters are counted.
 *
 * <p>A year is 365.25 days, a quarter a fourth and a month a twelfth of it; a week is 7 days. Every conversion in the
 * library goes through these lengths, so that twelve months are exactly one year, and one year is 52.18 weeks (not 52).
 */
public enum PeriodUnit {
    /** One day. */
    DAY(1),
    /** Seven days. */
    WEEK(7),
    /** A twelfth of a year, 30.4375 days. */
    MONTH(30.4375),
    /** A fourth of a year, 91.3125 days. */
    QUARTER(91.3125),
    /** 365.25 days. */
    YEAR(365.25);

    private final double days;

    PeriodUnit(double days) {
        this.days = days;
    }

    /** Length in days. */
    public double days() {
        return days;
    }

    /** Length in years of 365.25 days. */
    public double years() {
        return days / 365.25;
    }

    /**
     * How many of this unit make {@code count} of the {@code other}: {@code MONTH.from(2, YEAR)} is 24.
     *
     * @param count any number but NaN; infinite stays infinite
     */
    public double from(double count, PeriodUnit other) {
        if (Double.isNaN(count)) {
            throw Require.bad("count", "must be a number", "periods of the other unit", count);
        }
        return this == other ? count : count * other.days / days;
    }

    /** A noun in lower case for messages and reports: {@code week}. */
    public String noun() {
        return name().toLowerCase(Locale.ROOT);
    }
}
