package org.customerequity.equity;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;

/**
 * Customer equity carried from one date to the next.
 *
 * <pre>{@code
 *   closing = opening + unwinding - realised + revision + acquired
 *
 *   unwinding   opening ((1 + d)^years - 1): every payment ahead has come nearer
 *   realised    contribution received in between from the customers of the first date, in money of the second
 *   revision    what is left: customers turned out, or are now judged, better or worse than expected
 *   acquired    value at the second date of the customers not listed at the first
 * }</pre>
 *
 * <p>Where the model is right and equity is counted for ever, the expectation at the first date of the revision is 0, because
 * {@code opening = E[realised + closing of the same customers] / (1 + d)^years}. Over a finite horizon counted from each date
 * anew, the revision also holds the periods that have come into sight.
 *
 * @param opening equity at the first date
 * @param unwinding interest on it
 * @param realised what was received out of it
 * @param expected what the model of the first date expected to be received in that time, in money of the second date
 * @param acquired value at the second date of customers who are new to the list
 * @param closing equity at the second date
 */
public record EquityRollForward(
        CurrencyAmount opening,
        CurrencyAmount unwinding,
        CurrencyAmount realised,
        CurrencyAmount expected,
        CurrencyAmount acquired,
        CurrencyAmount closing)
        implements Serializable {
    public EquityRollForward {
        Objects.requireNonNull(opening, "opening");
        check(opening, unwinding, "unwinding");
        check(opening, realised, "realised");
        check(opening, expected, "expected");
        check(opening, acquired, "acquired");
        check(opening, closing, "closing");
    }

    private static void check(CurrencyAmount opening, CurrencyAmount other, String name) {
        CurrencyMismatchException.check(
                opening.currency(), Objects.requireNonNull(other, name).currency());
    }

    /** What closes the account: {@code closing - opening - unwinding + realised - acquired}. */
    public CurrencyAmount revision() {
        return closing.minus(opening).minus(unwinding).plus(realised).minus(acquired);
    }

    /** The part of the revision that is already in the till: realised less expected. */
    public CurrencyAmount surplus() {
        return realised.minus(expected);
    }

    /** The part of the revision that is in the outlook: revision less surplus. */
    public CurrencyAmount outlook() {
        return revision().minus(surplus());
    }
}
