package org.customerequity.metric.change;

import java.io.Serializable;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;

/**
 * The part of a change that is put down to one factor.
 *
 * @param factor as it was named, or {@link GrowthDecomposition#MIX}
 * @param amount in the unit of the value; negative where the factor worked against growth
 * @param standardError by the delta method; 0 where no factor with a standard error bears on it
 */
public record GrowthEffect(String factor, double amount, double standardError) implements Serializable {
    public GrowthEffect {
        Require.nonBlank(factor, "factor", "such as customers");
        amount = Require.finite(amount, "amount", "");
        standardError = Require.nonNegative(standardError, "standardError", "");
    }

    /**
     * The amount with its standard error.
     *
     * @throws IllegalStateException if no factor that bears on it was given a standard error
     */
    public Estimate amountEstimate() {
        return estimate(factor, amount, standardError);
    }

    static Estimate estimate(String what, double amount, double error) {
        if (error == 0) {
            throw new IllegalStateException(what + " must rest on a factor with a standard error to have one"
                    + " (give the factors as Estimate)");
        }
        return Estimate.of(amount, error);
    }
}
