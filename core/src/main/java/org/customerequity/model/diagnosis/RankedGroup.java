package org.customerequity.model.diagnosis;

import java.io.Serializable;
import org.customerequity.internal.Require;
import org.customerequity.value.Ratio;

/**
 * A group of customers with neighbouring forecasts, such as the best tenth: one line of a table of deciles.
 *
 * @param rank 1 for the group of the highest forecasts
 * @param customers in the group, {@code >= 1}
 * @param predicted purchases predicted of them, finite and {@code >= 0}
 * @param actual purchases there were
 * @param actualUpTo purchases of this group and those above it
 * @param allCustomers of all groups
 * @param allActual purchases of all groups
 */
public record RankedGroup(
        int rank, int customers, double predicted, long actual, long actualUpTo, int allCustomers, long allActual)
        implements Serializable {
    public RankedGroup {
        Require.positive(rank, "rank", "1 is the best");
        Require.positive(customers, "customers", "");
        predicted = Require.nonNegative(predicted, "predicted", "");
        Require.nonNegative(actual, "actual", "");
        if (actualUpTo < actual) {
            throw Require.bad("actualUpTo", "must be >= actual " + actual, "it contains them", actualUpTo);
        }
        if (allCustomers < customers) {
            throw Require.bad("allCustomers", "must be >= customers " + customers, "it contains them", allCustomers);
        }
        if (allActual < actualUpTo) {
            throw Require.bad("allActual", "must be >= actualUpTo " + actualUpTo, "it contains them", allActual);
        }
    }

    /** Predicted purchases per customer. */
    public double meanPredicted() {
        return predicted / customers;
    }

    /** Actual purchases per customer. */
    public double meanActual() {
        return (double) actual / customers;
    }

    /** Mean purchases of this group over those of everybody: 1 for a ranking by chance; undefined where nobody bought. */
    public Ratio lift() {
        return Ratio.of(
                meanActual(), "purchases per customer", (double) allActual / allCustomers, "those of everybody");
    }

    /** The share of all purchases that this group and those above it made; undefined where nobody bought. */
    public Ratio capture() {
        return Ratio.of(actualUpTo, "purchases up to here", allActual, "all purchases");
    }
}
