package org.customerequity.model.purchase;

import java.util.Optional;
import org.customerequity.value.PeriodUnit;

/** The Pareto/NBD obeys the laws of every purchase model. */
class ParetoNbdContractTest extends PurchaseModelContract {
    @Override
    protected PurchaseModel model() {
        return ParetoNbdOracleTest.CDNOW;
    }

    @Override
    protected Optional<PurchaseModel> rescaled(PeriodUnit unit) {
        ParetoNbd m = ParetoNbdOracleTest.CDNOW;
        return Optional.of(
                new ParetoNbd(m.r(), unit.from(m.alpha(), m.unit()), m.s(), unit.from(m.beta(), m.unit()), unit));
    }
}
