package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Discounted purchases are computed once for rows of equal frequency and age, whatever their recency and order. */
class BetaGeometricRepeatedRowsTest {
    @Test
    void repeatedRowsHaveTheValueOfTheirSingleForm() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 400;
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(4);
            age[i] = 20 + random.nextInt(5);
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextInt(1, 4) / 4;
        }
        PurchaseHistories rows = PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK);
        DiscountRate discount = DiscountRate.ofAnnual(0.15);
        for (Horizon horizon : List.of(Horizon.ofYears(2), Horizon.FOREVER)) {
            for (PurchaseModel model : List.of(
                    new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK),
                    new MbgNbd(0.525, 6.183, 0.891, 1.614, PeriodUnit.WEEK))) {
                double[] column = model.discountedPurchases(rows, discount, horizon);
                for (int i = 0; i < n; i += 7) {
                    double single = model.discountedPurchases(rows.row(i), discount, horizon);
                    assertEquals(single, column[i], 1e-12 * single, model + " row " + i);
                }
            }
        }
    }
}
