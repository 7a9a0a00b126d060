package org.customerequity.model.purchase;

import java.util.Optional;
import org.customerequity.value.PeriodUnit;

/** The NBD obeys the laws of every purchase model. */
class NbdContractTest extends PurchaseModelContract {
    private static final Nbd CDNOW = new Nbd(0.3847661358, 12.07202284, PeriodUnit.WEEK);

    @Override
    protected PurchaseModel model() {
        return CDNOW;
    }

    @Override
    protected Optional<PurchaseModel> rescaled(PeriodUnit unit) {
        return Optional.of(new Nbd(CDNOW.r(), unit.from(CDNOW.alpha(), CDNOW.unit()), unit));
    }
}
