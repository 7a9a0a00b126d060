package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.List;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Nested;

/** The laws of every purchase model, at the parameters of the donations and where the published formulas are 0/0. */
class BgBbContractTest {
    private abstract static class Contract extends PurchaseModelContract {
        private final BgBb model;

        Contract(double alpha, double beta, double gamma, double delta) {
            model = new BgBb(alpha, beta, gamma, delta, PeriodUnit.MONTH);
        }

        @Override
        protected PurchaseModel model() {
            return model;
        }

        @Override
        protected PurchaseHistories histories() {
            List<PurchaseHistory> rows = new ArrayList<>();
            rows.add(PurchaseHistory.newCustomer(PeriodUnit.MONTH));
            for (int[] h : new int[][] {
                {0, 0, 1},
                {1, 1, 1},
                {0, 0, 6},
                {1, 1, 6},
                {1, 4, 6},
                {2, 4, 6},
                {6, 6, 6},
                {0, 0, 40},
                {1, 39, 40},
                {7, 20, 40},
                {7, 40, 40},
                {30, 31, 40},
                {0, 0, 200},
                {90, 150, 200},
                {150, 199, 200}
            }) {
                rows.add(PurchaseHistory.of(h[0], h[1], h[2], PeriodUnit.MONTH));
            }
            return columns(rows, PeriodUnit.MONTH);
        }

        @Override
        protected List<PurchaseHistory> fewHistories() {
            return List.of(
                    PurchaseHistory.newCustomer(PeriodUnit.MONTH),
                    PurchaseHistory.of(2, 4, 10, PeriodUnit.MONTH),
                    PurchaseHistory.of(7, 12, 12, PeriodUnit.MONTH));
        }

        @Override
        protected boolean isDiscrete() {
            return true;
        }

        @Override
        protected boolean isPoissonWhileAlive() {
            return false;
        }
    }

    @Nested
    class Donations extends Contract {
        Donations() {
            super(1.204, 0.75, 0.657, 2.783);
        }
    }

    @Nested
    class GammaIsOne extends Contract {
        GammaIsOne() {
            super(0.4, 1.6, 1, 12);
        }
    }

    @Nested
    class GammaNextToOne extends Contract {
        GammaNextToOne() {
            super(3, 9, 1 + 1e-7, 40);
        }
    }
}
