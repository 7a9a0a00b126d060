package org.customerequity.model.covariate;

import java.io.Serializable;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * How strongly coefficients are drawn towards 0. Baselines never are. Immutable.
 *
 * <pre>{@code
 *   none                  J = LL/N
 *   worthObservations(n)  J = LL/N - n/(2 N^2) g' I g          I  what N customers tell of g, at g = 0
 *   perCustomer(k1, k2)   J = LL/N - k1 |g1|^2 - k2 |g2|^2     g1  of purchases, g2  of dropout
 * }</pre>
 *
 * <p>{@link #worthObservations} is a normal prior that says as much as n customers who show no effect. I is the observed
 * information of the coefficients at the maximum without them, the baselines being estimated too; a coefficient that the data put at
 * g comes out near {@code g N/(N + n)}, whatever the model, the process and the unit of the covariate. R. E. Kass and L. Wasserman, A
 * Reference Bayesian Test for Nested Hypotheses and its Relationship to the Schwarz Criterion, Journal of the American Statistical
 * Association 90(431), 1995, 928-934, for n = 1.
 *
 * <p>{@link #perCustomer} is the ridge of equal weight a customer; its meaning hangs on the standardisation.
 */
public final class PriorStrength implements Serializable {
    private static final long serialVersionUID = 1;

    private static final PriorStrength NONE = new PriorStrength(0, 0, 0);

    private final double observations;
    private final double purchases;
    private final double dropout;

    private PriorStrength(double observations, double purchases, double dropout) {
        this.observations = observations;
        this.purchases = purchases;
        this.dropout = dropout;
    }

    /** Maximum likelihood. */
    public static PriorStrength none() {
        return NONE;
    }

    /**
     * Worth {@code n} customers who show no effect.
     *
     * @param n finite and {@code >= 0}; need not be whole
     */
    public static PriorStrength worthObservations(double n) {
        return new PriorStrength(Require.nonNegative(n, "n", "customers that the prior is worth"), 0, 0);
    }

    /**
     * The squares of the coefficients of the coded columns, a customer.
     *
     * @param k1 of purchases, finite and {@code >= 0}
     * @param k2 of dropout, finite and {@code >= 0}; both shapes share it in the two-index form
     */
    public static PriorStrength perCustomer(double k1, double k2) {
        return new PriorStrength(
                0,
                Require.nonNegative(k1, "k1", "strength on the purchases"),
                Require.nonNegative(k2, "k2", "strength on the dropout"));
    }

    /** Whether nothing is penalised. */
    public boolean isNone() {
        return observations == 0 && purchases == 0 && dropout == 0;
    }

    double observations() {
        return observations;
    }

    double of(CovariateProcess process) {
        return process == CovariateProcess.PURCHASES ? purchases : dropout;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PriorStrength other
                && observations == other.observations
                && purchases == other.purchases
                && dropout == other.dropout;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(observations) + 31 * Double.hashCode(purchases) + 961 * Double.hashCode(dropout);
    }

    /** {@code PriorStrength[worth 50.0 observations]}. */
    @Override
    public String toString() {
        return isNone()
                ? "PriorStrength[none]"
                : observations > 0
                        ? "PriorStrength[worth " + observations + " observations]"
                        : "PriorStrength[per customer " + purchases + " on purchases, " + dropout + " on dropout]";
    }
}
