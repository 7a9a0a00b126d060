package org.customerequity.metric.operation;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * What it costs to hold stock for a year, as fractions of its value at cost.
 *
 * @param capital tied up in it
 * @param storage space and handling
 * @param insurance premiums, and taxes on stock
 * @param obsolescence what spoils, ages or disappears
 */
public record CarryingRate(double capital, double storage, double insurance, double obsolescence)
        implements Serializable {
    public CarryingRate {
        capital = Require.fraction(capital, "capital", "0.10 means 10 % a year");
        storage = Require.fraction(storage, "storage", "0.10 means 10 % a year");
        insurance = Require.fraction(insurance, "insurance", "0.10 means 10 % a year");
        obsolescence = Require.fraction(obsolescence, "obsolescence", "0.10 means 10 % a year");
    }

    /** All four, a year. */
    public double total() {
        return capital + storage + insurance + obsolescence;
    }
}
