package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BrandEquitiesTest {
    @Test
    void equitiesOfTheWorkedExample() {
        check(FirstPurchase.AFTER_INTERVAL, false, 225779553.839, 125550073.721, 55306784.2201);
        check(FirstPurchase.NOW, false, 238829689.866, 143614179.605, 75001362.341);
        check(FirstPurchase.AFTER_INTERVAL, true, 120752618.059, 108087112.217, 52681611.0313);
    }

    private static void check(FirstPurchase first, boolean weighted, double... equity) {
        BrandEquities all = BrandEquities.of(
                FiveRespondents.MODEL,
                weighted ? FiveRespondents.weighted() : FiveRespondents.survey(),
                FiveRespondents.market(first));
        for (int b = 0; b < 3; b++) {
            assertEquals(equity[b], all.equity(FiveRespondents.BRANDS.get(b)).value(), 1e-11 * equity[b]);
        }
    }
}
