package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.Optional;
import org.customerequity.value.Distribution;

/** Of a customer who never leaves: the purchase rate is Gamma(shape, rate). */
record GammaRates(double shape, double rate) implements CustomerRates, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public double probabilityAlive() {
        return 1;
    }

    @Override
    public Distribution purchaseRate() {
        return Distribution.gamma(shape, rate);
    }

    @Override
    public Optional<Distribution> dropout() {
        return Optional.empty();
    }

    @Override
    public double covariance() {
        return 0;
    }
}
