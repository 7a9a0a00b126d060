package org.customerequity.model.covariate;

import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.PurchaseModelContract;
import org.customerequity.value.PeriodUnit;

/** Without covariates it needs no path, and obeys the laws of every purchase model. */
class TimeVaryingParetoNbdContractTest extends PurchaseModelContract {
    @Override
    protected PurchaseModel model() {
        return TimeVaryingParetoNbd.of(
                new ParetoNbd(.5532, 10.5776, .6063, 11.6657, PeriodUnit.WEEK),
                CovariateCoding.none(),
                new double[0],
                CovariateCoding.none(),
                new double[0]);
    }
}
