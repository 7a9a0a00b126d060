package org.customerequity.history.contract;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;

/**
 * One contract of one customer at one price. The first day without it is its end, so that one of the month of March ends on 1 April.
 *
 * <pre>{@code
 *   Contract.active("A-12", LocalDate.of(2026, 3, 1), 49)
 *   Contract.ended("A-12", LocalDate.of(2026, 3, 1), LocalDate.of(2026, 7, 1), 49, Ending.VOLUNTARY)
 * }</pre>
 *
 * <p>A new price is a new contract: the old one ends on the day from which the new price holds, on which the new one starts. There
 * is no day between them, so nobody left and nobody came back.
 *
 * @param customer an opaque identifier, not blank
 * @param start the first day
 * @param end the first day without it, not before {@code start}; {@link #NO_END} while none is known
 * @param price per billing period of the log it goes into; finite and {@code >= 0}
 * @param ending why it ended; {@link Ending#UNKNOWN} while there is no end
 */
public record Contract(String customer, LocalDate start, LocalDate end, double price, Ending ending)
        implements Serializable {
    /** The end of a contract of which none is known. */
    public static final LocalDate NO_END = LocalDate.MAX;

    public Contract {
        Require.nonBlank(customer, "customer", "an identifier");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        price = Require.nonNegative(price, "price", "per billing period");
        Objects.requireNonNull(ending, "ending");
        Days.of(start, "start");
        Days.ofEnd(end, start);
        if (end.equals(NO_END) && ending != Ending.UNKNOWN) {
            throw Require.bad("ending", "must be UNKNOWN where there is no end", "it has not ended", ending);
        }
    }

    /** A contract that runs on, for all that is known. */
    public static Contract active(String customer, LocalDate start, double price) {
        return new Contract(customer, start, NO_END, price, Ending.UNKNOWN);
    }

    /**
     * A contract that has ended, or of which the end is known.
     *
     * @param end the first day without it
     */
    public static Contract ended(String customer, LocalDate start, LocalDate end, double price, Ending ending) {
        return new Contract(customer, start, end, price, ending);
    }

    /** The first day without it, if one is known. */
    public Optional<LocalDate> lastsUntil() {
        return end.equals(NO_END) ? Optional.empty() : Optional.of(end);
    }

    /** Whether the customer has it on a day. */
    public boolean isActiveOn(LocalDate day) {
        return !day.isBefore(start) && day.isBefore(end);
    }
}
