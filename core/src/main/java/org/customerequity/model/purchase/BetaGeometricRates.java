package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.customerequity.value.Distribution;

/**
 * The posterior of {@link BetaGeometric}: one of two, according to whether the customer has left; within each the purchase
 * rate and the dropout chance are independent.
 *
 * <pre>{@code
 *   alive    lambda ~ Gamma(R, alpha+T)       p ~ Beta(a, B)
 *   left     lambda ~ Gamma(R, alpha+t_x)     p ~ Beta(a+1, B-1)
 * }</pre>
 *
 * @param probabilityAlive weight of the first
 * @param probabilityGone weight of the second, 0 where nobody can have left
 * @param covariance of lambda and p
 * @param shape R
 * @param rateIfAlive alpha + T
 * @param rateIfGone alpha + t_x
 * @param a first shape of the dropout chance, if alive
 * @param bIfAlive B, the second
 * @param bIfGone B - 1
 */
record BetaGeometricRates(
        double probabilityAlive,
        double probabilityGone,
        double covariance,
        double shape,
        double rateIfAlive,
        double rateIfGone,
        double a,
        double bIfAlive,
        double bIfGone)
        implements CustomerRates, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Distribution purchaseRate() {
        Distribution alive = Distribution.gamma(shape, rateIfAlive);
        return probabilityGone == 0 ? alive : either(alive, Distribution.gamma(shape, rateIfGone));
    }

    @Override
    public Optional<Distribution> dropout() {
        Distribution alive = Distribution.beta(a, bIfAlive);
        return Optional.of(probabilityGone == 0 ? alive : either(alive, Distribution.beta(a + 1, bIfGone)));
    }

    private Distribution either(Distribution alive, Distribution gone) {
        return Distribution.mixture(List.of(alive, gone), probabilityAlive, probabilityGone);
    }
}
