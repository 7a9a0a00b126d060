package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantSpendTest extends SpendModelContract {
    @Override
    protected SpendModel model() {
        return new ConstantSpend(30);
    }

    @Override
    protected boolean learns() {
        return false;
    }

    /** A mean of equal amounts is their sum over their number, rounded twice. */
    @ParameterizedTest
    @ValueSource(doubles = {9.99, 0.1, 19.95, 1e-6, 123456.78, 1e9})
    void aFixedPriceIsFoundAndNoOtherModelIsFittedToIt(double price) {
        int[] count = new int[60];
        double[] mean = new double[60];
        for (int i = 1; i < 60; i++) {
            count[i] = i;
            double sum = 0;
            for (int j = 0; j < i; j++) {
                sum += price;
            }
            mean[i] = sum / i;
        }
        PurchaseHistories data = histories(count, mean);
        FitOutcome<ConstantSpend> outcome = ConstantSpend.fit(data);
        assertEquals(price, outcome.orThrow().amount(), 1e-14 * price);
        FitReport report = outcome.report();
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(59, report.observations());
        assertEquals(0, report.logLikelihood(), 0.0);
        assertFalse(report.hasStandardErrors());
        assertEquals(Optional.of(Currency.getInstance("EUR")), report.currency());
        String gamma = assertThrows(
                        FitException.class, () -> GammaGamma.fit(data).orThrow())
                .getMessage();
        assertTrue(
                gamma.startsWith("fit not tried: every customer has the same mean spend, ")
                        && gamma.endsWith(
                                ", so that nothing tells customers or transactions apart: use ConstantSpend, a fixed"
                                        + " amount for everybody"),
                gamma);
    }

    @Test
    void amountsThatDifferAreNamed() {
        PurchaseHistories means = histories(new int[] {0, 2, 1, 3}, new double[] {0, 10, 10, 14})
                .withIds(CustomerIds.of(List.of("a", "b", "c", "d")));
        FitOutcome.NotConverged<ConstantSpend> no = (FitOutcome.NotConverged<ConstantSpend>) ConstantSpend.fit(means);
        assertEquals(
                "amounts differ: row 1 (customer \"b\") spent 10.0 each time on average, row 3 (customer \"d\") 14.0"
                        + " (GammaGamma models that)",
                no.reason());
        assertEquals(12, no.bestSoFar().amount(), 1e-12, "the mean of all transactions");
        assertEquals(Double.NEGATIVE_INFINITY, no.report().logLikelihood());
        assertEquals(FitVerdict.BOUNDARY, no.report().verdict());
        List<SpendSummary> spends =
                new ArrayList<>(List.of(SpendSummary.ofAmounts(20), SpendSummary.ofAmounts(10, 30)));
        FitOutcome.NotConverged<ConstantSpend> within =
                (FitOutcome.NotConverged<ConstantSpend>) ConstantSpend.fit(histories(spends));
        assertEquals(
                "amounts differ: those of row 1 are not all the same (LogNormalSpend models that)", within.reason());
        spends.set(1, SpendSummary.ofAmounts(20, 20, 20));
        assertEquals(20, ConstantSpend.fit(histories(spends)).orThrow().amount(), 0.0);
    }

    @Test
    void nothingToFitToIsRefused() {
        String rule = "histories must have a counted transaction of a positive amount, were without";
        assertEquals(
                rule,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ConstantSpend.fit(histories(new int[] {0, 0}, new double[] {0, 0})))
                        .getMessage());
        assertEquals(
                rule,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ConstantSpend.fit(histories(new int[] {3}, new double[] {0})))
                        .getMessage());
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> new ConstantSpend(bad))
                    .getMessage()
                    .startsWith("amount must be finite and > 0, was "));
        }
    }

    @Test
    void aCertainReportIsChecked() {
        assertEquals(
                "values must be as many as names, 1, was 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FitReport.ofCertain(List.of("amount"), new double[] {1, 2}, 3))
                        .getMessage());
        assertEquals(
                "amount must be finite and > 0, was -1.0 (a positive parameter)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FitReport.ofCertain(List.of("amount"), new double[] {-1}, 3))
                        .getMessage());
        assertEquals(
                "observations must be > 0, was 0 (customers that showed them)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FitReport.ofCertain(List.of("amount"), new double[] {1}, 0))
                        .getMessage());
    }

    private static PurchaseHistories histories(int[] count, double[] mean) {
        return PurchaseHistories.ofColumns(
                        new int[count.length], new double[count.length], new double[count.length], PeriodUnit.WEEK)
                .withSpend(count, mean, Currency.getInstance("EUR"));
    }
}
