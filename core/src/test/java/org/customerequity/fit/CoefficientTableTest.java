package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.customerequity.value.Estimate;
import org.junit.jupiter.api.Test;

class CoefficientTableTest {
    private static final FitReport REPORT = FitReport.ofCoefficients(
            FitVerdict.CONVERGED,
            List.of("ln alpha", "hazard: ads", "hazard: price"),
            new double[] {-0.25, 0.5, -0.1},
            new double[][] {{0.04, 0, 0}, {0, 0.0625, 0.001}, {0, 0.001, 0.01}},
            -100,
            0,
            5,
            1000,
            List.of());

    private static void refused(String message, Runnable call) {
        assertEquals(message, assertThrows(RuntimeException.class, call::run).getMessage());
    }

    /** 1.96 standard errors have p 0.0499958, and two have 0.0455003 (tables of the normal distribution). */
    @Test
    void aCoefficientIsComparedWithItsError() {
        CoefficientTable table = CoefficientTable.of(REPORT);
        CoefficientTable.Row ads = table.row("hazard: ads");
        assertEquals(2, ads.z(), 1e-15);
        assertEquals(0.0455002638963584, ads.pValue(), 1e-14);
        assertEquals(-1, table.row("hazard: price").z(), 1e-15);
        assertEquals(0.317310507862914, table.row("hazard: price").pValue(), 1e-14);
    }

    /** The interval of the ratio is that of the coefficient, carried over. */
    @Test
    void aRatioIsTheExponentialOfItsCoefficient() {
        CoefficientTable.Row ads = CoefficientTable.of(REPORT).row("hazard: ads");
        Estimate ratio = ads.ratio();
        assertEquals(Math.exp(0.5), ratio.value(), 1e-15);
        assertEquals(Math.exp(0.5) * 0.25, ratio.standardError(), 1e-15);
        assertEquals(
                Math.exp(ads.estimate().confidenceInterval(0.95).lower()),
                ratio.confidenceInterval(0.95).lower(),
                1e-14);
    }

    @Test
    void rowsAreChosenByTheirBeginning() {
        CoefficientTable hazards = CoefficientTable.of(REPORT).startingWith("hazard: ");
        assertEquals(
                List.of("hazard: ads", "hazard: price"),
                hazards.rows().stream().map(CoefficientTable.Row::name).toList());
        assertTrue(
                hazards.toString().contains("hazard: ads         0.5000      0.2500    2.00   .0455       1.649"),
                hazards::toString);
    }

    /** A p of 0.99996 rounds to 1, which has no 0 before the point to be left out. */
    @Test
    void aPThatRoundsToOneIsWrittenAsOne() {
        CoefficientTable table = new CoefficientTable(List.of(new CoefficientTable.Row("x", Estimate.of(4e-5, 1))));
        assertTrue(table.toString().contains("0.00  1.0000"), table::toString);
    }

    /** Under a prior errors are of what was drawn towards 0. */
    @Test
    void aPenalisedCoefficientHasNoTest() {
        CoefficientTable table = CoefficientTable.of(REPORT.asQuasiLikelihood("it is drawn towards 0"));
        CoefficientTable.Row ads = table.row("hazard: ads");
        assertFalse(ads.hasTest());
        refused(
                "\"hazard: ads\" has no z and no p, because it is drawn towards 0 (see CoefficientTable.Row.hasTest)",
                ads::z);
        refused(
                "\"hazard: ads\" has no z and no p, because it is drawn towards 0 (see CoefficientTable.Row.hasTest)",
                ads::pValue);
        assertEquals(Math.exp(0.5), ads.ratio().value(), 1e-15);
        String text = table.startingWith("hazard: ").toString();
        assertTrue(text.contains("hazard: ads         0.5000      0.2500       -       -       1.649\n"), text);
        assertTrue(text.endsWith("\n- no z and no p, because it is drawn towards 0\n"), text);
        assertTrue(CoefficientTable.of(REPORT).row("hazard: ads").hasTest());
    }

    @Test
    void whatIsNoTableIsRefused() {
        CoefficientTable table = CoefficientTable.of(REPORT);
        refused(
                "prefix must begin one of [ln alpha, hazard: ads, hazard: price], was \"buys\"",
                () -> table.startingWith("buys"));
        refused(
                "name must be one of [ln alpha, hazard: ads, hazard: price], was \"ads\" (a coefficient)",
                () -> table.row("ads"));
        FitReport positive = FitReport.ofMaximum(List.of("r"), new double[] {1}, new double[][] {{1}}, -10, 5);
        refused(
                "report must be of coefficients, with scale LINEAR, was LOG (positive parameters have FitReport.parameter(name))",
                () -> CoefficientTable.of(positive));
        refused("rows must have a coefficient, was empty (of a fit)", () -> new CoefficientTable(List.of()));
        refused(
                "standardError must be finite and > 0, was 0.0 (it has no z without)",
                () -> new CoefficientTable.Row("x", Estimate.of(1, 0)));
        refused(
                "the ratio of x is out of range: exp(800.0)",
                () -> new CoefficientTable.Row("x", Estimate.of(800, 1)).ratio());
    }
}
