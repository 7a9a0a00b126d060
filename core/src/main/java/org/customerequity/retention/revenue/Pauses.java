package org.customerequity.retention.revenue;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.customerequity.history.contract.Contract;
import org.customerequity.internal.Require;

/**
 * What a customer is between two contracts that are paid for: one who left and comes back, or one who only pauses. Sources differ, so it
 * has to be said. Free contracts are none here: who tried for nothing and buys later is new, and has not paused.
 *
 * @param mostDays how many days without a paid contract are a pause; 0 if none are
 */
public record Pauses(int mostDays) implements Serializable {
    public Pauses {
        Require.nonNegative(mostDays, "mostDays", "without a paid contract");
    }

    /** Who has no paid contract has left, and is reactivated with the next. */
    public static Pauses asChurn() {
        return new Pauses(0);
    }

    /**
     * Who has no paid contract for at most so many days, and then one again, has stayed: contraction, and expansion when it is over. The log has
     * to know the next contract: at its end a pause cannot be told from leaving, and counts as that until the customer is back.
     *
     * @param mostDays {@code >= 1}
     */
    public static Pauses asContraction(int mostDays) {
        return new Pauses(Require.positive(mostDays, "mostDays", "use asChurn where there are no pauses"));
    }

    /** Whether a paid contract ended by that day and one begins after it, not too long after. By start, as a log has them. */
    boolean isPaused(List<Contract> contracts, LocalDate day) {
        if (mostDays == 0) {
            return false;
        }
        LocalDate until = LocalDate.MIN;
        for (Contract contract : contracts) {
            if (contract.price() == 0) {
                continue;
            }
            if (contract.start().isAfter(day)) {
                return !until.isAfter(day)
                        && !until.equals(LocalDate.MIN)
                        && ChronoUnit.DAYS.between(until, contract.start()) <= mostDays;
            }
            until = contract.end().isAfter(until) ? contract.end() : until;
        }
        return false;
    }
}
