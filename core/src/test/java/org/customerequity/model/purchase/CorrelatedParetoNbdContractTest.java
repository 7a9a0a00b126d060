package org.customerequity.model.purchase;

import java.util.List;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Nested;

/** The correlated Pareto/NBD obeys the laws of every purchase model, with either sign of the correlation and at its bounds. */
class CorrelatedParetoNbdContractTest {
    /** Close to the bound that CDNOW wants, which is 21.1. */
    @Nested
    class CloseToTheUpperBound extends PurchaseModelContract {
        @Override
        protected PurchaseModel model() {
            return new CorrelatedParetoNbd(0.52879, 9.84732, 0.494263, 9.17279, 20, PeriodUnit.WEEK);
        }
    }

    /** Rates of the order of one, where the factor matters most; who buys often stays. */
    @Nested
    class WithNegativeCorrelation extends PurchaseModelContract {
        @Override
        protected PurchaseModel model() {
            return new CorrelatedParetoNbd(1.5, 2, 0.9, 3, -2, PeriodUnit.MONTH);
        }

        @Override
        protected PurchaseHistories histories() {
            int[] x = {0, 0, 1, 4, 12, 12, 40};
            double[] tx = {0, 0, 4, 9, 11, 30, 20};
            double[] age = {0, 12, 12, 9.5, 24, 30, 60};
            return PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.MONTH);
        }

        @Override
        protected List<PurchaseHistory> fewHistories() {
            PurchaseHistories all = histories();
            return List.of(all.row(0), all.row(2), all.row(4));
        }
    }
}
