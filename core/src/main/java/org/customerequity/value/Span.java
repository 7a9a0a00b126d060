package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * A stretch of time counted from a moment that the context names: the end of observation for a known customer, the first
 * purchase for a new one. Open at its start and closed at its end, {@code (from, to]}.
 *
 * @param from periods from that moment, finite and {@code >= 0}
 * @param to at least {@code from}, finite; see {@link Horizon} for ever
 * @param unit what is counted
 */
public record Span(double from, double to, PeriodUnit unit) implements Serializable {
    public Span {
        from = Require.nonNegative(from, "from", "periods from the end of observation or the first purchase");
        to = Require.nonNegative(to, "to", "periods from the end of observation or the first purchase");
        if (to < from) {
            throw Require.bad("to", "must be >= from " + from, "a span runs forward", to);
        }
        Objects.requireNonNull(unit, "unit");
    }

    /** The first {@code length} periods: {@code Span.first(13, PeriodUnit.WEEK)}. */
    public static Span first(double length, PeriodUnit unit) {
        return new Span(0, length, unit);
    }

    /** From {@code from} to {@code to} periods ahead. */
    public static Span between(double from, double to, PeriodUnit unit) {
        return new Span(from, to, unit);
    }

    /** From {@code from} to {@code to} weeks ahead. */
    public static Span ofWeeks(double from, double to) {
        return new Span(from, to, PeriodUnit.WEEK);
    }

    /** From {@code from} to {@code to} days ahead. */
    public static Span ofDays(double from, double to) {
        return new Span(from, to, PeriodUnit.DAY);
    }

    /** The same stretch counted in another unit. */
    public Span per(PeriodUnit other) {
        return other == unit ? this : new Span(other.from(from, unit), other.from(to, unit), other);
    }

    /** {@code to - from}, in this span's unit. */
    public double length() {
        return to - from;
    }
}
