package org.customerequity.history.contract;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * What was seen of one customer's contract: from which tenure on, until which, and whether it lapsed there.
 *
 * <p>Tenures are counted from the start of the first contract, in the unit of the {@link Spells} the spell is in. Counted in
 * renewals, a customer last seen active has survived the renewal {@code last}; one who lapsed left at the renewal {@code last}.
 *
 * @param entry tenure when first observed, {@code >= 0}; 0 where the contract was seen from its start. A customer first seen later
 *     could not have been lost before, which a fit must know (left truncation)
 * @param last tenure when last seen, at least {@code entry}, and above it where the contract lapsed
 * @param lapsed whether the customer left at {@code last}; otherwise still active then, and left later or never (right censoring)
 */
public record Spell(double entry, double last, boolean lapsed) implements Serializable {
    public Spell {
        entry = Require.nonNegative(entry, "entry", "tenure when first observed, 0 from the start");
        last = Require.nonNegative(last, "last", "tenure when last seen");
        if (last < entry) {
            throw Require.bad("last", "must be >= entry " + entry, "tenure when last seen", last);
        }
        if (lapsed && last == entry) {
            throw Require.bad(
                    "last", "must be > entry " + entry + " where the contract lapsed", "it was active at entry", last);
        }
    }

    /** A contract seen from its start to its end. */
    public static Spell lapsedAt(double last) {
        return new Spell(0, last, true);
    }

    /** A contract seen from its start, and still active. */
    public static Spell activeAt(double last) {
        return new Spell(0, last, false);
    }

    /** This spell where observation began only at a later tenure. */
    public Spell enteredAt(double newEntry) {
        return new Spell(newEntry, last, lapsed);
    }
}
