package org.customerequity.model.purchase;

import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Nested;

/** The laws of every purchase model, for customers who buy at regular times. */
class CnbdContractTest {
    private abstract static class Contract extends PurchaseModelContract {
        private final PurchaseModel model;

        Contract(PurchaseModel model) {
            this.model = model;
        }

        @Override
        protected PurchaseModel model() {
            return model;
        }

        /** With intervals that are possible and not all alike, which the likelihood asks for. */
        @Override
        protected PurchaseHistories histories() {
            PurchaseHistories all = super.histories();
            return all.withLogIntervals(IntStream.range(0, all.size())
                    .mapToDouble(i -> {
                        int x = all.frequency(i);
                        double share = x == 1 ? 1 : 0.9;
                        return x == 0 ? 0 : x * Math.log(share * all.recency(i) / x);
                    })
                    .toArray());
        }

        @Override
        protected boolean isPoissonWhileAlive() {
            return false;
        }
    }

    private static <M> M cdnow(BiFunction<double[], PeriodUnit, M> of, double... parameters) {
        return of.apply(parameters, PeriodUnit.WEEK);
    }

    @Nested
    class Twofold extends Contract {
        Twofold() {
            super(cdnow((p, unit) -> new BgCnbd(2, p[0], p[1], p[2], p[3], unit), 0.227, 1.463, 0.944, 2.074));
        }
    }

    @Nested
    class ThreefoldAlsoAtFirst extends Contract {
        ThreefoldAlsoAtFirst() {
            super(cdnow((p, unit) -> new MbgCnbd(3, p[0], p[1], p[2], p[3], unit), 0.533, 1.258, 1, 1));
        }
    }

    @Nested
    class AtRandom extends Contract {
        AtRandom() {
            super(cdnow((p, unit) -> new MbgCnbd(1, p[0], p[1], p[2], p[3], unit), 0.4, 3, 0.3, 0.7));
        }
    }
}
