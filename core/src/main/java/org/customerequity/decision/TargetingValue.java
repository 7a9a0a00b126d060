package org.customerequity.decision;

import java.io.Serializable;
import org.customerequity.internal.Require;
import org.customerequity.value.UndefinedRatioException;

/**
 * What a score is worth that says whom to treat, over the best rule without it: treat all, or none.
 *
 * <pre>{@code
 *   uplift of a customer ~ N(mu, s^2), correlation rho between the score and it, both normal; treat where expected uplift > 0
 *   gain per customer = rho s phi(mu/(rho s)) + mu Phi(mu/(rho s)) - max(0, mu)
 *                     = rho s [phi(m) - m Phi(-m)],   m = |mu| / (rho s)
 * }</pre>
 *
 * <p>The uplift is net of what treating costs. The correlation is that with the uplift, which nobody observes in a customer, not with
 * purchases; take it from an experiment, and expect it to be small. The gain is per customer of the whole base, treated or not.
 *
 * @param meanUplift expected value of treating a customer drawn at random, net of its cost; may be negative
 * @param standardDeviation of the uplift between customers, {@code >= 0}
 * @param correlation of score and uplift, in [0, 1]; 0 for a score that says nothing, 1 for one that says all
 */
public record TargetingValue(double meanUplift, double standardDeviation, double correlation) implements Serializable {
    public TargetingValue {
        meanUplift = Require.finite(meanUplift, "meanUplift", "");
        standardDeviation =
                Require.nonNegative(standardDeviation, "standardDeviation", "of the uplift between customers");
        correlation = Require.fraction(correlation, "correlation", "turn round a score that runs the other way");
    }

    /** {@code TargetingValue.of(-1.50, 6, 0.4)}. */
    public static TargetingValue of(double meanUplift, double standardDeviation, double correlation) {
        return new TargetingValue(meanUplift, standardDeviation, correlation);
    }

    /** Per customer of the base, in the unit of the uplift, {@code >= 0}. */
    public double gainPerCustomer() {
        return gain(correlation * standardDeviation);
    }

    /** The same for a score that knows every customer's uplift: what no score can exceed. */
    public double perfectGainPerCustomer() {
        return gain(standardDeviation);
    }

    private double gain(double told) {
        return told == 0 ? 0 : told * NormalLoss.unit(Math.abs(meanUplift) / told);
    }

    /**
     * Customers at which the gain pays for the score, {@code cost / gain}.
     *
     * @param cost of making and running it, {@code >= 0}, in the unit of the uplift
     * @throws UndefinedRatioException if the score gains nothing
     */
    public double customersToPay(double cost) {
        Require.nonNegative(cost, "cost", "in the unit of the uplift");
        double gain = gainPerCustomer();
        if (gain == 0 || cost / gain == Double.POSITIVE_INFINITY) {
            throw new UndefinedRatioException("customers to pay for the score are undefined, because it gains nothing");
        }
        return cost / gain;
    }
}
