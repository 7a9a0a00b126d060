package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * How far ahead value is counted: a number of periods from now, or for ever.
 *
 * @param length finite and {@code > 0}, or positive infinity
 * @param unit what is counted; a year where the horizon is infinite
 */
public record Horizon(double length, PeriodUnit unit) implements Serializable {
    /** Without an end: the sum converges because customers leave and money is discounted. */
    public static final Horizon FOREVER = new Horizon(Double.POSITIVE_INFINITY, PeriodUnit.YEAR);

    public Horizon {
        Objects.requireNonNull(unit, "unit");
        if (!(length > 0)) {
            throw Require.bad("length", "must be > 0", "use Horizon.FOREVER for no end", length);
        }
        if (length == Double.POSITIVE_INFINITY) {
            unit = PeriodUnit.YEAR;
        }
    }

    /** {@code Horizon.of(13, PeriodUnit.WEEK)}. */
    public static Horizon of(double length, PeriodUnit unit) {
        return new Horizon(Require.positive(length, "length", "use Horizon.FOREVER for no end"), unit);
    }

    /** {@code Horizon.ofYears(3)}. */
    public static Horizon ofYears(double years) {
        return new Horizon(Require.positive(years, "years", "use Horizon.FOREVER for no end"), PeriodUnit.YEAR);
    }

    /** Whether there is no end. */
    public boolean isForever() {
        return length == Double.POSITIVE_INFINITY;
    }

    /** The length counted in {@code other}; infinite where there is no end. */
    public double lengthPer(PeriodUnit other) {
        return other.from(length, unit);
    }

    /** {@code 3.0 years} or {@code for ever}. */
    @Override
    public String toString() {
        return isForever() ? "for ever" : length + " " + unit.noun() + (length == 1 ? "" : "s");
    }
}
