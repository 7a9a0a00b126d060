package org.customerequity.history.contract;

import java.time.LocalDate;
import java.util.Objects;
import org.customerequity.internal.Require;

/** Days as whole numbers from 1970-01-01; the largest is an end that is not known. */
final class Days {
    static final int NONE = Integer.MAX_VALUE;

    private Days() {}

    static int of(LocalDate day, String name) {
        long epochDay = Objects.requireNonNull(day, name).toEpochDay();
        if ((int) epochDay != epochDay || epochDay == NONE) {
            throw Require.bad(name, "must be within 5.8 million years of 1970", "", day);
        }
        return (int) epochDay;
    }

    static int ofEnd(LocalDate end, LocalDate start) {
        if (end.equals(Contract.NO_END)) {
            return NONE;
        }
        int day = of(end, "end");
        if (end.isBefore(start)) {
            throw Require.bad("end", "must not be before start " + start, "the first day without the contract", end);
        }
        return day;
    }

    /** A day that is asked about; out of range, the nearest in it. */
    static int asked(LocalDate day, String name) {
        long epochDay = Objects.requireNonNull(day, name).toEpochDay();
        return (int) Math.max(Integer.MIN_VALUE, Math.min(NONE - 1, epochDay));
    }

    static LocalDate toEnd(int day) {
        return day == NONE ? Contract.NO_END : LocalDate.ofEpochDay(day);
    }
}
