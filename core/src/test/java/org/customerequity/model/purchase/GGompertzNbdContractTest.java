package org.customerequity.model.purchase;

import java.util.Optional;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Nested;

/** The laws of every purchase model: a hazard of leaving that falls, rises, and is nearly that of the Pareto/NBD. */
class GGompertzNbdContractTest {
    private abstract static class Contract extends PurchaseModelContract {
        private final GGompertzNbd model;

        Contract(double r, double alpha, double b, double s, double beta) {
            model = new GGompertzNbd(r, alpha, b, s, beta, PeriodUnit.WEEK);
        }

        @Override
        protected PurchaseModel model() {
            return model;
        }

        @Override
        protected Optional<PurchaseModel> rescaled(PeriodUnit unit) {
            double week = unit.from(1, PeriodUnit.WEEK);
            return Optional.of(
                    new GGompertzNbd(model.r(), model.alpha() * week, model.b() / week, model.s(), model.beta(), unit));
        }

        @Override
        protected int draws() {
            return 10_000;
        }
    }

    @Nested
    class HazardFalls extends Contract {
        HazardFalls() {
            super(0.55, 10.6, 0.002, 0.6, 0.025);
        }
    }

    @Nested
    class HazardRises extends Contract {
        HazardRises() {
            super(1.5, 8, 0.12, 0.4, 60);
        }
    }
}
