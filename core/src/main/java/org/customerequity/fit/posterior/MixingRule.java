package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * When chains count as having forgotten where they began: R-hat below one limit, bulk and tail effective sample size above
 * another, for every parameter.
 *
 * <p>A. Vehtari, A. Gelman, D. Simpson, B. Carpenter and P.-C. Buerkner, Rank-Normalization, Folding, and Localization: An
 * Improved R-hat for Assessing Convergence of MCMC, Bayesian Analysis 16(2), 2021, 667-718, recommend 1.01 and 400.
 *
 * @param maxRhat R-hat must be below it, {@code > 1}
 * @param minEss both effective sample sizes must be above it, {@code >= 0}
 */
public record MixingRule(double maxRhat, double minEss) implements Serializable {
    private static final MixingRule STANDARD = new MixingRule(1.01, 400);

    public MixingRule {
        if (!(maxRhat > 1 && maxRhat < Double.POSITIVE_INFINITY)) {
            throw Require.bad("maxRhat", "must be finite and > 1", "1.01 is the standard", maxRhat);
        }
        minEss = Require.nonNegative(minEss, "minEss", "400 is the standard");
    }

    /** R-hat below 1.01, and more than 400 effective draws. */
    public static MixingRule standard() {
        return STANDARD;
    }

    /** Whether these chains pass. Draws that are all equal do not: nothing tells whether they would ever have moved. */
    public boolean accepts(ChainDiagnostics chains) {
        return !Objects.requireNonNull(chains, "chains").isConstant()
                && chains.rhat() < maxRhat
                && chains.bulkEss() > minEss
                && chains.tailEss() > minEss;
    }
}
