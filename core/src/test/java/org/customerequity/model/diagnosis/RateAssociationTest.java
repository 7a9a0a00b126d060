package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.CorrelatedParetoNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.RatesModel;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** What a model believes of its customers' rates together, against what it assumes. */
class RateAssociationTest {
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;
    private static final ParetoNbd MARGINS = new ParetoNbd(1.5, 2, 0.9, 3, MONTH);

    private static PurchaseHistories base(RatesModel truth, int n, long seed) {
        double[] age = new double[n];
        Arrays.setAll(age, i -> 24 + i % 12);
        return truth.simulateHistories(
                PurchaseHistories.ofColumns(new int[n], new double[n], age, MONTH), new SplittableRandom(seed));
    }

    /** Under the truth the two agree, within what chance allows. */
    @Test
    void theTruthHasNothingLeftOver() {
        for (RatesModel truth : new RatesModel[] {
            MARGINS,
            CorrelatedParetoNbd.ofCorrelation(MARGINS, 0.1),
            CorrelatedParetoNbd.ofCorrelation(MARGINS, -0.09),
            new BgNbd(0.9, 2, 0.8, 2.5, MONTH)
        }) {
            RateAssociation found = RateAssociation.of(truth, base(truth, 1500, 5));
            assertEquals(0, found.excess(), 4, () -> truth + ": " + found);
            assertEquals(1500, found.customers());
        }
    }

    @Test
    void whatAModelLeavesOutShowsWithItsSign() {
        for (double correlation : new double[] {-0.096, 0.115}) {
            CorrelatedParetoNbd truth = CorrelatedParetoNbd.ofCorrelation(MARGINS, correlation);
            RateAssociation found = RateAssociation.of(MARGINS, base(truth, 6000, 6));
            assertEquals(0, found.assumed(), 0.0);
            assertTrue(found.excess() * Math.signum(correlation) > 1, () -> correlation + ": " + found);
            assertTrue(Math.abs(found.believed()) < Math.abs(correlation) + 3 * found.standardError());
        }
    }

    @Test
    void badInputIsNamed() {
        assertTrue(message(() -> RateAssociation.of(new Nbd(1, 2, MONTH), base(MARGINS, 3, 1)))
                .startsWith("model must be one in which customers leave"));
        assertEquals(
                "customers must be >= 2, was 1 (an error needs a spread)",
                message(() -> RateAssociation.of(MARGINS, base(MARGINS, 1, 1))));
        assertEquals(
                "believed must be finite, was NaN (a correlation)",
                message(() -> new RateAssociation(Double.NaN, 0, 1, 2)));
        assertThrows(IllegalStateException.class, () -> new RateAssociation(0.1, 0, 0, 2).excess());
    }

    private static String message(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
