package org.customerequity.model.hierarchical;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * What is believed of the population of an {@link AbeParetoNbd} before the data.
 *
 * <pre>{@code
 *   Gamma      ~ inverse Wishart(nu, nu diag(purchaseVariance, dropoutVariance)),   nu = degreesOfFreedom + K
 *   B | Gamma  ~ matrix normal(B0, I / coefficientPrecision, Gamma)
 *
 *   K   columns of the design, the baseline among them
 *   B0  logPurchaseRate and logDropoutRate for the baseline, 0 for the covariates
 * }</pre>
 *
 * @param degreesOfFreedom how firmly the variances are believed, {@code > 0}; 3 is weak
 * @param purchaseVariance of ln lambda between customers, about; {@code > 0}
 * @param dropoutVariance of ln mu between customers, about; {@code > 0}
 * @param coefficientPrecision customers that the belief in the coefficients is worth, {@code > 0}; 0.01 is weak
 * @param logPurchaseRate expected ln lambda of the baseline, per period of the histories; finite
 * @param logDropoutRate expected ln mu of the baseline, per period of the histories; finite
 */
public record AbePriors(
        double degreesOfFreedom,
        double purchaseVariance,
        double dropoutVariance,
        double coefficientPrecision,
        double logPurchaseRate,
        double logDropoutRate)
        implements Serializable {
    private static final AbePriors WEAK = new AbePriors(3, 1, 1, 0.01, 0, 0);

    public AbePriors {
        Require.positive(degreesOfFreedom, "degreesOfFreedom", "3 is weak");
        Require.positive(purchaseVariance, "purchaseVariance", "of ln lambda between customers");
        Require.positive(dropoutVariance, "dropoutVariance", "of ln mu between customers");
        Require.positive(coefficientPrecision, "coefficientPrecision", "customers it is worth; 0.01 is weak");
        logPurchaseRate = Require.finite(logPurchaseRate, "logPurchaseRate", "ln of purchases per period");
        logDropoutRate = Require.finite(logDropoutRate, "logDropoutRate", "ln of 1 over the mean lifetime");
    }

    /** 3 degrees of freedom, variances 1, coefficients 0 with the weight of a hundredth of a customer. */
    public static AbePriors weak() {
        return WEAK;
    }

    /** These with another belief in the variances. */
    public AbePriors withVariances(double newDegreesOfFreedom, double newPurchaseVariance, double newDropoutVariance) {
        return new AbePriors(
                newDegreesOfFreedom,
                newPurchaseVariance,
                newDropoutVariance,
                coefficientPrecision,
                logPurchaseRate,
                logDropoutRate);
    }

    /** These with another belief in the baseline, and in all coefficients. */
    public AbePriors withBaseline(double newLogPurchaseRate, double newLogDropoutRate, double newCoefficientPrecision) {
        return new AbePriors(
                degreesOfFreedom,
                purchaseVariance,
                dropoutVariance,
                newCoefficientPrecision,
                newLogPurchaseRate,
                newLogDropoutRate);
    }
}
