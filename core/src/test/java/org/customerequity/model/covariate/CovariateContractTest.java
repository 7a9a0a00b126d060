package org.customerequity.model.covariate;

import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.PurchaseModelContract;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;

/** A model that knows of no covariates obeys the laws of every purchase model, whose histories have none. */
class CovariateContractTest extends PurchaseModelContract {
    @Override
    protected PurchaseModel model() {
        return CovariatePurchaseModel.of(
                CovariateSpecification.of(PurchaseModelFamily.BG_NBD),
                CovariateCoding.none(),
                PeriodUnit.WEEK,
                -1.4,
                1.5,
                1.2,
                -1.1);
    }
}
