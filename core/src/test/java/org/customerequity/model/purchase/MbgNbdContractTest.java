package org.customerequity.model.purchase;

import java.util.Optional;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Nested;

/** The laws of every purchase model, at the CDNOW parameters and at those where the published formulas are 0/0. */
class MbgNbdContractTest {
    private abstract static class Contract extends PurchaseModelContract {
        private final MbgNbd model;

        Contract(double r, double alpha, double a, double b) {
            model = new MbgNbd(r, alpha, a, b, PeriodUnit.WEEK);
        }

        @Override
        protected PurchaseModel model() {
            return model;
        }

        @Override
        protected Optional<PurchaseModel> rescaled(PeriodUnit unit) {
            return Optional.of(
                    new MbgNbd(model.r(), unit.from(model.alpha(), PeriodUnit.WEEK), model.a(), model.b(), unit));
        }
    }

    @Nested
    class Cdnow extends Contract {
        Cdnow() {
            super(0.525, 6.183, 0.891, 1.614);
        }
    }

    @Nested
    class AIsOne extends Contract {
        AIsOne() {
            super(1.7, 12, 1, 1);
        }
    }

    @Nested
    class AAndBAddUpToOne extends Contract {
        AAndBAddUpToOne() {
            super(0.4, 3, 0.3, 0.7);
        }
    }
}
