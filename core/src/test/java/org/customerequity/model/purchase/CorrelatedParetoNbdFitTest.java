package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The maximum of the correlated Pareto/NBD: derivatives, the bound that CDNOW wants, recovery of an inner point. */
class CorrelatedParetoNbdFitTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    @Test
    void cdnowEndsOnTheUpperBoundAndSaysSo() {
        PurchaseHistories cdnow = Cdnow.calibration();
        long from = System.nanoTime();
        FitOutcome<CorrelatedParetoNbd> outcome = CorrelatedParetoNbd.fit(cdnow);
        System.out.println(outcome + " " + (System.nanoTime() - from) / 1e6);
        from = System.nanoTime();
        CorrelatedParetoNbd.fit(cdnow);
        System.out.println((System.nanoTime() - from) / 1e6);
        FitReport report = outcome.report();
        assertEquals(FitVerdict.BOUNDARY, report.verdict());
        assertEquals(-9591.66575946, report.logLikelihood(), 1e-5);
    }
}
