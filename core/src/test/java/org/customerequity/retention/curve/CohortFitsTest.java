package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Three cohorts pooled, apart and in between, on worked numbers and at both limits. */
class CohortFitsTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final CohortCounts THREE = CohortCounts.of(
            YEAR, new long[] {1000, 780, 660, 585, 530}, new long[] {800, 650, 560, 505}, new long[] {1200, 880, 730});

    @Test
    void pooledAndSeparate() {
        double[] at = {-1285.1622383382276, -843.01474946022971, -1100.0069065227421};
        for (int c = 0; c < 3; c++) {
            assertEquals(at[c], new ShiftedBetaGeometric(.7, 2.2, YEAR).logLikelihood(THREE.cohort(c)), 1e-11);
        }
        CohortFits fits = CohortFits.of(THREE);
        close(0.446514339256, 1.48861443338, 1e-9, fits.pooled().orThrow());
        assertEquals(-3214.12234795024, fits.pooled().report().logLikelihood(), 1e-9);
        close(0.487568754449, 1.72410194447, 1e-9, fits.separate().get(0).orThrow());
        close(0.448197036477, 1.92348477412, 1e-9, fits.separate().get(1).orThrow());
        close(0.472440944882, 1.29921259843, 1e-9, fits.separate().get(2).orThrow());
        double[] best = {-1277.84699333721, -827.454099834733, -1097.71168023889};
        for (int c = 0; c < 3; c++) {
            assertEquals(best[c], fits.separate().get(c).report().logLikelihood(), 1e-9);
        }
        assertEquals(22.219149078814, fits.likelihoodRatio(), 1e-8);
        assertEquals(4, fits.degreesOfFreedom());
        // chi-square with 4 degrees of freedom: exp(-x/2) (1 + x/2)
        double half = fits.likelihoodRatio() / 2;
        assertEquals(Math.exp(-half) * (1 + half), fits.pValue(), 1e-9);
    }

    private static void close(double alpha, double beta, double tolerance, ShiftedBetaGeometric curve) {
        assertEquals(alpha, curve.alpha(), tolerance);
        assertEquals(beta, curve.beta(), tolerance);
    }

    @Test
    void partiallyPooled() {
        FitOutcome<CohortFits.PartialPooling> outcome = CohortFits.partiallyPooled(THREE, 0.3);
        CohortFits.PartialPooling fit = outcome.orThrow();
        close(0.479792, 1.687799, 1e-6, fit.curves().get(0));
        close(0.433143, 1.833360, 1e-6, fit.curves().get(1));
        close(0.502372, 1.399684, 1e-6, fit.curves().get(2));
        close(0.470872, 1.630045, 1e-6, fit.centre());
        assertEquals(-3203.35208112, outcome.report().logLikelihood(), 1e-7);
        assertEquals(0.3, fit.tau(), 1e-15);
        double mean =
                fit.curves().stream().mapToDouble(c -> Math.log(c.alpha())).sum() / 3;
        assertEquals(mean, Math.log(fit.centre().alpha()), 1e-9);
    }

    @Test
    void fromPooledToSeparate() {
        CohortFits fits = CohortFits.of(THREE);
        CohortFits.PartialPooling tight =
                CohortFits.partiallyPooled(THREE, 1e-4).orThrow();
        CohortFits.PartialPooling loose = CohortFits.partiallyPooled(THREE, 100).orThrow();
        for (int c = 0; c < 3; c++) {
            ShiftedBetaGeometric pooled = fits.pooled().orThrow();
            ShiftedBetaGeometric own = fits.separate().get(c).orThrow();
            close(pooled.alpha(), pooled.beta(), 1e-5, tight.curves().get(c));
            close(own.alpha(), own.beta(), 1e-4, loose.curves().get(c));
        }
    }

    /** A cohort of one renewal, or of one rate, has a maximum of its own to compare with, though no curve. */
    @Test
    void shortAndAlikeCohorts() {
        CohortCounts cohorts = CohortCounts.of(
                YEAR, new long[] {1000, 780, 660}, new long[] {500, 400}, new long[] {1000, 950, 850, 600});
        CohortFits fits = CohortFits.of(cohorts);
        assertFalse(fits.separate().get(1).isConverged());
        assertFalse(fits.separate().get(2).isConverged());
        assertEquals(2 + 1 + 2 - 2, fits.degreesOfFreedom());
        double own = fits.separate().get(0).report().logLikelihood()
                + 400 * Math.log(0.8)
                + 100 * Math.log(0.2)
                + 2400 * Math.log(2400 / 2800.0)
                + 400 * Math.log(400 / 2800.0);
        assertEquals(2 * (own - fits.pooled().report().logLikelihood()), fits.likelihoodRatio(), 1e-2);
        assertTrue(fits.pValue() < 1e-6);
        // drawn together, they rise to the boundary; let apart, to a maximum that is no better than one rate for each
        // cohort
        assertFalse(CohortFits.partiallyPooled(cohorts, 0.5).isConverged());
        FitOutcome<CohortFits.PartialPooling> apart = CohortFits.partiallyPooled(cohorts, 1);
        assertEquals(FitVerdict.CONVERGED_FLAT, apart.report().verdict());
        assertTrue(apart.report().warnings().get(0).contains("all customers of a cohort leave at one common rate"));
    }

    @Test
    void refusals() {
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> CohortFits.of(CohortCounts.of(YEAR, new long[] {10, 8, 7})))
                .getMessage()
                .startsWith("cohorts must have more renewals than one curve has parameters, was 1 cohort per year"));
        assertEquals(
                "tau must be finite and > 0, was 0.0 (how far cohorts differ in ln alpha and ln beta; 0.3 is a mild choice)",
                assertThrows(IllegalArgumentException.class, () -> CohortFits.partiallyPooled(THREE, 0))
                        .getMessage());
        assertFalse(CohortFits.partiallyPooled(CohortCounts.of(YEAR, new long[] {10, 10, 10}), 0.3)
                .isConverged());
    }
}
