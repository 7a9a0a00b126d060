package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Currency;
import java.util.List;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class FitOutcomeTest {
    private static final List<String> NAMES = List.of("r", "alpha", "a", "b");
    private static final BgNbd MODEL = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);

    private static double[][] diagonal(double variance) {
        double[][] out = new double[4][4];
        for (int i = 0; i < 4; i++) {
            out[i][i] = variance;
        }
        return out;
    }

    private static FitReport report(double variance) {
        return FitReport.ofMaximum(NAMES, MODEL.parameters(), diagonal(variance), -9582.4, 2357);
    }

    @Test
    void aFitOfOnesOwnCarriesItsUncertainty() {
        FitReport report = report(0.01);
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        // se(theta) = theta se(u)
        assertEquals(0.1 * 4.414, report.parameter("alpha").standardError(), 1e-15);
        assertEquals(2 * 9582.4 + 2 * 4, report.aic(), 1e-9);
        assertEquals(2 * 9582.4 + 4 * Math.log(2357), report.bic(), 1e-9);

        FitOutcome<BgNbd> buying = new FitOutcome.Converged<>(MODEL, report);
        FitOutcome<GammaGamma> spending = new FitOutcome.Converged<>(
                new GammaGamma(6.25, 3.74, 15.44),
                FitReport.ofMaximum(
                        List.of("p", "q", "gamma"),
                        new double[] {6.25, 3.74, 15.44},
                        new double[][] {{1e-8, 0, 0}, {0, 1e-8, 0}, {0, 0, 1e-8}},
                        -4055.9,
                        946));
        LifetimeValue one = LifetimeValueModel.of(buying, spending)
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0.15))
                .withHorizon(Horizon.ofYears(1))
                .withCurrency(Currency.getInstance("USD"))
                .value(PurchaseHistory.of(2, 30.43, 38.86, PeriodUnit.WEEK));
        assertTrue(one.standardError() > 0);
    }

    @Test
    void anOutcomeAndItsReportSayTheSame() {
        FitReport boundary = BgNbd.fit(org.customerequity.history.PurchaseHistories.ofColumns(
                        new int[2], new double[2], new double[] {1, 2}, PeriodUnit.WEEK))
                .report();
        assertEquals(
                "report must have a verdict of convergence, was BOUNDARY (outcome and verdict say the same)",
                assertThrows(IllegalArgumentException.class, () -> new FitOutcome.Converged<>(MODEL, boundary))
                        .getMessage());
        assertEquals(
                "report must have a verdict other than convergence, was CONVERGED (outcome and verdict say the same)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new FitOutcome.NotConverged<>(MODEL, report(0.01), "no reason"))
                        .getMessage());
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertEquals(
                "estimates must be as many as names, 4, was 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FitReport.ofMaximum(NAMES, new double[2], diagonal(1), -1, 1))
                        .getMessage());
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> FitReport.ofMaximum(NAMES, MODEL.parameters(), diagonal(-1), -1, 1))
                .getMessage()
                .startsWith("logCovariance must be positive definite with a row for each of the names, 4, was "));
        assertEquals(
                "observations must be > 0, was 0 (customers that carried likelihood)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FitReport.ofMaximum(NAMES, MODEL.parameters(), diagonal(1), -1, 0))
                        .getMessage());
    }
}
