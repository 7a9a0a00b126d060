package org.customerequity.value;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

/** Period units, spans and horizons. */
@Seeded
class TimeTest {
    @Test
    void aYearIsTwelveMonthsFourQuartersAndNot52Weeks() {
        assertEquals(12, PeriodUnit.MONTH.from(1, PeriodUnit.YEAR));
        assertEquals(24, PeriodUnit.MONTH.from(2, PeriodUnit.YEAR));
        assertEquals(4, PeriodUnit.QUARTER.from(1, PeriodUnit.YEAR));
        assertEquals(3, PeriodUnit.MONTH.from(1, PeriodUnit.QUARTER));
        assertEquals(1.0 / 12, PeriodUnit.MONTH.years());
        assertEquals(7, PeriodUnit.DAY.from(1, PeriodUnit.WEEK));
        close(52.17857142857143, PeriodUnit.WEEK.from(1, PeriodUnit.YEAR), 1e-15);
        assertEquals(30.4375, PeriodUnit.MONTH.days());
        assertEquals("quarter", PeriodUnit.QUARTER.noun());
        rejects(
                "count must be a number, was NaN (periods of the other unit)",
                () -> PeriodUnit.DAY.from(Double.NaN, PeriodUnit.YEAR));
    }

    @Property
    void unitsConvertThereAndBack(
            @ForAll @Scale(15) @DoubleRange(max = 1e6) double count, @ForAll PeriodUnit a, @ForAll PeriodUnit b) {
        close(count, a.from(b.from(count, a), b), 8e-16);
        assertEquals(count, a.from(count, a));
    }

    @Property
    void spansKeepTheirLengthInEveryUnit(
            @ForAll @Scale(15) @DoubleRange(max = 1e4) double from,
            @ForAll @Scale(15) @DoubleRange(max = 1e4) double length,
            @ForAll PeriodUnit a,
            @ForAll PeriodUnit b) {
        Span span = Span.between(from, from + length, a);
        assertEquals(b.from(span.length(), a), span.per(b).length(), 1e-15 * b.from(from + length, a));
        assertEquals(span, span.per(a));
        assertEquals(b, span.per(b).unit());
    }

    @Test
    void spans() {
        assertEquals(new Span(0, 13, PeriodUnit.WEEK), Span.first(13, PeriodUnit.WEEK));
        assertEquals(new Span(1, 13, PeriodUnit.WEEK), Span.ofWeeks(1, 13));
        assertEquals(Span.ofWeeks(1, 2), Span.ofDays(7, 14).per(PeriodUnit.WEEK));
        assertEquals(0, Span.ofDays(3, 3).length());
        assertEquals(4, Span.ofDays(3, 7).length());
        rejects("to must be >= from 2.0, was 1.0 (a span runs forward)", () -> Span.ofDays(2, 1));
        rejects(
                "from must be finite and >= 0, was NaN (periods from the end of observation or the first purchase)",
                () -> Span.ofDays(Double.NaN, 1));
        rejects(
                "to must be finite and >= 0, was Infinity (periods from the end of observation or the first purchase)",
                () -> Span.first(Double.POSITIVE_INFINITY, PeriodUnit.DAY));
        rejectsNull("unit", () -> Span.first(1, null));
    }

    @Test
    void horizons() {
        assertTrue(Horizon.FOREVER.isForever());
        assertFalse(Horizon.ofYears(3).isForever());
        assertEquals(36, Horizon.ofYears(3).lengthPer(PeriodUnit.MONTH));
        assertEquals(Double.POSITIVE_INFINITY, Horizon.FOREVER.lengthPer(PeriodUnit.DAY));
        assertEquals(Horizon.FOREVER, new Horizon(Double.POSITIVE_INFINITY, PeriodUnit.WEEK));
        assertEquals("for ever", Horizon.FOREVER.toString());
        assertEquals("1.0 week", Horizon.of(1, PeriodUnit.WEEK).toString());
        rejects(
                "length must be finite and > 0, was Infinity (use Horizon.FOREVER for no end)",
                () -> Horizon.of(Double.POSITIVE_INFINITY, PeriodUnit.WEEK));
        rejects("length must be > 0, was 0.0 (use Horizon.FOREVER for no end)", () -> new Horizon(0, PeriodUnit.DAY));
        rejects("years must be finite and > 0, was 0.0 (use Horizon.FOREVER for no end)", () -> Horizon.ofYears(0));
        rejects(
                "length must be > 0, was NaN (use Horizon.FOREVER for no end)",
                () -> new Horizon(Double.NaN, PeriodUnit.DAY));
        rejectsNull("unit", () -> Horizon.of(1, null));
    }
}
