package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.Objects;

/**
 * What is believed of the population parameters of a Pareto/NBD before the data, each independent of the others.
 *
 * @param r shape of the purchase rates
 * @param alpha rate parameter of the purchase rates, a time in the unit of the histories
 * @param s shape of the dropout rates
 * @param beta rate parameter of the dropout rates, a time in the unit of the histories
 */
public record ParetoNbdPriors(GammaPrior r, GammaPrior alpha, GammaPrior s, GammaPrior beta) implements Serializable {
    public ParetoNbdPriors {
        Objects.requireNonNull(r, "r");
        Objects.requireNonNull(alpha, "alpha");
        Objects.requireNonNull(s, "s");
        Objects.requireNonNull(beta, "beta");
    }

    /** {@link GammaPrior#VAGUE} for all four, as the literature has it. */
    public static ParetoNbdPriors vague() {
        return new ParetoNbdPriors(GammaPrior.VAGUE, GammaPrior.VAGUE, GammaPrior.VAGUE, GammaPrior.VAGUE);
    }

    /** These with others of the purchase rates. */
    public ParetoNbdPriors withPurchaseRates(GammaPrior newR, GammaPrior newAlpha) {
        return new ParetoNbdPriors(
                Objects.requireNonNull(newR, "newR"), Objects.requireNonNull(newAlpha, "newAlpha"), s, beta);
    }

    /** These with others of the dropout rates. */
    public ParetoNbdPriors withDropoutRates(GammaPrior newS, GammaPrior newBeta) {
        return new ParetoNbdPriors(
                r, alpha, Objects.requireNonNull(newS, "newS"), Objects.requireNonNull(newBeta, "newBeta"));
    }
}
