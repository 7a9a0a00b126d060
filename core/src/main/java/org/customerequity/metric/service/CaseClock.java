package org.customerequity.metric.service;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.customerequity.internal.Require;

/** By which clock a case ages: all the time ({@link #calendar}), or only while somebody is there ({@link BusinessHours}). */
public sealed interface CaseClock extends Serializable permits CaseClock.Calendar, BusinessHours {
    /** All the time, day and night. */
    static CaseClock calendar() {
        return new Calendar();
    }

    /**
     * How much of the time between two instants counts.
     *
     * @param start of the case
     * @param stop not before {@code start}
     */
    Duration elapsed(Instant start, Instant stop);

    /** All the time counts. */
    record Calendar() implements CaseClock {
        @Override
        public Duration elapsed(Instant start, Instant stop) {
            Objects.requireNonNull(start, "start");
            if (Objects.requireNonNull(stop, "stop").isBefore(start)) {
                throw Require.bad("stop", "must not be before start " + start, "", stop);
            }
            return Duration.between(start, stop);
        }
    }
}
