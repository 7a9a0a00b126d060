package org.customerequity.history;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * One payment or refund of one customer. Amounts of one file or stream are in one currency, which the summariser is told.
 *
 * @param customer an opaque identifier, not blank
 * @param time when, in the business's own time zone; at the start of the day where only the date is known
 * @param amount finite; negative for a refund
 */
public record Transaction(String customer, LocalDateTime time, double amount) implements Serializable {
    public Transaction {
        Require.nonBlank(customer, "customer", "an identifier");
        Objects.requireNonNull(time, "time");
        amount = Require.finite(amount, "amount", "negative for a refund");
    }

    /** A transaction of which only the day is known. */
    public static Transaction of(String customer, LocalDate date, double amount) {
        return new Transaction(customer, Objects.requireNonNull(date, "date").atStartOfDay(), amount);
    }

    /** A transaction at an instant, whose day is that of {@code zone}. */
    public static Transaction of(String customer, Instant instant, ZoneId zone, double amount) {
        Objects.requireNonNull(instant, "instant");
        Objects.requireNonNull(zone, "zone");
        return new Transaction(customer, LocalDateTime.ofInstant(instant, zone), amount);
    }

    /** The day. */
    public LocalDate date() {
        return time.toLocalDate();
    }
}
