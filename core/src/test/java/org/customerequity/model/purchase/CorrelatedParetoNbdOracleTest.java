package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/**
 * Reference values: an independent evaluation of the four-part sum with 50 digits (and, of the second row, by two-dimensional
 * quadrature over lambda and mu).
 */
class CorrelatedParetoNbdOracleTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    @Test
    void singleCustomers() {
        CorrelatedParetoNbd up = new CorrelatedParetoNbd(0.6, 9.5, 0.7, 13, 5, WEEK);
        check(
                up,
                PurchaseHistory.of(3, 21, 30, WEEK),
                26,
                -11.549671415465669,
                0.76971124943417371,
                1.5253908037158516);
        checkBounds(up, -1.1184297086152568, 18.071332653241862, 0.019709182918757077);
        CorrelatedParetoNbd down = new CorrelatedParetoNbd(1.5, 2, 0.9, 3, -2, WEEK);
        check(
                down,
                PurchaseHistory.of(1, 4, 12, WEEK),
                10,
                -5.0803825494263041,
                0.19627812436116654,
                0.27970676564907437);
        checkBounds(down, -2.3800262745964406, 2.8431215726232722, -0.081364298107677894);
    }

    private static void check(
            CorrelatedParetoNbd model,
            PurchaseHistory h,
            double t,
            double logLikelihood,
            double alive,
            double expected) {
        assertEquals(logLikelihood, model.logLikelihood(h), 2e-14 * Math.abs(logLikelihood));
        assertEquals(alive, model.probabilityAlive(h), 1e-13 * alive);
        assertEquals(expected, model.expectedPurchases(h, Span.first(t, WEEK)), 1e-13 * expected);
    }

    private static void checkBounds(CorrelatedParetoNbd model, double lower, double upper, double correlation) {
        assertEquals(lower, model.bounds().lowest(), 1e-14 * Math.abs(lower));
        assertEquals(upper, model.bounds().highest(), 1e-14 * upper);
        assertEquals(correlation, model.correlation(), 1e-14 * Math.abs(correlation));
    }
}
